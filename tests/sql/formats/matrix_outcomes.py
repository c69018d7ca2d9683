"""What comes of a case of matrix_cases, on PySpark and on Pyrite alike."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import matrix_cases as cases

DATA = Path(__file__).parent / "data"
FILES = DATA / "matrix_4.3.0.zip"
RECORDED = DATA / "matrix_4.3.0.json"
_CONDITION = re.compile(r"\[([A-Z][A-Z0-9_.]+)\]")


def write(spark: Any, format: str, kind: str, folder: Path) -> Any:
    """Write the rows of a case. None, or the error's condition."""
    try:
        frame = spark.sql(cases.query(kind, format)).coalesce(1)
        frame.write.format(format).options(**cases.OPTIONS.get(format, {})).save(str(folder))
    except Exception as error:
        return {"error": _condition(error)}
    return None


def read(spark: Any, format: str, kind: str, path: Path) -> Any:
    """The schema and the rows of a case's file."""
    reader = spark.read.format(format).options(**cases.OPTIONS.get(format, {}))
    schema = cases.schema(kind, format)
    if schema is not None:
        reader = reader.schema(schema)
    try:
        frame = reader.load(str(path))
        # Python has no times at the ends of the years that PySpark could give.
        rows = frame.selectExpr("id", "string(v)") if kind == "timestamp" else frame
        return [frame.schema.simpleString(), [shown(tuple(row)) for row in rows.collect()]]
    except Exception as error:
        return {"error": _condition(error)}


def shown(value: Any) -> str:
    """A value as text; maps have no order."""
    if isinstance(value, dict):
        return "{" + ", ".join(sorted([f"{key!r}: {shown(item)}" for key, item in value.items()])) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, tuple):
        names = getattr(value, "__fields__", None)
        parts = [shown(part) for part in value]
        return f"({', '.join(parts if names is None else map('='.join, zip(names, parts)))})"
    return repr(value)


def _condition(error: Exception) -> str:
    condition = getattr(error, "getCondition", lambda: None)()
    if condition is None:
        # PySpark raises what has no class of its own as Java's error, which has a text only.
        found = _CONDITION.search(str(error))
        return found[1] if found else "other"
    return str(condition)


def session(module: str) -> Any:
    """A session of PySpark or Pyrite."""
    builder: Any = __import__(f"{module}.sql", fromlist=["SparkSession"]).SparkSession.builder
    builder = builder.master("local[1]").config("spark.sql.session.timeZone", "UTC")
    return builder.config("spark.ui.enabled", "false").getOrCreate()


def read_folders(root: Path) -> dict[str, Any]:
    """With PySpark: what each folder below one holds that was written for a case."""
    spark = session("pyspark")
    spark.sparkContext.setLogLevel("OFF")
    found = {}
    for format, kind in cases.CASES:
        folder = root / cases.member(kind, format)
        if folder.exists():
            found[f"{format} {kind}"] = read(spark, format, kind, folder)
    spark.stop()
    return found


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(read_folders(Path(sys.argv[1]))), encoding="utf-8")
