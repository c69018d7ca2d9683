"""Our side of result_outcomes, and what the tests of results share."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import result_outcomes as outcomes

from pyrite.sql._inputs import to_arrow_rows
from pyrite.sql._result.arrow import spark_table
from pyrite.sql._result.pandas import to_pandas
from pyrite.sql._result.rows import to_rows
from pyrite.sql._result.show import show_html, show_text
from pyrite.sql._result.text import TextForm, column_texts
from pyrite.sql._result.tojson import to_json
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import StructField, StructType, _parse_datatype_string


class Ours(outcomes.Package):
    """The functions under test."""

    name = "pyrite"

    def create(self, data: Any, schema: Any, verify: bool, settings: dict[str, str]) -> tuple[Any, Any]:
        return to_arrow_rows(data, schema, verify, settings)

    def of_literals(self, kind: str, literals: list[tuple[str, str]]) -> tuple[Any, Any]:
        dataType = _parse_datatype_string(f"c {kind}").fields[0].dataType  # type: ignore[attr-defined]
        nullable = any(number == "None" for _, number in literals)
        values = [eval(number) for _, number in literals]
        table = pa.table({"c": pa.array(values, physical_type(dataType))})
        return table, StructType([StructField("c", dataType, nullable)])

    def rows(self, table: Any, schema: Any) -> list[Any]:
        return to_rows(table, schema)

    def show(self, table: Any, schema: Any, n: int, width: int, vertical: bool, zone: str) -> str:
        return show_text(table, schema, n, width, vertical, zone)

    def html(self, table: Any, schema: Any, n: int, width: int) -> str:
        return show_html(table, schema, n, width, "UTC")

    def cast(self, table: Any, schema: Any, zone: str) -> list[Any]:
        return list(column_texts(table.column(0), schema.fields[0].dataType, TextForm(zone)))

    def json(self, table: Any, schema: Any, zone: str) -> list[str]:
        return to_json(table, schema, zone)

    def pandas(self, table: Any, schema: Any, settings: dict[str, str]) -> Any:
        return to_pandas(table, schema, settings)

    def arrow(self, table: Any, schema: Any) -> Any:
        found = spark_table(table, schema)
        return str(found.schema), [str(column) for column in found.columns]


def same_versions() -> bool:
    """Whether pandas is of the kind that the recording was made with; its dtypes differ from kind to kind."""
    import pandas

    return pandas.__version__.split(".")[0] == outcomes.recorded()["versions"]["pandas"].split(".")[0]
