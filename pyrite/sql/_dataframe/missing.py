"""Missing values: dropped, filled, replaced."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from pyrite._globals import _NoValue
from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._dataframe.base import Base
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.column import literal
from pyrite.sql.types import (
    BooleanType,
    DataType,
    DoubleType,
    FloatType,
    IntegerType,
    NumericType,
    StringType,
)

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

__all__ = ["Missing"]


class Missing(Base):
    """The part of DataFrame that deals with missing values."""

    def dropna(
        self, how: str = "any", thresh: int | None = None, subset: str | Sequence[str] | None = None
    ) -> DataFrame:
        """The rows without nulls and NaNs in the columns ``subset``, by default all.

        Parameters
        ----------
        how : str
            ``any`` drops a row with one missing value, ``all`` only one without any other.
        thresh : int, optional
            Keep the rows with at least so many values; ``how`` does not count then.
        """
        if how not in ("any", "all"):
            raise PySparkValueError(
                errorClass="VALUE_NOT_ALLOWED",
                messageParameters={"arg_name": "how", "allowed_values": "['any', 'all']"},
            )
        columns = self._subset(subset)
        least = thresh if thresh is not None else len(columns) if how == "any" else 1
        there = [e.Call("isnotnull", (without_nan(column),)) for column in columns]
        if least == len(there) or not there:
            tests: Sequence[e.Expression] = there
        else:
            one, none = e.Literal(1, IntegerType()), e.Literal(0, IntegerType())
            counts: list[e.Expression] = [e.Case(((test, one),), none) for test in there]
            total: e.Expression = reduce(lambda total, count: e.Call("+", (total, count)), counts)
            tests = [e.Call(">=", (total, e.Literal(least, IntegerType())))]
        plan = self._plan
        for test in tests:
            plan = r.Filter(plan, test)
        return self._with(plan)

    def _subset(self: Any, subset: str | Sequence[str] | None) -> list[e.Attribute]:
        if subset is None:
            return list(self._plan.output)
        if isinstance(subset, str):
            subset = [subset]
        elif not isinstance(subset, (list, tuple)):
            raise unexpected_type("subset", subset, "list, str or tuple")
        return [attribute for name in subset for attribute in self._named(name)]

    def _named(self: Any, name: str) -> list[e.Attribute]:
        """The columns of this name. Raises AnalysisException when there is none."""
        same = self._session._settings().same_name
        found = [attribute for attribute in self._plan.output if same(attribute.name, name)]
        return found or [self._column(name)._expression.attribute]

    def fillna(self, value: Any, subset: str | Sequence[str] | None = None) -> DataFrame:
        """Nulls (and NaNs) replaced by a value, in the columns of its kind; or by a dict from names to values."""
        if not isinstance(value, (float, int, str, bool, dict)):
            raise unexpected_type("value", value, "bool, dict, float, int or str")
        if isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        same = self._session._settings().same_name
        if isinstance(value, dict):
            for name in value:
                self._checked(name)
            given = {a.id: v for a in self._plan.output for name, v in value.items() if same(a.name, name)}
        else:
            names = None
            if subset is not None:
                if isinstance(subset, str):
                    subset = [subset]
                elif not isinstance(subset, (list, tuple)):
                    raise unexpected_type("subset", subset, "list or tuple")
                for name in subset:
                    self._checked(name)
                names = list(subset)
            given = {
                a.id: value
                for a in self._plan.output
                if _fillable(a.type, value) and (names is None or any(same(a.name, name) for name in names))
            }
        columns = [
            _filled(attribute, given[attribute.id]) if attribute.id in given else attribute
            for attribute in self._plan.output
        ]
        return self._with(r.Project(self._plan, tuple(columns)))

    def _checked(self: Any, name: str) -> None:
        self._column(name)

    def replace(
        self, to_replace: Any, value: Any = _NoValue, subset: str | Sequence[str] | None = None
    ) -> DataFrame:
        """Values replaced by others: one by one, several by one, list by list, or by a dict."""
        if value is _NoValue:
            if not isinstance(to_replace, dict):
                raise PySparkTypeError(
                    errorClass="ARGUMENT_REQUIRED",
                    messageParameters={"arg_name": "value", "condition": "`to_replace` is dict"},
                )
            value = None
        if not isinstance(to_replace, (bool, float, int, str, list, tuple, dict)):
            raise unexpected_type("to_replace", to_replace, "bool, dict, float, int, str or tuple")
        if (
            not isinstance(value, (bool, float, int, str, list, tuple))
            and value is not None
            and not isinstance(to_replace, dict)
        ):
            raise unexpected_type("value", value, "bool, float, int, list, None, str or tuple")
        if (
            isinstance(to_replace, (list, tuple))
            and isinstance(value, (list, tuple))
            and len(to_replace) != len(value)
        ):
            raise PySparkValueError(
                errorClass="LENGTH_SHOULD_BE_THE_SAME",
                messageParameters={
                    "arg1": "to_replace",
                    "arg2": "value",
                    "arg1_length": str(len(to_replace)),
                    "arg2_length": str(len(value)),
                },
            )
        if not (subset is None or isinstance(subset, (list, tuple, str))):
            raise unexpected_type("subset", subset, "list, str or tuple")
        if isinstance(to_replace, dict):
            pairs = list(to_replace.items())
        else:
            old = list(to_replace) if isinstance(to_replace, (list, tuple)) else [to_replace]
            new = list(value) if isinstance(value, (list, tuple)) else [value] * len(old)
            pairs = list(zip(old, new))
        kinds = {_kind(v) for pair in pairs for v in pair if v is not None}
        if len(kinds) > 1:
            raise PySparkValueError(errorClass="MIXED_TYPE_REPLACEMENT", messageParameters={})
        chosen = {attribute.id for attribute in self._chosen(subset)}
        columns = [
            _replaced(attribute, pairs)
            if attribute.id in chosen and _matches(attribute.type, kinds)
            else attribute
            for attribute in self._plan.output
        ]
        return self._with(r.Project(self._plan, tuple(columns)))

    def _chosen(self: Any, subset: str | Sequence[str] | None) -> list[e.Attribute]:
        if subset is None:
            return list(self._plan.output)
        names = [subset] if isinstance(subset, str) else list(subset)
        return [self._column(name)._expression.attribute for name in names]


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, (int, float)) else "string" if isinstance(value, str) else "other"


def _matches(kind: DataType, kinds: set[str]) -> bool:
    if not kinds:
        return False
    (wanted,) = kinds
    if wanted == "bool":
        return isinstance(kind, BooleanType)
    return isinstance(kind, NumericType if wanted == "number" else StringType)


def _fillable(kind: DataType, value: Any) -> bool:
    if isinstance(value, bool):
        return isinstance(kind, BooleanType)
    if isinstance(value, (int, float)):
        return isinstance(kind, NumericType)
    return isinstance(kind, StringType)


def without_nan(column: e.Attribute) -> e.Expression:
    """A column with nulls where it has NaNs."""
    if not isinstance(column.type, (DoubleType, FloatType)):
        return column
    nan = e.Call("=", (column, e.Literal(math.nan, column.type)))
    return e.Case(((nan, e.Literal(None, column.type)),), column)


def _filled(attribute: e.Attribute, value: Any) -> e.Expression:
    if isinstance(value, float) and isinstance(attribute.type, NumericType):
        default: e.Expression = e.Cast(e.Literal(value, DoubleType()), attribute.type)
    else:
        default = e.Cast(literal(value), attribute.type)
    return e.As(e.Call("coalesce", (without_nan(attribute), default)), (attribute.name,))


def _replaced(attribute: e.Attribute, pairs: Sequence[tuple[Any, Any]]) -> e.Expression:
    branches: list[tuple[e.Expression, e.Expression]] = []
    for old, new in pairs:
        wanted = e.Cast(literal(old), attribute.type) if old is not None else literal(None)
        test = e.Call("=", (attribute, wanted))
        value = e.Cast(literal(new), attribute.type) if new is not None else e.Literal(None, attribute.type)
        branches.append((test, value))
    return e.As(e.Case(tuple(branches), attribute), (attribute.name,))
