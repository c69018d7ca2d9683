"""What other users, other processes, hostile names and hostile archives can do to a session: nothing."""

from __future__ import annotations

import ast
import errno
import io
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tarfile
import tempfile
import textwrap
import zipfile
from pathlib import Path

import faulty
import pytest

import pyrite
from pyrite import SparkFiles, StorageLevel
from pyrite.errors import PySparkException

pytestmark = pytest.mark.timeout(60)

SECRET = "canary-5ecre7"
NOBODY = 65534


def processes_of(sc):
    return {os.getpid(), faulty.server_pid(sc), *faulty.pids(sc).values()}


def use_everything(sc, folder):
    """Run jobs that use all ways in which the processes of a session speak to each other, and keep files."""
    table = sc.broadcast(list(range(1000)))
    seen = sc.accumulator(0)
    rdd = sc.parallelize(range(4000), 4)
    rdd.foreach(lambda x: seen.add(table.value[x % 1000]))
    assert seen.value == sum(range(1000)) * 4
    grouped = rdd.map(lambda x: (x % 10, x)).groupByKey(3).persist(StorageLevel.DISK_ONLY)
    assert grouped.count() == 10
    slots = sc.defaultParallelism
    barrier = sc.range(slots, numSlices=slots).barrier()
    messages = barrier.mapPartitions(lambda it: [pyrite.BarrierTaskContext.get().allGather("x")])
    assert messages.collect() == [["x"] * slots] * slots
    source = Path(folder)
    source.mkdir()
    (source / "data.txt").write_text("data")
    (source / "given_module.py").write_text("X = 1")
    (source / "tree").mkdir()
    (source / "tree/leaf").write_text("leaf")
    for path in source.rglob("*"):
        path.chmod(0o777)
    with zipfile.ZipFile(source / "z.zip", "w") as file:
        file.write(source / "data.txt", "in/data.txt")
    with tarfile.open(source / "t.tar.gz", "w:gz") as tar:
        tar.add(source / "tree")
    sc.addFile(str(source / "data.txt"))
    sc.addFile(str(source / "tree"), recursive=True)
    sc.addPyFile(str(source / "given_module.py"))
    sc.addArchive(f"{source}/z.zip#z")
    sc.addArchive(f"{source}/t.tar.gz")
    given = sc.parallelize([0], 1).map(lambda _: Path(SparkFiles.get("z/in/data.txt")).read_text())
    assert given.collect() == ["data"]
    return table, grouped


# ---------------------------------------------------------------------------------------------- sockets


def test_nothing_listens_while_jobs_run(sc, tmp_path, marks):
    use_everything(sc, tmp_path / "source")
    thread, out = faulty.job_in_thread(
        lambda: sc.parallelize(range(4), 4).foreach(
            lambda i: (faulty.mark(marks, "in"), __import__("time").sleep(1))
        )
    )
    faulty.wait_until(lambda: faulty.marks(marks) == 4, 10)
    found = processes_of(sc)
    assert len(found) == 6
    assert not faulty.listeners(found)
    assert not network_sockets(found)
    faulty.finished(thread, out, 10)


def network_sockets(pids):
    """Sockets of these processes that are more than an unnamed pair: of any network, or Unix ones with a name."""
    inodes = {
        target[8:-1]
        for pid in pids
        for fd in os.listdir(f"/proc/{pid}/fd")
        if (target := link_of(pid, fd)).startswith("socket:[")
    }
    found = []
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "packet", "netlink"):
        if os.path.exists(f"/proc/net/{kind}"):
            lines = Path(f"/proc/net/{kind}").read_text().splitlines()[1:]
            found += [f"{kind}: {line}" for line in lines if inodes & set(line.split())]
    for line in Path("/proc/net/unix").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[6] in inodes:
            inodes.discard(fields[6])
            if len(fields) > 7:
                found.append(f"unix: {line}")
    return found


def link_of(pid, fd):
    try:
        return os.readlink(f"/proc/{pid}/fd/{fd}")
    except OSError:
        return ""


def test_the_watch_sees_listeners():
    """The tests above and below can fail."""
    with socket.create_server(("127.0.0.1", 0)):
        assert faulty.listeners({os.getpid()})
        assert network_sockets({os.getpid()})


AUDIT = """
import os, sys
def hook(event, arguments, calls=("socket.bind", "socket.connect", "subprocess.Popen", "os.system", "os.exec",
                                  "os.posix_spawn", "os.spawn", "pty.spawn")):
    if event in calls:
        fd = os.open(os.environ["AUDITED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(fd, (event + " " + ascii(arguments[1:]) + "\\n").encode())
        os.close(fd)
sys.addaudithook(hook)
"""


@pytest.fixture
def audited(tmp_path):
    """An environment in which every Python process tells what it binds, connects to and starts; and its diary."""
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit/sitecustomize.py").write_text(AUDIT)
    diary = tmp_path / "audit/diary"
    path = os.pathsep.join([str(tmp_path / "audit"), faulty.REPOSITORY, os.path.dirname(__file__)])
    environment = {"PYTHONPATH": path, "AUDITED": str(diary)}
    return environment, lambda: diary.read_text().splitlines() if diary.exists() else []


def test_no_socket_is_ever_bound_or_connected(audited, local_dir, tmp_path):
    environment, diary = audited
    text = """
    import sys, test_faults_security as here
    from pyrite import SparkConf, SparkContext
    sc = SparkContext("local[4]", "x", conf=SparkConf().set("spark.local.dir", sys.argv[1])
                      .set("spark.ui.enabled", "false"))
    here.use_everything(sc, sys.argv[2])
    sc.parallelize([0], 1).foreach(lambda _: sys.audit("os.system", "seen"))
    sc.stop()
    """
    child = faulty.driver(textwrap.dedent(text), local_dir, tmp_path / "source", env=environment)
    _, err = child.communicate(timeout=50)
    assert child.returncode == 0, err
    started = [line for line in diary() if line.startswith("subprocess.Popen")]
    assert len(started) == 1 and "pyrite._executor.server" in started[0]
    # The last line shows that workers are heard too.
    assert [line for line in diary() if line not in started] == ["os.system ()"]


SERVERS = {"bind", "listen", "accept", "create_server", "start_server", "serve_forever", "create_unix_server"}


def calls():
    """Every call in the package: file, name of what is called, the call."""
    root = Path(pyrite.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(), str(path))):
            if isinstance(node, ast.Call):
                yield str(path.relative_to(root)), ast.unparse(node.func), node


def test_no_module_of_the_engine_makes_a_server():
    sockets = [(file, name) for file, name, _ in calls() if "sock" in name or file.startswith("_executor")]
    assert any(name == "socket.socketpair" for _, name in sockets)
    assert not [(file, name) for file, name in sockets if name.rpartition(".")[2] in SERVERS]


# ---------------------------------------------------------------------------------------------- other processes


def test_the_lines_of_a_session_cannot_be_opened_by_name(sc):
    """Pickles come over unnamed socket pairs: even with the same user's rights there is nothing to connect to."""
    tried = 0
    for pid in processes_of(sc) - {os.getpid()}:
        for fd in os.listdir(f"/proc/{pid}/fd"):
            if link_of(pid, fd).startswith("socket:["):
                tried += 1
                with pytest.raises(OSError) as info:
                    os.open(f"/proc/{pid}/fd/{fd}", os.O_RDWR)
                assert info.value.errno == errno.ENXIO
    assert tried == 5
    assert not network_sockets(processes_of(sc))


SHOW_SOCKETS = """
import json, os
found = []
for name in os.listdir("/proc/self/fd"):
    try:
        found.append(os.readlink(f"/proc/self/fd/{name}"))
    except OSError:
        pass
print(json.dumps([link for link in found if link.startswith("socket:")]))
"""


def sockets_of_a_program(close_fds):
    command = [sys.executable, "-c", SHOW_SOCKETS]
    return json.loads(subprocess.check_output(command, close_fds=close_fds, stdin=subprocess.DEVNULL))


@pytest.mark.parametrize("close_fds", [True, False])
def test_programs_do_not_inherit_the_lines(sc, close_fds):
    assert sockets_of_a_program(close_fds) == []
    assert sc.parallelize([close_fds] * 4, 4).map(sockets_of_a_program).collect() == [[]] * 4


OTHER_USER = """
import ctypes, json, os, sys
folder, pids, user = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
os.setgroups([]); os.setgid(user); os.setuid(user)
libc = ctypes.CDLL(None, use_errno=True)
done = []
def attempt(what, action):
    try:
        done.append([what, repr(action())])
    except OSError as error:
        pass
def get_fd(pid):
    pidfd = os.pidfd_open(pid)
    for fd in range(64):
        if libc.syscall(438, pidfd, fd, 0) >= 0:
            return fd
    raise OSError(ctypes.get_errno(), "refused")
def trace(pid):
    if libc.ptrace(16, pid, 0, 0):
        raise OSError(ctypes.get_errno(), "refused")
for name in os.listdir(folder):
    path = os.path.join(folder, name)
    attempt(f"list {path}", lambda: os.listdir(path))
    for part in ("shuffle", "blocks", "spill", "files", "broadcast", "lock"):
        attempt(f"list {part}", lambda: os.listdir(os.path.join(path, part)))
        attempt(f"read {part}", lambda: open(os.path.join(path, part)).read())
        attempt(f"write {part}", lambda: open(os.path.join(path, part, "planted"), "w"))
    attempt(f"rename {path}", lambda: os.rename(path, path + "x"))
for path in sys.argv[4:]:
    attempt(f"read {path}", lambda: open(path, "rb").read(10))
for pid in pids:
    attempt(f"fds of {pid}", lambda: os.listdir(f"/proc/{pid}/fd"))
    attempt(f"environment of {pid}", lambda: open(f"/proc/{pid}/environ").read())
    attempt(f"memory of {pid}", lambda: open(f"/proc/{pid}/mem", "rb"))
    attempt(f"signal {pid}", lambda: os.kill(pid, 0))
    attempt(f"take an fd of {pid}", lambda: get_fd(pid))
    attempt(f"trace {pid}", lambda: trace(pid))
print(json.dumps({"user": os.getuid(), "sees": os.listdir(folder), "done": done}))
"""


@pytest.fixture
def shared_dir():
    """A folder like ``/tmp``: everyone may enter and write."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o1777)
        yield folder


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("umask", [0o022, 0])
def test_another_user_gets_at_nothing(shared_dir, local_dir, tmp_path, start, umask):
    before = os.umask(umask)
    try:
        sc = start("local[2]", **{"spark.local.dir": shared_dir})
        kept = use_everything(sc, tmp_path / "source")
        pids = sorted(processes_of(sc))
        files = faulty.files_below(shared_dir)
        assert len(files) > 10
        Path(shared_dir, "for all").write_text("x")
        os.chmod(f"{shared_dir}/for all", 0o644)
        command = [sys.executable, "-c", OTHER_USER, shared_dir, json.dumps(pids), str(NOBODY), *files]
        done = subprocess.run(
            [*command, f"{shared_dir}/for all"], cwd="/", capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert told["user"] == NOBODY and len(told["sees"]) == 2
        assert [what for what, _ in told["done"]] == [f"read {shared_dir}/for all"]
        del kept
        os.unlink(f"{shared_dir}/for all")
    finally:
        os.umask(before)
    sc.stop()
    faulty.wait_until(lambda: not os.listdir(shared_dir), 5)


# ---------------------------------------------------------------------------------------------- files and arguments


@pytest.mark.parametrize("umask", [0o022, 0])
def test_files_of_a_session_are_its_owners_alone(start, shared_dir, tmp_path, umask):
    before = os.umask(umask)
    try:
        sc = start("local[4]", **{"spark.local.dir": shared_dir, "spark.python.worker.memory": "1m"})
        kept = use_everything(sc, tmp_path / "source")
        (session,) = os.listdir(shared_dir)
        open_to_others = {}
        seen = set()
        for where, folders, files in os.walk(os.path.join(shared_dir, session)):
            for name in (".", *folders, *files):
                mode = os.lstat(os.path.join(where, name)).st_mode
                if stat.S_IMODE(mode) & 0o077:
                    open_to_others[os.path.join(where, name)] = oct(mode)
                if name in files:
                    seen.add(os.path.basename(where))
        assert not open_to_others
        assert {session, "shuffle", "blocks", "broadcast", "files", "tree"} <= seen
        # Spilled runs have no name: nobody can open them.
        assert not os.listdir(os.path.join(shared_dir, session, "spill"))
        del kept
    finally:
        os.umask(before)


def test_a_local_dir_that_is_not_there_is_made_private(start, shared_dir):
    before = os.umask(0)
    try:
        faulty.warm(start("local[2]", **{"spark.local.dir": f"{shared_dir}/new"}))
        assert stat.S_IMODE(os.stat(f"{shared_dir}/new").st_mode) == 0o700
    finally:
        os.umask(before)


def test_a_folder_that_was_made_again_is_private(start, local_dir):
    sc = start("local[2]")
    faulty.warm(sc)
    before = os.umask(0)
    try:
        (session,) = os.listdir(local_dir)
        os.rmdir(os.path.join(local_dir, session, "shuffle"))
        rdd = sc.parallelize(range(10), 2).map(lambda x: (x, x)).groupByKey(2)
        assert rdd.count() == 10
        assert stat.S_IMODE(os.stat(os.path.join(local_dir, session, "shuffle")).st_mode) == 0o700
    finally:
        os.umask(before)


def test_no_secret_is_in_an_argument_or_a_file(start, local_dir):
    settings = {
        "spark.hadoop.fs.s3a.secret.key": SECRET,
        "spark.authenticate.secret": SECRET,
        "spark.executorEnv.API_TOKEN": SECRET,
        "spark.app.name": SECRET,
    }
    sc = start("local[2]", **settings)
    assert sc.parallelize([0], 1).map(lambda _: os.environ["API_TOKEN"]).collect() == [SECRET]
    password = SECRET
    rdd = sc.parallelize(range(100), 2).map(lambda x: (x % 3, bool(password))).groupByKey()
    assert rdd.count() == 3
    for pid in processes_of(sc) - {os.getpid()}:
        assert SECRET.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
        assert stat.S_IMODE(os.stat(f"/proc/{pid}/environ").st_mode) == 0o400
    for path in faulty.files_below(local_dir):
        assert SECRET.encode() not in Path(path).read_bytes(), path


# ---------------------------------------------------------------------------------------------- commands

SHELLS = {
    "os.system", "os.popen", "os.spawnl", "os.spawnv", "os.spawnlp", "os.spawnvp", "os.execl", "os.execv",
    "os.execlp", "os.execvp", "os.posix_spawn", "pty.spawn", "subprocess.getoutput", "subprocess.getstatusoutput",
    "commands.getoutput", "asyncio.create_subprocess_shell", "popen2",
}  # fmt: skip
STARTERS = {"Popen", "run", "call", "check_call", "check_output", "create_subprocess_exec"}
#: What starts programs, and why: the workers, the user's own program in ``RDD.pipe``, the server of the UI's pages.
ALLOWED = {
    # spark-env.sh, as Spark's own commands run it: only where the environment names its folder.
    ("_conf/environment.py", "subprocess.run"),
    ("_executor/pool.py", "subprocess.Popen"),
    ("core/rdd.py", "Popen"),
    ("_ui/live.py", "subprocess.Popen"),
}


def test_no_shell_is_ever_started():
    found = set()
    for file, name, call in calls():
        assert name not in SHELLS and name.rpartition(".")[2] not in {"system", "popen", "getoutput"}, (
            file,
            name,
        )
        assert not [word for word in call.keywords if word.arg == "shell"], (file, name)
        # A coroutine is no program.
        if name == "Popen" or (
            name != "asyncio.run"
            and name.startswith(("subprocess.", "asyncio."))
            and name.partition(".")[2] in STARTERS
        ):
            found.add((file, name))
    assert found == ALLOWED


COMMANDS = [
    "`touch canary`",
    "$(touch canary)",
    "; touch canary;",
    "x|touch canary",
    "a && touch canary",
    "\ntouch canary\n",
]

HOSTILE_NAMES = """
import os, sys
from pyrite import SparkConf, SparkContext
command, local = sys.argv[1:]
name = command.replace("/", "")
os.mkdir(os.path.join(local, name))
os.environ["SPARK_USER"] = os.environ["HADOOP_USER_NAME"] = os.environ["USER"] = command
conf = SparkConf().set("spark.local.dir", os.path.join(local, name)).set("spark.executorEnv.X", command)
conf.set("spark.job.description", command).set("spark.home", command).set("spark.ui.enabled", "false")
sc = SparkContext("local[2]", command, conf=conf)
assert sc.sparkUser() == command and sc.appName == command
assert sc.parallelize([0], 1).map(lambda _: os.environ["X"]).collect() == [command]
sc.setJobGroup(command, command); sc.addJobTag("x"); sc.setLocalProperty("spark.scheduler.pool", command)
folder = os.path.join(local, "in " + name); os.mkdir(folder)
path = os.path.join(folder, name + ".txt")
with open(path, "w") as file: file.write("line\\n")
from pyrite._io.paths import escape
assert sc.textFile(escape(path)).collect() == ["line"]
assert sc.wholeTextFiles(escape(folder)).count() == 1
sc.addFile(path); sc.addFile(folder, recursive=True)
import shutil, zipfile
module = os.path.join(folder, "m.py")
with open(module, "w") as file: file.write("X = 1")
with zipfile.ZipFile(os.path.join(folder, name + ".zip"), "w") as file: file.write(module, "m.py")
sc.addPyFile(os.path.join(folder, name + ".zip"))
sc.addArchive(os.path.join(folder, name + ".zip") + "#" + name)
sc.setCheckpointDir(os.path.join(local, "check " + name))
out = os.path.join(local, "out " + name)
rdd = sc.parallelize(["a"], 1).setName(command)
rdd.saveAsTextFile(out)
rdd.checkpoint(); rdd.count()
assert sc.textFile(escape(out)).collect() == ["a"]
quoted = "'" + command + "'"
assert sc.parallelize(["x"], 1).pipe("printf %s " + quoted).collect() == command.rstrip("\\n").split("\\n")
assert sc.parallelize([command], 1).pipe("cat").count() >= 1
try:
    sc.parallelize(["x"], 1).pipe("echo " + command).collect()
except Exception:
    pass
sc.stop()
print("done", flush=True)
"""


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_in_names_are_names(audited, tmp_path, local_dir, command):
    environment, diary = audited
    work = tmp_path / "work"
    work.mkdir()
    child = faulty.driver(HOSTILE_NAMES, command, local_dir, cwd=work, env=environment)
    out, err = child.communicate(timeout=50)
    assert out.strip() == "done", err
    assert not list(tmp_path.rglob("canary")) and not os.path.exists("canary")
    for line in diary():
        assert line.startswith("subprocess.Popen"), line
        assert "/bin/sh" not in line, line


def test_submitted_arguments_are_no_commands(audited, tmp_path):
    environment, _ = audited
    program = tmp_path / "$(touch canary).py"
    program.write_text("import sys; print(sys.argv[1:])")
    words = [word for command in COMMANDS for word in ("--name", command)]
    child = subprocess.run(
        [sys.executable, "-m", "pyrite", *words, "--conf", "spark.x=`touch canary`", str(program), *COMMANDS],
        cwd=tmp_path, env={**os.environ, **environment}, capture_output=True, text=True, timeout=50, check=False,
    )  # fmt: skip
    assert child.stdout.strip() == repr(COMMANDS), child.stderr
    assert not list(tmp_path.rglob("canary"))


# ---------------------------------------------------------------------------------------------- outside the root


@pytest.fixture
def watched(tmp_path, start, local_dir):
    """A session, a folder for hostile things, and a check that nothing came to be outside of the files' root."""
    sc = start("local[2]")
    faulty.warm(sc)
    source = tmp_path / "a/b/source"
    source.mkdir(parents=True)
    (tmp_path / "canary").write_text("untouched")
    root = sc._files_directory

    def state():
        found = {}
        for where, folders, files in os.walk(tmp_path):
            if where.startswith((root, str(source))):
                folders.clear()
                continue
            for name in folders + files:
                path = os.path.join(where, name)
                status = os.lstat(path)
                found[path] = (stat.S_IFMT(status.st_mode), status.st_size, status.st_ino)
        return found

    before = state()
    Path("/tmp/evil").unlink(missing_ok=True)
    yield sc, source, root
    assert state() == before
    assert (tmp_path / "canary").read_text() == "untouched"
    assert not os.path.lexists("/tmp/evil")
    for where, folders, files in os.walk(root):
        for name in folders + files:
            real = os.path.realpath(os.path.join(where, name))
            assert real.startswith(root + os.sep), f"{where}/{name} leads to {real}"


def test_names_of_added_files_stay_inside(watched, tmp_path):
    sc, source, root = watched
    (source / "deep/er").mkdir(parents=True)
    (source / "deep/file").write_text("x")
    (source / "..%2fevil").write_text("y")
    (source / "...").write_text("z")
    sc.addFile(f"{source}/..%2fevil")
    sc.addFile(f"{source}/...")
    sc.addFile(f"{source}/deep/er/../file")
    sc.addFile(f"{source}/deep/er/..", recursive=True)
    sc.addFile(f"{source}/deep/.", recursive=True)
    assert set(os.listdir(root)) == {"...", "..%2fevil", "deep", "file"}
    assert Path(SparkFiles.get("deep/file")).read_text() == "x"
    for path in ("/", "..", ".", f"{source}/..%2f..%2fno", f"{source}/x\0y", ""):
        with pytest.raises((PySparkException, OSError, ValueError)):
            sc.addFile(path)


def test_links_and_special_files_are_not_given_away(watched, tmp_path):
    sc, source, _root = watched
    (source / "loop").symlink_to(source)
    with pytest.raises((PySparkException, OSError), match="circular"):
        sc.addFile(str(source), recursive=True)
    (source / "loop").unlink()
    (source / "self").symlink_to(source / "self")
    with pytest.raises(OSError, match="circular"):
        sc.addFile(f"{source}/self")
    os.mkfifo(source / "fifo")
    for path in (source / "fifo", source, "/dev/zero"):
        with pytest.raises(OSError, match=r"FIFO|device"):
            sc.addFile(str(path), recursive=True)
        with pytest.raises((PySparkException, OSError), match=r"FIFO|device|directory"):
            sc.addArchive(str(path))


@pytest.mark.parametrize("name", ["../../evil", "..", ".", "a/../../evil", "x/..", "\0"])
def test_archives_are_not_unpacked_under_names_outside(watched, name):
    sc, source, root = watched
    with zipfile.ZipFile(source / "x.zip", "w") as file:
        file.writestr("evil", "x")
    with pytest.raises(PySparkException):
        sc.addArchive(f"{source}/x.zip#{name}")
    assert os.listdir(root) == []


def test_absolute_names_of_archives_are_below_the_root(watched):
    sc, source, root = watched
    with zipfile.ZipFile(source / "x.zip", "w") as file:
        file.writestr("evil", "x")
    sc.addArchive(f"{source}/x.zip#/tmp")
    assert faulty.files_below(root) == [f"{root}/tmp/evil"]


def member(name, kind=tarfile.REGTYPE, link="", data=b"evil"):
    found = tarfile.TarInfo(name)
    found.type, found.linkname = kind, link
    found.size = len(data) if kind == tarfile.REGTYPE else 0
    return found, io.BytesIO(data)


LINK, HARD = tarfile.SYMTYPE, tarfile.LNKTYPE
ARCHIVES = {
    "parent": [member("../evil")],
    "deep parent": [member("a/../../../evil")],
    "absolute": [member("/tmp/evil")],
    "after a good one": [member("good"), member("../../evil")],
    "link to the parent": [member("up", LINK, "..")],
    "absolute link": [member("up", LINK, "/tmp")],
    "written through a link": [member("up", LINK, "../../.."), member("up/evil")],
    "link under a link": [member("up", LINK, "../.."), member("up/evil", LINK, "good")],
    "chained links": [member("d", LINK, "."), member("e", LINK, "d/.."), member("e/evil")],
    "chained, last first": [member("e", LINK, "d/.."), member("d", LINK, "."), member("e/evil")],
    "far chain": [
        member("s/t", tarfile.DIRTYPE),
        member("a", LINK, "s/t"),
        member("b", LINK, "a/../.."),
        member("c", LINK, "b/.."),
    ],
    "hard link": [member("copy", HARD, "../../../../canary")],
    "absolute hard link": [member("copy", HARD, "/etc/passwd")],
    "hard link to a link": [
        member("up", LINK, "../../../../canary"),
        member("copy", HARD, "up"),
        member("copy"),
    ],
    "character device": [member("zero", tarfile.CHRTYPE)],
    "block device": [member("disk", tarfile.BLKTYPE)],
    "fifo": [member("fifo", tarfile.FIFOTYPE)],
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_hostile_tars_are_refused(watched, kind):
    sc, source, root = watched
    with tarfile.open(source / "x.tar", "w") as file:
        for info, data in ARCHIVES[kind]:
            file.addfile(info, data)
    with pytest.raises((PySparkException, FileExistsError), match=r"would reach outside|File exists"):
        sc.addArchive(f"{source}/x.tar")
    assert os.listdir(root) == []


def test_harmless_tars_are_unpacked(watched):
    sc, source, _root = watched
    with tarfile.open(source / "x.tgz", "w:gz") as file:
        script = member("bin/run", data=b"#!/bin/sh\necho ran\n")
        script[0].mode = 0o4755
        for info, data in [
            member("./lib", tarfile.DIRTYPE),
            script,
            member("bin/also", HARD, "bin/run"),
            member("lib/latest", LINK, "../bin/run"),
            member("later", LINK, "data"),
            member("data"),
        ]:
            file.addfile(info, data)
    for _ in range(2):
        sc.addArchive(f"{source}/x.tgz#env")
    ran = sc.parallelize(["bin/run", "bin/also", "lib/latest"], 1).map(
        lambda name: subprocess.check_output([SparkFiles.get(f"env/{name}")])
    )
    assert ran.collect() == [b"ran\n"] * 3
    assert Path(SparkFiles.get("env/later")).read_text() == "evil"
    assert stat.S_IMODE(os.stat(SparkFiles.get("env/bin/run")).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(SparkFiles.get("env/data")).st_mode) == 0o600


def test_a_second_archive_is_not_written_through_the_firsts_links(watched):
    sc, source, _root = watched
    with tarfile.open(source / "one.tar", "w") as file:
        file.addfile(*member("later", LINK, "not/there"))
    sc.addArchive(f"{source}/one.tar#env")
    for name in ("later/../../../evil", "later/evil"):
        with tarfile.open(source / "two.tar", "w") as file:
            file.addfile(*member(name))
        with pytest.raises((PySparkException, FileExistsError)):
            sc.addArchive(f"{source}/two.tar#env")


@pytest.mark.parametrize("name", ["../evil", "../../evil", "/tmp/evil", "a/../../evil", "a//../../evil"])
def test_hostile_zips_are_refused(watched, name):
    sc, source, _root = watched
    with zipfile.ZipFile(source / "x.zip", "w") as file:
        file.writestr("good", "x")
        file.writestr(name, "evil")
    with pytest.raises(PySparkException, match="would reach outside"):
        sc.addArchive(f"{source}/x.zip")
    # A package on the path of imports is read where it is, and never unpacked.
    sc.addPyFile(f"{source}/x.zip")


def test_links_in_zips_are_files(watched):
    sc, source, _root = watched
    link = zipfile.ZipInfo("up")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(source / "x.zip", "w") as file:
        file.writestr(link, "../../../..")
        file.writestr("..\\evil", "x")
    sc.addArchive(f"{source}/x.zip")
    assert not os.path.islink(SparkFiles.get("x.zip/up"))


def test_asking_for_hostile_names_touches_nothing(watched):
    sc, _source, root = watched
    for name in ("../../evil", "/tmp/evil", "..%2fevil", "`touch evil`", "a\nb"):
        assert SparkFiles.get(name) == os.path.normpath(os.path.join(root, name))
    found = sc.parallelize(["../evil"], 1).map(lambda name: os.path.exists(SparkFiles.get(name)))
    assert found.collect() == [False]


# ---------------------------------------------------------------------------------------------- planted things


def test_planted_folders_are_neither_used_nor_removed(shared_dir, start, tmp_path):
    """Names like a session's, made by others in a shared folder: links, files, folders of another user."""
    canary = tmp_path / "canary"
    canary.mkdir()
    (canary / "file").write_text("x")
    mine = f"pyrite-{os.getuid()}-"
    os.symlink(canary, f"{shared_dir}/{mine}link")
    Path(f"{shared_dir}/{mine}file").write_text("x")
    os.mkdir(f"{shared_dir}/{mine}locked")
    os.symlink(canary / "file", f"{shared_dir}/{mine}locked/lock")
    if os.getuid() == 0:
        os.mkdir(f"{shared_dir}/{mine}theirs")
        Path(f"{shared_dir}/{mine}theirs/lock").touch()
        os.chown(f"{shared_dir}/{mine}theirs", NOBODY, NOBODY)
    before = sorted(os.listdir(shared_dir))
    sc = start("local[2]", **{"spark.local.dir": shared_dir})
    faulty.warm(sc)
    sc.stop()
    assert sorted(os.listdir(shared_dir)) == before
    assert (canary / "file").read_text() == "x"


def test_signals_of_strangers_do_not_hurt(sc):
    """The workers ignore what a terminal sends to all of them at once."""
    for pid in faulty.pids(sc).values():
        os.kill(pid, signal.SIGINT)
    os.kill(faulty.server_pid(sc), signal.SIGINT)
    faulty.assert_usable(sc)
