"""The command line: programs run as they are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """\
import sys
import helper
from pyspark import SparkContext

def times(x):
    return x * helper.FACTOR

if __name__ == "__main__":
    with SparkContext() as sc:
        print(sys.argv, sc.master, sc.appName, sc.parallelize(range(3)).map(times).collect())
        print(sc.getConf().get("spark.a"))
    sys.exit(7)
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(PROGRAM)
    (tmp_path / "helper.py").write_text("FACTOR = 3\n")
    return tmp_path / "app.py"


def pyrite(*arguments: str, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "PYSPARK_"))}
    kept["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
    return subprocess.run(
        [sys.executable, "-m", "pyrite", *arguments],
        cwd=cwd,
        env={**kept, **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_program_runs_with_its_arguments_and_exit_code(app: Path) -> None:
    done = pyrite("run", "--master", "local[2]", "--conf", "spark.a=b c", str(app), "1", "--x")
    assert done.stdout.splitlines() == [f"{[str(app), '1', '--x']} local[2] app.py [0, 3, 6]", "b c"]
    assert done.returncode == 7


def test_run_may_be_left_out_behind_dash_m(app: Path) -> None:
    done = pyrite("--master", "local", "app.py", cwd=app.parent)
    assert done.stdout.startswith("['app.py'] local app.py [0, 3, 6]")


def test_module_by_name(app: Path) -> None:
    done = pyrite("run", "--master", "local", "--name", "mine", "-m", "app", cwd=app.parent)
    assert " local mine [0, 3, 6]" in done.stdout
    assert done.returncode == 7


def test_folder_with_main(app: Path) -> None:
    app.rename(app.with_name("__main__.py"))
    assert " local[1] " in pyrite("--master", "local[1]", str(app.parent)).stdout


def test_properties_file_stands_below_options(app: Path) -> None:
    properties = app.with_name("my.conf")
    properties.write_text("spark.master local[1]\nspark.a=from file\nspark.app.name: file\n")
    done = pyrite("--properties-file", str(properties), "--name", "option", str(app))
    assert " local[1] option " in done.stdout
    assert done.stdout.splitlines()[1] == "from file"


def test_py_files_are_importable_in_driver_and_tasks(app: Path) -> None:
    library = app.parent / "library"
    library.mkdir()
    app.with_name("helper.py").rename(library / "helper.py")
    done = pyrite("--master", "local[2]", "--py-files", str(library / "helper.py"), str(app))
    assert "[0, 3, 6]" in done.stdout, done.stderr


def test_failing_program_shows_only_its_own_frames(tmp_path: Path) -> None:
    program = tmp_path / "bad.py"
    program.write_text("def f():\n    raise ValueError('boo')\nf()\n")
    done = pyrite(str(program))
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "Traceback (most recent call last):"
    assert done.stderr.splitlines()[1] == f'  File "{program}", line 3, in <module>'
    assert done.stderr.splitlines()[-1] == "ValueError: boo"


def test_interrupt_ends_with_130(tmp_path: Path) -> None:
    program = tmp_path / "slow.py"
    program.write_text("import time\nprint('up', flush=True)\ntime.sleep(60)\n")
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    command = [sys.executable, "-m", "pyrite", str(program)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.send_signal(signal.SIGINT)
        assert child.wait(10) == 130


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run",), "no program to run"),
        (("run", "-m"), "no module to run"),
        (("run", "--conf", "novalue", "x.py"), "without '='"),
        (("run", "--nonsense", "x.py"), "Unrecognized option: --nonsense"),
        (("run", "--master"), "Missing argument"),
        (("nowhere.py",), "cannot open the program 'nowhere.py'"),
        (("--properties-file", "nowhere.conf", "x.py"), "Properties file does not exist"),
    ],
)
def test_bad_usage_says_what_is_wrong(arguments: tuple[str, ...], message: str) -> None:
    done = pyrite(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_help_and_version() -> None:
    assert "usage: pyrite [COMMAND]" in pyrite("--help").stdout
    assert "--py-files LIST" in pyrite("run", "--help").stdout
    assert "PySpark 4.3.0" in pyrite("--version").stdout


def test_start_costs_little(tmp_path: Path) -> None:
    program = tmp_path / "nothing.py"
    program.write_text("import sys; print('numpy' in sys.modules, 'argparse' in sys.modules)")
    assert pyrite(str(program)).stdout.split() == ["False", "False"]


def test_pytest_plugin_puts_pyrite_under_pyspark(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("import pyspark\nassert pyspark.__name__ == 'pyrite'\n")
    (tmp_path / "test_it.py").write_text(
        "from pyspark import SparkContext\n"
        "def double(x):\n    return 2 * x\n"
        "def test_it():\n"
        "    with SparkContext('local[2]', 'test') as sc:\n"
        "        assert sc.parallelize([1, 2]).map(double).collect() == [2, 4]\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "pyrite.pytest_plugin", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60)
    assert "1 passed" in done.stdout, done.stdout + done.stderr
