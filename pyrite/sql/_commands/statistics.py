"""ANALYZE: how large tables and partitions are, and what their columns hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyrite._io.errors import StorageError
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts, quoted_type
from pyrite.sql._catalog.objects import Partition, Table
from pyrite.sql._commands.inserts import static_texts
from pyrite.sql._commands.lookup import find_any
from pyrite.sql._commands.partitions import partitions_matching
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import (
    BinaryType,
    BooleanType,
    ByteType,
    CharType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    StructField,
    TimestampNTZType,
    TimestampType,
    VarcharType,
)

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries

__all__ = ["analyze", "analyze_tables"]

#: The bytes of a value of each type that has a fixed size.
_SIZES: dict[type[DataType], int] = {
    BooleanType: 1,
    ByteType: 1,
    ShortType: 2,
    IntegerType: 4,
    LongType: 8,
    FloatType: 4,
    DoubleType: 8,
    DateType: 4,
    TimestampType: 8,
    TimestampNTZType: 8,
}
_TEXTS = (StringType, CharType, VarcharType, BinaryType)
#: Decimals of more digits take twice as much.
_MOST_DIGITS_IN_LONG = 18


def analyze(queries: Queries, command: ddl.Analyze) -> None:
    """``ANALYZE TABLE``."""
    found = find_any(queries, command.name)
    if not isinstance(found, Table):
        shown = {"viewName": quoted_parts(command.name), "operation": "ANALYZE TABLE"}
        raise analysis_error("EXPECT_PERMANENT_VIEW_NOT_TEMP", shown)
    if found.is_view:
        raise analysis_error("UNSUPPORTED_FEATURE.ANALYZE_VIEW", {})
    if command.columns or command.all_columns:
        _analyze_columns(queries, found, _columns(queries, found, command))
    elif command.partition is not None:
        _analyze_partitions(queries, found, command)
    else:
        _analyze_table(queries, found, command.noscan)


def analyze_tables(queries: Queries, command: ddl.AnalyzeTables) -> None:
    """``ANALYZE TABLES``."""
    catalog = queries.names.catalog
    name = catalog.current
    if command.namespace:
        name = catalog.database_name(command.namespace, queries.settings())
    catalog.database(name)
    for own in catalog.metastore.tables(name):
        table = catalog.metastore.table(name, own)
        if table is not None and not table.is_view:
            _analyze_table(queries, table, command.noscan)


def _bytes_below(queries: Queries, path: str) -> int:
    """The size of the files in a directory; 0 of one that is not there."""
    storage = queries.names.catalog.storage
    try:
        children = storage.children(path)
    except (OSError, StorageError):
        return 0
    size = 0
    for child in children:
        name = child.path.rpartition("/")[2]
        if not name.startswith(("_", ".")):
            size += _bytes_below(queries, child.path) if child.is_dir else child.size
    return size


def _size(queries: Queries, table: Table) -> int:
    catalog = queries.names.catalog
    places = [table.location]
    if table.partitioned_by:
        places = [each.location for each in catalog.metastore.partitions(table)]
    return sum(_bytes_below(queries, catalog.storage.qualify(place)) for place in places)


def _analyze_table(queries: Queries, table: Table, noscan: bool) -> None:
    size = _size(queries, table)
    found: dict[str, Any] = {**table.statistics, "sizeInBytes": size}
    if size != table.statistics.get("sizeInBytes"):
        found.pop("rowCount", None)
    if not noscan:
        (found["rowCount"],) = _computed(queries, table, [_count()])
    queries.names.catalog.metastore.change_table(table.with_(statistics=found))


def _computed(queries: Queries, table: Table, values: Sequence[e.Expression]) -> tuple[Any, ...]:
    """Aggregates over all rows of a table."""
    named = tuple([e.As(value, (f"c{place}",)) for place, value in enumerate(values)])
    plan = r.Aggregate(r.TableName(table.full_name), (), named)
    return tuple(queries.frame(plan).collect()[0])


def _count() -> e.Expression:
    return e.Call("count", (e.Literal(1, IntegerType()),))


def _analyze_partitions(queries: Queries, table: Table, command: ddl.Analyze) -> None:
    assert command.partition is not None
    catalog = queries.names.catalog
    values = static_texts(queries, table, command.partition)
    names = [*values, *command.partition.dynamic]
    ordered = [name for name in table.partitioned_by if name in names]
    if list(values) != ordered[: len(values)]:
        shown = {
            "specColumns": ",".join(ordered),
            "schemaColumns": ",".join(table.partitioned_by),
            "table": table.name,
            "database": table.database,
        }
        raise analysis_error("_LEGACY_ERROR_TEMP_1237", shown)
    counts = {} if command.noscan else _rows_by_partition(queries, table)
    found: list[Partition] = []
    for each in partitions_matching(queries, table, values):
        known = {"sizeInBytes": _bytes_below(queries, catalog.storage.qualify(each.location))}
        if each.values in counts:
            known["rowCount"] = counts[each.values]
        found.append(replace(each, statistics=known))
    catalog.metastore.add_partitions(table, found)


def _rows_by_partition(queries: Queries, table: Table) -> dict[tuple[str | None, ...], int]:
    """How many rows the partitions have that have any, by their values."""
    names = [e.Name((name,)) for name in table.partitioned_by]
    texts = [e.As(e.Cast(name, StringType()), (f"c{place}",)) for place, name in enumerate(names)]
    plan = r.Aggregate(r.TableName(table.full_name), tuple(names), (*texts, e.As(_count(), ("c",))))
    return {tuple(values): count for *values, count in queries.frame(plan).collect()}


# ----------------------------------------------------------------------------------------------- columns


def _columns(queries: Queries, table: Table, command: ddl.Analyze) -> list[StructField]:
    if command.all_columns:
        return list(table.schema)
    same = queries.settings().same_name
    found = []
    for name in command.columns:
        fields = [each for each in table.schema if same(each.name, name)]
        if not fields:
            shown = {"colName": f"`{name}`", "caseSensitiveConfig": '"spark.sql.caseSensitive"'}
            raise analysis_error("COLUMN_NOT_FOUND", shown)
        found.append(fields[0])
    return found


def _analyze_columns(queries: Queries, table: Table, columns: Sequence[StructField]) -> None:
    asked: list[e.Expression] = [_count()]
    for each in columns:
        if _fixed_size(each.dataType) is None and not isinstance(each.dataType, _TEXTS):
            shown = {
                "columnType": quoted_type(each.dataType),
                "columnName": f"`{each.name}`",
                "tableName": quoted_parts(table.full_name),
            }
            raise analysis_error("UNSUPPORTED_FEATURE.ANALYZE_UNSUPPORTED_COLUMN_TYPE", shown)
        asked += _asked(each)
    rows, *found = _computed(queries, table, asked)
    known: dict[str, Any] = dict(table.statistics.get("columns", {}))
    for each in columns:
        count = len(_asked(each))
        known[each.name] = _told(each, rows, found[:count])
        del found[:count]
    statistics = {"sizeInBytes": _size(queries, table), "rowCount": rows, "columns": known}
    queries.names.catalog.metastore.change_table(table.with_(statistics=statistics))


def _fixed_size(kind: DataType) -> int | None:
    if isinstance(kind, DecimalType):
        return 8 if kind.precision <= _MOST_DIGITS_IN_LONG else 16
    return _SIZES.get(type(kind))


def _asked(field: StructField) -> list[e.Expression]:
    """What is computed of a column: counts, then its least and greatest value or the lengths of its texts."""
    name = e.Name((field.name,))
    counts: list[e.Expression] = [
        e.Call("count", (name,)),
        e.Call("approx_count_distinct", (name,)),
    ]
    if _fixed_size(field.dataType) is not None:
        # As texts, so that they can be kept.
        return [*counts, *[_as_text(field.dataType, e.Call(f, (name,))) for f in ("min", "max")]]
    length = e.Call("octet_length", (name,))
    return [*counts, e.Call("avg", (length,)), e.Call("max", (length,))]


def _as_text(kind: DataType, value: e.Expression) -> e.Expression:
    if not isinstance(kind, (TimestampType, TimestampNTZType)):
        return e.Cast(value, StringType())
    zone = " xx" if isinstance(kind, TimestampType) else ""
    pattern = e.Literal(f"yyyy-MM-dd HH:mm:ss.SSSSSS{zone}", StringType())
    return e.Call("date_format", (value, pattern))


def _told(field: StructField, rows: int, found: Sequence[Any]) -> dict[str, Any]:
    count, distinct, first, second = found
    known: dict[str, Any] = {"num_nulls": rows - count, "distinct_count": distinct}
    size = _fixed_size(field.dataType)
    if size is None:
        return {**known, "avg_col_len": math.ceil(first or 0), "max_col_len": second or 0}
    known |= {"avg_col_len": size, "max_col_len": size}
    if first is not None:
        known |= {"min": first, "max": second}
    return known
