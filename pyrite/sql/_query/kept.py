"""Functions that the catalog keeps, found by name and read from their texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pyrite._dataclasses import dataclass
from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_statement
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.objects import Routine
from pyrite.sql._catalog.session_catalog import CATALOG
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._query.functions import Parameter, SQLFunction, SQLTableFunction
from pyrite.sql._types.timestamp_word import is_ntz, read_under
from pyrite.sql.types import DataType, StructType, _parse_datatype_string

if TYPE_CHECKING:
    from pyrite.sql._analysis.binder import Binder
    from pyrite.sql._query.names import SessionNames

__all__ = ["Kept", "made_function"]


def _type(ddl_text: str) -> DataType:
    return _parse_datatype_string(ddl_text)


def made_function(
    command: c.CreateFunction, conf: Mapping[str, str], shown: str | None = None
) -> SQLFunction | SQLTableFunction:
    """The function that a statement makes under these settings, ``shown`` under this name in columns."""
    with read_under(conf):
        return _made(command, conf, shown)


def _made(
    command: c.CreateFunction, conf: Mapping[str, str], shown: str | None
) -> SQLFunction | SQLTableFunction:
    name = command.name[-1]
    parameters = [Parameter(p, _type(kind), default) for p, kind, default in command.parameters]
    if command.table:
        assert isinstance(command.body, r.Relation)
        returns = _type(command.returns) if command.returns else None
        struct = returns if isinstance(returns, StructType) else None
        return SQLTableFunction(name, parameters, struct, command.body, conf)
    assert command.body is not None
    body = e.Subquery(command.body) if isinstance(command.body, r.Relation) else command.body
    kind = _type(command.returns) if command.returns else None
    return SQLFunction(name, parameters, kind, body, shown, conf)


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
    def _statement(self) -> Any:
        with read_under(self.routine.conf):
            return _read(self.routine.text, is_ntz(self.routine.conf))

    @property
    def class_name(self) -> str | None:
        """The class of the JVM that it is, if it is one."""
        statement = self._statement
        return statement.class_name if isinstance(statement, ddl.CreateClassFunction) else None

    @property
    def function(self) -> SQLFunction | SQLTableFunction:
        """What it computes. Raises CANNOT_LOAD_FUNCTION_CLASS for a class of the JVM."""
        statement = self._statement
        if isinstance(statement, ddl.CreateClassFunction):
            full = (CATALOG, self.routine.database, self.routine.name)
            shown = {"className": statement.class_name, "functionName": quoted_parts(full)}
            raise analysis_error("CANNOT_LOAD_FUNCTION_CLASS", shown)
        return made_function(statement, self.routine.conf, self.shown)

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
def _read(text: str, ntz: bool) -> Any:
    """The statement of a text; ``ntz`` tells apart what ``TIMESTAMP`` means in it."""
    return parse_statement(text)
