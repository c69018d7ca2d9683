"""Errors of SQL text: what is wrong, and the place in the text, as Spark shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyrite.errors import ParseException, PySparkException
from pyrite.sql._text.query_context import SQLContext

__all__ = ["context_error", "parse_error"]


def parse_error(
    source: str,
    start: int | None,
    condition: str,
    parameters: Mapping[str, str],
    kind: type[PySparkException] = ParseException,
) -> PySparkException:
    """The error of a condition at a place in the text, with the line at fault marked below the message."""
    error = kind(errorClass=condition, messageParameters=parameters)
    state = f"SQLSTATE: {error.getSqlState()}"
    if start is None:
        shown = f"\n== SQL ==\n{source}" if kind is ParseException else ""
        message = f"{error._message} {state}{shown}"
        return kind(message, errorClass=condition, messageParameters=parameters)
    before = re.split(r"\r\n|\r|\n", source[:start])
    line, column = len(before), len(before[-1])
    lines = re.split(r"\r\n|\r|\n", source)
    lines.insert(line, "-" * column + "^^^")
    message = "\n".join([f"{error._message} {state} (line {line}, pos {column})", "", "== SQL ==", *lines])
    return kind(message, errorClass=condition, messageParameters=parameters)


def context_error(
    context: SQLContext,
    condition: str,
    parameters: Mapping[str, str],
    kind: type[PySparkException] = ParseException,
) -> PySparkException:
    """The error of a condition in a fragment of a statement, with the fragment shown below the message."""
    error = kind(errorClass=condition, messageParameters=parameters)
    state = error.getSqlState()
    message = f"{error._message}{f' SQLSTATE: {state}' if state else ''}\n{context.summary()}"
    return kind(message, errorClass=condition, messageParameters=parameters, contexts=[context])
