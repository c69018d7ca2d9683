"""Filters of a plan that users' data sources take over: fewer rows come, and what a source takes is checked no more."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkAssertionError
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.datasource import (
    ColumnPath,
    EqualNullSafe,
    EqualTo,
    Filter,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNotNull,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Not,
    StringContains,
    StringEndsWith,
    StringStartsWith,
)
from pyrite.sql.types import BooleanType, DecimalType, StringType, TimestampType

__all__ = ["LateParts", "with_filters"]

_COMPARISONS: dict[str, Callable[[ColumnPath, Any], Filter]] = {
    "=": EqualTo,
    "<=>": EqualNullSafe,
    "<": LessThan,
    "<=": LessThanOrEqual,
    ">": GreaterThan,
    ">=": GreaterThanOrEqual,
}
_TURNED = {"=": "=", "<=>": "<=>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITES: dict[type[Filter], Callable[[ColumnPath, Any], Filter]] = {
    LessThan: GreaterThanOrEqual,
    LessThanOrEqual: GreaterThan,
    GreaterThan: LessThanOrEqual,
    GreaterThanOrEqual: LessThan,
}
#: Functions that are null where an argument is.
_STRICT = {
    *("=", "<", "<=", ">", ">=", "not", "between", "like", "startswith", "endswith", "contains"),
    *("+", "-", "*", "abs", "upper", "lower"),
}
_SEARCHES: dict[str, Callable[[ColumnPath, str], Filter]] = {
    "startswith": StringStartsWith,
    "endswith": StringEndsWith,
    "contains": StringContains,
}


@dataclass(frozen=True)
class LateParts:
    """The parts of a source that takes filters: they are told when a query runs, by the reader that took its filters.

    Parameters
    ----------
    make : callable
        Makes a reader.
    parts : callable
        The parts that a reader tells.
    told : callable
        Calls something of the user's, with his errors as Spark's.
    reader : Any
        The reader of this query.
    """

    make: Callable[[], Any]
    parts: Callable[[Any], tuple[Any, ...]]
    told: Callable[[str, Callable[[], Any]], Any]
    reader: Any

    def __iter__(self) -> Iterator[Any]:
        found: tuple[Any, ...] = self.told("plan", lambda: self.parts(self.reader))
        return iter(found)


def with_filters(plan: r.Relation, zone: str) -> r.Relation:
    """The plan with what its sources take over out of its filters.

    Parameters
    ----------
    plan : Relation
        The plan.
    zone : str
        The session's time zone, that of the moments in filters.

    Raises
    ------
    AnalysisException
        PYTHON_DATA_SOURCE_ERROR for errors of ``pushFilters``, and for filters it gives that are not among its own.
    """

    def inside(node: Any) -> Any:
        if isinstance(node, r.Filter):
            chain = _Chain(zone)
            if chain.find(node):
                return chain.rebuilt()
        return node.with_children(inside)

    found: r.Relation = inside(plan)
    return found


@dataclass(frozen=True)
class _Part:
    """A part of a condition.

    Parameters
    ----------
    value : Value
        The part, as the engine checks it.
    same : list of Filter
        Filters that together say the same; none if no filters do.
    not_null : list of Filter
        What follows from it: columns that are not null.
    """

    value: e.Value
    same: Sequence[Filter] = ()
    not_null: Sequence[Filter] = ()


@dataclass
class _Chain:
    """Filters above a source, with only renamed columns between them."""

    zone: str
    nodes: list[r.Relation] = field(default_factory=list)
    source: r.PythonSource | None = None
    #: The columns of the source by the ids that they have on the way.
    columns: dict[int, str] = field(default_factory=dict)

    def find(self, plan: r.Relation) -> bool:
        """Whether there is a source below that takes filters."""
        while isinstance(plan, (r.Filter, r.Named, r.Project)):
            self.nodes.append(plan)
            plan = plan.child
        if not (isinstance(plan, r.PythonSource) and isinstance(plan.parts, LateParts)):
            return False
        self.source = plan
        self.columns = {column.id: column.name for column in plan.columns}
        for node in reversed(self.nodes):
            if isinstance(node, r.Project):
                for value in node.expressions:
                    if isinstance(value, e.Alias) and isinstance(value.child, e.Attribute):
                        known = self.columns.get(value.child.id)
                        if known is not None:
                            self.columns[value.id] = known
        return True

    def rebuilt(self) -> r.Relation:
        """The filters that the source leaves, above the source that has taken the others."""
        assert self.source is not None
        late: Any = self.source.parts
        parts = {
            id(node): [self._part(value) for value in _conjuncts(node.condition)]
            for node in self.nodes
            if isinstance(node, r.Filter)
        }
        every = [part for node in reversed(self.nodes) for part in parts.get(id(node), ())]
        asked = _unique(
            [*(f for part in every for f in part.not_null), *(f for part in every for f in part.same)]
        )
        plan: r.Relation = self.source
        taken: set[str] = set()
        if asked:
            reader = late.told("initialize", late.make)
            left = {id(each) for each in late.told("push filters into", lambda: _pushed(reader, asked))}
            taken = {repr(each) for each in asked if id(each) not in left}
            plan = replace(self.source, reader=reader, parts=replace(late, reader=reader))
        for node in reversed(self.nodes):
            if not isinstance(node, r.Filter):
                plan = replace(node, child=plan)  # type: ignore[call-arg]
                continue
            stay = [
                part.value
                for part in parts[id(node)]
                if not part.same or not taken.issuperset(map(repr, part.same))
            ]
            if stay:
                plan = replace(node, child=plan, condition=_all(stay))
        return plan

    def _part(self, value: Any) -> _Part:
        same = self._filters(value)
        paths = [*self._strict(value), *(f.attribute for f in same if isinstance(f, EqualTo))]
        return _Part(value, same, [IsNotNull(path) for path in paths])

    def _strict(self, value: Any) -> Iterator[ColumnPath]:
        """Columns whose null makes the value null."""
        path = self._path(value)
        if path is not None:
            yield path
        elif isinstance(value, e.Cast):
            yield from self._strict(value.child)
        elif isinstance(value, e.Apply) and value.function.name in _STRICT:
            for argument in value.arguments:
                yield from self._strict(argument)

    def _filters(self, value: Any) -> list[Filter]:
        """A condition as filters; none if there are none that say the same."""
        path = self._path(value)
        if path is not None:
            return [EqualTo(path, True)]
        if not isinstance(value, e.Apply):
            return []
        name, arguments = value.function.name, value.arguments
        if name == "between":
            both = [self._filters(part) for part in arguments[:2]]
            return [each for found in both for each in found] if all(both) else []
        if name == "not":
            return self._negated(arguments[0])
        if name in ("isnull", "isnotnull"):
            path = self._path(arguments[0])
            return [] if path is None else [(IsNull if name == "isnull" else IsNotNull)(path)]
        if name in _COMPARISONS:
            return self._compared(name, arguments[0], arguments[1])
        if name == "in":
            return self._among(arguments[0], arguments[1:])
        if name in _SEARCHES:
            return self._searched(_SEARCHES[name], arguments[0], arguments[1])
        if name == "like":
            return self._like(arguments)
        return []

    def _negated(self, value: Any) -> list[Filter]:
        found = self._filters(value)
        if len(found) != 1:
            return []
        if isinstance(found[0], IsNull):
            return [IsNotNull(found[0].attribute)]
        if isinstance(found[0], IsNotNull):
            return [IsNull(found[0].attribute)]
        opposite = _OPPOSITES.get(type(found[0]))
        if opposite is None:
            return [Not(found[0])]
        return [opposite(found[0].attribute, found[0].value)]  # type: ignore[attr-defined]

    def _compared(self, name: str, left: Any, right: Any) -> list[Filter]:
        if self._path(left) is None:
            name, left, right = _TURNED[name], right, left
        path, known = self._path(left), self._constant(left, right)
        if path is None or known is None:
            return []
        if known[0] is None:
            return [IsNull(path)] if name == "<=>" else []
        return [_COMPARISONS[name](path, known[0])]

    def _among(self, column: Any, values: Sequence[Any]) -> list[Filter]:
        path = self._path(column)
        known = [self._constant(column, value) for value in values]
        if path is None or None in known:
            return []
        found = [each[0] for each in known if each is not None]
        return [EqualTo(path, found[0]) if len(found) == 1 else In(path, found)]  # type: ignore[arg-type]

    def _searched(self, search: Callable[[ColumnPath, str], Filter], column: Any, text: Any) -> list[Filter]:
        path, known = self._path(column), self._constant(column, text)
        if path is None or known is None or known[0] is None or not isinstance(column.type, StringType):
            return []
        return [search(path, known[0])]

    def _like(self, arguments: Sequence[Any]) -> list[Filter]:
        """A pattern with nothing but a percent sign at its ends."""
        known = self._constant(arguments[0], arguments[1])
        pattern = known[0] if known is not None else None
        if not isinstance(pattern, str):
            return []
        text = pattern.strip("%")
        if not text or any(sign in text for sign in "%_\\") or len(pattern) - len(text) > 2:
            return []
        begins, ends = not pattern.startswith("%"), not pattern.endswith("%")
        search = (
            EqualTo if begins and ends else StringStartsWith if begins else StringEndsWith if ends else None
        )
        path = self._path(arguments[0])
        return [] if path is None else [(search or StringContains)(path, text)]

    def _path(self, value: Any) -> ColumnPath | None:
        """The names that lead to a column, or to a field of one."""
        if isinstance(value, e.Apply):
            if value.function.name == "commonexpressionref":
                return self._path(value.arguments[0])
            if value.function.name == "getfield":
                above = self._path(value.arguments[0])
                return None if above is None else (*above, str(value.options[-1]))
        if isinstance(value, e.Attribute) and value.id in self.columns:
            return (self.columns[value.id],)
        return None

    def _constant(self, column: Any, value: Any) -> tuple[Any] | None:
        """The Python value of a constant of the column's type, alone in a tuple; None if it is none."""
        kind = column.type
        if type(value.type) is not type(kind):
            return None
        try:
            found = constant_value(value)
        except NotConstant:
            return None
        if found is not None and isinstance(kind, TimestampType):
            moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
            return ((moment + datetime.timedelta(microseconds=found)).astimezone(ZoneInfo(self.zone)),)
        if isinstance(found, Decimal) and isinstance(kind, DecimalType):
            found = found.quantize(Decimal(1).scaleb(-kind.scale))
        if found is not None and kind.needConversion():
            found = kind.fromInternal(found)
        return (found,)


def _pushed(reader: Any, filters: list[Filter]) -> list[Filter]:
    """The filters that a reader leaves."""
    left = list(reader.pushFilters(list(filters)))
    known = {id(each) for each in filters}
    extra = [each for each in left if id(each) not in known]
    if extra:
        raise PySparkAssertionError(
            errorClass="DATA_SOURCE_EXTRANEOUS_FILTERS",
            messageParameters={
                "type": type(reader).__name__,
                "input": str(filters),
                "extraneous": str(extra),
            },
        )
    return left


def _unique(filters: Sequence[Filter]) -> list[Filter]:
    """Each filter once: those that columns are not null first."""
    found = {repr(each): each for each in filters}
    return sorted(found.values(), key=lambda each: not isinstance(each, IsNotNull))


def _conjuncts(condition: Any) -> Iterator[Any]:
    """The parts that must all be true."""
    name = condition.function.name if isinstance(condition, e.Apply) else ""
    if name == "and":
        for part in condition.arguments:
            yield from _conjuncts(part)
    elif name == "not" and _is_or(condition.arguments[0]):
        for part in condition.arguments[0].arguments:
            yield from _conjuncts(replace(condition, arguments=(part,), shown=None))
    else:
        yield condition


def _is_or(value: Any) -> bool:
    return isinstance(value, e.Apply) and value.function.name == "or"


def _all(parts: Sequence[Any]) -> Any:
    """Several conditions as one."""
    whole = parts[0]
    for part in parts[1:]:
        whole = e.Apply(FUNCTIONS["and"], (whole, part), BooleanType())
    return whole
