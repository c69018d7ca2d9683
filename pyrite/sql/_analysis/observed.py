"""Observed metrics: what may be among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyrite.sql._analysis.aggregation import is_aggregate
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_sql
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer

__all__ = ["metrics"]


def metrics(
    analyzer: Analyzer, child: r.Relation, expressions: Sequence[e.Expression]
) -> tuple[e.Expression, ...]:
    """The metrics over a relation, resolved.

    Raises
    ------
    AnalysisException
        INVALID_OBSERVED_METRICS for what is no aggregate of the whole.
    """
    found = analyzer.binder(child).named(expressions)
    for metric in found:
        reason = _refused(metric)
        if reason is not None:
            raise analysis_error(f"INVALID_OBSERVED_METRICS.{reason}", {"expr": quoted_sql(metric)})
    return tuple(found)


def _refused(value: e.Value, inside: bool = False) -> str | None:
    """Why a value is no metric; ``inside`` an aggregate it may name columns."""
    if isinstance(value, e.WindowValue):
        return "WINDOW_EXPRESSIONS_UNSUPPORTED"
    if is_aggregate(value):
        if inside:
            return "NESTED_AGGREGATES_UNSUPPORTED"
        if getattr(value, "distinct", False):
            return "AGGREGATE_EXPRESSION_WITH_DISTINCT_UNSUPPORTED"
        if getattr(value, "filter", None) is not None:
            return "AGGREGATE_EXPRESSION_WITH_FILTER_UNSUPPORTED"
        inside = True
    if not inside and isinstance(value, e.Attribute):
        return "NON_AGGREGATE_FUNC_ARG_IS_ATTRIBUTE"
    if (
        not inside
        and isinstance(value, e.Apply)
        and not value.function.deterministic
        and value.function.kind == "scalar"
    ):
        return "NON_AGGREGATE_FUNC_ARG_IS_NON_DETERMINISTIC"
    parts = [part for part in value.children() if isinstance(part, e.Value)]
    return next((reason for reason in (_refused(part, inside) for part in parts) if reason is not None), None)
