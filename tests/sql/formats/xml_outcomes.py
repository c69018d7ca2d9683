"""What comes of the cases of xml_cases, on PySpark and on Pyrite alike."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import matrix_outcomes
import xml_cases as cases

RECORDED = matrix_outcomes.DATA / "xml_4.3.0.json"


def read(spark: Any, place: int, folder: Path) -> Any:
    """The schema and rows of a file."""
    data, schema, options = cases.READS[place]
    path = folder / "file.xml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())

    def run() -> Any:
        reader = spark.read.format("xml").options(**{"rowTag": "r", **options})
        return _rows((reader.schema(schema) if schema else reader).load(str(path)))

    return _outcome(run)


def write(spark: Any, place: int, folder: Path) -> Any:
    """The text of the file that a query is written into."""
    query, options = cases.WRITES[place]
    root = folder / "out"
    shutil.rmtree(root, ignore_errors=True)

    def run() -> str:
        frame = spark.sql(query).coalesce(1)
        frame.write.format("xml").options(**{"rowTag": "r", **options}).save(str(root))
        (file,) = root.glob("part-*")
        return file.read_bytes().decode("latin-1")

    return _outcome(run)


def call(spark: Any, place: int) -> Any:
    """What a call of a function gives."""
    return _outcome(lambda: _rows(spark.sql(f"SELECT {cases.CALLS[place]} AS x")))


def _rows(frame: Any) -> Any:
    return [frame.schema.simpleString(), [matrix_outcomes.shown(tuple(row)) for row in frame.collect()]]


def _outcome(run: Any) -> Any:
    try:
        return run()
    except Exception as error:
        return {"error": matrix_outcomes._condition(error)}
