"""A view of the catalog as a relation: its text, read under the settings and names of the time it was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pyrite.sql._analysis.coercion import cast
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_statement
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.objects import Table
from pyrite.sql._catalog.session_catalog import CATALOG
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._types import timestamp_word

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer

__all__ = ["kept_settings", "view_relation", "view_settings"]

#: The settings that decide what a query means, kept with each view.
VIEW_SETTINGS = (
    "spark.sql.ansi.enabled",
    "spark.sql.caseSensitive",
    "spark.sql.session.timeZone",
    timestamp_word.KEY,
)
_MOST_NESTED = 100


def kept_settings(settings: Settings) -> dict[str, str]:
    """The settings that are kept with a view or function."""
    conf = settings.conf or {}
    kept = {key: conf[key] for key in VIEW_SETTINGS if key in conf}
    kept.setdefault("spark.sql.ansi.enabled", "true" if settings.ansi else "false")
    kept.setdefault("spark.sql.session.timeZone", settings.zone)
    return kept


def view_settings(settings: Settings, table: Table) -> Settings:
    """The session's settings with those of the view's making."""
    assert table.view is not None
    kept = table.view.conf
    conf = {**_others(settings), **kept}
    return replace(
        settings,
        conf=conf,
        ansi=conf.get("spark.sql.ansi.enabled", "true").lower() == "true",
        case_sensitive=conf.get("spark.sql.caseSensitive", "false").lower() == "true",
        zone=kept.get("spark.sql.session.timeZone") or settings.zone,
    )


def _others(settings: Settings) -> dict[str, str]:
    """A session's settings but for those that are kept with each view."""
    return {key: value for key, value in (settings.conf or {}).items() if key not in VIEW_SETTINGS}


def view_relation(
    settings: Settings, table: Table, inside: Callable[[Settings, int], Analyzer], depth: int
) -> r.Relation:
    """The rows of a view, qualified by its name.

    Parameters
    ----------
    settings : Settings
        The session's.
    table : Table
        The view.
    inside : callable
        Makes the analyzer that reads the view's text, of settings and the depth in views.
    depth : int
        In how many views this one is used.

    Raises
    ------
    AnalysisException
        VIEW_EXCEED_MAX_NESTED_DEPTH; INCOMPATIBLE_VIEW_SCHEMA_CHANGE where its columns are gone.
    """
    view = table.view
    assert view is not None
    most = int((settings.conf or {}).get("spark.sql.view.maxNestedViewDepth", str(_MOST_NESTED)))
    if depth >= most:
        shown = {"viewName": quoted_parts(table.full_name), "maxNestedDepth": str(most)}
        raise analysis_error("VIEW_EXCEED_MAX_NESTED_DEPTH", shown)
    own = view_settings(settings, table)
    with timestamp_word.read_under(own.conf):
        written = parse_statement(view.text)
    assert isinstance(written, r.Relation)
    plan = inside(own, depth + 1).relation(written)
    if view.mode == "EVOLUTION":
        return r.Named(plan, table.name, space=(CATALOG, table.database))
    columns = []
    for position, field in enumerate(table.schema):
        asked = view.columns[position] if view.columns else field.name
        found = [column for column in plan.output if own.same_name(column.name, asked)]
        same = [name for name in view.columns[:position] if own.same_name(name, asked)]
        if len(found) <= len(same):
            shown = {
                "viewName": quoted_parts(table.full_name),
                "suggestion": f"CREATE OR REPLACE VIEW {'.'.join(table.full_name)} AS {view.original}",
                "actualCols": "[" + ",".join([column.name for column in found]) + "]",
                "colName": asked,
                "expectedNum": str(len(same) + 1),
            }
            raise analysis_error("INCOMPATIBLE_VIEW_SCHEMA_CHANGE", shown)
        column: e.Value = found[len(same)]
        if column.type != field.dataType and view.mode != "TYPE EVOLUTION":
            column = cast(column, field.dataType, "ansi" if own.ansi else "legacy")
        columns.append(e.Alias(column, field.name, metadata=field.metadata or None))
    return r.Named(r.Project(plan, tuple(columns)), table.name, space=(CATALOG, table.database))
