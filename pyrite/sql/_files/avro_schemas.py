"""Spark's types of Avro schemas, Avro schemas of Spark's types, and what turns values of one into the other's."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from typing import Any

from pyrite.errors import IllegalArgumentException, PySparkNotImplementedError
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CharType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    MapType,
    NullType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    UserDefinedType,
    VarcharType,
    YearMonthIntervalType,
    _parse_datatype_string,
)

__all__ = ["IncompatibleSchema", "Schemas", "avro_schema", "reader_of", "stripped", "writer_of"]

#: Where Spark keeps a type that Avro has not.
_TYPE = "spark.sql.catalyst.type"

Convert = Callable[[Any], Any]


class IncompatibleSchema(Exception):
    """An Avro schema does not go with Spark's types."""


# -------------------------------------------------------------------------------------------- Spark's types


_PLAIN: dict[str, type[DataType]] = {
    "null": NullType,
    "boolean": BooleanType,
    "int": IntegerType,
    "long": LongType,
    "float": FloatType,
    "double": DoubleType,
    "bytes": BinaryType,
    "fixed": BinaryType,
    "string": StringType,
    "enum": StringType,
}
_LOGICAL: dict[tuple[str, Any], type[DataType]] = {
    ("int", "date"): DateType,
    ("long", "timestamp-millis"): TimestampType,
    ("long", "timestamp-micros"): TimestampType,
    ("long", "local-timestamp-millis"): TimestampNTZType,
    ("long", "local-timestamp-micros"): TimestampNTZType,
}


class Schemas:
    """An Avro schema whose named parts are known, and Spark's types of it.

    Parameters
    ----------
    schema
        The schema, as JSON gives it.
    stable : str, optional
        How members of unions are named by their type: what is before the type's name. Without it they are numbered.
    """

    def __init__(self, schema: Any, stable: str | None = None):
        self.schema = schema
        self._stable = stable
        self._named: dict[str, Any] = {}
        self._collect(schema, "")

    def _collect(self, schema: Any, space: str) -> None:
        if isinstance(schema, list):
            for part in schema:
                self._collect(part, space)
        elif isinstance(schema, dict):
            kind = schema["type"]
            if "name" in schema and isinstance(kind, str):
                full, space = full_name(schema, space)
                self._named[full] = schema
                self._named.setdefault(schema["name"], schema)
            for field in schema.get("fields", ()):
                self._collect(field["type"], space)
            for part in (schema.get("items"), schema.get("values")):
                if part is not None:
                    self._collect(part, space)
            if not isinstance(kind, str):
                self._collect(kind, space)

    def resolved(self, schema: Any) -> Any:
        """A schema as an object or a union: what a name stands for."""
        if isinstance(schema, str):
            if schema in _PLAIN:
                return {"type": schema}
            found = self._named.get(schema)
            if found is None:
                found = self._named.get(schema.rpartition(".")[2])
            if found is None:
                raise IncompatibleSchema(f"{schema} is no type")
            return found
        if isinstance(schema, dict) and not isinstance(schema["type"], str):
            return self.resolved(schema["type"])
        if isinstance(schema, dict) and schema["type"] not in (*_PLAIN, "record", "array", "map", "error"):
            return self.resolved(schema["type"])
        return schema

    def type_of(self, schema: Any, above: tuple[str, ...] = ()) -> tuple[DataType, bool]:
        """Spark's type, and whether there may be nulls.

        Raises
        ------
        IncompatibleSchema
            For records that contain themselves.
        """
        schema = self.resolved(schema)
        if isinstance(schema, list):
            return self._union_type(schema, above)
        kind = schema["type"]
        if kind in ("record", "error"):
            name = str(schema.get("name"))
            if name in above:
                raise IncompatibleSchema(f"the record {name} contains itself")
            fields = []
            for field in schema["fields"]:
                found, nullable = self.type_of(field["type"], (*above, name))
                fields.append(StructField(field["name"], found, nullable))
            return StructType(fields), False
        if kind == "array":
            found, nullable = self.type_of(schema["items"], above)
            return ArrayType(found, nullable), False
        if kind == "map":
            found, nullable = self.type_of(schema["values"], above)
            return MapType(StringType(), found, nullable), False
        return self._plain_type(schema), kind == "null"

    def _plain_type(self, schema: Mapping[str, Any]) -> DataType:
        kind, logical = schema["type"], schema.get("logicalType")
        if logical == "decimal" and kind in ("bytes", "fixed"):
            return DecimalType(int(schema["precision"]), int(schema.get("scale", 0)))
        if (kind, logical) in _LOGICAL:
            return _LOGICAL[kind, logical]()
        if _TYPE in schema:
            return _parse_datatype_string(schema[_TYPE])
        return _PLAIN[kind]()

    def _union_type(self, parts: list[Any], above: tuple[str, ...]) -> tuple[DataType, bool]:
        rest = [part for part in parts if self.resolved(part) != {"type": "null"}]
        null = len(rest) < len(parts)
        if len(rest) == 1:
            return self.type_of(rest[0], above)[0], null
        if not rest:
            return NullType(), True
        found = [self.type_of(part, above)[0] for part in rest]
        kinds = {type(kind) for kind in found}
        if kinds == {IntegerType, LongType}:
            return LongType(), null
        if kinds == {FloatType, DoubleType}:
            return DoubleType(), null
        names = self.member_names(rest)
        return StructType([StructField(n, kind, True) for n, kind in zip(names, found)]), null

    def member_names(self, parts: list[Any]) -> list[str]:
        """The names of a union's members as fields of a struct."""
        if self._stable is None:
            return [f"member{index}" for index in range(len(parts))]
        names = []
        for part in parts:
            schema = self.resolved(part)
            names.append(self._stable + str(schema.get("name", schema["type"])).rpartition(".")[2].lower())
        return names


def full_name(schema: Mapping[str, Any], space: str) -> tuple[str, str]:
    """The full name of a named schema, and the namespace of what is in it."""
    name = schema["name"]
    if "." in name:
        return name, name.rpartition(".")[0]
    space = schema.get("namespace", space)
    return (f"{space}.{name}" if space else name), space


def stripped(schema: Any) -> Any:
    """The schema without logical types: its values are then as they are in files."""
    if isinstance(schema, list):
        return [stripped(part) for part in schema]
    if isinstance(schema, dict):
        return {
            key: stripped(value) if key in ("type", "items", "values", "fields") else copy.deepcopy(value)
            for key, value in schema.items()
            if key not in ("logicalType", "precision", "scale")
        }
    return schema


# ------------------------------------------------------------------------------------------------- reading


def reader_of(schemas: Schemas, schema: Any, kind: Any, key: Callable[[str], str]) -> Convert | None:
    """What turns a value as it is in a file into Spark's internal form; None where nothing is to do.

    Raises
    ------
    IncompatibleSchema
        Where the type cannot be made of the schema's values.
    """
    if isinstance(kind, UserDefinedType):
        return reader_of(schemas, schema, kind.sqlType(), key)
    schema = schemas.resolved(schema)
    if isinstance(schema, list):
        return _union_reader(schemas, schema, kind, key)
    name = schema["type"]
    if name in ("record", "error") and isinstance(kind, StructType):
        return _record_reader(schemas, schema, kind, key)
    if name == "array" and isinstance(kind, ArrayType):
        element = reader_of(schemas, schema["items"], kind.elementType, key)
        return None if element is None else _list_reader(element)
    if name == "map" and isinstance(kind, MapType) and isinstance(kind.keyType, StringType):
        inner = reader_of(schemas, schema["values"], kind.valueType, key) or _same
        return lambda value: None if value is None else [(k, inner(item)) for k, item in value.items()]
    return _plain_reader(schema, kind)


def _list_reader(element: Convert) -> Convert:
    return lambda value: None if value is None else [element(item) for item in value]


def _same(value: Any) -> Any:
    return value


def _record_reader(
    schemas: Schemas, schema: Mapping[str, Any], kind: StructType, key: Callable[[str], str]
) -> Convert:
    there = {key(field["name"]): field for field in schema["fields"]}
    parts: list[tuple[str, Convert | None]] = []
    for field in kind:
        found = there.get(key(field.name))
        if found is None:
            parts.append(("", lambda value: None))
        else:
            parts.append((found["name"], reader_of(schemas, found["type"], field.dataType, key)))

    def read(value: Any) -> Any:
        if value is None:
            return None
        return tuple([value.get(name) if inner is None else inner(value.get(name)) for name, inner in parts])

    return read


#: In unions values of these come with their names.
_NAMED = ("record", "error", "enum", "fixed")


def _unnamed(inner: Convert) -> Convert:
    return lambda value: None if value is None else inner(value[1] if isinstance(value, tuple) else value)


def _union_reader(schemas: Schemas, parts: list[Any], kind: Any, key: Callable[[str], str]) -> Convert | None:
    rest = [part for part in parts if schemas.resolved(part) != {"type": "null"}]
    if len(rest) == 1:
        inner = reader_of(schemas, rest[0], kind, key)
        if schemas.resolved(rest[0])["type"] in _NAMED:
            return _unnamed(inner or _same)
        return None if inner is None else lambda value: None if value is None else inner(value)
    if not rest:
        return lambda value: None
    whole, _ = schemas.type_of(parts)
    if not isinstance(whole, StructType) or not isinstance(kind, StructType):
        made = (
            reader_of(schemas, _PLAIN_NAMES[type(whole)], kind, key) if type(whole) in _PLAIN_NAMES else None
        )
        if type(whole) not in _PLAIN_NAMES:
            raise IncompatibleSchema("a union is a struct")
        return made
    tests = [_is_value_of(schemas.resolved(part)) for part in rest]
    if len(set(tests)) < len(tests):
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED",
            messageParameters={"feature": "Avro unions of types whose values look alike"},
        )
    readers = {}
    for part, field_, test in zip(rest, whole, tests):
        asked = next((f for f in kind if key(f.name) == key(field_.name)), None)
        if asked is not None:
            place = kind.fields.index(asked)
            readers[test] = (place, reader_of(schemas, part, asked.dataType, key) or _same)
    width = len(kind.fields)

    def read(value: Any) -> Any:
        if value is None:
            return None
        row: list[Any] = [None] * width
        found = readers.get(_kind_of(value))
        if found is not None:
            row[found[0]] = found[1](value[1] if isinstance(value, tuple) else value)
        return tuple(row)

    return read


_PLAIN_NAMES: dict[type, str] = {LongType: "long", DoubleType: "double"}


def _is_value_of(schema: Any) -> str:
    """What tells the values of a member of a union from those of others."""
    kind = schema["type"]
    if kind in _NAMED:
        return str(schema["name"]).rpartition(".")[2]
    alike = {"int": ":number", "long": ":number", "float": ":float", "double": ":float"}
    return alike.get(kind, f":{kind}")


def _kind_of(value: Any) -> str:
    if isinstance(value, tuple):
        return str(value[0]).rpartition(".")[2]
    return {bool: ":boolean", int: ":number", float: ":float", str: ":string", bytes: ":bytes"}.get(
        type(value), ":array" if isinstance(value, list) else ":map"
    )


_EXACT = Context(prec=60)


def _plain_reader(schema: Mapping[str, Any], kind: Any) -> Convert | None:
    name, logical = schema["type"], schema.get("logicalType")
    if name == "null" or isinstance(kind, NullType):
        return lambda value: None
    if isinstance(kind, DecimalType) and name in ("bytes", "fixed") and logical == "decimal":
        return _decimal_reader(int(schema.get("scale", 0)), kind)
    if name == "int" and isinstance(kind, DateType) and logical in ("date", None):
        return None
    if name == "long" and isinstance(kind, (TimestampType, TimestampNTZType)):
        if logical is None or logical.endswith("millis"):
            return lambda value: None if value is None else value * 1000
        return None
    if name == "long" and isinstance(kind, DateType) and (logical or "").startswith("timestamp"):
        scale = 86_400_000 if str(logical).endswith("millis") else 86_400_000_000
        return lambda value: None if value is None else value // scale
    if name == "string" or name == "enum":
        if isinstance(kind, (StringType, CharType, VarcharType)):
            return None
        if isinstance(kind, BinaryType) and name == "string":
            return lambda value: None if value is None else value.encode()
    if name in ("bytes", "fixed"):
        if isinstance(kind, BinaryType):
            return None
        if isinstance(kind, StringType) and logical != "decimal":
            return lambda value: None if value is None else value.decode("utf-8", "replace")
    if logical in (None, "time-millis", "time-micros") and type(kind) in _WIDER.get(name, ()):
        return _NARROW.get((name, type(kind)))
    raise IncompatibleSchema(f"{name} is not read as {kind.simpleString()}")


#: The types besides those of logical types that each of Avro's is read as.
_WIDER: dict[str, tuple[type[DataType], ...]] = {
    "boolean": (BooleanType,),
    "int": (
        IntegerType,
        ByteType,
        ShortType,
        LongType,
        FloatType,
        DoubleType,
        YearMonthIntervalType,
    ),
    "long": (LongType, FloatType, DoubleType, DayTimeIntervalType),
    "float": (FloatType, DoubleType),
    "double": (DoubleType,),
}


def _wrapped(bits: int) -> Convert:
    half = 1 << (bits - 1)
    return lambda value: None if value is None else (value + half) % (2 * half) - half


def _floated(value: Any) -> Any:
    return None if value is None else float(value)


_NARROW: dict[tuple[str, type[DataType]], Convert] = {
    ("int", ByteType): _wrapped(8),
    ("int", ShortType): _wrapped(16),
    ("int", FloatType): _floated,
    ("int", DoubleType): _floated,
    ("long", FloatType): _floated,
    ("long", DoubleType): _floated,
}


def _decimal_reader(scale: int, kind: DecimalType) -> Convert:
    if kind.scale < scale:
        raise IncompatibleSchema(f"a decimal of scale {scale} is not read as {kind.simpleString()}")
    most = Decimal(10) ** (kind.precision - kind.scale)
    unit = Decimal(1).scaleb(-kind.scale)

    def read(value: Any) -> Any:
        if value is None:
            return None
        number = Decimal(int.from_bytes(value, "big", signed=True)).scaleb(-scale, _EXACT)
        return number.quantize(unit, context=_EXACT) if number.copy_abs() < most else None

    return read


# ------------------------------------------------------------------------------------------------- writing


def avro_schema(kind: StructType, name: str, space: str) -> dict[str, Any]:
    """The schema in which Spark writes rows of a type.

    Raises
    ------
    IncompatibleSchema
        For maps whose keys are no strings, and types that Avro does not hold.
    """
    found: dict[str, Any] = _schema_of(kind, name, space)
    return found


_WRITTEN: dict[type, str] = {
    BooleanType: "boolean",
    ByteType: "int",
    ShortType: "int",
    IntegerType: "int",
    LongType: "long",
    FloatType: "float",
    DoubleType: "double",
    StringType: "string",
    CharType: "string",
    VarcharType: "string",
    BinaryType: "bytes",
    NullType: "null",
}


def _schema_of(kind: Any, name: str, space: str) -> Any:
    if isinstance(kind, UserDefinedType):
        return _schema_of(kind.sqlType(), name, space)
    if isinstance(kind, StructType):
        inner = f"{space}.{name}" if space else name
        fields = [
            {"name": f.name, "type": _nullable_schema(f.dataType, f.nullable, f.name, inner)} for f in kind
        ]
        made: dict[str, Any] = {"type": "record", "name": name, "fields": fields}
        if space:
            made["namespace"] = space
        return made
    if isinstance(kind, ArrayType):
        return {
            "type": "array",
            "items": _nullable_schema(kind.elementType, kind.containsNull, name, space),
        }
    if isinstance(kind, MapType):
        if not isinstance(kind.keyType, StringType):
            raise IncompatibleSchema(f"Unexpected type {kind.keyType.simpleString()} of the keys of a map")
        return {
            "type": "map",
            "values": _nullable_schema(kind.valueType, kind.valueContainsNull, name, space),
        }
    if isinstance(kind, DecimalType):
        full = f"{space}.{name}.fixed" if space else f"{name}.fixed"
        size = 1
        while 2 ** (8 * size - 1) < 10**kind.precision:
            size += 1
        above, _, short = full.rpartition(".")
        return {
            "type": "fixed",
            "name": short,
            "namespace": above,
            "size": size,
            "logicalType": "decimal",
            "precision": kind.precision,
            "scale": kind.scale,
        }
    if isinstance(kind, DateType):
        return {"type": "int", "logicalType": "date"}
    if isinstance(kind, TimestampType):
        return {"type": "long", "logicalType": "timestamp-micros"}
    if isinstance(kind, TimestampNTZType):
        return {"type": "long", "logicalType": "local-timestamp-micros"}
    if isinstance(kind, YearMonthIntervalType):
        return {"type": "int", _TYPE: kind.simpleString()}
    if isinstance(kind, DayTimeIntervalType):
        return {"type": "long", _TYPE: kind.simpleString()}
    if type(kind) in _WRITTEN:
        return _WRITTEN[type(kind)]
    raise IncompatibleSchema(f"Unexpected type {kind.simpleString()}")


def _nullable_schema(kind: Any, nullable: bool, name: str, space: str) -> Any:
    made = _schema_of(kind, name, space)
    return [made, "null"] if nullable and made != "null" else made


def writer_of(schemas: Schemas, schema: Any, kind: Any, key: Callable[[str], str]) -> Convert:
    """What turns a value in Spark's internal form into one that is written with a schema.

    Raises
    ------
    IncompatibleSchema
        Where the schema does not hold the type's values.
    """
    if isinstance(kind, UserDefinedType):
        return writer_of(schemas, schema, kind.sqlType(), key)
    schema = schemas.resolved(schema)
    if isinstance(schema, list):
        return _union_writer(schemas, schema, kind, key)
    name = schema["type"]
    if name in ("record", "error") and isinstance(kind, StructType):
        return _record_writer(schemas, schema, kind, key)
    if name == "array" and isinstance(kind, ArrayType):
        element = writer_of(schemas, schema["items"], kind.elementType, key)
        return lambda value: [element(item) for item in value]
    if name == "map" and isinstance(kind, MapType) and isinstance(kind.keyType, StringType):
        item_of = writer_of(schemas, schema["values"], kind.valueType, key)
        return lambda value: {k: item_of(item) for k, item in value}
    return _plain_writer(schema, kind)


def _record_writer(
    schemas: Schemas, schema: Mapping[str, Any], kind: StructType, key: Callable[[str], str]
) -> Convert:
    places = {key(field.name): place for place, field in enumerate(kind)}
    parts: list[tuple[str, int, Convert]] = []
    for field in schema["fields"]:
        place = places.pop(key(field["name"]), None)
        if place is None:
            part = schemas.resolved(field["type"])
            if isinstance(part, list) and {"type": "null"} in [schemas.resolved(p) for p in part]:
                continue
            raise IncompatibleSchema(f"the Avro schema's field {field['name']} has no column")
        parts.append(
            (field["name"], place, writer_of(schemas, field["type"], kind.fields[place].dataType, key))
        )
    if places:
        missing = ", ".join(kind.fields[place].name for place in places.values())
        raise IncompatibleSchema(f"the Avro schema has no field for {missing}")
    return lambda row: {name: inner(row[place]) for name, place, inner in parts}


def _union_writer(schemas: Schemas, parts: list[Any], kind: Any, key: Callable[[str], str]) -> Convert:
    rest = [part for part in parts if schemas.resolved(part) != {"type": "null"}]
    if not rest:
        return lambda value: None
    if len(rest) > 1:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED",
            messageParameters={"feature": "writing Avro unions of several types"},
        )
    inner = writer_of(schemas, rest[0], kind, key)
    return lambda value: None if value is None else inner(value)


_ALSO_WRITTEN = {(IntegerType, "long"), (YearMonthIntervalType, "int"), (DayTimeIntervalType, "long")}


def _plain_writer(schema: Mapping[str, Any], kind: Any) -> Convert:
    name, logical = schema["type"], schema.get("logicalType")
    if name == "null":
        return lambda value: None
    if isinstance(kind, DecimalType) and logical == "decimal":
        if (int(schema["precision"]), int(schema.get("scale", 0))) == (kind.precision, kind.scale):
            return _decimal_writer(schema, kind)
    elif isinstance(kind, (TimestampType, TimestampNTZType)) and name == "long":
        if logical is None or logical.endswith("millis"):
            return lambda value: value // 1000
        return _same
    elif isinstance(kind, DateType) and name == "int":
        return _same
    elif isinstance(kind, (StringType, CharType, VarcharType)):
        if name == "enum":
            return _member_of(schema)
        if name == "bytes":
            return lambda value: value.encode()
        if name == "string":
            return _same
    elif isinstance(kind, BinaryType):
        if name == "bytes":
            return _same
        if name == "fixed":
            return _of_size(int(schema["size"]))
    elif name == _WRITTEN.get(type(kind)) or (type(kind), name) in _ALSO_WRITTEN:
        return _same
    raise IncompatibleSchema(f"{kind.simpleString()} is not written as {name}")


def _decimal_writer(schema: Mapping[str, Any], kind: DecimalType) -> Convert:
    size = schema.get("size")

    def write(value: Any) -> bytes:
        number = int(value.scaleb(kind.scale, _EXACT))
        width = int(size) if size is not None else (number.bit_length() + 8) // 8
        return number.to_bytes(width, "big", signed=True)

    return write


def _member_of(schema: Mapping[str, Any]) -> Convert:
    known = set(schema["symbols"])

    def write(value: str) -> str:
        if value not in known:
            raise IncompatibleSchema(f"{value} is none of the symbols {', '.join(schema['symbols'])}")
        return value

    return write


def _of_size(size: int) -> Convert:
    def write(value: bytes) -> bytes:
        if len(value) != size:
            raise IncompatibleSchema(f"{len(value)} bytes for a fixed size of {size}")
        return value

    return write


def named_part(text: str | None, what: str) -> str:
    """A name of a record, or the default; refused where Avro takes none such."""
    if text and not all(part.isidentifier() for part in text.split(".")):
        raise IllegalArgumentException(f"{what} {text} is no name")
    return text or ""
