"""What comes of a case of readwriter_cases, on PySpark and on Pyrite alike."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
RECORDED = DATA / "readwriter_4.3.0.json"
_CONDITION = re.compile(r"\[([A-Z][A-Z0-9_.]+)\]")


def read_outcome(spark: Any, case: tuple[Any, Any, dict[str, Any]], name: str, folder: Path) -> Any:
    """The schema and rows of a file read as CSV or JSON."""
    data, schema, options = case
    path = folder / f"file.{name}"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return outcome(
        lambda: _rows(_reader(spark, schema, options, folder).format(name).load(str(path))), folder
    )


def tree_outcome(spark: Any, case: tuple[list[str], Any, dict[str, Any]], folder: Path) -> Any:
    """The schema and rows of a tree of text files."""
    directories, schema, options = case
    root = folder / "tree"
    shutil.rmtree(root, ignore_errors=True)
    for directory in directories:
        (root / directory).mkdir(parents=True, exist_ok=True)
        (root / directory / "f.txt").write_text("v\n")

    def rows() -> Any:
        schema_, found = _rows(_reader(spark, schema, options, root).text(str(root)))
        return [schema_, sorted(found)]

    return outcome(rows, folder)


def write_outcome(spark: Any, case: Any, folder: Path) -> Any:
    """The files that a query is written into: their names without what is random, and their bytes."""
    query, columns, name, by, options = case
    root = folder / "out"
    shutil.rmtree(root, ignore_errors=True)

    def write() -> Any:
        frame = spark.sql(f"SELECT {columns} FROM ({query})").coalesce(1)
        frame.write.format(name).options(**options).partitionBy(*by).save(str(root))
        files = [p for p in sorted(root.rglob("*")) if p.is_file() and not p.name.startswith(".")]
        return {
            re.sub("[0-9a-f]{8}-[0-9a-f-]{27}", "<uuid>", str(p.relative_to(root))): p.read_bytes().decode(
                "latin-1"
            )
            for p in files
        }

    return outcome(write, folder)


def _reader(spark: Any, schema: Any, options: dict[str, Any], folder: Path) -> Any:
    reader = spark.read.options(
        **{k: v.replace("<dir>", str(folder)) if isinstance(v, str) else v for k, v in options.items()}
    )
    return reader if schema is None else reader.schema(schema)


def _rows(frame: Any) -> list[Any]:
    return [frame.schema.simpleString(), [repr(tuple(row)) for row in frame.collect()]]


def outcome(run: Callable[[], Any], folder: Path) -> Any:
    """What a call gives; of an error its condition and parameters, or its class."""
    try:
        return run()
    except Exception as error:
        condition = getattr(error, "getCondition", lambda: None)()
        if condition is None:
            # PySpark raises what has no class of its own as Java's error, which has a text only.
            found = _CONDITION.search(str(error))
            return {"error": found[1] if found else "other"}
        if condition.startswith("FAILED_READ_FILE"):
            return {"error": condition}
        text = repr(sorted(error.getMessageParameters().items())).replace(str(folder), "<dir>")
        return {"error": condition, "parameters": text}
