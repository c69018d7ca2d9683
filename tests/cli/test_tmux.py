"""The commands in a real tmux: what stands on its screen."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import recorded
from tmux import Tmux

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

LOCAL = "--master 'local[2]' --conf spark.ui.enabled=false"
SHELL = f"pyrite shell --plain {LOCAL}"
SLOW = "sc.parallelize(range(8), 8).map(lambda x: __import__('time').sleep({})).count()"
SLOW_QUERY = "select sum(a.id * b.id % 7) from range(100000000) a join range(1000) b on a.id % 3 = b.id % 3"
SLOW_UDF = "spark.range(4).select(F.udf(lambda n: __import__('time').sleep(60), 'int')('id')).collect()"


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    session = Tmux(tmp_path)
    try:
        yield session
    finally:
        session.close()


def test_shell_submit_and_sql(tmux: Tmux, tmp_path: Path) -> None:
    tmux.type(f"clear; {SHELL}")
    tmux.wait_for("\n>>>")
    tmux.type(SLOW.format(0.5))
    tmux.wait(lambda screen: "[Stage 0:" in screen and " + 2) / 8]" in screen)
    assert "Stage" not in tmux.wait_for("\n8\n>>>")
    tmux.type("spark.range(4).count()")
    tmux.wait_for("\n4\n>>>")
    tmux.press("C-d")
    tmux.wait_for("$")

    (tmp_path / "app.py").write_text(
        "from pyspark import SparkContext\nprint('sum', SparkContext().parallelize(range(5)).sum())\n"
    )
    tmux.type(f"clear; pyrite submit {LOCAL} app.py")
    tmux.wait_for("sum 10\n$")

    tmux.type(f"clear; pyrite sql {LOCAL}")
    tmux.wait_for("pyrite (default)>")
    tmux.type("select 'tea' as name, 3 as price;")
    tmux.wait(
        lambda screen: (
            " tea  │     3" in screen and "1 row in " in screen and screen.endswith("pyrite (default)>")
        )
    )
    tmux.press("C-d")
    tmux.wait_for("$")


@pytest.mark.parametrize("slow", [SLOW.format(60), f'sql("{SLOW_QUERY}").collect()', SLOW_UDF])
def test_ctrl_c_in_the_shell_cancels_what_runs(tmux: Tmux, slow: str) -> None:
    tmux.type(f"clear; {SHELL}")
    tmux.wait_for("\n>>>")
    tmux.type("from pyspark.sql import functions as F")
    tmux.type("kept = sc.parallelize([1, 2]).cache()")
    tmux.wait_for("cache()\n>>>")
    tmux.type(slow)
    tmux.wait(lambda screen: "[Stage 0:" in screen)
    tmux.press("C-c")
    screen = tmux.wait(lambda screen: screen.endswith("\n>>>") and "what ran is cancelled" in screen)
    assert "Stage" not in screen and "Traceback" not in screen
    tmux.type("spark.range(4).count(), kept.sum()")
    tmux.wait_for("\n(4, 3)\n>>>")


def test_ctrl_c_in_the_shell_of_sql_cancels_the_statement(tmux: Tmux) -> None:
    tmux.type(f"clear; pyrite sql {LOCAL}")
    tmux.wait_for("pyrite (default)>")
    tmux.type(f"{SLOW_QUERY};")
    tmux.wait(lambda screen: "[Stage" in screen)
    tmux.press("C-c")
    screen = tmux.wait(lambda screen: "Cancelled." in screen and screen.endswith("pyrite (default)>"))
    assert "Traceback" not in screen and "Stage" not in screen
    tmux.type("select 6 *", enter=False)
    tmux.press("C-c")
    tmux.wait_for("pyrite (default)> select 6 *\npyrite (default)>")
    tmux.type("select 6 * 7 as answer;")
    tmux.wait(lambda screen: "     42\n" in screen and screen.endswith("pyrite (default)>"))


def test_the_shell_of_sql_with_its_own_commands(tmux: Tmux, tmp_path: Path) -> None:
    (tmp_path / "teas.sql").write_text(
        "create table teas as select 'green' as tea, 3 as cups;\nselect tea from teas;\n"
    )
    tmux.type(f"clear; pyrite sql {LOCAL}")
    tmux.wait_for("pyrite (default)>")
    tmux.type(r"\i teas.sql")
    tmux.wait(lambda screen: " green\n1 row in" in screen and screen.endswith("pyrite (default)>"))
    tmux.type(r"\d")
    tmux.wait(lambda screen: "│ teas" in screen and screen.endswith("pyrite (default)>"))
    tmux.type(r"\d teas")
    tmux.wait(lambda screen: " cups     │ int" in screen and screen.endswith("pyrite (default)>"))
    tmux.type(r"\x")
    tmux.type("select * from teas;")
    tmux.wait(lambda screen: "tea  │ green\ncups │ 3\n1 row in" in screen)
    tmux.type(r"\x")
    columns = ", ".join([f"{n} as a_long_name_{n}" for n in range(9)])
    tmux.type(f"select {columns};")
    tmux.wait(lambda screen: "a_long_name_7 │ 7\na_long_name_8 │ 8\n1 row in" in screen)
    tmux.type("select cups from tea", enter=False)
    tmux.press("Tab")
    tmux.wait_for("select cups from teas")
    tmux.type(";")
    tmux.wait(lambda screen: screen.count("\n    3\n") == 1 and screen.endswith("pyrite (default)>"))
    tmux.press("C-d")
    tmux.wait_for("$")
    tmux.type(f"clear; pyrite sql {LOCAL}")
    tmux.wait_for("pyrite (default)>")
    tmux.press("Up")
    tmux.wait_for("select cups from teas;")
    tmux.press("Enter")
    tmux.wait(lambda screen: "\n    3\n1 row in" in screen)


@pytest.mark.skipif(find_spec("IPython") is None, reason="IPython is not installed")
def test_ipython(tmux: Tmux) -> None:
    tmux.type(f"clear; pyrite shell {LOCAL}")
    tmux.wait_for("In [1]:")
    tmux.type("spark.ran", enter=False)
    tmux.press("Tab")
    tmux.wait_for("In [1]: spark.range")
    tmux.type("(4).count()")
    tmux.wait(lambda screen: "Out[1]: 4" in screen and screen.endswith("In [2]:"))
    tmux.paste("def f(x):\n    y = x\n\n    return y + 1\n\nsc.parallelize([40, 41]).map(f).max()")
    tmux.wait(lambda screen: "map(f).max()" in screen)
    tmux.press("Enter")
    tmux.wait(lambda screen: "Out[2]: 42" in screen and screen.endswith("In [3]:"))
    tmux.type(SLOW.format(60))
    tmux.wait(lambda screen: "[Stage 2:" in screen)
    tmux.press("C-c")
    screen = tmux.wait(lambda screen: "what ran is cancelled" in screen and screen.endswith("In [4]:"))
    assert "Traceback" not in screen
    tmux.type("exit")
    tmux.wait_for("$")
    tmux.type(f"clear; pyrite shell {LOCAL}")
    tmux.wait_for("In [1]:")
    # The newest first: `exit`, the job that was cancelled, the lines that were pasted as one.
    for _ in range(3):
        tmux.press("Up")
    tmux.wait(lambda screen: "map(f).max()" in screen)


def test_ctrl_c_ends_a_program_and_all_its_processes(tmux: Tmux, tmp_path: Path) -> None:
    program = tmp_path / "a_slow_program.py"
    program.write_text("from pyspark import SparkContext\nsc = SparkContext()\n" + SLOW.format(60) + "\n")
    progress = "--conf spark.ui.showConsoleProgress=true"
    tmux.type(f"clear; pyrite submit {LOCAL} {progress} {program.name}; echo the end: $?")
    tmux.wait(lambda screen: "[Stage 0:" in screen and "(0 + 2) / 8]" in screen)
    before = processes(tmp_path)
    assert before
    tmux.press("C-c")
    screen = tmux.wait_for("the end: 130\n$")
    assert "KeyboardInterrupt" in screen
    limit = time.monotonic() + 10
    while left := processes(tmp_path) & before:
        assert time.monotonic() < limit, left
        time.sleep(0.1)


def processes(folder: Path) -> set[int]:
    """Those of Python that work in a folder."""
    found = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    python = [line.split(None, 1) for line in found.splitlines()[1:] if "python" in line]
    here = set()
    for pid, _ in python:
        try:
            if Path(f"/proc/{pid}/cwd").resolve() == folder.resolve():
                here.add(int(pid))
        except OSError:
            continue
    return here


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_completion_in_zsh(tmux: Tmux) -> None:
    tmux.type("clear; exec zsh -f")
    tmux.wait(lambda screen: screen.endswith(("#", "%")))
    tmux.type("PS1='zsh> '; autoload -Uz compinit && compinit -u -D; source <(pyrite completion zsh); clear")
    tmux.wait(lambda screen: screen == "zsh>")
    for typed, completed in (
        ("pyrite su", "pyrite submit"),
        ("pyrite sql --ign", "pyrite sql --ignore-errors"),
        ("pyrite sql --format ver", "pyrite sql --format vertical"),
        ("pyrite submit --conf spark.locality", "pyrite submit --conf spark.locality.wait="),
        ("pyrite history --repo", "pyrite history --report"),
        ("pyrite conf spark.locality", "pyrite conf spark.locality.wait"),
    ):
        tmux.type(typed, enter=False)
        tmux.press("Tab")
        tmux.wait_for(f"zsh> {completed}")
        tmux.press("C-u")
        tmux.wait_for("zsh>")


@pytest.mark.parametrize("name", recorded.SESSIONS)
def test_pictures_show_what_the_commands_print(name: str, tmp_path: Path) -> None:
    """If it fails: ``python tests/cli/recorded.py``."""
    tmux = Tmux(tmp_path, recorded.COLUMNS, recorded.LINES)
    try:
        screen = recorded.SESSIONS[name](tmux)
    finally:
        tmux.close()
    assert recorded.same(screen) == recorded.same(recorded.written(recorded.PICTURES / f"{name}.svg"))
