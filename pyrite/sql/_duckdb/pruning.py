"""Which files a filter leaves, by what their directories tell: others are not opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from pyrite.sql._analysis.aggregation import own_values
from pyrite.sql._duckdb.known_values import Unknown, value_of
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r

__all__ = ["pruned"]


def pruned(plan: r.Relation, condition: e.Value) -> r.Relation:
    """The relation below a filter without the files of which no row passes it."""
    if isinstance(plan, (r.Named, r.Hint, r.Filter)) or _is_by_row(plan):
        child = pruned(plan.child, condition)
        return plan if child is plan.child else replace(plan, child=child)
    if not isinstance(plan, r.Files) or not plan.source.names:
        return plan
    places = {
        column.id: plan.source.names.index(column.name)
        for column in plan.columns
        if column.name in plan.source.names
    }
    tests = list(_conjuncts(condition))
    passing: dict[tuple[Any, ...], bool] = {}
    for file in plan.source.files:
        if file.values not in passing:
            known = {number: file.values[place] for number, place in places.items()}
            passing[file.values] = all(_may_pass(test, known) for test in tests)
    if all(passing.values()):
        return plan
    files = tuple([file for file in plan.source.files if passing[file.values]])
    return replace(plan, source=replace(plan.source, files=files))


def _is_by_row(plan: r.Relation) -> TypeGuard[r.Project]:
    """Whether this makes each row of one row below, whatever the others are."""
    return isinstance(plan, r.Project) and not any(
        isinstance(part, e.WindowValue) or (isinstance(part, e.Apply) and not part.function.deterministic)
        for value in plan.expressions
        for part in own_values(value)  # type: ignore[arg-type]
    )


def _conjuncts(value: e.Value) -> Iterator[e.Value]:
    if isinstance(value, e.Apply) and value.function.name in ("and", "between"):
        for part in value.arguments:
            yield from _conjuncts(part)
    else:
        yield value


def _may_pass(test: e.Value, known: Mapping[int, Any]) -> bool:
    try:
        return value_of(test, known) is True
    except Unknown:
        return True
