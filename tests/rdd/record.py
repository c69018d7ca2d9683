"""Run the programs on real PySpark and write down what they give.

    PYTHON_OF_PYSPARK tests/rdd/record.py [name ...]

With names (``pairs``, ``pairs.join_of_many_values``) only those are run again; the others stay as they are.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

HERE = str(Path(__file__).parent)
# Workers inherit these: the same package, the same modules, and the same hashes of strings.
SETTINGS = {
    "RDD_PACKAGE": "pyspark",
    "PYTHONPATH": HERE,
    "PYTHONHASHSEED": "0",
    "PYSPARK_PYTHON": sys.executable,
}


def main(names: list[str]) -> None:
    import pyspark
    from rdd_outcomes import FILE, outcome
    from rdd_programs import programs

    kept = json.loads(FILE.read_text(encoding="utf-8"))["outcomes"] if names else {}
    conf = pyspark.SparkConf().set("spark.ui.enabled", "false").set("spark.ui.showConsoleProgress", "false")
    with pyspark.SparkContext("local[2]", "recorded", conf=conf) as sc:
        sc.setLogLevel("OFF")
        sc.setCheckpointDir(tempfile.mkdtemp())
        found = {}
        for name, program in programs().items():
            if not names or name in names or name.partition(".")[0] in names:
                start = time.monotonic()
                found[name] = outcome(program, sc)
                print(f"{time.monotonic() - start:5.1f} s  {name}: {str(found[name])[:150]}", flush=True)
            elif name in kept:
                found[name] = kept[name]
    document = {"pyspark": pyspark.__version__, "outcomes": dict(sorted(found.items()))}
    FILE.write_text(json.dumps(document, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if os.environ.get("RDD_PACKAGE") != "pyspark":
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **SETTINGS})
    main(sys.argv[1:])
