"""Tables of Delta Lake, by the package ``deltalake``.

The package reads the log, writes files and commits; rows are read and computed by Pyrite. Rows that replace others are
written as a table of their own in a directory of the table, whose files one commit then adds to the table while it
removes those that they replace.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite._io import Storage
from pyrite._io.credentials import connection
from pyrite._io.paths import is_local
from pyrite.errors import AnalysisException, PySparkNotImplementedError, SparkRuntimeException
from pyrite.sql._files.checks import check_columns
from pyrite.sql._files.optional import optional_module
from pyrite.sql._files.source import DataFile
from pyrite.sql._lake.formats import ALL, PARTITIONS, Creation, LakeConflict, LakeTable, Version
from pyrite.sql._lake.tables import LakeSource
from pyrite.sql.types import StructField, StructType

__all__ = ["create_table", "find_table"]

#: What tables may demand of readers, where their files are read as they are.
_READABLE = {
    "deletionVectors",
    "timestampNtz",
    "v2Checkpoint",
    "vacuumProtocolCheck",
    "columnMapping",
}
#: What they may demand of those who write files anew, where nothing switches on what it names.
_REWRITABLE = _READABLE | {"appendOnly", "invariants", "domainMetadata", "changeDataFeed", "checkConstraints"}
#: Properties under which files are not written anew, row by row.
_DEMANDING = {
    "delta.enableChangeDataFeed": "a change data feed",
    "delta.enableRowTracking": "row tracking",
    "delta.appendOnly": "rows that are only ever added",
}


def _package() -> Any:
    return optional_module("deltalake", "delta", "Delta tables")


def _refuse(feature: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


def find_table(
    storage: Storage, place: str, conf: Mapping[str, str], version: Version | None = None
) -> LakeTable | None:
    """See :class:`LakeFormat`."""
    package = _package()
    root = storage.qualify(place)
    if is_local(root) and not storage.exists(f"{root}/_delta_log"):
        return None
    try:
        handle = package.DeltaTable(root, storage_options=_options(storage, root))
    except package.exceptions.TableNotFoundError:
        return None
    except (OSError, package.exceptions.DeltaError) as error:
        raise _failure("Reading the log", error) from error
    if version is not None:
        _load(package, handle, version)
    found = DeltaLakeTable(storage, root, conf, handle)
    found.check_readable()
    return found


def _load(package: Any, handle: Any, version: Version) -> None:
    """Go to a version. Raises AnalysisException where it is not there."""
    newest = handle.version()
    try:
        if version.micros is not None:
            handle.load_as_version(_EPOCH + timedelta(microseconds=version.micros))
        else:
            handle.load_as_version(version.number)
    except (package.exceptions.DeltaError, OverflowError, ValueError) as error:
        asked = f"Version {version.number}"
        if version.micros is not None:
            asked = f"The version of {_EPOCH + timedelta(microseconds=version.micros)}"
        raise AnalysisException(
            f"{asked} of the Delta table cannot be read; the newest is {newest}: {error}"
        ) from error


_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def _options(storage: Storage, root: str) -> dict[str, str] | None:
    """What the package is told of S3, from Hadoop's settings; of other stores it knows by the environment."""
    if is_local(root):
        return None
    found = connection(root, storage.options)
    if found.protocol != "s3":
        return None
    client = found.arguments["client_kwargs"]
    endpoint = client.get("endpoint_url")
    told = {
        "AWS_ACCESS_KEY_ID": found.arguments.get("key"),
        "AWS_SECRET_ACCESS_KEY": found.arguments.get("secret"),
        "AWS_SESSION_TOKEN": found.arguments.get("token"),
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": client.get("region_name"),
        "AWS_ALLOW_HTTP": "true" if endpoint and endpoint.startswith("http:") else None,
        "AWS_SKIP_SIGNATURE": "true" if found.arguments.get("anon") else None,
        # A commit is a file that must not be there: S3 can tell.
        "conditional_put": "etag",
    }
    return {key: value for key, value in told.items() if value}


@dataclass(frozen=True)
class DeltaLakeTable:
    """A table at one version; see :class:`LakeTable`. ``handle`` is the package's."""

    storage: Storage
    root: str
    conf: Mapping[str, str]
    handle: Any

    @cached_property
    def schema(self) -> StructType:
        return StructType.fromJson(json.loads(self.handle.schema().to_json()))

    @cached_property
    def partitioned_by(self) -> tuple[str, ...]:
        return tuple(self._metadata.partition_columns)

    @property
    def version(self) -> int:
        found: int = self.handle.version()
        return found

    @cached_property
    def _metadata(self) -> Any:
        return self.handle.metadata()

    def check_readable(self) -> None:
        """Refuse tables whose files do not hold the rows as they are."""
        demanded = set(self.handle.protocol().reader_features or ())
        if demanded - _READABLE:
            raise _refuse(f"Delta tables with {', '.join(sorted(demanded - _READABLE))}")
        mode = self._metadata.configuration.get("delta.columnMapping.mode") or "none"
        if mode.lower() != "none":
            raise _refuse(f"Delta tables with column mapping (by {mode})")
        if "deletionVectors" in demanded and any(
            batch["filepath"] for batch in pa.table(self.handle.deletion_vectors()).to_pylist()
        ):
            raise _refuse("Delta tables with deletion vectors: rewrite its files without them first (REORG)")

    def check_rewrite(self, operation: str) -> None:
        settings = self._metadata.configuration
        for key, what in _DEMANDING.items():
            if (settings.get(key) or "").lower() == "true":
                raise _refuse(f"{operation} of Delta tables with {what}")
        constraints = [key for key in settings if key.startswith("delta.constraints.")]
        demanded = set(self.handle.protocol().writer_features or ()) - _REWRITABLE
        if any(field.metadata.get("delta.generationExpression") for field in self.schema):
            demanded.add("generated columns")
        if constraints:
            demanded.add("CHECK constraints")
        if demanded:
            raise _refuse(f"{operation} of Delta tables with {', '.join(sorted(demanded))}")

    # ---------------------------------------------------------------------------------------------- reading

    def source(self) -> LakeSource:
        actions = pa.table(self.handle.get_add_actions())
        names = ("path", "size_bytes", "modification_time")
        columns = {name: actions.column(name).to_pylist() for name in names}
        values = self._values(actions)
        files = [
            DataFile(self._path(path), size, False, told, modified)
            for path, size, modified, told in zip(*columns.values(), values)
        ]
        files.sort(key=lambda file: (repr(file.values), -file.size, file.path))
        return LakeSource(self.storage, (self.root,), tuple(files), self.partitioned_by, self)

    def _path(self, path: str) -> str:
        """The qualified path of a file, from the log's."""
        told = unquote(path)
        if told.startswith("file:") or "://" in told:
            return self.storage.qualify(told)
        return f"{self.root}/{told}"

    def _values(self, actions: pa.Table) -> Iterable[tuple[Any, ...]]:
        """The partition values of each file in Spark's internal form."""
        if not self.partitioned_by or not actions.num_rows:
            return [()] * actions.num_rows
        told = actions.column("partition").combine_chunks()
        found = []
        for name in self.partitioned_by:
            column = told.field(name)
            if pa.types.is_timestamp(column.type):
                column = column.cast(pa.timestamp("us", column.type.tz)).cast(pa.int64())
            elif pa.types.is_date(column.type):
                column = column.cast(pa.int32())
            elif pa.types.is_binary(column.type):
                raise _refuse("Delta tables partitioned by binary columns")
            found.append(column.to_pylist())
        return zip(*found)

    def newest(self) -> LakeTable:
        found = find_table(self.storage, self.root, self.conf)
        return self if found is None or found.version == self.version else found

    def history(self) -> pa.Table:
        entries = self.handle.history()
        return pa.table(
            {
                "version": pa.array([each.get("version") for each in entries], pa.int64()),
                "timestamp": pa.array(
                    [each.get("timestamp", 0) * 1000 for each in entries], pa.timestamp("us", "UTC")
                ),
                "operation": pa.array([each.get("operation") for each in entries], pa.string()),
                "operationParameters": pa.array(
                    [_texts(each.get("operationParameters")) for each in entries], _MAP
                ),
                "operationMetrics": pa.array(
                    [_texts(each.get("operationMetrics")) for each in entries], _MAP
                ),
                "engineInfo": pa.array([each.get("engineInfo") for each in entries], pa.string()),
            }
        )

    # ---------------------------------------------------------------------------------------------- writing

    def commit(self, rows: pa.RecordBatchReader, removed: Sequence[DataFile] | str, operation: str) -> None:
        package = _package()
        if removed == PARTITIONS and not self.partitioned_by:
            removed = ALL
        try:
            if isinstance(removed, str) and removed == ALL:
                package.write_deltalake(self.handle, rows, mode="overwrite", commit_properties=_once(package))
            elif not removed:
                package.write_deltalake(
                    self.root, rows, mode="append", storage_options=_options(self.storage, self.root)
                )
            else:
                self._rewrite(package, rows, removed)
        except package.exceptions.CommitFailedError as error:
            raise _conflict(operation, error) from error
        except package.exceptions.DeltaError as error:
            raise _failure(operation, error) from error

    def _rewrite(self, package: Any, rows: pa.RecordBatchReader, removed: Sequence[DataFile] | str) -> None:
        """Write rows beside the table's files, and have one commit put them in place of those."""
        below = uuid4().hex
        staged = f"{self.root}/{below}"
        options = _options(self.storage, self.root)
        try:
            package.DeltaTable.create(
                staged, self.handle.schema(), partition_by=list(self.partitioned_by), storage_options=options
            )
            package.write_deltalake(staged, rows, mode="append", storage_options=options)
            added = self._added(staged)
            if isinstance(removed, str):
                written = self._at(package, staged, options).source().files
                values = {file.values for file in written}
                removed = [file for file in self.source().files if file.values in values]
            self._exchange(package, below, added, removed)
        except BaseException:
            self.storage.delete(staged)
            raise
        self.storage.delete(f"{staged}/_delta_log" if added else staged)

    def _at(self, package: Any, place: str, options: Mapping[str, str] | None) -> DeltaLakeTable:
        handle = package.DeltaTable(place, storage_options=options)
        return DeltaLakeTable(self.storage, place, self.conf, handle)

    def _added(self, staged: str) -> list[dict[str, Any]]:
        """What the log of a table tells of the files of its first rows."""
        found = []
        for entry in self.storage.children(f"{staged}/_delta_log"):
            if entry.path.endswith(".json"):
                with self.storage.open(entry.path) as file:
                    actions = [json.loads(line) for line in file.read().decode().splitlines() if line]
                found += [action["add"] for action in actions if "add" in action]
        return found

    def _exchange(
        self, package: Any, below: str, added: Sequence[Mapping[str, Any]], removed: Sequence[DataFile]
    ) -> None:
        """Add and remove files, unless anybody has changed the table after this version."""
        transaction = package.transaction
        now = int(time.time() * 1000)
        actions = [
            transaction.AddAction(
                f"{below}/{unquote(each['path'])}",
                each["size"],
                each["partitionValues"],
                each["modificationTime"],
                True,
                each["stats"],
            )
            for each in added
        ]
        outside = [file.path for file in removed if not file.path.startswith(f"{self.root}/")]
        if outside:
            raise _refuse("changes of Delta tables whose files lie elsewhere (shallow clones)")
        actions += [
            transaction.RemoveAction(file.path[len(self.root) + 1 :], True, now, file.size, None)
            for file in removed
        ]
        self.handle.create_write_transaction(
            actions,
            "append",
            self.handle.schema(),
            list(self.partitioned_by),
            commit_properties=_once(package),
        )

    def replace_table(self, creation: Creation, rows: pa.RecordBatchReader) -> None:
        check_columns(creation.schema, "Delta", reading=False)
        package = _package()
        try:
            package.write_deltalake(
                self.handle,
                rows,
                mode="overwrite",
                schema_mode="overwrite",
                partition_by=list(creation.partitioned_by),
                commit_properties=_once(package),
            )
        except package.exceptions.CommitFailedError as error:
            raise _conflict("REPLACE TABLE", error) from error
        except package.exceptions.DeltaError as error:
            raise _failure("REPLACE TABLE", error) from error

    def add_columns(self, fields: Sequence[StructField]) -> LakeTable:
        package = _package()
        check_columns(StructType(list(fields)), "Delta", reading=False)
        added = [package.Field.from_json(json.dumps(_told(field).jsonValue())) for field in fields]
        try:
            self.handle.alter.add_columns(added)
        except package.exceptions.CommitFailedError as error:
            raise _conflict("ADD COLUMNS", error) from error
        except package.exceptions.DeltaError as error:
            raise _failure("ADD COLUMNS", error) from error
        return self._at(package, self.root, _options(self.storage, self.root))


def create_table(
    storage: Storage,
    place: str,
    conf: Mapping[str, str],
    creation: Creation,
    rows: pa.RecordBatchReader | None = None,
) -> None:
    """See :class:`LakeFormat`."""
    package = _package()
    check_columns(creation.schema, "Delta", reading=False)
    root = storage.qualify(place)
    known = {k: v for k, v in (creation.properties or {}).items() if k.startswith("delta.")}
    more: dict[str, Any] = {
        "partition_by": list(creation.partitioned_by),
        "configuration": known or None,
        "description": creation.comment,
        "storage_options": _options(storage, root),
        "mode": "error",
    }
    try:
        if rows is not None:
            package.write_deltalake(root, rows, **more)
            return
        text = json.dumps(StructType([_told(field) for field in creation.schema]).jsonValue())
        package.DeltaTable.create(root, package.Schema.from_json(text), **more)
    except package.exceptions.DeltaError as error:
        raise _failure("CREATE TABLE", error) from error


def _told(field: StructField) -> StructField:
    """A column as Delta's log has it. Its defaults are the catalog's."""
    metadata = {k: v for k, v in (field.metadata or {}).items() if k == "comment"}
    return StructField(field.name, field.dataType, field.nullable, metadata)


def _once(package: Any) -> Any:
    """How to commit to this version of a table or not at all."""
    return package.CommitProperties(max_commit_retries=0)


def _conflict(operation: str, error: Exception) -> LakeConflict:
    return LakeConflict(
        f"{operation}: the Delta table was changed by another writer in the meantime. Nothing was changed by "
        f"this one; run it again. ({error})"
    )


def _failure(operation: str, error: Exception) -> SparkRuntimeException:
    return SparkRuntimeException(f"{operation} of a Delta table failed: {error}")


_MAP = pa.map_(pa.string(), pa.string())


def _texts(told: Mapping[str, Any] | None) -> dict[str, str] | None:
    if told is None:
        return None
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in told.items()}
