"""The order in which Spark happens to give rows that nobody sorted, where programs have come to see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyrite.sql._analysis.aggregation import own_values
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r

__all__ = ["in_order_of_windows"]

#: Relations that keep the order of their input.
_KEEP = (r.Filter, r.Hint, r.Limit, r.Named, r.Observed, r.Offset, r.Project, r.Shown)


def in_order_of_windows(plan: r.Relation) -> r.Relation:
    """The plan with rows that come from window functions in the order in which these saw them.

    That is by the keys of the last window, as Spark sorts a partition for it; only where the keys are columns of
    the result. The plan itself where no windows are on the way to its rows.
    """
    if isinstance(plan, r.Project):
        outputs: Sequence[e.Value] = plan.expressions  # type: ignore[assignment]
        windows = [part for out in outputs for part in own_values(out) if isinstance(part, e.WindowValue)]
        if windows:
            return _sorted(plan, outputs, windows[-1])
    if not isinstance(plan, _KEEP):
        return plan
    child = in_order_of_windows(plan.child)
    return plan if child is plan.child else replace(plan, child=child)


def _sorted(plan: r.Project, outputs: Sequence[e.Value], value: e.WindowValue) -> r.Relation:
    keys = [e.SortOrder(key) for key in value.window.partition] + list(value.window.order)
    shown = {column.id for column in plan.output}
    if not keys or not all(isinstance(key.child, e.Attribute) and key.child.id in shown for key in keys):
        return plan
    numbers = [e.SortOrder(e.attribute_of(output)) for output in outputs if _is_row_number(output)]
    return r.Sort(plan, (*keys, *numbers))


def _is_row_number(output: e.Value) -> bool:
    value = output.child if isinstance(output, e.Alias) else None
    return (
        isinstance(value, e.WindowValue)
        and isinstance(value.function, e.Apply)
        and value.function.function.name == "row_number"
    )
