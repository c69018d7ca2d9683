"""``pyrite sql``: statements typed, given by -e, or read from files."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyrite._cli.common import (
    DONE,
    FAILED,
    INTERRUPTED,
    Usage,
    options_help,
    say,
    settle,
    split_options,
    version,
    wants_help,
)
from pyrite._cli.lines import editing
from pyrite._cli.sql_words import Words
from pyrite._cli.statements import split
from pyrite._cli.warming import warming
from pyrite._dataclasses import dataclass
from pyrite.errors import ParseException, PySparkException

if TYPE_CHECKING:
    from pyrite.sql.session import SparkSession

HELP = r"""usage: pyrite sql [options]

A shell for SQL. Statements end with a semicolon; \? tells what else can be typed; Ctrl-C cancels what runs, and only
that; Ctrl-D leaves. Tables outlive it: they are in spark-warehouse, and so is their catalog
(spark.sql.catalogImplementation=hive). What comes by a pipe is run as a file is.

options:
  -e STATEMENTS               run them and leave; may be given several times
  -f FILE                     run the statements of a file and leave
  -i FILE                     run a file before anything else
  --database NAME             the database to begin with
  --format FORM               table (default), vertical, tsv, csv or json
  --header, --no-header       whether csv and tsv begin with the columns' names (default: csv does)
  --rows N                    at the prompt, the most rows of a result that are shown (default: 1000; 0 for all)
  --ignore-errors             go on behind a statement that fails; the exit code is 1 all the same
  -S, --silent                results only: no banner, no counts of rows
and those of spark-submit:
"""

FORMATS = ("table", "vertical", "tsv", "csv", "json")

_OWN = {
    "-e": True, "-f": True, "-i": True, "--database": True, "--format": True, "--rows": True, "--header": False,
    "--no-header": False, "--ignore-errors": False, "-S": False, "--silent": False,
}  # fmt: skip


def main(args: Sequence[str]) -> int:
    """Run statements, or the shell."""
    if wants_help(args):
        print(HELP + options_help(), end="")
        return DONE
    mine, options = split_options(args, _OWN)
    if options.rest:
        raise Usage(f"what is {options.rest[0]!r}? Statements come by -e, files by -f")
    form = _form(dict(mine))
    for name, value in mine:
        if name in ("-f", "-i") and not Path(value).is_file():
            raise Usage(f"cannot open {value!r}: there is no such file")
    todo = [(name, value) for name, value in mine if name in ("-e", "-f")]
    typed = not todo and sys.stdin.isatty()
    progress = {"spark_ui_showConsoleProgress": "true"} if typed else {}
    settle(replace(options, rest=()), "pyrite sql", spark_sql_catalogImplementation="hive", **progress)
    shell = Shell(form)
    try:
        for name, value in mine:
            if name == "--database":
                shell.run_text(f"USE `{value.replace('`', '``')}`")
            elif name == "-i":
                shell.run_file(value)
        if typed:
            return _interactive(shell)
        for name, value in todo or [("-f", "-")]:
            shell.run_file(value) if name == "-f" else shell.run_text(value)
    except Stopped as stopped:
        return stopped.code
    return FAILED if shell.failed else DONE


@dataclass
class Form:
    """How results are shown."""

    name: str = "table"
    header: bool = True
    rows: int | None = None
    silent: bool = False
    ignore_errors: bool = False


def _form(given: dict[str, str]) -> Form:
    name = given.get("--format", "table")
    if name not in FORMATS:
        raise Usage(f"--format is one of {', '.join(FORMATS)}, not {name!r}")
    rows = given.get("--rows", "1000")
    if not rows.isdigit():
        raise Usage(f"--rows wants a number, not {rows!r}")
    header = "--header" in given or (name != "tsv" and "--no-header" not in given)
    silent = "-S" in given or "--silent" in given
    return Form(name, header, int(rows) or None, silent, "--ignore-errors" in given)


class Stopped(Exception):
    """The shell ends with this exit code."""

    def __init__(self, code: int):
        super().__init__(code)
        self.code = code


class Shell:
    """Runs statements in one session and shows what they give."""

    def __init__(self, form: Form):
        self.form = form
        self.failed = False
        self.interactive = False
        self.spark: SparkSession = import_module("pyrite.sql.session").SparkSession.builder.getOrCreate()
        self.database = "default"

    @cached_property
    def _results(self) -> Any:
        return import_module("pyrite._cli.results")

    @cached_property
    def _parse(self) -> Callable[[str], Any]:
        parse: Callable[[str], Any] = import_module("pyrite.sql._analysis.parser").parse_statement
        return parse

    def warm(self) -> None:
        """Load what the first statement needs, while it is typed."""
        self.database = self.spark.catalog.currentDatabase()
        self._parse, self._results  # noqa: B018

    def parses(self, text: str) -> bool:
        """Whether a text is a statement."""
        try:
            self._parse(text)
        except ParseException:
            return False
        return True

    def split(self, text: str, whole: bool = False) -> tuple[list[tuple[int, str]], str]:
        """The statements of a text, with their places, and what is left."""
        return split(text, self.parses, whole)

    def run_text(self, text: str, origin: str = "") -> None:
        """Run all statements of a text. Raises ``Stopped`` at the first that fails, unless errors are ignored."""
        for at, statement in self.split(text, whole=True)[0]:
            place = f"{origin}:{text.count(chr(10), 0, at) + 1}: " if origin else ""
            if not self.run(statement, place) and not self.form.ignore_errors and not self.interactive:
                raise Stopped(FAILED)

    def run_file(self, path: str) -> None:
        """Run a file's statements; ``-`` is the standard input."""
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
        self.run_text(text, "stdin" if path == "-" else path)

    def run(self, statement: str, place: str = "") -> bool:
        """Run one statement and show its result; whether it went well."""
        started = time.monotonic()
        try:
            frame = self.spark.sql(statement)
            if frame.columns:
                limit = self.form.rows if self.interactive else None
                form = self.form.name
                found = self._results.texts(self._results.as_json(frame) if form == "json" else frame, limit)
                self._results.write(found, form, self.form.header, sys.stdout)
                self._count(found, time.monotonic() - started)
            elif self.interactive and not self.form.silent:
                print(f"done in {time.monotonic() - started:.3f} s")
        except KeyboardInterrupt:
            print("\nCancelled.", file=sys.stderr)
            if not self.interactive:
                raise Stopped(INTERRUPTED) from None
            return False
        except PySparkException as error:
            sys.stdout.flush()
            print(place + told(error, statement), file=sys.stderr)
            self.failed = True
            return False
        sys.stdout.flush()
        if self.interactive:
            self.database = self.spark.catalog.currentDatabase()
        return True

    def _count(self, found: Any, seconds: float) -> None:
        if self.form.name not in ("table", "vertical") or self.form.silent:
            return
        shown = len(found.rows)
        rows = f"{'first ' if found.more else ''}{shown} row{'' if shown == 1 else 's'}"
        print(f"{rows} in {seconds:.3f} s\n" if self.interactive else f"({rows})")


def told(error: PySparkException, statement: str) -> str:
    """An error's text, with the place in the statement where it arose, if it knows that."""
    text = str(error).rstrip()
    if "== SQL" in text:
        return text
    contexts = [context for context in error.getQueryContext() or [] if context.startIndex() >= 0]
    if not contexts:
        return text
    start, stop = contexts[0].startIndex(), contexts[0].stopIndex()
    line = statement.count("\n", 0, start)
    lines = statement.split("\n")
    if line >= len(lines):
        return text
    column = start - (statement.rfind("\n", 0, start) + 1)
    width = max(1, min(stop - start + 1, len(lines[line]) - column))
    margin = f"{line + 1} | "
    return f"{text}\n{margin}{lines[line]}\n{' ' * (len(margin) + column)}{'^' * width}"


# ------------------------------------------------------------------------------------------ at the prompt

_ABOUT = r"""Statements end with a semicolon. Besides there is:
  \d              tables and views            \d NAME         a table's columns
  \d+ NAME        all that is known of it     \dt [PATTERN]   tables
  \dv [PATTERN]   views                       \df [PATTERN]   functions
  \df+ NAME       what a function does        \dn             databases
  \c NAME         use another database        \set [KEY]      settings, with their origins
  \x              records instead of tables   \format FORM    table, vertical, tsv, csv, json
  \i FILE         run a file                  \rows N         the most rows that are shown, 0 for all
  \timing         counts of rows on and off   \q              leave (also exit, quit, Ctrl-D)
"""


def _interactive(shell: Shell) -> int:
    shell.interactive = True
    if not shell.form.silent:
        sc = shell.spark.sparkContext
        print(version())
        if sc.uiWebUrl:
            print(f"Web UI at {sc.uiWebUrl}")
        print(rf"SQL on {sc.master}. Statements end with a semicolon; \? for help, \q or Ctrl-D to leave.")
    words = Words(shell.spark)
    with warming(shell.warm), editing("sql_history", words.complete, " \t\n\"'`(),;=<>+*/"):
        _loop(shell)
    return DONE


def _loop(shell: Shell) -> None:
    """Read and run until the end of the input."""
    kept = ""
    while True:
        try:
            line = input(_prompt(shell, kept))
        except EOFError:
            print()
            return
        except KeyboardInterrupt:
            # The line stays on the screen; readline has left the cursor at its beginning.
            print()
            kept = ""
            continue
        if not kept.strip():
            try:
                if _command(shell, line.strip()):
                    continue
            except Stopped:
                return
        statements, kept = shell.split(kept + line + "\n")
        for _, statement in statements:
            shell.run(statement)


def _prompt(shell: Shell, kept: str) -> str:
    name = f"pyrite ({shell.database})"
    return f"{'...':>{len(name)}}> " if kept.strip() else f"{name}> "


def _command(shell: Shell, line: str) -> bool:
    """Run what is no SQL; whether it was that."""
    word = line.rstrip("; ").lower()
    if word in ("exit", "quit", r"\q"):
        raise Stopped(DONE)
    if word in ("help", "?", r"\?"):
        print(_ABOUT, end="")
        return True
    if match := re.fullmatch(r"source\s+(\S+?);?", line, re.IGNORECASE):
        line = rf"\i {match[1]}"
    if not line.startswith("\\"):
        return False
    name, _, argument = line.partition(" ")
    run = _COMMANDS.get(name)
    if run is None:
        say(rf"there is no {name}; \? tells what there is")
    else:
        try:
            run(shell, argument.strip().rstrip(";").strip())
        except (Usage, OSError) as error:
            say(str(error))
    return True


def _describe(shell: Shell, name: str) -> None:
    shell.run(f"DESCRIBE TABLE {name}" if name else "SHOW TABLES")


def _describe_all(shell: Shell, name: str) -> None:
    if not name:
        raise Usage(r"\d+ wants a table's name")
    shell.run(f"DESCRIBE TABLE EXTENDED {name}")


def _matching(statement: str) -> Callable[[Shell, str], None]:
    def run(shell: Shell, pattern: str) -> None:
        like = pattern.replace("\\", "\\\\").replace("'", "\\'")
        shell.run(f"{statement} LIKE '{like}'" if pattern else statement)

    return run


def _describe_function(shell: Shell, name: str) -> None:
    if not name:
        raise Usage(r"\df+ wants a function's name")
    shell.run(f"DESCRIBE FUNCTION EXTENDED {name}")


def _use(shell: Shell, name: str) -> None:
    if not name:
        raise Usage(r"\c wants a database's name")
    shell.run(f"USE {name}")


def _settings(shell: Shell, key: str) -> None:
    wanted = key.lower()
    rows = [row for row in shell.spark.sql("SET -v").collect() if wanted in row.key.lower()]
    for row in rows:
        if key or row.origin != "default":
            print(f"{row.key} = {row.value}  ({row.origin})")


def _records(shell: Shell, _: str) -> None:
    shell.form.name = "table" if shell.form.name == "vertical" else "vertical"


def _set_format(shell: Shell, name: str) -> None:
    shell.form.name = _form({"--format": name}).name


def _set_rows(shell: Shell, number: str) -> None:
    shell.form.rows = _form({"--rows": number}).rows


def _timing(shell: Shell, _: str) -> None:
    shell.form.silent = not shell.form.silent


_COMMANDS: dict[str, Callable[[Shell, str], None]] = {
    r"\d": _describe,
    r"\d+": _describe_all,
    r"\dt": _matching("SHOW TABLES"),
    r"\dv": _matching("SHOW VIEWS"),
    r"\df": _matching("SHOW FUNCTIONS"),
    r"\df+": _describe_function,
    r"\dn": _matching("SHOW DATABASES"),
    r"\l": _matching("SHOW DATABASES"),
    r"\c": _use,
    r"\set": _settings,
    r"\x": _records,
    r"\format": _set_format,
    r"\rows": _set_rows,
    r"\timing": _timing,
    r"\i": Shell.run_file,
}
