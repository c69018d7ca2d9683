"""The order in which Spark happens to give rows that nobody sorted, where programs have come to see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyrite.sql._analysis.aggregation import own_values
from pyrite.sql._physical.placement import is_few, row_position
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r

__all__ = ["in_sparks_order"]

#: Relations that keep the order of their input.
_KEEP = (r.Filter, r.Hint, r.Limit, r.Named, r.Observed, r.Offset, r.Project, r.Shown)


def in_sparks_order(plan: r.Relation) -> r.Relation:
    """The plan with its rows in the order that Spark is known to give them; itself where it is not.

    Rows that come from window functions are in the order in which these saw them: by the keys of the last window, as
    Spark sorts a partition for it, where the keys are columns of the result. Cross joins of few rows go through the
    left ones.
    """
    if isinstance(plan, r.Project):
        outputs: Sequence[e.Value] = plan.expressions  # type: ignore[assignment]
        windows = [part for out in outputs for part in own_values(out) if isinstance(part, e.WindowValue)]
        if windows:
            return _sorted(plan, outputs, windows[-1])
    if isinstance(plan, r.Join):
        return _crossed(plan)
    if not isinstance(plan, _KEEP):
        return plan
    child = in_sparks_order(plan.child)
    return plan if child is plan.child else replace(plan, child=child)


def _sorted(plan: r.Project, outputs: Sequence[e.Value], value: e.WindowValue) -> r.Relation:
    keys = [e.SortOrder(key) for key in value.window.partition] + list(value.window.order)
    shown = {column.id for column in plan.output}
    if not keys or not all(isinstance(key.child, e.Attribute) and key.child.id in shown for key in keys):
        return plan
    numbers = [e.SortOrder(e.attribute_of(output)) for output in outputs if _is_row_number(output)]
    return r.Sort(plan, (*keys, *numbers), whole=False)


def _crossed(plan: r.Join) -> r.Relation:
    if plan.how not in ("cross", "inner") or plan.condition is not None or plan.lateral or not is_few(plan):
        return plan
    numbers = [e.Alias(row_position(), name) for name in ("left", "right")]
    left, right = (
        r.Project(side, (*side.output, number)) for side, number in zip((plan.left, plan.right), numbers)
    )
    keys = tuple([e.SortOrder(e.attribute_of(number)) for number in numbers])
    return r.Project(r.Sort(replace(plan, left=left, right=right), keys, whole=False), plan.output)


def _is_row_number(output: e.Value) -> bool:
    value = output.child if isinstance(output, e.Alias) else None
    return (
        isinstance(value, e.WindowValue)
        and isinstance(value.function, e.Apply)
        and value.function.function.name == "row_number"
    )
