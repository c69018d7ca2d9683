"""What an expression gives in PySpark and in Pyrite, in a form that can be recorded and compared."""

from __future__ import annotations

import datetime
import decimal
import enum
import inspect
import json
import re
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "data" / "columns_4.3.0.json"


class Choice(enum.Enum):
    A = 1
    B = "x"


def namespace(package: str) -> dict[str, Any]:
    """The names that expressions may use, from PySpark or Pyrite."""
    import numpy

    functions = import_module(f"{package}.sql.functions")
    types = import_module(f"{package}.sql.types")
    window = import_module(f"{package}.sql.window")
    names = {name: getattr(types, name) for name in types.__all__}
    names |= {name: getattr(functions, name) for name in functions.__all__ if hasattr(functions, name)}
    unlisted = (
        "approxCountDistinct bitwiseNOT chr countDistinct random shiftLeft shiftRight shiftRightUnsigned"
    )
    for name in (*unlisted.split(), *["sumDistinct", "toDegrees", "toRadians", "uuid", "partitioning"]):
        names[name] = getattr(functions, name)
    col = functions.col
    return names | {
        "D": decimal.Decimal,
        "En": Choice,
        "F": functions,
        "W": window.Window,
        "a": col("a"),
        "b": col("b"),
        "datetime": datetime,
        "np": numpy,
    }


def outcome(text: str, names: dict[str, Any]) -> Any:
    """The result's text; of an error its class, condition and parameters."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = repr(eval(text, dict(names)))
    except Exception as error:
        return failure(error)
    return same_numbers(found)


def failure(error: Exception) -> Any:
    condition = getattr(error, "getCondition", lambda: None)()
    parameters = error.getMessageParameters() if condition else None  # type: ignore[attr-defined]
    return [type(error).__name__, condition, parameters]


def same_numbers(text: str) -> str:
    """The text without what differs from run to run: drawn seeds, and the numbers of lambda parameters."""
    text = re.sub(r"-?\d{12,}L\)", "<seed>)", text)
    found: dict[str, str] = {}
    return re.sub(
        r"\b([xyz])_\d+\b", lambda m: found.setdefault(m.group(), f"{m.group(1)}#{len(found)}"), text
    )


def column_of(text: str, names: dict[str, Any], session: Any) -> Any:
    """Name, type and nullability of the column that an expression makes."""
    try:
        field = session.createDataFrame([(1, 2)], ["a", "b"]).select(eval(text, dict(names))).schema[0]
    except Exception as error:
        return failure(error)
    return [field.name, field.dataType.simpleString(), field.nullable]


def table(session: Any) -> Any:
    """The DataFrame of the queries."""
    rows = [
        (1, "x", None, 1.5, [1, 2], {"k": 1}, (1, "p")),
        (2, "y", 3, float("nan"), [3], {"k": 2}, (2, "q")),
    ]
    schema = (
        "a int, b string, c int, d double, arr array<int>, m map<string, int>, s struct<x: int, y: string>"
    )
    return session.createDataFrame(rows, schema)


def selected(text: str, names: dict[str, Any], df: Any) -> Any:
    """The schema and the rows, in the order of their texts, of what an expression selects."""
    try:
        found = df.select(eval(text, dict(names)))
        rows = sorted(map(repr, found.collect()))
    except Exception as error:
        return failure(error)
    return [found.schema.simpleString(), [field.nullable for field in found.schema], rows]


def signature(function: Any) -> Any:
    """The parameters' names, kinds and defaults."""
    empty = inspect.Parameter.empty
    return [
        [p.name, p.kind.name, None if p.default is empty else repr(p.default)]
        for p in inspect.signature(function).parameters.values()
    ]


def recorded() -> dict[str, Any]:
    return json.loads(RECORDED.read_text(encoding="utf-8"))
