"""Commands carried out: each takes effect at once and gives a DataFrame of what it tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pyrite.errors import AnalysisException, PySparkException, PySparkNotImplementedError
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_statement
from pyrite.sql._catalog.session_catalog import CATALOG, matching
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.scripts import Compound
from pyrite.sql._query import changes, inserts, routines, tables
from pyrite.sql._query.constants import constant, literal_of
from pyrite.sql._query.explain import explained
from pyrite.sql._query.functions import SQLFunction, SQLTableFunction
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
    everywhere = command.global_ or (len(command.name) == 2 and command.name[0].lower() == "global_temp")
    name = command.name[-1]
    known = queries.names.find_view(("global_temp", name) if everywhere else (name,))
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
    known = queries.names.find_view(("global_temp", own) if command.global_ else (own,))
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
    if command.key is None:
        return _rows(queries, schema, sorted(conf.getAll.items()))
    if command.value is None:
        return _rows(queries, schema, [(command.key, _shown_setting(conf, command.key))])
    conf.set(command.key, command.value)
    return _rows(queries, schema, [(command.key, command.value)])


def _reset_conf(queries: Queries, command: c.ResetConf) -> DataFrame:
    conf = queries._session.conf
    for key in [command.key] if command.key is not None else list(conf.getAll):
        if command.key is not None or key.startswith("spark.sql."):
            conf.unset(key)
    return nothing(queries)


# ----------------------------------------------------------------------------------------- show, describe


def _show(queries: Queries, command: c.Show) -> DataFrame:
    names = queries.names
    what = command.what.lower()
    if what in ("tables", "views"):
        label = "tableName" if what == "tables" else "viewName"
        schema = f"namespace string not null, {label} string not null, isTemporary boolean not null"
        found = tables.named_tables(queries, command.name, command.pattern, views=what == "views")
        return _rows(queries, schema, [(each.namespace, each.name, each.temporary) for each in found])
    if what in ("databases", "schemas", "namespaces"):
        databases = matching(names.catalog.metastore.databases(), command.pattern)
        return _rows(queries, "namespace string not null", [(name,) for name in databases])
    if what == "catalogs":
        return _rows(queries, "catalog string not null", [(n,) for n in matching([CATALOG], command.pattern)])
    if what == "current namespace":
        return _rows(
            queries, "catalog string not null, namespace string not null", [(CATALOG, names.database)]
        )
    if what == "functions":
        return _rows(queries, "function string not null", _function_names(queries, command))
    if what == "columns":
        plan = _view_plan(queries, command.name)
        return _rows(queries, "col_name string not null", [(a.name,) for a in plan.output])
    raise _missing(f"SHOW {command.what.upper()}")


def _function_names(queries: Queries, command: c.Show) -> list[tuple[str]]:
    system = sorted(FUNCTIONS.keys() - {"()"}) if command.scope.lower() in ("", "all", "system") else []
    if command.scope.lower() not in ("", "all", "user"):
        return [(name,) for name in matching(system, command.pattern)]
    names, catalog = queries.names, queries.names.catalog
    database = catalog.database_name(command.name, queries.settings()) if command.name else catalog.current
    catalog.database(database)
    own = matching(sorted({*names.functions, *names.table_functions}), command.pattern)
    kept = matching(catalog.metastore.functions(database), command.pattern)
    shown = [*matching(system, command.pattern), *own, *[f"{CATALOG}.{database}.{name}" for name in kept]]
    return [(name,) for name in shown]


def _view_plan(queries: Queries, name: tuple[str, ...]) -> r.Relation:
    found = queries.names.table(name, {}, queries.analyzer())
    if found is None:
        raise _not_found(queries, name)
    return found


_DESCRIBED = "col_name string not null, data_type string not null, comment string"


def _described(output: Sequence[e.Attribute]) -> list[tuple[Any, ...]]:
    return [(a.name, a.type.simpleString(), (a.metadata or {}).get("comment")) for a in output]


def _describe(queries: Queries, command: c.Describe) -> DataFrame:
    plan = _view_plan(queries, command.name)
    if not command.column:
        return _rows(queries, _DESCRIBED, _described(plan.output))
    same = queries.settings().same_name
    found = [a for a in plan.output if same(a.name, ".".join(command.column))]
    if not found:
        raise analysis_error(
            "COLUMN_NOT_FOUND",
            {"colName": quoted_parts(command.column), "caseSensitiveConfig": '"spark.sql.caseSensitive"'},
        )
    comment = (found[0].metadata or {}).get("comment") or "NULL"
    rows = [("col_name", found[0].name), ("data_type", found[0].type.simpleString()), ("comment", comment)]
    return _rows(queries, "info_name string not null, info_value string not null", rows)


def _describe_query(queries: Queries, command: c.DescribeQuery) -> DataFrame:
    return _rows(queries, _DESCRIBED, _described(queries.frame(command.plan)._plan.output))


def _describe_function(queries: Queries, command: c.DescribeFunction) -> DataFrame:
    name = command.name[-1].lower()
    user = queries.names.functions.get(name) or queries.names.table_functions.get(name)
    if user is None or len(command.name) > 1:
        kept = routines.kept_function(queries.names, command.name, queries.settings())
        if kept is not None and kept.class_name is not None:
            told = [f"Function: {kept.shown}", f"Class: {kept.class_name}", "Usage: N/A."]
            return _rows(queries, "function_desc string not null", [(line,) for line in told])
        if kept is not None:
            user, name = kept.checked(queries.settings()), kept.shown
    lines: list[str]
    if isinstance(user, (SQLFunction, SQLTableFunction)):
        kind = "SCALAR" if isinstance(user, SQLFunction) else "TABLE"
        given = [f"{p.name} {p.type._sql()}" for p in user.parameters] or ["()"]
        inputs = [f"{'Input:' if not place else '':10}{one}" for place, one in enumerate(given)]
        returns = "" if user.returns is None else user.returns._sql()
        lines = [f"Function: {name}", f"Type:     {kind}", *inputs, f"Returns:  {returns}"]
    elif name in FUNCTIONS:
        function = FUNCTIONS[name]
        count = "any number of" if function.most is None else str(function.most)
        lines = [f"Function: {name}", f"Kind:     {function.kind}", f"Arguments: {function.least} to {count}"]
    else:
        raise analysis_error(
            "UNRESOLVED_ROUTINE",
            {"routineName": quoted_parts(command.name), "searchPath": queries.names.search_path()},
        )
    return _rows(queries, "function_desc string not null", [(line,) for line in lines])


def _explain(queries: Queries, command: c.Explain) -> DataFrame:
    assert isinstance(command.plan, r.Relation)
    text = explained(queries.frame(command.plan)._execution, command.mode.lower())
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
        queries.refresh(command.name)


_COMMANDS: dict[type, Callable[[Queries, Any], DataFrame | None]] = {
    c.Cache: _cache,
    c.ClearCache: _clear_cache,
    c.CreateFunction: routines.create_function,
    c.CreateView: _create_view,
    c.DeclareVariable: _declare,
    c.Describe: _describe,
    c.DescribeFunction: _describe_function,
    c.DescribeQuery: _describe_query,
    c.DropFunction: routines.drop_function,
    c.DropVariable: _drop_variable,
    c.DropView: tables.drop_view,
    c.ExecuteImmediate: _execute_immediate,
    c.Explain: _explain,
    c.Refresh: _refresh,
    c.ResetConf: _reset_conf,
    c.SetConf: _set_conf,
    c.SetVariable: _set_variable,
    c.Show: _show,
    c.Uncache: _uncache,
    c.Use: tables.use,
    ddl.CreateClassFunction: routines.create_class_function,
    ddl.CreateNamespace: tables.create_database,
    ddl.CreateTable: tables.create_table,
    ddl.CreateTableLike: tables.create_table_like,
    ddl.Delete: changes.delete,
    ddl.DropNamespace: tables.drop_database,
    ddl.DropTable: tables.drop_table,
    ddl.InsertDirectory: inserts.insert_directory,
    ddl.InsertInto: inserts.insert_into,
    ddl.Merge: changes.merge,
    ddl.MultiInsert: inserts.multi_insert,
    ddl.ReplaceTable: tables.replace_table,
    ddl.Update: changes.update,
}
