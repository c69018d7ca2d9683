"""Debugging a failed task: pyrite.debug() and IPython's %debug stop at the user's line with the record in hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
import pyrite

sc = pyrite.SparkContext(sys.argv[1], "debug")

def parse(text):
    shouted = text.upper()
    return int(shouted)

try:
    pairs = sc.parallelize(["1", "2", "x", "4"], 2).map(lambda s: (s, 1))
    pairs.reduceByKey(lambda a, b: a + b).keys().map(parse).collect()
except pyrite.errors.JobFailedError as error:
    print(type(error.cause).__name__, error.partition is not None)
pyrite.debug()
"""


def run(program: Path, *args: str, typed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(program), *args], input=typed, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("master", ["local", "local[2]"])
def test_debug_stops_at_the_users_line_with_the_record(tmp_path: Path, master: str) -> None:
    program = tmp_path / "app.py"
    program.write_text("import pyrite.errors\n" + PROGRAM)
    done = run(program, master, typed="p shouted\nq\n")
    assert "ValueError True" in done.stdout
    assert "-> return int(shouted)" in done.stdout, done.stdout + done.stderr
    assert "'X'" in done.stdout


def test_debug_without_a_failure_says_so(tmp_path: Path) -> None:
    program = tmp_path / "app.py"
    program.write_text("import pyrite\nsc = pyrite.SparkContext('local', 'x')\npyrite.debug()\n")
    done = run(program, typed="")
    assert "no task has failed" in done.stderr


def test_ipythons_debug_does_the_same(tmp_path: Path) -> None:
    pytest.importorskip("IPython")
    program = tmp_path / "shell.py"
    program.write_text(
        "import io, sys\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "shell.run_cell(\"from pyrite import SparkContext; sc = SparkContext('local[2]', 't')\")\n"
        "shell.run_cell(\"def f(s):\\n    seen = s + '!'\\n    return int(seen)\")\n"
        "shell.run_cell(\"sc.parallelize(['1', 'x'], 2).map(f).collect()\")\n"
        "sys.stdin = io.StringIO('p seen\\nq\\n')\n"
        "shell.run_cell('%debug')\n"
        "shell.run_cell('sc.stop()')\n"
    )
    done = run(program, typed="")
    assert "-> return int(seen)" in done.stdout, done.stdout + done.stderr
    assert "!'" in done.stdout.split("-> return int(seen)")[1]
