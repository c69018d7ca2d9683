"""Vectors, which are arrays of floats: products, distances, norms, and sums of a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyrite.sql._analysis.functions.aggregates import over
from pyrite.sql._analysis.functions.registry import (
    Accepts,
    Rendering,
    aggregate,
    once,
    quoted,
    scalar,
)
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import ArrayType, DataType, FloatType, IntegerType, StringType

_FLOAT = FloatType()


def _fit_vector(given: DataType, ansi: bool) -> DataType | None:
    return given if isinstance(given, ArrayType) and isinstance(given.elementType, FloatType) else None


VECTOR = Accepts('"ARRAY<FLOAT>"', _fit_vector)
_DEGREE = Accepts('"FLOAT"', lambda given, ansi: given if isinstance(given, FloatType) else None)


def _whole(vector: str) -> str:
    """Whether nothing in a vector is null."""
    return f"list_count({vector}) = len({vector})"


def _sum(vectors: str, term: str) -> str:
    """The sum of a term over the elements ``x``, as a DOUBLE; zero for none."""
    return f"coalesce(list_sum(list_transform({vectors}, lambda x: {term})), 0.0::DOUBLE)"


def _square(vector: str) -> str:
    return _sum(vector, "x::DOUBLE * x::DOUBLE")


def _dot(one: str, other: str) -> str:
    return _sum(f"list_zip({one}, {other})", "x[1]::DOUBLE * x[2]::DOUBLE")


def _cosine(one: str, other: str) -> str:
    sizes = f"(sqrt({_square(one)}) * sqrt({_square(other)}))"
    return f"{_dot(one, other)} / nullif({sizes}, 0)"


def _distance(one: str, other: str) -> str:
    gap = "(x[1]::DOUBLE - x[2]::DOUBLE)"
    return f"sqrt({_sum(f'list_zip({one}, {other})', f'{gap} * {gap}')})"


def _mismatch(r: Rendering, kind: DataType, left: str, right: str) -> str:
    parameters = {
        "functionName": quoted(f"`{r.apply.function.name}`"),
        "leftDim": r.cast(left, IntegerType(), StringType()),
        "rightDim": r.cast(right, IntegerType(), StringType()),
    }
    return r.fail("VECTOR_DIMENSION_MISMATCH", parameters, kind, located=False)


def _of_two(name: str, make: Callable[[str, str], str]) -> None:
    def render(r: Rendering) -> str:
        def body(args: Sequence[str]) -> str:
            one, other = args
            sizes = [f"CAST(len({vector}) AS INTEGER)" for vector in args]
            return (
                f"CASE WHEN len({one}) <> len({other}) THEN {_mismatch(r, _FLOAT, *sizes)} "
                f"WHEN {_whole(one)} AND {_whole(other)} THEN CAST({make(one, other)} AS FLOAT) END"
            )

        return once(r.args, body)

    scalar(name, (VECTOR, VECTOR), _FLOAT, render, nullable=True)


_of_two("vector_inner_product", _dot)
_of_two("vector_cosine_similarity", _cosine)
_of_two("vector_l2_distance", _distance)


def _norm(r: Rendering, vector: str, degree: str, make: Callable[[str], str]) -> str:
    """What ``make`` makes of a vector's norm; the degree may be one, two or infinite."""
    parameters = {
        "functionName": quoted(f"`{r.apply.function.name}`"),
        "degree": r.cast(degree, _FLOAT, StringType()),
    }
    wrong = r.fail("INVALID_VECTOR_NORM_DEGREE", parameters, r.apply.type, located=False)
    largest = f"coalesce(list_max(list_transform({vector}, lambda x: abs(x::DOUBLE))), 0.0::DOUBLE)"
    size = (
        f"CASE {degree} WHEN 2 THEN sqrt({_square(vector)}) WHEN 1 THEN {_sum(vector, 'abs(x::DOUBLE)')} "
        f"ELSE {largest} END"
    )
    return (
        f"CASE WHEN {vector} IS NULL OR {degree} IS NULL THEN NULL "
        f"WHEN {degree} NOT IN (1, 2, CAST('inf' AS FLOAT)) THEN {wrong} "
        f"WHEN {_whole(vector)} THEN {r.bound(size, make)} END"
    )


def _render_norm(r: Rendering) -> str:
    return once(r.args, lambda a: _norm(r, a[0], a[1], lambda size: f"CAST({size} AS FLOAT)"))


def _render_normalize(r: Rendering) -> str:
    def body(args: Sequence[str]) -> str:
        vector, degree = args

        def scaled(size: str) -> str:
            parts = f"list_transform({vector}, lambda x: CAST(x::DOUBLE / {size} AS FLOAT))"
            return f"CASE WHEN len({vector}) = 0 OR {size} <> 0 THEN {parts} END"

        return _norm(r, vector, degree, scaled)

    return once(r.args, body)


_EUCLID = (e.Literal(2.0, _FLOAT),)
scalar("vector_norm", (VECTOR, _DEGREE), _FLOAT, _render_norm, optional=1, defaults=_EUCLID, nullable=True)
scalar(
    "vector_normalize",
    (VECTOR, _DEGREE),
    ArrayType(_FLOAT),
    _render_normalize,
    optional=1,
    defaults=_EUCLID,
    nullable=True,
)

# ------------------------------------------------------------------------------------------------- groups


def _of_group(name: str, step: str) -> None:
    """An aggregate, element by element: ``step`` leads from ``m`` to the next with ``x``, the row ``i``."""

    def render(r: Rendering) -> str:
        (vector,) = r.args
        rows = f"list({r.distinct}{vector}){over(r, f'{vector} IS NOT NULL AND {_whole(vector)}')}"

        def body(args: Sequence[str]) -> str:
            (vectors,) = args
            first = f"len({vectors}[1])"
            odd = f"list_filter({vectors}, lambda v: len(v) <> {first})"
            wrong = _mismatch(r, r.apply.type, f"CAST({first} AS INTEGER)", f"CAST(len({odd}[1]) AS INTEGER)")
            column = f"list_transform({vectors}, lambda v: v[k])"
            folded = f"list_reduce({column}, lambda m, x, i: CAST({step} AS FLOAT))"
            whole = f"list_transform(range(1, {first} + 1), lambda k: {folded})"
            return f"CASE WHEN len({odd}) > 0 THEN {wrong} WHEN {vectors} IS NOT NULL THEN {whole} END"

        return once([rows], body)

    aggregate(name, (VECTOR,), ArrayType(_FLOAT, False), render, nullable=True)


_of_group("vector_sum", "m + x")
# Each row moves the mean towards itself, as Spark computes it.
_of_group("vector_avg", "m + (x - m) * (1::FLOAT / i::FLOAT)")
