"""Writes recorded_assertions.json, where the real PySpark and a pandas that its pandas on Spark knows are installed.

``python tests/testing/record_assertions.py``
"""

import json
from pathlib import Path
from types import SimpleNamespace

import assertion_cases as cases


def main() -> None:
    import pandas
    from pyspark import testing
    from pyspark.sql import Row, SparkSession
    from pyspark.sql.types import _parse_datatype_string

    tools = SimpleNamespace(
        assertDataFrameEqual=testing.assertDataFrameEqual,
        assertSchemaEqual=testing.assertSchemaEqual,
        Row=Row,
        pandas=pandas,
        struct=_parse_datatype_string,
    )
    spark = SparkSession.builder.master("local[1]").getOrCreate()
    found = {name: cases.outcome(name, spark, tools) for name in cases.CASES}
    Path(__file__).with_name("recorded_assertions.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
