"""Rows H1 to H4, H6, H8 and H15 of the list of faults, against a program's own port and that of the history server."""

import io
import json
import os
import pickle
import re
import resource
import shutil
import socket
import subprocess
import sys
import threading
import time
import zipfile

import pytest
import requests
from ui_recorded import APP, LOG, until

from pyrite import SparkConf, SparkContext
from pyrite._ui import security
from pyrite._ui.pages import PAGES
from pyrite.sql import SparkSession

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")

CANARY = "canary-5b1e-c4d2"
STARS = "*********(redacted)"


class Port:
    """A port with who listens there, in a process of its own."""

    def __init__(self, port, pid, pages, token=None):
        self.port, self.pid, self.pages = port, pid, pages
        self.url = f"http://127.0.0.1:{port}"
        self.headers = {"authorization": f"Bearer {token}"} if token else {}

    def get(self, path, **options):
        return requests.get(self.url + path, timeout=30, **{"headers": self.headers, **options})

    def ready(self):
        until(lambda: self.get(self.pages[0]).ok)
        return self

    def memory(self):
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()

    def argv(self):
        with open(f"/proc/{self.pid}/cmdline") as file:
            return file.read().split("\0")


def server_of(sc):
    """The process that serves the UI: the child of the program that was given the port."""
    for name in os.listdir("/proc"):
        try:
            with open(f"/proc/{name}/cmdline") as file:
                argv = file.read()
            with open(f"/proc/{name}/stat") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if "pyrite._ui.server" in argv and parent == os.getpid():
            return int(name)
    raise AssertionError("nobody serves the UI")


def context(**more):
    conf = SparkConf(loadDefaults=False).setMaster("local[2]").setAppName("faults")
    conf.set("spark.ui.enabled", "true").set("spark.ui.port", "0")
    for key, value in more.items():
        conf.set(key.replace("_", "."), value)
    return SparkContext(conf=conf)


def port_of(sc, token=None):
    port = sc._observers.ui.port
    found = Port(port, 0, ["/jobs/", "/api/v1/applications"], token)
    found.ready()
    found.pid = server_of(sc)
    return found


@pytest.fixture
def program():
    with context() as sc:
        sc.parallelize(range(4), 2).count()
        yield sc, port_of(sc)


@pytest.fixture
def serving(tmp_path):
    """Starts ``pyrite history`` on folders; gives its port."""
    started = []

    def start(folder, **environment):
        process = subprocess.Popen(
            [sys.executable, "-m", "pyrite", "history", "--dir", str(folder), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        started.append(process)
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, line + process.stderr.read()
        return Port(
            int(found[1]), process.pid, ["/", "/api/v1/applications"], environment.get("PYRITE_UI_TOKEN")
        )

    yield start
    for process in started:
        process.terminate()
        process.communicate()


@pytest.fixture
def logs(tmp_path):
    folder = tmp_path / "logs"
    folder.mkdir()
    shutil.copy(LOG, folder / LOG.name)
    return folder


@pytest.fixture(params=["program", "history"])
def port(request):
    """A program that runs, or the history server."""
    if request.param == "program":
        return request.getfixturevalue("program")[1]
    return request.getfixturevalue("serving")(request.getfixturevalue("logs")).ready()


# ------------------------------------------------------------------------------------ H1: who can connect


def test_both_ports_are_on_loopback_alone(port):
    with open("/proc/net/tcp") as file:
        listening = [
            line.split()[1] for line in file if f":{port.port:04X} " in line and line.split()[3] == "0A"
        ]
    assert listening == [f"0100007F:{port.port:04X}"]
    with open("/proc/net/tcp6") as file:
        assert not [line for line in file if f":{port.port:04X} " in line and line.split()[3] == "0A"]


# ------------------------------------------------------------------------------------ H2: who may ask


def test_tokens_are_compared_in_constant_time(monkeypatch):
    """By the function that is made for it, whatever is offered."""
    compared = []
    real = security.hmac.compare_digest
    monkeypatch.setattr(
        security.hmac, "compare_digest", lambda one, other: compared.append((one, other)) or real(one, other)
    )
    guard = security.Guard(lambda *_: None, "127.0.0.1", "right")
    assert [guard._right(each) for each in ("right", "wrong", "", "r", "é")] == [
        True,
        False,
        False,
        False,
        False,
    ]
    form = security.FormToken()
    assert form.allows({}, form.value) and not form.allows({}, "wrong")
    assert [one for one, _ in compared][:4] == [b"right", b"wrong", b"", b"r"] and len(compared) == 7


def test_the_history_server_refuses_who_has_no_token(serving, logs):
    found = serving(logs, PYRITE_UI_TOKEN="right").ready()
    for path in (
        "/",
        f"/history/{APP}/jobs/",
        "/api/v1/applications",
        f"/api/v1/applications/{APP}/logs",
        "/static/pyrite.js",
    ):
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Bearer "}):
            answer = found.get(path, headers=headers)
            assert (answer.status_code, APP in answer.text) == (401, False), path
        assert found.get(path).ok, path
    assert "right" not in " ".join(found.argv())


# ------------------------------------------------------------------------------------ H3: pickles


class Touch:
    """A pickle of it makes a file where it is loaded."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


def test_pickles_sent_to_the_ports_are_not_loaded(port, tmp_path):
    canary = tmp_path / "canary"
    payload = pickle.dumps(Touch(str(canary)))
    for text in (
        payload,
        b"POST /jobs/job/kill/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%b"
        % (len(payload), payload),
        b"GET /%b HTTP/1.1\r\nHost: localhost\r\n\r\n" % payload,
    ):
        with socket.create_connection(("127.0.0.1", port.port), timeout=15) as connection:
            connection.sendall(text)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(4096)
    assert port.get(port.pages[0]).ok and not canary.exists()


def test_poisoned_event_logs_are_not_loaded(serving, logs, tmp_path):
    """Pickles instead of a log, and in each text of a real one; names and links that lead elsewhere."""
    canary = tmp_path / "canary"
    payload = pickle.dumps(Touch(str(canary)), 0)
    for name in ("app-1", "app-2.zstd", "app-3.lz4", "app-4.snappy", "app-5.inprogress"):
        (logs / name).write_bytes(payload)
    poisoned = []
    for line in LOG.read_text().splitlines():
        event = json.loads(line)
        if event["Event"] == "SparkListenerApplicationStart":
            event.update({"App ID": "poisoned", "App Name": payload.decode("latin-1")})
        if event["Event"] == "SparkListenerEnvironmentUpdate":
            event["Spark Properties"]["spark.closure"] = payload.decode("latin-1")
        if event["Event"] == "SparkListenerJobStart":
            event["Job ID"] = {"not": "a number"}
        poisoned.append(json.dumps(event))
    (logs / "app-6").write_text("\n".join(poisoned))
    (tmp_path / "outside").write_text(CANARY)
    (logs / "app-7").symlink_to(tmp_path / "outside")
    found = serving(logs).ready()
    listed = {each["id"] for each in found.get("/api/v1/applications").json()}
    assert listed == {APP, "poisoned"}
    for path in (
        "/",
        f"/history/{APP}/jobs/",
        "/history/poisoned/jobs/",
        "/history/poisoned/stages/",
        "/history/poisoned/environment/",
        "/api/v1/applications/poisoned/jobs",
    ):
        assert found.get(path).ok, path
    answer = found.get(f"/api/v1/applications/{APP}/logs")
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == [APP]
    for path in ("../outside", "..%2foutside", "app-7"):
        assert CANARY.encode() not in found.get(f"/api/v1/applications/{path}/logs").content
    assert not canary.exists()


# ------------------------------------------------------------------------------------ H4: another user here

ASKING = """
import os, socket, sys
"".encode("idna")  # Loaded while this user may still read Python's own files.
os.setuid(65534)
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=15) as connection:
    connection.sendall(b"GET /jobs/ HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n")
    print(connection.makefile("rb").readline().decode().strip())
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be another user")
def test_another_user_of_this_machine_needs_the_token():
    with context(spark_pyrite_ui_token=CANARY) as sc:
        found = port_of(sc, CANARY)
        ran = subprocess.run(
            [sys.executable, "-c", ASKING, str(found.port)], capture_output=True, text=True, timeout=60
        )
        assert ran.stdout == "HTTP/1.1 401 Unauthorized\n", ran.stderr
        assert f"token={CANARY}" in sc.uiWebUrl
        assert CANARY not in " ".join(found.argv())
        with open(f"/proc/{found.pid}/environ", "rb") as file:
            assert CANARY.encode() not in file.read()
        assert CANARY not in found.get("/environment/").text


# ------------------------------------------------------------------------------------ H6: secrets


def test_a_secret_of_a_program_is_told_nowhere(tmp_path, serving, monkeypatch):
    """Pages, REST, metrics, the event log, the history server, the report, and what a failed job says."""
    monkeypatch.setenv("MY_API_TOKEN", CANARY)
    folder = tmp_path / "logs"
    folder.mkdir()
    conf = SparkConf(loadDefaults=False).setMaster("local[2]").setAppName("secrets")
    settings = {
        "spark.ui.enabled": "true", "spark.ui.port": "0",
        "spark.eventLog.enabled": "true", "spark.eventLog.dir": str(folder),
        "spark.eventLog.compress": "false", "spark.eventLog.rolling.enabled": "false",
        "spark.my.password": CANARY, "spark.hadoop.fs.s3a.secret.key": CANARY,
        "spark.executorEnv.MY_SECRET": CANARY, "spark.plain": f"password={CANARY}",
    }  # fmt: skip
    for key, value in settings.items():
        conf.set(key, value)
    with SparkContext(conf=conf) as sc:
        found = port_of(sc)
        session = SparkSession(sc)
        session.sql(f"SET spark.sql.my.token={CANARY}")
        session.range(10).groupBy("id").count().collect()
        sc.setLocalProperty("spark.job.password", CANARY)
        with pytest.raises(Exception, match="ZeroDivisionError") as failure:
            sc.parallelize([1, 0], 2).map(lambda x: 1 / x).collect()
        assert CANARY not in str(failure.value)
        number = sc.applicationId
        until(lambda: "FAILED" in found.get(f"/api/v1/applications/{number}/jobs").text)
        told = everything(found, "", number)
        session.stop()
    assert STARS in told
    (log,) = folder.iterdir()
    told += log.read_text()
    told += everything(serving(folder).ready(), f"/history/{number}", number)
    report = tmp_path / "report.html"
    subprocess.run(
        [sys.executable, "-m", "pyrite", "history", str(log), "--report", str(report)],
        check=True,
        capture_output=True,
    )
    assert CANARY not in told + report.read_text()


def everything(port, base, number):
    """What all pages and all of REST say."""
    found = []
    for path in PAGES:
        for query in ("", "?id=0", "?id=1", "?id=2"):
            found.append(port.get(f"{base}{path}{query}").text)
    for part in (
        "",
        "/environment",
        "/sql",
        "/jobs",
        "/stages?details=true",
        "/executors",
        "/allexecutors",
        "/storage/rdd",
    ):
        answer = port.get(f"/api/v1/applications/{number}{part}")
        assert answer.ok, part
        found.append(answer.text)
    found += [port.get(path).text for path in ("/metrics/prometheus", "/api/v1/applications", "/nothing")]
    return "".join(found)


# ------------------------------------------------------------------------------------ H8: what changes something


def test_a_job_of_a_program_is_killed_by_its_own_page_alone(program):
    sc, port = program
    outcome = []

    def run():
        try:
            sc.parallelize(range(2), 2).map(lambda _: time.sleep(60)).count()
        except Exception as error:
            outcome.append(str(error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    until(lambda: 'name="token"' in port.get("/jobs/").text)
    page = port.get("/jobs/").text
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    job = re.search(r'name="id" value="(\d+)"', page)[1]
    fields, address = {"id": job, "token": token}, port.url + "/jobs/job/kill/"
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        for options in ({"params": fields}, {"data": fields}):
            assert requests.request(method, address, timeout=15, **options).status_code == 405
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": f"http://localhost:{port.port}"},
        {"sec-fetch-site": "cross-site"},
        {"host": "evil.example"},
    ):
        assert requests.post(address, fields, headers=headers, timeout=15).status_code == 403, headers
    assert requests.post(address, {"id": job}, timeout=15).status_code == 403
    time.sleep(0.5)
    assert thread.is_alive() and not outcome
    assert requests.post(address, fields, headers={"origin": port.url}, timeout=15).ok
    thread.join(20)
    assert len(outcome) == 1 and "killed via Web UI" in outcome[0]


def test_the_history_server_changes_nothing(serving, logs):
    found = serving(logs).ready()
    for path in (
        "/jobs/job/kill/",
        f"/history/{APP}/jobs/job/kill/",
        f"/history/{APP}/jobs/",
        "/",
        "/api/v1/applications",
    ):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            answer = requests.request(method, found.url + path, data={"id": "0"}, timeout=15)
            assert answer.status_code in (404, 405), (method, path)
    assert found.get("/", headers={"host": "evil.example"}).status_code == 403
    assert [each.name for each in logs.iterdir()] == [LOG.name]


# ------------------------------------------------------------------------------------ H15: too much of it


def flood(port, connections):
    """Open as many as fit at a time, half of them saying a little and no more; until all have been opened."""
    held, opened = [], 0
    for index in range(connections):
        try:
            each = socket.create_connection(("127.0.0.1", port), timeout=5)
            if index % 2:
                each.sendall(b"GET /jobs/ HTTP/1.1\r\nHost: local")
            held.append(each)
            opened += 1
        except OSError:
            continue
        if len(held) > 3000:
            held.pop(0).close()
    return held, opened


def huge(port, size):
    """Send a message of that size; how much of it was taken."""
    sent, piece = 0, b"a" * (1 << 20)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as sender:
        head = f"POST /jobs/job/kill/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n"
        try:
            sender.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode())
            while sent < size:
                sender.sendall(piece)
                sent += len(piece)
        except OSError:
            pass
    return sent


def attacked(port, connections, rounds=1):
    before = port.memory()
    for _ in range(rounds):
        held, opened = flood(port.port, connections)
        try:
            assert opened > connections * 0.9
            assert huge(port.port, 1 << 30) < 100 << 20
            assert port.memory() - before < 200 << 20
        finally:
            for each in held:
                each.close()
    until(lambda: port.get(port.pages[0]).ok)
    assert port.memory() - before < 200 << 20


def work(sc):
    """A job of about a second, in seconds."""
    begun = time.monotonic()
    assert sc.parallelize(range(300_000), 4).map(lambda x: sum(range(x % 50))).count() == 300_000
    return time.monotonic() - begun


def many(connections, sc, port):
    """Attack a port while a job runs again and again; how much longer the jobs took."""
    quiet = min(work(sc) for _ in range(3))
    took, done = [], threading.Event()

    def jobs():
        while not done.is_set():
            took.append(work(sc))

    thread = threading.Thread(target=jobs)
    thread.start()
    try:
        attacked(port, connections)
    finally:
        done.set()
        thread.join()
    return sorted(took)[len(took) // 2] / quiet


def test_a_thousand_connections_and_a_huge_message_do_no_harm(port):
    attacked(port, 1000)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_ten_thousand_connections_do_not_hold_up_a_job(program):
    sc, port = program
    driver = Port(port.port, os.getpid(), port.pages)
    before = driver.memory()
    assert many(10_000, sc, port) < 2
    assert driver.memory() - before < 200 << 20


@pytest.mark.long
@pytest.mark.timeout(300)
def test_ten_thousand_connections_to_the_history_server(serving, logs):
    attacked(serving(logs).ready(), 10_000)
