"""Functions over windows: partitions, order and frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import pretty, quoted_sql
from pyrite.sql._plan import expressions as e

if TYPE_CHECKING:
    from pyrite.sql._analysis.binder import Binder

__all__ = ["Windows"]


class Windows:
    """The named windows of a query, and the binding of functions over windows."""

    def __init__(self) -> None:
        self.named: Mapping[str, e.WindowSpec] = {}

    def bind(self, binder: Binder, over: e.Over) -> e.Value:
        """``function OVER window``, resolved."""
        function = binder.value(over.function)
        kind = function.function.kind if isinstance(function, e.Apply) else None
        if kind not in ("aggregate", "window") and not (
            isinstance(function, e.PythonCall) and function.function.aggregates
        ):
            raise analysis_error(
                "UNSUPPORTED_EXPR_FOR_WINDOW", {"sqlExpr": quoted_sql(function)}, over.origin
            )
        window = self._spec(over.window)
        partition = tuple([_plain(binder.value(part)) for part in window.partition])
        order = tuple([binder.order(part) for part in window.order])
        ranked = kind == "window" and function.function.needs_order  # type: ignore[attr-defined]
        if ranked and not order:
            raise analysis_error(
                "_LEGACY_ERROR_TEMP_1037",
                {"wf": pretty(function)},
                over.origin,
            )
        frame = self._frame(binder, window.frame, function, bool(order), ranked)
        spec = e.WindowSpec(partition, order, frame)
        return e.WindowValue(function, spec, origin=over.origin)

    def _spec(self, window: e.WindowSpec) -> e.WindowSpec:
        if window.name is None:
            return window
        found = self.named.get(window.name.lower())
        if found is None:
            raise analysis_error("MISSING_WINDOW_SPECIFICATION", {
                "windowName": window.name, "docroot": "https://spark.apache.org/docs/latest",
            }, window.origin)  # fmt: skip
        base = self._spec(found)
        return replace(
            base,
            partition=window.partition or base.partition,
            order=window.order or base.order,
            frame=window.frame or base.frame,
        )

    def _frame(
        self, binder: Binder, frame: e.Frame | None, function: e.Value, ordered: bool, ranked: bool
    ) -> e.Frame:
        if isinstance(function, e.Apply) and function.function.frame is not None:
            return function.function.frame(function)
        if frame is None:
            if ranked:
                return e.Frame("rows", None, 0)
            return e.Frame("range", None, 0) if ordered else e.Frame("rows", None, None)
        return e.Frame(frame.kind, _bound(binder, frame.start), _bound(binder, frame.end))


def _plain(value: e.Value) -> e.Value:
    return value.child if isinstance(value, e.Alias) else value


def _bound(binder: Binder, bound: Any) -> Any:
    return binder.value(bound) if isinstance(bound, e.Expression) else bound
