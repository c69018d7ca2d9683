"""Results of statements as text: tables, records, and forms for other programs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import IO, TYPE_CHECKING

from pyrite.sql._result.show import _CONTROL, _columns, _padded
from pyrite.sql._result.text import TextForm, column_texts
from pyrite.sql.functions import struct, to_json
from pyrite.sql.types import NumericType

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

__all__ = ["Texts", "as_json", "texts", "write"]

_PLAIN = ("|", "-", "+")
_DRAWN = ("│", "─", "┼")


class Texts:
    """A result: names, rows of texts (None for null), which columns are numbers, and whether there were more rows."""

    def __init__(self, names: list[str], rows: list[list[str | None]], numeric: list[bool], more: bool):
        self.names = names
        self.rows = rows
        self.numeric = numeric
        self.more = more


def texts(frame: DataFrame, limit: int | None = None) -> Texts:
    """Run a query; of a long result the first ``limit`` rows."""
    table = (frame if limit is None else frame._limited(limit + 1))._run()
    shown = table if limit is None else table.slice(0, limit)
    form = TextForm(frame._session._settings().zone, pretty=True)
    fields = frame.schema.fields
    columns = [column_texts(column, field.dataType, form) for column, field in zip(shown.columns, fields)]
    rows = [list(row) for row in zip(*columns)]
    numeric = [isinstance(field.dataType, NumericType) for field in fields]
    return Texts(frame.schema.names, rows, numeric, shown.num_rows < table.num_rows)


def as_json(frame: DataFrame) -> DataFrame:
    """Its rows as JSON objects, nulls and all."""
    return frame.select(to_json(struct("*"), {"ignoreNullFields": "false"}))


def write(found: Texts, form: str, header: bool, file: IO[str]) -> None:
    """Write a result in one of the forms; for ``json`` it is that of :func:`as_json`."""
    if form == "json":
        file.write("".join(f"{text}\n" for (text,) in found.rows))
    elif form == "csv":
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([found.names] if header else [])
        writer.writerows(found.rows)
    elif form == "tsv":
        names: list[list[str | None]] = [[*found.names]] if header else []
        for row in [*names, *found.rows]:
            file.write("\t".join("NULL" if text is None else text for text in row) + "\n")
    else:
        lines = _records(found) if form == "vertical" else _table(found)
        if form == "table" and file.isatty() and _columns(lines[0]) > get_terminal_size().columns:
            lines = _records(found)
        file.write("".join(f"{line}\n" for line in lines))


def _cells(row: Sequence[str | None]) -> list[str]:
    return ["NULL" if text is None else text.translate(_CONTROL) for text in row]


def _signs() -> tuple[str, str, str]:
    return _DRAWN if (sys.stdout.encoding or "").lower().replace("-", "") == "utf8" else _PLAIN


def _table(found: Texts) -> list[str]:
    side, rule, cross = _signs()
    names, rows = _cells(found.names), [_cells(row) for row in found.rows]
    widths = [max(map(_columns, column)) for column in zip(names, *rows)]

    def line(cells: list[str]) -> str:
        padded = (_padded(cell, width, right) for cell, width, right in zip(cells, widths, found.numeric))
        return f" {f' {side} '.join(padded)}".rstrip()

    return [line(names), cross.join(rule * (width + 2) for width in widths), *map(line, rows)]


def _records(found: Texts) -> list[str]:
    side, rule, _ = _signs()
    names = _cells(found.names)
    width = max(map(_columns, names), default=0)
    lines = []
    for number, row in enumerate(found.rows, 1):
        lines.append(f"{rule * 2} {number} ".ljust(width + 20, rule))
        lines += [f"{_padded(name, width)} {side} {cell}" for name, cell in zip(names, _cells(row))]
    return lines
