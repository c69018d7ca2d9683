"""Rows put into tables: INSERT in all its forms, and what the writers of DataFrames do to tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from pyrite.errors import ArithmeticException, PySparkException
from pyrite.sql._analysis.assignment import Target, assigned, is_default, of_length, with_defaults
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts, quoted_type
from pyrite.sql._catalog.lake import is_lake
from pyrite.sql._catalog.objects import Table
from pyrite.sql._catalog.session_catalog import partition_name
from pyrite.sql._catalog.tables import TableFiles, plain_type
from pyrite.sql._commands.columns import targets_of
from pyrite.sql._commands.hive import hive_format
from pyrite.sql._commands.lake import evolved, write_rows
from pyrite.sql._commands.tables import add_directories, check_provider, unsupported_operation
from pyrite.sql._files.options import Options
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._query.constants import literal_of
from pyrite.sql._query.saving import FileWrite
from pyrite.sql._result.text import TextForm, column_texts
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import StringType

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries

__all__ = [
    "insert_directory",
    "insert_into",
    "insert_rows",
    "multi_insert",
    "refuse_own_rows",
    "static_texts",
    "target_table",
]


def target_table(queries: Queries, name: tuple[str, ...], operation: str = "INSERT") -> Table:
    """The table that a statement changes.

    Raises
    ------
    AnalysisException
        TABLE_OR_VIEW_NOT_FOUND; EXPECT_TABLE_NOT_VIEW.
    """
    temporary = queries.names.find_view(name) is not None
    table = None if temporary else queries.names.catalog.find(name, queries.settings())
    if table is None and not temporary:
        shown = {"relationName": quoted_parts(name), "searchPath": queries.names.search_path()}
        raise analysis_error("TABLE_OR_VIEW_NOT_FOUND", shown)
    if table is None or table.is_view:
        shown = {"viewName": quoted_parts(table.full_name if table else name), "operation": operation}
        raise analysis_error("EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE", shown)
    return table


def insert_into(queries: Queries, command: ddl.InsertInto) -> None:
    """``INSERT {INTO | OVERWRITE}``."""
    table = target_table(queries, command.name)
    lake = is_lake(table)
    if command.replace_where is not None and not lake:
        raise unsupported_operation(table.full_name, "INSERT INTO ... REPLACE WHERE")
    if command.replace_on is not None or command.replace_using:
        raise unsupported_operation(table.full_name, "INSERT INTO ... REPLACE ON/USING")
    static = _static(queries, table, command.partition)
    targets = [target for target in targets_of(table) if target.name not in static]
    defaults = {target.name: target.default for target in targets}
    if command.columns:
        same = queries.settings().same_name
        listed = [next((d for n, d in defaults.items() if same(n, name)), None) for name in command.columns]
    else:
        listed = list(defaults.values())
    written = with_defaults(command.plan, listed)
    if any(is_default(part) for part in written.walk()):
        raise analysis_error("DEFAULT_PLACEMENT_INVALID", {})
    plan = queries.frame(written)._plan
    if static and not command.columns and not command.by_name and len(plan.output) != len(targets):
        raise analysis_error(
            "INSERT_PARTITION_COLUMN_ARITY_MISMATCH",
            {
                "tableName": quoted_parts(table.full_name),
                "tableColumns": ", ".join([f"`{field.name}`" for field in table.schema]),
                "dataColumns": ", ".join([f"`{column.name}`" for column in plan.output]),
                "staticPartCols": ", ".join([f"`{name}`" for name in static]),
            },
        )
    insert_rows(
        queries,
        table,
        plan,
        overwrite=command.overwrite,
        by_name=command.by_name,
        columns=command.columns,
        static=static,
        unless_there=command.if_partition_not_exists,
        options={**command.options, **({"mergeSchema": "true"} if command.schema_evolution else {})},
        where=command.replace_where,
    )


def insert_rows(
    queries: Queries,
    table: Table,
    plan: r.Relation,
    *,
    overwrite: bool = False,
    by_name: bool = False,
    columns: tuple[str, ...] = (),
    static: Mapping[str, str | None] | None = None,
    unless_there: bool = False,
    options: Mapping[str, str] | None = None,
    where: e.Expression | None = None,
) -> None:
    """Put rows into a table.

    Parameters
    ----------
    queries : Queries
        The session's.
    table : Table
        The table.
    plan : Relation
        The rows, resolved.
    overwrite : bool
        Whether they replace what is there: all, the static partition, or with
        ``spark.sql.sources.partitionOverwriteMode=dynamic`` the partitions that get rows.
    by_name, columns
        Which column goes where; by position without them.
    static : mapping, optional
        The partition columns that have one value for all rows, as texts.
    unless_there : bool
        Whether nothing happens when the static partition exists.
    options : mapping, optional
        Options of the format on top of the table's.
    where : Expression, optional
        The condition of the rows that they replace, for formats that can.
    """
    static = static or {}
    settings, catalog = queries.settings(), queries.names.catalog
    check_provider(table.provider)
    if is_lake(table):
        table = evolved(queries, table, plan, options or {})
    targets = [target for target in targets_of(table) if target.name not in static]
    analyzer = queries.analyzer()
    rows = assigned(
        analyzer, table.full_name, targets, plan, by_name=by_name, columns=columns, static=list(static)
    )
    if overwrite and not is_lake(table):
        refuse_own_rows(table, plan)
    told = _static_values(queries, table, static)
    if is_lake(table):
        dynamic = _is_dynamic(queries, {**table.options, **(options or {})})
        rows = _with_static(rows, table, told)
        write_rows(
            queries,
            table,
            rows,
            overwrite=overwrite or where is not None,
            static=told,
            where=where,
            dynamic=dynamic,
        )
        return
    texts = {name: _text(queries, value) for name, value in told.items()}
    prefix = [texts[name] for name in table.partitioned_by if name in texts]
    whole = tuple(prefix) if len(prefix) == len(table.partitioned_by) and prefix else None
    known = (
        {each.values: each for each in catalog.metastore.partitions(table)} if table.partitioned_by else {}
    )
    if unless_there and whole is not None and whole in known:
        return
    rows = _with_static(rows, table, told)
    given = Options({**table.options, **(options or {})})
    dynamic = _is_dynamic(queries, given.given)
    within = partition_name(table, tuple(prefix))
    kind = "" if not overwrite else "partitions" if dynamic and table.partitioned_by else "all"
    root = catalog.storage.qualify(table.location)
    by: tuple[str, ...] = table.partitioned_by
    if whole is not None and whole in known:
        place = catalog.storage.qualify(known[whole].location)
        if place != f"{root}/{within}":
            # A partition that lies elsewhere.
            rows = r.Project(rows, tuple([c for c in rows.output if c.name not in by]))
            root, by, within, kind = place, (), "", "all" if overwrite else ""
    write = FileWrite(
        queries.frame(rows)._execution,
        catalog.storage,
        table.provider,
        root,
        by,
        kind,
        within,
        buckets=table.buckets,
        options=given,
    )
    try:
        directories = write.run()
    except PySparkException as error:
        raise _in_table(error, plan, targets) from error.__cause__
    finally:
        catalog.changed(table)
    if by and kind == "all":
        gone = [each for each in known.values() if each.values[: len(prefix)] == tuple(prefix)]
        catalog.metastore.drop_partitions(table, gone)
    if by:
        add_directories(catalog, settings, table, directories)
        if whole is not None and not directories:
            catalog.add_partitions(table, [(whole, catalog.partition_location(table, whole))])
    if table.statistics:
        catalog.metastore.change_table(table.with_(statistics={}))
    queries.recache(table)


def _with_static(rows: r.Relation, table: Table, told: Mapping[str, e.Literal]) -> r.Relation:
    """The rows with the values of static partition columns, in the table's order."""
    if not told:
        return rows
    values = {alias.name: alias for alias in rows.expressions}  # type: ignore[attr-defined]
    values.update({name: e.Alias(value, name) for name, value in told.items()})
    ordered = tuple([values[field.name] for field in table.schema])
    return r.Project(rows.child, ordered)  # type: ignore[attr-defined]


def _is_dynamic(queries: Queries, options: Mapping[str, str]) -> bool:
    """Whether an overwrite replaces only the partitions that get rows."""
    mode = (queries.settings().conf or {}).get("spark.sql.sources.partitionOverwriteMode", "static")
    return (Options(options).text("partitionOverwriteMode", mode) or "").lower() == "dynamic"


def _static(queries: Queries, table: Table, partition: ddl.PartitionSpec | None) -> dict[str, str | None]:
    """The static part of the partition of an INSERT, under the table's own names."""
    if partition is None:
        return {}
    static = _static_parts(queries, table, partition)
    if len(static) + len(partition.dynamic) != len(table.partitioned_by):
        shown = {
            "tableName": quoted_parts(table.full_name),
            "normalizedPartSpec": ",".join([*static, *partition.dynamic]),
            "partColNames": ",".join(table.partitioned_by),
        }
        raise analysis_error("_LEGACY_ERROR_TEMP_1169", shown)
    if list(static) != list(table.partitioned_by[: len(static)]):
        listed = ",".join(table.partitioned_by)
        raise analysis_error("_LEGACY_ERROR_TEMP_1147", {"partColumns": f"[{listed}]"})
    return static


def _static_parts(queries: Queries, table: Table, partition: ddl.PartitionSpec) -> dict[str, str | None]:
    """The static part of a partition specification, under the table's own names and in its order."""
    same = queries.settings().same_name
    wrong = [
        name
        for name in (*partition.static, *partition.dynamic)
        if not any(same(name, column) for column in table.partitioned_by)
    ]
    if wrong:
        shown = ", ".join([f"`{name}`" for name in wrong])
        raise analysis_error(
            "PARTITIONS_NOT_FOUND", {"partitionList": shown, "tableName": quoted_parts(table.full_name)}
        )
    return {
        column: value
        for column in table.partitioned_by
        for name, value in partition.static.items()
        if same(name, column)
    }


def static_texts(queries: Queries, table: Table, partition: ddl.PartitionSpec) -> dict[str, str | None]:
    """The static values of a partition specification as directories have them.

    Raises
    ------
    AnalysisException
        PARTITIONS_NOT_FOUND for names that are no partition column.
    PySparkException
        For a value that cannot be cast to the column's type.
    """
    static = _static_values(queries, table, _static_parts(queries, table, partition))
    return {name: _text(queries, value) for name, value in static.items()}


def _static_values(queries: Queries, table: Table, static: Mapping[str, str | None]) -> dict[str, e.Literal]:
    """The values of static partition columns as constants of their types."""
    kinds = {field.name: plain_type(field.dataType) for field in table.partition_schema}
    names = list(static)
    declared = {field.name: field.dataType for field in table.partition_schema}
    texts = [e.Literal(of_length(static[name], declared[name]), StringType()) for name in names]
    return {name: literal_of(queries, text, kinds[name]) for name, text in zip(names, texts)}


def _text(queries: Queries, value: e.Literal) -> str | None:
    """A constant as a directory's name has it."""
    array = pa.chunked_array([pa.array([value.value], physical_type(value.type))])
    (text,) = column_texts(array, value.type, TextForm(queries.settings().zone))
    return text


def refuse_own_rows(table: Table, plan: r.Relation) -> None:
    """Refuse to replace rows that are being read."""
    for part in plan.walk():
        if isinstance(part, r.Files) and isinstance(part.source, TableFiles):
            source = part.source.table
            if source is not None and source.full_name == table.full_name:
                raise analysis_error("UNSUPPORTED_OVERWRITE.TABLE", {"table": quoted_parts(table.full_name)})


def _in_table(error: PySparkException, plan: r.Relation, targets: list[Target]) -> PySparkException:
    """The error of a value that is too large for its column, if it is one."""
    told = error.getMessageParameters() or {}
    if (error.getCondition() or "").startswith("NUMERIC_VALUE_OUT_OF_RANGE"):
        made = f"decimal({told.get('precision')},{told.get('scale')})"
        for column, target in zip(plan.output, targets):
            if target.type.simpleString() == made:
                return _too_large(column, target)
    if error.getCondition() != "CAST_OVERFLOW":
        return error
    for column, target in zip(plan.output, targets):
        if (told.get("sourceType"), told.get("targetType")) == (
            quoted_type(column.type),
            quoted_type(target.type),
        ):
            return _too_large(column, target)
    return error


def _too_large(column: e.Attribute, target: Target) -> PySparkException:
    shown = {
        "sourceType": quoted_type(column.type),
        "targetType": quoted_type(target.type),
        "columnName": f"`{target.name}`",
    }
    return analysis_error("CAST_OVERFLOW_IN_TABLE_INSERT", shown, kind=ArithmeticException)


# ---------------------------------------------------------------------------------------- several, directories


def multi_insert(queries: Queries, command: ddl.MultiInsert) -> None:
    """``FROM t INSERT ... INSERT ...``."""
    for each in command.inserts:
        if isinstance(each, ddl.InsertInto):
            insert_into(queries, each)
        else:
            insert_directory(queries, each)


def insert_directory(queries: Queries, command: ddl.InsertDirectory) -> None:
    """``INSERT OVERWRITE DIRECTORY``."""
    options = dict(command.options)
    place = command.path if command.path is not None else options.pop("path", None)
    provider = command.provider
    if provider is None:
        storage_words = command.storage or ddl.Storage()
        provider, meant = hive_format(
            queries, storage_words, "INSERT OVERWRITE DIRECTORY with the Hive format"
        )
        options = {**meant, **options}
    if place is None:
        raise analysis_error("_LEGACY_ERROR_TEMP_0045", {})
    storage = queries.names.catalog.storage
    FileWrite(
        queries.frame(command.plan)._execution,
        storage,
        check_provider(provider),
        storage.qualify(place),
        overwrite="all",
        options=Options(options),
    ).run()
