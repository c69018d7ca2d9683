"""Statements that are run one after the other in one session, and what is recorded of each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

#: By file: ``scripts.sql`` and so on; the statements are apart by lines of ``;;``.
FOLDER = Path(__file__).parent / "statements"


def statements(topic: str) -> list[str]:
    return [text.strip() for text in (FOLDER / f"{topic}.sql").read_text(encoding="utf-8").split("\n;;\n")]


def topics() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.sql"))


def outcome(session: Any, text: str) -> dict[str, Any]:
    """What a statement gives: columns, types and rows, or the error's condition."""
    try:
        frame = session.sql(text)
        rows = sorted([str(tuple(row)) for row in frame.collect()])
        return {"columns": frame.columns, "types": frame.schema.simpleString(), "rows": rows}
    except Exception as error:
        return {"error": condition(error)}


def condition(error: Exception) -> str:
    found = getattr(error, "getCondition", lambda: None)()
    if found is None:
        # Errors of scripts come out of the JVM as they are.
        match = re.search(r"\[([A-Z][A-Z0-9_.]+)\]", str(error))
        found = match[1] if match else f"{type(error).__name__}: {error}"
    return found
