"""A few rows as text or HTML, for a person to look at."""

from __future__ import annotations

import re
from functools import cache
from html.entities import codepoint2name
from typing import TYPE_CHECKING

from pyrite.sql._result.text import TextForm, column_texts
from pyrite.sql._types.nested import StructType

if TYPE_CHECKING:
    import pyarrow as pa

_CONTROL = str.maketrans(
    {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b", "\v": "\\v", "\a": "\\a"}
)


@cache
def _wide() -> re.Pattern[str]:
    """Characters that take two columns of a terminal. Making the pattern takes long."""
    return re.compile(
        "[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf"
        "\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
    )


def show_text(
    table: pa.Table,
    schema: StructType,
    n: int,
    width: int,
    vertical: bool,
    zone: str,
    binary_style: str = "HEX_DISCRETE",
) -> str:
    """What ``show`` prints.

    Parameters
    ----------
    table : pyarrow.Table
        The first ``n`` rows and one more, if there is one.
    schema : StructType
        What its columns are.
    n : int
        How many rows to show.
    width : int
        Cells longer than this are cut, and all stand at the right; 0 for whole cells at the left.
    vertical : bool
        One line for each value.
    zone : str
        The session's time zone.
    binary_style : str
        spark.sql.binaryOutputStyle.
    """
    n = max(n, 0)
    names = [name.translate(_CONTROL) for name in schema.names]
    rows = _cells(table, schema, n, width, TextForm(zone, pretty=True, binary_style=binary_style))
    more = table.num_rows > n
    lines = _records(names, rows) if vertical else _grid(names, rows, width > 0)
    if vertical and not rows:
        return "(0 rows)"
    # What prints this adds a line's end.
    return "\n".join([*lines, _only(n) if more else ""])


def show_html(
    table: pa.Table,
    schema: StructType,
    n: int,
    width: int,
    zone: str,
    binary_style: str = "HEX_DISCRETE",
) -> str:
    """What a notebook shows (``_repr_html_``); the parameters are those of :func:`show_text`."""
    n = max(n, 0)
    names = [name.translate(_CONTROL) for name in schema.names]
    rows = _cells(table, schema, n, width, TextForm(zone, pretty=True, binary_style=binary_style))
    lines = ["<table border='1'>", _html_row("th", names), *(_html_row("td", row) for row in rows)]
    lines.append("</table>")
    if table.num_rows > n:
        lines.append(_only(n))
    return "".join(f"{line}\n" for line in lines)


def _only(n: int) -> str:
    return f"only showing top {n} row{'' if n == 1 else 's'}"


def _cells(table: pa.Table, schema: StructType, n: int, width: int, form: TextForm) -> list[list[str]]:
    """The texts of the first rows, cut."""
    shown = table.slice(0, min(n, table.num_rows))
    columns = [
        [_cell(text, width) for text in column_texts(column, field.dataType, form)]
        for column, field in zip(shown.columns, schema.fields)
    ]
    return [list(row) for row in zip(*columns)] if columns else [[] for _ in range(shown.num_rows)]


def _cell(text: str | None, width: int) -> str:
    text = "NULL" if text is None else text.translate(_CONTROL)
    if width <= 0 or _units(text) <= width:
        return text
    # Too narrow for dots to say anything.
    return _cut(text, width) if width < 4 else f"{_cut(text, width - 3)}..."


def _units(text: str) -> int:
    """The length as Java counts it: characters beyond the basic plane are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    """The first units of a text; half a character becomes a question mark."""
    if text.isascii():
        return text[:units]
    found = text.encode("utf-16-le")[: units * 2]
    return found.decode("utf-16-le", "surrogatepass").encode("utf-8", "replace").decode()


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes, as Spark reckons."""
    return len(text) if text.isascii() else _units(text) + len(_wide().findall(text))


def _padded(text: str, width: int, right: bool = False) -> str:
    spaces = " " * (width - _columns(text))
    return spaces + text if right else text + spaces


def _grid(names: list[str], rows: list[list[str]], right: bool) -> list[str]:
    widths = [
        max(3, *map(_columns, column)) for column in (zip(names, *rows) if rows else ((n,) for n in names))
    ]
    rule = "+" + "".join(f"{'-' * width}+" for width in widths)

    def line(cells: list[str]) -> str:
        return "|" + "".join(f"{_padded(cell, width, right)}|" for cell, width in zip(cells, widths))

    if not names:
        rule = "++"
        return [rule, "||", rule, *("||" for _ in rows), rule]
    return [rule, line(names), rule, *map(line, rows), rule]


def _records(names: list[str], rows: list[list[str]]) -> list[str]:
    name_width = max([3, *map(_columns, names)])
    width = max([3, *(_columns(cell) for row in rows for cell in row)])
    lines = []
    for number, row in enumerate(rows):
        lines.append(f"-RECORD {number}".ljust(name_width + width + 5, "-"))
        lines += [f" {_padded(name, name_width)} | {_padded(cell, width)} " for name, cell in zip(names, row)]
    return lines


def _html_row(tag: str, cells: list[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{_escaped(cell)}</{tag}>" for cell in cells) + "</tr>"


def _escaped(text: str) -> str:
    """A text in HTML, with a name for every character that has one in HTML 4."""
    return "".join(f"&{codepoint2name[ord(c)]};" if ord(c) in codepoint2name else c for c in text)
