"""The queries of TPC-H and TPC-DS and their answers, in a form that Pyrite's and PySpark's can be compared in.

Nothing here belongs to either package: the session that answers is given.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
VERSION = "4.3.0"
SCALE = "0.01"
#: Answers of no more rows than this are recorded whole, longer ones by their first rows and a digest of all.
WHOLE = 20
#: Queries whose ORDER BY leaves some of their rows equal, so that each run may put those in another order.
TIES = {
    "tpch": set[str](),
    "tpcds": {"q77"},
}


def recording(benchmark: str) -> Path:
    """Where PySpark's answers are kept."""
    return Path(__file__).parent / "data" / f"{benchmark}_{VERSION}.json"


def queries(benchmark: str) -> dict[str, str]:
    """The queries' texts by name."""
    files = sorted((ROOT / "bench" / "sql" / benchmark).glob("q*.sql"))
    return {file.stem: file.read_text() for file in files}


def generator() -> str | None:
    """The tool that makes the data, from the package tpcgen-cli; None where it is not installed."""
    beside = Path(sys.executable).with_name("tpcgen-cli")
    return str(beside) if beside.exists() else shutil.which("tpcgen-cli")


def generate(tool: str, benchmark: str, folder: Path) -> None:
    """Make the benchmark's tables as Parquet files."""
    subprocess.run(
        [tool, benchmark, "parquet", "-s", SCALE, "-o", str(folder), "--quiet"],
        check=True,
        capture_output=True,
    )


def add_tables(session: Any, folder: Path) -> None:
    """Make a view of each Parquet file of a folder."""
    for file in sorted(folder.glob("*.parquet")):
        session.read.parquet(str(file)).createOrReplaceTempView(file.stem)


def answer(session: Any, benchmark: str, name: str, query: str) -> dict[str, Any]:
    """What a query gives: its schema, number of rows, first rows and a digest of all; or its error's condition."""
    frame = session.sql(query)
    try:
        rows = frame.collect()
    except Exception as error:
        return {"error": error.getCondition()}  # type: ignore[attr-defined]
    return described(benchmark, name, frame.schema, rows)


def described(benchmark: str, name: str, schema: Any, found: list[Any]) -> dict[str, Any]:
    """An answer of this schema and these rows as it is recorded."""
    rows = [[_normal(value) for value in row] for row in found]
    if name in TIES[benchmark]:
        rows.sort(key=lambda row: [(value is not None, value) for value in row])
    text = "\n".join([json.dumps(row) for row in rows])
    return {
        "schema": [[field.name, field.dataType.simpleString(), field.nullable] for field in schema],
        "count": len(rows),
        "rows": rows if len(rows) <= WHOLE else rows[:5],
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }


def _normal(value: Any) -> Any:
    """A value as JSON holds it; a float to nine digits, which is as far as the order of additions leaves it alone."""
    if isinstance(value, float):
        return f"{value:.9g}"
    return value if value is None or isinstance(value, (bool, int)) else str(value)


def dump(answers: dict[str, Any], path: Path) -> None:
    """Write answers, one query on a line."""
    lines = [f"{json.dumps(name)}: {json.dumps(found)}" for name, found in answers.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
