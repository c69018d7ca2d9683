"""Commands carried out: each takes effect at once and gives a DataFrame of what it tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyrite._conf.keys import KEYS
from pyrite._conf.known import spark_keys
from pyrite._conf.sql_defaults import DEFAULTS
from pyrite.errors import AnalysisException, PySparkException, PySparkNotImplementedError
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_identifier, parse_statement
from pyrite.sql._commands import (
    alter,
    changes,
    describe,
    inserts,
    partitions,
    routines,
    show,
    statistics,
    tables,
)
from pyrite.sql._commands.lookup import find_any
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.scripts import Compound
from pyrite.sql._query.constants import constant, literal_of
from pyrite.sql._query.explain import explained
from pyrite.sql.types import DataType, NullType, StructType, _parse_datatype_string

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries
    from pyrite.sql.conf import RuntimeConfig
    from pyrite.sql.dataframe import DataFrame

__all__ = ["declared_value", "nothing", "run_command"]


def run_command(queries: Queries, statement: c.Statement) -> DataFrame:
    """Carry a command out.

    Raises
    ------
    PySparkNotImplementedError
        For commands that Pyrite has not yet.
    """
    run = _COMMANDS.get(type(statement))
    if run is None:
        feature = statement.feature if isinstance(statement, c.Unsupported) else type(statement).__name__
        raise _missing(feature)
    found = run(queries, statement)
    return nothing(queries) if found is None else found


def _missing(feature: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


def nothing(queries: Queries) -> DataFrame:
    """What a command answers that tells nothing."""
    return queries.create([], StructType([]), None, True, answer=True)


def _rows(queries: Queries, schema: str, rows: Sequence[tuple[Any, ...]]) -> DataFrame:
    return queries.create(list(rows), schema, None, False, answer=True)


# -------------------------------------------------------------------------------------------------- views


def _create_view(queries: Queries, command: c.CreateView) -> DataFrame:
    if not (command.temporary or command.global_):
        tables.create_view(queries, command)
        return nothing(queries)
    if command.source is not None:
        return _view_using(queries, command)
    assert command.plan is not None
    everywhere = command.global_ or queries.names.is_global(command.name)
    name = command.name[-1]
    known = queries.names.find_view((queries.names.global_temp, name) if everywhere else (name,))
    if known is not None and not command.replace:
        if command.if_not_exists:
            return nothing(queries)
        raise AnalysisException(
            errorClass="TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", messageParameters={"relationName": f"`{name}`"}
        )
    plan = queries.frame(command.plan)._plan
    if command.columns:
        if len(command.columns) != len(plan.output):
            raise analysis_error(
                "ASSIGNMENT_ARITY_MISMATCH",
                {"numExpr": str(len(command.columns)), "numTarget": str(len(plan.output))},
            )
        columns = [
            e.Alias(column, new, metadata={"comment": comment} if comment else None)
            for column, (new, comment) in zip(plan.output, command.columns)
        ]
        plan = r.Project(plan, tuple(columns))
    queries.names.add_view(name, plan, everywhere)
    return nothing(queries)


def _not_found(queries: Queries, name: tuple[str, ...]) -> Exception:
    path = queries.names.search_path() if len(name) < 3 else f"[{quoted_parts(name[:-1])}]"
    return analysis_error("TABLE_OR_VIEW_NOT_FOUND", {"relationName": quoted_parts(name), "searchPath": path})


def _view_using(queries: Queries, command: c.CreateView) -> DataFrame:
    """``CREATE TEMPORARY VIEW name USING format OPTIONS (...)``."""
    assert command.source is not None
    name, options = command.source
    reader = queries.reader().format(name).options(**options)
    if command.schema is not None:
        reader = reader.schema(command.schema)
    plan = reader.load()._plan
    own = command.name[-1]
    known = queries.names.find_view((queries.names.global_temp, own) if command.global_ else (own,))
    if known is not None and not command.replace:
        raise AnalysisException(
            errorClass="TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", messageParameters={"relationName": f"`{own}`"}
        )
    queries.names.add_view(own, plan, command.global_)
    return nothing(queries)


def _cache(queries: Queries, command: c.Cache) -> DataFrame:
    if command.plan is not None:
        queries.names.add_view(command.name[-1], queries.frame(command.plan)._plan)
    queries.cache_table(command.name, lazy=command.lazy)
    return nothing(queries)


def _uncache(queries: Queries, command: c.Uncache) -> DataFrame:
    names = queries.names
    known = names.find_view(command.name) or names.catalog.find(command.name, queries.settings())
    if known is None:
        if command.if_exists:
            return nothing(queries)
        raise _not_found(queries, command.name)
    queries.uncache_table(command.name)
    return nothing(queries)


def _clear_cache(queries: Queries, command: c.ClearCache) -> DataFrame:
    queries.clear_cache()
    return nothing(queries)


# ----------------------------------------------------------------------------------------------- settings


def _shown_setting(conf: RuntimeConfig, key: str) -> str:
    try:
        return conf.get(key) or ""
    except PySparkException:
        return "<undefined>"


def _set_conf(queries: Queries, command: c.SetConf) -> DataFrame:
    conf = queries._session.conf
    schema = "key string not null, value string not null"
    if command.key is None and command.verbose:
        return _all_settings(queries)
    if command.key is None:
        return _rows(queries, schema, sorted(conf.getAll.items()))
    if command.value is None:
        return _rows(queries, schema, [(command.key, _shown_setting(conf, command.key))])
    conf.set(command.key, command.value)
    return _rows(queries, schema, [(command.key, command.value)])


def _all_settings(queries: Queries) -> DataFrame:
    """Every setting there is or that has been given, with its meaning and where its value comes from."""
    conf = queries._session.conf
    secrets = queries._session.sparkContext._conf
    since = spark_keys()
    named = {name for name in KEYS if not name.endswith(".*")}
    values = {key: _shown_setting(conf, key) for key in {*named, *DEFAULTS, *conf.getAll}}
    rows = []
    for key, value in sorted(secrets._redacted(values).items()):
        known = KEYS.get(key)
        meaning = "" if known is None else known.meaning.replace("`", "")
        if value == "<undefined>" and known is not None:
            value = known.default or value
        rows.append((key, value, meaning, since.get(key, ""), conf._origin(key)))
    columns = ("key", "value", "meaning", "`Since version`", "origin")
    return _rows(queries, ", ".join(f"{name} string not null" for name in columns), rows)


def _reset_conf(queries: Queries, command: c.ResetConf) -> DataFrame:
    conf = queries._session.conf
    for key in [command.key] if command.key is not None else list(conf.getAll):
        if command.key is not None or key.startswith("spark.sql."):
            conf.unset(key)
    return nothing(queries)


# ----------------------------------------------------------------------------------------------- explain


def _explain(queries: Queries, command: c.Explain) -> DataFrame:
    plan: Any = command.plan
    if isinstance(plan, r.Relation):
        text = explained(queries.frame(plan)._execution, command.mode.lower())
    else:
        inner = getattr(plan, "plan", None)
        text = f"== Physical Plan ==\nExecute {type(plan).__name__}\n"
        if isinstance(inner, r.Relation):
            text += explained(queries.frame(inner)._execution, "simple").partition("\n")[2]
    return _rows(queries, "plan string not null", [(text,)])


# ------------------------------------------------------------------------------------ functions, variables


def _type(ddl: str) -> DataType:
    return _parse_datatype_string(ddl)


def declared_value(queries: Queries, command: c.DeclareVariable) -> e.Literal:
    """What a declared variable holds at first."""
    kind = _type(command.type) if command.type else None
    default = command.default if command.default is not None else e.Literal(None, kind or NullType())
    return literal_of(queries, default, kind)


def _declare(queries: Queries, command: c.DeclareVariable) -> DataFrame:
    value = declared_value(queries, command)
    for name in command.names:
        key = name[-1].lower()
        if key in queries.names.variables and not command.replace:
            shown = quoted_parts(("system", "session", name[-1]))
            raise analysis_error("VARIABLE_ALREADY_EXISTS", {"variableName": shown})
        queries.names.variables[key] = value
    return nothing(queries)


def _set_variable(queries: Queries, command: c.SetVariable) -> DataFrame:
    targets = [_variables_with(queries, name) for name in command.names]
    for place, (name, known) in enumerate(zip(command.names, targets)):
        if any(
            other[-1].lower() == name[-1].lower() and also is known
            for other, also in zip(command.names[:place], targets)
        ):
            raise analysis_error("DUPLICATE_ASSIGNMENTS", {"nameList": f"`{name[-1].lower()}`"})
    if command.plan is not None:
        rows = queries.frame(r.Limit(command.plan, e.Literal(2, _INT))).collect()
        if len(rows) > 1:
            raise analysis_error("ROW_SUBQUERY_TOO_MANY_ROWS", {})
        values = [_given(v) for v in rows[0]] if rows else [e.Literal(None, NullType())] * len(command.names)
    else:
        values = list(command.values)
    for name, known, value in zip(command.names, targets, values):
        kind = known[name[-1].lower()].type
        if isinstance(value, e.DefaultValue):
            value = e.Literal(None, kind)
        known[name[-1].lower()] = literal_of(queries, value, kind)
    return nothing(queries)


def _variables_with(queries: Queries, name: tuple[str, ...]) -> dict[str, e.Literal]:
    known = queries.names.variables_with(name)
    if known is None:
        raise analysis_error(
            "UNRESOLVED_VARIABLE",
            {"variableName": quoted_parts(name), "searchPath": queries.names.search_path()},
        )
    return known


_INT, _STRING = _parse_datatype_string("int"), _parse_datatype_string("string")


def _given(value: Any) -> e.Expression:
    return e.Literal(None if value is None else str(value), _STRING)


def _drop_variable(queries: Queries, command: c.DropVariable) -> DataFrame:
    gone = queries.names.variables.pop(command.name[-1].lower(), None)
    if gone is None and not command.if_exists:
        shown = quoted_parts(("system", "session", command.name[-1]))
        raise analysis_error("VARIABLE_NOT_FOUND", {"variableName": shown})
    return nothing(queries)


def _execute_immediate(queries: Queries, command: c.ExecuteImmediate) -> DataFrame:
    text = literal_of(queries, command.text, None).value
    if text is None:
        raise analysis_error("NULL_QUERY_STRING_EXECUTE_IMMEDIATE", {"varName": "`text`"})
    if isinstance(parse_statement(text), Compound):
        raise analysis_error("SQL_SCRIPT_IN_EXECUTE_IMMEDIATE", {"sqlString": text})
    named = {name: literal_of(queries, value, None) for name, value in command.using if name is not None}
    listed = [literal_of(queries, value, None) for name, value in command.using if name is None]
    frame = queries.sql(text, named or listed or None)
    if command.into:
        rows = frame.collect()
        if len(rows) > 1:
            raise analysis_error("ROW_SUBQUERY_TOO_MANY_ROWS", {})
        for name, attribute, value in zip(command.into, frame._plan.output, rows[0] if rows else []):
            _variables_with(queries, name)[name[-1].lower()] = constant(value, attribute.type)
        return nothing(queries)
    return frame


def _refresh(queries: Queries, command: c.Refresh) -> None:
    if isinstance(command.name, tuple):
        find_any(queries, command.name)
        queries.refresh(command.name)


def _add_resources(queries: Queries, command: ddl.AddResources) -> None:
    context = queries._session.sparkContext
    if command.kind == "jar":
        raise _missing("ADD JAR")
    for path in command.paths:
        if command.kind == "file":
            context.addFile(path, recursive=True)
        else:
            context.addArchive(path)


def _list_resources(queries: Queries, command: ddl.ListResources) -> DataFrame:
    context = queries._session.sparkContext
    known = {"file": context.listFiles, "archive": context.listArchives, "jar": []}[command.kind]
    names = {path.rpartition("/")[2] for path in command.paths}
    found = [uri for uri in known if not names or uri.rpartition("/")[2] in names]
    return _rows(queries, "Results string not null", [(uri,) for uri in found])


def _call(queries: Queries, command: ddl.Call) -> None:
    """``CALL``: the catalog has no procedures."""
    shown = {"routineName": quoted_parts(command.name), "searchPath": queries.names.search_path()}
    raise analysis_error("UNRESOLVED_ROUTINE", shown)


def _named_later(queries: Queries, command: ddl.NamedLater) -> DataFrame | None:
    """A statement whose name is computed now."""
    name = parse_identifier(queries.analyzer().binder().text_of(command.text))
    return run_command(queries, replace(command.statement, name=name))  # type: ignore[call-arg]


_COMMANDS: dict[type, Callable[[Queries, Any], DataFrame | None]] = {
    c.Cache: _cache,
    c.ClearCache: _clear_cache,
    c.CreateFunction: routines.create_function,
    c.CreateView: _create_view,
    c.DeclareVariable: _declare,
    c.Describe: describe.describe,
    c.DescribeFunction: describe.describe_function,
    c.DescribeQuery: describe.describe_query,
    c.DropFunction: routines.drop_function,
    c.DropVariable: _drop_variable,
    c.DropView: tables.drop_view,
    c.ExecuteImmediate: _execute_immediate,
    c.Explain: _explain,
    c.Refresh: _refresh,
    c.ResetConf: _reset_conf,
    c.SetConf: _set_conf,
    c.SetVariable: _set_variable,
    c.Show: show.show,
    c.Uncache: _uncache,
    c.Use: tables.use,
    ddl.AddColumns: alter.add_columns,
    ddl.AddConstraint: alter.add_constraint,
    ddl.AddPartitions: partitions.add_partitions,
    ddl.AddResources: _add_resources,
    ddl.AlterClustering: alter.alter_clustering,
    ddl.AlterColumns: alter.alter_columns,
    ddl.AlterView: alter.alter_view,
    ddl.AlterViewSchema: alter.alter_view_schema,
    ddl.Analyze: statistics.analyze,
    ddl.AnalyzeTables: statistics.analyze_tables,
    ddl.Call: _call,
    ddl.CommentOn: alter.comment_on,
    ddl.CreateClassFunction: routines.create_class_function,
    ddl.CreateIndex: alter.create_index,
    ddl.CreateNamespace: tables.create_database,
    ddl.CreateTable: tables.create_table,
    ddl.CreateTableLike: tables.create_table_like,
    ddl.Delete: changes.delete,
    ddl.DescribeNamespace: describe.describe_namespace,
    ddl.DropColumns: alter.drop_columns,
    ddl.DropConstraint: alter.drop_constraint,
    ddl.DropIndex: alter.drop_index,
    ddl.DropNamespace: tables.drop_database,
    ddl.DropPartitions: partitions.drop_partitions,
    ddl.DropTable: tables.drop_table,
    ddl.InsertDirectory: inserts.insert_directory,
    ddl.InsertInto: inserts.insert_into,
    ddl.ListResources: _list_resources,
    ddl.LoadData: partitions.load_data,
    ddl.Merge: changes.merge,
    ddl.MultiInsert: inserts.multi_insert,
    ddl.NamedLater: _named_later,
    ddl.RefreshFunction: routines.refresh_function,
    ddl.RenameColumn: alter.rename_column,
    ddl.RenamePartition: partitions.rename_partition,
    ddl.RenameTable: alter.rename_table,
    ddl.RepairTable: partitions.repair_table,
    ddl.ReplaceColumns: alter.replace_columns,
    ddl.ReplaceTable: tables.replace_table,
    ddl.SetCollation: alter.set_collation,
    ddl.SetLocation: alter.set_location,
    ddl.SetNamespaceLocation: alter.set_namespace_location,
    ddl.SetNamespaceProperties: alter.set_namespace_properties,
    ddl.SetProperties: alter.set_properties,
    ddl.SetSerde: alter.set_serde,
    ddl.Truncate: partitions.truncate,
    ddl.UnsetNamespaceProperties: alter.unset_namespace_properties,
    ddl.UnsetProperties: alter.unset_properties,
    ddl.Update: changes.update,
}
