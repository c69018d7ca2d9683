"""Writes pyrite/sql/_analysis/functions/index.py: which topic declares which functions, so that few need be loaded.

``python -m conformance.function_index`` writes it anew; with ``--print`` it prints it. A test holds that it is right.
"""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from pathlib import Path
from textwrap import fill
from typing import Any

from pyrite.sql._analysis.functions import registry

MODULE = Path(registry.__file__).parent / "index.py"

_HEAD = '''"""Which topic declares which functions. Written by ``python -m conformance.function_index``."""

TOPICS = {
'''


def declared() -> dict[str, list[str]]:
    """Each topic's names: for a Python that has loaded none of them yet."""
    found: dict[str, list[str]] = {}
    declare = registry.declare

    def noted(names: str, function: registry.Function) -> registry.Function:
        places = [frame.filename for frame in inspect.stack(0)[1:]]
        topic = Path(next(place for place in places if place != registry.__file__)).stem
        found.setdefault(topic, []).extend(name.partition(":")[0].lower() for name in names.split())
        return declare(names, function)

    changed: Any = registry
    changed.declare = noted
    for path in sorted(MODULE.parent.glob("*.py")):
        if path.stem not in ("__init__", "all", "index"):
            import_module(f"pyrite.sql._analysis.functions.{path.stem}")
    return found


def text() -> str:
    """The module's text."""
    parts = [_HEAD]
    for topic, names in sorted(declared().items()):
        lines = fill(
            " ".join(sorted(names)),
            110,
            initial_indent=" " * 8,
            subsequent_indent=" " * 8,
            break_long_words=False,
            break_on_hyphens=False,
        )
        parts.append(f'    "{topic}": """\n{lines}\n    """,\n')
    return "".join([*parts, "}\n"])


if __name__ == "__main__":
    if "--print" in sys.argv:
        print(text(), end="")
    else:
        MODULE.write_text(text(), encoding="utf-8")
