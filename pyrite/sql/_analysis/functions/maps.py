"""Maps: made, looked up, taken apart."""

from __future__ import annotations

from collections.abc import Sequence

from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.errors import unexpected_input, wrong_number
from pyrite.sql._analysis.functions.arrays import (
    any_nullable,
    element_of,
    holds_null,
    merged_type,
    tightest_type,
)
from pyrite.sql._analysis.functions.operators import holds_map
from pyrite.sql._analysis.functions.registry import (
    ANY,
    ARRAY,
    ARRAY_OR_MAP,
    INT,
    MAP,
    TEXT_ONLY,
    Accepts,
    Binding,
    Rendering,
    once,
    quoted,
    scalar,
)
from pyrite.sql._analysis.functions.texts import has_null, unless_null
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    BooleanType,
    ByteType,
    DataType,
    DateType,
    DoubleType,
    FloatType,
    IntegerType,
    MapType,
    NullType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
)


def map_of(value: e.Value) -> MapType:
    """The type of a map."""
    assert isinstance(value.type, MapType), value.type
    return value.type


def refuse_map_key(b: Binding, kind: DataType) -> None:
    """Raise for a key that is or holds a map."""
    if holds_map(kind):
        raise b.mismatch("INVALID_MAP_KEY_TYPE", keyType=quoted_type(kind))


def _key_text(r: Rendering, key: str, kind: DataType) -> str:
    """A key in an error: dates and times as numbers, floats as Java writes them."""
    if isinstance(kind, DateType):
        key = f"({key} - DATE '1970-01-01')"
    elif isinstance(kind, (TimestampType, TimestampNTZType)):
        key = f"epoch_us({key})"
    elif isinstance(kind, TimeType):
        key = f"(epoch_us({key}) * 1000)"
    elif isinstance(kind, (FloatType, DoubleType)):
        return r.cast(key, kind, StringType())
    return f"CAST({key} AS VARCHAR)"


def map_text(r: Rendering, keys: str, values: str, unique: bool = False) -> str:
    """The map of two arrays of one length; it raises for a key that is null, and for one that is there twice.

    ``unique`` says that the keys are known to be neither.
    """
    kind = r.apply.type
    if unique:
        return f"map({keys}, {values})"
    last_wins = (r.settings.conf or {}).get("spark.sql.mapKeyDedupPolicy", "").upper() == "LAST_WIN"

    def text(args: Sequence[str]) -> str:
        k, v = args
        null = r.fail("NULL_MAP_KEY", {}, kind, located=False)
        first = f"list_filter({k}, lambda item, place: list_position({k}, item) = place)"
        if last_wins:
            place = f"len({k}) + 1 - list_position(list_reverse({k}), item)"
            last = f"list_transform({first}, lambda item: list_extract({v}, {place}))"
            made = f"map({first}, {last})"
        else:
            twice = f"list_filter({k}, lambda item, place: list_position({k}, item) < place)[1]"
            parameters = {
                "key": _key_text(r, twice, kind.keyType),  # type: ignore[attr-defined]
                "mapKeyDedupPolicy": quoted('"spark.sql.mapKeyDedupPolicy"'),
            }
            again = r.fail("DUPLICATED_MAP_KEY", parameters, kind, located=False)
            made = f"CASE WHEN len(list_distinct({k})) < len({k}) THEN {again} ELSE map({k}, {v}) END"
        made = f"CASE WHEN {has_null(k)} THEN {null} ELSE {made} END"
        return f"CASE WHEN {k} IS NOT NULL AND {v} IS NOT NULL THEN {made} END"

    return once([keys, values], text)


# --------------------------------------------------------------------------------------------- making


def _bind_map(b: Binding) -> e.Value:
    if len(b.arguments) % 2:
        raise wrong_number("map", "2n (n > 0)", len(b.arguments))
    if not b.arguments:
        return b.apply((), MapType(NullType(), NullType(), False), nullable=False)
    same = []
    for values, reason in (
        (b.arguments[::2], "CREATE_MAP_KEY_DIFF_TYPES"),
        (b.arguments[1::2], "CREATE_MAP_VALUE_DIFF_TYPES"),
    ):
        kinds = [value.type for value in values]
        common = coercion.common_of(kinds, b.settings.ansi)
        if common is None:
            shown = ", ".join([quoted_type(kind) for kind in kinds])
            raise b.mismatch(reason, functionName="`map`", dataType=f"[{shown}]")
        same.append([b.cast(value, common) for value in values])
    keys, items = same
    key, item = merged_type(keys), merged_type(items)
    refuse_map_key(b, key)
    arguments = [value for pair in zip(keys, items) for value in pair]
    return b.apply(arguments, MapType(key, item, any_nullable(items)), nullable=False, shown=b.arguments)


def _render_map(r: Rendering) -> str:
    if not r.args:
        return f"CAST(map() AS {r.type(r.apply.type)})"
    keys = r.apply.arguments[::2]
    constants = {
        key.value for key in keys if isinstance(key, e.Literal) and isinstance(key.value, (str, int))
    }
    unique = len(constants) == len(keys) or (len(keys) == 1 and not keys[0].nullable)
    return map_text(r, f"[{', '.join(r.args[::2])}]", f"[{', '.join(r.args[1::2])}]", unique)


scalar("map", (ANY,), NullType(), _render_map, optional=1, variadic=True, bind=_bind_map)


def _from_arrays_type(args: Sequence[e.Value]) -> DataType:
    return MapType(element_of(args[0]), element_of(args[1]), holds_null(args[1]))


def _check_keys(b: Binding) -> None:
    kind = b.arguments[0].type
    if isinstance(kind, ArrayType):
        refuse_map_key(b, kind.elementType)


def _render_from_arrays(r: Rendering) -> str:
    def text(args: Sequence[str]) -> str:
        keys, values = args
        wrong = r.fail("_LEGACY_ERROR_TEMP_2128", {}, r.apply.type, located=False)
        return f"CASE WHEN len({keys}) <> len({values}) THEN {wrong} ELSE {map_text(r, keys, values)} END"

    return once(r.args, text)


scalar("map_from_arrays", (ARRAY, ARRAY), _from_arrays_type, _render_from_arrays, check=_check_keys)

_PAIRS = Accepts(
    '"ARRAY" of pair "STRUCT"',
    lambda given, ansi: (
        given
        if isinstance(given, ArrayType)
        and isinstance(given.elementType, StructType)
        and len(given.elementType) == 2
        else None
    ),
)


def _bind_from_entries(b: Binding) -> e.Value:
    (array,) = b.coerced()
    pair = element_of(array)
    assert isinstance(pair, StructType)
    key, item = pair.fields
    refuse_map_key(b, key.dataType)
    kind = MapType(key.dataType, item.dataType, item.nullable)
    return b.apply((array,), kind, nullable=array.nullable or holds_null(array))


def _render_from_entries(r: Rendering) -> str:
    pair = element_of(r.apply.arguments[0])
    key, item = [quoted(name) for name in r.field_names(pair)]

    def text(args: Sequence[str]) -> str:
        (array,) = args
        keys = f"list_transform({array}, lambda pair: struct_extract(pair, {key}))"
        items = f"list_transform({array}, lambda pair: struct_extract(pair, {item}))"
        return f"CASE WHEN NOT {has_null(array)} THEN {map_text(r, keys, items)} END"

    return once([r.args[0]], text)


scalar("map_from_entries", (_PAIRS,), NullType(), _render_from_entries, bind=_bind_from_entries)


def _render_str_to_map(r: Rendering) -> str:
    def text(args: Sequence[str]) -> str:
        whole, pairs, inside = args
        split = f"string_split_regex({whole}, {pairs})"
        parts = f"list_transform({split}, lambda pair: string_split_regex(pair, {inside}))"
        rest = f"regexp_replace(pair, '^.*?(?:' || {inside} || ')', '', 's')"
        rest = f"CASE WHEN {inside} = '' THEN substring(pair, 2) ELSE {rest} END"
        has = f"regexp_matches(pair, {inside}, 's')"
        values = f"list_transform({split}, lambda pair: CASE WHEN {has} THEN {rest} END)"
        keys = f"list_transform({parts}, lambda pair: pair[1])"
        return f"CASE WHEN {pairs} IS NOT NULL AND {inside} IS NOT NULL THEN {map_text(r, keys, values)} END"

    return once(r.args, text)


scalar(
    "str_to_map",
    (TEXT_ONLY, TEXT_ONLY, TEXT_ONLY),
    MapType(StringType(), StringType()),
    _render_str_to_map,
    optional=2,
    defaults=(e.Literal(",", StringType()), e.Literal(":", StringType())),
)


def _bind_map_concat(b: Binding) -> e.Value:
    kinds = [value.type for value in b.arguments]
    if not kinds:
        return b.apply((), MapType(StringType(), StringType()), nullable=False)
    if not all(isinstance(kind, MapType) for kind in kinds):
        shown = ", ".join([quoted_type(kind) for kind in kinds])
        raise b.mismatch("MAP_CONCAT_DIFF_TYPES", functionName="`map_concat`", dataType=f"[{shown}]")
    common = coercion.common_of(kinds, b.settings.ansi)
    if not isinstance(common, MapType):
        shown = " or ".join([quoted_type(kind) for kind in kinds])
        raise b.mismatch("DATA_DIFF_TYPES", functionName="`map_concat`", dataType=f"({shown})")
    values = [b.cast(value, common) for value in b.arguments]
    return b.apply(values, merged_type(values), nullable=any_nullable(values), shown=b.arguments)


def _render_map_concat(r: Rendering) -> str:
    if not r.args:
        return f"CAST(map() AS {r.type(r.apply.type)})"
    if len(r.args) == 1:
        return r.args[0]

    def text(maps: Sequence[str]) -> str:
        keys = f"list_concat({', '.join([f'map_keys({m})' for m in maps])})"
        values = f"list_concat({', '.join([f'map_values({m})' for m in maps])})"
        return unless_null(maps, map_text(r, keys, values))

    return once(r.args, text)


scalar("map_concat", (ANY,), NullType(), _render_map_concat, optional=1, variadic=True, bind=_bind_map_concat)

# ------------------------------------------------------------------------------------------- taking apart

scalar("map_keys", (MAP,), lambda args: ArrayType(map_of(args[0]).keyType), "map_keys({0})")
scalar(
    "map_values",
    (MAP,),
    lambda args: ArrayType(map_of(args[0]).valueType),
    "map_values({0})",
)


def _entries_type(args: Sequence[e.Value]) -> DataType:
    kind = map_of(args[0])
    key = StructField("key", kind.keyType, False)
    return ArrayType(StructType([key, StructField("value", kind.valueType, kind.valueContainsNull)]), False)


scalar("map_entries", (MAP,), _entries_type, "map_entries({0})")


def _with_key(b: Binding) -> tuple[e.Value, e.Value]:
    """A map and a key, of one type. Raises DATATYPE_MISMATCH.MAP_FUNCTION_DIFF_TYPES."""
    value, key = b.arguments
    kind = map_of(value)
    wanted = tightest_type(kind.keyType, key.type)
    if wanted is None:
        raise b.mismatch(
            "MAP_FUNCTION_DIFF_TYPES",
            functionName=f"`{b.function.name.removeprefix('try_')}`",
            dataType='"MAP"',
            leftType=quoted_type(kind),
            rightType=quoted_type(key.type),
        )
    return b.cast(value, MapType(wanted, kind.valueType, kind.valueContainsNull)), b.cast(key, wanted)


def _bind_contains_key(b: Binding) -> e.Value:
    value, key = b.arguments
    if isinstance(key.type, NullType):
        raise b.mismatch("NULL_TYPE", functionName="`map_contains_key`")
    if not isinstance(value.type, MapType):
        kinds = {"leftType": quoted_type(value.type), "rightType": quoted_type(key.type)}
        raise b.mismatch(
            "MAP_FUNCTION_DIFF_TYPES", functionName="`map_contains_key`", dataType='"MAP"', **kinds
        )
    return b.apply(_with_key(b), BooleanType(), nullable=True, shown=b.arguments)


scalar(
    "map_contains_key",
    (MAP, ANY),
    NullType(),
    "list_contains(map_keys({0}), {1})",
    bind=_bind_contains_key,
)


def _size_type(b: Binding) -> e.Value:
    (value,) = b.coerced()
    legacy = not b.settings.ansi and b.settings.flag("spark.sql.legacy.sizeOfNull", True)
    return b.apply((value,), IntegerType(), nullable=value.nullable and not legacy, options=(legacy,))


def _render_size(r: Rendering) -> str:
    count = "cardinality" if isinstance(r.apply.arguments[0].type, MapType) else "len"
    size = f"CAST({count}({r.args[0]}) AS INTEGER)"
    return f"coalesce({size}, -1)" if r.apply.options[0] and r.apply.arguments[0].nullable else size


scalar("size cardinality", (ARRAY_OR_MAP,), NullType(), _render_size, bind=_size_type)

# ------------------------------------------------------------------------------------------ element_at


def _bind_element_at(b: Binding) -> e.Value:
    value, key = b.arguments
    b.shown = "element_at"
    if isinstance(value.type, NullType):
        raise unexpected_input(b.plain(), 0, value, ARRAY_OR_MAP.shown)
    if isinstance(value.type, MapType):
        if isinstance(key.type, NullType):
            raise b.mismatch("NULL_TYPE", functionName="`element_at`")
        value, key = _with_key(b)
        kind = map_of(value).valueType
        return b.apply((value, key), kind, nullable=True, shown=b.arguments, name=b.function.name)
    (value, _) = b.coerced((ARRAY_OR_MAP, ANY))
    (_, key) = b.coerced((ANY, _INDEX))
    assert isinstance(value.type, ArrayType)
    place = key.value if isinstance(key, e.Literal) else None
    nullable = True
    if isinstance(place, int):
        if isinstance(value, e.Apply) and value.function.name == "array":
            count = len(value.arguments)
            inside = place != 0 and abs(place) <= count
            lenient = b.function.name == "try_element_at" or not b.settings.ansi
            if inside:
                nullable = value.arguments[place - 1 if place > 0 else place].nullable
            else:
                nullable = lenient
    elif b.settings.ansi and b.function.name == "element_at":
        nullable = value.nullable or key.nullable or value.type.containsNull
    kind = value.type.elementType
    return b.apply((value, key), kind, nullable=nullable, shown=b.arguments, name=b.function.name)


def _index(given: DataType, ansi: bool) -> DataType | None:
    return INT.fit(given, True) if isinstance(given, (ByteType, ShortType, IntegerType)) else None


_INDEX = Accepts('"INT"', _index)


def _render_element_at(r: Rendering) -> str:
    if isinstance(r.apply.arguments[0].type, MapType):
        return f"map_extract_value({r.args[0]}, {r.args[1]})"
    strict = r.settings.ansi and r.apply.function.name == "element_at"

    def text(args: Sequence[str]) -> str:
        array, index = args
        zero = r.fail("INVALID_INDEX_OF_ZERO", {}, r.apply.type, located=strict)
        found = f"list_extract({array}, {index})"
        outside = ""
        if strict:
            wrong = r.fail(
                "INVALID_ARRAY_INDEX_IN_ELEMENT_AT",
                {"indexValue": f"CAST({index} AS VARCHAR)", "arraySize": f"CAST(len({array}) AS VARCHAR)"},
                r.apply.type,
            )
            outside = f" WHEN abs(CAST({index} AS BIGINT)) > len({array}) THEN {wrong}"
        return f"CASE WHEN {array} IS NULL THEN NULL WHEN {index} = 0 THEN {zero}{outside} ELSE {found} END"

    return once(r.args, text)


scalar("element_at", (ARRAY_OR_MAP, ANY), NullType(), _render_element_at, bind=_bind_element_at)
scalar("try_element_at", (ARRAY_OR_MAP, ANY), NullType(), _render_element_at, bind=_bind_element_at)
