"""SHOW: lists of what the catalog has, and CREATE TABLE of a table again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.all import FUNCTIONS, PYTHON_ONLY
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._catalog.objects import Table
from pyrite.sql._catalog.session_catalog import CATALOG, matching
from pyrite.sql._commands.columns import CURRENT_DEFAULT
from pyrite.sql._commands.describe import partition_facts, shown_properties, table_facts, told_schema
from pyrite.sql._commands.lookup import answer, find_any, find_table
from pyrite.sql._commands.partitions import partition_of, show_partitions
from pyrite.sql._commands.tables import named_tables
from pyrite.sql._plan import commands as c
from pyrite.sql._types.ddl import quoted_name, quoted_text
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

__all__ = ["show"]


def show(queries: Queries, command: c.Show) -> DataFrame:
    """Any SHOW."""
    rule = _SHOWN.get(command.what)
    if rule is None:
        shown = {"feature": f"SHOW {command.what.upper()}"}
        raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters=shown)
    return rule(queries, command)


# ---------------------------------------------------------------------------------------------- tables


def _tables(queries: Queries, command: c.Show) -> DataFrame:
    views = command.what == "views"
    if len(command.name) > 1 and command.name[:-1] != (CATALOG,):
        shown = {"namespace": quoted_parts(command.name)}
        raise analysis_error("NESTED_DATABASE_UNSUPPORTED_BY_V1_SESSION_CATALOG", shown)
    found = named_tables(queries, command.name, command.pattern, views=views)
    if command.as_json:
        listed = [
            {
                "name": each.name,
                "namespace": [each.namespace] if each.namespace else [],
                "isTemporary": each.temporary,
            }
            for each in found
        ]
        return _json(queries, {"tables": listed})
    label = "viewName" if views else "tableName"
    schema = f"namespace string not null, {label} string not null, isTemporary boolean not null"
    return answer(queries, schema, [(each.namespace, each.name, each.temporary) for each in found])


def _json(queries: Queries, value: Any) -> DataFrame:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return answer(queries, "json_metadata string not null", [(text,)])


def _tables_extended(queries: Queries, command: c.Show) -> DataFrame:
    """``SHOW TABLE EXTENDED``."""
    rows = []
    if command.partition is not None:
        assert command.pattern is not None
        name = (*command.name, command.pattern)
        table = find_table(queries, name, "SHOW TABLE EXTENDED ... PARTITION ...")
        partition = partition_of(queries, table, command.partition, "SHOW TABLE EXTENDED")
        facts = partition_facts(table, partition)
        rows.append((table.database, table.name, False, _lines(facts)))
    else:
        for each in named_tables(queries, command.name, command.pattern):
            facts = _facts(queries, (each.namespace, each.name) if each.namespace else (each.name,))
            rows.append((each.namespace, each.name, each.temporary, _lines(facts)))
    schema = (
        "namespace string not null, tableName string not null, isTemporary boolean not null, "
        "information string not null"
    )
    return answer(queries, schema, rows)


def _lines(facts: Mapping[str, str]) -> str:
    return "".join([f"{name}: {value}\n" for name, value in facts.items()])


def _facts(queries: Queries, name: tuple[str, ...]) -> dict[str, str]:
    found = find_any(queries, name)
    if not isinstance(found, Table):
        facts = {"Table": name[-1], "Type": "VIEW"}
        return {**facts, "Schema": found[1].schema._whole_tree()}
    facts = table_facts(found)
    if found.partitioned_by:
        columns = ", ".join([f"`{column}`" for column in found.partitioned_by])
        facts["Partition Columns"] = f"[{columns}]"
    return {**facts, "Schema": told_schema(found)._whole_tree()}


def _columns(queries: Queries, command: c.Show) -> DataFrame:
    name = command.name
    if command.within:
        above = name[:-1]
        same = queries.settings().same_name
        if above and not (len(above) == len(command.within) and all(map(same, above, command.within))):
            shown = {"namespaceA": quoted_parts(command.within), "namespaceB": quoted_parts(above)}
            raise analysis_error("SHOW_COLUMNS_WITH_CONFLICT_NAMESPACE", shown)
        name = (*command.within, name[-1])
    found = find_any(queries, name)
    schema = found.schema if isinstance(found, Table) else found[1].schema
    return answer(queries, "col_name string not null", [(each.name,) for each in schema])


def _properties(queries: Queries, command: c.Show) -> DataFrame:
    found = find_any(queries, command.name)
    schema = "key string not null, value string not null"
    if not isinstance(found, Table):
        return answer(queries, schema, [])
    told = shown_properties(found) | {f"option.{key}": value for key, value in found.options.items()}
    if command.pattern is None:
        return answer(queries, schema, sorted(told.items()))
    shown = f"Table {'.'.join(found.full_name)} does not have property: {command.pattern}"
    return answer(queries, schema, [(command.pattern, told.get(command.pattern, shown))])


# ----------------------------------------------------------------------------------------- CREATE TABLE


def _create_table(queries: Queries, command: c.Show) -> DataFrame:
    """``SHOW CREATE TABLE``."""
    found = find_any(queries, command.name)
    if not isinstance(found, Table):
        shown = {"viewName": quoted_parts(command.name), "operation": "SHOW CREATE TABLE"}
        raise analysis_error("EXPECT_PERMANENT_VIEW_NOT_TEMP", shown)
    if command.scope == "SERDE" and not found.is_view:
        condition = "UNSUPPORTED_SHOW_CREATE_TABLE.ON_DATA_SOURCE_TABLE_WITH_AS_SERDE"
        raise analysis_error(condition, {"tableName": quoted_parts(found.full_name)})
    text = _view_statement(found) if found.is_view else _table_statement(found)
    return answer(queries, "createtab_stmt string not null", [(text,)])


def _table_statement(table: Table) -> str:
    columns = ",\n  ".join([_column_text(each) for each in table.schema])
    name = ".".join([quoted_name(part) for part in table.full_name])
    lines = [f"CREATE TABLE {name} (\n  {columns})", f"USING {table.provider}"]
    if table.options:
        lines.append(_pairs("OPTIONS", table.options))
    if table.partitioned_by:
        names = ", ".join([quoted_name(column) for column in table.partitioned_by])
        lines.append(f"PARTITIONED BY ({names})")
    if table.buckets is not None:
        lines.append(f"CLUSTERED BY ({', '.join(map(quoted_name, table.buckets.columns))})")
        if table.buckets.sort:
            lines.append(f"SORTED BY ({', '.join(map(quoted_name, table.buckets.sort))})")
        lines.append(f"INTO {table.buckets.count} BUCKETS")
    if table.clustered_by:
        names = ", ".join([".".join(map(quoted_name, parts)) for parts in table.clustered_by])
        lines.append(f"CLUSTER BY ({names})")
    if table.comment is not None:
        lines.append(f"COMMENT {quoted_text(table.comment)}")
    if table.collation is not None:
        lines.append(f"DEFAULT COLLATION {table.collation}")
    if table.kind == "EXTERNAL":
        lines.append(f"LOCATION {quoted_text(table.location)}")
    if table.properties:
        lines.append(_pairs("TBLPROPERTIES", table.properties))
    return "\n".join(lines) + "\n"


def _pairs(word: str, pairs: Mapping[str, str]) -> str:
    shown = [f"{quoted_text(key)} = {quoted_text(value)}" for key, value in sorted(pairs.items())]
    return f"{word} (\n  " + ",\n  ".join(shown) + ")"


def _column_text(field: StructField) -> str:
    metadata = field.metadata or {}
    text = f"{quoted_name(field.name)} {_type_text(field.dataType)}"
    if CURRENT_DEFAULT in metadata:
        text += f" DEFAULT {metadata[CURRENT_DEFAULT]}"
    return text + (f" COMMENT {quoted_text(metadata['comment'])}" if "comment" in metadata else "")


def _type_text(kind: DataType) -> str:
    """A type with the collation of its texts."""
    if isinstance(kind, ArrayType):
        return f"ARRAY<{_type_text(kind.elementType)}>"
    if isinstance(kind, MapType):
        return f"MAP<{_type_text(kind.keyType)}, {_type_text(kind.valueType)}>"
    if isinstance(kind, StructType):
        fields = [f"{quoted_name(each.name)}: {_type_text(each.dataType)}" for each in kind]
        return f"STRUCT<{', '.join(fields)}>"
    if isinstance(kind, (CharType, VarcharType)):
        return f"{kind.simpleString().upper()} COLLATE UTF8_BINARY"
    if isinstance(kind, StringType):
        return f"STRING COLLATE {kind.collation}"
    return kind._sql()


def _view_statement(table: Table) -> str:
    assert table.view is not None
    columns = []
    for each in table.schema:
        comment = (each.metadata or {}).get("comment")
        columns.append(quoted_name(each.name) + (f" COMMENT {quoted_text(comment)}" if comment else ""))
    name = ".".join([quoted_name(part) for part in table.full_name[1:]])
    lines = [f"CREATE VIEW {name} (\n  " + ",\n  ".join(columns) + ")"]
    if table.comment is not None:
        lines.append(f"COMMENT {quoted_text(table.comment)}")
    if table.properties:
        lines.append(_pairs("TBLPROPERTIES", table.properties))
    lines += [f"WITH SCHEMA {table.view.mode}", f"AS {table.view.text}"]
    return "\n".join(lines) + "\n"


# --------------------------------------------------------------------------------- namespaces and functions


def _databases(queries: Queries, command: c.Show) -> DataFrame:
    catalog = queries.names.catalog
    schema = "namespace string not null"
    if command.name and command.name != (CATALOG,):
        # Databases have no others inside.
        catalog.database(catalog.database_name(command.name, queries.settings()))
        return answer(queries, schema, [])
    found = matching(catalog.metastore.databases(), command.pattern)
    return answer(queries, schema, [(name,) for name in found])


def _catalogs(queries: Queries, command: c.Show) -> DataFrame:
    found = matching([CATALOG], command.pattern)
    return answer(queries, "catalog string not null", [(name,) for name in found])


def _current_namespace(queries: Queries, command: c.Show) -> DataFrame:
    schema = "catalog string not null, namespace string not null"
    return answer(queries, schema, [(CATALOG, queries.names.database)])


def _procedures(queries: Queries, command: c.Show) -> DataFrame:
    raise analysis_error("MISSING_CATALOG_ABILITY.PROCEDURES", {"plugin": CATALOG})


def _functions(queries: Queries, command: c.Show) -> DataFrame:
    names, catalog = queries.names, queries.names.catalog
    scope = command.scope.lower()
    database = catalog.database_name(command.name, queries.settings()) if command.name else catalog.current
    catalog.database(database)
    shown: list[str] = []
    if scope in ("", "all", "system"):
        shown += matching(sorted(FUNCTIONS.keys() - {"()"} - PYTHON_ONLY), command.pattern)
    if scope in ("", "all", "user"):
        shown += matching(sorted({*names.functions, *names.table_functions}), command.pattern)
        kept = matching(catalog.metastore.functions(database), command.pattern)
        shown += [f"{CATALOG}.{database}.{name}" for name in kept]
    return answer(queries, "function string not null", [(name,) for name in shown])


_SHOWN: dict[str, Callable[[Queries, c.Show], DataFrame]] = {
    "catalogs": _catalogs,
    "columns": _columns,
    "create table": _create_table,
    "current namespace": _current_namespace,
    "databases": _databases,
    "functions": _functions,
    "partitions": show_partitions,
    "procedures": _procedures,
    "table extended": _tables_extended,
    "tables": _tables,
    "tblproperties": _properties,
    "views": _tables,
}
