"""What a program gives, in either package, in a form that fits into JSON.

A value is its repr. An error is its class, its condition and the condition's parameters. A job that a task's error
ended is the last line of that task's traceback: it is the user's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "recorded.json"

Outcome = list[Any]


def outcome(program: Callable[..., Any], *arguments: Any) -> Outcome:
    try:
        return ["value", _neutral(repr(program(*arguments)))]
    except Exception as error:
        return _failure(error)


def _failure(error: Exception) -> Outcome:
    kind = type(error).__name__
    if kind == "JobFailedError":
        text = error.traceback_text  # type: ignore[attr-defined]
        return ["task failed", _told(text, str(error))] if text else ["job failed"]
    if kind == "Py4JJavaError":
        told = re.search(r"Traceback \(most recent call last\):\n(.*?)(\n\s*\tat |\Z)", str(error), re.DOTALL)
        if told:
            return ["task failed", _told(told[1], told[1])]
        java = re.search(r": ([\w.$]+)", str(error))
        kind = java[1].rpartition(".")[2] if java else kind
        return ["job failed"] if kind == "SparkException" else ["error", kind]
    condition = getattr(error, "getCondition", lambda: None)()
    if condition is None:
        return ["error", kind]
    return [
        "error",
        kind,
        condition,
        {k: _neutral(v) for k, v in (error.getMessageParameters() or {}).items()},
    ]


def _told(traceback: str, whole: str) -> str:
    """The condition of a task's error, or the line of its traceback with the exception."""
    condition = re.search(r"\[[A-Z_]{8,}\]", whole)
    if condition:
        return condition[0]
    return _neutral([line for line in traceback.splitlines() if re.match(r"[\w.]+(:|$)", line)][-1])


def _neutral(text: str) -> str:
    """The same of both packages: no addresses, and no NumPy numbers, which PySpark gives where NumPy is installed."""
    text = re.sub(r"np\.float64\(([^()]*)\)", r"\1", text.replace("pyrite.", "pyspark."))
    return re.sub(r"0x[0-9a-f]+", "0x", text)


def recorded() -> dict[str, Outcome]:
    """The outcomes in real PySpark, by program."""
    return json.loads(FILE.read_text(encoding="utf-8"))["outcomes"]
