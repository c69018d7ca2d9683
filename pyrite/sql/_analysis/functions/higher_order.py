"""Functions that are given a lambda function, for the elements of arrays and the entries of maps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pyrite.sql._analysis.coercion import force_nullable, same_type
from pyrite.sql._analysis.errors import unexpected_input
from pyrite.sql._analysis.functions.arrays import distinct_text, element_of, holds_null, tightest_type
from pyrite.sql._analysis.functions.maps import map_of, map_text, refuse_map_key
from pyrite.sql._analysis.functions.registry import (
    ANY,
    ARRAY,
    MAP,
    Accepts,
    Binding,
    LambdaOf,
    Rendering,
    lambda_text,
    once,
    scalar,
    type_of,
)
from pyrite.sql._analysis.functions.texts import has_null, sorted_list, unless_null
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import ArrayType, BooleanType, DataType, IntegerType, MapType, NullType

Variables = Sequence[tuple[DataType, bool]]


def variable(r: Rendering, parameter: e.LambdaVariable) -> str:
    """The name that a lambda's parameter has in DuckDB."""
    return r.identifier(f"x_{parameter.id}")


def called(r: Rendering, function: e.Lambda, *texts: str) -> str:
    """What a lambda function computes where its parameters have these values."""
    made = r.sql(function.body)
    used = {part.id for part in function.body.walk() if isinstance(part, e.LambdaVariable)}
    for parameter, text in reversed(list(zip(function.parameters, texts))):
        if parameter.id in used:
            made = f"list_transform([{text}], lambda {variable(r, parameter)}: {made})[1]"
    return made


def _of_elements(args: Sequence[e.Value]) -> Variables:
    return [(element_of(args[0]), holds_null(args[0]))]


def _of_elements_and_places(args: Sequence[e.Value]) -> Variables:
    return [*_of_elements(args), (IntegerType(), False)]


def _of_entries(args: Sequence[e.Value]) -> Variables:
    kind = map_of(args[0])
    return [(kind.keyType, False), (kind.valueType, kind.valueContainsNull)]


_BOOLEAN = Accepts('"BOOLEAN"', lambda given, ansi: given if isinstance(given, BooleanType) else (
    BooleanType() if isinstance(given, NullType) else None
))  # fmt: skip

# ---------------------------------------------------------------------------------------------- arrays


def over_elements(r: Rendering, function: str) -> str:
    """``list_transform`` or ``list_filter`` with a lambda that may take the element's place too."""
    given = lambda_text(r, 1)
    if len(given.parameters) == 1:
        return f"{function}({r.args[0]}, {r.args[1]})"
    element, place = given.parameters
    body = r.sql(given.body)
    inner = f"list_transform([CAST(place - 1 AS INTEGER)], lambda {variable(r, place)}: {body})[1]"
    return f"{function}({r.args[0]}, lambda {variable(r, element)}, place: {inner})"


scalar(
    "transform",
    (ARRAY, LambdaOf(_of_elements_and_places)),
    lambda args: ArrayType(args[1].type, args[1].nullable),
    lambda r: over_elements(r, "list_transform"),
    nullable=lambda args: args[0].nullable,
)
scalar(
    "filter",
    (ARRAY, LambdaOf(_of_elements_and_places, body=_BOOLEAN)),
    type_of(),
    lambda r: over_elements(r, "list_filter"),
    nullable=lambda args: args[0].nullable,
)


def _decided(r: Rendering, by: str, otherwise: str) -> str:
    """The one truth value if any element has it, the other if all have that, else null."""

    def text(args: Sequence[str]) -> str:
        (found,) = args
        return f"CASE WHEN list_contains({found}, {by}) THEN {by} WHEN NOT {has_null(found)} THEN {otherwise} END"

    return once([over_elements(r, "list_transform")], text)


for _name, _by, _otherwise in (("exists", "TRUE", "FALSE"), ("forall", "FALSE", "TRUE")):
    scalar(
        _name,
        (ARRAY, LambdaOf(_of_elements, body=_BOOLEAN)),
        BooleanType(),
        partial(_decided, by=_by, otherwise=_otherwise),
    )


def _of_step(args: Sequence[e.Value]) -> Variables:
    return [(force_nullable(args[1].type), True), *_of_elements(args)]


def _of_result(args: Sequence[e.Value]) -> Variables:
    return [(force_nullable(args[1].type), True)]


def _bind_aggregate(b: Binding) -> e.Value:
    array, zero, merge, finish = b.coerced()
    if not _alike(zero.type, merge.type):
        raise unexpected_input(b.apply(b.arguments, NullType()), 2, merge, quoted_type(zero.type))
    return b.apply((array, zero, merge, finish), finish.type, nullable=array.nullable or finish.nullable)


def _alike(one: DataType, other: DataType) -> bool:
    """Whether two types have the same structure, whatever the names in it."""
    if isinstance(one, ArrayType) and isinstance(other, ArrayType):
        return _alike(one.elementType, other.elementType)
    if isinstance(one, MapType) and isinstance(other, MapType):
        return _alike(one.keyType, other.keyType) and _alike(one.valueType, other.valueType)
    fields, others = getattr(one, "fields", None), getattr(other, "fields", None)
    if fields is not None and others is not None:
        return len(fields) == len(others) and all(
            _alike(left.dataType, right.dataType) for left, right in zip(fields, others)
        )
    return same_type(one, other)


def _render_aggregate(r: Rendering) -> str:
    merge, finish = lambda_text(r, 2), lambda_text(r, 3)
    zero = r.apply.arguments[1]
    total, element = merge.parameters
    body = r.cast(r.sql(merge.body), merge.type, zero.type)
    step = f"lambda {variable(r, total)}, {variable(r, element)}: {body}"
    reduced = f"list_reduce({r.args[0]}, {step}, {r.args[1]})"
    if isinstance(finish.body, e.LambdaVariable):
        return reduced
    made = called(r, finish, reduced)
    return f"CASE WHEN {r.args[0]} IS NOT NULL THEN {made} END" if r.apply.arguments[0].nullable else made


scalar(
    "aggregate reduce",
    (ARRAY, ANY, LambdaOf(_of_step, least=2), LambdaOf(_of_result)),
    NullType(),
    _render_aggregate,
    optional=1,
    defaults=(e.LambdaFunction(("id",), e.Name(("id",))),),
    bind=_bind_aggregate,
)


def _of_both_elements(args: Sequence[e.Value]) -> Variables:
    return [(element_of(args[0]), True), (element_of(args[1]), True)]


def _render_zip_with(r: Rendering) -> str:
    function = lambda_text(r, 2)

    def text(args: Sequence[str]) -> str:
        one, other = args
        body = called(r, function, f"list_extract({one}, i)", f"list_extract({other}, i)")
        rows = f"list_transform(range(1, greatest(len({one}), len({other})) + 1), lambda i: {body})"
        return unless_null(args, rows)

    return once(r.args[:2], text)


scalar(
    "zip_with",
    (ARRAY, ARRAY, LambdaOf(_of_both_elements, least=2)),
    lambda args: ArrayType(args[2].type, args[2].nullable),
    _render_zip_with,
    nullable=lambda args: args[0].nullable or args[1].nullable,
)

# ---------------------------------------------------------------------------------------- array_sort


def _of_two_elements(args: Sequence[e.Value]) -> Variables:
    return [(element_of(args[0]), holds_null(args[0]))] * 2


def _default_comparator() -> e.LambdaFunction:
    """Ascending, nulls last."""
    left, right = e.Name(("left",)), e.Name(("right",))
    number = [e.Literal(n, IntegerType()) for n in (0, 1, -1)]
    zero, one, less = number

    def choose(test: e.Expression, then: e.Expression, other: e.Expression) -> e.Expression:
        return e.Call("if", (test, then, other))

    no_left, no_right = e.Call("isnull", (left,)), e.Call("isnull", (right,))
    compared = choose(e.Call("<", (left, right)), less, choose(e.Call(">", (left, right)), one, zero))
    with_nulls = choose(no_left, one, choose(no_right, less, compared))
    return e.LambdaFunction(("left", "right"), choose(e.Call("and", (no_left, no_right)), zero, with_nulls))


_COMPARATOR = _default_comparator()


def _render_array_sort(r: Rendering) -> str:
    given = lambda_text(r, 1)
    kind = element_of(r.apply.arguments[0])
    if r.apply.options:
        return sorted_list(r, r.args[0], kind, "ASC", "LAST")
    left, right = given.parameters

    def text(args: Sequence[str]) -> str:
        (array,) = args
        null = r.fail(
            "COMPARATOR_RETURNS_NULL",
            {
                "firstValue": f"CAST({variable(r, left)} AS VARCHAR)",
                "secondValue": f"CAST({variable(r, right)} AS VARCHAR)",
            },
            IntegerType(),
        )
        compared = f"coalesce({r.sql(given.body)}, {null})"
        row = f"list_transform({array}, lambda {variable(r, left)}: {compared})"
        less = f"list_filter({row}, lambda c, other: c < 0 OR (c = 0 AND other < place))"
        keyed = f"struct_pack(k := len({less}), v := {variable(r, right)})"
        rows = f"list_transform({array}, lambda {variable(r, right)}, place: {keyed})"
        return f"list_transform(list_sort({rows}), lambda item: item.v)"

    return once([r.args[0]], text)


def _bind_array_sort(b: Binding) -> e.Value:
    array, function = b.coerced()
    if not isinstance(function.type, IntegerType):
        raise b.mismatch(
            "UNEXPECTED_RETURN_TYPE",
            functionName="`lambdafunction`",
            expectedType='"INT"',
            actualType=quoted_type(function.type),
        )
    default = b.call.arguments[1] is _COMPARATOR
    return b.apply((array, function), array.type, nullable=array.nullable, options=(default,) * default)


scalar(
    "array_sort",
    (ARRAY, LambdaOf(_of_two_elements, least=2)),
    NullType(),
    _render_array_sort,
    optional=1,
    defaults=(_COMPARATOR,),
    bind=_bind_array_sort,
)

# ------------------------------------------------------------------------------------------------ maps


def _over_entries(r: Rendering, function: str, given: str) -> str:
    """A list function over the entries of a map, with the lambda of the call."""
    body = called(r, lambda_text(r, 1), "pair.key", "pair.value")
    return f"{function}(map_entries({given}), lambda pair: {body})"


def map_of_entries(args: Sequence[str]) -> str:
    """The map of an array of entries that are known to differ."""
    keys, values = (f"list_transform({args[0]}, lambda pair: pair.{part})" for part in ("key", "value"))
    return unless_null(args, f"map({keys}, {values})")


scalar(
    "map_filter",
    (MAP, LambdaOf(_of_entries, least=2, body=_BOOLEAN)),
    type_of(),
    lambda r: once([_over_entries(r, "list_filter", r.args[0])], map_of_entries),
    nullable=lambda args: args[0].nullable,
)


def _bind_transform_keys(b: Binding) -> e.Value:
    value, function = b.coerced()
    refuse_map_key(b, function.type)
    kind = MapType(function.type, map_of(value).valueType, map_of(value).valueContainsNull)
    return b.apply((value, function), kind, nullable=value.nullable)


scalar(
    "transform_keys",
    (MAP, LambdaOf(_of_entries, least=2)),
    NullType(),
    lambda r: once(
        r.args[:1],
        lambda args: map_text(r, _over_entries(r, "list_transform", args[0]), f"map_values({args[0]})"),
    ),
    bind=_bind_transform_keys,
)
scalar(
    "transform_values",
    (MAP, LambdaOf(_of_entries, least=2)),
    lambda args: MapType(map_of(args[0]).keyType, args[1].type, args[1].nullable),
    lambda r: once(
        r.args[:1],
        lambda args: unless_null(
            args, f"map(map_keys({args[0]}), {_over_entries(r, 'list_transform', args[0])})"
        ),
    ),
    nullable=lambda args: args[0].nullable,
)


def _of_both_entries(args: Sequence[e.Value]) -> Variables:
    one, other = map_of(args[0]), map_of(args[1])
    key = tightest_type(one.keyType, other.keyType)
    return [(key or one.keyType, False), (one.valueType, True), (other.valueType, True)]


def _bind_map_zip_with(b: Binding) -> e.Value:
    one, other, function = b.coerced()
    first, second = map_of(one), map_of(other)
    key = tightest_type(first.keyType, second.keyType)
    if key is None:
        raise b.mismatch(
            "MAP_ZIP_WITH_DIFF_TYPES",
            functionName="`map_zip_with`",
            leftType=quoted_type(first.keyType),
            rightType=quoted_type(second.keyType),
        )
    one = b.cast(one, MapType(key, first.valueType, first.valueContainsNull))
    other = b.cast(other, MapType(key, second.valueType, second.valueContainsNull))
    kind = MapType(key, function.type, function.nullable)
    return b.apply((one, other, function), kind, nullable=one.nullable or other.nullable)


def _render_map_zip_with(r: Rendering) -> str:
    function = lambda_text(r, 2)

    def text(args: Sequence[str]) -> str:
        one, other = args
        every = f"list_concat(map_keys({one}), map_keys({other}))"
        keys = distinct_text(every)
        body = called(
            r, function, "item", f"map_extract_value({one}, item)", f"map_extract_value({other}, item)"
        )
        made = once([keys], lambda k: f"map({k[0]}, list_transform({k[0]}, lambda item: {body}))")
        return unless_null(args, made)

    return once(r.args[:2], text)


scalar(
    "map_zip_with",
    (MAP, MAP, LambdaOf(_of_both_entries, least=3)),
    NullType(),
    _render_map_zip_with,
    bind=_bind_map_zip_with,
)
