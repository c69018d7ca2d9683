"""Rows as lines of CSV, made column by column by Arrow: only values that are written otherwise go through Python."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from pyrite.sql._files.columns import TimeForms, texts
from pyrite.sql._files.csv_text import CsvForm
from pyrite.sql.types import BooleanType, DataType, IntegralType, StringType, StructType

__all__ = ["csv_data", "is_columnar"]


def is_columnar(form: CsvForm, encoding: str) -> bool:
    """Whether lines of a form can be made column by column."""
    return not form.quote_all and form.line_end == "\n" and encoding.lower() in ("utf-8", "utf8")


def csv_data(table: pa.Table, schema: StructType, form: CsvForm, times: TimeForms) -> bytes:
    """The lines of rows, each with its end, as UTF-8."""
    columns = [
        _column(column, field.dataType, form, times, index == 0)
        for index, (column, field) in enumerate(zip(table.columns, schema))
    ]
    lines = pc.binary_join_element_wise(*columns, form.separator)
    if pc.min(pc.binary_length(lines)).as_py() == 0:
        # A row whose text is empty has no line.
        lines = lines.filter(pc.not_equal(lines, ""))
    data = pc.binary_join_element_wise(lines, "", "\n")
    _, ends, content = data.buffers()
    if content is None or not len(data):
        return b""
    places = memoryview(ends).cast("i")
    return bytes(memoryview(content)[places[data.offset] : places[data.offset + len(data)]])


def _column(
    column: pa.ChunkedArray, kind: DataType, form: CsvForm, times: TimeForms, first: bool
) -> pa.Array:
    """The texts of a column as they stand in the lines."""
    values = _texts(column, kind, times)
    special = pc.match_substring_regex(values, _special(form, first))
    if pc.any(special).as_py():
        others = [form.value(value, first) for value in values.filter(special).to_pylist()]
        values = pc.replace_with_mask(values, pc.fill_null(special, False), pa.array(others, pa.string()))
    return pc.fill_null(values, form.value(None, first))


def _texts(column: pa.ChunkedArray, kind: DataType, times: TimeForms) -> pa.Array:
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], whole.type)
    if isinstance(kind, (IntegralType, BooleanType)) or (
        isinstance(kind, StringType) and pa.types.is_string(whole.type)
    ):
        return whole.cast(pa.string())
    if pa.types.is_nested(whole.type) or pa.types.is_null(whole.type):
        return pa.array(texts(column, kind, times), pa.string())
    # Each value once.
    encoded = whole.dictionary_encode()
    known = texts(pa.chunked_array([encoded.dictionary]), kind, times)
    return pa.array(known, pa.string()).take(encoded.indices)


def _special(form: CsvForm, first: bool) -> str:
    """What matches all values that may be written otherwise than they are."""
    inside = "".join([re.escape(char) for char in {form.separator[0], form.quote, "\n", "\r"}])
    comment = rf"|\A{re.escape(form.comment)}" if first else ""
    return rf"[{inside}]|\A[\x00-\x20]|[\x00-\x20]\z|\A\z{comment}"
