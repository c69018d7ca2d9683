"""Carrying out the cases of result_cases in either package: for the recording and for the tests.

Everything found fits into JSON: reprs, texts, or an error's class, condition, parameters and SQLSTATE.
"""

from __future__ import annotations

import collections
import dataclasses
import importlib
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import type_outcomes
from result_cases import INPUTS, LITERALS, SHOWN, SHOWS, VALUES, ZONES

RECORDED = type_outcomes.DATA / "results_4.3.0.json"
SETTINGS = {
    "timeZone": "spark.sql.session.timeZone",
    "timestampType": "spark.sql.timestampType",
    "enabled": "spark.sql.execution.arrow.pyspark.enabled",
    "convertToArrowArraySafely": "spark.sql.execution.pandas.convertToArrowArraySafely",
    "inferPandasDictAsMap": "spark.sql.execution.pandas.inferPandasDictAsMap",
    "structHandlingMode": "spark.sql.execution.pandas.structHandlingMode",
    "inferNestedDictAsStruct": "spark.sql.pyspark.inferNestedDictAsStruct.enabled",
    "inferArrayTypeFromFirstElement": "spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled",
    "inferMapTypeFromFirstPair": "spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled",
}
LOCAL = {"spark.sql.session.timeZone": type_outcomes.ZONE}


def settings_of(**short: str) -> dict[str, str]:
    return LOCAL | {SETTINGS[key]: value for key, value in short.items()}


class Package:
    """What a package does with a table: ``pyspark`` through its session, ours through the functions under test."""

    name: str

    def create(self, data: Any, schema: Any, verify: bool, settings: dict[str, str]) -> tuple[Any, Any]:
        """A table and its schema."""
        raise NotImplementedError

    def of_literals(self, kind: str, literals: list[tuple[str, str]]) -> tuple[Any, Any]:
        """A table with a column ``c`` of literals."""
        raise NotImplementedError

    def rows(self, table: Any, schema: Any) -> list[Any]:
        raise NotImplementedError

    def show(self, table: Any, schema: Any, n: int, width: int, vertical: bool, zone: str) -> str:
        raise NotImplementedError

    def html(self, table: Any, schema: Any, n: int, width: int) -> str:
        raise NotImplementedError

    def cast(self, table: Any, schema: Any, zone: str) -> list[Any]:
        """The first column as text."""
        raise NotImplementedError

    def json(self, table: Any, schema: Any, zone: str) -> list[str]:
        raise NotImplementedError

    def pandas(self, table: Any, schema: Any, settings: dict[str, str]) -> Any:
        raise NotImplementedError

    def arrow(self, table: Any, schema: Any) -> Any:
        raise NotImplementedError


def namespace(package: Package) -> dict[str, Any]:
    """What expressions see."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    found = type_outcomes.namespace(package.name)
    types = importlib.import_module(f"{package.name}.sql.types")

    class PointUDT(types.UserDefinedType):  # type: ignore[name-defined]
        @classmethod
        def sqlType(cls) -> Any:
            return types.ArrayType(types.DoubleType(), False)

        @classmethod
        def module(cls) -> str:
            return "points_of_results"

        def serialize(self, obj: Any) -> Any:
            return [float(obj.x), float(obj.y)]

        def deserialize(self, datum: Any) -> Any:
            return Point(*datum)

    class Point:
        __UDT__ = PointUDT()

        def __init__(self, x: Any, y: Any):
            self.x, self.y = x, y

        def __repr__(self) -> str:
            return f"Point({self.x}, {self.y})"

    @dataclasses.dataclass
    class Thing:
        a: int
        b: Any

    class Bag:
        def __init__(self, **attributes: Any):
            self.__dict__.update(attributes)

    class Slotted:
        __slots__ = ("x",)

        def __repr__(self) -> str:
            return "Slotted()"

    def create(data: Any, schema: Any = None, verifySchema: bool = True, **short: str) -> Any:
        table, struct = package.create(data, schema, verifySchema, settings_of(**short))
        return described(struct), package.rows(table, struct)

    # Spark looks the type up where it says that it is.
    points: Any = ModuleType("points_of_results")
    points.PointUDT = PointUDT
    sys.modules["points_of_results"] = points
    for kind in (PointUDT, Point, Thing, Bag, Slotted):
        kind.__qualname__ = kind.__name__
    found.update(np=np, pd=pd, pa=pa, create=create, Pair=collections.namedtuple("Pair", "a b"))
    found.update(PointUDT=PointUDT, Point=Point, Thing=Thing, Bag=Bag, Slotted=Slotted)
    found.update(nan=float("nan"), inf=float("inf"))
    return found


def described(struct: Any) -> str:
    metadata = {field.name: field.metadata for field in struct.fields if field.metadata}
    return f"{struct!r} {metadata or ''}"


def outcome(function: Callable[[], Any]) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return type_outcomes.outcome("function()", {"function": function})


def plain(function: Callable[[], Any]) -> Any:
    """What a function gives that is JSON already, or its error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function()
    except Exception:
        return outcome(function)


def calls(group: str) -> list[str]:
    return [line for line in INPUTS[group].splitlines() if line]


def inputs(package: Package) -> Iterator[tuple[str, Any]]:
    """The outcome of each call, with its name."""
    names = namespace(package)
    for group in INPUTS:
        for call in calls(group):
            yield f"{group}: {call}", outcome(lambda call=call: eval(call, names))  # type: ignore[misc]


def values(package: Package) -> Iterator[tuple[str, Any]]:
    """Everything that can be done with each column, with its name."""
    for name in [*VALUES, *(f"{ddl} literals" for ddl in LITERALS)]:
        yield name, column(package, name)


def column(package: Package, name: str) -> dict[str, Any]:
    """Everything that can be done with a column of ``VALUES``, or of ``LITERALS`` with that word at its end."""
    ddl = name.removesuffix(" literals")
    if name != ddl:
        return _column(package, ddl, *package.of_literals(ddl, LITERALS[ddl]))
    names = namespace(package)
    data = [(eval(text, names),) for text in VALUES[ddl]]
    return _column(package, ddl, *package.create(data, f"c {ddl}", True, settings_of()))


def _column(package: Package, ddl: str, table: Any, struct: Any) -> dict[str, Any]:
    zones = ZONES if "timestamp" in ddl and "ntz" not in ddl else ZONES[:1]
    found: dict[str, Any] = {
        "rows": outcome(lambda: package.rows(table, struct)),
        "arrow": outcome(lambda: package.arrow(table, struct)),
    }
    for zone in zones:
        found[f"show {zone}"] = plain(lambda: package.show(table, struct, 100, 0, False, zone).splitlines())  # noqa: B023
        found[f"cast {zone}"] = plain(lambda: package.cast(table, struct, zone))  # noqa: B023
        found[f"json {zone}"] = plain(lambda: package.json(table, struct, zone))  # noqa: B023
    modes = ("legacy", "row", "dict") if "struct" in ddl else ("legacy",)
    for zone in zones[:3]:
        for enabled in ("true", "false"):
            for mode in modes:
                settings = settings_of(timeZone=zone, enabled=enabled, structHandlingMode=mode)
                name = f"pandas {zone} {enabled} {mode}"
                found[name] = plain(lambda: frame_of(package.pandas(table, struct, settings)))  # noqa: B023
    return found


def frame_of(frame: Any) -> list[Any]:
    """A frame of pandas as its columns' names, dtypes and values."""
    return [
        [
            str(name),
            str(series.dtype),
            [type_outcomes._neutral(f"{type(value).__name__} {value!r}") for value in series],
        ]
        for name, series in frame.items()
    ]


def shown(package: Package) -> Iterator[tuple[str, Any]]:
    names = namespace(package)
    for number, (data, ddl) in enumerate(SHOWN):
        schema = ddl or names["StructType"]([])
        table, struct = package.create(eval(data, names), schema, True, settings_of())
        for n, width, vertical in SHOWS:
            if ddl or not vertical:
                text = package.show(table, struct, n, width, vertical, "UTC")
                yield f"{number} {n} {width} {vertical}", text
        if ddl:
            yield f"{number} html", [package.html(table, struct, n, width) for n, width in ((20, 20), (2, 5))]


def everything(package: Package) -> dict[str, dict[str, Any]]:
    type_outcomes.set_zone()
    return {"inputs": dict(inputs(package)), "values": dict(values(package)), "shown": dict(shown(package))}


def recorded() -> dict[str, dict[str, Any]]:
    """The outcomes in real PySpark."""
    return json.loads(RECORDED.read_text(encoding="utf-8"))


os.environ.setdefault("PYARROW_IGNORE_TIMEZONE", "1")
