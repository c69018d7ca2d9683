"""Record what PySpark answers to the statements: python tests/sql/record_statements.py, in its environment."""

import json
import tempfile
from pathlib import Path

import statement_cases as cases
from pyspark.sql import SparkSession


def main(folder: Path) -> None:
    warehouse, files = folder / "warehouse", folder / "files"
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.warehouse.dir", str(warehouse)).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    found = {}
    for topic in cases.topics():
        own, places = session.newSession(), cases.Places(warehouse, files / topic)
        told = [(text, cases.outcome(own, text, topic, places)) for text in cases.statements(topic)]
        found[topic] = [list(pair) for pair in told]
    path = Path(__file__).parent / "data" / f"statements_{session.version}.json"
    path.write_text(json.dumps(found, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    session.stop()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(name).resolve())
