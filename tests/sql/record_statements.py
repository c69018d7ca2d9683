"""Record what PySpark answers to the statements: python tests/sql/record_statements.py, in its environment."""

import json
from pathlib import Path

import statement_cases as cases
from pyspark.sql import SparkSession

session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
session.sparkContext.setLogLevel("OFF")
found = {}
for topic in cases.topics():
    own = session.newSession()
    found[topic] = {text: cases.outcome(own, text) for text in cases.statements(topic)}
path = Path(__file__).parent / "data" / f"statements_{session.version}.json"
path.write_text(json.dumps(found, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
