"""Single values in JSON and CSV: what ``from_json``, ``to_json`` and their kind read and write."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.columns import TimeForms, texts
from pyrite.sql._files.csv import csv_line_columns, first_record
from pyrite.sql._files.csv_text import csv_form
from pyrite.sql._files.json import json_reader
from pyrite.sql._files.json_text import json_lines
from pyrite.sql._files.json_tokens import json_form, pretty_json
from pyrite.sql._files.options import Options
from pyrite.sql._files.records import arrow_column
from pyrite.sql._result.text import TextForm, column_texts
from pyrite.sql._result.tojson import json_texts
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import (
    DataType,
    DayTimeIntervalType,
    StringType,
    StructField,
    StructType,
    TimeType,
    YearMonthIntervalType,
)

__all__ = ["csv_structs", "csv_texts", "json_column", "json_values"]

_OMIT = "spark.sql.jsonGenerator.ignoreNullFields"


def json_values(
    column: Sequence[str | None], kind: DataType, options: Options, settings: Settings
) -> pa.Array:
    """The value of each text; null for null and blank ones, and for what cannot be read as a whole."""
    read = json_reader(kind, options, settings)
    return arrow_column([None if text is None else read(text) for text in column], kind)


def json_column(array: pa.Array, kind: DataType, options: Options, settings: Settings) -> list[str | None]:
    """Each value as JSON; None for null."""
    omit = options.flag("ignoreNullFields", settings.flag(_OMIT, True))
    times = TimeForms.of(options, settings.zone)
    found: list[str | None]
    if not isinstance(kind, StructType):
        found = json_texts(array, kind, times.zone, omit)
    else:
        table, written = _with_texts(_table(array, kind), kind, times.zone)
        lines = json_lines(table, written, times, omit) if kind.fields else ["{}"] * len(array)
        found = [line if there else None for line, there in zip(lines, array.is_valid().to_pylist())]
    if options.flag("pretty"):
        return [text and pretty_json(json_form(Options({})).value(text)) for text in found]
    return found


def _with_texts(table: pa.Table, kind: StructType, zone: str) -> tuple[pa.Table, StructType]:
    """Times of day and intervals among the columns as the texts they are cast to."""
    fields = list(kind.fields)
    for place, field in enumerate(fields):
        if isinstance(field.dataType, (TimeType, DayTimeIntervalType, YearMonthIntervalType)):
            found = column_texts(table.column(place), field.dataType, TextForm(zone))
            table = table.set_column(place, str(place), pa.array(found, pa.string()))
            fields[place] = StructField(field.name, StringType())
    return table, StructType(fields)


def csv_structs(
    column: Sequence[str | None], kind: StructType, options: Options, settings: Settings
) -> pa.Array:
    """The struct of each text; null for null."""
    records = [first_record(text, options) for text in column if text is not None]
    if not records:
        return pa.nulls(len(column), physical_type(kind))
    fields = csv_line_columns(records, kind, options, settings)
    made = pa.StructArray.from_arrays(fields, [field.name for field in physical_type(kind)])
    places = iter(range(len(made)))
    return made.take(pa.array([None if text is None else next(places) for text in column], pa.int64()))


def csv_texts(array: pa.Array, kind: StructType, options: Options, settings: Settings) -> list[str | None]:
    """Each struct as a line of CSV; None for null."""
    times = TimeForms.of(options, settings.zone)
    table = _table(array, kind)
    columns = [texts(column, field.dataType, times) for column, field in zip(table.columns, kind)]
    form = csv_form(options)
    rows = zip(*columns) if columns else [()] * len(array)
    lines = ["".join(form.lines([row])) or None for row in rows]
    return [line if there else None for line, there in zip(lines, array.is_valid().to_pylist())]


def _table(array: pa.Array, kind: StructType) -> pa.Table:
    columns = array.flatten()
    return pa.table(columns, [str(index) for index in range(len(columns))])
