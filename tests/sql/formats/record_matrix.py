"""Record what PySpark writes and reads of each format and type: run it with a Python that has PySpark.

    python tests/sql/formats/record_matrix.py

It writes data/matrix_4.3.0.zip, the files, and data/matrix_4.3.0.json, what PySpark reads of them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import matrix_cases as cases
import matrix_outcomes as outcomes


def main() -> None:
    from pyspark import __version__

    assert __version__ == "4.3.0"
    spark = outcomes.session("pyspark")
    spark.sparkContext.setLogLevel("OFF")
    root = Path(tempfile.mkdtemp())
    found: dict[str, Any] = {}
    outcomes.DATA.mkdir(exist_ok=True)
    with zipfile.ZipFile(outcomes.FILES, "w", zipfile.ZIP_DEFLATED) as archive:
        for format, kind in cases.CASES:
            name = cases.member(kind, format)
            failed = outcomes.write(spark, format, kind, root / name)
            if failed is not None:
                found[f"{format} {kind}"] = failed
                continue
            (file,) = (root / name).glob("part-*")
            archive.writestr(zipfile.ZipInfo(name), file.read_bytes())
            found[f"{format} {kind}"] = outcomes.read(spark, format, kind, root / name)
    spark.stop()
    shutil.rmtree(root)
    lines = [f"{json.dumps(name)}: {json.dumps(outcome)}" for name, outcome in found.items()]
    outcomes.RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
