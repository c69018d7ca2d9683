"""What a row of the registry holds, and how topics declare theirs.

A topic declares its functions with :func:`scalar`, :func:`aggregate`, :func:`window` and :func:`generator`::

    scalar("upper ucase", (STRING,), STRING, "upper({0})")
    aggregate("sum", (NUMERIC_OR_INTERVAL,), sum_type, "sum({distinct}{0}){over}")

``sql`` is DuckDB's text for the call: a template in which ``{0}``, ``{1}`` ... are the arguments, ``{args}`` all of
them joined by commas, ``{type}`` the result's type, and in aggregates ``{distinct}``, ``{order}`` and ``{over}`` stand
right after the opening parenthesis, before the closing one and after it; or a function that is given the
:class:`Rendering`. A literal brace is doubled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol
from typing import Literal as OneOf
from zlib import crc32

from pyrite._dataclasses import dataclass
from pyrite.sql._analysis.coercion import decimal_for, implicit_cast, is_string, same_type
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._plan.expressions import Apply, Call, Expression, Lambda, SortOrder, Value
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    IntegralType,
    LongType,
    MapType,
    NullType,
    NumericType,
    ShortType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VariantType,
    YearMonthIntervalType,
)

# ---------------------------------------------------------------------------------------- what is accepted


@dataclass(frozen=True)
class Accepts:
    """What a parameter accepts.

    Parameters
    ----------
    shown : str
        As errors show it: ``"STRING"`` with its quotes, ``("NUMERIC" or "INTERVAL")``.
    fit : callable
        ``fit(type, ansi)`` gives the type that an argument is cast to, its own if it is accepted as it is, or None.
    """

    shown: str
    fit: Callable[[DataType, bool], DataType | None]


def exactly(kind: DataType, shown: str = "") -> Accepts:
    """One type, and what is cast to it implicitly."""
    return Accepts(shown or f'"{kind._sql()}"', lambda given, ansi: implicit_cast(given, kind, ansi))


def family(shown: str, classes: type | tuple[type, ...], default: DataType) -> Accepts:
    """Any type of some classes; null becomes ``default``, and so does a string unless the default is none of atoms."""

    def fit(given: DataType, ansi: bool) -> DataType | None:
        if isinstance(given, classes):
            return given
        if isinstance(given, NullType):
            return default
        return implicit_cast(given, default, ansi) if is_string(given) else None

    return Accepts(shown, fit)


def one_of(*options: Accepts) -> Accepts:
    """The first of several that takes the argument as it is, else the first that casts it."""
    shown = [part for option in options for part in option.shown.strip("()").split(" or ")]

    def fit(given: DataType, ansi: bool) -> DataType | None:
        fits = [option.fit(given, ansi) for option in options]
        for kind in fits:
            if kind is not None and same_type(kind, given):
                return kind
        return next((kind for kind in fits if kind is not None), None)

    return Accepts(f"({' or '.join(shown)})", fit)


def array_of(element: Accepts) -> Accepts:
    """An array whose elements are accepted."""

    def fit(given: DataType, ansi: bool) -> DataType | None:
        if isinstance(given, NullType):
            kind = element.fit(given, ansi)
            return None if kind is None else ArrayType(kind)
        if not isinstance(given, ArrayType):
            return None
        kind = element.fit(given.elementType, ansi)
        return None if kind is None else ArrayType(kind, given.containsNull)

    inner = element.shown.strip('"')
    return Accepts('"ARRAY"' if element is ANY else f'"ARRAY<{inner}>"', fit)


def strictly(shown: str, classes: type | tuple[type, ...], default: DataType) -> Accepts:
    """Any type of some classes, and null, which becomes ``default``; nothing else, not even a string."""

    def fit(given: DataType, ansi: bool) -> DataType | None:
        return given if isinstance(given, classes) else default if isinstance(given, NullType) else None

    return Accepts(shown, fit)


def _decimal_fit(given: DataType, ansi: bool) -> DataType | None:
    if isinstance(given, DecimalType):
        return given
    if isinstance(given, IntegralType):
        return decimal_for(given)
    return implicit_cast(given, DecimalType(38, 18), ansi)


def _text_of_null(given: DataType) -> DataType | None:
    return StringType() if isinstance(given, NullType) else None


ANY = Accepts('"ANY"', lambda given, ansi: given)
STRING = exactly(StringType())
TEXT_ONLY = Accepts('"STRING"', lambda given, ansi: given if is_string(given) else _text_of_null(given))
BINARY = exactly(BinaryType())
BOOLEAN = exactly(BooleanType())
BYTE = exactly(ByteType())
SHORT = exactly(ShortType())
INT = exactly(IntegerType())
LONG = exactly(LongType())
FLOAT = exactly(FloatType())
DOUBLE = exactly(DoubleType())
DATE = exactly(DateType())
TIMESTAMP = exactly(TimestampType())
TIMESTAMP_NTZ = exactly(TimestampNTZType())
TIME = family('"TIME"', TimeType, TimeType())
VARIANT = strictly('"VARIANT"', VariantType, VariantType())
CALENDAR_INTERVAL = strictly('"INTERVAL"', CalendarIntervalType, CalendarIntervalType())
DECIMAL = Accepts('"DECIMAL"', _decimal_fit)
NUMERIC = family('"NUMERIC"', NumericType, DoubleType())
INTEGRAL = family('"INTEGRAL"', IntegralType, LongType())
DAY_TIME = strictly('"INTERVAL DAY TO SECOND"', DayTimeIntervalType, DayTimeIntervalType())
YEAR_MONTH = strictly('"INTERVAL YEAR TO MONTH"', YearMonthIntervalType, YearMonthIntervalType())
ANSI_INTERVAL = one_of(DAY_TIME, YEAR_MONTH)
STRING_OR_BINARY = one_of(STRING, BINARY)
ARRAY = strictly('"ARRAY"', ArrayType, ArrayType(NullType()))
MAP = strictly('"MAP"', MapType, MapType(NullType(), NullType()))
STRUCT = strictly('"STRUCT"', StructType, StructType([]))
ARRAY_OR_MAP = one_of(ARRAY, MAP)


@dataclass(frozen=True)
class Same:
    """A parameter that must have the same type as all others so marked: they become their common type."""

    shown: str = '"ANY"'


SAME = Same()


@dataclass(frozen=True)
class LambdaOf:
    """A parameter that is a lambda function.

    ``variables(arguments)`` gives (type, nullable) of each parameter it can take, from the arguments before it;
    a lambda may name fewer when ``least`` says so. ``body`` says what it must compute.
    """

    variables: Callable[[Sequence[Value]], Sequence[tuple[DataType, bool]]]
    least: int = 1
    body: Accepts = ANY
    shown: str = '"FUNCTION"'


ParameterKind = Accepts | Same | LambdaOf


# ------------------------------------------------------------------------------------------ what is given


class Rendering(Protocol):
    """What the compiler gives a function's rendering."""

    apply: Apply
    args: Sequence[str]
    settings: Settings
    distinct: str  # "DISTINCT " or nothing: right after an aggregate's opening parenthesis
    order: str  # " ORDER BY ..." or nothing: before an aggregate's closing parenthesis
    over: str  # " FILTER (...) OVER (...)" or nothing: after it
    filtered: str  # the condition of FILTER, or nothing

    def sql(self, value: Value) -> str:
        """The text of any value."""

    def type(self, kind: DataType) -> str:
        """The name of DuckDB's type for it."""

    def identifier(self, name: str) -> str:
        """A name in DuckDB's quotes."""

    def field_names(self, kind: DataType) -> Sequence[str]:
        """The names that a struct's fields have in DuckDB: their own, unless two differ in case only."""

    def trust(self) -> bool:
        """Whether to leave overflows to DuckDB: where it meets one, the query is compiled and run again without trust.

        What is rendered with trust must fail in DuckDB wherever the other form fails or gives another result.
        """

    def decimal(self, symbol: str) -> str:
        """Exact decimal arithmetic on the call's two arguments, rounded to its type (``+ - * / % div pmod``)."""

    def constant(self, value: Any, kind: DataType) -> str:
        """The text of a literal in Spark's internal form."""

    def cast(self, sql: str, given: DataType, kind: DataType, mode: str = "") -> str:
        """A cast with Spark's rules; ``mode`` as in :class:`Cast`, the session's when empty."""

    def bound(self, sql: str, make: Callable[[str], str]) -> str:
        """``make(name)``, where ``name`` stands for the value of ``sql``: computed once, however often it is used."""

    def bound_both(self, texts: Sequence[str], make: Callable[[str, str], str]) -> str:
        """As :meth:`bound`, for two texts."""

    def fresh(self, stem: str) -> str:
        """A name that nothing else in the query has, for the parameter of a lambda."""

    def fail(
        self,
        condition: str,
        parameters: Mapping[str, str],
        kind: DataType,
        error: Any = None,
        located: bool = True,
    ) -> str:
        """A text that raises Spark's error when it is computed, typed as ``kind``: for a branch of a CASE.

        A parameter's value is DuckDB's text of a string that is computed (a literal: ``quoted(...)``). ``error`` is
        the exception's class; without it the compiler's table by condition decides. An empty condition raises an
        error that has none, with the parameter ``message`` as its text. ``located`` is whether the error tells the
        place in the query.
        """

    def foresee(self, native: str) -> None:
        """Note that DuckDB may raise an error of its own here, which tells of ``native``: ``addition of INT32``."""

    def kernel(self, name: str, args: Sequence[str], given: Sequence[DataType], kind: DataType) -> str:
        """A call of the Arrow kernel ``name`` (see ``_duckdb/kernels``), for what DuckDB cannot express."""


class Binding(Protocol):
    """What the analyzer gives a function that binds itself."""

    call: Call
    function: Function
    arguments: tuple[Value, ...]
    order: tuple[SortOrder, ...]
    settings: Settings
    shown: str  # the name it is shown by

    def plain(self) -> Apply:
        """The call as far as it is known, to be shown in errors."""

    def coerced(self, parameters: Sequence[ParameterKind] | None = None) -> tuple[Value, ...]:
        """The arguments cast to what the function's parameters (or these) ask for; raises DATATYPE_MISMATCH."""

    def cast(self, value: Value, kind: DataType) -> Value:
        """An implicit cast."""

    def apply(self, arguments: Sequence[Value], kind: DataType, **changes: Any) -> Apply:
        """The bound call: with the call's name, DISTINCT, FILTER and so on."""

    def invoke(self, name: str, *arguments: Expression) -> Value:
        """Another function bound to these arguments (values or expressions)."""

    def constant(self, index: int) -> Any:
        """The value of an argument that must be a constant; raises DATATYPE_MISMATCH.NON_FOLDABLE_INPUT."""

    def mismatch(self, reason: str, **parameters: str) -> Exception:
        """The DATATYPE_MISMATCH error of this call."""

    def error(self, condition: str, **parameters: str) -> Exception:
        """Any other analysis error, at this call."""


Kind = OneOf["scalar", "aggregate", "window", "generator"]
TypeRule = DataType | Callable[[Sequence[Value]], DataType]
NullRule = bool | None | Callable[[Sequence[Value]], bool]


class Unplaced(Exception):
    """A function tells where a row is, in a plan whose rows have not been placed yet."""


@dataclass(frozen=True, eq=False)
class Function:
    """A row of the registry.

    Parameters
    ----------
    name : str
        The name it is shown by, unless it was called by an alias.
    parameters : tuple
        What each parameter accepts.
    returns : DataType or callable
        The result's type, or what tells it from the coerced arguments. A generator returns a StructType.
    sql : str or callable
        DuckDB's text; see the module.
    optional : int
        How many of the last parameters may be left out.
    variadic : bool
        Whether the last parameter may be repeated (also given not at all, if it is optional).
    defaults : tuple of Expression
        What stands for the last parameters where they are left out.
    nullable : bool, callable or None
        Whether the result may be null; None: when an argument may.
    check : callable, optional
        ``check(binding)`` raises for arguments that types alone do not refuse.
    bind : callable, optional
        ``bind(binding)`` gives the resolved value itself, instead of the usual way.
    show : callable, optional
        ``show(apply, argument texts)`` gives the text in names; else ``name(a, b)``.
    """

    name: str
    parameters: tuple[ParameterKind, ...]
    returns: TypeRule
    sql: str | Callable[[Any], str] = ""
    kind: Kind = "scalar"
    optional: int = 0
    variadic: bool = False
    defaults: tuple[Expression, ...] = ()
    nullable: NullRule = None
    deterministic: bool = True
    of_place: bool = False  # tells where a row is: the same in all its calls
    check: Callable[[Any], None] | None = None
    bind: Callable[[Any], Value] | None = None
    show: Callable[[Apply, Sequence[str]], str] | None = None
    ignores_nulls: bool = False  # takes IGNORE NULLS
    ordered: bool = False  # takes WITHIN GROUP (ORDER BY ...)
    named: tuple[str, ...] = ()  # the parameters' names, if arguments may be given by them
    of_table: bool = False  # stands in FROM only
    checked: str = ""  # the function that errors about its arguments name, if it is another
    needs_order: bool = False  # a window function that asks for ORDER BY
    frame: Callable[[Apply], Any] | None = None  # the frame that a window function always has

    @property
    def least(self) -> int:
        """The fewest arguments it takes."""
        return len(self.parameters) - self.optional

    @property
    def most(self) -> int | None:
        """The most arguments it takes; None for any number."""
        return None if self.variadic else len(self.parameters)


#: The functions of the topics that are loaded, by lower-case name; :mod:`.all` has those of every topic.
DECLARED: dict[str, Function] = {}
#: The names under which an alias shows itself: alias to the name shown.
SHOWN: dict[str, str] = {}
#: Those that SQL has no name for.
PYTHON_ONLY = {"unwrap_udt"}


def declare(names: str, function: Function) -> Function:
    """Put a function into the registry under names, parted by blanks; ``alias:shown`` is an alias shown otherwise."""
    for name in names.split():
        name, _, shown = name.partition(":")
        DECLARED[name.lower()] = function
        if shown or name != function.name:
            SHOWN[name.lower()] = shown or name
    return function


def _first(names: str) -> str:
    name, _, shown = names.split()[0].partition(":")
    return shown or name


def scalar(
    names: str,
    parameters: Sequence[ParameterKind],
    returns: TypeRule,
    sql: str | Callable[[Any], str],
    **more: Any,
) -> Function:
    """Declare a function of one row. ``more`` are the other fields of :class:`Function`."""
    return declare(names, Function(_first(names), tuple(parameters), returns, sql, "scalar", **more))


def aggregate(
    names: str,
    parameters: Sequence[ParameterKind],
    returns: TypeRule,
    sql: str | Callable[[Any], str],
    **more: Any,
) -> Function:
    """Declare a function of a group of rows, which may also be computed over a window."""
    return declare(names, Function(_first(names), tuple(parameters), returns, sql, "aggregate", **more))


def window(
    names: str,
    parameters: Sequence[ParameterKind],
    returns: TypeRule,
    sql: str | Callable[[Any], str],
    **more: Any,
) -> Function:
    """Declare a function that only a window can compute."""
    return declare(names, Function(_first(names), tuple(parameters), returns, sql, "window", **more))


def generator(
    names: str,
    parameters: Sequence[ParameterKind],
    returns: TypeRule,
    sql: str | Callable[[Any], str],
    **more: Any,
) -> Function:
    """Declare a function that makes rows. ``sql`` gives a list of structs, one for each row."""
    return declare(names, Function(_first(names), tuple(parameters), returns, sql, "generator", **more))


def type_of(index: int = 0) -> Callable[[Sequence[Value]], DataType]:
    """The type rule: that of an argument."""
    return lambda arguments: arguments[index].type


def operator(symbol: str) -> Callable[[Apply, Sequence[str]], str]:
    """Shown between its two arguments, in parentheses."""
    return lambda apply, args: f"({args[0]} {symbol} {args[1]})"


def quoted(text: str) -> str:
    """A string literal of DuckDB."""
    return "'" + text.replace("'", "''") + "'"


#: A column, or a constant: what may stand in a text several times.
_PLAIN = re.compile(r"""[\w".]+|CAST\(\(?-?[\d.]+\)? AS \w+\)|'[^']{0,40}'""")


def once(args: Sequence[str], body: Callable[[Sequence[str]], str]) -> str:
    """``body(names)``, where each name stands for a text that is computed once, however often the name is used."""
    names = [arg if _PLAIN.fullmatch(arg) else None for arg in args]
    if None not in names:
        return body(args)
    packed = ", ".join([f"a{i} := {arg}" for i, (arg, name) in enumerate(zip(args, names)) if name is None])
    # Named by what it holds: a lambda inside that hides it holds the same.
    holder = f"v{crc32(packed.encode()):x}"
    shown = [f"{holder}.a{i}" if name is None else name for i, name in enumerate(names)]
    return f"list_transform([struct_pack({packed})], lambda {holder}: {body(shown)})[1]"


def kernel(name: str) -> Callable[[Rendering], str]:
    """The rendering that calls an Arrow kernel with all arguments."""
    return lambda r: r.kernel(name, r.args, [value.type for value in r.apply.arguments], r.apply.type)


def lambda_text(rendering: Rendering, index: int) -> Lambda:
    """The lambda among a call's arguments."""
    value = rendering.apply.arguments[index]
    assert isinstance(value, Lambda)
    return value
