"""Rows as text and HTML: as real PySpark shows them."""

from __future__ import annotations

import pytest

pa = pytest.importorskip("pyarrow")

import result_outcomes as outcomes  # noqa: E402
from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from result_checks import Ours  # noqa: E402
from type_checks import same_zone  # noqa: E402

from pyrite.sql._inputs import to_arrow_rows  # noqa: E402
from pyrite.sql._result.show import show_text  # noqa: E402


def test_tables_are_shown_as_pyspark_shows_them() -> None:
    with same_zone():
        found = dict(outcomes.shown(Ours()))
    recorded = outcomes.recorded()["shown"]
    assert {name: text for name, text in found.items() if text != recorded[name]} == {}
    assert found.keys() == recorded.keys()


@given(st.lists(st.text() | st.none()), st.integers(0, 30))
def test_lines_are_of_one_length(texts: list[str | None], width: int) -> None:
    table, struct = to_arrow_rows(texts, "string")
    lines = show_text(table, struct, 100, width, False, "UTC").split("\n")
    plain = [line for line in lines if line.isascii() and line]
    assert len(set(map(len, plain))) == 1


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("UTF-8", "\x001"),
        ("BASIC", "[0, 49]"),
        ("BASE64", "ADE"),
        ("HEX", "0031"),
        ("HEX_DISCRETE", "[00 31]"),
    ],
)
def test_styles_of_bytes(style: str, shown: str) -> None:
    table, struct = to_arrow_rows([b"\x001"], "binary")
    assert f"|{shown}" in show_text(table, struct, 1, 0, False, "UTC", style)
