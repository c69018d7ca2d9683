"""Plain JSON files as part of a query: DuckDB reads them itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyrite.sql._duckdb import literals
from pyrite.sql._duckdb.typenames import identifier, type_name
from pyrite.sql._files.json_plain import plain_files
from pyrite.sql._files.options import Options
from pyrite.sql._plan import relations as r
from pyrite.sql.types import DateType, TimestampNTZType, TimestampType

if TYPE_CHECKING:
    from pyrite.sql._duckdb.compiler import Compiler

__all__ = ["plain_json"]

#: The longest line that DuckDB may meet, in bytes.
_LONGEST = 1 << 30
_UTC = ("UTC", "Etc/UTC", "GMT", "Z")
_TEXTS = (DateType, TimestampType, TimestampNTZType)


def plain_json(compiler: Compiler, plan: r.Files) -> tuple[Mapping[str, str], str] | None:
    """The texts of the columns by their names, and what they are read from; None where Pyrite reads the files."""
    required = plan.required
    options, settings = Options(plan.options), compiler.settings
    looked = plain_files(plan.source, plan.data, required, options, settings, anew=not compiler.takes_few)
    if looked is None:
        return None
    compiler.looked += looked
    types = [
        f"{identifier(field.name)}: '{'VARCHAR' if isinstance(field.dataType, _TEXTS) else type_name(field.dataType)}'"
        for field in required
    ]
    paths = [literals.text("".join([f"[{c}]" if c in "*?[" else c for c in file.path])) for file in looked]
    text = (
        f"read_json([{', '.join(paths)}], format = 'newline_delimited', maximum_object_size = {_LONGEST}, "
        f"columns = {{{', '.join(types)}}})"
    )
    zone = compiler.settings.zone
    return {field.name: _value(identifier(field.name), field.dataType, zone) for field in required}, text


def _value(name: str, kind: Any, zone: str) -> str:
    if isinstance(kind, TimestampType) and zone not in _UTC:
        # Of two moments at which the session's clock shows this, the earlier one.
        local = f"CAST({name} AS TIMESTAMP)"
        late = f"CAST({local} AS TIMESTAMPTZ)"
        early = f"({late} - INTERVAL '1 hour')"
        return f"CASE WHEN CAST({early} AS TIMESTAMP) = {local} THEN {early} ELSE {late} END"
    return f"CAST({name} AS {type_name(kind)})" if isinstance(kind, _TEXTS) else name
