"""Which columns of a plan are used: the compiled query asks for no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.tree import Node

__all__ = ["needed_columns"]


def needed_columns(plan: r.Relation) -> set[int]:
    """The ids of the columns that the result or anything in a resolved plan is made of."""
    needs = _Needs()
    needs.all_of(plan)
    while needs.shared:
        _, shared = needs.shared.popitem()
        needs.of(shared)
    return needs.ids


class _Needs:
    """Collects ids from the top of a plan down, so that a relation is seen after all that reads it."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self.shared: dict[int, r.Relation] = {}
        self._seen: set[int] = set()

    def all_of(self, plan: r.Relation) -> None:
        """Every column of this relation is used."""
        self.ids.update([attribute.id for attribute in plan.output])
        self.of(plan)

    def of(self, plan: r.Relation) -> None:
        """What a relation uses to make those of its columns that are used."""
        collect = _COLLECT.get(type(plan))
        if collect is not None:
            collect(self, plan)
            return
        if type(plan) not in _TRANSPARENT:
            for part in plan.inputs:
                self.ids.update([attribute.id for attribute in part.output])
        self.in_values(child for child in plan.children() if not isinstance(child, r.Relation))
        # A lateral right side uses columns of the left.
        for part in reversed(plan.inputs):
            self.of(part)

    def in_values(self, values: Iterable[Node]) -> None:
        """The columns that are named in these, and in the subqueries in them."""
        for value in values:
            if isinstance(value, e.Attribute):
                self.ids.add(value.id)
            elif isinstance(value, e.OuterReference):
                self.ids.add(value.attribute.id)
            else:
                if isinstance(value, e.ExistsQuery):
                    self.of(value.plan)
                elif isinstance(value, (e.ScalarQuery, e.InQueryValue)):
                    self.all_of(value.plan)
                self.in_values(child for child in value.children() if not isinstance(child, r.Relation))

    def _leaf(self, plan: r.Leaf) -> None:
        pass

    def _value_rows(self, plan: r.ValueRows) -> None:
        self.in_values([value for row in plan.rows for value in row])

    def _project(self, plan: r.Project | r.Shown | r.Aggregate) -> None:
        outputs = plan.columns if isinstance(plan, r.Shown) else plan.expressions
        self.in_values(value for value in outputs if e.attribute_of(value).id in self.ids)  # type: ignore[arg-type]
        if isinstance(plan, r.Aggregate):
            self.in_values(plan.groupings)
        self.of(plan.child)

    def _renewed(self, plan: r.Renewed) -> None:
        self._by_position(plan.columns, plan.child)
        self.of(plan.child)

    def _by_position(self, columns: tuple[e.Attribute, ...], below: r.Relation) -> None:
        for column, same in zip(columns, below.output):
            if column.id in self.ids:
                self.ids.add(same.id)

    def _shared(self, plan: r.Shared) -> None:
        before = len(self.ids)
        self._by_position(plan.columns, plan.plan)
        key = id(plan.plan)
        if len(self.ids) > before or key not in self._seen:
            self._seen.add(key)
            self.shared[key] = plan.plan

    def _set_operation(self, plan: r.SetOperation) -> None:
        everything = plan.kind != "union" or not plan.all
        if everything:
            self.ids.update([attribute.id for attribute in plan.output])
        for part in (plan.left, plan.right):
            if everything:
                self.all_of(part)
            else:
                self._by_position(plan.output, part)
                self.of(part)

    def _stored(self, plan: r.Stored) -> None:
        if not plan.store.active:
            self.all_of(plan.store.plan)

    def _recursion(self, plan: r.Recursion) -> None:
        self.all_of(plan.step)
        self.all_of(plan.anchor)


#: Relations whose columns are their inputs', and which use no others than those they name.
_TRANSPARENT = {
    r.Deduplicate, r.Filter, r.Generate, r.Hint, r.Join, r.Limit, r.Named, r.Observed, r.Offset, r.OneRow,
    r.Repartition, r.Sample, r.Sort, r.Tail,
}  # fmt: skip

_COLLECT: dict[type, Callable[[_Needs, Any], None]] = {
    r.Aggregate: _Needs._project,
    r.ArrowRows: _Needs._leaf,
    r.Files: _Needs._leaf,
    r.Project: _Needs._project,
    r.PythonSource: _Needs._leaf,
    r.PythonTable: _Needs._leaf,
    r.PythonValues: _Needs._leaf,
    r.RDDRows: _Needs._leaf,
    r.Range: _Needs._leaf,
    r.Recursion: _Needs._recursion,
    r.RecursionInput: _Needs._leaf,
    r.Renewed: _Needs._renewed,
    r.SetOperation: _Needs._set_operation,
    r.Shared: _Needs._shared,
    r.Shown: _Needs._project,
    r.Stored: _Needs._stored,
    r.ValueRows: _Needs._value_rows,
}
