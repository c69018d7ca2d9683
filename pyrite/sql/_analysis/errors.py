"""Spark's errors of analysis: each condition with its parameters, and where in the query it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyrite.errors import AnalysisException, NumberFormatException
from pyrite.errors.error_classes import render, sql_state
from pyrite.errors.exceptions.base import PySparkException
from pyrite.sql._analysis.naming import quoted_parts, quoted_sql, quoted_type
from pyrite.sql._plan.context import context_of
from pyrite.sql._plan.expressions import Expression, Value
from pyrite.sql._plan.tree import Origin
from pyrite.sql.types import DataType

__all__ = ["OuterColumnMissing", "analysis_error", "datatype_mismatch", "unresolved_column"]


def analysis_error(
    condition: str,
    parameters: Mapping[str, str],
    origin: Origin | None = None,
    kind: type[PySparkException] = AnalysisException,
) -> PySparkException:
    """The error of a condition; where the place is known, the message ends with it as Spark's does."""
    message = render(condition, parameters)
    state = sql_state(condition)
    if state:
        message += f" SQLSTATE: {state}"
    if origin is not None and origin.in_sql and origin.text:
        before = origin.text[: origin.start]
        line = before.count("\n") + 1
        message += f"; line {line} pos {len(before) - (before.rfind(chr(10)) + 1)}"
    contexts = [context_of(origin)] if origin is not None else []
    return kind(message, errorClass=condition, messageParameters=dict(parameters), contexts=contexts)


class OuterColumnMissing(AnalysisException):
    """An outer column that is not here: the plan waits for the query around it."""


def datatype_mismatch(
    reason: str, expression: Expression, parameters: Mapping[str, str], origin: Origin | None = None
) -> PySparkException:
    """``DATATYPE_MISMATCH``: an argument whose type a function does not take."""
    return analysis_error(
        f"DATATYPE_MISMATCH.{reason}",
        {"sqlExpr": quoted_sql(expression), **parameters},
        origin or expression.origin,
    )


_ORDINALS = ("first", "second", "third")


def ordinal(index: int) -> str:
    """``first`` for 0."""
    return _ORDINALS[index] if index < len(_ORDINALS) else f"{index + 1}th"


def unexpected_input(expression: Expression, index: int, given: Value, required: str) -> PySparkException:
    """``DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE``; ``required`` as :attr:`Accepts.shown`."""
    return datatype_mismatch(
        "UNEXPECTED_INPUT_TYPE",
        expression,
        {
            "paramIndex": ordinal(index),
            "requiredType": required,
            "inputSql": quoted_sql(given),
            "inputType": quoted_type(given.type),
        },
    )


def invalid_cast(text: str, kind: DataType, origin: Origin | None = None) -> PySparkException:
    """``CAST_INVALID_INPUT``: a constant string that is no number, where the analyzer has to know it."""
    parameters = {
        "expression": f"'{text}'",
        "sourceType": '"STRING"',
        "targetType": quoted_type(kind),
        "ansiConfig": '"spark.sql.ansi.enabled"',
    }
    return analysis_error("CAST_INVALID_INPUT", parameters, origin, NumberFormatException)


def wrong_number(function: str, expected: str, given: int, origin: Origin | None = None) -> PySparkException:
    """``WRONG_NUM_ARGS``: a call with too few arguments, or too many."""
    return analysis_error(
        "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
        {
            "functionName": quoted_parts((function,)),
            "expectedNum": expected,
            "actualNum": str(given),
            "docroot": "https://spark.apache.org/docs/latest",
        },
        origin,
    )


def data_diff_types(expression: Expression, function: str, kinds: Iterable[DataType]) -> PySparkException:
    """``DATATYPE_MISMATCH.DATA_DIFF_TYPES``: arguments that have no common type."""
    shown = " or ".join([quoted_type(kind) for kind in kinds])
    return datatype_mismatch(
        "DATA_DIFF_TYPES", expression, {"functionName": f"`{function}`", "dataType": f"({shown})"}
    )


def unresolved_column(
    parts: tuple[str, ...], proposals: Iterable[str], origin: Origin | None = None, what: str = "COLUMN"
) -> PySparkException:
    """``UNRESOLVED_COLUMN``, with the nearest names there are."""
    near = list(proposals)
    parameters = {"objectName": quoted_parts(parts)}
    if not near:
        return analysis_error(f"UNRESOLVED_{what}.WITHOUT_SUGGESTION", parameters, origin)
    parameters["proposal"] = ", ".join(near)
    return analysis_error(f"UNRESOLVED_{what}.WITH_SUGGESTION", parameters, origin)
