"""Writes docs/function-list.md: every function of PySpark 4.3 and of its SQL, and whether it is here.

``python -m conformance.function_list`` writes it anew; a test holds that it is up to date.
"""

from __future__ import annotations

from pathlib import Path

from pyrite.sql import functions
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._analysis.functions.registry import Function

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "function-list.md"
DATA = Path(__file__).parent / "data"

#: Names that SQL's grammar or the analyzer understands, without a row of the registry.
GRAMMAR = {"case", "cast", "range", "session_window", "window"}
#: Names that are there only to be refused, or not at all, and why.
REFUSED = {
    "from_protobuf": "Protobuf is not there yet",
    "python_worker_logs": "logs of workers are no table here",
    "to_protobuf": "Protobuf is not there yet",
    "timestamp_nanos": "no type of PySpark's holds nanoseconds",
    "unix_nanos": "no type of PySpark's holds nanoseconds",
}

_HEAD = """# All functions

Every name in `pyspark.sql.functions` of PySpark 4.3 and in `SHOW FUNCTIONS` of its SQL, and whether it is here.
Written by `python -m conformance.function_list` from the registry of functions; what a function does is in PySpark's
own documentation, and how its results are compared with PySpark's is in `tests/sql/functions`.

| name | in SQL | in Python | what it is | status |
|---|---|---|---|---|
"""


def names() -> tuple[set[str], set[str]]:
    """PySpark's names in SQL and in Python."""
    both = [DATA / "sql_functions_4.3.0.txt", DATA / "python_functions_4.3.0.txt"]
    in_sql, in_python = [set(path.read_text(encoding="utf-8").split()) for path in both]
    return in_sql, in_python


def status(name: str) -> str:
    """Whether a function is here, or why it is not."""
    if name in REFUSED:
        return f"no: {REFUSED[name]}"
    known = name in FUNCTIONS or name in GRAMMAR or _made_in_python(name)
    return "yes" if known else "not yet"


def _made_in_python(name: str) -> bool:
    """Whether it is a name of Python alone: a class, or a function that makes columns in another way."""
    in_sql, _ = names()
    return name not in in_sql and hasattr(functions, name)


def _what(name: str) -> str:
    found = FUNCTIONS.get(name)
    if isinstance(found, Function):
        most = "any number of" if found.most is None else str(found.most)
        count = most if found.most == found.least else f"{found.least} to {most}"
        return f"{found.kind} of {count} argument{'' if count == '1' else 's'}"
    value = getattr(functions, name, None)
    return "class" if isinstance(value, type) else "form of the language" if name in GRAMMAR else "function"


def page() -> str:
    """The page's text."""
    in_sql, in_python = names()
    rows = [
        f"| `{name.replace('|', chr(92) + '|')}` | {'yes' if name in in_sql else ''} | "
        f"{'yes' if name in in_python else ''} | {_what(name)} | {status(name)} |"
        for name in sorted(in_sql | in_python)
    ]
    here = sum(status(name) == "yes" for name in in_sql | in_python)
    return _HEAD + "\n".join(rows) + f"\n\n{here} of {len(in_sql | in_python)} are here.\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
