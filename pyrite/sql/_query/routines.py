"""Functions made, found and dropped: those of the session, and those that the catalog keeps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pyrite.errors import AnalysisException
from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_statement
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.objects import Routine
from pyrite.sql._catalog.session_catalog import CATALOG
from pyrite.sql._catalog.views import kept_settings
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._query.functions import Parameter, SQLFunction, SQLTableFunction
from pyrite.sql._query.tables import refuse_temporary
from pyrite.sql.types import DataType, StructType, _parse_datatype_string

if TYPE_CHECKING:
    from pyrite.sql._analysis.binder import Binder
    from pyrite.sql._queries import Queries
    from pyrite.sql._query.names import SessionNames

__all__ = [
    "Kept",
    "create_class_function",
    "create_function",
    "drop_function",
    "kept_function",
    "made_function",
    "refresh_function",
]


def _type(ddl_text: str) -> DataType:
    return _parse_datatype_string(ddl_text)


def made_function(command: c.CreateFunction, shown: str | None = None) -> SQLFunction | SQLTableFunction:
    """The function that a statement makes, ``shown`` under this name in columns."""
    name = command.name[-1]
    parameters = [Parameter(p, _type(kind), default) for p, kind, default in command.parameters]
    if command.table:
        assert isinstance(command.body, r.Relation)
        returns = _type(command.returns) if command.returns else None
        struct = returns if isinstance(returns, StructType) else None
        return SQLTableFunction(name, parameters, struct, command.body)
    assert command.body is not None
    body = e.Subquery(command.body) if isinstance(command.body, r.Relation) else command.body
    kind = _type(command.returns) if command.returns else None
    return SQLFunction(name, parameters, kind, body, shown)


# ---------------------------------------------------------------------------------------- the catalog's functions


@dataclass(frozen=True)
class Kept:
    """A function of the catalog: its text, read under the settings and names of the time it was made."""

    routine: Routine
    names: SessionNames

    @property
    def shown(self) -> str:
        """Its name with catalog and database."""
        return f"{CATALOG}.{self.routine.database}.{self.routine.name}"

    @property
    def class_name(self) -> str | None:
        """The class of the JVM that it is, if it is one."""
        statement = _statement(self.routine.text)
        return statement.class_name if isinstance(statement, ddl.CreateClassFunction) else None

    @property
    def function(self) -> SQLFunction | SQLTableFunction:
        """What it computes. Raises CANNOT_LOAD_FUNCTION_CLASS for a class of the JVM."""
        statement = _statement(self.routine.text)
        if isinstance(statement, ddl.CreateClassFunction):
            full = (CATALOG, self.routine.database, self.routine.name)
            shown = {"className": statement.class_name, "functionName": quoted_parts(full)}
            raise analysis_error("CANNOT_LOAD_FUNCTION_CLASS", shown)
        return made_function(statement, self.shown)

    def checked(self, settings: Settings) -> SQLFunction | SQLTableFunction:
        """What it computes, with the type that it returns."""
        return self.function.check(self._analyzer(settings))

    def _analyzer(self, settings: Settings) -> Analyzer:
        return Analyzer(settings, self.names.inside(self.routine.namespace, 0))

    def bind(self, binder: Binder, call: e.Call) -> e.Value:
        """A call of it as a value."""
        function = self.function
        if isinstance(function, SQLTableFunction):
            shown = {
                "routineName": quoted_parts((self.routine.name,)),
                "searchPath": self.names.search_path(),
            }
            raise analysis_error("UNRESOLVED_ROUTINE", shown, call.origin)
        analyzer = self._analyzer(binder.settings)
        return function.check(analyzer).bound(binder, call, analyzer)

    def make(self, analyzer: Analyzer, call: e.Call, outer: Scope | None) -> r.Relation:
        """A call of it as a relation."""
        function = self.function
        if isinstance(function, SQLFunction):
            raise analysis_error(
                "NOT_A_TABLE_FUNCTION", {"functionName": quoted_parts((self.routine.name,))}, call.origin
            )
        return function.rows(analyzer, call, outer, self._analyzer(analyzer.settings))


@lru_cache(maxsize=512)
def _statement(text: str) -> Any:
    return parse_statement(text)


def kept_function(names: SessionNames, name: tuple[str, ...], settings: Settings) -> Kept | None:
    """A function of the catalog. One part of a name that a built-in function has means that."""
    if len(name) == 1 and name[0].lower() in FUNCTIONS:
        return None
    routine = names.catalog.routine(name, settings)
    return None if routine is None else Kept(routine, names)


# --------------------------------------------------------------------------------------------- CREATE FUNCTION


def create_function(queries: Queries, command: c.CreateFunction) -> None:
    """``CREATE [TEMPORARY] FUNCTION ... RETURN``."""
    function = made_function(command)
    if not command.temporary:
        database, name = queries.names.catalog.identify(command.name, queries.settings())
        queries.names.catalog.database(database)
        body = command.body
        if body is not None:
            written = body if isinstance(body, r.Relation) else r.Project(r.OneRow(), (body,))
            refuse_temporary(queries, (database, name), written, "FUNCTION")
        _checked(queries, function, database)
        _keep(queries, command, command.replace, command.if_not_exists)
        return
    names, key = queries.names, command.name[-1].lower()
    if key in names.functions or key in names.table_functions:
        if command.if_not_exists:
            return
        if not command.replace:
            raise _exists_already((command.name[-1],))
    function = function.check(queries.analyzer())
    if isinstance(function, SQLTableFunction):
        names.table_functions[key] = function
    else:
        names.functions[key] = function


def _checked(queries: Queries, function: SQLFunction | SQLTableFunction, database: str) -> None:
    """Refuse a body that no call could compute."""
    try:
        function.check(queries.analyzer())
    except AnalysisException as error:
        if error.getCondition() != "UNRESOLVED_ROUTINE":
            raise
        name = (error.getMessageParameters() or {})["routineName"].strip("`")
        raise analysis_error("ROUTINE_NOT_FOUND", {"routineName": quoted_parts((database, name))}) from None


def create_class_function(queries: Queries, command: ddl.CreateClassFunction) -> None:
    """``CREATE FUNCTION ... AS 'class'``: it can be kept and told of, and not be called."""
    if command.temporary:
        shown = {"className": command.class_name, "functionName": quoted_parts((command.name[-1],))}
        raise analysis_error("CANNOT_LOAD_FUNCTION_CLASS", shown)
    _keep(queries, command, command.replace, command.if_not_exists)


def _keep(queries: Queries, command: Any, replace: bool, if_not_exists: bool) -> None:
    """Put a function into the catalog, as the text of the statement that makes it."""
    catalog, settings = queries.names.catalog, queries.settings()
    database, name = catalog.identify(command.name, settings)
    catalog.database(database)
    catalog.check_name(name)
    origin = command.origin
    assert origin is not None
    namespace = (CATALOG, queries.names.database)
    routine = Routine(
        database, name, origin.text[origin.start : origin.stop], namespace, kept_settings(settings)
    )
    if not catalog.metastore.add_function(routine, replace) and not if_not_exists:
        raise _exists_already((database, name))


def _exists_already(name: tuple[str, ...]) -> Exception:
    shown = {
        "routineName": quoted_parts(name),
        "newRoutineType": "routine",
        "existingRoutineType": "routine",
    }
    return analysis_error("ROUTINE_ALREADY_EXISTS", shown)


def drop_function(queries: Queries, command: c.DropFunction) -> None:
    """``DROP [TEMPORARY] FUNCTION``."""
    names, key = queries.names, command.name[-1].lower()
    if command.temporary:
        gone = names.functions.pop(key, None) or names.table_functions.pop(key, None)
        if gone is None and key in FUNCTIONS:
            raise _built_in(command.name[-1])
        if gone is None and not command.if_exists:
            raise analysis_error("ROUTINE_NOT_FOUND", {"routineName": quoted_parts((command.name[-1],))})
        return
    if len(command.name) == 1 and key in FUNCTIONS:
        raise _built_in(command.name[-1])
    database, name = names.catalog.identify(command.name, queries.settings())
    names.catalog.database(database)
    if not names.catalog.metastore.drop_function(database, name) and not command.if_exists:
        raise analysis_error("ROUTINE_NOT_FOUND", {"routineName": quoted_parts((database, name))})


def _built_in(name: str) -> Exception:
    shown = {"statement": "DROP", "objectType": "FUNCTION", "objectName": f"`{name}`"}
    return analysis_error("FORBIDDEN_OPERATION", shown)


def refresh_function(queries: Queries, command: ddl.RefreshFunction) -> None:
    """``REFRESH FUNCTION``: the catalog's functions are always read anew."""
    catalog = queries.names.catalog
    if len(command.name) == 1 and command.name[0].lower() in FUNCTIONS:
        raise analysis_error("_LEGACY_ERROR_TEMP_1256", {"functionName": command.name[0]})
    if catalog.routine(command.name, queries.settings()) is None:
        full = catalog.identify(command.name, queries.settings())
        raise analysis_error("ROUTINE_NOT_FOUND", {"routineName": quoted_parts(full)})
