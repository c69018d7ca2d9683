"""Sketches of large sets: how many different values (HLL), sets (theta, tuples) and quantiles (KLL)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pyrite.errors import SparkRuntimeException
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.functions.aggregates import over
from pyrite.sql._analysis.functions.registry import (
    ANY,
    BINARY,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    STRING,
    TEXT_ONLY,
    Accepts,
    Binding,
    ParameterKind,
    Rendering,
    aggregate,
    quoted,
    scalar,
    strictly,
    type_of,
)
from pyrite.sql._analysis.naming import qualified, quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    AtomicType,
    BinaryType,
    BooleanType,
    ByteType,
    DataType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    MapType,
    NullType,
    NumericType,
    ShortType,
    StringType,
    StructField,
    StructType,
)

__all__: list[str] = []

_BYTES, _TEXT, _INT, _BIG, _REAL = BinaryType(), StringType(), IntegerType(), LongType(), DoubleType()
_LISTED = ArrayType(_BYTES, False)
_SIZE = e.Literal(12, _INT)
_COUNT = Accepts('"INT"', lambda given, ansi: _INT if isinstance(given, (IntegerType, NullType)) else None)
_FLAG = strictly('"BOOLEAN"', BooleanType, BooleanType())


def _of(shown: str, *kinds: DataType, small: bool = False) -> Accepts:
    """Values of these types as they are; null is the first, and with ``small`` a small integer an INT."""
    classes = tuple(type(kind) for kind in kinds if not isinstance(kind, ArrayType))
    elements = tuple(type(kind.elementType) for kind in kinds if isinstance(kind, ArrayType))

    def fit(given: DataType, ansi: bool) -> DataType | None:
        if isinstance(given, NullType):
            return kinds[0]
        if isinstance(given, ArrayType) and isinstance(given.elementType, elements):
            return given
        if isinstance(given, (ByteType, ShortType)) and small:
            return _INT
        return given if isinstance(given, classes) else None

    return Accepts(shown, fit)


_SKETCH = _of('"BINARY"', _BYTES)
_COUNTED = _of('("INT" or "BIGINT" or "STRING" or "BINARY")', _INT, _BIG, _TEXT, _BYTES)
_KEY = _of(
    '("ARRAY<INT>" or "ARRAY<BIGINT>" or "BINARY" or "DOUBLE" or "FLOAT" or "INT" or "BIGINT" or "STRING")',
    _INT, ArrayType(_INT), ArrayType(_BIG), _BYTES, _REAL, FloatType(), _BIG, _TEXT,
)  # fmt: skip


def rows_of(r: Rendering, value: str, element: DataType) -> str:
    """The values of a group that are not null, as a list."""
    rows = f"list({r.distinct}{value}){over(r, f'{value} IS NOT NULL')}"
    return f"coalesce({rows}, CAST([] AS {r.type(ArrayType(element, False))}))"


def _named(r: Rendering) -> str:
    return quoted(r.apply.function.name)


def _scalar(kernel: str, pair: bool = False) -> Callable[[Rendering], str]:
    """The kernel with a call's arguments and its name; with ``pair`` the first two are one list."""

    def render(r: Rendering) -> str:
        args, given = list(r.args), [value.type for value in r.apply.arguments]
        if pair:
            missing = " OR ".join([f"{arg} IS NULL" for arg in args[:2]])
            args[:2] = [f"CASE WHEN NOT ({missing}) THEN [{args[0]}, {args[1]}] END"]
            given[:2] = [_LISTED]
        return r.kernel(kernel, [*args, _named(r)], [*given, _TEXT], r.apply.type)

    return render


def _collected(kernel: str, named: bool = True) -> Callable[[Rendering], str]:
    """The kernel with the list of a group's values and the other arguments."""

    def render(r: Rendering) -> str:
        first, *others = r.apply.arguments
        given: list[DataType] = [ArrayType(first.type, False), *[value.type for value in others]]
        args = [rows_of(r, r.args[0], first.type), *r.args[1:]]
        if named:
            args.append(_named(r))
            given.append(_TEXT)
        return r.kernel(kernel, args, given, r.apply.type)

    return render


def _constant(value: e.Value, condition: str, function: str) -> object:
    try:
        return constant_value(value)
    except NotConstant:
        raise SparkRuntimeException(
            errorClass=condition, messageParameters={"function": f"`{function}`"}
        ) from None


def _sized(least: int, most: int, condition: str, constant: str, place: int = 1) -> Callable[[Binding], None]:
    """The check of a size, the argument at a place."""

    def check(b: Binding) -> None:
        if len(b.arguments) <= place:
            return
        size = _constant(b.arguments[place], constant, b.function.name)
        size = 0 if size is None and place == 1 else size
        if isinstance(size, int) and not least <= size <= most:
            shown = {"min": str(least), "max": str(most), "value": str(size)}
            parameters = {"function": f"`{b.function.name}`", **shown}
            raise SparkRuntimeException(errorClass=condition, messageParameters=parameters)

    return check


# --------------------------------------------------------------------------------------------------- HLL

aggregate(
    "hll_sketch_agg", (_COUNTED, _COUNT), _BYTES, _collected("hll_sketch_agg", named=False),
    optional=1, defaults=(_SIZE,), nullable=False,
    check=_sized(4, 21, "HLL_INVALID_LG_K", "HLL_K_MUST_BE_CONSTANT"),
)  # fmt: skip
_NO = e.Literal(False, BooleanType())


def _render_union(r: Rendering) -> str:
    kinds = [ArrayType(_BYTES, False), BooleanType(), _TEXT]
    rows = rows_of(r, r.args[0], _BYTES)
    return r.kernel("hll_union", [rows, f"coalesce({r.args[1]}, FALSE)", _named(r)], kinds, _BYTES)


aggregate(
    "hll_union_agg",
    (_SKETCH, _FLAG),
    _BYTES,
    _render_union,
    optional=1,
    defaults=(_NO,),
    nullable=False,
)
scalar(
    "hll_union",
    (_SKETCH, _SKETCH, _FLAG),
    _BYTES,
    _scalar("hll_union", pair=True),
    optional=1,
    defaults=(_NO,),
)
scalar("hll_sketch_estimate", (_SKETCH,), _BIG, _scalar("hll_sketch_estimate"))

# ------------------------------------------------------------------------------------------------- theta

_ENTRIES = _sized(4, 26, "SKETCH_INVALID_LG_NOM_ENTRIES", "THETA_LG_NOM_ENTRIES_MUST_BE_CONSTANT")
aggregate(
    "theta_sketch_agg", (_KEY, _COUNT), _BYTES, _collected("theta_sketch_agg", named=False),
    optional=1, defaults=(_SIZE,), nullable=False, check=_ENTRIES,
)  # fmt: skip
aggregate(
    "theta_union_agg", (_SKETCH, _COUNT), _BYTES, _collected("theta_union"),
    optional=1, defaults=(_SIZE,), nullable=False, check=_ENTRIES,
)  # fmt: skip
aggregate("theta_intersection_agg", (_SKETCH,), _BYTES, _collected("theta_intersection"), nullable=False)
scalar(
    "theta_union",
    (_SKETCH, _SKETCH, _COUNT),
    _BYTES,
    _scalar("theta_union", pair=True),
    optional=1,
    defaults=(_SIZE,),
    check=_sized(4, 26, "SKETCH_INVALID_LG_NOM_ENTRIES", "THETA_LG_NOM_ENTRIES_MUST_BE_CONSTANT", place=2),
)
scalar("theta_intersection", (_SKETCH, _SKETCH), _BYTES, _scalar("theta_intersection", pair=True))
scalar("theta_difference", (_SKETCH, _SKETCH), _BYTES, _scalar("theta_difference"))
scalar("theta_sketch_estimate", (_SKETCH,), _BIG, _scalar("theta_sketch_estimate"))

# ------------------------------------------------------------------------------------------------- tuples

_SUM = e.Literal("sum", _TEXT)
_MODES = ("sum", "min", "max", "alwaysone")


#: Where the constants of a function stand, by the start of its name: the size's place and the mode's.
_PLACES = {
    "tuple_sketch_agg": (2, 3), "tuple_sketch_summary": (None, 1), "tuple_union_agg": (1, 2),
    "tuple_intersection_agg": (None, 1), "tuple_union": (2, 3), "tuple_intersection": (None, 2),
}  # fmt: skip


def _check_tuple(b: Binding) -> None:
    """The size and the mode, which are constants."""
    size_at, mode_at = next(
        (found for start, found in _PLACES.items() if b.function.name.startswith(start)), (None, None)
    )
    size = None if size_at is None else _told(b, size_at, "lgNomEntries")
    mode = None if mode_at is None else _told(b, mode_at, "mode")
    if size is not None and not 4 <= int(size) <= 26:
        told = f"the `lgNomEntries` value must be between 4 and 26, inclusive: {size}."
        message = (
            f"[SKETCH_INVALID_LG_NOM_ENTRIES] Invalid call to `{b.function.name}`; {told} SQLSTATE: 22003"
        )
        raise b.mismatch("TYPE_CHECK_FAILURE_WITH_HINT", msg=message, hint="")
    if mode is not None and str(mode).lower() not in _MODES:
        told = f"mode '{mode}' is not supported. Valid modes are: {', '.join(_MODES)}."
        message = f"[TUPLE_INVALID_SKETCH_MODE] Invalid call to `{b.function.name}`: {told} SQLSTATE: 22023"
        raise b.mismatch("TYPE_CHECK_FAILURE_WITH_HINT", msg=message, hint="")


def _told(b: Binding, place: int, name: str) -> Any:
    """A constant among the arguments; None where it is none."""
    try:
        found = constant_value(b.arguments[place])
    except NotConstant:
        value = b.arguments[place]
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName=name,
            inputType=value.type.simpleString(),
            inputExpr=qualified(value),
        ) from None
    if found is None:
        raise b.mismatch("UNEXPECTED_NULL", exprName=name)
    return found


def _fit_tuple_key(given: DataType, ansi: bool) -> DataType | None:
    """What sketches have as keys; other numbers as DOUBLE, other atoms as STRING."""
    found = _KEY.fit(given, ansi)
    if found is not None or not isinstance(given, AtomicType):
        return found
    return _REAL if isinstance(given, NumericType) else _TEXT


_TUPLE_KEY = Accepts(_KEY.shown, _fit_tuple_key)


def _tuples(family: str, summary: Accepts, number: DataType, total: DataType) -> None:
    """Declare the functions of one kind of numbers."""

    def render(r: Rendering) -> str:
        key, value = r.apply.arguments[:2]
        row = StructType([StructField("key", key.type), StructField("summary", number)])
        cell = f"struct_pack(key := {r.args[0]}, summary := {r.cast(r.args[1], value.type, number)})"
        rows = f"coalesce(list({cell}){over(r)}, CAST([] AS {r.type(ArrayType(row))}))"
        given = [ArrayType(row), _INT, _TEXT, _TEXT]
        return r.kernel("tuple_sketch_agg", [rows, *r.args[2:], _named(r)], given, _BYTES)

    def two(
        name: str, parameters: Sequence[ParameterKind], kernel: str, pair: bool, *defaults: e.Expression
    ) -> None:
        named = ("first", "second", "lgNomEntries", "mode") if len(defaults) == 2 else ()
        scalar(
            f"{name}_{family}", parameters, _BYTES, _scalar(kernel, pair),
            optional=len(defaults), defaults=defaults, check=_check_tuple, named=named,
        )  # fmt: skip

    both = (_SKETCH, _SKETCH)
    aggregate(
        f"tuple_sketch_agg_{family}", (_TUPLE_KEY, summary, INT, STRING), _BYTES, render,
        optional=2, defaults=(_SIZE, _SUM), nullable=False, check=_check_tuple,
        named=("key", "summary", "lgNomEntries", "mode"),
    )  # fmt: skip
    aggregate(
        f"tuple_union_agg_{family}", (BINARY, INT, STRING), _BYTES, _collected("tuple_union"),
        optional=2, defaults=(_SIZE, _SUM), nullable=False, check=_check_tuple,
        named=("child", "lgNomEntries", "mode"),
    )  # fmt: skip
    aggregate(
        f"tuple_intersection_agg_{family}", (BINARY, STRING), _BYTES, _collected("tuple_intersection"),
        optional=1, defaults=(_SUM,), nullable=False, check=_check_tuple,
    )  # fmt: skip
    two("tuple_union", (*both, _COUNT, TEXT_ONLY), "tuple_union", True, _SIZE, _SUM)
    two("tuple_union_theta", (*both, _COUNT, TEXT_ONLY), "tuple_union_theta", False, _SIZE, _SUM)
    two("tuple_intersection", (*both, TEXT_ONLY), "tuple_intersection", True, _SUM)
    two("tuple_intersection_theta", (*both, TEXT_ONLY), "tuple_intersection_theta", False, _SUM)
    two("tuple_difference", both, "tuple_difference", False)
    two("tuple_difference_theta", both, "tuple_difference_theta", False)
    scalar(f"tuple_sketch_estimate_{family}", (_SKETCH,), _REAL, _scalar("tuple_sketch_estimate"))
    scalar(f"tuple_sketch_theta_{family}", (_SKETCH,), _REAL, _scalar("tuple_sketch_theta"))
    scalar(
        f"tuple_sketch_summary_{family}", (_SKETCH, TEXT_ONLY), total, _scalar("tuple_sketch_summary"),
        optional=1, defaults=(_SUM,), check=_check_tuple,
    )  # fmt: skip


_tuples("double", DOUBLE, _REAL, _REAL)
_tuples("integer", INT, _INT, _BIG)

# --------------------------------------------------------------------------------------------------- KLL

#: Of each family the type, what is accepted in a sketch, and what to ask it.
_NUMBERS: dict[str, tuple[DataType, Accepts, Accepts]] = {
    "bigint": (_BIG, _of('("TINYINT" or "INT" or "BIGINT" or "SMALLINT")', _BIG, _INT, small=True), LONG),
    "double": (_REAL, _of('("FLOAT" or "DOUBLE")', _REAL, FloatType()), DOUBLE),
    "float": (FloatType(), _of('"FLOAT"', FloatType()), FLOAT),
}


def _check_k(b: Binding) -> None:
    if len(b.arguments) < 2:
        return
    size = b.constant(1)
    if size is None:
        raise b.mismatch("UNEXPECTED_NULL", exprName="k")
    if isinstance(size, int) and not 8 <= size <= 65535:
        told = f"For function `{b.function.name}`, the k parameter must be between 8 and 65535 (inclusive)"
        message = f"[KLL_SKETCH_K_OUT_OF_RANGE] {told}, but got {size}. SQLSTATE: 22003"
        raise b.mismatch("TYPE_CHECK_FAILURE_WITH_HINT", msg=message, hint="")


def _kll(kernel: str, start: int) -> Callable[[Rendering], str]:
    """The kernel with a list and the size of the sketch, ``start`` unless it is given."""

    def render(r: Rendering) -> str:
        kind = r.apply.arguments[0].type
        size = r.args[1] if len(r.args) > 1 else str(start)
        args = [rows_of(r, r.args[0], kind), f"CAST({size} AS INTEGER)", _named(r)]
        return r.kernel(kernel, args, [ArrayType(kind, False), _INT, _TEXT], _BYTES)

    return render


def _one_or_many(number: Accepts, kind: DataType) -> Accepts:
    def fit(given: DataType, ansi: bool) -> DataType | None:
        if isinstance(given, ArrayType):
            found = number.fit(given.elementType, ansi)
            return None if found is None else ArrayType(kind, given.containsNull)
        return None if number.fit(given, ansi) is None else kind

    return Accepts(f'({number.shown} or "ARRAY<{number.shown.strip(chr(34))}>")', fit)


def _check_rank(b: Binding) -> None:
    given = b.arguments[1]
    if not given.foldable:
        raise b.mismatch(
            "NON_FOLDABLE_INPUT",
            inputName="`rank`",
            inputType=quoted_type(given.type),
            inputExpr=quoted_sql(given),
        )


def _many(kind: DataType) -> Callable[[Sequence[e.Value]], DataType]:
    return lambda args: ArrayType(kind, False) if isinstance(args[1].type, ArrayType) else kind


def _merge_two(r: Rendering) -> str:
    one, other = r.args
    pair = f"CASE WHEN NOT ({one} IS NULL OR {other} IS NULL) THEN [{one}, {other}] END"
    return r.kernel("kll_merge", [pair, "0", _named(r)], [_LISTED, _INT, _TEXT], _BYTES)


for _family, (_number, _takes, _asked) in _NUMBERS.items():
    aggregate(
        f"kll_sketch_agg_{_family}", (_takes, _COUNT), _BYTES, _kll("kll_sketch_agg", 200),
        optional=1, nullable=False, check=_check_k,
    )  # fmt: skip
    aggregate(
        f"kll_merge_agg_{_family}", (_SKETCH, _COUNT), _BYTES, _kll("kll_merge", 0),
        optional=1, nullable=False, check=_check_k,
    )  # fmt: skip
    scalar(f"kll_sketch_merge_{_family}", (BINARY, BINARY), _BYTES, _merge_two)
    scalar(f"kll_sketch_get_n_{_family}", (BINARY,), _BIG, _scalar("kll_sketch_get_n"))
    scalar(
        f"kll_sketch_get_quantile_{_family}", (BINARY, _one_or_many(DOUBLE, _REAL)), _many(_number),
        _scalar("kll_sketch_get_quantile"), check=_check_rank,
    )  # fmt: skip
    scalar(
        f"kll_sketch_get_rank_{_family}", (BINARY, _one_or_many(_asked, _number)), _many(_REAL),
        _scalar("kll_sketch_get_rank"),
    )  # fmt: skip
    scalar(f"kll_sketch_to_string_{_family}", (BINARY,), _TEXT, _scalar("kll_sketch_to_string"))

# --------------------------------------------------------------------------------------------- count-min

_ITEM = _of('("INTEGRAL" or "STRING" or "BINARY")', _BIG, _TEXT, _BYTES, _INT, ShortType(), ByteType())
_EXACT_REAL = Accepts(
    '"DOUBLE"', lambda given, ansi: _REAL if isinstance(given, (DoubleType, NullType)) else None
)
_SEED = _of('("INT" or "BIGINT")', _INT, _BIG)
_NAMES = ("eps", "confidence", "seed")


def _check_count_min(b: Binding) -> None:
    for value, name in zip(b.arguments[1:], _NAMES):
        try:
            found = constant_value(value)
        except NotConstant:
            raise b.mismatch(
                "NON_FOLDABLE_INPUT",
                inputName=f"`{name}`",
                inputType=quoted_type(value.type),
                inputExpr=quoted_sql(value),
            ) from None
        if found is None:
            raise b.mismatch("UNEXPECTED_NULL", exprName=name)
        most = {"eps": (float("inf"), "(0.0, 1.7976931348623157E308]"), "confidence": (1.0, "(0.0, 1.0]")}
        if name in most and not 0 < float(found) < most[name][0]:
            raise b.mismatch(
                "VALUE_OUT_OF_RANGE", exprName=name, valueRange=most[name][1], currentValue=f"{found}D"
            )


aggregate(
    "count_min_sketch", (_ITEM, _EXACT_REAL, _EXACT_REAL, _SEED), _BYTES,
    _collected("count_min_sketch", named=False), nullable=False, check=_check_count_min,
    named=("column", "epsilon", "confidence", "seed"),
)  # fmt: skip

# ------------------------------------------------------------------------------------------------- top k

_TRACKED_LIMIT = 1_000_000


_K, _TRACKED = ("k", "K"), ("maxItemsTracked", "Number of items tracked")


def _positive(b: Binding, index: int, name: tuple[str, str]) -> int:
    """An argument that must be a positive constant: how many items."""
    try:
        found = constant_value(b.arguments[index])
    except NotConstant:
        message = f"{name[1]} must be a constant literal"
        raise b.mismatch("TYPE_CHECK_FAILURE_WITH_HINT", msg=message, hint="") from None
    if found is None:
        raise _wrong("APPROX_TOP_K_NULL_ARG", argName=f"`{name[0]}`")
    number = int(found)
    if number <= 0:
        raise _wrong("APPROX_TOP_K_NON_POSITIVE_ARG", argName=f"`{name[0]}`", argValue=str(found))
    if name is _TRACKED and number > _TRACKED_LIMIT:
        shown = {"maxItemsTracked": str(number), "limit": str(_TRACKED_LIMIT)}
        raise _wrong("APPROX_TOP_K_MAX_ITEMS_TRACKED_EXCEEDS_LIMIT", **shown)
    return number


def _check_items(b: Binding) -> None:
    kind = b.arguments[0].type
    if isinstance(kind, (ArrayType, MapType, StructType, BinaryType, NullType)):
        message = f"{kind.typeName()} columns are not supported"
        raise b.mismatch("TYPE_CHECK_FAILURE_WITH_HINT", msg=message, hint="")


def _check_top(b: Binding) -> None:
    _check_items(b)
    most, tracked = _positive(b, 1, _K), _positive(b, 2, ("maxItemsTracked", "Max items tracked"))
    if tracked > _TRACKED_LIMIT:
        shown = {"maxItemsTracked": str(tracked), "limit": str(_TRACKED_LIMIT)}
        raise _wrong("APPROX_TOP_K_MAX_ITEMS_TRACKED_EXCEEDS_LIMIT", **shown)
    if tracked < most:
        shown = {"maxItemsTracked": str(tracked), "k": str(most)}
        raise _wrong("APPROX_TOP_K_MAX_ITEMS_TRACKED_LESS_THAN_K", **shown)


def _wrong(condition: str, **parameters: str) -> Exception:
    return SparkRuntimeException(errorClass=condition, messageParameters=parameters)


def _top_type(args: Sequence[e.Value]) -> DataType:
    fields = [StructField("item", args[0].type), StructField("count", _BIG, False)]
    return ArrayType(StructType(fields), False)


def _render_top(r: Rendering) -> str:
    rows, kind = _items_of(r)
    return r.kernel("approx_top_k", [rows, r.args[1]], [kind, _INT], r.apply.type)


aggregate(
    "approx_top_k", (ANY, INT, INT), _top_type, _render_top, optional=2,
    defaults=(e.Literal(5, _INT), e.Literal(10000, _INT)), nullable=False, check=_check_top,
)  # fmt: skip


def _items_of(r: Rendering) -> tuple[str, DataType]:
    """All values of a group, null among them, as a list; and the list's type."""
    kind = r.apply.arguments[0].type
    rows = f"coalesce(list({r.args[0]}){r.over}, CAST([] AS {r.type(ArrayType(kind))}))"
    return rows, ArrayType(kind)


def _state_type(item: DataType) -> StructType:
    """What ``approx_top_k_accumulate`` makes."""
    return StructType(
        [
            StructField("sketch", _BYTES, False),
            StructField("maxItemsTracked", _INT, False),
            StructField("itemDataType", item),
            StructField("itemDataTypeDDL", _TEXT, False),
        ]
    )


def _check_accumulate(b: Binding) -> None:
    _check_items(b)
    _positive(b, 1, _TRACKED)


def _render_accumulate(r: Rendering) -> str:
    rows, kind = _items_of(r)
    return r.kernel("approx_top_k_accumulate", [rows, r.args[1]], [kind, _INT], r.apply.type)


aggregate(
    "approx_top_k_accumulate", (ANY, INT), lambda args: _state_type(args[0].type), _render_accumulate,
    optional=1, defaults=(e.Literal(10000, _INT),), nullable=False, check=_check_accumulate,
)  # fmt: skip

_STATE = strictly('"STRUCT"', StructType, StructType([]))
_FORM = "struct<sketch:binary,maxItemsTracked:int,itemDataType:any,itemDataTypeDDL:string>"


def _check_state(b: Binding) -> None:
    kind = b.coerced()[0].type
    assert isinstance(kind, StructType)
    found = [field.dataType for field in kind]
    if len(found) != 4 or any(
        type(one) is not type(other) for one, other in zip(found, (_BYTES, _INT, found[2], _TEXT))
    ):
        message = (
            f"State must be a struct with 4 fields. Expected struct: {_FORM}. Got: {kind.simpleString()}"
        )
        raise b.mismatch("TYPE_CHECK_FAILURE_WITH_HINT", msg=message, hint="")


def _check_estimate(b: Binding) -> None:
    _check_state(b)
    _positive(b, 1, _K)


def _estimate_type(args: Sequence[e.Value]) -> DataType:
    kind = args[0].type
    assert isinstance(kind, StructType)
    fields = [StructField("item", kind[2].dataType), StructField("count", _BIG, False)]
    return ArrayType(StructType(fields), False)


scalar(
    "approx_top_k_estimate", (_STATE, INT), _estimate_type,
    lambda r: r.kernel("approx_top_k_estimate", r.args, [v.type for v in r.apply.arguments], r.apply.type),
    optional=1, defaults=(e.Literal(5, _INT),), check=_check_estimate, nullable=lambda args: args[0].nullable,
)  # fmt: skip


def _check_combine(b: Binding) -> None:
    _check_state(b)
    if len(b.call.arguments) > 1 and b.arguments[1] is not _ANY_SIZE:
        _positive(b, 1, _TRACKED)


def _render_combine(r: Rendering) -> str:
    rows = rows_of(r, r.args[0], r.apply.type)
    given = [ArrayType(r.apply.type, False), _INT]
    return r.kernel("approx_top_k_combine", [rows, r.args[1]], given, r.apply.type)


_ANY_SIZE = e.Literal(-1, _INT)
aggregate(
    "approx_top_k_combine", (_STATE, INT), type_of(), _render_combine,
    optional=1, defaults=(_ANY_SIZE,), nullable=False, check=_check_combine,
)  # fmt: skip
