"""Record what real PySpark's parser says to the texts of parser_queries.txt: run it with a Python that has PySpark.

    python tests/sql/record_parser.py

It writes data/parser_4.3.0.json: for each text the plan as Spark draws it, or the error with its place.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RECORDED = HERE / "data" / "parser_4.3.0.json"
#: Conditions whose parameters are sentences.
_WORDED = {"_LEGACY_ERROR_TEMP_0035", "_LEGACY_ERROR_TEMP_0063"}


def texts() -> dict[str, str]:
    """Each text with its topic. In the file a text is a line, with a sign for each end of line inside."""
    found, topic = {}, ""
    for line in (HERE / "parser_queries.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            topic = line[3:]
        elif line:
            found[line.replace("⏎", "\n")] = topic
    return found


def error_outcome(error: Any) -> dict[str, Any]:
    """An error of a parser: its class, condition, parameters, and the place that its message shows."""
    condition = error.getCondition()
    position = re.search(r"\(line (\d+), pos (\d+)\)", str(error))
    contexts = error.getQueryContext()
    place: Any = None
    if contexts:
        place = [contexts[0].startIndex(), contexts[0].stopIndex()]
    elif position:
        place = [int(position[1]), int(position[2]), "line"]
    return {
        "error": type(error).__name__,
        "condition": condition,
        "parameters": None if condition in _WORDED else dict(error.getMessageParameters() or {}),
        "place": place,
    }


def main() -> None:
    from pyspark import __version__
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    assert __version__ == "4.3.0"
    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    parser = session._jsparkSession.sessionState().sqlParser()
    found = {}
    for text in texts():
        try:
            tree = parser.parsePlan(text).treeString()
            found[text] = {"tree": re.sub(r"@[0-9a-f]{6,}|/0x[0-9a-f]+", "", tree)}
        except PySparkException as error:
            found[text] = error_outcome(error)
    session.stop()
    lines = [f"{json.dumps(text)}: {json.dumps(outcome)}" for text, outcome in found.items()]
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
