"""Comparing DataFrames, lists of rows and schemas, with differences that can be read."""

from __future__ import annotations

import difflib
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from pyrite._absent import absent
from pyrite.errors import PySparkAssertionError, PySparkTypeError
from pyrite.sql.column import Column
from pyrite.sql.dataframe import DataFrame
from pyrite.sql.functions import col, floor, when
from pyrite.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    MapType,
    NumericType,
    Row,
    StringType,
    StructField,
    StructType,
    VariantVal,
)

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas

    Rows: TypeAlias = DataFrame | pandas.DataFrame | list[Row]

__all__ = ["assertDataFrameEqual", "assertSchemaEqual"]

assertPandasOnSparkEqual = absent("testing.utils.assertPandasOnSparkEqual", "there is no pandas on Spark yet")


def assertSchemaEqual(
    actual: StructType,
    expected: StructType,
    ignoreNullable: bool = True,
    ignoreColumnOrder: bool = False,
    ignoreColumnName: bool = False,
) -> None:
    """Fail unless two schemas are equal.

    Parameters
    ----------
    actual, expected : StructType
        The schemas.
    ignoreNullable : bool
        Whether it does not matter what may be null, here and in nested types.
    ignoreColumnOrder : bool
        Whether columns are compared with those of the same name.
    ignoreColumnName : bool
        Whether columns are compared by their places alone.

    Raises
    ------
    PySparkAssertionError
        DIFFERENT_SCHEMA, with the difference.
    PySparkTypeError
        NOT_EXPECTED_TYPE for what is no StructType.

    >>> from pyrite.sql.types import IntegerType
    >>> given = StructType().add("n", IntegerType(), nullable=False)
    >>> assertSchemaEqual(given, StructType().add("n", IntegerType()))
    >>> assertSchemaEqual(given, StructType().add("n", IntegerType()), ignoreNullable=False)
    Traceback (most recent call last):
    ...
    pyrite.errors.exceptions.base.PySparkAssertionError: [DIFFERENT_SCHEMA] ...
    """
    __tracebackhide__ = True
    for name, given in (("actual", actual), ("expected", expected)):
        if not isinstance(given, StructType):
            raise PySparkTypeError(
                errorClass="NOT_EXPECTED_TYPE",
                messageParameters={
                    "arg_name": name,
                    "expected_type": "struct type",
                    "arg_type": type(given).__name__,
                },
            )
    if ignoreColumnOrder:
        actual, expected = _by_name(actual), _by_name(expected)
    if ignoreColumnName:
        actual, expected = _by_place(actual), _by_place(expected)
    same = _all_nullable(actual) == _all_nullable(expected) if ignoreNullable else actual == expected
    if not same:
        difference = difflib.ndiff(str(actual).splitlines(), str(expected).splitlines())
        raise PySparkAssertionError(
            errorClass="DIFFERENT_SCHEMA", messageParameters={"error_msg": "\n".join(difference)}
        )


def _by_name(schema: StructType) -> StructType:
    return StructType(sorted(schema, key=lambda field: field.name))


def _by_place(schema: StructType) -> StructType:
    return StructType(
        [StructField(str(place), field.dataType, field.nullable) for place, field in enumerate(schema)]
    )


def _all_nullable(kind: DataType) -> DataType:
    """The type where anything may be null and no field has metadata."""
    if isinstance(kind, StructType):
        return StructType([StructField(field.name, _all_nullable(field.dataType)) for field in kind])
    if isinstance(kind, ArrayType):
        return ArrayType(_all_nullable(kind.elementType))
    if isinstance(kind, MapType):
        return MapType(_all_nullable(kind.keyType), _all_nullable(kind.valueType))
    return kind


def assertDataFrameEqual(
    actual: Rows,
    expected: Rows,
    checkRowOrder: bool = False,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    ignoreNullable: bool = True,
    ignoreColumnOrder: bool = False,
    ignoreColumnName: bool = False,
    ignoreColumnType: bool = False,
    maxErrors: int | None = None,
    showOnlyDiff: bool = False,
    includeDiffRows: bool = False,
) -> None:
    """Fail unless two DataFrames hold the same rows, and have the same schema.

    Floats and decimals are equal where they differ by no more than ``atol + rtol * abs(expected)``, and NaN is equal
    to NaN.

    Parameters
    ----------
    actual, expected : DataFrame, pandas.DataFrame or list of Row
        What is compared. Lists have no schema: only the values of rows are compared then. One that is pandas wants
        both to be; their rows are compared in order, and no other option but the tolerances counts.
    checkRowOrder : bool
        Whether the order of rows counts.
    rtol, atol : float
        The relative and the absolute tolerance.
    ignoreNullable : bool
        Whether it does not matter what may be null.
    ignoreColumnOrder : bool
        Whether columns are compared with those of the same name.
    ignoreColumnName : bool
        Whether columns are compared by their places alone.
    ignoreColumnType : bool
        Whether values are compared as text, whole numbers without a point.
    maxErrors : int, optional
        After how many differing rows to stop.
    showOnlyDiff : bool
        Whether the message leaves out the rows that are equal.
    includeDiffRows : bool
        Whether the error's ``data`` is the list of pairs of rows that differ.

    Raises
    ------
    PySparkAssertionError
        DIFFERENT_ROWS, DIFFERENT_SCHEMA or DIFFERENT_PANDAS_DATAFRAME, with the difference;
        INVALID_TYPE_DF_EQUALITY_ARG for what cannot be compared.

    >>> from pyrite.sql import Row
    >>> assertDataFrameEqual([Row(n=1), Row(n=2)], [Row(n=2), Row(n=1)])
    >>> assertDataFrameEqual([Row(n=1), Row(n=2)], [Row(n=1), Row(n=3)], showOnlyDiff=True)
    Traceback (most recent call last):
    ...
    pyrite.errors.exceptions.base.PySparkAssertionError: [DIFFERENT_ROWS] Results do not match: ( 50.00000 % )
    *** actual ***
    ! Row(n=2)
    <BLANKLINE>
    *** expected ***
    ! Row(n=3)
    """
    __tracebackhide__ = True
    if actual is None and expected is None:
        return
    for name, given in (("actual", actual), ("expected", expected)):
        if given is None:
            raise _cannot_compare(name, None)
    if _is_pandas(actual) or _is_pandas(expected):
        _assert_pandas_equal(actual, expected, _Tolerance(rtol, atol))
        return
    by_frames = ignoreColumnOrder or ignoreColumnName or ignoreColumnType
    for name, given in (("actual", actual), ("expected", expected)):
        if not isinstance(given, DataFrame if by_frames else (DataFrame, list)):
            raise _cannot_compare(name, type(given))
    if by_frames:
        changes: list[tuple[Callable[[Any], Any], bool]] = [
            (lambda frame: frame.select(*sorted(frame.columns)), ignoreColumnOrder),
            (lambda frame: frame.toDF(*map(str, range(len(frame.columns)))), ignoreColumnName),
            (_as_text, ignoreColumnType),
        ]
        for change in [change for change, wanted in changes if wanted]:
            actual, expected = change(actual), change(expected)
    if isinstance(actual, DataFrame) and isinstance(expected, DataFrame):
        assertSchemaEqual(actual.schema, expected.schema, ignoreNullable)
    rows = _collected(actual), _collected(expected)
    found = _Differences()
    for pair in _pairs(*rows, checkRowOrder, _Tolerance(rtol, atol)):
        found.add(pair, showOnlyDiff)
        if maxErrors is not None and len(found.rows) >= max(maxErrors, 1):
            break
    if found.rows:
        share = 100 * len(found.rows) / max(map(len, rows))
        text = "\n".join([f"Results do not match: ( {share:.5f} % )", *found.shown()])
        raise PySparkAssertionError(
            errorClass="DIFFERENT_ROWS",
            messageParameters={"error_msg": text},
            data=found.rows if includeDiffRows else None,
        )


def _cannot_compare(
    name: str, kind: Any, allowed: str = "Union[DataFrame, ps.DataFrame, List[Row]]"
) -> PySparkAssertionError:
    return PySparkAssertionError(
        errorClass="INVALID_TYPE_DF_EQUALITY_ARG",
        messageParameters={"expected_type": allowed, "arg_name": name, "actual_type": kind},
    )


def _collected(given: Any) -> list[Any]:
    return given.collect() if isinstance(given, DataFrame) else given


def _as_text(frame: DataFrame) -> DataFrame:
    """All columns as text; what is a whole number, also one in a text, without a point."""
    return frame.toDF(*[str(place) for place in range(len(frame.columns))]).select(
        *[
            _text(str(place), field.dataType).alias(field.name)
            for place, field in enumerate(frame.schema.fields)
        ]
    )


def _text(name: str, kind: DataType) -> Column:
    column = col(name)
    if isinstance(kind, BooleanType):
        return column.cast("int").cast("string")
    if not isinstance(kind, (NumericType, StringType)):
        return column.cast("string")
    number = column.try_cast("double")
    whole = number == floor(number)
    return when(whole, column.try_cast("decimal(38,0)").cast("string")).otherwise(column.cast("string"))


# --------------------------------------------------------------------------------------------------- values


@dataclass(frozen=True)
class _Tolerance:
    """How far numbers may lie apart."""

    relative: float
    absolute: float

    def equal(self, actual: Any, expected: Any) -> bool:
        """Whether two values are, at any depth."""
        if isinstance(actual, VariantVal) and isinstance(expected, VariantVal):
            return self.equal(actual.toPython(), expected.toPython())
        for number in (float, Decimal):
            if isinstance(actual, number) and isinstance(expected, number):
                return self._near(actual, expected, number)
        if isinstance(actual, dict) and isinstance(expected, dict):
            return actual.keys() == expected.keys() and all(
                self.equal(value, expected[key]) for key, value in actual.items()
            )
        for several in (list, Row):
            if isinstance(actual, several) and isinstance(expected, several):
                return len(actual) == len(expected) and all(map(self.equal, actual, expected))
        return bool(actual == expected)

    def _near(self, actual: Any, expected: Any, number: Callable[[Any], Any]) -> bool:
        if not (math.isfinite(actual) and math.isfinite(expected)):
            return bool(actual == expected or (math.isnan(actual) and math.isnan(expected)))
        margin = number(self.absolute) + number(self.relative) * abs(expected)
        return bool(abs(actual - expected) <= margin)


# ----------------------------------------------------------------------------------------------------- rows


@dataclass(frozen=True)
class _Pair:
    """Rows that stand side by side. One that has no other is alone, and then no None is shown in its place."""

    actual: Any
    expected: Any
    equal: bool
    sides: str = "both"


def _pairs(actual: list[Any], expected: list[Any], in_order: bool, tolerance: _Tolerance) -> Iterator[_Pair]:
    """The rows of both, side by side: by their places, or where order does not count and one side has more rows, by
    what they read as.
    """
    if not in_order:
        actual, expected = sorted(actual, key=str), sorted(expected, key=str)
        if len(actual) != len(expected):
            yield from _merged(actual, expected, tolerance)
            return
    for left, right in zip_longest(actual, expected):
        yield _Pair(left, right, tolerance.equal(left, right))


def _merged(actual: list[Any], expected: list[Any], tolerance: _Tolerance) -> Iterator[_Pair]:
    lefts, rights = actual[::-1], expected[::-1]
    while lefts and rights:
        left, right = lefts[-1], rights[-1]
        equal = tolerance.equal(left, right)
        if equal or str(left) == str(right):
            yield _Pair(lefts.pop(), rights.pop(), equal)
        elif str(left) < str(right):
            yield _Pair(lefts.pop(), None, False, "actual")
        else:
            yield _Pair(None, rights.pop(), False, "expected")
    yield from (_Pair(left, None, False, "actual") for left in reversed(lefts))
    yield from (_Pair(None, right, False, "expected") for right in reversed(rights))


@dataclass
class _Differences:
    """The rows that differ, and the lines that show them among the others."""

    rows: list[tuple[Any, Any]] = field(default_factory=list)
    actual: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def add(self, pair: _Pair, only_different: bool) -> None:
        """Take note of a pair."""
        if pair.equal and only_different:
            return
        if not pair.equal:
            self.rows.append((pair.actual, pair.expected))
        if pair.sides != "expected":
            self.actual.extend(str(pair.actual).splitlines())
        if pair.sides != "actual":
            self.expected.extend(str(pair.expected).splitlines())

    def shown(self) -> Iterator[str]:
        """Both sides one below the other, each unless it has nothing of its own; what differs is marked, and red on a
        terminal.
        """
        steps = difflib.SequenceMatcher(None, self.actual, self.expected, autojunk=False).get_opcodes()
        tags = {step[0] for step in steps}
        yield "*** actual ***"
        if tags & {"replace", "delete"}:
            for tag, start, stop, _, _ in steps:
                yield from _marked(tag, self.actual[start:stop])
        yield ""
        yield "*** expected ***"
        if tags & {"replace", "insert"}:
            for tag, _, _, start, stop in steps:
                yield from _marked(tag, self.expected[start:stop])


_MARKS = {"equal": "  ", "replace": "! ", "delete": "- ", "insert": "+ "}


def _marked(tag: str, lines: Sequence[str]) -> Iterator[str]:
    red = tag != "equal" and sys.stderr.isatty()
    for line in lines:
        yield f"\033[31m{_MARKS[tag]}{line}\033[0m" if red else _MARKS[tag] + line


# --------------------------------------------------------------------------------------------------- pandas


def _is_pandas(given: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(given, pandas.DataFrame)


def _assert_pandas_equal(actual: Any, expected: Any, tolerance: _Tolerance) -> None:
    __tracebackhide__ = True
    for name, given in (("left", actual), ("right", expected)):
        if not _is_pandas(given):
            raise _cannot_compare(name, type(given), "pandas.DataFrame")
    same = actual.columns.equals(expected.columns) and actual.columns.names == expected.columns.names
    if not (same and actual.shape == expected.shape and _same_values(actual, expected, tolerance)):
        raise PySparkAssertionError(
            errorClass="DIFFERENT_PANDAS_DATAFRAME",
            messageParameters={
                "left": actual.to_string(),
                "left_dtype": str(actual.dtypes),
                "right": expected.to_string(),
                "right_dtype": str(expected.dtypes),
            },
        )


def _same_values(actual: Any, expected: Any, tolerance: _Tolerance) -> bool:
    for place in range(actual.shape[1]):
        left, right = actual.iloc[:, place], expected.iloc[:, place]
        missing = left.isna().to_numpy()
        if (missing != right.isna().to_numpy()).any():
            return False
        if not all(
            _pandas_equal(a, b, tolerance) for a, b in zip(left[~missing].tolist(), right[~missing].tolist())
        ):
            return False
    return True


def _pandas_equal(actual: Any, expected: Any, tolerance: _Tolerance) -> bool:
    """As of rows; and floats and decimals are compared with any number."""
    values = [value.tolist() if type(value).__name__ == "ndarray" else value for value in (actual, expected)]
    numbers = (int, float, Decimal)
    if any(isinstance(value, (float, Decimal)) for value in values) and all(
        isinstance(value, numbers) for value in values
    ):
        values = [float(value) for value in values]
    return tolerance.equal(*values)
