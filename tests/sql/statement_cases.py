"""Statements that are run one after the other in one session, and what is recorded of each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

#: By file: ``scripts.sql`` and so on; the statements are lines, or apart by lines of ``;;``.
FOLDER = Path(__file__).parent / "statements"
#: The topics about what a catalog has: what is wrong is recorded with its parameters.
# fmt: off
CATALOG = frozenset([
    "alter", "databases", "describe", "hive", "inserts", "partitions", "routines", "show", "tables", "unusual",
    "timestamp_word", "upkeep", "views",
])
# fmt: on
_TIME = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d+ [0-9:]{8} [A-Z]+ \d{4}")
_SIZE = re.compile(r"\b\d+ bytes|(?<=\"size_in_bytes\":)\d+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
#: What tells of the program that made something, and of the time.
_OF_THE_PROGRAM = ("Created By", "Created Time", "Last Access", "Owner")
#: Statements whose rows stand in an order.
_ORDERED = ("DESC", "SHOW CREATE", "EXPLAIN")


def statements(topic: str) -> list[str]:
    text = (FOLDER / f"{topic}.sql").read_text(encoding="utf-8")
    if "\n;;\n" in text:
        return [part.strip() for part in text.split("\n;;\n")]
    return [line for line in text.splitlines() if line]


def topics() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.sql"))


class Places:
    """The directories of a run, and names in their place."""

    def __init__(self, warehouse: Path, files: Path):
        self._named = {str(warehouse): "<warehouse>", str(files): "<files>"}
        self._files = str(files)

    def filled(self, text: str) -> str:
        """A statement with the directory where it says ``{tmp}``."""
        return text.replace("{tmp}", self._files)

    def hidden(self, text: str) -> str:
        """A text with the names of the directories, and without times and sizes."""
        for place, name in self._named.items():
            text = text.replace(f"file://{place}", name).replace(f"file:{place}", name).replace(place, name)
        text = re.sub(r"(transient_lastDdlTime\W+)\d+", r"\1<time>", text)
        return _SIZE.sub("<size> bytes", _MOMENT.sub("<time>", _TIME.sub("<time>", text)))


def outcome(session: Any, text: str, topic: str, places: Places) -> dict[str, Any]:
    """What a statement gives: columns, types and rows, or the error's condition."""
    try:
        frame = session.sql(places.filled(text))
        rows = [places.hidden(_shown(row)) for row in frame.collect()]
        if not text.startswith(_ORDERED):
            rows.sort()
        return {"columns": frame.columns, "types": frame.schema.simpleString(), "rows": rows}
    except Exception as error:
        if topic not in CATALOG:
            return {"error": condition(error)}
        return {"error": places.hidden(condition(error)), "parameters": _parameters(error, places)}


def _shown(row: Any) -> str:
    values = tuple(row)
    if values and values[0] in _OF_THE_PROGRAM:
        return str((values[0], "..."))
    if len(values) == 4 and "Created Time" in str(values[3]):
        lines = [line for line in str(values[3]).split("\n") if not line.startswith(_OF_THE_PROGRAM)]
        values = (*values[:3], "\n".join(lines))
    return str(values)


def condition(error: Exception) -> str:
    found = getattr(error, "getCondition", lambda: None)()
    if found is None:
        # Errors of scripts come out of the JVM as they are.
        match = re.search(r"\[([A-Z][A-Z0-9_.]+)\]", str(error))
        found = match[1] if match else type(error).__name__
    return found


def _parameters(error: Any, places: Places) -> dict[str, str]:
    found = getattr(error, "getMessageParameters", lambda: None)() or {}
    return {name: places.hidden(str(value)) for name, value in sorted(found.items())}
