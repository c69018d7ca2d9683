"""What the recordings and the tests share: the cases, and outcomes in a form that JSON holds.

A case is an expression, or a whole query. Each file cases_<topic>.py has ``CASES``, a dict from a group's name to its
cases, and may have ``LEGACY``, the names of the groups that are also run without ANSI mode, ``VIEWS``, queries by the
name of the view that each makes, and ``APPROXIMATE``, the names of the groups whose floats may differ in the last digits.

The outcome of a query is ``[names, types, nullable, rows]``; of an error, ``{"error": class, "condition": ...,
"parameters": ..., "fragment": the text it points at}``. A value is its internal one (see pyrite/sql/_plan/expressions),
but dates and timestamps are written out (in UTC), and floats, decimals and bytes are texts.
"""

from __future__ import annotations

import importlib
import json
import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
RECORDED = HERE / "recorded"
ZONE = "America/Los_Angeles"

if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))


def topics() -> list[str]:
    """The topics that have cases."""
    return sorted(path.stem.removeprefix("cases_") for path in HERE.glob("cases_*.py"))


def groups(topic: str) -> Iterator[tuple[str, bool, Sequence[str]]]:
    """The groups of a topic: name, whether in ANSI mode, cases."""
    module = importlib.import_module(f"cases_{topic}")
    for name, texts in module.CASES.items():
        cases = list(dict.fromkeys(texts))
        yield name, True, cases
        if name in getattr(module, "LEGACY", ()):
            yield f"{name}, legacy", False, cases


def views(topic: str) -> Mapping[str, str]:
    """The views that a topic's cases may name, by their names."""
    return getattr(importlib.import_module(f"cases_{topic}"), "VIEWS", {})


def query(text: str) -> str:
    """The query of a case."""
    return (
        text if text.split(None, 1)[0].upper() in ("SELECT", "WITH", "VALUES", "FROM") else f"SELECT {text}"
    )


def write(topic: str, version: str, found: dict[str, dict[str, Any]]) -> None:
    """Write a topic's recording, one line for each case."""
    parts = [f'"pyspark": {json.dumps(version)}']
    for group, results in found.items():
        lines = ",\n".join(f"{json.dumps(text)}: {json.dumps(result)}" for text, result in results.items())
        parts.append(f"{json.dumps(group)}: {{\n{lines}\n}}")
    (RECORDED / f"{topic}.json").write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def read(topic: str) -> dict[str, dict[str, Any]]:
    """A topic's recording: group to case to outcome."""
    found = json.loads((RECORDED / f"{topic}.json").read_text(encoding="utf-8"))
    del found["pyspark"]
    return found


# ---------------------------------------------------------------------------------------------- outcomes


def failed(error: BaseException) -> dict[str, Any]:
    """The outcome of an error."""
    contexts = getattr(error, "getQueryContext", list)() or []
    parameters = getattr(error, "getMessageParameters", dict)() or {}
    return {
        "error": type(error).__name__,
        "condition": getattr(error, "getCondition", lambda: None)(),
        "parameters": dict(sorted(parameters.items())),
        "fragment": contexts[0].fragment() if contexts else None,
    }


def computed(fields: Sequence[Any], rows: Sequence[Sequence[Any]], text: str) -> list[Any]:
    """The outcome of a query: its schema's fields, and rows of internal values, sorted unless the query sorts them."""
    found = [[shown(value, field.dataType) for value, field in zip(row, fields)] for row in rows]
    if not re.search(r"(?i)\border by [^()]*$", text):
        found.sort(key=json.dumps)
    return [
        [field.name for field in fields],
        [type_text(field.dataType) for field in fields],
        [field.nullable for field in fields],
        found,
    ]


def same(topic: str, group: str, one: Any, other: Any) -> bool:
    """Whether two outcomes of a topic's group are equal."""
    approximate = getattr(importlib.import_module(f"cases_{topic}"), "APPROXIMATE", ())
    return one == other or (group.removesuffix(", legacy") in approximate and close(one, other))


def close(one: Any, other: Any) -> bool:
    """Whether two outcomes are equal but for the last digits of floats."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(close, one, other))
    if one == other or not (isinstance(one, str) and isinstance(other, str)):
        return bool(one == other)
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-13, abs_tol=1e-15)
    except ValueError:
        return False


def type_text(kind: Any) -> str:
    """A type with all that it knows of nulls inside: ``array<int!>`` holds none."""
    name = type(kind).__name__
    if name == "ArrayType":
        return f"array<{type_text(kind.elementType)}{'' if kind.containsNull else '!'}>"
    if name == "MapType":
        return f"map<{type_text(kind.keyType)},{type_text(kind.valueType)}{'' if kind.valueContainsNull else '!'}>"
    if name == "StructType":
        fields = [f"{f.name}:{type_text(f.dataType)}{'' if f.nullable else '!'}" for f in kind.fields]
        return f"struct<{','.join(fields)}>"
    return str(kind.simpleString())


def shown(value: Any, kind: Any) -> Any:
    """An internal value as JSON holds it."""
    if value is None:
        return None
    name = type(kind).__name__
    if name == "ArrayType":
        return [shown(item, kind.elementType) for item in value]
    if name == "MapType":
        return [[shown(key, kind.keyType), shown(item, kind.valueType)] for key, item in value]
    if name == "StructType":
        return [shown(item, field.dataType) for item, field in zip(value, kind.fields)]
    if name == "DateType":
        return str(np.datetime64(value, "D"))
    if name in ("TimestampType", "TimestampNTZType"):
        return str(np.datetime64(value, "us"))
    if name in ("FloatType", "DoubleType"):
        return repr(float(value))
    if name == "DecimalType":
        return str(value)
    if name == "BinaryType":
        return bytes(value).hex()
    if name == "VariantType":
        return [part.hex() for part in value]
    return value if isinstance(value, (bool, int, str, list)) else repr(value)
