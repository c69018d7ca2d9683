"""Arrays, maps and structs: made, read and changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, given, one_by_one, plain, plains, seed_of, whole
from pyrite.sql.functions._lambdas import higher_order
from pyrite.sql.functions._normal import lit

__all__ = [
    "aggregate",
    "array",
    "array_append",
    "array_compact",
    "array_contains",
    "array_distinct",
    "array_except",
    "array_insert",
    "array_intersect",
    "array_join",
    "array_max",
    "array_min",
    "array_position",
    "array_prepend",
    "array_remove",
    "array_repeat",
    "array_size",
    "array_sort",
    "array_union",
    "arrays_overlap",
    "arrays_zip",
    "cardinality",
    "create_map",
    "element_at",
    "exists",
    "explode",
    "explode_outer",
    "filter",
    "flatten",
    "forall",
    "get",
    "inline",
    "inline_outer",
    "map_concat",
    "map_contains_key",
    "map_entries",
    "map_filter",
    "map_from_arrays",
    "map_from_entries",
    "map_keys",
    "map_values",
    "map_zip_with",
    "named_struct",
    "posexplode",
    "posexplode_outer",
    "reduce",
    "sequence",
    "shuffle",
    "size",
    "slice",
    "sort_array",
    "stack",
    "str_to_map",
    "struct",
    "transform",
    "transform_keys",
    "transform_values",
    "try_element_at",
    "zip_with",
]


# -------------------------------------------------------------------------------------------------- made


def struct(*cols: ColumnOrName | Sequence[ColumnOrName]) -> Column:
    """A struct of columns, given one by one or as a list, under their names.

    >>> struct("name", "age")
    Column<'struct(name, age)'>
    """
    return call("struct", *one_by_one(cols))


def named_struct(*cols: ColumnOrName) -> Column:
    """A struct of pairs of a constant name and a value: ``named_struct(lit("x"), "a")``."""
    return call("named_struct", *cols)


def array(*cols: ColumnOrName | Sequence[ColumnOrName]) -> Column:
    """An array of columns, given one by one or as a list."""
    return call("array", *one_by_one(cols))


def create_map(*cols: ColumnOrName | Sequence[ColumnOrName]) -> Column:
    """A map of pairs of a key and a value, given one by one or as a list."""
    return call("map", *one_by_one(cols))


def map_from_arrays(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """A map of an array of keys and one of values."""
    return call("map_from_arrays", col1, col2)


def map_from_entries(col: ColumnOrName) -> Column:
    """A map of an array of structs of a key and a value."""
    return call("map_from_entries", col)


def str_to_map(
    text: ColumnOrName, pairDelim: ColumnOrName | None = None, keyValueDelim: ColumnOrName | None = None
) -> Column:
    """A map of a text as ``"a:1,b:2"``, with these delimiters (regular expressions)."""
    return call(
        "str_to_map",
        text,
        lit(",") if pairDelim is None else pairDelim,
        lit(":") if keyValueDelim is None else keyValueDelim,
    )


def sequence(start: ColumnOrName, stop: ColumnOrName, step: ColumnOrName | None = None) -> Column:
    """The array of what lies from ``start`` to ``stop``, ``step`` apart: of numbers, dates or times."""
    return call("sequence", start, stop, *given(step))


def array_repeat(col: ColumnOrName, count: ColumnOrName | int) -> Column:
    """The array of ``count`` times the value."""
    return call("array_repeat", col, whole(count))


# -------------------------------------------------------------------------------------------------- read


def size(col: ColumnOrName) -> Column:
    """How many elements an array, or pairs a map has; null for null (-1 where ANSI mode is off)."""
    return call("size", col)


def cardinality(col: ColumnOrName) -> Column:
    """How many elements an array, or pairs a map has: see :func:`size`."""
    return call("cardinality", col)


def array_size(col: ColumnOrName) -> Column:
    """How many elements an array has; null for null."""
    return call("array_size", col)


def element_at(col: ColumnOrName, extraction: Any) -> Column:
    """The element at a place from 1 (from the end when negative), or the map's value of a key."""
    return call("element_at", col, lit(extraction))


def try_element_at(col: ColumnOrName, extraction: ColumnOrName) -> Column:
    """As :func:`element_at`, but null where there is none."""
    return call("try_element_at", col, extraction)


def get(col: ColumnOrName, index: ColumnOrName | int) -> Column:
    """The element at an index from 0, or null where there is none."""
    return call("get", col, whole(index))


def array_contains(col: ColumnOrName, value: Any) -> Column:
    """Whether the array has the value."""
    return call("array_contains", col, lit(value))


def array_position(col: ColumnOrName, value: Any) -> Column:
    """The place of the value, from 1, or 0."""
    return call("array_position", col, lit(value))


def array_max(col: ColumnOrName) -> Column:
    """The greatest element, nulls left out."""
    return call("array_max", col)


def array_min(col: ColumnOrName) -> Column:
    """The least element, nulls left out."""
    return call("array_min", col)


def array_join(col: ColumnOrName, delimiter: str, null_replacement: str | None = None) -> Column:
    """The elements as one text with ``delimiter`` between them; nulls are left out, or replaced."""
    return call("array_join", col, plain(delimiter), *plains(null_replacement))


def arrays_overlap(a1: ColumnOrName, a2: ColumnOrName) -> Column:
    """Whether both arrays share an element that is not null."""
    return call("arrays_overlap", a1, a2)


def map_contains_key(col: ColumnOrName, value: Any) -> Column:
    """Whether the map has the key."""
    return call("map_contains_key", col, lit(value))


def map_keys(col: ColumnOrName) -> Column:
    """The keys as an array."""
    return call("map_keys", col)


def map_values(col: ColumnOrName) -> Column:
    """The values as an array."""
    return call("map_values", col)


def map_entries(col: ColumnOrName) -> Column:
    """The pairs as an array of structs of ``key`` and ``value``."""
    return call("map_entries", col)


# ----------------------------------------------------------------------------------------------- changed


def slice(x: ColumnOrName, start: ColumnOrName | int, length: ColumnOrName | int) -> Column:
    """``length`` elements from ``start`` on, counted from 1, from the end when negative."""
    return call("slice", x, whole(start), whole(length))


def array_append(col: ColumnOrName, value: Any) -> Column:
    """The array with the value behind it."""
    return call("array_append", col, lit(value))


def array_prepend(col: ColumnOrName, value: Any) -> Column:
    """The array with the value before it."""
    return call("array_prepend", col, lit(value))


def array_insert(arr: ColumnOrName, pos: ColumnOrName | int, value: Any) -> Column:
    """The array with the value put in at a place from 1, from the end when negative."""
    return call("array_insert", arr, whole(pos), lit(value))


def array_remove(col: ColumnOrName, element: Any) -> Column:
    """The array without the elements that equal the value."""
    return call("array_remove", col, lit(element))


def array_compact(col: ColumnOrName) -> Column:
    """The array without nulls."""
    return call("array_compact", col)


def array_distinct(col: ColumnOrName) -> Column:
    """The array with each element once."""
    return call("array_distinct", col)


def array_union(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The elements of both arrays, each once."""
    return call("array_union", col1, col2)


def array_intersect(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The elements that both arrays have, each once."""
    return call("array_intersect", col1, col2)


def array_except(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The elements of the first array that the second has not, each once."""
    return call("array_except", col1, col2)


def arrays_zip(*cols: ColumnOrName) -> Column:
    """An array of structs of the first elements, the second, and so on."""
    return call("arrays_zip", *cols)


def flatten(col: ColumnOrName) -> Column:
    """An array of arrays as one array."""
    return call("flatten", col)


def sort_array(col: ColumnOrName, asc: bool = True) -> Column:
    """The array sorted; nulls come first when ascending, else last."""
    return call("sort_array", col, plain(asc))


def array_sort(col: ColumnOrName, comparator: Callable[[Column, Column], Column] | None = None) -> Column:
    """The array sorted, nulls last; or as ``comparator`` says: negative, zero or positive for two elements."""
    if comparator is None:
        return call("array_sort", col)
    return higher_order("array_sort", [col], [comparator])


def shuffle(col: ColumnOrName, seed: Column | int | None = None) -> Column:
    """The array in random order."""
    return call("shuffle", col, seed_of() if seed is None else lit(seed))


def map_concat(*cols: ColumnOrName | Sequence[ColumnOrName]) -> Column:
    """One map of the pairs of all, given one by one or as a list."""
    return call("map_concat", *one_by_one(cols))


# -------------------------------------------------------------------------------------- rows of elements


def explode(col: ColumnOrName) -> Column:
    """A row for each element of an array (``col``), or pair of a map (``key``, ``value``); none for null."""
    return call("explode", col)


def explode_outer(col: ColumnOrName) -> Column:
    """As :func:`explode`, but a row with null for null or nothing."""
    return call("explode_outer", col)


def posexplode(col: ColumnOrName) -> Column:
    """As :func:`explode`, with the position ``pos`` from 0 before it."""
    return call("posexplode", col)


def posexplode_outer(col: ColumnOrName) -> Column:
    """As :func:`posexplode`, but a row with nulls for null or nothing."""
    return call("posexplode_outer", col)


def inline(col: ColumnOrName) -> Column:
    """A row for each struct of an array, with its fields as columns."""
    return call("inline", col)


def inline_outer(col: ColumnOrName) -> Column:
    """As :func:`inline`, but a row with nulls for null or nothing."""
    return call("inline_outer", col)


def stack(*cols: ColumnOrName) -> Column:
    """The first tells in how many rows the others are laid."""
    return call("stack", *cols)


# ------------------------------------------------------------------------------------------ by functions


def transform(col: ColumnOrName, f: Callable[..., Column]) -> Column:
    """The array of what ``f`` makes of each element, or of each element and its index from 0.

    >>> transform("xs", lambda x: x * 2)     # doctest: +ELLIPSIS
    Column<'transform(xs, x_... -> *(x_..., 2))'>
    """
    return higher_order("transform", [col], [f])


def exists(col: ColumnOrName, f: Callable[[Column], Column]) -> Column:
    """Whether ``f`` is true for an element."""
    return higher_order("exists", [col], [f])


def forall(col: ColumnOrName, f: Callable[[Column], Column]) -> Column:
    """Whether ``f`` is true for all elements."""
    return higher_order("forall", [col], [f])


def filter(col: ColumnOrName, f: Callable[..., Column]) -> Column:
    """The elements for which ``f``, of the element or of it and its index, is true."""
    return higher_order("filter", [col], [f])


def aggregate(
    col: ColumnOrName,
    initialValue: ColumnOrName,
    merge: Callable[[Column, Column], Column],
    finish: Callable[[Column], Column] | None = None,
) -> Column:
    """One value of an array: ``merge`` of what there is, at first ``initialValue``, and each element in turn.

    Parameters
    ----------
    col, initialValue
        The array and what to begin with, whose type is the result's.
    merge, finish : function
        Of the value so far and an element; and of the last value.

    >>> aggregate("xs", lit(0), lambda total, x: total + x)     # doctest: +SKIP
    Column<'aggregate(xs, 0, (x_0, y_1) -> +(x_0, y_1))'>
    """
    return higher_order("aggregate", [col, initialValue], given(merge, finish))


def reduce(
    col: ColumnOrName,
    initialValue: ColumnOrName,
    merge: Callable[[Column, Column], Column],
    finish: Callable[[Column], Column] | None = None,
) -> Column:
    """One value of an array: see :func:`aggregate`."""
    return higher_order("reduce", [col, initialValue], given(merge, finish))


def zip_with(left: ColumnOrName, right: ColumnOrName, f: Callable[[Column, Column], Column]) -> Column:
    """The array of what ``f`` makes of the elements of two arrays, pair by pair."""
    return higher_order("zip_with", [left, right], [f])


def transform_keys(col: ColumnOrName, f: Callable[[Column, Column], Column]) -> Column:
    """The map with the keys that ``f`` makes of each key and value."""
    return higher_order("transform_keys", [col], [f])


def transform_values(col: ColumnOrName, f: Callable[[Column, Column], Column]) -> Column:
    """The map with the values that ``f`` makes of each key and value."""
    return higher_order("transform_values", [col], [f])


def map_filter(col: ColumnOrName, f: Callable[[Column, Column], Column]) -> Column:
    """The pairs for which ``f`` of key and value is true."""
    return higher_order("map_filter", [col], [f])


def map_zip_with(
    col1: ColumnOrName, col2: ColumnOrName, f: Callable[[Column, Column, Column], Column]
) -> Column:
    """One map of two: under each key what ``f`` makes of the key and both values, null where there is none."""
    return higher_order("map_zip_with", [col1, col2], [f])
