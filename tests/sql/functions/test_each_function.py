"""Each function of SQL has a table: a group of its own of at least a dozen calls, recorded from real PySpark."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import outcomes
import pytest
from exempt import EXEMPT

_PAGE = Path(__file__).parents[3] / "docs" / "function-list.md"
_FEWEST = 12


def _names() -> list[str]:
    """The names of functions in SQL."""
    rows = re.findall(r"^\| `(\S+)` \| yes \|", _PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [name.replace("\\|", "|") for name in rows]


@cache
def _tables() -> dict[str, int]:
    """How many calls each function has; ``name, what`` is another part of the table of ``name``."""
    found: dict[str, int] = {}
    for topic in outcomes.topics():
        if topic.startswith("each_"):
            for group, ansi, cases in outcomes.groups(topic):
                if ansi:
                    name = group.split(", ")[0]
                    found[name] = found.get(name, 0) + len(cases)
    return found


@pytest.mark.parametrize("name", _names())
def test_each_function_has_its_table(name: str) -> None:
    assert _tables().get(name, 0) >= _FEWEST or name in EXEMPT


def test_what_is_exempt_is_a_function_of_sql() -> None:
    assert set(EXEMPT) <= set(_names())


@pytest.mark.parametrize("topic", [topic for topic in outcomes.topics() if topic.startswith("each_")])
def test_the_recording_holds_the_cases(topic: str) -> None:
    recorded = {group: list(cases) for group, cases in outcomes.read(topic).items()}
    assert recorded == {group: list(cases) for group, _, cases in outcomes.groups(topic)}
