"""Arrays: made, searched, sorted, cut and put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from pyrite.errors import IllegalArgumentException
from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.errors import unexpected_input
from pyrite.sql._analysis.functions.operators import is_orderable
from pyrite.sql._analysis.functions.registry import (
    ANY,
    ARRAY,
    INT,
    SAME,
    STRING,
    Accepts,
    Binding,
    Rendering,
    array_of,
    once,
    quoted,
    scalar,
    strictly,
    type_of,
)
from pyrite.sql._analysis.functions.texts import has_null, sorted_list, struct_text, unless_null
from pyrite.sql._analysis.naming import pretty, quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    BooleanType,
    ByteType,
    CharType,
    DataType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    IntegralType,
    LongType,
    NullType,
    NumericType,
    ShortType,
    StringType,
    StructField,
    StructType,
    VarcharType,
)

# ---------------------------------------------------------------------------------------------- types


def merged_type(values: Sequence[e.Value]) -> DataType:
    """The type of values that have been made the same: what may be null inside one may be null in all."""
    kind = coercion.common_of([value.type for value in values], True)
    return values[0].type if kind is None else kind


def element_of(value: e.Value) -> DataType:
    """The type of an array's elements."""
    assert isinstance(value.type, ArrayType), value.type
    return value.type.elementType


def holds_null(value: e.Value) -> bool:
    """Whether an array may hold nulls."""
    return e.contains_null_of(value.type)


def any_nullable(values: Sequence[e.Value]) -> bool:
    """Whether any of the values may be null."""
    return any(value.nullable for value in values)


def tightest_type(one: DataType, other: DataType) -> DataType | None:
    """The one of two types that holds all values of the other, for functions that neither round nor parse."""
    if isinstance(one, NumericType) and isinstance(other, NumericType) and one != other:
        for decimal, rest in ((one, other), (other, one)):
            if isinstance(decimal, DecimalType):
                if not isinstance(rest, IntegralType):
                    return None
                needed = coercion.decimal_for(rest)
                return decimal if decimal.precision - decimal.scale >= needed.precision else None
        return coercion.widest_numeric(one, other, False)
    if isinstance(one, ArrayType) and isinstance(other, ArrayType):
        element = tightest_type(one.elementType, other.elementType)
        return None if element is None else ArrayType(element, one.containsNull or other.containsNull)
    return coercion.common_type(one, other, True, strings=False)


def refuse_unordered(b: Binding, kind: DataType) -> None:
    """Raise for elements that cannot be compared."""
    if not is_orderable(kind):
        raise b.mismatch(
            "INVALID_ORDERING_TYPE", functionName=f"`{b.function.name}`", dataType=quoted_type(kind)
        )


def with_element(b: Binding, compared: bool = True) -> tuple[e.Value, ...]:
    """The first two arguments, an array and a value, with the value of the type of the elements.

    Raises
    ------
    AnalysisException
        DATATYPE_MISMATCH.NULL_TYPE, ARRAY_FUNCTION_DIFF_TYPES, UNEXPECTED_INPUT_TYPE.
    """
    array, value, *rest = b.arguments
    name = b.function.name
    no_null = name == "array_contains" and isinstance(value.type, NullType)
    if no_null or (isinstance(array.type, NullType) and compared and name != "array_remove"):
        raise b.mismatch("NULL_TYPE", functionName=f"`{name}`")
    if not isinstance(array.type, ArrayType):
        if name == "array_remove":
            kinds = {"leftType": quoted_type(array.type), "rightType": quoted_type(value.type)}
            raise b.mismatch(
                "ARRAY_FUNCTION_DIFF_TYPES", functionName=f"`{name}`", dataType='"ARRAY"', **kinds
            )
        raise unexpected_input(b.plain(), 0, array, ARRAY.shown)
    assert isinstance(array.type, ArrayType)
    given = array.type.elementType
    kind = (
        coercion.common_type(given, value.type, False, strings=False)
        if compared
        else tightest_type(given, value.type)
    )
    if name in ("array_position", "array_remove") and DecimalType in (type(given), type(value.type)):
        # No cast is put in for these.
        kind = given if given == value.type else None
    if kind is None:
        raise b.mismatch(
            "ARRAY_FUNCTION_DIFF_TYPES",
            functionName=f"`{b.function.name}`",
            dataType='"ARRAY"',
            leftType=quoted_type(array.type),
            rightType=quoted_type(value.type),
        )
    if compared:
        refuse_unordered(b, kind)
    return b.cast(array, ArrayType(kind, array.type.containsNull)), b.cast(value, kind), *rest


#: An INT, and what widens to it: neither a string nor a plain null.
NARROW = Accepts(
    '"INT"',
    lambda given, ansi: IntegerType() if isinstance(given, (ByteType, ShortType, IntegerType)) else None,
)

# --------------------------------------------------------------------------------------------- making


def _array_type(args: Sequence[e.Value]) -> DataType:
    return ArrayType(merged_type(args), any_nullable(args)) if args else ArrayType(NullType(), False)


scalar(
    "array",
    (SAME,),
    _array_type,
    lambda r: f"[{', '.join(r.args)}]" if r.args else f"CAST([] AS {r.type(r.apply.type)})",
    optional=1,
    variadic=True,
    nullable=False,
)


_COUNT = Accepts(
    '"INT"', lambda given, ansi: IntegerType() if isinstance(given, NullType) else NARROW.fit(given, ansi)
)


def _repeat_type(args: Sequence[e.Value]) -> DataType:
    return ArrayType(args[0].type, args[0].nullable)


scalar(
    "array_repeat",
    (ANY, _COUNT),
    _repeat_type,
    lambda r: (
        f"CASE WHEN {r.args[1]} IS NULL THEN NULL "
        f"ELSE list_transform(range(CAST({r.args[1]} AS BIGINT)), lambda i: {r.args[0]}) END"
    ),
    nullable=lambda args: args[1].nullable,
)


def _bind_sequence(b: Binding) -> e.Value:
    # That topic is built on this one, and loaded when it is needed.
    intervals = import_module("pyrite.sql._analysis.functions.intervals")
    moments: e.Value | None = intervals.sequence(b)
    if moments is not None:
        return moments
    kinds = [value.type for value in b.arguments]
    common = coercion.common_of(kinds, b.settings.ansi)
    if not isinstance(common, IntegralType):
        raise b.mismatch(
            "SEQUENCE_WRONG_INPUT_TYPES",
            functionName="`sequence`",
            startType='("TIMESTAMP" or "TIMESTAMP_NTZ" or "DATE")',
            stepType='("INTERVAL" or "INTERVAL YEAR TO MONTH" or "INTERVAL DAY TO SECOND")',
            otherStartType='"INTEGRAL"',
        )
    values = [b.cast(value, common) for value in b.arguments]
    return b.apply(values, ArrayType(common, False), nullable=any_nullable(values), shown=b.arguments)


#: How many elements an array of Spark's has at most.
_MOST_ELEMENTS = 2147483632


def _render_sequence(r: Rendering) -> str:
    kind = r.apply.type
    assert isinstance(kind, ArrayType)
    given = [f"CAST({arg} AS HUGEINT)" for arg in r.args]

    def text(args: Sequence[str]) -> str:
        start, stop, *steps = args
        step = steps[0] if steps else f"(CASE WHEN {start} <= {stop} THEN 1 ELSE -1 END)"
        made = f"generate_series(CAST({start} AS BIGINT), CAST({stop} AS BIGINT), CAST({step} AS BIGINT))"
        size = f"(abs(CAST({stop} AS HUGEINT) - {start}) // abs(nullif(CAST({step} AS HUGEINT), 0)) + 1)"
        limit = {
            "numberOfElements": f"CAST({size} AS VARCHAR)",
            "functionName": quoted("`sequence`"),
            "maxRoundedArrayLength": quoted(str(_MOST_ELEMENTS)),
            "parameter": quoted("`count`"),
        }
        wide = r.fail("COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER", limit, kind, located=False)
        made = f"CASE WHEN {size} > {_MOST_ELEMENTS} THEN {wide} ELSE CAST({made} AS {r.type(kind)}) END"
        if not steps:
            return made
        shown = [f"CAST({bound} AS VARCHAR)" for bound in (start, stop, step)]
        message = f"concat('No sequence leads from ', {shown[0]}, ' to ', {shown[1]}, ' by ', {shown[2]})"
        wrong = r.fail("", {"message": message}, kind, IllegalArgumentException, located=False)
        return (
            f"CASE WHEN {start} = {stop} THEN [CAST({start} AS {r.type(kind.elementType)})] "
            f"WHEN {step} = 0 OR ({step} > 0) <> ({start} < {stop}) THEN {wrong} "
            f"ELSE {made} END"
        )

    return once(given, text)


scalar("sequence", (ANY, ANY, ANY), NullType(), _render_sequence, optional=1, bind=_bind_sequence)

# ------------------------------------------------------------------------------------------- elements


def _bind_get(b: Binding) -> e.Value:
    array, index = b.coerced()
    if isinstance(b.arguments[0].type, NullType):
        raise unexpected_input(b.plain(), 0, b.arguments[0], ARRAY.shown)
    assert isinstance(array.type, ArrayType)
    place = index.value if isinstance(index, e.Literal) else None
    nullable = True
    if place is not None and isinstance(array, e.Apply) and array.function.name == "array":
        nullable = not 0 <= place < len(array.arguments) or array.arguments[place].nullable
    return b.apply((array, index), array.type.elementType, nullable=nullable)


scalar(
    "get",
    (ARRAY, INT),
    NullType(),
    lambda r: once(
        r.args,
        lambda args: (
            f"CASE WHEN {args[1]} >= 0 THEN list_extract({args[0]}, CAST({args[1]} AS BIGINT) + 1) END"
        ),
    ),
    bind=_bind_get,
)
scalar("array_size", (ARRAY,), IntegerType(), "CAST(len({0}) AS INTEGER)")

# --------------------------------------------------------------------------------------------- search


def _bind_contains(b: Binding) -> e.Value:
    array, value = with_element(b)
    nullable = array.nullable or value.nullable or holds_null(array)
    return b.apply((array, value), BooleanType(), nullable=nullable, shown=b.arguments)


def _render_contains(r: Rendering) -> str:
    if not holds_null(r.apply.arguments[0]):
        return f"list_contains({r.args[0]}, {r.args[1]})"

    def text(args: Sequence[str]) -> str:
        array, value = args
        known = f"{value} IS NOT NULL AND NOT {has_null(array)}"
        return f"CASE WHEN list_contains({array}, {value}) THEN TRUE WHEN {known} THEN FALSE END"

    return once(r.args, text)


scalar("array_contains", (ARRAY, ANY), NullType(), _render_contains, bind=_bind_contains)


def _bind_position(b: Binding) -> e.Value:
    array, value = with_element(b)
    return b.apply((array, value), LongType(), shown=b.arguments)


scalar(
    "array_position",
    (ARRAY, ANY),
    NullType(),
    lambda r: once(
        r.args,
        lambda args: unless_null(args, f"CAST(coalesce(list_position({args[0]}, {args[1]}), 0) AS BIGINT)"),
    ),
    bind=_bind_position,
)


def _check_elements(b: Binding) -> None:
    kind = b.arguments[0].type
    if isinstance(kind, ArrayType):
        refuse_unordered(b, kind.elementType)


def _element_type(args: Sequence[e.Value]) -> DataType:
    return element_of(args[0])


def _extreme(ascending: str) -> Callable[[Rendering], str]:
    def render(r: Rendering) -> str:
        return f"{sorted_list(r, r.args[0], r.apply.type, ascending, 'LAST')}[1]"

    return render


scalar("array_min", (ARRAY,), _element_type, _extreme("ASC"), nullable=True, check=_check_elements)
scalar("array_max", (ARRAY,), _element_type, _extreme("DESC"), nullable=True, check=_check_elements)

# ----------------------------------------------------------------------------------------------- sets


def positive_zeros(sql: str, kind: DataType) -> str:
    """An array whose elements are compared: no zero of it is negative."""
    if isinstance(kind, ArrayType) and isinstance(kind.elementType, (FloatType, DoubleType)):
        return f"list_transform({sql}, lambda z: z + 0)"
    return sql


def distinct_text(array: str) -> str:
    """The elements of an array, each where it first stands."""
    return once([array], lambda args: (
        f"list_filter({args[0]}, lambda item, place: list_position({args[0]}, item) = place)"
    ))  # fmt: skip


scalar(
    "array_distinct",
    (ARRAY,),
    type_of(),
    lambda r: distinct_text(positive_zeros(r.args[0], r.apply.type)),
    check=_check_elements,
)


def two_arrays(b: Binding) -> tuple[e.Value, e.Value]:
    """Two arrays in one type. Raises DATATYPE_MISMATCH.BINARY_ARRAY_DIFF_TYPES."""
    one, other = b.arguments
    kind = tightest_type(one.type, other.type)
    both = isinstance(one.type, ArrayType) and isinstance(other.type, ArrayType)
    if kind is None or not both:
        raise b.mismatch(
            "BINARY_ARRAY_DIFF_TYPES",
            functionName=f"`{b.function.name}`",
            arrayType='"ARRAY"',
            leftType=quoted_type(one.type),
            rightType=quoted_type(other.type),
        )
    assert isinstance(kind, ArrayType)
    refuse_unordered(b, kind.elementType)
    return b.cast(one, kind), b.cast(other, kind)


def _set_function(name: str, holds: Callable[[bool, bool], bool], make: Callable[[str, str], str]) -> None:
    def bind(b: Binding) -> e.Value:
        one, other = two_arrays(b)
        nulls = [holds_null(value) for value in b.arguments]
        kind = ArrayType(merged_element(one, other), holds(*nulls))
        return b.apply((one, other), kind, shown=b.arguments)

    def render(r: Rendering) -> str:
        kind = r.apply.arguments[0].type
        given = [positive_zeros(arg, kind) for arg in r.args]
        return once(given, lambda args: unless_null(args, make(*args)))

    scalar(name, (ARRAY, ARRAY), NullType(), render, bind=bind)


def merged_element(one: e.Value, other: e.Value) -> DataType:
    """The type of the elements of two arrays of one type."""
    merged = tightest_type(one.type, other.type)
    assert isinstance(merged, ArrayType)
    return merged.elementType


_set_function(
    "array_union",
    lambda one, other: one or other,
    lambda a, b: distinct_text(f"list_concat({a}, {b})"),
)
_set_function(
    "array_intersect",
    lambda one, other: one and other,
    lambda a, b: distinct_text(f"list_filter({a}, lambda item: list_position({b}, item) IS NOT NULL)"),
)
_set_function(
    "array_except",
    lambda one, other: one,
    lambda a, b: distinct_text(f"list_filter({a}, lambda item: list_position({b}, item) IS NULL)"),
)


def _bind_overlap(b: Binding) -> e.Value:
    one, other = two_arrays(b)
    nullable = one.nullable or other.nullable or holds_null(one) or holds_null(other)
    return b.apply((one, other), BooleanType(), nullable=nullable, shown=b.arguments)


def _render_overlap(r: Rendering) -> str:
    def text(args: Sequence[str]) -> str:
        one, other = args
        unknown = f"len({one}) > 0 AND len({other}) > 0 AND ({has_null(one)} OR {has_null(other)})"
        test = f"CASE WHEN list_has_any({one}, {other}) THEN TRUE WHEN {unknown} THEN NULL ELSE FALSE END"
        return unless_null(args, test)

    return once(r.args, text)


scalar(
    "arrays_overlap",
    (ARRAY, ARRAY),
    NullType(),
    _render_overlap,
    bind=_bind_overlap,
)


def _bind_zip(b: Binding) -> e.Value:
    arrays = b.coerced()
    fields = []
    for index, value in enumerate(b.arguments):
        name = value.name if isinstance(value, (e.Attribute, e.Alias)) else str(index)
        if isinstance(value, e.Apply) and value.function.name == "getfield":
            name = value.options[-1]
        fields.append(StructField(name, element_of(arrays[index]), True))
    return b.apply(arrays, ArrayType(StructType(fields), False))


def _render_zip(r: Rendering) -> str:
    kind = r.apply.type
    assert isinstance(kind, ArrayType)
    if not r.args:
        return f"CAST([] AS {r.type(kind)})"

    def text(arrays: Sequence[str]) -> str:
        lengths = ", ".join([f"len({array})" for array in arrays])
        row = struct_text(r, kind.elementType, [f"list_extract({array}, i)" for array in arrays])
        return unless_null(arrays, f"list_transform(range(1, greatest({lengths}) + 1), lambda i: {row})")

    return once(r.args, text)


scalar("arrays_zip", (ARRAY,), NullType(), _render_zip, optional=1, variadic=True, bind=_bind_zip)

# ---------------------------------------------------------------------------------------------- order


def _bind_sort_array(b: Binding) -> e.Value:
    array, ascending = b.coerced()
    if not is_orderable(array.type):
        raise b.mismatch(
            "INVALID_ORDERING_TYPE", functionName="`sort_array`", dataType=quoted_type(array.type)
        )
    if not ascending.foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`ascendingOrder`",
            inputType='"BOOLEAN"',
            inputExpr=f'"{pretty(ascending)}"',
        )
    return b.apply((array, ascending), array.type)


def _render_sort_array(r: Rendering) -> str:
    kind = element_of(r.apply.arguments[0])

    def text(args: Sequence[str]) -> str:
        (a,) = args
        up, down = sorted_list(r, a, kind, "ASC", "FIRST"), sorted_list(r, a, kind, "DESC", "LAST")
        order = r.apply.arguments[1]
        if isinstance(order, e.Literal):
            return "NULL" if order.value is None else up if order.value else down
        return f"CASE WHEN {r.args[1]} THEN {up} WHEN NOT {r.args[1]} THEN {down} END"

    return once([r.args[0]], text)


scalar(
    "sort_array",
    (ARRAY, strictly('"BOOLEAN"', BooleanType, BooleanType())),
    NullType(),
    _render_sort_array,
    optional=1,
    defaults=(e.Literal(True, BooleanType()),),
    bind=_bind_sort_array,
)


def _bind_shuffle(b: Binding) -> e.Value:
    array, *seeds = b.arguments
    (array,) = b.coerced((ARRAY,))[:1]
    seed = None
    for given in seeds:
        if not given.foldable or not isinstance(given.type, (IntegralType, NullType)):
            wrong = {"parameter": "`seed`", "functionName": "`shuffle`", "invalidValue": quoted_sql(given)}
            raise b.error("INVALID_PARAMETER_VALUE.LONG", **wrong)
        seed = int(b.constant(1) or 0)
    return b.apply((array,), array.type, nullable=array.nullable, shown=b.arguments, options=(seed,))


def _render_shuffle(r: Rendering) -> str:
    (seed,) = r.apply.options
    if seed is None:
        keyed = f"list_transform({r.args[0]}, lambda item: struct_pack(k := random(), v := item))"
        return f"list_transform(list_sort({keyed}), lambda item: item.v)"

    def text(args: Sequence[str]) -> str:
        given = ["row_number() OVER ()", r.constant(seed, LongType()), f"CAST(len({args[0]}) AS INTEGER)"]
        kinds = [LongType(), LongType(), IntegerType()]
        places = r.kernel("shuffle", given, kinds, ArrayType(IntegerType()))
        return f"list_transform({places}, lambda place: {args[0]}[place + 1])"

    return once(r.args, text)


scalar(
    "shuffle",
    (ARRAY, ANY),
    NullType(),
    _render_shuffle,
    optional=1,
    deterministic=False,
    bind=_bind_shuffle,
    show=lambda apply, args: f"shuffle({args[0]})",
)

# --------------------------------------------------------------------------------------- put together


def _flat_type(args: Sequence[e.Value]) -> DataType:
    return element_of(args[0])


ARRAY_OF_ARRAYS = Accepts(
    '"ARRAY" of "ARRAY"',
    lambda given, ansi: (
        given if isinstance(given, ArrayType) and isinstance(given.elementType, ArrayType) else None
    ),
)
scalar(
    "flatten",
    (ARRAY_OF_ARRAYS,),
    _flat_type,
    lambda r: (
        once(r.args, lambda args: f"CASE WHEN NOT {has_null(args[0])} THEN flatten({args[0]}) END")
        if holds_null(r.apply.arguments[0])
        else f"flatten({r.args[0]})"
    ),
    nullable=lambda args: args[0].nullable or holds_null(args[0]),
)


def _render_slice(r: Rendering) -> str:
    kind = r.apply.type
    shown = {"functionName": quoted("`slice`")}

    def text(args: Sequence[str]) -> str:
        array, start, length = args
        zero = r.fail(
            "INVALID_PARAMETER_VALUE.START", {"parameter": quoted("`start`"), **shown}, kind, located=False
        )
        negative = r.fail(
            "INVALID_PARAMETER_VALUE.LENGTH",
            {
                "parameter": quoted("`length`"),
                "length": f"CAST({length} AS VARCHAR)",
                **shown,
            },
            kind,
            located=False,
        )
        first = f"CASE WHEN {start} > 0 THEN CAST({start} AS BIGINT) ELSE len({array}) + {start} + 1 END"
        return (
            f"CASE WHEN {array} IS NULL OR {start} IS NULL OR {length} IS NULL THEN NULL "
            f"WHEN {start} = 0 THEN {zero} WHEN {length} < 0 THEN {negative} "
            f"WHEN -CAST({start} AS BIGINT) > len({array}) THEN list_slice({array}, 2, 1) "
            f"ELSE list_slice({array}, {first}, ({first}) + {length} - 1) END"
        )

    return once(r.args, text)


scalar("slice", (ARRAY, INT, INT), type_of(), _render_slice)


def _bind_remove(b: Binding) -> e.Value:
    array, value = with_element(b)
    return b.apply((array, value), array.type, shown=b.arguments)


def _render_remove(r: Rendering) -> str:
    def text(args: Sequence[str]) -> str:
        array, value = args
        rest = f"list_filter({array}, lambda item: item IS DISTINCT FROM {value})"
        return f"CASE WHEN {value} IS NOT NULL THEN {rest} END"

    return once(r.args, text)


scalar("array_remove", (ARRAY, ANY), NullType(), _render_remove, bind=_bind_remove)


def _added(name: str, make: Callable[[str, str], str]) -> None:
    def bind(b: Binding) -> e.Value:
        array, value = with_element(b, compared=False)
        assert isinstance(array.type, ArrayType)
        merged = coercion.common_type(array.type.elementType, value.type, False, strings=False)
        kind = ArrayType(coercion.force_nullable(merged or value.type))
        return b.apply((array, value), kind, nullable=array.nullable, shown=b.arguments)

    def render(r: Rendering) -> str:
        if not r.apply.nullable:
            return make(*r.args)
        return once(r.args[:1], lambda args: unless_null(args, make(args[0], r.args[1])))

    scalar(name, (ARRAY, ANY), NullType(), render, bind=bind)


_added("array_append", lambda array, value: f"list_append({array}, {value})")
_added("array_prepend", lambda array, value: f"list_prepend({value}, {array})")


def _bind_insert(b: Binding) -> e.Value:
    array, place, item = b.arguments
    kind = None
    if isinstance(array.type, ArrayType):
        (_, place, _) = b.coerced((ANY, NARROW, ANY))
        kind = tightest_type(array.type.elementType, item.type)
    if kind is None or not isinstance(array.type, ArrayType):
        raise b.mismatch(
            "ARRAY_FUNCTION_DIFF_TYPES",
            functionName="`array_insert`",
            dataType='"ARRAY"',
            leftType=quoted_type(array.type),
            rightType=quoted_type(item.type),
        )
    values = (b.cast(array, ArrayType(kind, array.type.containsNull)), place, b.cast(item, kind))
    return b.apply(
        values, ArrayType(kind, True), nullable=array.nullable or place.nullable, shown=b.arguments
    )


def _render_insert(r: Rendering) -> str:
    def text(args: Sequence[str]) -> str:
        array, place, item = args
        kind = r.apply.type
        zero = r.fail("INVALID_INDEX_OF_ZERO", {}, kind)
        at = f"CAST({place} AS BIGINT)"
        before = f"list_resize(list_slice({array}, 1, {at} - 1), {at} - 1)"
        kept = f"(len({array}) + 1 + {place})"
        nulls = f"list_resize(CAST([] AS {r.type(kind)}), -{kept})"
        shown = {
            "numberOfElements": f"CAST(abs({at}) AS VARCHAR)",
            "maxRoundedArrayLength": quoted(str(_MOST_ELEMENTS)),
            "functionName": quoted("`array_insert`"),
        }
        wide = r.fail("COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION", shown, kind, located=False)
        return (
            f"CASE WHEN {array} IS NULL OR {place} IS NULL THEN NULL WHEN {place} = 0 THEN {zero} "
            f"WHEN abs({at}) > {_MOST_ELEMENTS} THEN {wide} "
            f"WHEN {place} > 0 THEN list_concat({before}, [{item}], list_slice({array}, {at}, len({array}))) "
            f"WHEN {kept} >= 0 THEN list_concat(list_slice({array}, 1, {kept}), [{item}], "
            f"list_slice({array}, {kept} + 1, len({array}))) "
            f"ELSE list_concat([{item}], {nulls}, {array}) END"
        )

    return once(r.args, text)


scalar("array_insert", (ARRAY, INT, ANY), NullType(), _render_insert, bind=_bind_insert)
scalar(
    "array_compact",
    (ARRAY,),
    lambda args: ArrayType(element_of(args[0]), False),
    "list_filter({0}, lambda item: item IS NOT NULL)",
)


def _render_join(r: Rendering) -> str:
    constant = isinstance(r.apply.arguments[1], e.Literal)

    def text(args: Sequence[str]) -> str:
        array, separator, *replacement = args
        items = array
        if replacement:
            items = f"list_transform({array}, lambda item: coalesce(item, {replacement[0]}))"
        if constant and r.apply.arguments[1].value is not None:  # type: ignore[attr-defined]
            return unless_null(args, f"coalesce(array_to_string({items}, {r.args[1]}), '')")
        # DuckDB joins by constants only.
        some = f"list_filter({items}, lambda item: item IS NOT NULL)"
        joined = f"list_reduce({some}, lambda joined, item: joined || {separator} || item, '')"
        return unless_null(args, f"substr({joined}, length({separator}) + 1)")

    return once(r.args, text)


_TEXT = strictly('"STRING"', (StringType, CharType, VarcharType), StringType())
scalar("array_join", (array_of(STRING), _TEXT, _TEXT), StringType(), _render_join, optional=1)
