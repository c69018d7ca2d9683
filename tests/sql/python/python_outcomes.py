"""What comes of the cases, as texts."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import python_cases as cases

RECORDED = Path(__file__).parents[1] / "data" / "python_4.3.0.json"
_CONDITION = re.compile(r"\[([A-Z][A-Z0-9_.]+)\]")
_CLASS = re.compile(r"\b(\w+(?:Error|Exception|Invalid))\b(?=:|$)", re.MULTILINE)


def outcome(call: Callable[[], Any]) -> Any:
    """The rows as texts, or the condition or class of the error that comes from nearest to the function."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = call()
    except Exception as error:
        text = str(error).partition("\n\nJob aborted")[0]
        conditions = _CONDITION.findall(text)
        if conditions:
            return {"error": conditions[0]}
        classes = [name for name in _CLASS.findall(text) if "PythonException" not in name]
        return {"error": _general(classes[-1] if classes else type(error).__name__)}
    if isinstance(found, list):
        return [repr(row) for row in found]
    return repr(found)


def _general(name: str) -> str:
    """PySpark's errors of conversion and Arrow's own are the same thing to programs."""
    return {"PySparkValueError": "ValueError", "PySparkTypeError": "TypeError", "ArrowInvalid": "ValueError",
            "ArrowTypeError": "TypeError"}.get(name, name)  # fmt: skip


def groups(spark: Any, functions: Any) -> dict[str, dict[str, Callable[[], Any]]]:
    """All cases, by their groups and names."""
    found: dict[str, dict[str, Callable[[], Any]]] = {
        "pickled": {},
        "by arrow": {},
        "series": {},
        "given series": {},
        "given group": {},
        "given map": {},
        "cases": {},
    }
    for kind in cases.TYPES:
        for value in cases.VALUES:
            name = f"{value} as {kind}"
            for group, arrow in (("pickled", False), ("by arrow", True)):
                found[group][name] = _bound(cases.scalar, spark, functions, value, kind, arrow)
        for value in cases.SERIES:
            found["series"][f"{value} as {kind}"] = _bound(cases.series, spark, functions, value, kind)
    for column in cases.COLUMNS:
        for group, case in (
            ("given series", cases.given_series),
            ("given group", cases.given_group),
            ("given map", cases.given_map),
        ):
            found[group][column] = _bound(case, spark, functions, column)
    for name, case in cases.CASES.items():
        found["cases"][name] = _bound(case, spark, functions)
    return found


def _bound(case: Callable[..., Any], *given: Any) -> Callable[[], Any]:
    return lambda: case(*given)
