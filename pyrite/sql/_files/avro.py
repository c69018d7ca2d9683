"""Avro files, through the optional package ``fastavro``."""

from __future__ import annotations

import bz2
import io
import json
import lzma
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from pyrite._io.paths import display
from pyrite.errors import AnalysisException, PySparkException, SparkRuntimeException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.avro_schemas import (
    Convert,
    IncompatibleSchema,
    Schemas,
    avro_schema,
    reader_of,
    stripped,
    writer_of,
)
from pyrite.sql._files.optional import codec_choice, optional_module
from pyrite.sql._files.options import Options
from pyrite.sql._files.parquet import read_failure
from pyrite.sql._files.records import arrow_column
from pyrite.sql._files.source import DataFile, FileSource
from pyrite.sql._files.values_out import internal_values
from pyrite.sql._plan import relations as r
from pyrite.sql.types import DataType, StructField, StructType
from pyrite.version import __version__

if TYPE_CHECKING:
    from pyrite.sql._files.writing import WriteTask

__all__ = [
    "avro_batches",
    "avro_columns",
    "avro_extension",
    "from_avro_values",
    "to_avro_values",
    "write_avro",
]

_MAGIC = b"Obj\x01"
_SYNC = 16
_BATCH = 10_000
_BLOCK = 2_000


def _fastavro() -> Any:
    return optional_module("fastavro", "avro", "Avro")


def _stable(options: Options) -> str | None:
    if not options.flag("enableStableIdentifiersForUnionType"):
        return None
    return options.text("stableIdentifierPrefixForUnionType", "member_")


def _given_schema(options: Options) -> Any:
    """The option ``avroSchema``, or what the file holds that ``avroSchemaUrl`` names; None without."""
    text = options.text("avroSchema")
    if text is None and (url := options.text("avroSchemaUrl")) is not None:
        with open(os.fspath(url.removeprefix("file://").removeprefix("file:")), encoding="utf-8") as file:
            text = file.read()
    return None if text is None else json.loads(text)


# -------------------------------------------------------------------------------------------------- columns


def avro_columns(source: FileSource, options: Options, session: Settings) -> StructType | None:
    """The columns of the files: those of the option ``avroSchema``, or of a file; None without files."""
    conf = session.conf or {}
    given = _given_schema(options)
    files = sorted(_files(source, options), key=lambda file: file.path)
    if given is None:
        ignore = options.flag("ignoreCorruptFiles", conf.get("spark.sql.files.ignoreCorruptFiles") == "true")
        for file in files:
            try:
                with source.storage.open(file.path) as stream:
                    given = _header(stream, file.path)[0]
                break
            except PySparkException:
                if not ignore:
                    raise
        else:
            return None
    try:
        found, _ = Schemas(given, _stable(options)).type_of(given)
        if not isinstance(found, StructType):
            raise IncompatibleSchema(f"{found.simpleString()} is no record")
    except IncompatibleSchema as error:
        raise AnalysisException(f"The Avro schema cannot be used: {error}") from None
    return found


def _files(source: FileSource, options: Options) -> list[DataFile]:
    every = options.flag("ignoreExtension", True)
    return [file for file in source.files if file.size and (every or file.path.endswith(".avro"))]


# -------------------------------------------------------------------------------------------------- reading


def _header(stream: BinaryIO, path: str) -> tuple[Any, str, bytes]:
    """The schema, the codec and the mark between the blocks of a file."""
    try:
        if stream.read(4) != _MAGIC:
            raise ValueError("no Avro file")
        found: dict[str, bytes] = {}
        while count := _long(stream):
            if count < 0:
                count = -count
                _long(stream)
            for _ in range(count):
                name = _bytes(stream).decode()
                found[name] = _bytes(stream)
        return (
            json.loads(found["avro.schema"]),
            found.get("avro.codec", b"null").decode(),
            _all(stream, _SYNC),
        )
    except (ValueError, KeyError, EOFError) as error:
        failure = SparkRuntimeException(
            errorClass="FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", messageParameters={"path": display(path)}
        )
        raise failure from error


def _all(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size) if size >= 0 else b""
    if len(data) != size:
        raise EOFError("the file ends too early")
    return data


def _bytes(stream: BinaryIO) -> bytes:
    return _all(stream, _long(stream))


def _long(stream: BinaryIO, first: bytes = b"") -> int:
    """A number of variable length, of which the first byte may have been read already."""
    found = shift = 0
    while True:
        byte = (first or _all(stream, 1))[0]
        first = b""
        found |= (byte & 0x7F) << shift
        if byte < 0x80:
            return (found >> 1) ^ -(found & 1)
        shift += 7
        if shift > 63:
            raise ValueError("no number")


def _decompressed(codec: str, data: bytes) -> bytes:
    if codec == "null":
        return data
    if codec == "deflate":
        return zlib.decompress(data, -15)
    if codec == "bzip2":
        return bz2.decompress(data)
    if codec == "xz":
        return lzma.decompress(data)
    if codec == "snappy":
        found = optional_module("cramjam", "snappy", "Avro files with snappy").snappy.decompress_raw(
            data[:-4]
        )
        return bytes(found)
    if codec == "zstandard":
        module = optional_module("zstandard", "zstd", "Avro files with zstandard")
        return b"".join(module.ZstdDecompressor().read_to_iter(data))
    raise ValueError(f"the codec {codec} is not known")


def _blocks(stream: BinaryIO, codec: str, sync: bytes) -> Iterator[tuple[int, bytes]]:
    """How many records each block has, and their bytes."""
    while first := stream.read(1):
        count = _long(stream, first)
        data = _decompressed(codec, _bytes(stream))
        if _all(stream, _SYNC) != sync:
            raise ValueError("a block does not end where it should")
        yield count, data


def avro_batches(plan: r.Files, settings: Settings) -> Iterator[pa.RecordBatch]:
    """The rows of Avro files: of their records only the required fields are kept."""
    options = Options(plan.options)
    conf = settings.conf or {}
    ignore = options.flag("ignoreCorruptFiles", conf.get("spark.sql.files.ignoreCorruptFiles") == "true")
    for file in _files(plan.source, options):
        try:
            yield from _file_batches(plan, settings, options, file)
        except FileNotFoundError:
            raise read_failure("FILE_NOT_EXIST", file.path) from None
        except (*_DAMAGED, IncompatibleSchema, SparkRuntimeException) as error:
            if ignore:
                continue
            raise read_failure("NO_HINT", file.path) from error


_DAMAGED = (ValueError, EOFError, IndexError, KeyError, TypeError, zlib.error, lzma.LZMAError, OverflowError)


def _file_batches(
    plan: r.Files, settings: Settings, options: Options, file: DataFile
) -> Iterator[pa.RecordBatch]:
    fastavro = _fastavro()
    required = plan.required
    with plan.source.storage.open(file.path) as stream:
        written, codec, sync = _header(stream, file.path)
        wanted = _given_schema(options) or written
        schemas = Schemas(wanted, _stable(options))
        rows_of = reader_of(
            schemas, _pruned(schemas, wanted, required, settings), required, settings.name_key
        )
        assert rows_of is not None
        plain = fastavro.parse_schema(stripped(written))
        asked = stripped(_pruned(schemas, wanted, required, settings))
        target = None if asked == stripped(written) else fastavro.parse_schema(asked)
        rows: list[Any] = []
        for count, data in _blocks(stream, codec, sync):
            block = io.BytesIO(data)
            for _ in range(count):
                record = fastavro.schemaless_reader(block, plain, target, return_named_type=True)
                rows.append(rows_of(record[1] if isinstance(record, tuple) else record))
            while len(rows) >= _BATCH:
                yield _batch(rows[:_BATCH], required)
                del rows[:_BATCH]
        if rows:
            yield _batch(rows, required)


def _pruned(schemas: Schemas, schema: Any, required: StructType, settings: Settings) -> Any:
    """The schema of a record with the required fields alone; names that other fields define stay known."""
    found = schemas.resolved(schema)
    if not isinstance(found, dict) or found.get("type") != "record":
        raise IncompatibleSchema("a file holds records")
    keys = {settings.name_key(field.name) for field in required}
    kept = [field for field in found["fields"] if settings.name_key(field["name"]) in keys]
    try:
        made = {**found, "fields": kept}
        Schemas(made).type_of(made)
    except IncompatibleSchema:
        return found
    return made


def _batch(rows: Sequence[Any], required: StructType) -> pa.RecordBatch:
    columns = [
        arrow_column(values, field.dataType)
        for values, field in zip(zip(*rows) if required.fields else (), required)
    ] or [pa.nulls(len(rows), pa.string())]
    return pa.RecordBatch.from_arrays(columns, [str(index) for index in range(len(columns))])


# -------------------------------------------------------------------------------------------------- writing

_CODECS = {
    "uncompressed": "null",
    "deflate": "deflate",
    "snappy": "snappy",
    "bzip2": "bzip2",
    "xz": "xz",
    "zstandard": "zstandard",
}


def _codec(options: Options, conf: Mapping[str, str]) -> str:
    name = options.text("compression") or conf.get("spark.sql.avro.compression.codec", "snappy")
    return codec_choice(name, _CODECS)


def avro_extension(options: Options, conf: Mapping[str, str]) -> str:
    """The end of files' names."""
    _codec(options, conf)
    _fastavro()
    return ".avro"


def write_avro(task: WriteTask, path: str, table: pa.Table) -> None:
    """Write rows into a new Avro file.

    Raises
    ------
    SparkRuntimeException
        AVRO_CANNOT_WRITE_NULL_FIELD, where the option ``avroSchema`` has a field without nulls.
    """
    fastavro = _fastavro()
    convert, schema = _writer(task.schema, _given_schema(task.options), task.options, task.conf)
    parsed = fastavro.parse_schema(schema)
    codec = _codec(task.options, task.conf)
    level = int(task.conf.get("spark.sql.avro.deflate.level", "-1"))
    sync = os.urandom(_SYNC)
    with task.storage.create(path) as file:
        file.write(_head(schema, codec) + sync)
        for batch in table.to_batches(_BLOCK):
            columns = [internal_values(column, f.dataType) for column, f in zip(batch.columns, task.schema)]
            block = io.BytesIO()
            for row in zip(*columns):
                try:
                    fastavro.schemaless_writer(block, parsed, convert(row))
                except (TypeError, AttributeError, ValueError):
                    _check_nulls(schema, task.schema, row)
                    raise
            data = _compressed(codec, block.getvalue(), level)
            file.write(_number(batch.num_rows) + _number(len(data)) + data + sync)


def _check_nulls(schema: Any, kind: StructType, row: Sequence[Any]) -> None:
    """Explain why a row cannot be written."""
    nulls = {field.name.lower() for field, value in zip(kind, row) if value is None}
    for field in schema.get("fields", ()):
        if field["name"].lower() in nulls and not isinstance(field["type"], list):
            raise SparkRuntimeException(
                errorClass="AVRO_CANNOT_WRITE_NULL_FIELD",
                messageParameters={"name": f"`{field['name']}`", "dataType": json.dumps(field["type"])},
            ) from None


def _head(schema: Any, codec: str) -> bytes:
    """What a file begins with, but for the mark between blocks."""
    told = {
        "avro.schema": json.dumps(schema).encode(),
        "avro.codec": codec.encode(),
        "org.apache.spark.version": __version__.encode(),
    }
    pairs = [_text(name.encode()) + _text(value) for name, value in told.items()]
    return _MAGIC + _number(len(pairs)) + b"".join(pairs) + _number(0)


def _text(data: bytes) -> bytes:
    return _number(len(data)) + data


def _number(value: int) -> bytes:
    """A number of variable length."""
    rest = (value << 1) ^ (value >> 63)
    found = bytearray()
    while rest > 0x7F:
        found.append(rest & 0x7F | 0x80)
        rest >>= 7
    found.append(rest)
    return bytes(found)


def _compressed(codec: str, data: bytes, level: int) -> bytes:
    if codec == "deflate":
        packer = zlib.compressobj(level, zlib.DEFLATED, -15)
        return packer.compress(data) + packer.flush()
    if codec == "bzip2":
        return bz2.compress(data)
    if codec == "xz":
        return lzma.compress(data)
    if codec == "snappy":
        module = optional_module("cramjam", "snappy", "Avro files with snappy")
        return bytes(module.snappy.compress_raw(data)) + zlib.crc32(data).to_bytes(4, "big")
    if codec == "zstandard":
        return bytes(optional_module("zstandard", "zstd", "Avro files with zstandard").compress(data))
    return data


def _writer(kind: StructType, given: Any, options: Options, conf: Mapping[str, str]) -> tuple[Convert, Any]:
    schema = given
    try:
        if schema is None:
            name = options.text("recordName", "topLevelRecord") or "topLevelRecord"
            schema = avro_schema(kind, name, options.text("recordNamespace", "") or "")
        key = str if conf.get("spark.sql.caseSensitive", "false").lower() == "true" else str.lower
        return writer_of(Schemas(schema), schema, kind, key), schema
    except IncompatibleSchema as error:
        raise AnalysisException(f"The Avro schema cannot be used: {error}") from None


# --------------------------------------------------------------------------------------------------- values


def type_of_schema(text: str, options: Mapping[str, str]) -> DataType:
    """Spark's type of a schema; ValueError for what is none."""
    try:
        schema = json.loads(text)
    except ValueError:
        schema = text
    try:
        found, _ = Schemas(schema, _stable(Options(options))).type_of(schema)
    except (IncompatibleSchema, KeyError, TypeError) as error:
        raise ValueError(str(error)) from None
    return found


def from_avro_values(
    column: Sequence[bytes | None], text: str, kind: DataType, options: Options
) -> list[Any]:
    """The value of each text in Avro; null for null, and in the mode PERMISSIVE for what cannot be read.

    Raises
    ------
    SparkRuntimeException
        MALFORMED_AVRO_MESSAGE, in the mode FAILFAST.
    """
    fastavro = _fastavro()
    written = json.loads(text)
    wanted = _given_schema(options) or written
    convert = reader_of(Schemas(wanted, _stable(options)), wanted, kind, str.lower)
    plain = fastavro.parse_schema(stripped(written))
    target = None if wanted == written else fastavro.parse_schema(stripped(wanted))
    permissive = (options.text("mode") or "FAILFAST").upper() == "PERMISSIVE"
    found: list[Any] = []
    for data in column:
        value = None
        if data is not None:
            try:
                value = fastavro.schemaless_reader(io.BytesIO(data), plain, target, return_named_type=True)
                if isinstance(value, tuple):
                    value = value[1]
                value = value if convert is None else convert(value)
            except _DAMAGED:
                if not permissive:
                    raise SparkRuntimeException(
                        errorClass="MALFORMED_AVRO_MESSAGE", messageParameters={"mode": "FAILFAST"}
                    ) from None
                value = None
        found.append(value)
    return found


def to_avro_values(array: pa.Array, kind: DataType, nullable: bool, text: str | None) -> list[bytes | None]:
    """The bytes of each value in Avro, with a schema or in the one that Spark makes of the type."""
    fastavro = _fastavro()
    schema = json.loads(text) if text else value_schema(kind, nullable)
    convert = writer_of(Schemas(schema), schema, kind, str.lower)
    parsed = fastavro.parse_schema(schema)
    found: list[bytes | None] = []
    for value in internal_values(array, kind):
        if value is None:
            found.append(None)
            continue
        out = io.BytesIO()
        fastavro.schemaless_writer(out, parsed, convert(value))
        found.append(out.getvalue())
    return found


def value_schema(kind: DataType, nullable: bool) -> Any:
    """The schema in which Spark writes single values of a type."""
    wrapped = avro_schema(StructType([StructField("topLevelRecord", kind, nullable)]), "x", "")
    made: Any = wrapped["fields"][0]["type"]
    if isinstance(kind, StructType):
        made = avro_schema(kind, "topLevelRecord", "")
        return [made, "null"] if nullable else made
    return made
