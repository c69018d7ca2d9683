"""Record how real PySpark reads and writes the files of readwriter_cases: run it with a Python that has PySpark.

    python tests/sql/record_readwriter.py

It writes data/readwriter_4.3.0.json and the Parquet files of data/parquet_4.3.0, with their rows.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import readwriter_cases as cases
import readwriter_outcomes as outcomes

PARQUET = {
    "types": """SELECT 1 AS a, CAST(null AS STRING) AS b, array(1, null) AS c, map('x', 1.5d) AS m,
        named_struct('q', 1L, 'r', date'2020-01-01') AS s, timestamp'2020-01-01 10:00:00.123456' AS ts,
        timestamp_ntz'2020-01-01 10:00:00' AS tn, 1.23BD AS d1, CAST(1.5 AS DECIMAL(20,3)) AS d2, X'0102' AS bin,
        CAST(1 AS TINYINT) AS t, CAST(2 AS SMALLINT) AS sh, true AS bo, CAST(1.5 AS FLOAT) AS f, null AS v""",
    "nested": """SELECT array(named_struct('x', id, 'y', array(map(id, named_struct('z', timestamp'2020-01-01'))))) AS a
        FROM range(2)""",
    "empty": "SELECT id, 'x' AS s FROM range(0)",
}


def main() -> None:
    from pyspark import __version__
    from pyspark.sql import SparkSession

    assert __version__ == "4.3.0"
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    folder = Path(tempfile.mkdtemp())
    found: dict[str, list[Any]] = {
        "csv": [outcomes.read_outcome(session, case, "csv", folder) for case in cases.CSV],
        "json": [outcomes.read_outcome(session, case, "json", folder) for case in cases.JSON],
        "malformed csv": [
            outcomes.read_outcome(session, case, "csv", folder) for case in cases.malformed("csv")
        ],
        "malformed json": [
            outcomes.read_outcome(session, case, "json", folder) for case in cases.malformed("json")
        ],
        "trees": [outcomes.tree_outcome(session, case, folder) for case in cases.TREES],
        "writes": [outcomes.write_outcome(session, case, folder) for case in cases.WRITES],
        "parquet": [],
    }
    target = outcomes.DATA / "parquet_4.3.0"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name, query in PARQUET.items():
        session.sql(query).coalesce(1).write.parquet(str(folder / name))
        (file,) = (folder / name).glob("*.parquet")
        shutil.copy(file, target / f"{name}.parquet")
        frame = session.read.parquet(str(target / f"{name}.parquet"))
        found["parquet"].append([name, frame.schema.json(), [repr(row) for row in frame.collect()]])
    session.stop()
    shutil.rmtree(folder)
    groups = [
        f"{json.dumps(group)}: [\n" + ",\n".join(map(json.dumps, results)) + "\n]"
        for group, results in found.items()
    ]
    outcomes.RECORDED.write_text("{\n" + ",\n".join(groups) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
