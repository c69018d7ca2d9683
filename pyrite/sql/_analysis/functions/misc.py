"""What tells of the session, the query or an error."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import replace

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import datatype_mismatch, unexpected_input
from pyrite.sql._analysis.functions.registry import (
    ANY,
    BOOLEAN,
    STRING,
    Accepts,
    Binding,
    Function,
    Rendering,
    Unplaced,
    aggregate,
    declare,
    kernel,
    quoted,
    scalar,
    strictly,
    type_of,
)
from pyrite.sql._analysis.naming import pretty, quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql._text.java_methods import CLASSES, MISSING, method_of
from pyrite.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    IntegralType,
    LongType,
    MapType,
    NullType,
    StringType,
    StructField,
    StructType,
    UserDefinedType,
)
from pyrite.version import __version__ as _pyrite_version

_STRING, _LONG, _INT, _NULL = StringType(), LongType(), IntegerType(), NullType()


def _without_user_defined(kind: DataType) -> DataType:
    if isinstance(kind, UserDefinedType):
        return _without_user_defined(kind.sqlType())
    if isinstance(kind, ArrayType):
        return ArrayType(_without_user_defined(kind.elementType))
    if isinstance(kind, MapType):
        return MapType(_without_user_defined(kind.keyType), _without_user_defined(kind.valueType))
    if isinstance(kind, StructType):
        return StructType([StructField(field.name, _without_user_defined(field.dataType)) for field in kind])
    return kind


def _bind_typeof(b: Binding) -> e.Value:
    name = _without_user_defined(b.arguments[0].type).simpleString()
    return b.apply((e.Literal(name, _STRING),), _STRING, nullable=False, shown=b.arguments)


declare("typeof", Function("typeof", (ANY,), _STRING, "{0}", bind=_bind_typeof))


_USER_DEFINED = Accepts(
    '"USERDEFINEDTYPE"', lambda given, ansi: given if isinstance(given, UserDefinedType) else None
)


def _unwrapped(values: Sequence[e.Value]) -> DataType:
    kind = values[0].type
    return kind.sqlType() if isinstance(kind, UserDefinedType) else kind


scalar("unwrap_udt", (_USER_DEFINED,), _unwrapped, "{0}")


def _render_raise_error(r: Rendering) -> str:
    return r.fail("USER_RAISED_EXCEPTION", {"errorMessage": r.args[0]}, _NULL, located=False)


def _raising(message: str) -> str:
    """How errors and names show what raises."""
    return f"raise_error(USER_RAISED_EXCEPTION, map(errorMessage, {message}))"


_RAISE = Function(
    "raise_error", (STRING,), _NULL, _render_raise_error, nullable=True, deterministic=False,
    show=lambda a, s: _raising(s[0]),
)  # fmt: skip


def _check_message(b: Binding, message: e.Value) -> None:
    """Raise for what is no text: errors show it in the map that holds it."""
    if STRING.fit(message.type, b.settings.ansi) is None:
        shown = b.apply((message,), _NULL, function=_RAISE, name="raise_error")
        raise datatype_mismatch(
            "UNEXPECTED_INPUT_TYPE",
            shown,
            {
                "paramIndex": "second",
                "requiredType": '"MAP<STRING, STRING>"',
                "inputSql": f'"map(errorMessage, {pretty(message)})"',
                "inputType": quoted_type(MapType(_STRING, message.type)),
            },
            b.call.origin,
        )


def _bind_raise_error(b: Binding) -> e.Value:
    _check_message(b, b.arguments[0])
    return b.apply(b.coerced(), _NULL, shown=b.arguments)


declare("raise_error", replace(_RAISE, bind=_bind_raise_error))
_CONDITION = Accepts(
    BOOLEAN.shown, lambda given, ansi: BooleanType() if isinstance(given, (BooleanType, NullType)) else None
)


def _bind_assert_true(b: Binding) -> e.Value:
    test, *messages = b.arguments
    default = e.Literal(f"'{pretty(test)}' is not true!", _STRING)
    message: e.Value = messages[0] if messages else default
    if _CONDITION.fit(test.type, True) is None:
        whole = Function("if", (ANY,), _NULL, show=lambda a, s: f"(IF({s[0]}, NULL, {_raising(s[1])}))")
        raise unexpected_input(b.apply((test, message), _NULL, function=whole), 0, test, BOOLEAN.shown)
    _check_message(b, message)
    test, message = b.cast(test, BooleanType()), b.cast(message, _STRING)
    return b.apply((test, message), _NULL, nullable=True)


def _render_assert_true(r: Rendering) -> str:
    wrong = r.fail("USER_RAISED_EXCEPTION", {"errorMessage": r.args[1]}, _NULL, located=False)
    return f"CASE WHEN {r.args[0]} THEN NULL ELSE {wrong} END"


declare(
    "assert_true",
    Function(
        "assert_true", (BOOLEAN, STRING), _NULL, _render_assert_true, optional=1, bind=_bind_assert_true,
        show=lambda a, s: f"assert_true({', '.join(s)})",
    ),
)  # fmt: skip


def _unplaced(r: Rendering) -> str:
    raise Unplaced


scalar(
    "monotonically_increasing_id", (), _LONG, _unplaced, nullable=False, deterministic=False, of_place=True
)
scalar(
    "spark_partition_id", (), _INT, _unplaced, nullable=False, deterministic=False, of_place=True,
    show=lambda a, s: "SPARK_PARTITION_ID()",
)  # fmt: skip
scalar("input_file_name", (), _STRING, _unplaced, nullable=False, deterministic=False, of_place=True)
for _name in ("input_file_block_start", "input_file_block_length"):
    scalar(_name, (), _LONG, _unplaced, nullable=False, deterministic=False, of_place=True)
scalar("version", (), _STRING, quoted(f"4.3.0 {_pyrite_version}"), nullable=False)


def _bind_user(b: Binding) -> e.Value:
    return b.apply((e.Literal(getpass.getuser(), _STRING),), _STRING, nullable=False, shown=())


declare(
    "current_user session_user user",
    Function("current_user", (), _STRING, "{0}", bind=_bind_user),
)


def _bind_place(b: Binding) -> e.Value:
    names = b.binder.analyzer.names  # type: ignore[attr-defined]
    place = "spark_catalog" if b.function.name == "current_catalog" else names.current_database
    return b.apply((e.Literal(place, _STRING),), _STRING, nullable=False, shown=(), name=b.function.name)


declare("current_catalog", Function("current_catalog", (), _STRING, "{0}", bind=_bind_place))
declare("current_schema current_database", Function("current_schema", (), _STRING, "{0}", bind=_bind_place))


def _bind_path(b: Binding) -> e.Value:
    """Where functions are looked up."""
    names = b.binder.analyzer.names  # type: ignore[attr-defined]
    path = f"system.builtin,system.session,spark_catalog.{names.current_database}"
    return b.apply((e.Literal(path, _STRING),), _STRING, nullable=False, shown=())


declare("current_path", Function("current_path", (), _STRING, "{0}", bind=_bind_path))


# ----------------------------------------------------------------------------------------------- methods of Java


_SIMPLE = '("BOOLEAN" or "TINYINT" or "SMALLINT" or "INT" or "BIGINT" or "FLOAT" or "DOUBLE" or "STRING")'
_PLACES = ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _name_among(b: Binding, place: int) -> str:
    """The class or the method that a call names: a constant text."""
    what, value = ("class", "method")[place], b.arguments[place]
    try:
        found = constant_value(value) if isinstance(value.type, StringType) else 0
    except NotConstant:
        found = 0
    if found is None:
        raise b.mismatch("UNEXPECTED_NULL", exprName=f"`{what}`")
    if not isinstance(found, str):
        shown = {"inputName": f"`{what}`", "inputType": '"STRING"', "inputExpr": quoted_sql(value)}
        raise b.mismatch("NON_FOLDABLE_INPUT", **shown)
    return found


def _bind_java(b: Binding) -> e.Value:
    """A call of a static method of one of Java's own classes."""
    owner, method, values = _name_among(b, 0), _name_among(b, 1), b.arguments[2:]
    for place, value in zip(_PLACES, values):
        if not isinstance(value.type, _JAVA_TYPES):
            raise b.mismatch(
                "UNEXPECTED_INPUT_TYPE",
                paramIndex=place,
                requiredType=_SIMPLE,
                inputSql=quoted_sql(value),
                inputType=quoted_type(value.type),
            )
    if owner not in CLASSES and not owner.startswith(("java.", "javax.", "scala.", "org.apache.")):
        raise b.mismatch("UNEXPECTED_CLASS_TYPE", className=owner)
    if owner not in CLASSES or method in MISSING.get(owner, ()):
        feature = f"the method {method} of the Java class {owner}: there is no JVM. Classes that are here: "
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature + ", ".join(CLASSES)}
        )
    if method_of(owner, method, [value.type.simpleString() for value in values]) is None:
        raise b.mismatch("UNEXPECTED_STATIC_METHOD", className=owner, methodName=method)
    told = [e.Literal(text, _STRING) for text in (owner, method)]
    return b.apply((*told, *values), _STRING, nullable=True, shown=b.arguments)


_JAVA_TYPES = (BooleanType, IntegralType, FloatType, DoubleType, StringType)
for _name in ("java_method", "reflect", "try_reflect"):
    _tries = _name == "try_reflect"
    declare(
        _name,
        Function(
            _name, (ANY, ANY), _STRING, kernel(_name if _tries else "reflect"), variadic=True, bind=_bind_java,
            deterministic=False, checked="reflect" if _tries else "",
        ),
    )  # fmt: skip


def _bind_nanos(b: Binding) -> e.Value:
    (value,) = b.coerced()
    if b.function.name == "unix_nanos":
        return b.apply((value,), DecimalType(21, 0), nullable=True)
    raise PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "timestamps of nanoseconds"}
    )


# No type here holds nanoseconds, so that one takes nothing but null.
_HELD = strictly('"(TIMESTAMP_LTZ(P) OR TIMESTAMP_NTZ(P) WITH P IN [7, 9])"', (), _NULL)
_EXACT = strictly('("INTEGRAL" or "DECIMAL")', (IntegralType, DecimalType), LongType())
declare(
    "unix_nanos", Function("unix_nanos", (_HELD,), _NULL, "CAST(NULL AS DECIMAL(21,0))", bind=_bind_nanos)
)
declare("timestamp_nanos", Function("timestamp_nanos", (_EXACT,), _NULL, "", bind=_bind_nanos))


def _no_measure(r: Rendering) -> str:
    feature = "measure: there are no metric views, whose measures it computes"
    raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


# Bound as in Spark, which fails too when such a query runs outside of a metric view.
aggregate("measure", (ANY,), type_of(), _no_measure)
