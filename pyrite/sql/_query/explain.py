"""Plans as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.naming import pretty
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan.relations import Relation
from pyrite.sql._plan.tree import Node

if TYPE_CHECKING:
    from pyrite.sql._query.execution import Execution

__all__ = ["MODES", "explained", "line_of", "tree_text"]

MODES = ("simple", "extended", "codegen", "cost", "formatted")


def explained(execution: Execution, mode: str) -> str:
    """What ``explain`` prints: our plan, and DuckDB's plan of the query that it became.

    ``extended`` and ``cost`` show the plan as written and as analyzed too; ``codegen`` and ``formatted`` the SQL that
    DuckDB runs.
    """
    parts = []
    if mode in ("extended", "cost"):
        schema = ", ".join([f"{a.name}: {a.type.simpleString()}" for a in execution.analyzed.output])
        parts += [
            ("Parsed Logical Plan", tree_text(execution.written)),
            ("Analyzed Logical Plan", f"{schema}\n{tree_text(execution.analyzed)}"),
        ]
    if mode in ("extended", "codegen", "formatted"):
        parts.append(("DuckDB SQL", execution.compiled.sql))
    parts.append(("Physical Plan", execution.physical_plan()))
    return "\n\n".join([f"== {title} ==\n{text}" for title, text in parts]) + "\n"


def tree_text(plan: Relation) -> str:
    """The plan as a tree, a line for each relation."""
    return "\n".join(_lines(plan))


def _lines(plan: Relation) -> list[str]:
    lines = [line_of(plan)]
    inputs = plan.inputs
    for index, child in enumerate(inputs):
        last = index == len(inputs) - 1
        first, *rest = _lines(child)
        lines.append(f"{'+- ' if last else ':- '}{first}")
        lines += [f"{'   ' if last else ':  '}{line}" for line in rest]
    return lines


def line_of(plan: Relation) -> str:
    """One relation as a line of the tree."""
    mark = "" if plan.resolved else "'"
    details = [_detail(value) for name, value in vars(plan).items() if _is_detail(plan, name, value)]
    return f"{mark}{type(plan).__name__} {', '.join(details)}".rstrip()


def _is_detail(plan: Relation, name: str, value: Any) -> bool:
    fields = getattr(type(plan), "__dataclass_fields__", {})
    return (
        name in fields
        and name not in ("origin", "table", "store", "rdd")
        and not isinstance(value, Relation)
        and value not in (None, (), False)
    )


def _detail(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join([_detail(part) for part in value])}]"
    if isinstance(value, e.Attribute):
        return f"{value.name}#{value.id}"
    if isinstance(value, e.Alias):
        return f"{_detail(value.child)} AS {value.name}#{value.id}"
    if isinstance(value, e.Expression):
        return pretty(value)
    return type(value).__name__ if isinstance(value, Node) else str(value)
