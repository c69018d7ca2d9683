"""DESCRIBE of namespaces, tables, columns, partitions, queries and functions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.all import FUNCTIONS, PYTHON_ONLY
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._catalog.objects import Partition, Table
from pyrite.sql._catalog.session_catalog import CATALOG
from pyrite.sql._commands.columns import CURRENT_DEFAULT
from pyrite.sql._commands.lake import lake_history
from pyrite.sql._commands.lookup import answer, find_any
from pyrite.sql._commands.partitions import partition_of
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import ddl
from pyrite.sql._plan import relations as r
from pyrite.sql._query.functions import SQLFunction, SQLTableFunction
from pyrite.sql._types.ddl import quoted_name
from pyrite.sql.types import (
    ArrayType,
    CharType,
    DataType,
    MapType,
    StringType,
    StructField,
    StructType,
    VarcharType,
)

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries
    from pyrite.sql.dataframe import DataFrame

__all__ = [
    "describe",
    "describe_function",
    "describe_namespace",
    "describe_query",
    "java_time",
    "partition_facts",
    "shown_properties",
    "table_facts",
    "told_schema",
]

Row = tuple[str, str, "str | None"]

_COLUMNS = "col_name string not null, data_type string not null, comment string"
_INFO = "info_name string not null, info_value string not null"
_STATISTICS = ("min", "max", "num_nulls", "distinct_count", "avg_col_len", "max_col_len", "histogram")
_MAKER = "Spark 4.3.0"


def java_time(seconds: float) -> str:
    """A time as Java writes it: ``Sat Nov 21 20:01:40 UTC 2026``."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%a %b %d %H:%M:%S UTC %Y")


def told_schema(table: Table) -> StructType:
    """The columns of a table as statements tell of them: those of files can all be null."""
    if table.is_view:
        return table.schema
    fields = [StructField(each.name, each.dataType, True, each.metadata) for each in table.schema]
    return StructType(fields)


# ------------------------------------------------------------------------------------------- namespaces


def describe_namespace(queries: Queries, command: ddl.DescribeNamespace) -> DataFrame:
    """``DESCRIBE DATABASE``."""
    catalog = queries.names.catalog
    database = catalog.database(catalog.database_name(command.name, queries.settings()))
    rows = [
        ("Catalog Name", CATALOG),
        ("Namespace Name", command.name[-1]),
        ("Comment", database.comment),
        ("Location", database.location),
        ("Owner", database.owner),
    ]
    if command.extended:
        pairs = [f"({key},{value})" for key, value in sorted(database.properties.items())]
        rows.append(("Properties", f"({', '.join(pairs)})" if pairs else ""))
    return answer(queries, _INFO, rows)


# ----------------------------------------------------------------------------------------------- tables


def describe(queries: Queries, command: c.Describe) -> DataFrame:
    """``DESCRIBE table``, with or without a column or a partition; ``DESCRIBE HISTORY table``."""
    if command.column and command.name[0].lower() == "history":
        versions = lake_history(queries, command)
        if versions is not None:
            return versions
    found = find_any(queries, command.name, reading=True)
    table = found if isinstance(found, Table) else None
    schema = found[1].schema if not isinstance(found, Table) else told_schema(found)
    if command.column:
        if command.as_json:
            raise analysis_error("UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_JSON", {})
        return _describe_column(queries, command, table, schema)
    if command.partition is not None:
        if table is None or table.is_view:
            shown = {
                "statement": "DESC PARTITION",
                "objectType": "TEMPORARY VIEW" if table is None else "VIEW",
                "objectName": quoted_parts((command.name[-1],)),
            }
            raise analysis_error("FORBIDDEN_OPERATION", shown)
        partition = partition_of(queries, table, command.partition, "DESC PARTITION")
    else:
        partition = None
    if command.as_json:
        return _as_json(queries, command.name, table, schema, partition)
    rows = _column_rows(schema)
    if table is None:
        return answer(queries, _COLUMNS, rows)
    rows += _section("# Clustering Information", table, [parts[0] for parts in table.clustered_by])
    rows += _section("# Partition Information", table, table.partitioned_by)
    if partition is not None:
        rows += _partition_rows(table, partition) if command.extended else []
    elif command.extended:
        rows += [("", "", ""), ("# Detailed Table Information", "", "")]
        rows += [(name, value, "") for name, value in table_facts(table).items()]
    rows += _default_rows(table)
    return answer(queries, _COLUMNS, rows)


def _column_rows(schema: StructType) -> list[Row]:
    return [(f.name, f.dataType.simpleString(), (f.metadata or {}).get("comment")) for f in schema]


def _section(title: str, table: Table, names: Sequence[str]) -> list[Row]:
    if not names:
        return []
    fields = StructType([table.schema[name] for name in names])
    return [(title, "", ""), ("# col_name", "data_type", "comment"), *_column_rows(fields)]


def _default_rows(table: Table) -> list[Row]:
    found = [
        (each.name, each.dataType.simpleString(), (each.metadata or {})[CURRENT_DEFAULT])
        for each in table.schema
        if CURRENT_DEFAULT in (each.metadata or {})
    ]
    return [("", "", ""), ("# Column Default Values", "", ""), *found] if found else []


def table_facts(table: Table) -> dict[str, str]:
    """What is known of a table besides its columns, in Spark's order and words."""
    facts = {
        "Catalog": CATALOG,
        "Database": table.database,
        "Table": table.name,
        "Created Time": java_time(table.created),
        "Last Access": "UNKNOWN",
        "Created By": _MAKER,
        "Type": table.kind,
    }
    if table.provider:
        facts["Provider"] = table.provider
    if table.comment is not None:
        facts["Comment"] = table.comment
    if table.collation is not None:
        facts["Collation"] = table.collation
    if table.buckets is not None:
        facts["Num Buckets"] = str(table.buckets.count)
        facts["Bucket Columns"] = _listed(table.buckets.columns)
        facts["Sort Columns"] = _listed(table.buckets.sort)
    if table.view is not None:
        facts["View Text"] = table.view.text
        facts["View Original Text"] = table.view.original
        facts["View Schema Mode"] = table.view.mode
        facts["View Catalog and Namespace"] = ".".join([quoted_name(part) for part in table.view.namespace])
        facts["View Query Output Columns"] = _listed(table.view.columns)
    properties = shown_properties(table)
    if properties:
        pairs = [f"{key}={value}" for key, value in sorted(properties.items()) if value]
        facts["Table Properties"] = f"[{', '.join(pairs)}]"
    if table.statistics:
        facts["Statistics"] = _statistics(table.statistics)
    if table.location:
        facts["Location"] = table.location
    facts |= _storage(table)
    if table.partitioned_by:
        facts["Partition Provider"] = "Catalog"
    return facts


def _storage(table: Table) -> dict[str, str]:
    pairs = [f"{key}={value}" for key, value in table.options.items()]
    return {"Storage Properties": f"[{', '.join(pairs)}]"} if pairs else {}


def shown_properties(table: Table) -> dict[str, str]:
    """The properties of a table, with that of its clustering."""
    found = dict(table.properties)
    if table.clustered_by:
        found.setdefault(
            "clusteringColumns", json.dumps([list(p) for p in table.clustered_by], separators=(",", ":"))
        )
    return found


def _listed(names: Sequence[str]) -> str:
    return f"[{', '.join([f'`{name}`' for name in names])}]"


def _statistics(statistics: Mapping[str, Any]) -> str:
    rows = statistics.get("rowCount")
    return f"{statistics.get('sizeInBytes', 0)} bytes" + ("" if rows is None else f", {rows} rows")


def _partition_rows(table: Table, partition: Partition) -> list[Row]:
    facts = {
        "Database": table.database,
        "Table": table.name,
        **partition_facts(table, partition),
    }
    rows: list[Row] = [("", "", ""), ("# Detailed Partition Information", "", "")]
    rows += [(name, value, "") for name, value in facts.items()]
    rows += [("", "", ""), ("# Storage Information", "", ""), ("Location", table.location, "")]
    return rows + [(name, value, "") for name, value in _storage(table).items()]


def partition_facts(table: Table, partition: Partition) -> dict[str, str]:
    """What is known of a partition, in Spark's order and words."""
    values = [
        f"{name}={'null' if value is None else value}"
        for name, value in zip(table.partitioned_by, partition.values)
    ]
    facts = {
        "Partition Values": f"[{', '.join(values)}]",
        "Location": partition.location,
        **_storage(table),
        "Created Time": java_time(partition.created),
        "Last Access": "UNKNOWN",
    }
    if partition.statistics:
        facts["Partition Statistics"] = _statistics(partition.statistics)
    return facts


# ---------------------------------------------------------------------------------------------- columns


def _describe_column(
    queries: Queries, command: c.Describe, table: Table | None, schema: StructType
) -> DataFrame:
    settings, parts = queries.settings(), command.column
    space = table.full_name if table is not None else (command.name[-1],)

    def column(name: str) -> StructField | None:
        return next((each for each in schema if settings.same_name(each.name, name)), None)

    above = parts[:-1]
    around = space[len(space) - len(above) :]
    of_this = len(above) <= len(space) and all(map(settings.same_name, above, around))
    field = column(parts[-1]) if of_this else None
    if field is None:
        nested = [place for place in range(len(parts) - 1) if column(parts[place]) is not None]
        if nested:
            shown = {"command": "DESC TABLE COLUMN", "column": ".".join(parts)}
            raise analysis_error("_LEGACY_ERROR_TEMP_1060", shown)
        shown = {"colName": quoted_parts(parts), "caseSensitiveConfig": '"spark.sql.caseSensitive"'}
        raise analysis_error("COLUMN_NOT_FOUND", shown)
    comment = (field.metadata or {}).get("comment") or "NULL"
    rows = [("col_name", field.name), ("data_type", field.dataType.simpleString()), ("comment", comment)]
    if command.extended:
        known = (table.statistics if table is not None else {}).get("columns", {}).get(field.name, {})
        rows += [(name, str(known.get(name, "NULL"))) for name in _STATISTICS]
    return answer(queries, _INFO, rows)


# ------------------------------------------------------------------------------------------------- JSON


def _as_json(
    queries: Queries,
    name: tuple[str, ...],
    table: Table | None,
    schema: StructType,
    partition: Partition | None,
) -> DataFrame:
    found: dict[str, Any] = {"table_name": table.name if table is not None else name[-1]}
    if table is not None:
        found |= {"catalog_name": CATALOG, "namespace": [table.database], "schema_name": table.database}
    found["columns"] = [_json_column(each) for each in schema]
    if table is not None:
        if partition is not None:
            found["partition_values"] = dict(zip(table.partitioned_by, partition.values))
        found |= _json_facts(table, partition)
    found["collation"] = (table.collation if table is not None else None) or "UTF8_BINARY"
    text = json.dumps(found, separators=(",", ":"), ensure_ascii=False)
    return answer(queries, "json_metadata string not null", [(text,)])


def _json_facts(table: Table, partition: Partition | None) -> dict[str, Any]:
    created = datetime.fromtimestamp((partition or table).created, timezone.utc)
    found: dict[str, Any] = {}
    if table.buckets is not None:
        found["num_buckets"] = table.buckets.count
        found["bucket_columns"] = list(table.buckets.columns)
        found["sort_columns"] = list(table.buckets.sort)
    if table.location:
        found["location"] = partition.location if partition is not None else table.location
    if table.options:
        found["storage_properties"] = dict(table.options)
    found |= {
        "created_time": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "last_access": "UNKNOWN",
        "created_by": _MAKER,
        "type": table.kind,
    }
    if table.provider:
        found["provider"] = table.provider
    if table.comment is not None:
        found["comment"] = table.comment
    if table.view is not None:
        found |= {
            "view_text": table.view.text,
            "view_original_text": table.view.original,
            "view_schema_mode": table.view.mode,
            "view_catalog_and_namespace": ".".join(table.view.namespace),
            "view_query_output_columns": list(table.view.columns),
            "view_creation_spark_configuration": dict(table.view.conf),
        }
    if shown_properties(table):
        found["table_properties"] = dict(sorted(shown_properties(table).items()))
    if table.statistics:
        sizes = (("sizeInBytes", "size_in_bytes"), ("rowCount", "num_rows"))
        known = table.statistics
        found["statistics"] = {shown: known[key] for key, shown in sizes if known.get(key) is not None}
    if table.partitioned_by:
        found |= {"partition_provider": "Catalog", "partition_columns": list(table.partitioned_by)}
    return found


def _json_column(field: StructField) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "type": _json_type(field.dataType)}
    found["nullable"] = field.nullable
    comment = (field.metadata or {}).get("comment")
    if comment is not None:
        found["comment"] = comment
    default = (field.metadata or {}).get(CURRENT_DEFAULT)
    if default is not None:
        found["default"] = default
    return found


def _json_type(kind: DataType) -> dict[str, Any]:
    if isinstance(kind, ArrayType):
        element = _json_type(kind.elementType)
        return {"name": "array", "element_type": element, "element_nullable": kind.containsNull}
    if isinstance(kind, MapType):
        return {
            "name": "map",
            "key_type": _json_type(kind.keyType),
            "value_type": _json_type(kind.valueType),
            "value_nullable": kind.valueContainsNull,
        }
    if isinstance(kind, StructType):
        return {"name": "struct", "fields": [_json_column(each) for each in kind]}
    if isinstance(kind, (CharType, VarcharType)):
        return {"name": "string", "collation": "UTF8_BINARY"}
    if isinstance(kind, StringType):
        return {"name": "string", "collation": kind.collation}
    name, _, rest = kind.simpleString().partition("(")
    numbers = [int(part) for part in rest.rstrip(")").split(",") if part.strip().isdigit()]
    if len(numbers) == 2:
        return {"name": name, "precision": numbers[0], "scale": numbers[1]}
    return {"name": name, "length": numbers[0]} if numbers else {"name": name}


# ---------------------------------------------------------------------------------- queries and functions


def describe_query(queries: Queries, command: c.DescribeQuery) -> DataFrame:
    """``DESCRIBE QUERY``."""
    plan: r.Relation = queries.frame(command.plan)._plan
    return answer(queries, _COLUMNS, _column_rows(plan.schema))


def describe_function(queries: Queries, command: c.DescribeFunction) -> DataFrame:
    """``DESCRIBE FUNCTION``."""
    schema = "function_desc string not null"
    name = command.name[-1].lower()
    user = queries.names.functions.get(name) or queries.names.table_functions.get(name)
    if user is None or len(command.name) > 1:
        kept = queries.names.kept_function(command.name, queries.settings())
        if kept is not None and kept.class_name is not None:
            told = [f"Function: {kept.shown}", f"Class: {kept.class_name}", "Usage: N/A."]
            return answer(queries, schema, [(line,) for line in told])
        if kept is not None:
            user, name = kept.checked(queries.settings()), kept.shown
    if isinstance(user, (SQLFunction, SQLTableFunction)):
        kind = "SCALAR" if isinstance(user, SQLFunction) else "TABLE"
        given = [f"{p.name} {p.type._sql()}" for p in user.parameters] or ["()"]
        inputs = [f"{'Input:' if not place else '':10}{one}" for place, one in enumerate(given)]
        returns = "" if user.returns is None else user.returns._sql()
        lines = [f"Function: {name}", f"Type:     {kind}", *inputs, f"Returns:  {returns}"]
    elif name in FUNCTIONS and name not in PYTHON_ONLY:
        function = FUNCTIONS[name]
        count = "any number of" if function.most is None else str(function.most)
        lines = [f"Function: {name}", f"Kind:     {function.kind}", f"Arguments: {function.least} to {count}"]
    else:
        shown = {"routineName": quoted_parts(command.name), "searchPath": queries.names.search_path()}
        raise analysis_error("UNRESOLVED_ROUTINE", shown)
    return answer(queries, schema, [(line,) for line in lines])
