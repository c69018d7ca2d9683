"""The types that the results of users' functions may have."""

from __future__ import annotations

from pyrite.errors import PySparkNotImplementedError, PySparkTypeError
from pyrite.sql._python.functions import EvalType
from pyrite.sql._types.arrow_types import to_arrow_type
from pyrite.sql._types.datatypes import DataType
from pyrite.sql._types.nested import StructType

__all__ = ["check_return_type"]

#: How errors call the functions whose results go through Arrow.
_SHOWN = {
    EvalType.ARROW_BATCHED: "with Arrow-optimized Python UDF",
    EvalType.SCALAR_PANDAS: "with scalar Pandas UDFs",
    EvalType.SCALAR_PANDAS_ITER: "with scalar Pandas UDFs",
    EvalType.SCALAR_ARROW: "with scalar Arrow UDFs",
    EvalType.SCALAR_ARROW_ITER: "with scalar Arrow UDFs",
    EvalType.GROUPED_MAP_PANDAS: "with grouped map Pandas UDFs or at groupby.applyInPandas(WithState)",
    EvalType.GROUPED_MAP_PANDAS_ITER: "with grouped map Pandas UDFs or at groupby.applyInPandas(WithState)",
    EvalType.MAP_PANDAS_ITER: "in mapInPandas",
    EvalType.MAP_ARROW_ITER: "in mapInPandas",
    EvalType.GROUPED_MAP_ARROW: "with grouped map Arrow UDFs or at groupby.applyInArrow",
    EvalType.GROUPED_MAP_ARROW_ITER: "with grouped map Arrow UDFs or at groupby.applyInArrow",
    EvalType.COGROUPED_MAP_PANDAS: "in cogroup.applyInPandas",
    EvalType.COGROUPED_MAP_ARROW: "in cogroup.applyInArrow",
    EvalType.GROUPED_AGG_PANDAS: "with grouped aggregate Pandas UDFs",
    EvalType.GROUPED_AGG_ARROW: "with grouped aggregate Arrow UDFs",
}

_PANDAS, _ARROW = "INVALID_RETURN_TYPE_FOR_PANDAS_UDF", "INVALID_RETURN_TYPE_FOR_ARROW_UDF"
_GROUPS = (
    "SQL_GROUPED_MAP_PANDAS_UDF or SQL_GROUPED_MAP_PANDAS_ITER_UDF or SQL_GROUPED_MAP_PANDAS_UDF_WITH_STATE"
)
_ARROW_GROUPS = "SQL_GROUPED_MAP_ARROW_UDF or SQL_GROUPED_MAP_ARROW_ITER_UDF"
_MAPS = "SQL_MAP_PANDAS_ITER_UDF or SQL_MAP_ARROW_ITER_UDF"

#: The functions that make rows: the condition of another type, and how it calls them.
_OF_ROWS = {
    EvalType.GROUPED_MAP_PANDAS: (_PANDAS, _GROUPS),
    EvalType.GROUPED_MAP_PANDAS_ITER: (_PANDAS, _GROUPS),
    EvalType.MAP_PANDAS_ITER: (_PANDAS, _MAPS),
    EvalType.MAP_ARROW_ITER: (_PANDAS, _MAPS),
    EvalType.GROUPED_MAP_ARROW: (_ARROW, _ARROW_GROUPS),
    EvalType.GROUPED_MAP_ARROW_ITER: (_ARROW, _ARROW_GROUPS),
    EvalType.COGROUPED_MAP_PANDAS: (_PANDAS, "SQL_COGROUPED_MAP_PANDAS_UDF"),
    EvalType.COGROUPED_MAP_ARROW: (_ARROW, "SQL_COGROUPED_MAP_ARROW_UDF"),
}


def check_return_type(kind: DataType, how: int) -> None:
    """Raise for a type that a function of this kind cannot have.

    Raises
    ------
    PySparkTypeError
        For another type than a struct where rows are made.
    PySparkNotImplementedError
        For a type that Arrow does not have.
    """
    of_rows = _OF_ROWS.get(how)  # type: ignore[call-overload]
    if of_rows is not None and not isinstance(kind, StructType):
        condition, shown = of_rows
        raise PySparkTypeError(
            errorClass=condition, messageParameters={"eval_type": shown, "return_type": str(kind)}
        )
    known = _SHOWN.get(how)  # type: ignore[call-overload]
    if known is None:
        return
    if not (how == EvalType.GROUPED_AGG_PANDAS and isinstance(kind, StructType)):
        try:
            to_arrow_type(kind, timezone="UTC")
            return
        except TypeError:
            pass
    raise PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED",
        messageParameters={"feature": f"Invalid return type {known}: {kind}"},
    )
