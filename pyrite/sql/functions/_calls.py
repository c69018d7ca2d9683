"""What functions are made of: calls by name, of columns and of constants.

Where PySpark takes a Column or a name, ``call`` takes the same. Arguments that are plain values go through ``plain``,
those that are plain values or Columns through ``lit``, ``whole`` or ``number``; those that may be left out through
``given``, ``plains`` or ``lits``, which make a list for ``*``.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any

from pyrite.errors import PySparkTypeError
from pyrite.sql._literals import value_of
from pyrite.sql._plan import expressions as e
from pyrite.sql.column import Column, ColumnOrName, call_site, expression_of
from pyrite.sql.functions._normal import lit
from pyrite.sql.types import LongType

__all__ = [
    "call", "distinct", "fractions", "given", "lits", "number", "one_by_one", "options_of", "plain", "plains",
    "seed_of", "whole",
]  # fmt: skip


def call(name: str, *columns: ColumnOrName) -> Column:
    """The function ``name`` of these columns.

    Raises
    ------
    PySparkTypeError
        NOT_EXPECTED_TYPE for what is neither a Column nor a name.
    """
    arguments = tuple([expression_of(column) for column in columns])
    return Column(e.Call(name, arguments, origin=call_site(name)))


def distinct(name: str, *columns: ColumnOrName) -> Column:
    """An aggregate of the different values only."""
    arguments = tuple([expression_of(column) for column in columns])
    return Column(e.Call(name, arguments, distinct=True, origin=call_site(name)))


def given(*values: Any) -> list[Any]:
    """Those of the arguments that were given."""
    return [value for value in values if value is not None]


def lits(*values: Any) -> list[Column]:
    """Those of the arguments that were given, as constants; Columns as they are."""
    return [lit(value) for value in values if value is not None]


def plain(value: Any) -> Column:
    """A constant, where PySpark takes no Column.

    Raises
    ------
    PySparkTypeError
        NOT_ITERABLE for a Column, which is what PySpark says.
    """
    if isinstance(value, Column):
        raise PySparkTypeError(errorClass="NOT_ITERABLE", messageParameters={"objectName": "Column"})
    return lit(value)


def plains(*values: Any) -> list[Column]:
    """As :func:`plain`, those of the arguments that were given."""
    return [plain(value) for value in values if value is not None]


def whole(value: Any) -> Any:
    """A whole number as a constant; anything else as it is."""
    value = value_of(value)
    return lit(value) if isinstance(value, int) else value


def number(value: Any) -> Any:
    """What is neither a Column nor a name as a constant."""
    return value if isinstance(value, (Column, str)) else lit(value)


def fractions(value: Any) -> Column:
    """One fraction, or several as an array."""
    return lit(list(value)) if isinstance(value, tuple) else lit(value)


def seed_of(seed: int | None = None) -> Column:
    """A seed as a constant; one that was not given is drawn."""
    value = random.getrandbits(64) - (1 << 63) if seed is None else lit(seed)._expression
    value = value.value if isinstance(value, e.Literal) else value
    return Column(e.Literal(value, LongType()))


def options_of(options: Mapping[str, Any] | None) -> list[Column]:
    """The options of a format as a map of texts, when there are some."""
    if not options:
        return []
    pairs = [lit(text) for key, value in options.items() for text in (key, _option_text(value))]
    return [Column(e.Call("map", tuple([pair._expression for pair in pairs])))]


def _option_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else str(value)


def one_by_one(columns: Iterable[Any]) -> tuple[Any, ...]:
    """The columns of ``f(a, b)`` and of ``f([a, b])`` alike."""
    columns = tuple(columns)
    return tuple(columns[0]) if len(columns) == 1 and isinstance(columns[0], (list, set)) else columns
