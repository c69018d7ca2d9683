"""``pyrite shell`` in a real terminal."""

from __future__ import annotations

import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from terminal import Run, Terminal

QUIET = (
    "--master",
    "local[2]",
    "--conf",
    "spark.ui.enabled=false",
    "--conf",
    "spark.ui.showConsoleProgress=false",
)
SLEEP = "sc.parallelize(range(4), 4).map(lambda x: __import__('time').sleep(60)).count()\n"
QUERY = (
    "spark.sql('select count(*) from range(100000000) a, range(100000) b where a.id % 7 = b.id % 5').show()\n"
)


def shell(folder: Path, *arguments: str, **environ: str) -> Terminal:
    return Terminal("shell", "--plain", *QUIET, *arguments, cwd=folder, **environ)


def test_sc_spark_and_sql_wait(tmp_path: Path) -> None:
    with shell(tmp_path) as t:
        assert "SparkContext as 'sc' (master local[2], id local-" in t.wait(">>> ")
        t.type("sc.parallelize(range(5)).sum(), spark.range(3).count(), sql('select 7 as n').first().n\n")
        t.wait("(10, 3, 7)")
        t.wait(">>> ")
        t.type("sc.appName, spark.conf.get('spark.app.name')\n")
        t.wait("('PySparkShell', 'PySparkShell')")
        t.type("from pyspark.sql import SparkSession; SparkSession.builder.getOrCreate() is spark\n")
        t.wait("True")
        t.wait(">>> ")
        t.type("\x04")
        assert t.end() == 0


@pytest.mark.parametrize("slow", [SLEEP, QUERY], ids=["job", "query"])
def test_ctrl_c_cancels_what_runs_and_only_that(tmp_path: Path, slow: str) -> None:
    with shell(tmp_path) as t:
        t.wait(">>> ")
        t.type("kept = sc.parallelize(range(6)).cache(); kept.count()\n")
        t.wait("\n6")
        t.wait(">>> ")
        t.type(slow)
        time.sleep(1.5)
        started = time.monotonic()
        t.type("\x03")
        before = t.wait("KeyboardInterrupt: what ran is cancelled")
        assert "Traceback" not in before
        t.wait(">>> ")
        assert time.monotonic() - started < 10
        t.type("kept.sum(), spark.range(4).count()\n")
        t.wait("(15, 4)")
        t.wait(">>> ")
        t.type("\x04")
        assert t.end() == 0


def test_the_progress_line_is_drawn_and_gone_before_the_next_prompt(tmp_path: Path) -> None:
    quick = ("--conf", "spark.ui.consoleProgress.update.interval=50ms", "--conf", "spark.ui.enabled=false")
    with Terminal("shell", "--plain", "--master", "local[2]", *quick, cwd=tmp_path) as t:
        t.wait(">>> ")
        t.type("sc.parallelize(range(8), 8).map(lambda x: __import__('time').sleep(0.4)).count()\n")
        t.wait("[Stage 0:")
        t.wait(" + 2) / 8]")
        after = t.wait("\n>>> ")
        assert after.endswith(" " * 60 + "8") or after.rpartition("]")[2].strip() == "8", after
        t.type("6 * 7\n")
        assert "Stage" not in t.wait("\n42")


def test_ctrl_c_at_the_prompt_forgets_the_line(tmp_path: Path) -> None:
    with shell(tmp_path) as t:
        t.wait(">>> ")
        t.type("1 + ")
        t.wait("1 + ")
        # A signal that comes while Python's readline is about to wait is seen at the next key only.
        time.sleep(0.3)
        t.type("\x03")
        t.wait("KeyboardInterrupt")
        t.wait(">>> ")
        t.type("1 + 1\n")
        t.wait("\n2")
        t.type("exit(3)\n")
        assert t.end() == 3


def test_errors_show_the_users_own_frames(tmp_path: Path) -> None:
    with shell(tmp_path) as t:
        t.wait(">>> ")
        t.type("1 / 0\n")
        assert t.wait("ZeroDivisionError").count("File") == 1


def test_a_pasted_block_runs_as_it_is(tmp_path: Path) -> None:
    with shell(tmp_path) as t:
        t.wait(">>> ")
        block = "a = 1\n\ndef f(x):\n    y = x\n\n    return y + a\n\nf(41)"
        t.type(f"\x1b[200~{block}\x1b[201~\n")
        t.wait("\n42")


def test_history_and_completion(tmp_path: Path) -> None:
    with shell(tmp_path) as t:
        t.wait(">>> ")
        t.type("forty = 40\n")
        t.wait(">>> ")
        t.type("fort\t + 2\n")
        t.wait("\n42")
        t.wait(">>> ")
        t.type("\x04")
        assert t.end() == 0
    with shell(tmp_path) as t:
        t.wait(">>> ")
        t.type("\x1b[A\x1b[A\n")
        t.wait(">>> ")
        t.type("forty\n")
        t.wait("\n40")
    history = tmp_path / "state" / "pyrite" / "python_history"
    assert history.stat().st_mode & 0o077 == 0 or (history.parent.stat().st_mode & 0o077) == 0


def test_startup_file(tmp_path: Path) -> None:
    (tmp_path / "start.py").write_text("greeting = f'hello from {sc.master}'\n")
    with shell(tmp_path, PYTHONSTARTUP=str(tmp_path / "start.py")) as t:
        t.wait(">>> ")
        t.type("greeting\n")
        t.wait("'hello from local[2]'")


@pytest.mark.skipif(find_spec("IPython") is None, reason="IPython is not installed")
def test_ipython(tmp_path: Path) -> None:
    with Terminal("shell", *QUIET, cwd=tmp_path) as t:
        t.wait("In [1]: ")
        t.type("sc.parallelize(range(5)).sum()\n")
        t.wait("Out[1]: 10")
        t.wait("In [2]: ")
        t.type(SLEEP)
        time.sleep(2)
        t.type("\x03")
        assert "Traceback" not in t.wait("KeyboardInterrupt: what ran is cancelled")
        t.wait("In [3]: ")
        t.type("spark.range(4).count()\n")
        t.wait("Out[3]: 4")
        t.wait("In [4]: ")
        t.type("spark.range(4).select('nope')\n")
        assert "pyrite" not in t.wait("AnalysisException: [UNRESOLVED_COLUMN")
        t.wait("In [5]: ")
        t.type("\x04")
        assert t.end() == 0


def test_what_queries_need_is_loaded_while_nobody_waits(tmp_path: Path) -> None:
    with shell(tmp_path) as t:
        t.wait(">>> ")
        t.type("import sys, time\n")
        t.wait(">>> ")
        t.type("[time.sleep(0.1) for _ in range(300) if 'pyrite.sql._queries' not in sys.modules][:0]\n")
        t.wait("\n[]", 60)
        t.type("'pyrite.sql._queries' in sys.modules\n")
        t.wait("\nTrue")


def test_what_comes_by_a_pipe_is_run(pyrite: Run) -> None:
    done = pyrite(
        *QUIET, stdin="def f(x):\n\n    return x + 1\nprint(sc.parallelize([1, 2]).map(f).collect())\n"
    )
    assert (done.stdout, done.returncode) == ("[2, 3]\n", 0), done.stderr
    done = pyrite("shell", *QUIET, stdin="print(1)\n1 / 0\nprint(2)\n")
    assert (done.stdout, done.returncode) == ("1\n", 1)
    assert "ZeroDivisionError" in done.stderr


def test_the_module_of_pysparks_shell(pyrite: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from pyspark.shell import *\n"
        "print(sc.parallelize([1, 2]).sum(), sql('select 1 as a').first().a, spark.sparkContext is sc)\n"
    )
    assert pyrite("run", "--master", "local[2]", "app.py").stdout == "3 1 True\n"


def test_a_program_is_refused(pyrite: Run) -> None:
    done = pyrite("shell", "app.py")
    assert done.returncode == 2
    assert "pyrite run app.py" in done.stderr
    done = pyrite("app.py")
    assert done.returncode == 2
    assert "pyrite run app.py" in done.stderr


def test_a_master_that_is_not_there(pyrite: Run) -> None:
    done = pyrite("--master", "yarn", stdin="1\n")
    assert done.returncode == 2
    assert "'yarn'" in done.stderr
    assert "Traceback" not in done.stderr
