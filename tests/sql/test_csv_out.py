"""CSV made column by column is what is made value by value."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrite.sql._files.columns import TimeForms, texts
from pyrite.sql._files.csv_out import csv_data, is_columnar
from pyrite.sql._files.csv_text import csv_form
from pyrite.sql._files.options import Options
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import (
    BooleanType,
    DateType,
    DoubleType,
    IntegerType,
    StringType,
    StructField,
    StructType,
)

ODD = (
    "", "a", '"', 'a"b', "a,b", "#x", " x", "x ", "\n", "a\nb", "\r", "é", "\x00", "\u00a0x", "\u2003", "x\u00a0", "\\",
    '\\"', "a\\", "null", ",", "|", "''", "\x1f",
)  # fmt: skip
TEXTS = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
KINDS = (StringType(), StringType(), DoubleType(), BooleanType(), IntegerType(), DateType())
VALUES = (TEXTS, TEXTS, st.floats(), st.booleans(), st.integers(-(2**31), 2**31 - 1), st.dates())
OPTIONS = {
    "sep": ["|", "\t", "a", "||", "]", "^", "-", "é"],
    "nullValue": ["", "NULL", "a,b", "#"],
    "emptyValue": ["", "E"],
    "ignoreLeadingWhiteSpace": ["false"],
    "ignoreTrailingWhiteSpace": ["false"],
    "quote": ["'", "", "]"],
    "escape": ['"', "", "^"],
    "comment": ["", "-", "a"],
    "escapeQuotes": ["false"],
    "dateFormat": ["dd-MM-yyyy", "yyyy,MM"],
    "lineSep": ["\r\n"],
    "quoteAll": ["true"],
}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(*[st.none() | values for values in VALUES]), max_size=8),
    st.integers(1, len(KINDS)),
    st.fixed_dictionaries({}, optional={name: st.sampled_from(some) for name, some in OPTIONS.items()}),
)
def test_columns_make_the_lines_of_rows(rows: list[Any], width: int, options: dict[str, str]) -> None:
    form, times = csv_form(Options(options)), TimeForms.of(Options(options), "UTC")
    assert is_columnar(form, "UTF-8") == ("lineSep" not in options and "quoteAll" not in options)
    if not is_columnar(form, "UTF-8"):
        return
    schema = StructType([StructField(str(index), kind) for index, kind in enumerate(KINDS[:width])])
    columns = [pa.array([row[i] for row in rows], physical_type(f.dataType)) for i, f in enumerate(schema)]
    table = pa.table(columns, names=schema.names)
    values = [texts(column, field.dataType, times) for column, field in zip(table.columns, schema)]
    wanted = "".join([f"{line}\n" for line in form.lines(zip(*values))])
    assert bytes(csv_data(table, schema, form, times)).decode() == wanted
