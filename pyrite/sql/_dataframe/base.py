"""What every part of DataFrame rests on: its plan, its session, and how a new DataFrame is made from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyrite.errors import AnalysisException
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.column import Column

if TYPE_CHECKING:
    import pyarrow as pa

    from pyrite.sql._physical.stores import Store
    from pyrite.sql._query.execution import Execution
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = ["Base", "expression_of"]


def expression_of(column: Any) -> e.Expression:
    """A column, or a column's name, as an expression.

    Raises
    ------
    PySparkTypeError
        NOT_COLUMN_OR_STR for anything else.
    """
    if isinstance(column, Column):
        return column._expression
    if isinstance(column, str):
        return named(column)
    raise unexpected_type("col", column, "Column or str")


def named(name: str) -> e.Expression:
    """A column's name as ``col`` reads it: ``*``, ``t.*``, or a dotted name."""
    from_star = name.removesuffix("*")
    if from_star == "":
        return e.Star()
    if from_star != name and from_star.endswith("."):
        return e.Star(name_parts(from_star[:-1]))
    return e.Name(name_parts(name))


def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a dotted name, where backquotes hold dots together.

    Raises
    ------
    AnalysisException
        INVALID_ATTRIBUTE_NAME_SYNTAX, as for ``a..b``.
    """
    if "`" not in name and "." not in name:
        return (name,)
    return parse_attribute_name(name)


def parse_attribute_name(name: str) -> tuple[str, ...]:
    """The parts of a name with dots or backquotes in it."""
    parts: list[str] = []
    text, quoted, at = "", False, 0
    while at < len(name):
        letter = name[at]
        if quoted:
            if letter == "`":
                if name[at + 1 : at + 2] == "`":
                    text += "`"
                    at += 1
                else:
                    quoted = False
                    if at + 1 < len(name) and name[at + 1] != ".":
                        raise _bad_name(name)
            else:
                text += letter
        elif letter == "`":
            if text:
                raise _bad_name(name)
            quoted = True
        elif letter == ".":
            if at == 0 or name[at - 1] == "." or at == len(name) - 1:
                raise _bad_name(name)
            parts.append(text)
            text = ""
        else:
            text += letter
        at += 1
    if quoted:
        raise _bad_name(name)
    return (*parts, text)


def _bad_name(name: str) -> AnalysisException:
    return AnalysisException(errorClass="INVALID_ATTRIBUTE_NAME_SYNTAX", messageParameters={"name": name})


def flattened(columns: Sequence[Any]) -> Sequence[Any]:
    """The columns of ``f(a, b)`` and of ``f([a, b])`` alike."""
    if len(columns) == 1 and isinstance(columns[0], (list, tuple)):
        return columns[0]
    return columns


class Base:
    """The plan of a DataFrame and its session."""

    _session: SparkSession
    _execution: Execution
    _store: Store | None

    @property
    def _plan(self) -> r.Relation:
        """The resolved plan; where the rows are kept, what reads them."""
        if self._store is not None and self._store.active:
            return self._stored
        return self._execution.analyzed

    @cached_property
    def _stored(self) -> r.Relation:
        return r.Stored(self._execution.analyzed.output, self._store)

    def _run(self) -> pa.Table:
        """The rows, as Arrow data with the engine's names and types."""
        if self._store is not None and self._store.active:
            return self._with(self._stored)._run()
        return self._execution.table()

    def _with(self, written: r.Relation) -> DataFrame:
        """A DataFrame of the same session over another plan, which is analyzed at once."""
        return self._session._frame(written)

    def _expressions(self, columns: Iterable[Any]) -> tuple[e.Expression, ...]:
        return tuple([expression_of(column) for column in columns])
