"""Joins: rows of two DataFrames side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from pyrite.errors import IllegalArgumentException
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.joins import distinct_from
from pyrite.sql._dataframe.base import Base
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.column import Column
from pyrite.sql.types import IntegerType

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

#: The names of join types, in the order in which an error tells them.
_JOINS: dict[str, r.JoinType] = {
    "inner": "inner",
    "outer": "full",
    "full": "full",
    "fullouter": "full",
    "full_outer": "full",
    "leftouter": "left",
    "left": "left",
    "left_outer": "left",
    "rightouter": "right",
    "right": "right",
    "right_outer": "right",
    "leftsemi": "semi",
    "left_semi": "semi",
    "semi": "semi",
    "leftanti": "anti",
    "left_anti": "anti",
    "anti": "anti",
    "cross": "cross",
}
_MOST_NEAREST = 100_000


class Joins(Base):
    """The part of DataFrame that joins it with others."""

    def join(
        self,
        other: DataFrame,
        on: str | list[str] | Column | list[Column] | None = None,
        how: str | None = None,
    ) -> DataFrame:
        """Rows of both where a condition holds, or where columns of the same names are equal.

        Parameters
        ----------
        other : DataFrame
            The right side.
        on : str, list of str, Column or list of Column, optional
            Names of columns that both have, or conditions; without it every pair of rows.
        how : str, optional
            ``inner`` (default), ``cross``, ``outer``, ``left``, ``right``, ``semi`` or ``anti``.

        >>> df.join(other, "name").join(third, df.id == third.id, "left")     # doctest: +SKIP
        """
        names, condition = _keys(on)
        if not isinstance(how, (str, type(None))):
            raise AssertionError("how should be a string")
        return self._with(r.Join(self._plan, other._plan, _join_type(how), condition, using=names))

    def crossJoin(self, other: DataFrame) -> DataFrame:
        """Every row of this with every row of the other."""
        return self._with(r.Join(self._plan, other._plan, "cross"))

    def lateralJoin(self, other: DataFrame, on: Column | None = None, how: str | None = None) -> DataFrame:
        """Each row with the rows that ``other`` computes for it; in there ``col.outer()`` is this one's column.

        ``how`` is ``inner`` (default), ``left`` or ``cross``.
        """
        condition = None if on is None else on._expression
        kind = _join_type(how, ("inner", "left", "cross"))
        return self._with(r.Join(self._plan, other._plan, kind, condition, lateral=True))

    def nearestByJoin(
        self,
        other: DataFrame,
        rankingExpression: Column,
        numResults: int,
        mode: str,
        direction: str,
        *,
        joinType: str = "inner",
    ) -> DataFrame:
        """Each row with the rows of ``other`` that rank first for it.

        Parameters
        ----------
        rankingExpression : Column
            What ranks a row of the other for a row of this.
        numResults : int
            How many rows of the other at most, from 1 to 100000.
        mode : str
            ``exact`` or ``approx``. Pyrite is always exact.
        direction : str
            ``distance`` when the smallest values are nearest, ``similarity`` when the largest are.
        joinType : str
            ``inner``, or ``leftouter`` to keep rows without any match.
        """
        _expect("NEAREST_BY_JOIN.UNSUPPORTED_MODE", "mode", mode, ("approx", "exact"))
        _expect("NEAREST_BY_JOIN.UNSUPPORTED_DIRECTION", "direction", direction, ("distance", "similarity"))
        kind = _JOINS.get(joinType.lower())
        if kind not in ("inner", "left"):
            raise analysis_error(
                "NEAREST_BY_JOIN.UNSUPPORTED_JOIN_TYPE",
                {"joinType": joinType, "supported": "'INNER', 'LEFT OUTER'"},
            )
        if not 1 <= numResults <= _MOST_NEAREST:
            raise analysis_error(
                "NEAREST_BY_JOIN.NUM_RESULTS_OUT_OF_RANGE",
                {"numResults": str(numResults), "min": "1", "max": str(_MOST_NEAREST)},
            )
        order = e.SortOrder(rankingExpression._expression, direction == "distance", False)
        return self._with(_nearest(self._plan, other._plan, order, int(numResults), kind))

    def _joinAsOf(
        self: Any,
        other: Any,
        leftAsOfColumn: str | Column,
        rightAsOfColumn: str | Column,
        on: str | list[str] | Column | list[Column] | None = None,
        how: str | None = None,
        *,
        tolerance: Column | None = None,
        allowExactMatches: bool = True,
        direction: str = "backward",
    ) -> DataFrame:
        """Each row with the one row of the other whose as-of column is nearest to its own.

        Parameters
        ----------
        leftAsOfColumn, rightAsOfColumn : str or Column
            What is compared.
        on : str, list of str, Column or list of Column, optional
            What else must be equal, or hold.
        how : str, optional
            ``inner`` (default) or ``left``.
        tolerance : Column, optional
            A constant: how far apart they may be.
        allowExactMatches : bool
            Whether equal values match.
        direction : str
            ``backward`` (default) takes the nearest value that is not greater, ``forward`` the nearest that is not
            smaller, ``nearest`` either.
        """
        left = self._plan
        right = distinct_from(other._plan, left)
        one = (self[leftAsOfColumn] if isinstance(leftAsOfColumn, str) else leftAsOfColumn)._expression
        two = (other[rightAsOfColumn] if isinstance(rightAsOfColumn, str) else rightAsOfColumn)._expression
        one, two = one.transform_up(_of_the_left), _of_the_right(two, right)
        _expect(
            "AS_OF_JOIN.UNSUPPORTED_DIRECTION", "direction", direction, ("forward", "backward", "nearest")
        )
        kind = _JOINS.get((how or "inner").lower())
        if kind not in ("inner", "left"):
            raise IllegalArgumentException(f"requirement failed: Unsupported as-of join type {how}")
        if tolerance is not None:
            self._check_tolerance(tolerance)
        tests = _as_of_tests(one, two, tolerance, allowExactMatches, direction)
        names, condition = _keys(on)
        for name in names:
            equal = (
                self[name]._expression.transform_up(_of_the_left),
                _of_the_right(other[name]._expression, right),
            )
            tests.append(e.Call("=", equal))
        tests += [] if condition is None else [condition]
        for test in tests:
            right = r.Filter(right, test)
        return self._with(_nearest(left, right, _as_of_order(one, two, direction), 1, kind))

    def _check_tolerance(self, tolerance: Column) -> None:
        plan = self._with(r.Project(r.OneRow(), (e.As(tolerance._expression, ("tolerance",)),)))._plan
        assert isinstance(plan, r.Project)
        (alias,) = plan.expressions
        assert isinstance(alias, e.Alias)
        try:
            value = constant_value(alias.child)
        except NotConstant:
            raise analysis_error("AS_OF_JOIN.TOLERANCE_IS_UNFOLDABLE", {}) from None
        if isinstance(value, (int, float, Decimal)) and value < 0:
            raise analysis_error("AS_OF_JOIN.TOLERANCE_IS_NON_NEGATIVE", {})


def _of_the_left(node: Any) -> Any:
    """In the right side of a lateral join: a column that is the left's, even if the right is the same DataFrame."""
    return e.OuterReference(node.attribute) if isinstance(node, e.DatasetColumn) else node


def _of_the_right(column: e.Expression, right: r.Relation) -> e.Expression:
    ids = right.renewed

    def renew(node: Any) -> Any:
        if isinstance(node, e.DatasetColumn) and node.attribute.id in ids:
            return right.find_id(ids[node.attribute.id])
        return node

    renewed: e.Expression = column.transform_up(renew)
    return renewed


def _nearest(
    left: r.Relation, right: r.Relation, order: e.SortOrder, count: int, kind: r.JoinType
) -> r.Relation:
    """Each row of the left with the first rows of the right, which may refer to the left."""
    first = r.Limit(r.Sort(right, (order,)), e.Literal(count, IntegerType()))
    return r.Join(left, first, kind, lateral=True)


def _as_of_tests(
    left: e.Expression, right: e.Expression, tolerance: Column | None, exact: bool, direction: str
) -> list[e.Expression]:
    """What must hold between the as-of columns of a pair."""
    tests: list[e.Expression] = []
    if direction == "backward":
        tests.append(e.Call(">=" if exact else ">", (left, right)))
    elif direction == "forward":
        tests.append(e.Call("<=" if exact else "<", (left, right)))
    elif not exact:
        tests.append(e.Call("!=", (left, right)))
    if tolerance is not None:
        least = e.Call("-", (left, tolerance._expression))
        most = e.Call("+", (left, tolerance._expression))
        if direction in ("backward", "nearest"):
            tests.append(e.Call(">=", (right, least)))
        if direction in ("forward", "nearest"):
            tests.append(e.Call("<=", (right, most)))
    return tests


def _as_of_order(left: e.Expression, right: e.Expression, direction: str) -> e.SortOrder:
    """What puts the nearest pair first."""
    if direction == "backward":
        return e.SortOrder(right, False)
    if direction == "forward":
        return e.SortOrder(right)
    ahead = e.Call(">", (left, right))
    return e.SortOrder(e.Case(((ahead, e.Call("-", (left, right))),), e.Call("-", (right, left))))


def _join_type(how: str | None, allowed: Sequence[r.JoinType] | None = None) -> r.JoinType:
    kind = "inner" if how is None else _JOINS.get(how.lower())
    if kind is None or (allowed is not None and kind not in allowed):
        names = [f"'{name}'" for name, known in _JOINS.items() if allowed is None or known in allowed]
        raise analysis_error("UNSUPPORTED_JOIN_TYPE", {"typ": str(how), "supported": ", ".join(names)})
    return kind


def _expect(condition: str, parameter: str, value: str, allowed: Sequence[str]) -> None:
    if value.lower() not in allowed:
        supported = ", ".join([f"'{name}'" for name in allowed])
        raise analysis_error(condition, {parameter: value, "supported": supported})


def _keys(on: Any) -> tuple[tuple[str, ...], e.Expression | None]:
    """The names, or else the one condition, that ``on`` tells."""
    parts = [] if on is None else on if isinstance(on, list) else [on]
    if not parts:
        return (), None
    if isinstance(parts[0], str):
        return tuple(parts), None
    if not isinstance(parts[0], Column):
        raise AssertionError("on should be Column or list of Column")
    condition: Column = reduce(and_, parts)
    return (), condition._expression
