"""Files as part of a query: DuckDB reads Parquet itself; rows of other formats come in as Arrow data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pyrite._io.paths import is_local
from pyrite.sql._duckdb import literals
from pyrite.sql._duckdb.remote import remote_path
from pyrite.sql._duckdb.rendering import balanced
from pyrite.sql._duckdb.typenames import field_names, identifier, type_name
from pyrite.sql._files.lenient import Lenient
from pyrite.sql._files.metadata import metadata_values
from pyrite.sql._files.options import Options
from pyrite.sql._files.parquet import file_schemas, read_failure
from pyrite.sql._files.source import FileSource
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.expressions import Attribute
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    ByteType,
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
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    UserDefinedType,
    VariantType,
    YearMonthIntervalType,
)

if TYPE_CHECKING:
    from pyrite.sql._duckdb.compiler import Compiler

_ROW_NUMBER = "file_row_number"

__all__ = ["files_text", "read_parquet"]


def files_text(compiler: Compiler, plan: r.Files) -> str:
    """The SELECT of all rows of the files, with the plan's columns under their internal names."""
    parts = [
        part
        for values, group in plan.source.groups()
        for source in (_one_by_one(group) if plan.tells else [group])
        for part in _group(compiler, plan, source, values)
    ]
    if not parts:
        return f"{_select(compiler, plan, [_null(a.type) for a in plan.columns])} WHERE FALSE"
    return balanced(parts, "UNION ALL")


def _one_by_one(source: FileSource) -> Iterator[FileSource]:
    return (replace(source, files=(file,)) for file in source.files)


def _metadata(plan: r.Files, source: FileSource) -> str:
    """The text of what the rows of the only file tell of it."""
    assert plan.meta is not None and isinstance(plan.meta.type, StructType)
    values = metadata_values(source.files[0])
    texts = [literals.literal(value, field.dataType) for value, field in zip(values, plan.meta.type)]
    names = plan.meta.type.names
    return (
        f"struct_pack({', '.join([f'{name} := {text}' for name, text in zip(names, [*texts, _ROW_NUMBER])])})"
    )


def _select(compiler: Compiler, plan: r.Files, texts: Sequence[str]) -> str:
    shown = [f"{text} AS {compiler.column(a)}" for text, a in zip(texts, plan.columns)]
    return f"SELECT {', '.join(shown) or '1 AS empty'}"


def _absent(plan: r.Files, attribute: Attribute) -> str:
    """What a column is in files that do not have it."""
    known = plan.missing.get(attribute.name)
    return _null(attribute.type) if known is None else literals.literal(known.value, attribute.type)


def _null(kind: DataType) -> str:
    return literals.literal(None, kind)


def _group(compiler: Compiler, plan: r.Files, source: FileSource, values: Sequence[Any]) -> list[str]:
    """The SELECTs of the files that share their directories' values."""
    told = dict(zip(source.names, values))
    meta = None if plan.meta is None else plan.meta.id
    if plan.format == "parquet":
        return _parquet(compiler, plan, source, told)
    rows = replace(plan, source=source)
    plain = None
    if plan.format == "json" and not plan.tells:
        plain = import_module("pyrite.sql._duckdb.json_files").plain_json(compiler, rows)
    if plain is not None:
        places, name = plain
    else:
        places = {field.name: identifier(str(index)) for index, field in enumerate(rows.required)}
        name = compiler.input(rows)
    texts = [
        _metadata(plan, source)
        if a.id == meta
        else literals.literal(told[a.name], a.type)
        if a.name in told
        else places[a.name]
        for a in plan.columns
    ]
    return [f"{_select(compiler, plan, texts)} FROM {name}"]


# -------------------------------------------------------------------------------------------------- Parquet


def _parquet(compiler: Compiler, plan: r.Files, source: FileSource, told: dict[str, Any]) -> list[str]:
    """The SELECTs of Parquet files, one for neighbours with the same columns."""
    meta = None if plan.meta is None else plan.meta.id
    filled = [file for file in source.files if file.size]
    settings = compiler.settings
    lenient = Lenient.of(Options(plan.options), settings)
    schemas = file_schemas(source.storage, [file.path for file in filled], settings.parallelism, lenient)
    found_schemas = [(file, schema) for file, schema in zip(filled, schemas) if schema is not None]
    parts = []
    for _, same in groupby(found_schemas, key=lambda pair: id(pair[1])):
        found = list(same)
        paths = [file.path for file, _ in found]
        schema = found[0][1]
        reader = _Columns(compiler, paths[0])
        places = _Places(compiler, schema.names, paths[0])
        texts = []
        for attribute in plan.columns:
            if attribute.id == meta:
                texts.append(_metadata(plan, source))
                continue
            if attribute.name in told:
                texts.append(literals.literal(told[attribute.name], attribute.type))
                continue
            place = places.find(attribute.name)
            if place is None:
                texts.append(_absent(plan, attribute))
                continue
            field = schema.field(place)
            texts.append(reader.text(identifier(field.name), field.type, attribute.type, (field.name,)))
        listed = {literals.text(_read_path(source, path)): path for path in paths}
        compiler.files.update(listed)
        parts.append(f"{_select(compiler, plan, texts)} FROM {read_parquet(listed, plan.tells)}")
    return parts


def read_parquet(paths: Iterable[str], numbered: bool = False) -> str:
    """What reads files, given DuckDB's texts of their paths; where rows are ``numbered``, in each file."""
    more = f", {_ROW_NUMBER} = true" if numbered else ""
    return f"read_parquet([{', '.join(paths)}], hive_partitioning = false, union_by_name = false{more})"


class _Places:
    """Where names are among those of a file's columns, or of a struct's fields."""

    def __init__(self, compiler: Compiler, names: Sequence[str], path: str):
        self._key = compiler.settings.name_key
        self._path = path
        self._places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            self._places.setdefault(self._key(name), []).append(place)

    def find(self, name: str) -> int | None:
        """The place of a name, or None. Spark refuses files where it is twice."""
        found = self._places.get(self._key(name), [])
        if len(found) > 1:
            raise read_failure("NO_HINT", self._path)
        return found[0] if found else None


def _read_path(source: FileSource, path: str) -> str:
    """The path as DuckDB takes it: nothing in it is a wildcard."""
    if not is_local(path):
        return remote_path(source.storage, path)
    return "".join([f"[{char}]" if char in "*?[" else char for char in path])


_SIGNED = {"int8": 8, "int16": 16, "int32": 32, "int64": 64}
_WHOLE: dict[type, int] = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}


class _Columns:
    """Turns the columns of one file into Spark's types."""

    def __init__(self, compiler: Compiler, path: str):
        self._compiler = compiler
        self._path = path
        self._variables = 0

    def text(self, text: str, given: pa.DataType, kind: DataType, place: tuple[str, ...]) -> str:
        """The text of a column or a part of one; ``text`` itself where nothing is to do."""
        if isinstance(kind, UserDefinedType):
            return self.text(text, given, kind.sqlType(), place)
        if pa.types.is_dictionary(given):
            return self.text(text, given.value_type, kind, place)
        if isinstance(kind, StructType) and pa.types.is_struct(given):
            return self._struct(text, given, kind, place)
        if isinstance(kind, VariantType) and pa.types.is_struct(given) and given.num_fields == 2:
            return f'struct_pack("value" := {text}."value", "metadata" := {text}."metadata")'
        if isinstance(kind, MapType) and pa.types.is_map(given):
            return self._map(text, given, kind, place)
        if isinstance(kind, ArrayType) and _is_list(given):
            variable = self._variable()
            element = self.text(variable, given.value_type, kind.elementType, place)
            return text if element == variable else f"list_transform({text}, lambda {variable}: {element})"
        found = _plain(text, given, kind)
        return found if found is not None else self._mismatch(given, kind, place)

    def _variable(self) -> str:
        self._variables += 1
        return f"p_{self._variables}"

    def _struct(self, text: str, given: pa.DataType, kind: StructType, place: tuple[str, ...]) -> str:
        names = [given.field(index).name for index in range(given.num_fields)]
        wanted = field_names(kind)
        places = _Places(self._compiler, names, self._path)
        parts = []
        changed = wanted != names
        for name, field in zip(wanted, kind):
            index = places.find(field.name)
            if index is None:
                parts.append(f"{identifier(name)} := {_null(field.dataType)}")
                changed = True
                continue
            inner = f"({text}).{identifier(names[index])}"
            made = self.text(inner, given.field(index).type, field.dataType, (*place, field.name))
            changed = changed or made != inner
            parts.append(f"{identifier(name)} := {made}")
        if not changed:
            return text
        packed = f"struct_pack({', '.join(parts)})"
        return f"CASE WHEN {text} IS NULL THEN NULL ELSE {packed} END"

    def _map(self, text: str, given: pa.DataType, kind: MapType, place: tuple[str, ...]) -> str:
        variable = self._variable()
        key = self.text(variable, given.key_type, kind.keyType, place)
        item = self.text(variable, given.item_type, kind.valueType, place)
        if key == variable and item == variable:
            return text
        keys = f"list_transform(map_keys({text}), lambda {variable}: {key})"
        return f"map({keys}, list_transform(map_values({text}), lambda {variable}: {item}))"

    def _mismatch(self, given: pa.DataType, kind: DataType, place: tuple[str, ...]) -> str:
        error = read_failure(
            "PARQUET_COLUMN_DATA_TYPE_MISMATCH",
            self._path,
            {
                "column": f"[{', '.join(place)}]",
                "expectedType": kind.simpleString(),
                "actualType": _parquet_name(given),
            },
        )
        condition = error.getCondition()
        assert condition is not None
        parameters = {
            name: literals.text(value) for name, value in (error.getMessageParameters() or {}).items()
        }
        return self._compiler.failure(condition, parameters, kind, None, type(error))


def _is_list(given: pa.DataType) -> bool:
    types = pa.types
    return types.is_list(given) or types.is_large_list(given) or types.is_fixed_size_list(given)


def _plain(text: str, given: pa.DataType, kind: DataType) -> str | None:
    """The text of a value that is no struct, map or list; None where Spark refuses to read it so."""
    types = pa.types
    name = type_name(kind)
    if types.is_null(given):
        return _null(kind)
    if isinstance(kind, NullType):
        return "CAST(NULL AS INTEGER)"
    if types.is_timestamp(given):
        return _timestamp(text, given, kind)
    if types.is_integer(given) or types.is_duration(given):
        return _integer(text, given, kind, name)
    if types.is_floating(given):
        single = types.is_float32(given)
        if isinstance(kind, FloatType) and single:
            return text
        return (text if not single else f"CAST({text} AS DOUBLE)") if isinstance(kind, DoubleType) else None
    if types.is_decimal(given):
        if not isinstance(kind, DecimalType):
            return None
        if (given.precision, given.scale) == (kind.precision, kind.scale):
            return text
        wider = kind.scale >= given.scale and kind.precision - kind.scale >= given.precision - given.scale
        return f"CAST({text} AS {name})" if wider else None
    if types.is_boolean(given):
        return text if name == "BOOLEAN" else None
    if types.is_date(given):
        if isinstance(kind, DateType):
            return text
        return f"CAST({text} AS TIMESTAMP)" if isinstance(kind, TimestampNTZType) else None
    if types.is_time(given):
        return text if isinstance(kind, TimeType) else None
    if _is_text(given):
        if isinstance(kind, BinaryType):
            return f"encode({text})"
        return text if name == "VARCHAR" else None
    if types.is_binary(given) or types.is_large_binary(given) or types.is_fixed_size_binary(given):
        if isinstance(kind, BinaryType):
            return text
        return f"decode({text})" if isinstance(kind, StringType) else None
    return None


def _is_text(given: pa.DataType) -> bool:
    types = pa.types
    return types.is_string(given) or types.is_large_string(given) or types.is_string_view(given)


def _timestamp(text: str, given: pa.DataType, kind: DataType) -> str | None:
    """Micros count alike with and without a zone. DuckDB reads INT96, Arrow's nanoseconds, without a zone."""
    if not isinstance(kind, (TimestampType, TimestampNTZType)):
        return None
    zoned = given.tz is not None
    if isinstance(kind, TimestampType):
        return text if zoned else f"make_timestamptz(epoch_us({text}))"
    return f"make_timestamp(epoch_us({text}))" if zoned or given.unit == "ns" else text


def _integer(text: str, given: pa.DataType, kind: DataType, name: str) -> str | None:
    if isinstance(kind, (DayTimeIntervalType, YearMonthIntervalType)):
        return text
    bits = 64 if pa.types.is_duration(given) else _SIGNED.get(str(given))
    size = _WHOLE.get(type(kind))
    if size is not None:
        if bits == size:
            return text
        # Spark reads what is 32 bits wide in the file into any narrower type.
        fits = size > (bits or 32) or (size < 64 and (bits or given.bit_width) <= 32)
        return f"CAST({text} AS {name})" if fits else None
    if isinstance(kind, DoubleType) and (bits or 64) <= 32:
        return f"CAST({text} AS DOUBLE)"
    if isinstance(kind, DecimalType):
        digits = 20 if (bits or 64) == 64 else 10
        return f"CAST({text} AS {name})" if kind.precision - kind.scale >= digits else None
    if isinstance(kind, (TimestampType, TimestampNTZType)) and bits == 64:
        made = "make_timestamptz" if isinstance(kind, TimestampType) else "make_timestamp"
        return f"{made}({text})"
    if isinstance(kind, DateType) and bits == 32:
        return f"(DATE '1970-01-01' + {text})"
    return None


def _parquet_name(given: pa.DataType) -> str:
    """Parquet's name of the type in which a value is stored."""
    types = pa.types
    if types.is_boolean(given):
        return "BOOLEAN"
    if types.is_float32(given) or types.is_float64(given):
        return "FLOAT" if types.is_float32(given) else "DOUBLE"
    if types.is_date(given) or (types.is_integer(given) and given.bit_width <= 32):
        return "INT32"
    if types.is_timestamp(given) and given.unit == "ns":
        return "INT96"
    if types.is_integer(given) or types.is_timestamp(given) or types.is_time(given):
        return "INT64"
    if types.is_fixed_size_binary(given) or types.is_decimal(given):
        return "FIXED_LEN_BYTE_ARRAY"
    return "BINARY" if _is_text(given) or types.is_binary(given) else "GROUP"
