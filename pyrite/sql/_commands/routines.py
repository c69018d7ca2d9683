"""Functions made, found and dropped: those of the session, and those that the catalog keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite.errors import AnalysisException
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._catalog.objects import Routine
from pyrite.sql._catalog.session_catalog import CATALOG
from pyrite.sql._catalog.views import kept_settings
from pyrite.sql._commands.tables import refuse_temporary
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import ddl
from pyrite.sql._plan import relations as r
from pyrite.sql._query.functions import SQLFunction, SQLTableFunction
from pyrite.sql._query.kept import made_function

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries

__all__ = [
    "create_class_function",
    "create_function",
    "drop_function",
    "refresh_function",
]


# --------------------------------------------------------------------------------------------- CREATE FUNCTION


def create_function(queries: Queries, command: c.CreateFunction) -> None:
    """``CREATE [TEMPORARY] FUNCTION ... RETURN``."""
    function = made_function(command, kept_settings(queries.settings()))
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
