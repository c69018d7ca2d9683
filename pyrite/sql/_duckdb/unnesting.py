"""Lateral joins with a generator, as the generator over the left side: no join, and rows keep their order."""

from __future__ import annotations

from dataclasses import replace

from pyrite.sql._analysis.aggregation import own_values, rewrite
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import BooleanType

__all__ = ["unnested"]


def unnested(join: r.Join) -> r.Relation | None:
    """The same rows without a join; None where the right side is more than columns made of a generator's."""
    if not join.lateral or join.how not in ("inner", "cross", "left") or not _always(join.condition):
        return None
    projects: list[r.Project] = []
    plan = join.right
    while isinstance(plan, (r.Named, r.Project)):
        if isinstance(plan, r.Project):
            projects.append(plan)
        plan = plan.child
    if not isinstance(plan, r.Generate) or not isinstance(plan.child, r.OneRow):
        return None
    outer = join.how == "left"
    if not all(_is_of_row(value, outer) for project in projects for value in project.expressions):
        return None
    inside = {attribute.id: attribute for attribute in (*join.left.output, *join.left.hidden)}

    def change(value: e.Value) -> e.Value | None:
        return inside.get(value.attribute.id) if isinstance(value, e.OuterReference) else None

    found: r.Relation = replace(
        plan, child=join.left, generator=rewrite(plan.generator, change), outer=plan.outer or outer
    )
    for project in reversed(projects):
        columns = tuple([rewrite(value, change) for value in project.expressions])
        found = r.Project(found, (*join.left.output, *columns))
    return found


def _always(condition: e.Expression | None) -> bool:
    return condition is None or (
        isinstance(condition, e.Literal)
        and condition.value is True
        and isinstance(condition.type, BooleanType)
    )


def _is_of_row(value: e.Expression, plain: bool) -> bool:
    """Whether an output is computed from one row; or, asked for ``plain``, is a column."""
    assert isinstance(value, e.Value)
    if plain:
        return isinstance(value.child if isinstance(value, e.Alias) else value, e.Attribute)
    return not any(
        isinstance(part, (e.WindowValue, e.ScalarQuery, e.ExistsQuery, e.InQueryValue))
        for part in own_values(value)
    )
