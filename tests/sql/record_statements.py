"""Record what PySpark answers to the statements: python tests/sql/record_statements.py, in its environment.

With topics, only these are recorded anew. Those of Hive need a run of their own: ``... record_statements.py hive``.
"""

import json
import sys
import tempfile
from pathlib import Path

import statement_cases as cases
from pyspark.sql import SparkSession


def main(folder: Path, topics: list[str]) -> None:
    warehouse, files = folder / "warehouse", folder / "files"
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.warehouse.dir", str(warehouse))
    if topics == ["hive"]:
        place = f"jdbc:derby:;databaseName={folder}/metastore;create=true"
        builder = builder.config("spark.hadoop.javax.jdo.option.ConnectionURL", place).enableHiveSupport()
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    path = Path(__file__).parent / "data" / f"statements_{session.version}.json"
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for topic in topics or [topic for topic in cases.topics() if topic != "hive"]:
        own, places = session.newSession(), cases.Places(warehouse, files / topic)
        told = [(text, cases.outcome(own, text, topic, places)) for text in cases.statements(topic)]
        found[topic] = [list(pair) for pair in told]
    text = json.dumps(dict(sorted(found.items())), indent=0, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    session.stop()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(name).resolve(), sys.argv[1:])
