"""``pyrite sql``: statements, files, and the prompt in a real terminal."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from terminal import Run, Terminal

from pyrite._cli.statements import split

QUIET = (
    "--master",
    "local[2]",
    "--conf",
    "spark.ui.enabled=false",
    "--conf",
    "spark.ui.showConsoleProgress=false",
)
PROMPT = "pyrite (default)> "


@pytest.mark.parametrize(
    ("text", "statements", "rest"),
    [
        ("select 1; select 2;", ["select 1", "select 2"], ""),
        ("select 1; select", ["select 1"], " select"),
        ("select ';' -- ;\n; /* ; */ select `;`;", ["select ';' -- ;", "select `;`"], ""),
        (";;; -- nothing\n", [], ""),
        ("select 'open", [], "select 'open"),
        ("select /* open ; ", [], "select /* open ; "),
        ("", [], ""),
    ],
)
def test_statements_are_parted(text: str, statements: list[str], rest: str) -> None:
    found, left = split(text, lambda text: True)
    assert ([statement for _, statement in found], left) == (statements, rest)


def test_a_block_is_one_statement() -> None:
    def parses(text: str) -> bool:
        return text.split()[-1].lower() == "end" and text.lower().count("begin") == text.lower().count("end")

    block = "begin declare x int; begin set x = 1; end; select x; end"
    found, left = split(f"{block}; select 1", parses, whole=True)
    assert ([statement for _, statement in found], left) == ([block, "select 1"], "")


def test_results_of_statements(pyrite: Run) -> None:
    done = pyrite(
        "sql", *QUIET, "-e", "select 'tea' as name, 1.50 as price union all select null, 22; select 1 as n"
    )
    assert done.stdout == (
        " name │ price\n──────┼───────\n tea  │  1.50\n NULL │ 22.00\n(2 rows)\n n\n───\n 1\n(1 row)\n"
    )
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("tsv", '1\tx\nNULL\ta,"b\n'),
        ("csv", 'n,s\n1,x\n,"a,""b"\n'),
        ("json", '{"n":1,"s":"x"}\n{"n":null,"s":"a,\\"b"}\n'),
        ("vertical", '── 1 ────────────────\nn │ 1\ns │ x\n── 2 ────────────────\nn │ NULL\ns │ a,"b\n'),
    ],
)
def test_forms(pyrite: Run, form: str, text: str) -> None:
    query = "select * from values (1, 'x'), (null, 'a,\"b') as t(n, s)"
    done = pyrite("sql", *QUIET, "-S", "--format", form, "-e", query)
    assert done.stdout == text, done.stderr
    if form == "json":
        assert [json.loads(line)["n"] for line in done.stdout.splitlines()] == [1, None]


def test_a_file_stops_at_the_first_error_and_tells_where(pyrite: Run, tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text(
        "-- first\nselect 1 as one;\n\nselect one,\n  nope\nfrom values (1) t(one);\nselect 2;\n"
    )
    done = pyrite("sql", *QUIET, "--format", "tsv", "-f", "a.sql")
    assert (done.stdout, done.returncode) == ("1\n", 1)
    first, *shown = done.stderr.splitlines()
    assert first.startswith("a.sql:4: [UNRESOLVED_COLUMN.WITH_SUGGESTION]")
    assert shown == ["2 |   nope", "      ^^^^"]
    done = pyrite("sql", *QUIET, "--format", "tsv", "--ignore-errors", "-f", "a.sql")
    assert (done.stdout, done.returncode) == ("1\n2\n", 1)


def test_a_syntax_error_has_its_caret(pyrite: Run) -> None:
    done = pyrite("sql", *QUIET, "-e", "select 1 frm t")
    assert done.returncode == 1
    assert "PARSE_SYNTAX_ERROR" in done.stderr
    assert "---------^^^" in done.stderr


def test_scripts_pipes_and_several_files(pyrite: Run, tmp_path: Path) -> None:
    script = "begin declare x int default 1; set x = x + 1; select x as two; end; select 3;"
    assert pyrite("sql", *QUIET, "--format", "tsv", stdin=script).stdout == "2\n3\n"
    (tmp_path / "init.sql").write_text("create temp view v as select 5 as five")
    done = pyrite(
        "sql", *QUIET, "--format", "tsv", "-i", "init.sql", "-e", "select * from v", "-e", "select 6"
    )
    assert done.stdout == "5\n6\n"


def test_tables_outlive_the_shell(pyrite: Run) -> None:
    pyrite("sql", *QUIET, "-e", "create database shop; create table shop.teas as select 'green' as tea")
    done = pyrite("sql", *QUIET, "--database", "shop", "--format", "tsv", "-e", "select * from teas")
    assert (done.stdout, done.returncode) == ("green\n", 0), done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("app.sql",), "files by -f"),
        (("-f", "nowhere.sql"), "there is no such file"),
        (("--format", "xls"), "--format is one of"),
        (("--rows", "few"), "--rows wants a number"),
        (("-e",), "-e wants a value"),
        (("--nonsense",), "Unrecognized option"),
    ],
)
def test_bad_usage(pyrite: Run, arguments: tuple[str, ...], message: str) -> None:
    done = pyrite("sql", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_the_prompt(tmp_path: Path) -> None:
    with Terminal("sql", *QUIET, cwd=tmp_path) as t:
        assert r"\? for help" in t.wait(PROMPT)
        t.type("select 'tea' as name,\n")
        t.wait("...> ")
        t.type("1 as price;\n")
        assert " tea  │     1" in t.wait("1 row in ")
        t.wait(PROMPT)
        t.type("select nope from range(3);\n")
        t.wait("1 | select nope from range(3)")
        t.wait("^^^^")
        t.wait(PROMPT)
        t.type("create table teas (name string comment 'what it is called', grams int);\n")
        t.wait("done in ")
        t.wait(PROMPT)
        t.type("\\d teas\n")
        t.wait("what it is called")
        t.wait(PROMPT)
        t.type("\\dt te*\n")
        t.wait("1 row")
        t.wait(PROMPT)
        t.type("select * from tea\t;\n")
        t.wait("0 rows")
        t.wait(PROMPT)
        t.type("\\df to_js*\n")
        t.wait("to_json")
        t.wait(PROMPT)
        t.type("set spark.sql.ansi.enabled = false;\n")
        t.wait(PROMPT)
        t.type("\\set ansi.enabled\n")
        t.wait("spark.sql.ansi.enabled = false  (session)")
        t.wait(PROMPT)
        t.type("\\x\n")
        t.wait(PROMPT)
        t.type("select 5 as five;\n")
        t.wait("five │ 5")
        t.wait(PROMPT)
        t.type("\\nope\n")
        t.wait("there is no \\nope")
        t.wait(PROMPT)
        t.type("create database shop; use shop;\n")
        t.wait("pyrite (shop)> ")
        t.type("exit;\n")
        assert t.end() == 0
    assert "select nope" in (tmp_path / "state" / "pyrite" / "sql_history").read_text()


def test_ctrl_c_cancels_the_statement_and_only_that(tmp_path: Path) -> None:
    with Terminal("sql", *QUIET, cwd=tmp_path) as t:
        t.wait(PROMPT)
        t.type("create temp view kept as select 7 as seven;\n")
        t.wait("done in ")
        t.wait(PROMPT)
        t.type("select count(*) from range(100000000) a, range(100000) b where a.id % 7 = b.id % 5;\n")
        time.sleep(1.5)
        t.type("\x03")
        assert "Traceback" not in t.wait("Cancelled.")
        t.wait(PROMPT)
        t.type("select 'not closed\n")
        t.wait("...> ")
        t.type("\x03")
        t.wait(PROMPT)
        t.type("select seven from kept;\n")
        t.wait("1 row")
        t.wait(PROMPT)
        t.type("\x04")
        assert t.end() == 0
