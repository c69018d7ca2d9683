"""Evaluating expressions over types, of either package: for the recording and for the tests.

``outcome`` evaluates one in a namespace made from either package. What it gives fits into JSON: the repr of the
value, or the error's class, condition, parameters and SQLSTATE.
"""

from __future__ import annotations

import array
import collections
import dataclasses
import datetime
import decimal
import importlib
import json
import os
import pickle
import re
import time
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
#: Local timestamps depend on it: the recording and the tests set it.
ZONE = "America/Los_Angeles"

Outcome = list[Any]


def set_zone() -> None:
    os.environ["TZ"] = ZONE
    time.tzset()


def namespace(package: str) -> dict[str, Any]:
    """What expressions see: the types module of the package, and a few classes of values."""
    types = importlib.import_module(f"{package}.sql.types")
    found = {name: getattr(types, name) for name in dir(types) if not name.startswith("__")}
    Pair = collections.namedtuple("Pair", ["x", "y"])

    @dataclasses.dataclass
    class Person:
        name: str
        age: int

    class Thing:
        def __init__(self, **attributes: Any):
            self.__dict__.update(attributes)

    class Slots:
        __slots__ = ("x",)

    class Text(str):
        pass

    class PointUDT(types.UserDefinedType):  # type: ignore[name-defined]
        @classmethod
        def sqlType(cls) -> Any:
            return types.ArrayType(types.DoubleType(), False)

        @classmethod
        def module(cls) -> str:
            return "somewhere"

        @classmethod
        def scalaUDT(cls) -> str:
            return "some.where.PointUDT"

        def serialize(self, obj: Any) -> Any:
            return [obj.x, obj.y]

        def deserialize(self, datum: Any) -> Any:
            return Point(*datum)

    class Point:
        __UDT__ = PointUDT()

        def __init__(self, x: Any, y: Any):
            self.x, self.y = x, y

        def __repr__(self) -> str:
            return f"Point({self.x}, {self.y})"

    class Bare(types.UserDefinedType):  # type: ignore[name-defined]
        pass

    for value in (Pair, Person, Thing, Slots, Text, PointUDT, Point, Bare):
        value.__module__ = "somewhere"
        value.__qualname__ = value.__name__
    found.update(
        Pair=Pair,
        Person=Person,
        Thing=Thing,
        Slots=Slots,
        Text=Text,
        PointUDT=PointUDT,
        Point=Point,
        Bare=Bare,
        array=array.array,
        datetime=datetime,
        D=decimal.Decimal,
        json=json,
        pickle=pickle,
        UTC=datetime.timezone.utc,
        check=types._make_type_verifier,
        convert=lambda kind, value: types._create_converter(kind)(value),
        ddl=types._parse_datatype_string,
        read=types._parse_datatype_json_string,
        infer=types._infer_type,
        schema=types._infer_schema,
        merge=types._merge_type,
    )
    return found


def arrow_namespace(package: str, module: str) -> dict[str, Any]:
    """What expressions about Arrow see; ``module`` is where the conversions are."""
    import pyarrow

    conversions = importlib.import_module(f"{package}.{module}")
    names = ("to_arrow_type", "from_arrow_type", "to_arrow_schema", "from_arrow_schema")
    found = namespace(package)
    found.update({name: getattr(conversions, name) for name in names})
    found.update(pa=pyarrow, to=lambda kind, **more: found["to_arrow_type"](kind, timezone="UTC", **more))
    found["shown"] = _shown
    return found


def _shown(kind: Any) -> str:
    """An Arrow type or schema with nullability and metadata, which its own text leaves out."""
    if hasattr(kind, "metadata") and hasattr(kind, "names"):
        return ", ".join(map(_shown_field, kind))
    if hasattr(kind, "key_field"):
        return f"map<{_shown_field(kind.key_field)}, {_shown_field(kind.item_field)}>"
    if hasattr(kind, "value_field"):
        return f"list<{_shown_field(kind.value_field)}>"
    if kind.num_fields:
        return f"struct<{', '.join(map(_shown_field, kind))}>"
    return str(kind)


def _shown_field(field: Any) -> str:
    metadata = sorted((field.metadata or {}).items())
    return f"{field.name}: {_shown(field.type)} {field.nullable} {metadata}"


def outcome(expression: str, names: dict[str, Any]) -> Outcome:
    try:
        return ["value", _neutral(repr(eval(expression, names)))]
    except Exception as error:
        return _failure(error)


def _failure(error: Exception) -> Outcome:
    if type(error).__name__ == "Py4JJavaError":
        # The engine lets a Java exception through: only that there is an error counts.
        return ["engine error"]
    condition = getattr(error, "getCondition", lambda: None)()
    if condition is None:
        # Texts of assertions are the package's own.
        # Newer Pythons add to some texts what they got.
        said = "" if isinstance(error, AssertionError) else _neutral(str(error)).split(", got")[0]
        return ["error", type(error).__name__, said]
    parameters = {key: _neutral(value) for key, value in (error.getMessageParameters() or {}).items()}
    place = re.findall(r"\(line (\d+), pos (\d+)\)", str(error))[:1]
    return [
        "error",
        type(error).__name__,
        condition,
        parameters,
        error.getSqlState(),
        [list(map(int, found)) for found in place],
    ]


def _neutral(text: str) -> str:
    return re.sub(r"0x[0-9a-f]+", "0x", text.replace("pyrite.", "pyspark."))


def recorded(group: str) -> dict[str, Outcome]:
    """The outcomes in real PySpark, by expression."""
    return json.loads((DATA / "types_4.3.0.json").read_text(encoding="utf-8"))[group]
