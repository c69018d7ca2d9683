"""Functions that make rows: explode, inline, stack and their kind."""

from __future__ import annotations

from collections.abc import Sequence

from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.coercion import is_string
from pyrite.sql._analysis.functions.arrays import element_of, holds_null, merged_type
from pyrite.sql._analysis.functions.maps import map_of
from pyrite.sql._analysis.functions.registry import (
    ANY,
    STRING,
    Accepts,
    Binding,
    Rendering,
    generator,
)
from pyrite.sql._analysis.functions.texts import struct_text
from pyrite.sql._analysis.naming import pretty, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    DataType,
    IntegerType,
    MapType,
    NullType,
    StringType,
    StructField,
    StructType,
)

_EXPLODED = Accepts(
    '("ARRAY" or "MAP")', lambda given, ansi: given if isinstance(given, (ArrayType, MapType)) else None
)


def _exploded(args: Sequence[e.Value]) -> list[StructField]:
    (value,) = args
    if isinstance(value.type, MapType):
        kind = map_of(value)
        key = StructField("key", kind.keyType, False)
        return [key, StructField("value", kind.valueType, kind.valueContainsNull)]
    return [StructField("col", element_of(value), holds_null(value))]


def _exploded_type(args: Sequence[e.Value]) -> DataType:
    return StructType(_exploded(args))


def _positioned_type(args: Sequence[e.Value]) -> DataType:
    return StructType([StructField("pos", IntegerType(), False), *_exploded(args)])


def _render_explode(r: Rendering) -> str:
    positioned = len(r.field_names(r.apply.type)) > len(_exploded(r.apply.arguments))
    is_map = isinstance(r.apply.arguments[0].type, MapType)
    rows = f"map_entries({r.args[0]})" if is_map else r.args[0]
    if is_map and not positioned:
        return rows
    values = ["item.key", "item.value"] if is_map else ["item"]
    if positioned:
        row = struct_text(r, r.apply.type, ["CAST(place - 1 AS INTEGER)", *values])
        return f"list_transform({rows}, lambda item, place: {row})"
    return f"list_transform({rows}, lambda item: {struct_text(r, r.apply.type, values)})"


def _show(apply: e.Apply, args: Sequence[str]) -> str:
    inner = f"{apply.name.removesuffix('_outer')}({', '.join(args)})"
    return f"generatorouter({inner})" if apply.name.endswith("_outer") else inner


for _name in ("explode", "explode_outer"):
    generator(_name, (_EXPLODED,), _exploded_type, _render_explode, show=_show)
for _name in ("posexplode", "posexplode_outer"):
    generator(_name, (_EXPLODED,), _positioned_type, _render_explode, show=_show)

_STRUCTS = Accepts(
    '"ARRAY<STRUCT>"',
    lambda given, ansi: (
        given if isinstance(given, ArrayType) and isinstance(given.elementType, StructType) else None
    ),
)


def _inline_type(args: Sequence[e.Value]) -> DataType:
    kind = element_of(args[0])
    assert isinstance(kind, StructType)
    missing = holds_null(args[0])
    return StructType([StructField(f.name, f.dataType, f.nullable or missing) for f in kind])


for _name in ("inline", "inline_outer"):
    generator(_name, (_STRUCTS,), _inline_type, "{0}", show=_show)


#: An integer as it is: nothing else is cast to one.
_COUNT = Accepts('"INT"', lambda given, ansi: given if isinstance(given, IntegerType) else None)


def _bind_stack(b: Binding) -> e.Value:
    count, *values = b.arguments
    if not isinstance(count.type, IntegerType):
        (count, *_) = b.coerced((_COUNT, *[ANY] * len(values)))
    if not count.foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`n`",
            inputType=quoted_type(count.type),
            inputExpr=f'"{pretty(count)}"',
        )
    rows = b.constant(0)
    if rows is None or rows <= 0:
        shown = {"valueRange": "(0, 2147483647]", "currentValue": str(rows or 0)}
        raise b.mismatch("VALUE_OUT_OF_RANGE", exprName="`n`", **shown)
    width = -(-len(values) // rows)
    fields = []
    for column in range(width):
        same = [values[place] for place in range(column, len(values), width)]
        found = same[0].type
        for row, value in enumerate(same):
            common: DataType | None = found
            if isinstance(found, NullType):
                common = value.type
            elif not isinstance(value.type, NullType) and not coercion.same_type(found, value.type):
                common = None
            if common is None:
                raise b.mismatch(
                    "STACK_COLUMN_DIFF_TYPES",
                    columnIndex=str(column),
                    leftParamIndex=str(column + 1),
                    leftType=quoted_type(same[0].type),
                    rightParamIndex=str(column + 1 + row * width),
                    rightType=quoted_type(value.type),
                )
            found = common
        for place in range(column, len(values), width):
            values[place] = b.cast(values[place], found)
        cast = values[column::width]
        fields.append(StructField(f"col{column}", merged_type(cast)))
    return b.apply((count, *values), StructType(fields), nullable=False, shown=b.arguments, options=(rows,))


def _render_stack(r: Rendering) -> str:
    kind = r.apply.type
    assert isinstance(kind, StructType)
    values, width = r.args[1:], len(kind)
    rows = []
    for row in range(r.apply.options[0]):
        cells = list(values[row * width : (row + 1) * width])
        for field in kind.fields[len(cells) :]:
            cells.append(f"CAST(NULL AS {r.type(field.dataType)})")
        rows.append(struct_text(r, kind, cells))
    return f"[{', '.join(rows)}]"


generator("stack", (ANY, ANY), NullType(), _render_stack, variadic=True, bind=_bind_stack)


def _tuple_type(args: Sequence[e.Value]) -> DataType:
    return StructType([StructField(f"c{index}", StringType()) for index in range(len(args) - 1)])


def _render_json_tuple(r: Rendering) -> str:
    text, *names = r.args
    texts = ArrayType(StringType())
    fields = r.kernel("json_tuple", [text, f"[{', '.join(names)}]"], [StringType(), texts], texts)

    def rows(found: str) -> str:
        return (
            f"[{struct_text(r, r.apply.type, [f'{found}[{place}]' for place in range(1, len(names) + 1)])}]"
        )

    return r.bound(fields, rows)


def _bind_json_tuple(b: Binding) -> e.Value:
    if not all(is_string(value.type) for value in b.arguments):
        raise b.mismatch("NON_STRING_TYPE", funcName="`json_tuple`")
    return b.apply(b.arguments, _tuple_type(b.arguments))


generator(
    "json_tuple", (STRING, STRING), _tuple_type, _render_json_tuple, variadic=True, bind=_bind_json_tuple
)
