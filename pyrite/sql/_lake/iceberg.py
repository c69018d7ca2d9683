"""Tables of Iceberg, by the package ``pyiceberg``.

The package reads the metadata, writes files and commits; rows are read and computed by Pyrite. Tables have names in
catalogs, which settings tell as for Spark: ``spark.sql.catalog.NAME.type``, ``.uri``, ``.warehouse`` and others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any
from uuid import uuid4

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite._io import Storage
from pyrite._io.paths import is_local
from pyrite.errors import AnalysisException, PySparkNotImplementedError, SparkRuntimeException
from pyrite.sql._files.checks import check_columns
from pyrite.sql._files.optional import optional_module
from pyrite.sql._files.source import DataFile
from pyrite.sql._lake.formats import PARTITIONS, Creation, LakeConflict, LakeTable, Version
from pyrite.sql._lake.tables import LakeSource
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
)

__all__ = ["catalog_of", "create_namespace", "create_table", "drop_table", "find_table"]

_CHUNK = 128 << 20
_APPENDS = 20


def _package(module: str = "pyiceberg") -> Any:
    return optional_module(module, "iceberg", "Iceberg tables")


def _refuse(feature: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


# ------------------------------------------------------------------------------------------------- catalogs


def catalog_of(storage: Storage, name: str, conf: Mapping[str, str]) -> Any:
    """The catalog that settings call by a name.

    Its type is ``rest``, ``sql``, ``hive``, ``glue`` or another of the package's. ``hadoop``, the one without a
    server, keeps the names of its tables in an SQLite file of its warehouse.
    """
    prefix = f"spark.sql.catalog.{name}."
    given = {key[len(prefix) :]: value for key, value in conf.items() if key.startswith(prefix)}
    kind = given.pop("type", None) or ("hadoop" if "uri" not in given else "rest")
    if kind == "hadoop":
        warehouse = storage.qualify(given.get("warehouse") or f"{name}-warehouse")
        if not is_local(warehouse):
            raise _refuse("Iceberg's catalogs of type hadoop on object stores: use one of type sql or rest")
        storage.make_directory(warehouse)
        given.update(uri=f"sqlite:///{warehouse}/.catalog.db", warehouse=f"file://{warehouse}")
        kind = "sql"
    return _loaded(name, kind, tuple(sorted(given.items())))


@lru_cache(maxsize=64)
def _loaded(name: str, kind: str, given: tuple[tuple[str, str], ...]) -> Any:
    return _package("pyiceberg.catalog").load_catalog(name, type=kind, **dict(given))


def create_namespace(storage: Storage, name: tuple[str, ...], conf: Mapping[str, str], unless: bool) -> None:
    """``CREATE DATABASE catalog.name``."""
    catalog = catalog_of(storage, name[0], conf)
    exceptions = _package("pyiceberg.exceptions")
    try:
        catalog.create_namespace(name[1:])
    except exceptions.NamespaceAlreadyExistsError:
        if not unless:
            raise AnalysisException(
                errorClass="SCHEMA_ALREADY_EXISTS",
                messageParameters={"schemaName": ".".join([f"`{part}`" for part in name])},
            ) from None


def drop_table(storage: Storage, place: str, conf: Mapping[str, str]) -> None:
    """Have a catalog forget a table; its files stay, as Iceberg's do without PURGE."""
    name, *rest = place.split(".")
    catalog_of(storage, name, conf).drop_table(tuple(rest))


def find_table(
    storage: Storage, place: str, conf: Mapping[str, str], version: Version | None = None
) -> LakeTable | None:
    """See :class:`LakeFormat`; the place is a name with its catalog."""
    exceptions = _package("pyiceberg.exceptions")
    name, *rest = place.split(".")
    if "/" in place:
        return None
    try:
        handle = catalog_of(storage, name, conf).load_table(tuple(rest))
    except (exceptions.NoSuchTableError, exceptions.NoSuchNamespaceError):
        return None
    found = IcebergTable(storage, place, conf, handle)
    return found if version is None else IcebergTable(storage, place, conf, handle, found.snapshot(version))


@dataclass(frozen=True)
class IcebergTable:
    """A table at one snapshot; see :class:`LakeTable`. ``handle`` is the package's."""

    storage: Storage
    place: str
    conf: Mapping[str, str]
    handle: Any
    pinned: Any = None

    def snapshot(self, version: Version) -> Any:
        """A snapshot by its number, or the one of a time. Raises AnalysisException where there is none."""
        if version.micros is not None:
            found = self.handle.snapshot_as_of_timestamp(version.micros // 1000)
        else:
            found = self.handle.snapshot_by_id(version.number)
        if found is None:
            asked = (
                version.number if version.micros is None else f"of {version.micros} microseconds since 1970"
            )
            raise AnalysisException(f"The Iceberg table {self.place} has no snapshot {asked}")
        return found

    @property
    def _snapshot(self) -> Any:
        return self.pinned or self.handle.current_snapshot()

    @cached_property
    def _columns(self) -> Any:
        if self.pinned is not None and self.pinned.schema_id is not None:
            return self.handle.schemas()[self.pinned.schema_id]
        return self.handle.schema()

    @cached_property
    def schema(self) -> StructType:
        return StructType([_field(field) for field in self._columns.fields])

    @cached_property
    def partitioned_by(self) -> tuple[str, ...]:
        spec = self.handle.spec()
        if any(task.file.spec_id != spec.spec_id for task in self._tasks):
            return ()
        names = {field.field_id: field.name for field in self._columns.fields}
        return tuple([names[f.source_id] for f in spec.fields if f"{f.transform}" == "identity"])

    @property
    def version(self) -> int:
        snapshot = self._snapshot
        return -1 if snapshot is None else int(snapshot.snapshot_id)

    @cached_property
    def _tasks(self) -> list[Any]:
        if self._snapshot is None:
            return []
        tasks = list(self.handle.scan(snapshot_id=self.version).plan_files())
        if any(task.delete_files for task in tasks):
            raise _refuse("Iceberg tables with rows deleted beside their files (merge on read)")
        self._check_names()
        return tasks

    def _check_names(self) -> None:
        """Refuse tables whose files have other names for their columns: they are read by name."""
        known: dict[int, str] = {}
        for schema in self.handle.schemas().values():
            for number, name in _named(schema):
                if known.setdefault(number, name) != name:
                    raise _refuse("Iceberg tables with columns that were renamed")
        if len(set(known.values())) < len(known):
            raise _refuse("Iceberg tables with columns that were dropped and added again")

    # ---------------------------------------------------------------------------------------------- reading

    def source(self) -> LakeSource:
        spec = self.handle.spec()
        places = [place for place, f in enumerate(spec.fields) if f"{f.transform}" == "identity"]
        told = self.partitioned_by
        files = []
        for task in self._tasks:
            file = task.file
            if str(getattr(file.file_format, "value", file.file_format)).upper() != "PARQUET":
                raise _refuse(f"Iceberg tables of files of {file.file_format}")
            values = tuple([file.partition[place] for place in places]) if told else ()
            files.append(DataFile(self._path(file.file_path), file.file_size_in_bytes, False, values))
        files.sort(key=lambda file: (repr(file.values), -file.size, file.path))
        return LakeSource(self.storage, (self.place,), tuple(files), told, self)

    def _path(self, path: str) -> str:
        return path[len("file://") :] if path.startswith("file:///") else self.storage.qualify(path)

    def newest(self) -> LakeTable:
        return find_table(self.storage, self.place, self.conf) or self

    def history(self) -> pa.Table:
        found: pa.Table = self.handle.inspect.snapshots()
        return found.sort_by([("committed_at", "descending")])

    # ---------------------------------------------------------------------------------------------- writing

    def check_rewrite(self, operation: str) -> None:
        """All tables that can be read can be written anew."""
        self._tasks  # noqa: B018 - refuses those that cannot

    def commit(self, rows: pa.RecordBatchReader, removed: Sequence[DataFile] | str, operation: str) -> None:
        added = self._written(self.handle.metadata, rows)
        if not removed:
            self._append(added)
            return
        known = {self._path(task.file.file_path): task.file for task in self._tasks}
        if isinstance(removed, str):
            gone = list(known.values())
            if removed == PARTITIONS and self.handle.spec().fields:
                spec = self.handle.spec().spec_id
                keys = {_partition(file) for file in added}
                gone = [file for file in gone if file.spec_id != spec or _partition(file) in keys]
                if any(file.spec_id != spec for file in gone):
                    raise _refuse("overwriting partitions of Iceberg tables whose partitioning has changed")
        else:
            gone = [known[file.path] for file in removed]
        exceptions = _package("pyiceberg.exceptions")
        try:
            transaction = self.handle.transaction()
            with transaction.update_snapshot().overwrite() as change:
                for file in gone:
                    change.delete_data_file(file)
                for file in added:
                    change.append_data_file(file)
            transaction.commit_transaction()
        except (exceptions.CommitFailedException, exceptions.ValidationException) as error:
            self._forget(added)
            raise _conflict(operation, error) from error

    def _append(self, added: Sequence[Any]) -> None:
        """Add files to what the table is now, whoever else adds some."""
        exceptions = _package("pyiceberg.exceptions")
        handle = self.handle
        for attempt in range(_APPENDS):
            try:
                transaction = handle.transaction()
                with transaction.update_snapshot().fast_append() as change:
                    for file in added:
                        change.append_data_file(file)
                transaction.commit_transaction()
                return
            except exceptions.CommitFailedException as error:
                handle = catalog_of(self.storage, self.place.split(".")[0], self.conf).load_table(
                    tuple(self.place.split(".")[1:])
                )
                if attempt == _APPENDS - 1 or handle.schema() != self.handle.schema():
                    self._forget(added)
                    raise _conflict("WRITE", error) from error

    def _forget(self, added: Sequence[Any]) -> None:
        for file in added:
            self.handle.io.delete(file.file_path)

    def _written(self, metadata: Any, rows: pa.RecordBatchReader) -> list[Any]:
        """The files that hold these rows, part by part."""
        written: list[Any] = []
        try:
            for part in _parts(rows, self.schema):
                written += list(
                    _package("pyiceberg.io.pyarrow")._dataframe_to_data_files(
                        table_metadata=metadata, df=part, io=self.handle.io, write_uuid=uuid4()
                    )
                )
        except BaseException:
            self._forget(written)
            raise
        return written

    def replace_table(self, creation: Creation, rows: pa.RecordBatchReader) -> None:
        raise _refuse("REPLACE TABLE of Iceberg tables")

    def add_columns(self, fields: Sequence[StructField]) -> LakeTable:
        check_columns(StructType(list(fields)), "Iceberg", reading=False)
        with self.handle.update_schema() as change:
            for field in fields:
                change.add_column(field.name, _Numbered().type(field.dataType), doc=_comment(field))
        return find_table(self.storage, self.place, self.conf) or self


def _partition(file: Any) -> tuple[Any, ...]:
    return tuple([file.partition[place] for place in range(len(file.partition))])


def _conflict(operation: str, error: Exception) -> LakeConflict:
    return LakeConflict(
        f"{operation}: the Iceberg table was changed by another writer in the meantime. Nothing was changed by "
        f"this one; run it again. ({error})"
    )


def _parts(rows: pa.RecordBatchReader, schema: StructType) -> Iterator[pa.Table]:
    """The rows in parts that fit in memory, with the nullability of the table."""
    needed = [field.name for field in schema if not field.nullable]
    arrow = pa.schema([_arrow(field) for field in schema])
    batches: list[pa.RecordBatch] = []
    size = 0
    for batch in rows:
        for name in needed:
            if batch.column(name).null_count:
                raise SparkRuntimeException(f"The column {name} of the Iceberg table takes no nulls")
        batches.append(batch)
        size += batch.nbytes
        if size > _CHUNK:
            yield _table(batches, arrow)
            batches, size = [], 0
    if batches and size:
        yield _table(batches, arrow)


def _table(batches: Sequence[pa.RecordBatch], arrow: pa.Schema) -> pa.Table:
    table = pa.Table.from_batches(list(batches))
    columns = [column.cast(field.type) for column, field in zip(table.columns, arrow)]
    return pa.Table.from_arrays(columns, schema=arrow)


def _arrow(field: StructField) -> pa.Field:
    """A column as files have it. Iceberg has no integers below 32 bits."""
    kind = physical_type(field.dataType)
    if pa.types.is_int8(kind) or pa.types.is_int16(kind):
        kind = pa.int32()
    return pa.field(field.name, kind, field.nullable)


# ------------------------------------------------------------------------------------------------- new tables


def create_table(
    storage: Storage,
    place: str,
    conf: Mapping[str, str],
    creation: Creation,
    rows: pa.RecordBatchReader | None = None,
) -> None:
    """See :class:`LakeFormat`."""
    check_columns(creation.schema, "Iceberg", reading=False)
    name, *rest = place.split(".")
    if "/" in place or not rest:
        raise _refuse(
            "Iceberg tables without a catalog: set spark.sql.catalog.NAME and use NAME.database.table"
        )
    catalog = catalog_of(storage, name, conf)
    exceptions = _package("pyiceberg.exceptions")
    properties = {
        **(creation.properties or {}),
        **({"comment": creation.comment} if creation.comment else {}),
    }
    schema = _Numbered().schema(creation.schema)
    try:
        catalog.create_namespace_if_not_exists(tuple(rest[:-1]))
        transaction = catalog.create_table_transaction(tuple(rest), schema=schema, properties=properties)
        if creation.partitioned_by:
            with transaction.update_spec() as change:
                for column in creation.partitioned_by:
                    change.add_identity(column)
        if rows is not None:
            with transaction.update_snapshot().fast_append() as added:
                for part in _parts(rows, creation.schema):
                    for file in _package("pyiceberg.io.pyarrow")._dataframe_to_data_files(
                        table_metadata=transaction.table_metadata,
                        df=part,
                        io=transaction._table.io,
                        write_uuid=uuid4(),
                    ):
                        added.append_data_file(file)
        transaction.commit_transaction()
    except exceptions.TableAlreadyExistsError:
        raise AnalysisException(
            errorClass="TABLE_OR_VIEW_ALREADY_EXISTS",
            messageParameters={"relationName": ".".join([f"`{part}`" for part in (name, *rest)])},
        ) from None


# ----------------------------------------------------------------------------------------------------- types


def _comment(field: StructField) -> str | None:
    found: str | None = (field.metadata or {}).get("comment")
    return found


def _named(schema: Any) -> Iterator[tuple[int, str]]:
    """The columns of a schema and the fields inside of them by their numbers."""
    for field in schema.fields:
        for number in _numbers(field):
            yield number, str(schema.find_column_name(number))


def _numbers(field: Any) -> Iterator[int]:
    yield field.field_id
    for part in getattr(field.field_type, "fields", ()):
        yield from _numbers(part)


def _field(field: Any) -> StructField:
    metadata = {"comment": field.doc} if field.doc else {}
    return StructField(field.name, _spark_type(field.field_type), not field.required, metadata)


def _spark_type(kind: Any) -> DataType:
    """Spark's type for one of Iceberg's."""
    types = _package("pyiceberg.types")
    if isinstance(kind, types.StructType):
        return StructType([_field(field) for field in kind.fields])
    if isinstance(kind, types.ListType):
        return ArrayType(_spark_type(kind.element_type), not kind.element_required)
    if isinstance(kind, types.MapType):
        return MapType(_spark_type(kind.key_type), _spark_type(kind.value_type), not kind.value_required)
    if isinstance(kind, types.DecimalType):
        return DecimalType(kind.precision, kind.scale)
    plain: dict[str, DataType] = {
        "boolean": BooleanType(),
        "int": IntegerType(),
        "long": LongType(),
        "float": FloatType(),
        "double": DoubleType(),
        "date": DateType(),
        "timestamp": TimestampNTZType(),
        "timestamptz": TimestampType(),
        "string": StringType(),
        "binary": BinaryType(),
    }
    found = plain.get(str(kind))
    if found is None:
        raise _refuse(f"Iceberg's type {kind}")
    return found


class _Numbered:
    """Iceberg's types for Spark's, each column and field with a number of its own."""

    def __init__(self) -> None:
        self._number = 0

    def _next(self) -> int:
        self._number += 1
        return self._number

    def schema(self, schema: StructType) -> Any:
        types, schemas = _package("pyiceberg.types"), _package("pyiceberg.schema")
        fields = [
            types.NestedField(
                field_id=self._next(),
                name=field.name,
                field_type=self.type(field.dataType),
                required=not field.nullable,
                doc=_comment(field),
            )
            for field in schema
        ]
        return schemas.Schema(*fields)

    def type(self, kind: DataType) -> Any:
        types = _package("pyiceberg.types")
        if isinstance(kind, StructType):
            return types.StructType(*self.schema(kind).fields)
        if isinstance(kind, ArrayType):
            return types.ListType(self._next(), self.type(kind.elementType), not kind.containsNull)
        if isinstance(kind, MapType):
            return types.MapType(
                self._next(), self.type(kind.keyType), self._next(), self.type(kind.valueType), False
            )
        if isinstance(kind, DecimalType):
            return types.DecimalType(kind.precision, kind.scale)
        names = {
            "boolean": "BooleanType",
            "tinyint": "IntegerType",
            "smallint": "IntegerType",
            "int": "IntegerType",
            "bigint": "LongType",
            "float": "FloatType",
            "double": "DoubleType",
            "date": "DateType",
            "timestamp": "TimestamptzType",
            "timestamp_ntz": "TimestampType",
            "binary": "BinaryType",
        }
        return getattr(types, names.get(kind.simpleString(), "StringType"))()
