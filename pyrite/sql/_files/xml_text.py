"""Rows as XML."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pyrite._io.paths import display
from pyrite.errors import IllegalArgumentException, SparkRuntimeException
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.columns import TimeForms, texts
from pyrite.sql._files.options import Options
from pyrite.sql._files.records import arrow_column
from pyrite.sql._files.writing import WriteTask, _codec
from pyrite.sql._files.xml_rows import row_tag
from pyrite.sql._result.variants import variant_text
from pyrite.sql._types import variant_trees
from pyrite.sql._types.physical_types import to_physical
from pyrite.sql.types import (
    ArrayType,
    DataType,
    DateType,
    DayTimeIntervalType,
    MapType,
    NullType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
    UserDefinedType,
    VariantType,
    YearMonthIntervalType,
)

__all__ = ["write_xml", "xml_extension", "xml_texts"]

_NAME = re.compile(r"[^\W\d][\w.:-]*")
_ATTRIBUTE = re.compile(r"""([\w.:-]+)\s*=\s*("[^"]*"|'[^']*')""")
_DECLARATION = 'version="1.0" encoding="UTF-8" standalone="yes"'
_BATCH = 10_000
#: The scalars of variants that are written in an option's pattern.
_SCALARS: Mapping[str, DataType] = {
    "date": DateType(), "timestamp": TimestampType(), "timestamp_ntz": TimestampNTZType(),
}  # fmt: skip


class _Writer:
    """Makes elements of values, by a writer's options."""

    def __init__(self, options: Options, zone: str, row: str):
        self.row = row
        self._times = TimeForms.of(options, zone)
        self._prefix = options.text("attributePrefix", "_") or ""
        self._value = options.text("valueTag", "_VALUE") or "_VALUE"
        self._item = options.text("arrayElementName", "item") or "item"
        self._null = options.text("nullValue")
        self._indent = options.text("indent", "    ") or ""
        self._checks = options.flag("validateName", True)

    def rows(self, columns: Sequence[Any], kind: StructType, depth: int) -> list[str]:
        """Each row as an element."""
        values = [self._values(column, field.dataType) for column, field in zip(columns, kind)]
        count = len(columns[0]) if columns else 0
        rows = zip(*values) if columns else [()] * count
        names = kind.names
        return [self._element(self.row, list(zip(names, row)), depth) for row in rows]

    def _values(self, column: Any, kind: Any) -> list[Any]:
        """The values: texts, lists of pairs for structs and maps, tuples for arrays; None for null."""
        if isinstance(kind, UserDefinedType):
            return self._values(column, kind.sqlType())
        array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        there = array.is_valid().to_pylist()
        if isinstance(kind, NullType):
            return [None] * len(array)
        if isinstance(kind, StructType):
            parts = [self._values(part, field.dataType) for part, field in zip(array.flatten(), kind)]
            rows = zip(*parts) if parts else [()] * len(array)
            return [list(zip(kind.names, row)) if valid else None for row, valid in zip(rows, there)]
        if isinstance(kind, ArrayType):
            items = self._values(array.values, kind.elementType)
            ends = array.offsets.to_pylist()
            return [tuple(items[a:b]) if v else None for a, b, v in zip(ends, ends[1:], there)]
        if isinstance(kind, MapType):
            if not isinstance(kind.keyType, StringType):
                raise _Refused(f"the keys of a map are {kind.keyType.simpleString()}")
            pairs = list(zip(array.keys.to_pylist(), self._values(array.items, kind.valueType)))
            ends = array.offsets.to_pylist()
            return [pairs[a:b] if v else None for a, b, v in zip(ends, ends[1:], there)]
        if isinstance(kind, VariantType):
            return [
                value and self._of_variant(variant_trees.tree(*value.values())) for value in array.to_pylist()
            ]
        if isinstance(kind, (DayTimeIntervalType, YearMonthIntervalType)):
            raise _Refused(f"{kind.simpleString()} is not written as XML")
        return texts(to_physical(pa.chunked_array([array]), kind), kind, self._times)

    def _of_variant(self, node: Any) -> Any:
        """What stands for a variant: a text, a list of pairs, a tuple; its null is an element with nothing in it."""
        kind = variant_trees.kind_of(node)
        if kind == "object":
            return [pair for name, part in node.items() for pair in self._pairs(name, part)]
        if kind == "array":
            return tuple([self._of_variant(part) for part in node])
        if kind == "null":
            return []
        if kind == "binary":
            return base64.b64encode(variant_trees.value_of(node)).decode()
        data = _SCALARS.get(kind)
        if data is None:
            return variant_text(variant_trees.pack(node), self._times.zone)
        column = arrow_column([variant_trees.value_of(node)], data)
        return texts(pa.chunked_array([column]), data, self._times)[0]

    def _pairs(self, name: str, node: Any) -> Iterator[tuple[str, Any]]:
        """The elements of an object's field: arrays in an array have elements of their own."""
        if not isinstance(node, list):
            yield name, self._of_variant(node)
            return
        for part in node:
            if isinstance(part, list):
                yield from self._pairs(self._item, part)
            else:
                yield name, self._of_variant(part)

    def _element(self, name: str, pairs: Sequence[tuple[str, Any]], depth: int) -> str:
        """An element with attributes and elements inside."""
        self._check(name)
        attributes: list[str] = []
        inside: list[str] = []
        text = ""
        for key, value in pairs:
            if key == self._value:
                text += "" if value is None else self._escaped(str(value))
            elif self._prefix and key.startswith(self._prefix) and not isinstance(value, (list, tuple)):
                if value is not None or self._null is not None:
                    shown = str(self._null if value is None else value)
                    attributes.append(f' {key[len(self._prefix) :]}="{self._escaped(shown, quotes=True)}"')
            else:
                inside.extend(self._field(key, value, depth + 1))
        start = f"{self._indent * depth}<{name}{''.join(attributes)}"
        if not inside:
            return f"{start}>{text}</{name}>" if text else f"{start}/>"
        if not self._indent:
            return f"{start}>{text}{''.join(inside)}</{name}>" + ("" if depth else "\n")
        lines = "\n".join(inside)
        return f"{start}>{text}\n{lines}\n{self._indent * depth}</{name}>"

    def _field(self, name: str, value: Any, depth: int) -> Iterator[str]:
        """The elements of a column's value."""
        if isinstance(value, tuple):
            for item in value:
                if isinstance(item, tuple):
                    pairs = [(self._item, inner) for inner in item if inner is not None]
                    yield self._element(name, pairs, depth)
                elif item is not None or self._null is not None:
                    yield from self._field(name, item, depth)
            return
        if isinstance(value, list):
            yield self._element(name, value, depth)
            return
        if value is None:
            if self._null is None:
                return
            value = self._null
        self._check(name)
        yield f"{self._indent * depth}<{name}>{self._escaped(value)}</{name}>"

    def _check(self, name: str) -> None:
        if self._checks and not _NAME.fullmatch(name):
            raise _Refused(f"{name} is no name of an element")

    def _escaped(self, text: str, quotes: bool = False) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;")
        return text.replace('"', "&quot;") if quotes else text


class _Refused(Exception):
    """A row that cannot be written."""


class _ValueWriter(_Writer):
    """As ``to_xml`` writes, which escapes more than files have escaped."""

    def _escaped(self, text: str, quotes: bool = False) -> str:
        return super()._escaped(text, quotes).replace(">", "&gt;").replace("\r", "&#xd;")


def xml_texts(
    array: pa.Array, kind: StructType | VariantType, options: Options, settings: Settings
) -> list[str | None]:
    """Each struct or variant as XML; None for null."""
    writer = _ValueWriter(options, settings.zone, options.text("rowTag", "ROW") or "ROW")
    try:
        if isinstance(kind, VariantType):
            values = writer._values(array, kind)
            return [
                None if value is None else "".join(writer._field(writer.row, value, 0)) for value in values
            ]
        rows = writer.rows(array.flatten(), kind, 0) if kind.fields else [f"<{writer.row}/>"] * len(array)
    except _Refused as error:
        raise IllegalArgumentException(str(error)) from None
    return [row if there else None for row, there in zip(rows, array.is_valid().to_pylist())]


# --------------------------------------------------------------------------------------------------- files


def xml_extension(options: Options, conf: Mapping[str, str]) -> str:
    """The end of files' names."""
    row_tag(options)
    codec = _codec(options)
    return f".xml{codec.extension if codec else ''}"


def write_xml(task: WriteTask, path: str, table: pa.Table) -> None:
    """Write rows into a new XML file; without rows it is empty."""
    codec = _codec(task.options)
    writer = _Writer(task.options, task.zone, row_tag(task.options))
    with task.storage.create(path) as raw:
        stream: Any = codec.writer(raw) if codec else raw
        try:
            for piece in _pieces(task, writer, table):
                stream.write(piece)
        except _Refused as error:
            failure = SparkRuntimeException(
                errorClass="TASK_WRITE_FAILED", messageParameters={"path": display(path)}
            )
            raise failure from error
        if codec:
            stream.close()


def _pieces(task: WriteTask, writer: _Writer, table: pa.Table) -> Iterator[bytes]:
    """The bytes of a file."""
    if not table.num_rows:
        return
    options = task.options
    encoding = options.text("encoding", options.text("charset")) or "utf-8"
    if encoding.lower() == "utf-16":
        # As Java writes it.
        yield b"\xfe\xff"
        encoding = "utf-16-be"
    declaration = options.text("declaration", _DECLARATION)
    start, end = _root(options.text("rootTag", "ROWS") or "", writer)
    yield ((f"<?xml {declaration}?>\n" if declaration else "") + start).encode(encoding)
    for batch in table.to_batches(_BATCH):
        yield "".join([f"\n{row}" for row in writer.rows(batch.columns, task.schema, 1)]).encode(encoding)
    yield end.encode(encoding)


def _root(text: str, writer: _Writer) -> tuple[str, str]:
    """The start and the end of a file."""
    name, _, rest = text.partition(" ")
    writer._check(name)
    attributes = "".join([f' {key}="{value[1:-1]}"' for key, value in _ATTRIBUTE.findall(rest)])
    return f"<{name}{attributes}>", f"\n</{name}>"
