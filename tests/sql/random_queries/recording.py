"""The recording of the random queries: read, written and compared by the same hand.

It is one JSON object: PySpark's version, then each group of queries with what PySpark answered, one line for each
query. The form of an answer is that of tests/sql/functions/outcomes.py.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FUNCTIONS = HERE.parent / "functions"
PATH = HERE / "recorded_4.3.0.json.gz"

for place in (HERE.parent, FUNCTIONS):
    if str(place) not in sys.path:
        sys.path.insert(0, str(place))

import outcomes  # noqa: E402 - it stands in the room next door

Groups = Mapping[str, Mapping[str, Any]]


def write(version: str, groups: Groups) -> None:
    """Write the recording."""
    parts = [f'"pyspark": {json.dumps(version)}']
    for group, results in groups.items():
        lines = ",\n".join(f"{json.dumps(text)}: {json.dumps(result)}" for text, result in results.items())
        parts.append(f"{json.dumps(group)}: {{\n{lines}\n}}")
    PATH.write_bytes(gzip.compress(("{\n" + ",\n".join(parts) + "\n}\n").encode(), 9, mtime=0))


def read() -> dict[str, dict[str, Any]]:
    """The recording: group to query to answer."""
    found = json.loads(gzip.decompress(PATH.read_bytes()))
    del found["pyspark"]
    return found


#: Parameters of errors that hold Spark's own plan.
PLANS = ("plan", "treeNode")
#: The number that Spark puts behind a column of a plan.
_NUMBER = re.compile(r"#\d+L?\b")


def same(one: Any, other: Any) -> bool:
    """Whether two answers are equal; floats may differ in their last digits, and plans of Spark's do not count."""
    if isinstance(one, dict) and isinstance(other, dict):
        return _without_plans(one) == _without_plans(other)
    return one == other or outcomes.close(one, other)


def _without_plans(answer: dict[str, Any]) -> dict[str, Any]:
    given = answer.get("parameters") or {}
    kept = {key: _NUMBER.sub("", text) for key, text in given.items() if key not in PLANS}
    if f"{answer.get('condition')}".startswith("MISSING_ATTRIBUTES"):
        kept.pop("operator")
    return {**answer, "parameters": kept}


def is_broken(answer: Any) -> bool:
    """Whether PySpark failed without an error of its own."""
    return isinstance(answer, dict) and answer["error"] == "Py4JJavaError"
