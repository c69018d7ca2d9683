"""Choosing among values: CASE, IF, COALESCE."""

from __future__ import annotations

from collections.abc import Sequence

from pyrite.errors import IllegalArgumentException
from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.errors import analysis_error, data_diff_types
from pyrite.sql._analysis.functions.registry import ANY, SAME, Binding, Function, declare, scalar, strictly
from pyrite.sql._analysis.naming import quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import BooleanType, NullType


def _bind_when(b: Binding) -> e.Value:
    arguments = list(b.arguments)
    if not arguments:
        nothing = {"expression": '"CASE END"'}
        raise analysis_error(
            "COMPLEX_EXPRESSION_UNSUPPORTED_INPUT.NO_INPUTS", nothing, kind=IllegalArgumentException
        )
    places = [*range(1, len(arguments), 2), *([len(arguments) - 1] if len(arguments) % 2 else [])]
    kinds = [arguments[place].type for place in places]
    common = coercion.common_of(kinds, b.settings.ansi)
    if common is None:
        shown = ", ".join([quoted_type(kind) for kind in kinds])
        raise b.mismatch("DATA_DIFF_TYPES", functionName="`casewhen`", dataType=f"[{shown}]")
    for place in range(0, len(arguments) - 1, 2):
        condition = arguments[place]
        if not isinstance(condition.type, BooleanType):
            raise b.mismatch(
                "UNEXPECTED_INPUT_TYPE",
                paramIndex=["first", "second", "third"][min(place // 2, 2)],
                requiredType='"BOOLEAN"',
                inputSql=quoted_sql(condition),
                inputType=quoted_type(condition.type),
            )
        arguments[place] = condition
    for place in places:
        arguments[place] = b.cast(arguments[place], common)
    nullable = len(arguments) % 2 == 0
    for place in range(0, len(arguments) - 1, 2):
        condition = arguments[place]
        if isinstance(condition, e.Literal) and condition.value is True:
            # Nothing behind it is ever looked at.
            places = list(range(1, place + 2, 2))
            nullable = False
            break
    nullable = nullable or any(arguments[place].nullable for place in places)
    return b.apply(arguments, common, nullable=nullable, shown=b.arguments)


def _when_text(args: Sequence[str]) -> str:
    pairs = "".join([f" WHEN {args[i]} THEN {args[i + 1]}" for i in range(0, len(args) - 1, 2)])
    return f"CASE{pairs}{f' ELSE {args[-1]}' if len(args) % 2 else ''} END"


declare(
    "when",
    Function(
        "when",
        (ANY, ANY),
        NullType(),
        lambda r: _when_text(r.args) if len(r.args) > 1 else r.args[0],
        optional=2,
        variadic=True,
        bind=_bind_when,
        show=lambda apply, args: _when_text(args),
    ),
)


_CONDITION = strictly('"BOOLEAN"', BooleanType, BooleanType())


def _bind_if(b: Binding) -> e.Value:
    condition, one, other = b.arguments
    common = coercion.common_type(one.type, other.type, b.settings.ansi)
    if common is None:
        kinds = ", ".join([quoted_type(one.type), quoted_type(other.type)])
        raise b.mismatch("DATA_DIFF_TYPES", functionName="`if`", dataType=f"[{kinds}]")
    (condition, _, _) = b.coerced((_CONDITION, ANY, ANY))
    one, other = b.cast(one, common), b.cast(other, common)
    nullable = one.nullable or other.nullable
    return b.apply((condition, one, other), common, nullable=nullable, shown=b.arguments)


declare(
    "if",
    Function(
        "if",
        (_CONDITION, ANY, ANY),
        NullType(),
        "CASE WHEN {0} THEN {1} ELSE {2} END",
        bind=_bind_if,
        show=lambda apply, args: f"(IF({', '.join(args)}))",
    ),
)

scalar(
    "coalesce",
    (SAME,),
    lambda args: coercion.common_of([value.type for value in args], True) or args[0].type,
    "coalesce({args})",
    variadic=True,
    nullable=lambda args: all(value.nullable for value in args),
)


def _bind_nvl(b: Binding) -> e.Value:
    one, other = b.arguments
    common = coercion.common_type(one.type, other.type, b.settings.ansi)
    if common is None:
        raise data_diff_types(
            b.apply(b.arguments, NullType(), name="coalesce"), "coalesce", [one.type, other.type]
        )
    arguments = (b.cast(one, common), b.cast(other, common))
    return b.apply(arguments, common, nullable=one.nullable and other.nullable, shown=b.arguments)


declare("nvl ifnull", Function("nvl", (ANY, ANY), NullType(), "coalesce({0}, {1})", bind=_bind_nvl))
