"""Record what real PySpark does with the cases in result_cases: run it with a Python that has PySpark.

    python tests/sql/record_result.py

It writes data/results_4.3.0.json, one line for each case.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import result_outcomes as outcomes
import type_outcomes


class RealSpark(outcomes.Package):
    """The package that is asked what is right."""

    name = "pyspark"

    def __init__(self) -> None:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        self._session = builder.config("spark.sql.shuffle.partitions", "1").getOrCreate()
        self._session.sparkContext.setLogLevel("OFF")

    def _set(self, settings: dict[str, str]) -> None:
        for key in outcomes.SETTINGS.values():
            self._session.conf.unset(key)
        for key, value in settings.items():
            self._session.conf.set(key, value)

    def create(self, data: Any, schema: Any, verify: bool, settings: dict[str, str]) -> tuple[Any, Any]:
        self._set(settings)
        frame = self._session.createDataFrame(data, schema, verifySchema=verify)
        return frame, frame.schema

    def of_literals(self, kind: str, literals: list[tuple[str, str]]) -> tuple[Any, Any]:
        self._set(outcomes.settings_of())
        frame = self._session.sql(
            f"select * from values {', '.join(f'({text})' for text, _ in literals)} as t(c)"
        )
        return frame, frame.schema

    def rows(self, table: Any, schema: Any) -> list[Any]:
        return table.collect()

    def show(self, table: Any, schema: Any, n: int, width: int, vertical: bool, zone: str) -> str:
        self._set(outcomes.settings_of(timeZone=zone))
        return table._jdf.showString(n, width, vertical)

    def html(self, table: Any, schema: Any, n: int, width: int) -> str:
        return table._jdf.htmlString(n, width)

    def cast(self, table: Any, schema: Any, zone: str) -> list[Any]:
        self._set(outcomes.settings_of(timeZone=zone))
        return [row[0] for row in table.selectExpr("cast(c as string)").collect()]

    def json(self, table: Any, schema: Any, zone: str) -> list[str]:
        self._set(outcomes.settings_of(timeZone=zone))
        # The plan remembers the zone it was made with.
        return table.select("c").toJSON().collect()

    def pandas(self, table: Any, schema: Any, settings: dict[str, str]) -> Any:
        self._set(settings)
        return table.toPandas()

    def arrow(self, table: Any, schema: Any) -> Any:
        found = table.toArrow()
        return str(found.schema), [str(column) for column in found.columns]


def main() -> None:
    import pandas
    import pyarrow
    from pyspark import __version__

    assert __version__ == "4.3.0"
    type_outcomes.set_zone()
    found: dict[str, Any] = outcomes.everything(RealSpark())
    versions = {"pandas": pandas.__version__, "pyarrow": pyarrow.__version__, "pyspark": __version__}
    found["versions"] = {**versions, "python": sys.version.split()[0]}
    groups = [
        f"{json.dumps(group)}: {{\n"
        + ",\n".join(f"{json.dumps(name)}: {json.dumps(result)}" for name, result in results.items())
        + "\n}"
        for group, results in found.items()
    ]
    outcomes.RECORDED.write_text("{\n" + ",\n".join(groups) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
