"""Records a warehouse made by PySpark, and that PySpark opens one made by Pyrite.

Run with an interpreter that has pyspark 4.3.0, and Pyrite's in PYRITE_PYTHON: ``python record_warehouse.py``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from warehouse import MAKE, RECORDED, TABLES, VIEWS, opened, statement, told

MADE_BY_PYRITE = """
import json, sys
from pathlib import Path
sys.path.insert(0, {here!r})
from warehouse import MAKE, TABLES, VIEWS, statement, told
from pyrite.sql import SparkSession
spark = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", {folder!r}).getOrCreate()
spark.conf.set("spark.sql.session.timeZone", "UTC")
for text in MAKE:
    spark.sql(text)
statements = {{name: statement(spark, name, Path({folder!r})) for name in (*TABLES, *VIEWS)}}
print(json.dumps([statements, told(spark)]))
"""


def main() -> None:
    from pyspark.sql import SparkSession

    work = Path(tempfile.mkdtemp())
    folder = work / "spark-warehouse"
    builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(folder))
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
    spark = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    for text in MAKE:
        spark.sql(text)
    places = {name: statement(spark, name, Path("{folder}")) for name in (*TABLES, *VIEWS)}
    answers = told(spark)
    shutil.rmtree(RECORDED, ignore_errors=True)
    shutil.copytree(folder, RECORDED / "spark-warehouse", ignore=shutil.ignore_patterns("*.crc"))

    for name in (*reversed(VIEWS), *TABLES):
        spark.sql(f"DROP {'VIEW' if name in VIEWS else 'TABLE'} {name}")
    other = work / "pyrite"
    program = MADE_BY_PYRITE.format(here=str(Path(__file__).parent), folder=str(other))
    pyrite = os.environ.get("PYRITE_PYTHON", "python")
    done = subprocess.run([pyrite, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    statements, expected = json.loads(done.stdout.splitlines()[-1])
    opened(spark, statements, ["parted", "both_ways"])
    seen = told(spark)
    wrong = {name: [expected[name], seen[name]] for name in expected if expected[name] != seen[name]}
    record = {
        "pyspark": spark.version,
        "statements": places,
        "answers": answers,
        "made by Pyrite": {name: text.replace(str(other), "{folder}") for name, text in statements.items()},
        "differs when PySpark opens it": wrong,
    }
    (RECORDED / "tables.json").write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"{len(wrong)} differences", wrong)


if __name__ == "__main__":
    main()
