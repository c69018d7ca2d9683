"""What a session knows by name: its views, functions and variables."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pyrite.sql._analysis.joins import renew
from pyrite.sql._analysis.references import variable_reference
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.options import Options
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import DataType

__all__ = ["SessionNames"]


class SessionNames:
    """The names of one session; global temporary views are shared with the other sessions of the program.

    A name is kept with the letters it was made with, and found whatever their case.
    """

    def __init__(self, shared: SessionNames | None = None) -> None:
        self._lock = threading.RLock()
        self.views: dict[str, tuple[str, r.Relation]] = {}
        self.global_views: dict[str, tuple[str, r.Relation]] = shared.global_views if shared else {}
        self.functions: dict[str, Any] = {}
        self.table_functions: dict[str, Any] = {}
        self.variables: dict[str, e.Literal] = {}
        self._scripts = threading.local()
        self.catalog = "spark_catalog"
        self.database = "default"

    # ---------------------------------------------------------------------------- what the analyzer asks

    def table(self, name: tuple[str, ...], options: Mapping[str, str]) -> r.Relation | None:
        """The plan of a view under new column ids, qualified by its name; None if there is none."""
        found = self.find_view(name)
        if found is None:
            return None
        shown, plan = found
        return r.Named(renew(plan), shown)

    def function(self, name: str) -> Any:
        return self.functions.get(name.lower())

    def table_function(self, name: str) -> Any:
        return self.table_functions.get(name.lower())

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
        """The type of a value that is written in JSON or CSV. Raises ValueError when it is none."""
        found: DataType
        if form == "json":
            found = import_module("pyrite.sql._files.json").json_type_of(text, Options(options), settings)
        else:
            options = Options({**options, "inferSchema": "true"})
            found = import_module("pyrite.sql._files.csv").csv_lines_columns([text], options, settings)
        return found

    def search_path(self) -> str:
        return f"[`system`.`builtin`, `system`.`session`, `{self.catalog}`.`{self.database}`]"

    # ---------------------------------------------------------------------------------------------- views

    def find_view(self, name: tuple[str, ...]) -> tuple[str, r.Relation] | None:
        """The view of this name, with the letters it was made with."""
        if len(name) == 1:
            return self.views.get(name[0].lower())
        if len(name) == 2 and name[0].lower() == "global_temp":
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
