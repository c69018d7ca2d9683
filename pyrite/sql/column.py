"""Expressions over the columns of a DataFrame."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, Union, overload

from pyrite.errors import (
    IllegalArgumentException,
    PySparkAttributeError,
    PySparkTypeError,
    PySparkValueError,
    UnsupportedOperationException,
)
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._literals import constant, value_of
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan.tree import Node, Origin
from pyrite.sql._text.column_text import column_text
from pyrite.sql._types.attribute_names import named
from pyrite.sql._types.ddl import parse_type
from pyrite.sql.tvf_argument import TableValuedFunctionArgument
from pyrite.sql.types import DataType, _parse_datatype_json_value

if TYPE_CHECKING:
    from pyrite.sql.window import WindowSpec

__all__ = ["Column"]

#: What functions take for a column: a Column, or the name of one.
ColumnOrName = Union["Column", str]

_HERE = __name__.split(".")[0] + "."


def call_site(fragment: str) -> Origin:
    """Where the user called the method or function named ``fragment``."""
    frame: Any = sys._getframe(2)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(_HERE):
        frame = frame.f_back
    return Origin(fragment=fragment, call_site=f"{frame.f_code.co_filename}:{frame.f_lineno}")


def literal(value: Any) -> e.Expression:
    """A Python value as an expression, as ``lit`` takes it: a Column as its own, a list as an array.

    Raises
    ------
    PySparkValueError
        COLUMN_IN_LIST for a list that holds Columns.
    PySparkException
        As :func:`pyrite.sql._literals.constant`.
    """
    if isinstance(value, list):
        if any(isinstance(item, Column) for item in value):
            raise PySparkValueError(errorClass="COLUMN_IN_LIST", messageParameters={"func_name": "lit"})
        return e.Call("array", tuple([literal(item) for item in value]))
    return operand(value)


def operand(value: Any) -> e.Expression:
    """The other side of an operator: a Column's expression, or a single value as a constant."""
    return value._expression if isinstance(value, Column) else constant(value)


def expression_of(column: Any) -> e.Expression:
    """A column, or a column's name, as an expression.

    Raises
    ------
    PySparkTypeError
        NOT_EXPECTED_TYPE for anything else.
    """
    if isinstance(column, Column):
        return column._expression
    if isinstance(column, str):
        return named(column)
    raise unexpected_type("col", column, "Column or str")


class Column(TableValuedFunctionArgument):
    """A value computed from each row, or from each group of rows.

    Columns come from ``col("name")``, ``df.name``, ``df["name"]`` and from functions; operators and methods make new
    ones. Where an operand is not a Column, it is a constant.

    >>> from pyrite.sql.functions import col
    >>> col("price") * 2 > 10
    Column<'>(*(price, 2), 10)'>
    """

    def __init__(self, expression: e.Expression):
        self._expression = expression

    def _call(self, name: str, *others: Any, method: str) -> Column:
        """The function ``name`` of this and the others; ``method`` is what the user called."""
        arguments = (self._expression, *[operand(other) for other in others])
        return Column(e.Call(name, arguments, origin=call_site(method)))

    def _called_by(self, other: Any, name: str, method: str) -> Column:
        """As :meth:`_call`, with this as the second argument."""
        return Column(e.Call(name, (operand(other), self._expression), origin=call_site(method)))

    # -------------------------------------------------------------------------------------- arithmetic

    def __neg__(self) -> Column:
        """``-column``."""
        return self._call("negative", method="__neg__")

    def __add__(self, other: Any) -> Column:
        """``column + other``."""
        return self._call("+", other, method="__add__")

    def __sub__(self, other: Any) -> Column:
        """``column - other``."""
        return self._call("-", other, method="__sub__")

    def __mul__(self, other: Any) -> Column:
        """``column * other``."""
        return self._call("*", other, method="__mul__")

    def __div__(self, other: Any) -> Column:
        """``column / other`` under its name of Python 2."""
        return self._call("/", other, method="__div__")

    def __truediv__(self, other: Any) -> Column:
        """``column / other``."""
        return self._call("/", other, method="__truediv__")

    def __mod__(self, other: Any) -> Column:
        """``column % other``."""
        return self._call("%", other, method="__mod__")

    # Spark puts the column first in a sum or product, whichever side it was written on.

    def __radd__(self, other: Any) -> Column:
        """``other + column``."""
        return self._call("+", other, method="__radd__")

    def __rmul__(self, other: Any) -> Column:
        """``other * column``."""
        return self._call("*", other, method="__rmul__")

    def __rsub__(self, other: Any) -> Column:
        """``other - column``."""
        return self._called_by(other, "-", method="__rsub__")

    def __rdiv__(self, other: Any) -> Column:
        """``other / column`` under its name of Python 2."""
        return self._called_by(other, "/", method="__rdiv__")

    def __rtruediv__(self, other: Any) -> Column:
        """``other / column``."""
        return self._called_by(other, "/", method="__rtruediv__")

    def __rmod__(self, other: Any) -> Column:
        """``other % column``."""
        return self._called_by(other, "%", method="__rmod__")

    def __pow__(self, other: Any) -> Column:
        """``column ** other``."""
        return self._call("power", other, method="__pow__")

    def __rpow__(self, other: Any) -> Column:
        """``other ** column``."""
        return self._called_by(other, "power", method="__rpow__")

    def bitwiseAND(self, other: Any) -> Column:
        """The bits that both have: ``col("a").bitwiseAND(7)``."""
        return self._call("&", other, method="bitwiseAND")

    def bitwiseOR(self, other: Any) -> Column:
        """The bits that either has: ``col("a").bitwiseOR(1)``."""
        return self._call("|", other, method="bitwiseOR")

    def bitwiseXOR(self, other: Any) -> Column:
        """The bits that only one of both has: ``col("a").bitwiseXOR(col("b"))``."""
        return self._call("^", other, method="bitwiseXOR")

    # ----------------------------------------------------------------------------- comparison and logic

    def __eq__(self, other: Any) -> Column:  # type: ignore[override]
        """``column == other``: null when either is null."""
        return self._call("=", other, method="__eq__")

    def __ne__(self, other: Any) -> Column:  # type: ignore[override]
        """``column != other``: null when either is null."""
        equal = self._call("=", other, method="__ne__")
        return equal._call("!", method="__ne__")

    def __lt__(self, other: Any) -> Column:
        """``column < other``."""
        return self._call("<", other, method="__lt__")

    def __le__(self, other: Any) -> Column:
        """``column <= other``."""
        return self._call("<=", other, method="__le__")

    def __gt__(self, other: Any) -> Column:
        """``column > other``."""
        return self._call(">", other, method="__gt__")

    def __ge__(self, other: Any) -> Column:
        """``column >= other``."""
        return self._call(">=", other, method="__ge__")

    def eqNullSafe(self, other: Any) -> Column:
        """Whether both are equal, where null equals null: true or false, never null.

        >>> col("a").eqNullSafe(None)     # doctest: +SKIP
        Column<'<=>(a, NULL)'>
        """
        return self._call("<=>", other, method="eqNullSafe")

    def __and__(self, other: Any) -> Column:
        """``column & other``: both are true."""
        return self._call("and", Column(literal(other)), method="__and__")

    def __or__(self, other: Any) -> Column:
        """``column | other``: at least one is true."""
        return self._call("or", Column(literal(other)), method="__or__")

    def __rand__(self, other: Any) -> Column:
        """``other & column``."""
        return self._call("and", Column(literal(other)), method="__rand__")

    def __ror__(self, other: Any) -> Column:
        """``other | column``."""
        return self._call("or", Column(literal(other)), method="__ror__")

    def __invert__(self) -> Column:
        """``~column``: true where it is false."""
        return self._call("!", method="__invert__")

    def isNull(self) -> Column:
        """Whether it is null."""
        return self._call("isNull", method="isNull")

    def isNotNull(self) -> Column:
        """Whether it is not null."""
        return self._call("isNotNull", method="isNotNull")

    def isNaN(self) -> Column:
        """Whether it is NaN."""
        return self._call("isNaN", method="isNaN")

    def between(self, lowerBound: Any, upperBound: Any) -> Column:
        """Whether it lies between two values, which are counted in.

        >>> col("age").between(18, 30)     # doctest: +SKIP
        Column<'and(>=(age, 18), <=(age, 30))'>
        """
        return (self >= lowerBound) & (self <= upperBound)

    def isin(self, *cols: Any) -> Column:
        """Whether it is one of the values: of these, of those of one list or set, or of the one column of a DataFrame.

        >>> col("age").isin(2, 3)     # doctest: +SKIP
        Column<'in(age, 2, 3)'>
        """
        origin = call_site("isin")
        if len(cols) == 1:
            plan = getattr(cols[0], "_plan", None)
            if isinstance(plan, Node):
                return Column(e.InQuery((self._expression,), plan, origin=origin))  # type: ignore[arg-type]
            if isinstance(cols[0], (list, set)):
                cols = tuple(cols[0])
        return Column(e.In(self._expression, tuple([operand(value) for value in cols]), origin=origin))

    # --------------------------------------------------------------------------------------------- text

    def like(self, other: str) -> Column:
        """Whether the text matches an SQL pattern: ``%`` for any text, ``_`` for any letter.

        >>> col("name").like("Al%")     # doctest: +SKIP
        Column<'like(name, 'Al%')'>
        """
        return self._match("like", other)

    def ilike(self, other: str) -> Column:
        """As :meth:`like`, where upper and lower case are alike."""
        return self._match("ilike", other)

    def rlike(self, other: str) -> Column:
        """Whether a part of the text matches a regular expression of Java."""
        return self._match("rlike", other)

    def _match(self, name: str, pattern: Any) -> Column:
        if isinstance(pattern, Column):
            raise _not_iterable()
        return self._call(name, pattern, method=name)

    def contains(self, other: Any) -> Column:
        """Whether the text contains another."""
        return self._call("contains", other, method="contains")

    def startswith(self, other: Any) -> Column:
        """Whether the text starts with another."""
        return self._call("startswith", other, method="startswith")

    def endswith(self, other: Any) -> Column:
        """Whether the text ends with another."""
        return self._call("endswith", other, method="endswith")

    @overload
    def substr(self, startPos: int, length: int) -> Column: ...
    @overload
    def substr(self, startPos: Column, length: Column) -> Column: ...
    def substr(self, startPos: Any, length: Any) -> Column:
        """``length`` letters of the text from ``startPos`` on, counted from one: both ints, or both Columns.

        >>> col("name").substr(1, 3)     # doctest: +SKIP
        Column<'substr(name, 1, 3)'>
        """
        startPos, length = value_of(startPos), value_of(length)
        if type(startPos) is not type(length):
            raise PySparkTypeError(
                errorClass="NOT_SAME_TYPE",
                messageParameters={
                    "arg_name1": "startPos",
                    "arg_name2": "length",
                    "arg_type1": type(startPos).__name__,
                    "arg_type2": type(length).__name__,
                },
            )
        if not isinstance(startPos, (int, Column)):
            raise unexpected_type("startPos", startPos, "Column or int")
        return self._call("substr", startPos, length, method="substr")

    # --------------------------------------------------------------------- parts of arrays, maps, structs

    def __getitem__(self, k: Any) -> Column:
        """``column[0]`` of an array, ``column["key"]`` of a map or struct; ``column[1:3]`` is ``substr(1, 3)``."""
        if isinstance(k, slice):
            if k.step is not None:
                raise PySparkValueError(errorClass="SLICE_WITH_STEP", messageParameters={})
            return self.substr(k.start, k.stop)
        return Column(e.Item(self._expression, operand(k), origin=call_site("__getitem__")))

    def __getattr__(self, item: Any) -> Column:
        """``column.field`` of a struct, ``column.key`` of a map."""
        if item.startswith("__"):
            raise PySparkAttributeError(errorClass="CANNOT_ACCESS_TO_DUNDER", messageParameters={})
        return self[item]

    def getItem(self, key: Any) -> Column:
        """The element of an array at an index from zero, or a map's value for a key."""
        _warn_of_column("getItem", "key", key)
        return self[key]

    def getField(self, name: Any) -> Column:
        """A field of a struct."""
        _warn_of_column("getField", "name", name)
        return self[name]

    def withField(self, fieldName: str, col: Column) -> Column:
        """A struct with a field set, which may be new; a path of names leads to an inner one.

        >>> col("s").withField("point.x", lit(0))     # doctest: +SKIP
        Column<'update_field(s, point.x, 0)'>
        """
        if not isinstance(fieldName, str):
            raise unexpected_type("fieldName", fieldName, "str")
        if not isinstance(col, Column):
            raise unexpected_type("col", col, "Column")
        origin = call_site("withField")
        return Column(e.WithField(self._expression, fieldName, col._expression, origin=origin))

    def dropFields(self, *fieldNames: str) -> Column:
        """A struct without some of its fields; those that it does not have are ignored."""
        if not fieldNames:
            raise UnsupportedOperationException("dropFields needs the name of a field")
        origin = call_site("dropFields")
        found = self._expression
        for name in fieldNames:
            if not isinstance(name, str):
                raise unexpected_type("fieldNames", name, "str")
            found = e.WithField(found, name, None, origin=origin)
        return Column(found)

    # -------------------------------------------------------------------------------------- names, types

    def alias(self, *alias: str, **kwargs: Any) -> Column:
        """The column under a name, or under several when it makes several, as ``explode`` of a map does.

        Parameters
        ----------
        *alias : str
            The names.
        metadata : dict, optional
            What to keep with the column in the schema; for one name only.

        >>> col("age").alias("years")     # doctest: +SKIP
        Column<'age AS years'>
        """
        metadata = kwargs.pop("metadata", None)
        assert not kwargs, f"Unexpected kwargs where passed: {kwargs}"
        for name in alias:
            if not isinstance(name, str):
                raise unexpected_type("alias", name, "str")
        if metadata is not None and len(alias) != 1:
            raise PySparkValueError(
                errorClass="ONLY_ALLOWED_FOR_SINGLE_COLUMN", messageParameters={"arg_name": "metadata"}
            )
        return Column(e.As(self._expression, alias, metadata, origin=call_site("alias")))

    def name(self, *alias: str, **kwargs: Any) -> Column:
        """As :meth:`alias`."""
        return self.alias(*alias, **kwargs)

    def cast(self, dataType: DataType | str) -> Column:
        """The value as another type; what does not fit raises, or is null where ANSI mode is off.

        >>> col("age").cast("string")     # doctest: +SKIP
        Column<'CAST(age AS STRING)'>
        """
        return Column(e.Cast(self._expression, _type_of(dataType), origin=call_site("cast")))

    def try_cast(self, dataType: DataType | str) -> Column:
        """The value as another type; null where it does not fit."""
        return Column(e.Cast(self._expression, _type_of(dataType), "try", origin=call_site("try_cast")))

    def astype(self, dataType: DataType | str) -> Column:
        """As :meth:`cast`."""
        return self.cast(dataType)

    # --------------------------------------------------------------------------------- cases, windows, order

    def when(self, condition: Column, value: Any) -> Column:
        """One more case of what ``when`` began: ``value`` where ``condition`` is the first that is true.

        >>> when(col("a") > 0, "plus").when(col("a") < 0, "minus").otherwise("zero")     # doctest: +SKIP
        Column<'CASE WHEN >(a, 0) THEN 'plus' WHEN <(a, 0) THEN 'minus' ELSE 'zero' END'>
        """
        if not isinstance(condition, Column):
            raise unexpected_type("condition", condition, "Column")
        case = self._expression
        if not isinstance(case, e.Case):
            raise IllegalArgumentException("when() can only follow the when() that begins the cases")
        if case.default is not None:
            raise IllegalArgumentException("when() cannot follow otherwise()")
        branch = (condition._expression, operand(value))
        return Column(e.Case((*case.branches, branch), origin=call_site("when")))

    def otherwise(self, value: Any) -> Column:
        """What the cases of ``when`` give where none of their conditions is true; without it they give null."""
        case = self._expression
        if not isinstance(case, e.Case):
            raise IllegalArgumentException("otherwise() can only follow when()")
        if case.default is not None:
            raise IllegalArgumentException("otherwise() can be given only once")
        return Column(e.Case(case.branches, operand(value), origin=call_site("otherwise")))

    def over(self, window: WindowSpec) -> Column:
        """A function computed over the window of each row.

        >>> sum("pay").over(Window.partitionBy("team"))     # doctest: +SKIP
        Column<'sum(pay) OVER (PARTITION BY team)'>
        """
        spec = getattr(window, "_spec", None)
        if not isinstance(spec, e.WindowSpec):
            raise unexpected_type("window", window, "WindowSpec")
        return Column(e.Over(self._expression, spec, origin=call_site("over")))

    def asc(self) -> Column:
        """A sort key: smallest first, and nulls before all."""
        return self._sorted(True, None, "asc")

    def asc_nulls_first(self) -> Column:
        """A sort key: smallest first, and nulls before all."""
        return self._sorted(True, True, "asc_nulls_first")

    def asc_nulls_last(self) -> Column:
        """A sort key: smallest first, and nulls after all."""
        return self._sorted(True, False, "asc_nulls_last")

    def desc(self) -> Column:
        """A sort key: largest first, and nulls after all."""
        return self._sorted(False, None, "desc")

    def desc_nulls_first(self) -> Column:
        """A sort key: largest first, and nulls before all."""
        return self._sorted(False, True, "desc_nulls_first")

    def desc_nulls_last(self) -> Column:
        """A sort key: largest first, and nulls after all."""
        return self._sorted(False, False, "desc_nulls_last")

    def _sorted(self, ascending: bool, nulls_first: bool | None, method: str) -> Column:
        return Column(e.SortOrder(self._expression, ascending, nulls_first, origin=call_site(method)))

    def outer(self) -> Column:
        """In a subquery: a column of the query around it, unless the subquery has one of that name itself."""
        return Column(e.Outer(self._expression))

    def transform(self, f: Callable[[Column], Column]) -> Column:
        """``f`` of this column, for writing chains: ``col("a").transform(trim).transform(upper)``."""
        return f(self)

    # --------------------------------------------------------------------------------- what a column is not

    def __contains__(self, item: Any) -> NoReturn:
        raise PySparkValueError(errorClass="CANNOT_APPLY_IN_FOR_COLUMN", messageParameters={})

    def __iter__(self) -> NoReturn:
        raise _not_iterable()

    def __bool__(self) -> NoReturn:
        raise PySparkValueError(
            errorClass="CANNOT_CONVERT_COLUMN_INTO_BOOL",
            messageParameters={"column": column_text(self._expression)},
        )

    __nonzero__ = __bool__

    def __repr__(self) -> str:
        return f"Column<'{column_text(self._expression)}'>"


def _type_of(kind: Any) -> DataType:
    if isinstance(kind, str):
        return _parse_datatype_json_value(parse_type(kind))
    if isinstance(kind, DataType):
        return kind
    raise unexpected_type("dataType", kind, "DataType or str")


def _not_iterable() -> PySparkTypeError:
    return PySparkTypeError(errorClass="NOT_ITERABLE", messageParameters={"objectName": "Column"})


def _warn_of_column(method: str, parameter: str, value: Any) -> None:
    if isinstance(value, Column):
        message = f"{method} with a Column as '{parameter}' is deprecated: write column[{parameter}] instead."
        warnings.warn(message, FutureWarning, stacklevel=3)
