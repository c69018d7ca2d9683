"""The smaller commands: doctor, conf, completion, launchers, notebook; and the help of all."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from terminal import Run

from pyrite._cli.common import COMMANDS
from pyrite._cli.doctor import EXTRAS

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command(pyrite: Run, command: str) -> None:
    done = pyrite(command, "--help")
    assert done.returncode == 0, done.stderr
    assert re.match(rf"usage: pyrite \[?{command}\b", done.stdout)
    assert pyrite("help", command).stdout == done.stdout


def test_help_names_all_commands(pyrite: Run) -> None:
    told = pyrite("--help").stdout
    assert re.findall(r"^  (\w+) ", told, re.MULTILINE)[: len(COMMANDS)] == list(COMMANDS)


def test_unknown_command(pyrite: Run) -> None:
    done = pyrite("sumbit")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean `pyrite submit`?" in done.stderr


def test_doctor(pyrite: Run) -> None:
    done = pyrite("doctor", "--master", "local[2]", "--conf", "spark.sql.shufle.partitions=3")
    assert done.returncode == 0, done.stdout + done.stderr
    for found in (
        "duckdb ",
        "local[2]  (--master)",
        "did you mean spark.sql.shuffle.partitions?",
        "a session on local[2]: ",
        "a first query: ",
        "all is well",
    ):
        assert found in done.stdout
    assert "BAD" not in done.stdout


def test_doctor_finds_what_is_bad(pyrite: Run, tmp_path: Path) -> None:
    done = pyrite("doctor", SPARK_LOCAL_DIRS=str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "BAD   nothing can be written to" in done.stdout
    assert done.stdout.endswith("something does not work\n")


def test_doctor_knows_all_extras() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    text = text.partition("[project.optional-dependencies]")[2].partition("[project.scripts]")[0]
    assert set(re.findall(r"^(\w+) = \[", text, re.MULTILINE)) - {"test", "examples", "docs"} == set(EXTRAS)


def test_conf_tells_values_and_origins(pyrite: Run) -> None:
    done = pyrite("conf", "--master", "local[2]", "--conf", "spark.my.token=abc", SPARK_EXECUTOR_MEMORY="1g")
    assert done.stdout.splitlines() == [
        "spark.executor.memory  1g  (environment: SPARK_EXECUTOR_MEMORY)",
        "spark.master           local[2]  (--master)",
        "spark.my.token         *********(redacted)  (--conf)",
    ]


def test_conf_looks_settings_up(pyrite: Run) -> None:
    done = pyrite("conf", "--conf", "spark.task.maxFailures=2", "maxfailures")
    assert done.stdout.startswith("spark.task.maxFailures  (int; default: 4)\n")
    assert done.stdout.endswith("here: 2  (--conf)\n")
    done = pyrite("conf", "spark.jars.ivy", "spark.hadoop.fs.s3a.endpoint")
    assert "accepted, without effect: there is no JVM" in done.stdout
    assert "spark.hadoop.fs.s3a.*" in done.stdout
    done = pyrite("conf", "spark.sql.shufle.partitions")
    assert (done.stdout, done.returncode) == (
        "spark.sql.shufle.partitions: no setting; did you mean spark.sql.shuffle.partitions?\n",
        1,
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not there")
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("pyrite su", {"submit"}),
        ("pyrite submit --exec", {"--executor-memory", "--executor-cores"}),
        ("pyrite submit --conf spark.locality", {"spark.locality.wait="}),
        ("pyrite submit --deploy-mode ", {"client"}),
        ("pyrite sql --he", {"--header", "--help"}),
        ("pyrite history --re", {"--report"}),
        ("pyrite history --mas", set()),
        ("pyrite --pl", {"--plain"}),
        ("pyrite sql --format v", {"vertical"}),
        ("pyrite conf spark.locality", {"spark.locality.wait"}),
        ("pyrite completion z", {"zsh"}),
    ],
)
def test_completion_in_bash(pyrite: Run, line: str, found: set[str]) -> None:
    words = line.split(" ")
    script = pyrite("completion", "bash").stdout + (
        f"\nCOMP_WORDS=({' '.join(repr(word) for word in words)}); COMP_CWORD={len(words) - 1}\n"
        'compopt() { :; }\n_pyrite\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == found


def test_completion_for_other_shells(pyrite: Run) -> None:
    fish = pyrite("completion", "fish").stdout
    assert "complete -c pyrite -l py-files -r" in fish
    assert "complete -c pyrite -n '__fish_seen_subcommand_from sql' -l ignore-errors\n" in fish
    assert pyrite("completion", "zsh").stdout.startswith("#compdef pyrite\n")
    assert pyrite("completion", "tcsh").returncode == 2


def test_launchers_are_written_only_when_asked_for(pyrite: Run, tmp_path: Path) -> None:
    place = tmp_path / "bin"
    done = pyrite("launchers", "--to", str(place))
    assert done.returncode == 0, done.stderr
    (tmp_path / "app.py").write_text("from pyspark import SparkContext; print(SparkContext().master)")
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)}

    def run(name: str, *words: str, stdin: str = "") -> str:
        command = [str(place / name), *words]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=environ,
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout

    assert run("spark-submit", "--master", "local[2]", "app.py") == "local[2]\n"
    assert (
        run("pyspark", "--master", "local[2]", stdin="print(sc.master, spark.range(2).count())")
        == "local[2] 2\n"
    )
    assert run("spark-sql", "--master", "local[2]", "-e", "select 1, 'x'") == "1\tx\n"
    assert pyrite("launchers", "--to", str(place)).returncode == 0
    pyrite("launchers", "--to", str(place), "--remove")
    assert list(place.iterdir()) == []


def test_launchers_leave_others_commands_alone(pyrite: Run, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    theirs = tmp_path / "bin" / "pyspark"
    theirs.write_text("#!/bin/sh\n")
    done = pyrite("launchers", "--to", "bin")
    assert done.returncode == 2
    assert "pyspark in bin is not ours" in done.stderr
    pyrite("launchers", "--to", "bin", "--remove")
    assert theirs.read_text() == "#!/bin/sh\n"
    assert pyrite("launchers", "--to", "bin", "--force").returncode == 0


def test_kernel_spec(pyrite: Run, tmp_path: Path) -> None:
    if find_spec("ipykernel") is None:
        pytest.skip("ipykernel is not installed")
    done = pyrite(
        "notebook", "--install", "--to", str(tmp_path), "--master", "local[2]", "--conf", "spark.k=a b"
    )
    path = Path(done.stdout.strip())
    assert path == tmp_path / "share" / "jupyter" / "kernels" / "pyrite" / "kernel.json"
    spec = json.loads(path.read_text())
    assert (path.parent / "logo-svg.svg").read_text().startswith("<svg")
    assert spec["argv"][:3] == [sys.executable, "-m", "pyrite._cli.kernel"]
    assert spec["env"] == {"PYSPARK_SUBMIT_ARGS": "--master 'local[2]' --conf 'spark.k=a b' pyspark-shell"}
    pyrite("notebook", "--remove", "--to", str(tmp_path))
    assert not path.parent.exists()


JUPYTER = """
import json, os, pathlib, signal, sys, time
places = [os.environ[name].split(os.pathsep)[0] for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH")]
def end(number, _):
    print(json.dumps([number, *map(os.path.exists, places)]), flush=True)
    sys.exit(7)
signal.signal(signal.SIGTERM, end)
config = pathlib.Path(places[1], "jupyter_server_config.json").read_text()
kernels = os.listdir(pathlib.Path(places[0], "kernels"))
print(json.dumps([places[0], json.loads(config), kernels]), flush=True)
time.sleep(60)
"""


def test_jupyter_starts_with_the_kernel_and_ends_with_the_command(tmp_path: Path) -> None:
    """A Jupyter of the test's own, which tells how it was started, and ended."""
    if find_spec("ipykernel") is None:
        pytest.skip("ipykernel is not installed")
    (tmp_path / "jupyterlab.py").write_text(JUPYTER)
    with subprocess.Popen(
        [sys.executable, "-m", "pyrite", "notebook"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
        stdout=subprocess.PIPE,
        text=True,
    ) as command:
        assert command.stdout is not None
        place, config, kernels = json.loads(command.stdout.readline())
        assert (config, kernels) == ({"MultiKernelManager": {"default_kernel_name": "pyrite"}}, ["pyrite"])
        # Ctrl-C is for Jupyter, which asks back.
        command.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert command.poll() is None
        command.terminate()
        assert json.loads(command.stdout.readline()) == [signal.SIGTERM, True, True]
        assert command.wait(20) == 7
    assert not os.path.exists(place)


PRIMES = """\
def is_prime(n):
    if n < 2:
        return False
    if n == 2:
        return True
    return n % 2 == 1 and all(n % d for d in range(3, int(n**0.5) + 1, 2))

numbers = sc.parallelize(range(10000))
print(numbers.filter(is_prime).count(), sc.master, spark.range(3).count())
"""


def test_kernel_runs_cells(tmp_path: Path) -> None:
    """As Jupyter does: the kernel of the spec, a cell with a job, an interrupted one, and another."""
    pytest.importorskip("ipykernel")
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import KernelManager

    from pyrite._cli.notebook import spec

    written = spec(["--master", "local[2]", "--conf", "spark.ui.enabled=false"])
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(**{**written, "metadata": {}})  # type: ignore[arg-type]
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("SPARK_", "PYSPARK_", "PYRITE_"))}
    manager.start_kernel(cwd=str(tmp_path), env={**environ, "PYTHONPATH": str(ROOT)})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        printed: list[str] = []
        shown: list[str] = []
        traces: list[str] = []

        def run(code: str) -> str:
            for told in (printed, shown, traces):
                told.clear()

            def hook(message: dict[str, Any]) -> None:
                kind, content = message["msg_type"], message["content"]
                if kind == "stream":
                    printed.append(content["text"])
                elif kind == "error":
                    traces.append(re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(content["traceback"])))
                elif kind in ("display_data", "update_display_data"):
                    shown.append(content["data"]["text/html"])

            reply = client.execute_interactive(code, timeout=60, output_hook=hook)
            return str(reply["content"]["status"])

        assert run(PRIMES) == "ok"
        assert "".join(printed) == "1229 local[2] 3\n"
        client.execute("import time; sc.parallelize(range(4), 4).map(lambda x: time.sleep(60)).count()")
        time.sleep(2)
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=30)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert run("print(sc.parallelize(range(5)).sum())") == "ok"
        assert "10\n" in "".join(printed)
        # A job that takes its time has a bar below its cell, which goes when the job has ended.
        assert run("sc.parallelize(range(4), 4).map(lambda x: time.sleep(0.6)).count()") == "ok"
        assert "<progress" in shown[0] and shown[-1] == ""
        # Errors lead to the line of the cell, and not through Pyrite.
        assert run("def ask(name):\n    spark.sql(f'select {name}')\nask('nope')") == "error"
        assert "UNRESOLVED_COLUMN" in traces[0] and "----> 3 ask('nope')" in traces[0]
        assert "----> 2     spark.sql(" in traces[0] and "/pyrite/" not in traces[0]
        assert run("sc.parallelize([0]).map(lambda x: 1 / x).collect()") == "error"
        assert "ZeroDivisionError" in traces[0] and "rdd.py" not in traces[0]
        assert run("%xmode Verbose\nspark.sql('select nope')") == "error" and "session.py" in traces[0]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
