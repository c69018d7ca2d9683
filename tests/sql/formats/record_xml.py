"""Record how PySpark reads and writes the cases of xml_cases: run it with a Python that has PySpark.

python tests/sql/formats/record_xml.py
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import matrix_outcomes
import xml_cases as cases
import xml_outcomes as outcomes


def main() -> None:
    from pyspark import __version__

    assert __version__ == "4.3.0"
    spark = matrix_outcomes.session("pyspark")
    spark.sparkContext.setLogLevel("OFF")
    folder = Path(tempfile.mkdtemp())
    found = {
        "reads": [outcomes.read(spark, place, folder) for place in range(len(cases.READS))],
        "writes": [outcomes.write(spark, place, folder) for place in range(len(cases.WRITES))],
        "calls": [outcomes.call(spark, place) for place in range(len(cases.CALLS))],
    }
    spark.stop()
    shutil.rmtree(folder)
    groups = [f"{json.dumps(k)}: [\n" + ",\n".join(map(json.dumps, v)) + "\n]" for k, v in found.items()]
    outcomes.RECORDED.write_text("{\n" + ",\n".join(groups) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
