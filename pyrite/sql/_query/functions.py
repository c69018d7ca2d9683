"""Functions that SQL defines: ``CREATE FUNCTION ... RETURN``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from itertools import pairwise

from pyrite._dataclasses import dataclass
from pyrite.sql._analysis import aggregation
from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.binder import Binder
from pyrite.sql._analysis.coercion import cast
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions import access
from pyrite.sql._analysis.functions.registry import Function
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._types import timestamp_word
from pyrite.sql.types import DataType, NullType, StructType

__all__ = ["SQLFunction", "SQLTableFunction"]


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function, with its default if it has one."""

    name: str
    type: DataType
    default: e.Expression | None = None


@dataclass(frozen=True)
class SQLFunction:
    """A function whose body is an expression over its parameters."""

    name: str
    parameters: Sequence[Parameter]
    returns: DataType | None
    body: e.Expression
    shown: str | None = None
    #: The settings of its making, for what ``TIMESTAMP`` means in it.
    conf: Mapping[str, str] = field(default_factory=dict)

    def check(self, analyzer: Analyzer) -> SQLFunction:
        """The function with the type that it returns. Raises for a body that no call could compute."""
        analyzer = _inside(analyzer, self.conf)
        _check_parameters(self.name, self.parameters)
        columns = tuple([e.Attribute(p.name, p.type, qualifier=(self.name,)) for p in self.parameters])
        binder = analyzer.binder(r.ValueRows(columns, ()))
        value = binder.value(self.body)
        complex_ = ("aggregate", "window", "generator")
        for part in aggregation.own_values(value):
            if isinstance(part, e.WindowValue) or (
                isinstance(part, e.Apply) and part.function.kind in complex_
            ):
                origin = self.body.origin
                text = origin.text[origin.start : origin.stop] if origin is not None else ""
                raise analysis_error(
                    "USER_DEFINED_FUNCTIONS.CANNOT_CONTAIN_COMPLEX_FUNCTIONS", {"queryText": text}
                )
        if self.returns is None:
            return replace(self, returns=value.type)
        access.explicit_cast(binder, value, e.Cast(self.body, self.returns))
        return self

    def __call__(self, binder: Binder, call: e.Call) -> e.Value:
        """The call bound."""
        return self.bound(binder, call, binder.analyzer)

    def bound(self, binder: Binder, call: e.Call, analyzer: Analyzer) -> e.Value:
        """The body with the arguments in the parameters' place; ``analyzer`` finds what the body names."""
        if binder.scope.variables:
            raise analysis_error(
                "UNSUPPORTED_FEATURE.LAMBDA_FUNCTION_WITH_SQL_UDF", {"funcName": self.name}, call.origin
            )
        arguments = _arguments(self.name, self.parameters, binder, call)
        given = _by_name(binder, self.parameters, arguments)
        inner = _inside(analyzer, self.conf)
        scope = Scope((), inner.settings, parameters=given, owner=self.name)
        value = Binder(inner, scope).value(self.body)
        if self.returns is not None:
            value = cast(value, self.returns, "ansi" if binder.settings.ansi else "legacy")
        return e.Apply(
            _CALLED,
            (value,),
            value.type,
            value.nullable,
            self.shown or self.name,
            shown=tuple(arguments[: len(call.arguments)]),
            origin=call.origin,
        )


@dataclass(frozen=True)
class SQLTableFunction:
    """A function whose body is a query over its parameters."""

    name: str
    parameters: Sequence[Parameter]
    returns: StructType | None
    body: r.Relation
    #: The settings of its making, for what ``TIMESTAMP`` means in it.
    conf: Mapping[str, str] = field(default_factory=dict)

    def check(self, analyzer: Analyzer) -> SQLTableFunction:
        """The function itself. Raises for a body that no call could compute."""
        analyzer = _inside(analyzer, self.conf)
        _check_parameters(self.name, self.parameters)
        nulls = [e.Literal(None, parameter.type) for parameter in self.parameters]
        binder = analyzer.binder()
        scope = Scope(
            (), analyzer.settings, parameters=_by_name(binder, self.parameters, nulls), owner=self.name
        )
        found = len(analyzer.relation(self.body, scope).output)
        if self.returns is not None and found != len(self.returns):
            raise analysis_error(
                "USER_DEFINED_FUNCTIONS.RETURN_COLUMN_COUNT_MISMATCH",
                {"outputSize": str(found), "returnParamSize": str(len(self.returns)), "name": self.name},
            )
        return self

    def __call__(self, analyzer: Analyzer, call: e.Call, outer: Scope | None) -> r.Relation:
        """The rows of a call."""
        return self.rows(analyzer, call, outer, analyzer)

    def rows(self, analyzer: Analyzer, call: e.Call, outer: Scope | None, inner: Analyzer) -> r.Relation:
        """The rows of a call; ``inner`` finds what the body names."""
        binder = analyzer.binder(outer=outer)
        arguments = _arguments(self.name, self.parameters, binder, call)
        given = _by_name(binder, self.parameters, arguments)
        scope = Scope((), analyzer.settings, outer, parameters=given, owner=self.name)
        plan = _inside(inner, self.conf).relation(self.body, scope)
        if self.returns is None:
            return r.Named(plan, self.name)
        mode = "ansi" if analyzer.settings.ansi else "legacy"
        columns = [
            e.Alias(cast(attribute, field.dataType, mode), field.name)
            for attribute, field in zip(plan.output, self.returns)
        ]
        return r.Named(r.Project(plan, tuple(columns)), self.name)


def _inside(analyzer: Analyzer, conf: Mapping[str, str]) -> Analyzer:
    """The analyzer, for a body in which ``TIMESTAMP`` means what it did under these settings."""
    settings = analyzer.settings
    if settings.timestamp_ntz == timestamp_word.is_ntz(conf):
        return analyzer
    word = conf.get(timestamp_word.KEY, "")
    return Analyzer(
        replace(settings, conf={**(settings.conf or {}), timestamp_word.KEY: word}), analyzer.names
    )


_CALLED = Function("sql_function", (), NullType(), "{0}")


def _check_parameters(name: str, parameters: Sequence[Parameter]) -> None:
    seen: set[str] = set()
    for parameter in parameters:
        if parameter.name.lower() in seen:
            raise analysis_error(
                "DUPLICATE_ROUTINE_PARAMETER_NAMES", {"routineName": name, "names": f"`{parameter.name}`"}
            )
        seen.add(parameter.name.lower())
    for parameter, following in pairwise(parameters):
        if parameter.default is not None and following.default is None:
            raise analysis_error(
                "USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_PARAMETER_POSITION",
                {"functionName": name, "parameterName": parameter.name, "nextParameterName": following.name},
            )


def _by_name(
    binder: Binder, parameters: Sequence[Parameter], arguments: Sequence[e.Value]
) -> dict[str, e.Value]:
    key = binder.settings.name_key
    return {key(parameter.name): value for parameter, value in zip(parameters, arguments)}


def _arguments(name: str, parameters: Sequence[Parameter], binder: Binder, call: e.Call) -> list[e.Value]:
    given: dict[str, e.Expression] = {}
    same = binder.settings.same_name
    if len(call.arguments) > len(parameters):
        raise _wrong_number(name, parameters, call)
    for position, argument in enumerate(call.arguments):
        if isinstance(argument, e.NamedArgument):
            found = next((p.name for p in parameters if same(p.name, argument.name)), argument.name)
            given[found] = argument.child
        else:
            given[parameters[position].name] = argument
    values: list[e.Value] = []
    for parameter in parameters:
        expression = given.get(parameter.name, parameter.default)
        if expression is None:
            raise _wrong_number(name, parameters, call)
        values.append(binder.cast(binder.value(expression), parameter.type))
    return values


def _wrong_number(name: str, parameters: Sequence[Parameter], call: e.Call) -> Exception:
    least = sum(parameter.default is None for parameter in parameters)
    expected = str(least) if least == len(parameters) else f"[{least}, {len(parameters)}]"
    return analysis_error(
        "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
        {
            "functionName": quoted_parts((name,)),
            "expectedNum": expected,
            "actualNum": str(len(call.arguments)),
            "docroot": "https://spark.apache.org/docs/latest",
        },
        call.origin,
    )
