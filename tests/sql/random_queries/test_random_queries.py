"""Random queries against what real PySpark answered to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grammar
import pytest
import recording

pytest.importorskip("duckdb")

import answers
import outcomes
from random_queries.gaps import GAPS

from pyrite.sql import SparkSession

RECORDED = recording.read()
#: What still differs and is to be mended; see list_open.py.
OPEN = json.loads((Path(__file__).parent / "open.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    session = start()
    yield session
    session.stop()


@pytest.mark.parametrize("group", RECORDED)
def test_answers_as_pyspark_does(session: SparkSession, group: str) -> None:
    different = differing(session, group)
    known = GAPS.get(group, {}).keys()
    unknown = {
        text: pair
        for text, pair in different.items()
        if text not in known and text not in OPEN.get(group, ())
    }
    assert not unknown, report(unknown)
    assert not (known - different.keys()), "these gaps are closed"


def start() -> SparkSession:
    """A session that knows the views and variables of the queries."""
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.session.timeZone", outcomes.ZONE).getOrCreate()
    session.conf.set("spark.sql.ansi.enabled", "true")
    for name, text in grammar.VIEWS.items():
        session.sql(text).cache().createOrReplaceTempView(name)
    for name, declared in grammar.VARIABLES.items():
        session.sql(f"declare or replace variable {name} {declared}")
    return session


def differing(session: SparkSession, group: str) -> dict[str, tuple[Any, Any]]:
    """The queries of a group that differ: what PySpark answered, and what Pyrite answers."""
    ansi = not group.endswith(", legacy")
    found = {text: answer(session, text, ansi, group) for text in RECORDED[group]}
    return {
        text: (expected, found[text])
        for text, expected in RECORDED[group].items()
        if not recording.same(expected, found[text])
    }


def answer(session: SparkSession, text: str, ansi: bool, group: str) -> Any:
    """What Pyrite answers to a query, as the recording holds it."""
    session.conf.set("spark.sql.ansi.enabled", str(ansi).lower())
    given = grammar.arguments(group, text)
    return answers.outcome(text, lambda: session.sql(text, given)._execution)


def report(different: dict[str, tuple[Any, Any]]) -> str:
    lines = [f"{len(different)} differ"]
    for text, (expected, found) in different.items():
        lines += [text, f"  expected {expected}", f"  found    {found}"]
    return "\n".join(lines)
