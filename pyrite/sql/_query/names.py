"""What a session knows by name: its views, functions and variables."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from copy import copy
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._analysis.joins import renew
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.references import variable_reference
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.lake import is_lake
from pyrite.sql._catalog.objects import Table
from pyrite.sql._catalog.session_catalog import CATALOG, GLOBAL_TEMP, SessionCatalog
from pyrite.sql._files.options import Options
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import DataType, StringType, StructField, StructType

if TYPE_CHECKING:
    from pyrite.sql._query.kept import Kept

__all__ = ["SessionNames"]


class SessionNames:
    """The names of one session; global temporary views are shared with the other sessions of the program.

    A name is kept with the letters it was made with, and found whatever their case.

    Parameters
    ----------
    catalog : SessionCatalog
        Databases, tables and functions that outlive the session.
    shared : SessionNames, optional
        Those of the program's first session.
    global_temp : str
        The database of the global temporary views; that of ``shared`` if there is one.
    """

    def __init__(
        self, catalog: SessionCatalog, shared: SessionNames | None = None, global_temp: str = GLOBAL_TEMP
    ) -> None:
        self.catalog = self._session_catalog = catalog
        self._lock = threading.RLock()
        self.views: dict[str, tuple[str, r.Relation]] = {}
        self.global_views: dict[str, tuple[str, r.Relation]] = shared.global_views if shared else {}
        self.global_temp: str = shared.global_temp if shared else global_temp.lower()
        self.functions: dict[str, Any] = {}
        self.table_functions: dict[str, Any] = {}
        self.variables: dict[str, e.Literal] = {}
        #: Users' classes of data sources, by name.
        self.data_sources: dict[str, Any] = shared.data_sources if shared else {}
        #: The rows that are kept of tables and views of the catalog.
        self.cached: dict[tuple[str, str], r.Stored] = shared.cached if shared else {}
        self._scripts = threading.local()
        self._views_around = 0

    @property
    def database(self) -> str:
        """The database where names are looked up."""
        return self.catalog.current

    @property
    def current_database(self) -> str:
        """The database in use: in a view or function too, that of the session."""
        return self._session_catalog.current

    def inside(self, namespace: tuple[str, ...], depth: int) -> SessionNames:
        """The names that a view or function of the catalog sees, made while this namespace was in use."""
        names = copy(self)
        names.catalog = self.catalog.beside()
        names.catalog.current = namespace[-1]
        names.views, names.variables = {}, {}
        names._views_around = depth
        return names

    # ---------------------------------------------------------------------------- what the analyzer asks

    def table(
        self, name: tuple[str, ...], options: Mapping[str, str], analyzer: Analyzer, version: Any = None
    ) -> r.Relation | None:
        """The plan of a view or table under new column ids, qualified by its name; None if there is none."""
        found = self.find_view(name)
        if found is not None:
            shown, plan = found
            return r.Named(renew(plan), shown)
        table = self.catalog.find(name, analyzer.settings)
        if table is None:
            return self._files(name, options, analyzer.settings)
        return self.relation_of(table, options, analyzer, version)

    def _files(
        self, name: tuple[str, ...], options: Mapping[str, str], settings: Settings
    ) -> r.Relation | None:
        """The files that ``format.`path``` names; None if that is no format."""
        reading = import_module("pyrite.sql._files.reading")
        if len(name) != 2 or name[0].lower() not in reading.FORMATS:
            return None
        if not settings.flag("spark.sql.runSQLOnFiles", True):
            return None
        form, path = name
        found: r.Relation = reading.files_relation(
            self.catalog.storage, form.lower(), [path], None, options, settings
        )
        return found

    def relation_of(
        self, table: Table, options: Mapping[str, str], analyzer: Analyzer, version: Any = None
    ) -> r.Relation:
        """The rows of a table or view of the catalog."""
        kept = self.cached.get((table.database, table.name))
        if kept is not None and not options and version is None:
            return r.Named(renew(kept), table.name, space=(CATALOG, table.database))
        if is_lake(table):
            lake = import_module("pyrite.sql._commands.lake")
            rows: r.Relation = lake.lake_rows(analyzer, self.catalog.storage, table, options, version)
            return rows
        if table.view is None:
            if version is not None:
                shown = {"relationId": quoted_parts(table.full_name)}
                raise analysis_error("UNSUPPORTED_FEATURE.TIME_TRAVEL", shown)
            tables = import_module("pyrite.sql._catalog.tables")
            plan: r.Relation = tables.table_relation(analyzer, self.catalog, table, options)
            return plan
        namespace, depth = table.view.namespace, self._views_around
        views = import_module("pyrite.sql._catalog.views")
        view: r.Relation = views.view_relation(
            analyzer.settings,
            table,
            lambda settings, deeper: Analyzer(settings, self.inside(namespace, deeper)),
            depth,
        )
        return view

    def function(self, name: str, settings: Settings) -> Any:
        parts = _own_name(name)
        found = self.functions.get(parts[0].lower()) if len(parts) == 1 else None
        if found is not None:
            return found
        kept = self.kept_function(parts, settings)
        return None if kept is None else kept.bind

    def table_function(self, name: str, settings: Settings) -> Any:
        parts = _own_name(name)
        found = self.table_functions.get(parts[0].lower()) if len(parts) == 1 else None
        if found is not None:
            return found
        kept = self.kept_function(parts, settings)
        return None if kept is None else kept.make

    def kept_function(self, name: tuple[str, ...], settings: Settings) -> Kept | None:
        """A function of the catalog. One part of a name that a built-in function has means that."""
        if len(name) == 1 and name[0].lower() in FUNCTIONS:
            return None
        routine = self.catalog.routine(name, settings)
        if routine is None:
            return None
        kept: type[Kept] = import_module("pyrite.sql._query.kept").Kept
        return kept(routine, self)

    def variable(self, name: tuple[str, ...]) -> tuple[e.Value, tuple[str, ...]] | None:
        """The variable that a name begins with, and the parts of it that are left, which name fields."""
        for length in range(len(name), 0, -1):
            known = self.variables_with(name[:length])
            if known is not None:
                shown = name[length - 1]
                return variable_reference(known[shown.lower()], shown), name[length:]
        return None

    def variables_with(self, name: tuple[str, ...]) -> dict[str, e.Literal] | None:
        """The variables that one of this name is among: of the script that this thread runs, else the session's."""
        lower = [part.lower() for part in name]
        if len(lower) <= 2:
            for label, variables in reversed(self.script):
                if lower[-1] in variables and (len(lower) == 1 or lower[0] == label):
                    return variables
        if len(lower) > 1 and lower[:-1] not in (["session"], ["system", "session"]):
            return None
        return self.variables if lower[-1] in self.variables else None

    @property
    def script(self) -> list[tuple[str | None, dict[str, e.Literal]]]:
        """The blocks of the script that this thread runs, from the outermost: labels and variables."""
        found: list[tuple[str | None, dict[str, e.Literal]]] | None = getattr(self._scripts, "blocks", None)
        if found is None:
            found = self._scripts.blocks = []
        return found

    def schema_of(self, form: str, text: str, options: Mapping[str, str], settings: Settings) -> DataType:
        """The type of a value in JSON, CSV or XML, or of a schema of Avro. Raises ValueError for none."""
        found: DataType
        if form == "json":
            found = import_module("pyrite.sql._files.json").json_type_of(text, Options(options), settings)
        elif form == "avro":
            found = import_module("pyrite.sql._files.avro").type_of_schema(text, options)
        elif form == "xml":
            found = import_module("pyrite.sql._files.xml").xml_type_of(text, options, settings)
        elif not text.strip():
            # Only a text is no record at all.
            found = StructType([StructField("_c0", StringType())])
        else:
            options = Options({**options, "inferSchema": "true", "header": "false"})
            found = import_module("pyrite.sql._files.csv").csv_lines_columns([text], options, settings)
        return found

    def search_path(self) -> str:
        return f"[`system`.`builtin`, `system`.`session`, `{CATALOG}`.`{self.database}`]"

    # ---------------------------------------------------------------------------------------------- views

    def is_global(self, name: tuple[str, ...]) -> bool:
        """Whether a name is that of a global temporary view, be there one or not."""
        return len(name) == 2 and name[0].lower() == self.global_temp

    def find_view(self, name: tuple[str, ...]) -> tuple[str, r.Relation] | None:
        """The view of this name, with the letters it was made with."""
        if len(name) == 1:
            return self.views.get(name[0].lower())
        if self.is_global(name):
            return self.global_views.get(name[1].lower())
        return None

    def add_view(self, name: str, plan: r.Relation, everywhere: bool = False) -> None:
        """Make a temporary view, in place of one of that name."""
        with self._lock:
            (self.global_views if everywhere else self.views)[name.lower()] = (name, plan)

    def drop_view(self, name: str, everywhere: bool = False) -> bool:
        """Drop a temporary view; whether there was one."""
        with self._lock:
            views = self.global_views if everywhere else self.views
            return views.pop(name.lower(), None) is not None

    def drop_named_view(self, name: tuple[str, ...]) -> bool:
        """Drop the temporary view that a statement names; whether there was one."""
        everywhere = self.is_global(name)
        return (len(name) == 1 or everywhere) and self.drop_view(name[-1], everywhere)


def _own_name(name: str) -> tuple[str, ...]:
    """The parts of a function's name, without the namespace of the session's functions."""
    parts = tuple(name.split(".")) if "." in name else (name,)
    for space in (("system", "session"), ("session",)):
        if len(parts) == len(space) + 1 and tuple([part.lower() for part in parts[:-1]]) == space:
            return parts[-1:]
    return parts
