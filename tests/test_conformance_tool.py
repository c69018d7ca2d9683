"""The conformance tool, on a small package that stands for PySpark."""

from __future__ import annotations

import fnmatch
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from conformance import programs, records
from conformance.__main__ import chosen_modules, parse
from conformance.areas import AREAS, Setup
from conformance.extract import MODULE_DOC, docstrings, import_statements, module_path
from conformance.oracle import find_oracle
from conformance.report import explain_check, score_module, short_reason
from conformance.run import Engine, Outcome, run_module

SOURCE = '''\
"""
>>> TWO + 1
3
"""
import os, json
from math import pi as PI
try:
    from nowhere import nothing
except ImportError:
    nothing = None

TWO = 2

class A:
    """No examples."""

    def right(self):
        """
        >>> A().right()
        2
        >>> os.sep
        '/'
        """
        return TWO

    def wrong(self):
        """
        >>> A().right()
        5
        """

    def raises(self):
        """
        >>> 1 / 0
        1
        """

    class Inner:
        def skipped(self):
            """
            >>> nonsense  # doctest: +SKIP
            """

def hangs():
    """
    >>> import time; time.sleep(60)
    """

def dies():
    """
    >>> os._exit(3)
    """

def outer():
    def inner():
        """
        >>> 1
        2
        """

if True:
    def conditional():
        """
        >>> conditional.__module__
        'pyspark.sub.mod'
        """
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package called pyspark with one module, sub/mod.py, that a child of the tool imports."""
    folder = tmp_path / "pyspark"
    (folder / "sub").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "sub" / "__init__.py").write_text("")
    (folder / "sub" / "mod.py").write_text(SOURCE)
    (folder / "version.py").write_text("__version__ = '4.3.0'\n")
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": f"{tmp_path}:{Path(__file__).resolve().parent.parent}",
    }
    monkeypatch.setattr("conformance.run.environment", lambda python: environment)
    return folder


def test_docstrings_are_found_by_name_in_doctests_order() -> None:
    names = [doc.name for doc in docstrings(SOURCE)]
    assert names == [
        MODULE_DOC,
        "A.Inner.skipped",
        "A.raises",
        "A.right",
        "A.wrong",
        "conditional",
        "dies",
        "hangs",
    ]


def test_docstrings_below_settings_are_found() -> None:
    source = "def f():\n    hidden = True\n    '>>> 1'\n\ndef g():\n    print()\n    '>>> 1'\n"
    assert [(doc.name, doc.line, doc.text) for doc in docstrings(source)] == [("f", 3, ">>> 1")]
    assert docstrings("hidden = True\n'>>> 1'\n") == []


def test_docstrings_know_their_line() -> None:
    (doc,) = [doc for doc in docstrings(SOURCE) if doc.name == "A.right"]
    assert SOURCE.splitlines()[doc.line].strip() == ">>> A().right()"


def test_imports_are_taken_one_by_one() -> None:
    assert import_statements(SOURCE) == [
        "import os",
        "import json",
        "from math import pi as PI",
        "from nowhere import nothing",
    ]


def test_module_path(package: Path) -> None:
    assert module_path(package, "sub.mod") == package / "sub" / "mod.py"
    assert module_path(package, "sub") == package / "sub" / "__init__.py"


def test_each_docstring_gets_its_outcome(package: Path) -> None:
    engine = Engine("pyspark", sys.executable)
    outcomes = {o.name: o for o in run_module(engine, package, "sub.mod", Setup(), seconds=1)}
    assert {name: outcome.state for name, outcome in outcomes.items()} == {
        MODULE_DOC: "pass",
        "A.Inner.skipped": "skip",
        "A.raises": "fail",
        "A.right": "pass",
        "A.wrong": "fail",
        "conditional": "pass",
        "dies": "crash",
        "hangs": "timeout",
    }
    assert short_reason(outcomes["A.wrong"]) == "expected 5, got 2"
    assert short_reason(outcomes["A.raises"]) == "ZeroDivisionError: division by zero"
    assert outcomes["dies"].detail.startswith("exit code 3")


def test_module_that_cannot_be_imported_fails_whole(package: Path) -> None:
    with (package / "sub" / "mod.py").open("a") as file:
        file.write("raise ValueError('broken')\n")
    engine = Engine("pyspark", sys.executable)
    outcomes = run_module(engine, package, "sub.mod", Setup(), seconds=10)
    assert {outcome.state for outcome in outcomes} == {"crash"}
    assert short_reason(outcomes[0]) == "crash: ValueError: broken"


def test_examples_run_on_pyrite_with_the_names_that_pyspark_imports(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (
        "from decimal import Decimal\n"
        "class SparkConf:\n"
        '    """\n'
        "    >>> Decimal(1)\n"
        "    Decimal('1')\n"
        "    >>> SparkConf\n"
        "    <class 'pyspark.conf.SparkConf'>\n"
        "    >>> sc.parallelize(range(3)).map(lambda x: x + 1).collect()\n"
        "    [1, 2, 3]\n"
        '    """\n'
    )
    (package / "conf.py").write_text(source)
    engine = Engine("pyrite", sys.executable)
    setup = Setup(context=("local[1]", "test"), checkpoints=True)
    (outcome,) = run_module(engine, package, "conf", setup, seconds=30)
    assert outcome.state == "pass", outcome.detail


def test_docstrings_that_run_alone_find_no_context(package: Path) -> None:
    (package / "conf.py").write_text('def f():\n    """\n    >>> "sc" in globals()\n    False\n    """\n')
    setup = Setup(context=("local[1]", "test"), alone=("f",))
    (outcome,) = run_module(Engine("pyrite", sys.executable), package, "conf", setup, seconds=30)
    assert outcome.state == "pass", outcome.detail


def test_score_counts_what_passes_on_pyspark_only() -> None:
    outcomes = [Outcome("a", "pass"), Outcome("b", "fail"), Outcome("c", "pass"), Outcome("d", "skip")]
    score = score_module("m", outcomes, {"a", "b", "not run"}, {"b": "because"})
    assert (score.wanted, score.passed) == ({"a", "b"}, {"a"})
    assert [outcome.name for outcome in score.missed] == ["b"]


def test_check_tells_what_fell_and_what_rose() -> None:
    score = score_module("m", [Outcome("a", "pass"), Outcome("b", "fail")], {"a", "b"}, {"a": "the JVM"})
    assert explain_check([score], {"m": {"b", "gone"}, "other": {"x"}}) == [
        "check: m b passed before",
        "check: m gone passed before",
        "check: m a passes now: take it out of exceptions.toml",
    ]
    assert len(explain_check([score], {"m": {"gone"}}, whole_modules=False)) == 1


def test_exceptions_may_be_patterns() -> None:
    score = score_module(
        "m", [Outcome("A.udf", "fail"), Outcome("A.f", "fail")], {"A.udf", "A.f"}, {"*udf": "later"}
    )
    assert (score.known("A.udf"), score.known("A.f")) == ("later", None)


def test_records_survive_the_file(tmp_path: Path) -> None:
    baseline = records.Baseline(
        "4.3.0", {"m": {"a": "pass", "b": "fail"}}, {"p.py": {"code": 0, "output": "x"}}
    )
    records.save_baseline(baseline, tmp_path / "baseline.json")
    assert records.load_baseline(tmp_path / "baseline.json") == baseline
    assert baseline.passing("m") == {"a"}
    records.save_ratchet({"m": {"b", "a"}, "empty": set()}, tmp_path / "ratchet.json")
    assert json.loads((tmp_path / "ratchet.json").read_text()) == {"m": ["a", "b"]}
    assert records.load_ratchet(tmp_path / "ratchet.json") == {"m": {"a", "b"}}


def test_committed_records_agree() -> None:
    baseline, ratchet = records.load_baseline(), records.load_ratchet()
    assert baseline.pyspark == "4.3.0"
    assert set(baseline.modules) == {module for table in AREAS.values() for module in table}
    for module, names in ratchet.items():
        if module != programs.MODULE:
            assert names <= baseline.passing(module), module
    for module, reasons in records.load_exceptions().items():
        for pattern in reasons:
            assert fnmatch.filter(baseline.passing(module), pattern), (module, pattern)
            assert not fnmatch.filter(ratchet.get(module, set()), pattern), (module, pattern)


def test_every_example_program_is_listed_once() -> None:
    files = [program.file for program in programs.PROGRAMS]
    assert files == sorted(set(files))


@pytest.mark.parametrize(
    ("same", "expected", "got", "verdict"),
    [
        (programs.same_lines, "a\nb", "b\na", True),
        (programs.same_lines, "a\nb", "a", False),
        (programs.numbers_within(0.1), "Pi is roughly 3.14", "Pi is roughly 3.15", True),
        (programs.numbers_within(0.1), "Pi is roughly 3.14", "Pi is roughly 4.15", False),
        (programs.numbers_within(0.1), "Pi is roughly 3.14", "Pie is 3.14", False),
        (programs.same_pairs_at_the_end, "x\nres: [(0, 1), (1, 1)]", "y\nz\nres: [(1, 1), (0, 1)]", True),
        (programs.same_pairs_at_the_end, "x\nres: [(0, 1)]", "", False),
        (programs.same_pairs_at_the_end, "", "", False),
    ],
)
def test_outputs_are_compared(same: programs.Comparison, expected: str, got: str, verdict: bool) -> None:
    assert same(expected, got) is verdict


def test_command_line() -> None:
    assert (parse(["core"]).area, parse([]).area, parse(["baseline"]).command) == ("core", "all", "baseline")
    assert parse(["baseline", "core"]).area == "core"
    assert list(chosen_modules("all", "core.rdd")) == ["core.rdd"]
    assert chosen_modules("core", "programs") == {}
    with pytest.raises(SystemExit):
        parse(["nonsense"])
    with pytest.raises(SystemExit, match="unknown module"):
        chosen_modules("core", "core.nonsense")


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="this Python has PySpark")
def test_python_without_pyspark_is_refused() -> None:
    with pytest.raises(SystemExit, match=r"has no pyspark 4\.3\.0"):
        find_oracle(sys.executable)
