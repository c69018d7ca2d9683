"""Expressions resolved: names looked up, functions bound, Spark's casts put in.

One pass from the leaves up: each written expression becomes a value whose children are values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyrite._dataclasses import dataclass
from pyrite.errors import AnalysisException
from pyrite.sql._analysis import aggregation, coercion
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import (
    OuterColumnMissing,
    analysis_error,
    data_diff_types,
    datatype_mismatch,
    ordinal,
    unexpected_input,
    wrong_number,
)
from pyrite.sql._analysis.functions import access
from pyrite.sql._analysis.functions.all import FUNCTIONS, PYTHON_ONLY, SHOWN
from pyrite.sql._analysis.functions.registry import Accepts, Function, LambdaOf, ParameterKind, Same
from pyrite.sql._analysis.naming import (
    pretty,
    qualified,
    quoted_parts,
    quoted_sql,
    quoted_type,
    timestamp_text,
    unframed_text,
)
from pyrite.sql._analysis.parser import parse_identifier
from pyrite.sql._analysis.parser.literals import timestamp_parts
from pyrite.sql._analysis.references import is_lateral, is_variable, lateral_reference
from pyrite.sql._analysis.scope import Scope, distance
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._analysis.zones import clock_of, moment_of
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.tree import Origin
from pyrite.sql.types import BooleanType, DataType, NullType, StringType, StructType, TimestampType

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer

__all__ = ["Binder"]

#: Functions that may be called without parentheses, and what they are then.
_WITHOUT_PARENTHESES = {
    **{
        name: name
        for name in (
            "current_date", "current_path", "current_time", "current_timestamp", "current_user", "localtime",
            "localtimestamp",
        )
    },
    "session_user": "current_user", "user": "current_user",
}  # fmt: skip


#: A column that groupings have, by a name of Hive's.
_GROUPING_ID = "grouping__id"

#: Functions whose parameters have names, and the first one's.
_FIRST = {
    "explode": "collection", "explode_outer": "collection", "posexplode": "collection",
    "posexplode_outer": "collection", "inline": "input", "inline_outer": "input", "counter_diff": "value",
}  # fmt: skip
#: How many arguments Spark says that functions take, where it takes others.
_EXPECTED = {
    "try_sum": "[1, 2]",
    "try_avg": "[1, 2]",
    "localtimestamp": "[0, 1]",
    "mode": "0",
    "nth_value": "[2, 3]",
}

#: What the parser makes of calls with a unit of time; there are no such functions.
_WITH_UNIT = {"timestampadd", "timestampdiff"}

#: What functions with lambdas do not take null for, as errors show it.
_COLLECTIONS = ('"ARRAY"', '"MAP"')


class Binder:
    """Resolves the expressions of one place of a query.

    Parameters
    ----------
    analyzer : Analyzer
        Resolves the subqueries; knows the session's functions and variables.
    scope : Scope
        What names mean here.
    """

    def __init__(self, analyzer: Analyzer, scope: Scope):
        self.analyzer = analyzer
        self.scope = scope
        self.settings = scope.settings

    def value(self, expression: e.Expression) -> e.Value:
        """The resolved form of an expression.

        Raises
        ------
        AnalysisException
            For a name that is not there, a function that does not take its arguments, and so on.
        """
        resolve = _RESOLVE.get(type(expression))
        if resolve is not None:
            return resolve(self, expression)
        if isinstance(expression, e.Value):
            return expression
        raise analysis_error("INTERNAL_ERROR", {"message": f"cannot resolve {type(expression).__name__}"})

    def values(self, expressions: Sequence[e.Expression]) -> list[e.Value]:
        """The resolved forms of several, with stars expanded."""
        found: list[e.Value] = []
        for expression in expressions:
            if isinstance(expression, e.Star):
                found += self.star(expression)
            elif isinstance(expression, e.ColumnRegex):
                found += self.columns_like(expression)
            else:
                found.append(self.value(expression))
        return found

    def named(self, expressions: Sequence[e.Expression]) -> list[e.Value]:
        """As :meth:`values`, each an attribute or an alias: a name is made where none is given."""
        return [self.name(value) for value in self.values(expressions)]

    def name(self, value: e.Value) -> e.Value:
        """The value as an output column."""
        if isinstance(value, (e.Attribute, e.Alias)):
            return value
        return e.Alias(value, self.output_name(value), origin=value.origin)

    def output_name(self, value: e.Value) -> str:
        """The name of a column that has none."""
        if isinstance(value, e.Cast) and not value.explicit:
            return self.output_name(value.child)  # type: ignore[arg-type]
        if isinstance(value, e.Cast) and (
            isinstance(value.child, e.Attribute) or is_lateral(value.child) or _is_extract(value.child)
        ):
            return value.child.name  # type: ignore[attr-defined]
        if _is_extract(value) or (
            isinstance(value, e.Apply) and value.function in access.PLACES and value.name
        ):
            return value.name  # type: ignore[attr-defined]
        if is_lateral(value) or is_variable(value):
            return value.name  # type: ignore[attr-defined]
        return pretty(value)

    def inside(self, scope: Scope) -> Binder:
        """A binder for another place of the same query."""
        return Binder(self.analyzer, scope)

    # ------------------------------------------------------------------------------------------- names

    def _name(self, name: e.Name) -> e.Value:
        try:
            return self._column(name)
        except AnalysisException:
            if not self.scope.lenient:
                raise
            raise self.scope.unresolved(name.parts, name.origin) from None

    def _column(self, name: e.Name) -> e.Value:
        found = self.scope.find(name.parts, name.origin)
        if found is None:
            found = self.analyzer.variable(name.parts)
        if found is None and len(name.parts) == 1 and self.settings.same_name(name.parts[0], _GROUPING_ID):
            asked = self.value(e.Call("grouping_id", (), origin=name.origin))
            return replace(asked, name=_GROUPING_ID)  # type: ignore[call-arg]
        if found is None:
            if len(name.parts) == 1 and name.parts[0].lower() in _WITHOUT_PARENTHESES:
                return self.value(e.Call(_WITHOUT_PARENTHESES[name.parts[0].lower()], origin=name.origin))
            raise self.scope.unresolved(name.parts, name.origin)
        value, fields = found
        if is_lateral(value) and fields:
            assert isinstance(value, e.Apply)
            inside = value.arguments[0]
            for field in fields:
                inside = self.field(inside, field, name.origin)
            return lateral_reference(inside, fields[-1]).at(name.origin)
        if name.origin is not None and not isinstance(value, (e.Attribute, e.Alias)):
            value = value.at(name.origin)
        for field in fields:
            try:
                value = self.field(value, field, name.origin)
            except AnalysisException:
                if not isinstance(value, e.OuterReference):
                    raise
                raise self.scope.unresolved(name.parts, name.origin) from None
        if fields and isinstance(value, e.Apply):
            value = replace(value, name=fields[-1])
        elif isinstance(value, e.Attribute) and value.name != name.parts[-1]:
            # A column bears the name that it is asked for by, whatever its letters' case.
            value = replace(value, name=name.parts[-1])
        if self.scope.aggregated and isinstance(value, e.Attribute):
            # It may turn out not to be grouped by: then it is unknown by its name.
            value = value.at(name.origin or Origin())
        return value

    def field(self, value: e.Value, name: str, origin: Any = None, named: bool = True) -> e.Value:
        """A field of a struct, or of the structs of an array; the value of a key of a map."""
        return access.extract(self, value, e.Literal(name, StringType()), origin, dotted=True, named=named)

    def _field(self, field: e.Field) -> e.Value:
        return self.field(self.value(field.child), field.name, field.origin, named=False)

    def _item(self, item: e.Item) -> e.Value:
        return access.extract(self, self.value(item.child), self.value(item.key), item.origin)

    def _with_field(self, change: e.WithField) -> e.Value:
        new = None if change.value is None else self.value(change.value)
        return access.with_field(self, self.value(change.child), change.name, new, change.origin)

    def _dataset_column(self, column: e.DatasetColumn) -> e.Value:
        found = self.scope.find_dataset_column(column.attribute, column.relation)
        if found is not None:
            return found
        outer = self.scope.outer
        while outer is not None:
            above = outer.find_dataset_column(column.attribute, column.relation)
            if above is not None:
                return e.OuterReference(above)
            outer = outer.outer
        attribute = column.attribute
        raise analysis_error(
            "MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT",
            {
                "missingAttributes": f'"{attribute.name}"',
                "input": ", ".join([f'"{a.name}"' for a in self.scope.attributes]),
                "operator": self.analyzer.describe(self.scope.relations),
            },
            column.origin,
        )

    def _outer(self, outer: e.Outer) -> e.Value:
        try:
            return self.value(outer.child)
        except AnalysisException as error:
            raise OuterColumnMissing(
                str(error), errorClass=error.getCondition(), messageParameters=error.getMessageParameters()
            ) from None

    def star(self, star: e.Star) -> list[e.Value]:
        """The columns that ``*`` stands for."""
        same = self.settings.same_name
        attributes: list[e.Value]
        if not star.target:
            if not self.scope.relations or all(isinstance(part, r.OneRow) for part in self.scope.relations):
                raise analysis_error("INVALID_USAGE_OF_STAR_OR_REGEX", {"elem": "'*'", "prettyName": "query"})
            attributes = list(self.scope.attributes)
        else:
            attributes = []
            hidden = [a for rel in self.scope.relations for a in rel.hidden]
            pool = [*[a for a in hidden if e.METADATA not in (a.metadata or ())], *self.scope.attributes]
            for attribute in pool:
                end = attribute.qualifier[-len(star.target) :]
                if len(end) == len(star.target) and all(map(same, end, star.target)):
                    attributes.append(attribute)
            if not attributes:
                attributes = self._struct_star(star)
        if star.excluded:
            attributes = self._without(attributes, star)
        for new in star.replaced:
            attributes = self._with(attributes, new, star)
        return attributes

    def _with(self, attributes: list[e.Value], new: e.As, star: e.Star) -> list[e.Value]:
        """The columns with a new value in place of those of its name."""
        places = [
            index
            for index, column in enumerate(attributes)
            if isinstance(column, e.Attribute) and self.settings.same_name(column.name, new.names[0])
        ]
        if not places:
            raise self.scope.unresolved(new.names, star.origin, as_shown=True)
        value = self.value(new)
        return [value if index in places else column for index, column in enumerate(attributes)]

    def _struct_star(self, star: e.Star) -> list[e.Value]:
        found = self.scope.find(star.target, star.origin)
        if found is None:
            columns = ", ".join(sorted([quoted_parts((a.name,)) for a in self.scope.attributes]))
            raise analysis_error(
                "CANNOT_RESOLVE_STAR_EXPAND",
                {"targetString": quoted_parts(star.target), "columns": columns},
                star.origin,
            )
        value, fields = found
        for name in fields:
            value = self.field(value, name, star.origin)
        if not isinstance(value.type, StructType):
            raise analysis_error(
                "INVALID_USAGE_OF_STAR_OR_REGEX", {"elem": "'*'", "prettyName": "expression"}, star.origin
            )
        return [e.Alias(self.field(value, name), name) for name in value.type.fieldNames()]

    def _without(self, attributes: list[e.Value], star: e.Star) -> list[e.Value]:
        for name in star.excluded:
            if self.scope.find(name.parts) is None:
                raise self.scope.unresolved(name.parts, star.origin, as_shown=True)
        dropped = [self.value(name.at(star.origin)) for name in star.excluded]
        keys = {value.key for value in dropped}
        return [value for value in attributes if value.key not in keys]

    def columns_like(self, regex: e.ColumnRegex) -> list[e.Value]:
        """The columns whose names match."""
        flags = 0 if self.settings.case_sensitive else re.IGNORECASE
        pattern = re.compile(regex.pattern, flags)
        return [a for a in self.scope.attributes if pattern.fullmatch(a.name)]

    # ------------------------------------------------------------------------------------------- calls

    def window_function(self, expression: e.Expression) -> e.Value:
        """A function that is computed over a window: its arguments may hold aggregates of groups."""
        if isinstance(expression, e.Call):
            return self._call(expression, over=True)
        return self.value(expression)

    def _call(self, call: e.Call, over: bool = False) -> e.Value:
        user = self.analyzer.user_function(call)
        if user is not None:
            return user(self, call)
        name = call.name.lower()
        for prefix in ("builtin.", "system.builtin."):
            if name.startswith(prefix):
                name = name[len(prefix) :]
        function = FUNCTIONS.get(name)
        if name in _WITH_UNIT and not (call.arguments and isinstance(call.arguments[0], e.Literal)):
            function = None
        if name in PYTHON_ONLY and call.origin is not None and call.origin.in_sql:
            function = None
        if function is None:
            parts = parse_identifier(call.name) if "." in call.name else (call.name,)
            table = self.analyzer.names.table_function(call.name, self.settings)
            if table is not None or name == "range":
                shown = {"functionName": quoted_parts(parts)}
                raise analysis_error("NOT_A_SCALAR_FUNCTION", shown, call.origin)
            raise analysis_error(
                "UNRESOLVED_ROUTINE",
                {"routineName": quoted_parts(parts), "searchPath": self.analyzer.search_path()},
                call.origin,
            )
        call = self._expand_stars(call)
        return self.bind(function, call, SHOWN.get(name, function.name), over)

    def _call_python(self, call: e.CallPython) -> e.Value:
        """A call of a user's function: arguments by name are the last."""
        function = call.function
        names: dict[str, e.Value] = {}
        values: list[e.Value] = []
        for argument in call.arguments:
            if isinstance(argument, (e.Star, e.ColumnRegex)):
                raise analysis_error(
                    "INVALID_USAGE_OF_STAR_OR_REGEX", {"elem": "'*'", "prettyName": "expression `pythonudf`"}
                )
            if isinstance(argument, e.NamedArgument):
                if argument.name in names:
                    raise analysis_error(
                        "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE",
                        {
                            "routineName": quoted_parts((function.name,)),
                            "parameterName": quoted_parts((argument.name,)),
                        },
                    )
                names[argument.name] = self._plain(argument.child)
            elif names:
                raise analysis_error(
                    "UNEXPECTED_POSITIONAL_ARGUMENT",
                    {
                        "routineName": quoted_parts((function.name,)),
                        "parameterName": quoted_parts((list(names)[-1],)),
                    },
                )
            else:
                values.append(self._plain(argument))
        arguments = (*values, *names.values())
        return e.PythonCall(
            function, arguments, function.returns, function.name, True, tuple(names), origin=call.origin
        )

    def _plain(self, written: e.Expression) -> e.Value:
        value = self.value(written)
        return value.child if isinstance(value, e.Alias) else value

    def _expand_stars(self, call: e.Call) -> e.Call:
        if not any(isinstance(argument, (e.Star, e.ColumnRegex)) for argument in call.arguments):
            return call
        if call.name.lower() == "count" and len(call.arguments) == 1 and not call.distinct:
            star = call.arguments[0]
            if isinstance(star, e.Star) and not star.target:
                return replace(call, arguments=(e.Literal(1, access.INT),))
            if isinstance(star, e.Star):
                raise analysis_error(
                    "INVALID_USAGE_OF_STAR_WITH_TABLE_IDENTIFIER_IN_COUNT",
                    {"tableName": quoted_parts(star.target)},
                )
        arguments: list[e.Expression] = []
        for argument in call.arguments:
            if isinstance(argument, (e.Star, e.ColumnRegex)):
                arguments += self.values([argument])
            else:
                arguments.append(argument)
        return replace(call, arguments=tuple(arguments))

    def bind(self, function: Function, call: e.Call, shown: str, over: bool = False) -> e.Value:
        """A call bound to its row of the registry; ``over`` tells that it is computed over a window."""
        if function.of_table and not call.of_table:
            named = {"functionName": quoted_parts((call.name.lower(),))}
            raise analysis_error("NOT_A_SCALAR_FUNCTION", named, call.origin)
        call = _in_position(function, call)
        count = len(call.arguments)
        if count < function.least or (function.most is not None and count > function.most):
            for argument in call.arguments:
                if not isinstance(argument, (e.LambdaFunction, e.NamedArgument)):
                    self.value(argument)
            raise self._wrong_number(function, call)
        if function.defaults and count < len(function.parameters):
            left = function.defaults[count - len(function.parameters) :]
            call = replace(call, arguments=(*call.arguments, *left))
            count = len(call.arguments)
        grouped = function.kind == "aggregate" and not over
        if grouped and self.scope.aggregated and self.scope.fallback is not None:
            return self.inside(self.scope.fallback).bind(function, call, shown)
        arguments: list[e.Value] = []
        kinds = _repeated(function.parameters, count, function.variadic)
        for argument, kind in zip(call.arguments, kinds):
            before = self._before_lambda(call, arguments, kinds, shown) if isinstance(kind, LambdaOf) else ()
            arguments.append(self._argument(argument, kind, before, call))
        if len(arguments) < count:
            arguments += [self._argument(a, None, arguments, call) for a in call.arguments[len(arguments) :]]
        filtered = None
        if call.filter is not None:
            filtered = self.value(call.filter)
        order = tuple([self.order(part) for part in call.order])
        binding = _Bound(self, call, function, tuple(arguments), shown, filtered, order)
        binding.refuse_clauses()
        if any(isinstance(value, e.Apply) and value.function.kind == "generator" for value in arguments):
            # The SELECT list refuses it, and shows the whole expression.
            plainly = function if function.kind != "generator" else replace(function, show=None)
            return replace(binding.plain(), function=plainly)
        if function.kind == "aggregate":
            binding.check_filter()
        if function.bind is not None:
            return function.bind(binding)
        if function.kind == "generator":
            # Errors show the generator within the outer one.
            binding.shown = shown.removesuffix("_outer")
        coerced = binding.coerced()
        binding.shown = shown
        if function.check is not None:
            function.check(binding)
        returns = function.returns
        kind_of_result = returns if isinstance(returns, DataType) else returns(coerced)
        return binding.apply(coerced, kind_of_result)

    def _argument(
        self, argument: e.Expression, kind: ParameterKind | None, before: Sequence[e.Value], call: e.Call
    ) -> e.Value:
        if isinstance(argument, e.NamedArgument):
            argument = argument.child
        if isinstance(argument, e.LambdaFunction):
            if not isinstance(kind, LambdaOf):
                raise analysis_error(
                    "INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION",
                    {"class": call.name},
                    argument.origin,
                )
            return self._lambda(argument, kind.variables(before), kind.least)
        if isinstance(kind, LambdaOf):
            value = self.value(argument)
            variables = kind.variables(before)[: kind.least]
            parameters = tuple([e.LambdaVariable(f"x_{i}", t, n) for i, (t, n) in enumerate(variables)])
            return e.Lambda(parameters, value, origin=argument.origin)
        return self.value(argument)

    def _before_lambda(
        self, call: e.Call, values: Sequence[e.Value], kinds: Sequence[ParameterKind], shown: str
    ) -> Sequence[e.Value]:
        """The arguments before a lambda with the types the function takes; raises before the lambda is bound."""
        found: list[e.Value] = []
        for index, (value, kind) in enumerate(zip(values, kinds)):
            if isinstance(kind, Accepts):
                wanted = kind.fit(value.type, self.settings.ansi)
                if wanted is None or (isinstance(value.type, NullType) and kind.shown in _COLLECTIONS):
                    written = (*values, *call.arguments[len(values) :])
                    raise unexpected_input(
                        replace(call, name=shown, arguments=written), index, value, kind.shown
                    )
                value = self.cast(value, wanted)
            found.append(value)
        return found

    def _lambda(
        self, function: e.LambdaFunction, variables: Sequence[tuple[DataType, bool]], least: int
    ) -> e.Lambda:
        given = len(function.parameters)
        if not least <= given <= len(variables):
            raise analysis_error(
                "INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH",
                {"expectedNumArgs": str(given), "actualNumArgs": str(least)},
                function.origin,
            )
        key = self.settings.name_key
        names = [key(name) for name in function.parameters]
        if len(set(names)) < len(names):
            raise analysis_error(
                "INVALID_LAMBDA_FUNCTION_CALL.DUPLICATE_ARG_NAMES",
                {
                    "args": ", ".join(f"`{name}`" for name in names),
                    "caseSensitiveConfig": '"spark.sql.caseSensitive"',
                },
                function.origin,
            )
        parameters = tuple(
            [e.LambdaVariable(name, t, n) for name, (t, n) in zip(function.parameters, variables)]
        )
        scope = replace(self.scope, variables={**self.scope.variables, **dict(zip(names, parameters))})
        try:
            body = self.inside(scope).value(function.body)
        except AnalysisException as error:
            condition = error.getCondition() or ""
            if self.scope.place is None or not condition.startswith("UNRESOLVED_COLUMN"):
                raise
            # Spark looks for it anew with the whole query.
            raise analysis_error(condition, error.getMessageParameters() or {}, self.scope.place) from None
        return e.Lambda(parameters, body, origin=function.origin)

    def _wrong_number(self, function: Function, call: e.Call) -> Exception:
        name = call.name.lower()
        if not call.arguments and name in _FIRST:
            lacking = {"routineName": f"`{name}`", "parameterName": f"`{_FIRST[name]}`", "index": "0"}
            return analysis_error("REQUIRED_PARAMETER_NOT_FOUND", lacking, call.origin)
        if function.most is None:
            expected = f"> {function.least - 1}" if function.least else ">= 0"
        elif function.least == function.most:
            expected = str(function.least)
        elif function.most - function.least == 1:
            expected = f"[{function.least}, {function.most}]"
        else:
            expected = f"[{', '.join(map(str, range(function.least, function.most + 1)))}]"
        expected = _EXPECTED.get(name, expected)
        # Of functions with any number of arguments, Spark does not tell the place.
        origin = None if function.most is None else call.origin
        shown = function.checked if function.variadic and function.checked else name
        return wrong_number(shown, expected, len(call.arguments), origin)

    def invoke(self, name: str, *arguments: e.Expression, origin: Any = None) -> e.Value:
        """A builtin function bound to these arguments."""
        return self.value(e.Call(name, arguments, origin=origin))

    # -------------------------------------------------------------------------------- other expressions

    def fits(self, given: DataType, wanted: DataType) -> DataType | None:
        """The type that an implicit cast gives, or None where there is none."""
        return coercion.implicit_cast(given, wanted, self.settings.ansi)

    def parse_identifier(self, text: str) -> tuple[str, ...]:
        """The parts of a dotted name."""
        return parse_identifier(text)

    def cast(self, value: e.Value, kind: DataType) -> e.Value:
        """An implicit cast."""
        return coercion.cast(value, kind, "ansi" if self.settings.ansi else "legacy")

    def _cast(self, cast: e.Cast) -> e.Value:
        if isinstance(cast.child, e.Value) and cast.mode not in ("", "try"):
            return self._timestamp(cast) or cast
        child = self.value(cast.child)
        return access.explicit_cast(self, child, cast)

    def _timestamp(self, cast: e.Cast) -> e.Value | None:
        """``TIMESTAMP '...'``, whose moment depends on the session's zone; None for any other cast."""
        written = cast.child
        if cast.explicit or cast.nullable or cast.type != TimestampType():
            return None
        if not isinstance(written, e.Literal) or not isinstance(written.value, str):
            return None
        parts = timestamp_parts(written.value)
        if parts is None or parts[0] is None:
            return None
        moment = moment_of(parts[1] or self.settings.zone, parts[0])
        return self._literal(e.Literal(moment, TimestampType(), origin=cast.origin))

    def _literal(self, literal: e.Literal) -> e.Value:
        """A timestamp shows what the clock of the session's zone shows."""
        if isinstance(literal.type, TimestampType) and literal.value is not None and literal.shown is None:
            clock = timestamp_text(clock_of(self.settings.zone, literal.value))
            return replace(literal, shown=f"TIMESTAMP '{clock}'")
        return literal

    def _case(self, case: e.Case) -> e.Value:
        arguments = [part for branch in case.branches for part in branch]
        if case.default is not None:
            arguments.append(case.default)
        return self.invoke("when", *arguments, origin=case.origin)

    def _alias(self, alias: e.As) -> e.Value:
        child = self.value(alias.child)
        if isinstance(child, e.Alias):
            child = child.child
        if len(alias.names) > 1:
            raise analysis_error(
                "MULTI_ALIAS_WITHOUT_GENERATOR",
                {"expr": quoted_sql(child), "names": ", ".join(alias.names)},
                alias.origin,
            )
        return e.Alias(child, alias.names[0], metadata=alias.metadata, origin=alias.origin)

    def order(self, order: e.SortOrder) -> e.SortOrder:
        """A sort key resolved; raises for types without an order."""
        child = self.value(order.child)
        if isinstance(child, e.Alias):
            child = child.child
        return replace(order, child=child)

    def _in(self, test: e.In) -> e.Value:
        return self.invoke("in", test.value, *test.options, origin=test.origin)

    def _in_query(self, test: e.InQuery) -> e.Value:
        plan = self.analyzer.subquery(test.plan, self.scope)
        values = self.values(test.values)
        if len(values) == 1 and isinstance(values[0].type, StructType) and len(plan.output) > 1:
            values = [self.field(values[0], name) for name in values[0].type.fieldNames()]
        if len(values) != len(plan.output):
            raise datatype_mismatch(
                "IN_SUBQUERY_LENGTH_MISMATCH",
                e.InQueryValue(tuple(values), plan),
                {
                    "leftLength": str(len(values)),
                    "rightLength": str(len(plan.output)),
                    "leftColumns": ", ".join([quoted_sql(value) for value in values]),
                    "rightColumns": ", ".join([quoted_sql(value) for value in plan.output]),
                },
                test.origin,
            )
        cast_values: list[e.Value] = []
        columns: list[e.Value] = []
        pairs = list(zip(values, plan.output))
        kinds = [coercion.common_type(one.type, other.type, self.settings.ansi) for one, other in pairs]
        if None in kinds:
            wrong = [
                f"({qualified(one)}:{one.type.simpleString()}, {qualified(other)}:{other.type.simpleString()})"
                for (one, other), kind in zip(pairs, kinds)
                if kind is None
            ]
            raise datatype_mismatch(
                "IN_SUBQUERY_DATA_TYPE_MISMATCH",
                e.InQueryValue(tuple(values), plan),
                {
                    "mismatchedColumns": ", ".join(wrong),
                    "leftType": ", ".join([quoted_type(one.type) for one, _ in pairs]),
                    "rightType": ", ".join([quoted_type(other.type) for _, other in pairs]),
                },
                test.origin,
            )
        for (value, column), kind in zip(pairs, kinds):
            assert kind is not None
            cast_value, cast_column = self.cast(value, kind), self.cast(column, kind)
            cast_values.append(value if cast_value is value else cast_value.at(test.origin))
            cast_column = cast_column if cast_column is column else cast_column.at(test.origin)
            columns.append(column if cast_column is column else e.Alias(cast_column, column.name))
        if any(new is not old for new, old in zip(columns, plan.output)):
            plan = r.Project(plan, tuple(columns))
        return e.InQueryValue(tuple(cast_values), plan, origin=test.origin)

    def _exists(self, test: e.Exists) -> e.Value:
        return e.ExistsQuery(self.analyzer.subquery(test.plan, self.scope), origin=test.origin)

    def _subquery(self, query: e.Subquery) -> e.Value:
        plan = self.analyzer.subquery(query.plan, self.scope)
        if len(plan.output) != 1:
            raise analysis_error(
                "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN",
                {"number": str(len(plan.output))},
                query.origin,
            )
        return e.ScalarQuery(plan, origin=query.origin)

    def _over(self, over: e.Over) -> e.Value:
        value = self.analyzer.windows.bind(self, over)
        assert isinstance(value, e.WindowValue)
        for part in aggregation.own_values(value):
            if is_lateral(part):
                shown = pretty(value) if over.window.frame is not None else unframed_text(value)
                raise analysis_error(
                    "UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_WINDOW",
                    {"lca": quoted_parts((part.name,)), "windowExpr": f'"{shown}"'},  # type: ignore[attr-defined]
                )
        return value

    def _parameter(self, parameter: e.Parameter) -> e.Value:
        name = parameter.name
        what = "UNBOUND_SQL_PARAMETER"
        raise analysis_error(what, {"name": name if isinstance(name, str) else f"_{name}"}, parameter.origin)

    def _identifier(self, clause: e.IdentifierClause) -> e.Value:
        parts = parse_identifier(self.text_of(clause.text))
        if clause.call is not None:
            return self.value(replace(clause.call, name=".".join(parts)))
        return self.value(e.Name(parts, origin=clause.origin))

    def text_of(self, expression: e.Expression) -> str:
        """The string that a constant expression makes."""
        value = self.value(expression)
        try:
            text = constant_value(value)
        except NotConstant:
            raise analysis_error(
                "NOT_A_CONSTANT_STRING.NOT_CONSTANT",
                {"name": "IDENTIFIER", "expr": quoted_sql(value)},
                expression.origin,
            ) from None
        if not isinstance(text, str):
            reason = "NULL" if text is None else "WRONG_TYPE"
            parameters = {"name": "IDENTIFIER", "expr": quoted_sql(value)}
            if text is not None:
                parameters["dataType"] = value.type.simpleString()
            raise analysis_error(f"NOT_A_CONSTANT_STRING.{reason}", parameters, expression.origin)
        return text

    def _misplaced_star(self, star: e.Expression) -> e.Value:
        raise analysis_error(
            "INVALID_USAGE_OF_STAR_OR_REGEX", {"elem": "'*'", "prettyName": "expression"}, star.origin
        )


_RESOLVE: Mapping[type, Callable[[Binder, Any], e.Value]] = {
    e.Name: Binder._name,
    e.Field: Binder._field,
    e.Item: Binder._item,
    e.WithField: Binder._with_field,
    e.DatasetColumn: Binder._dataset_column,
    e.Outer: Binder._outer,
    e.Call: Binder._call,
    e.CallPython: Binder._call_python,
    e.Cast: Binder._cast,
    e.Literal: Binder._literal,
    e.Case: Binder._case,
    e.As: Binder._alias,
    e.SortOrder: Binder.order,
    e.In: Binder._in,
    e.InQuery: Binder._in_query,
    e.Exists: Binder._exists,
    e.Subquery: Binder._subquery,
    e.Over: Binder._over,
    e.Parameter: Binder._parameter,
    e.IdentifierClause: Binder._identifier,
    e.Star: Binder._misplaced_star,
    e.ColumnRegex: Binder._misplaced_star,
}


def _is_extract(value: e.Expression) -> bool:
    """Whether it is ``column:path``."""
    return isinstance(value, e.Apply) and value.function.name == "semistructuredextract"


def _is(one: object, other: object) -> bool:
    return one is other


def _repeated(kinds: Sequence[ParameterKind], count: int, variadic: bool) -> Sequence[ParameterKind]:
    if variadic and kinds and count > len(kinds):
        return [*kinds, *[kinds[-1]] * (count - len(kinds))]
    return kinds[:count]


def _in_position(function: Function, call: e.Call) -> e.Call:
    """The call with all its arguments by position, those left out between them by their defaults."""
    routine = {"routineName": quoted_parts((call.name.lower(),))}
    plain = [argument for argument in call.arguments if not isinstance(argument, e.NamedArgument)]
    named: dict[str, e.Expression] = {}
    for argument in call.arguments:
        if not isinstance(argument, e.NamedArgument):
            if named:
                last = {"parameterName": quoted_parts((list(named)[-1],))}
                raise analysis_error("UNEXPECTED_POSITIONAL_ARGUMENT", {**routine, **last}, call.origin)
            continue
        if not function.named:
            what = {"functionName": routine["routineName"]}
            raise analysis_error("NAMED_PARAMETERS_NOT_SUPPORTED", what, call.origin)
        name = argument.name
        twice = "DOUBLE_NAMED_ARGUMENT_REFERENCE" if name in named else ""
        if name in function.named[: len(plain)]:
            twice = "BOTH_POSITIONAL_AND_NAMED"
        if twice:
            condition = f"DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.{twice}"
            parameters = {**routine, "parameterName": quoted_parts((name,))}
            raise analysis_error(condition, parameters, call.origin)
        if name not in function.named:
            parameters = {**routine, "argumentName": quoted_parts((name,))}
            near = sorted(sorted(function.named, reverse=True), key=lambda known: distance(name, known))
            parameters["proposal"] = " ".join([quoted_parts((known,)) for known in near[:3]])
            raise analysis_error("UNRECOGNIZED_PARAMETER_NAME", parameters, call.origin)
        named[name] = argument.child
    if not function.named or len(plain) > len(function.named):
        return call
    given = len(plain)
    for place in range(given, len(function.named)):
        name = function.named[place]
        if name in named:
            plain.append(named[name])
        elif place < function.least:
            # Counted from the first that is not given by its place.
            index = str(place - given)
            parameters = {**routine, "parameterName": quoted_parts((name,)), "index": index}
            raise analysis_error("REQUIRED_PARAMETER_NOT_FOUND", parameters, call.origin)
        elif function.defaults:
            plain.append(function.defaults[place - function.least])
    return replace(call, arguments=tuple(plain))


@dataclass
class _Bound:
    """One call while it is bound: what the registry's ``Binding`` promises."""

    binder: Binder
    call: e.Call
    function: Function
    arguments: tuple[e.Value, ...]
    shown: str
    filter: e.Value | None = None
    order: tuple[e.SortOrder, ...] = ()

    @property
    def settings(self) -> Settings:
        return self.binder.settings

    def coerced(self, parameters: Sequence[ParameterKind] | None = None) -> tuple[e.Value, ...]:
        function, arguments = self.function, self.arguments
        kinds = _repeated(
            function.parameters if parameters is None else parameters, len(arguments), function.variadic
        )
        ansi = self.settings.ansi
        common: DataType | None = None
        same = [value for value, kind in zip(arguments, kinds) if isinstance(kind, Same)]
        if same:
            common = coercion.common_of([value.type for value in same], ansi)
            if common is None:
                raise data_diff_types(self.plain(), self.shown.lower(), [value.type for value in same])
        found: list[e.Value] = []
        for index, (value, kind) in enumerate(zip(arguments, kinds)):
            if isinstance(kind, Same):
                assert common is not None
                found.append(self.cast(value, common))
            elif isinstance(kind, LambdaOf):
                found.append(self._lambda(index, value, kind.body))
            else:
                found.append(self._fitted(index, value, kind))
        return (*found, *arguments[len(found) :])

    def _fitted(self, index: int, value: e.Value, kind: Accepts) -> e.Value:
        wanted = kind.fit(value.type, self.settings.ansi)
        if wanted is None:
            raise unexpected_input(self.plain(), index, value, kind.shown)
        return self.cast(value, wanted)

    def _lambda(self, index: int, value: e.Value, kind: Accepts) -> e.Value:
        assert isinstance(value, e.Lambda)
        wanted = kind.fit(value.type, self.settings.ansi)
        if wanted is None:
            raise unexpected_input(self.plain(), index, value, kind.shown)
        body = self.cast(value.body, wanted)
        return value if body is value.body else replace(value, body=body)

    def cast(self, value: e.Value, kind: DataType) -> e.Value:
        cast = self.binder.cast(value, kind)
        return cast if cast is value else cast.at(self.call.origin)

    def plain(self) -> e.Apply:
        """The call as far as it is known, to be shown in errors."""
        shown = {"name": self.function.checked} if self.function.checked else {}
        return self.apply(self.arguments, NullType(), nullable=True, **shown)

    def apply(self, arguments: Sequence[e.Value], kind: DataType, **changes: Any) -> e.Apply:
        function = changes.pop("function", self.function)
        nullable = function.nullable
        if nullable is None:
            nullable = any(argument.nullable for argument in arguments)
        elif callable(nullable):
            nullable = nullable(arguments)
        fields: dict[str, Any] = {
            "nullable": nullable,
            "name": self.shown,
            "distinct": self.call.distinct,
            "filter": self.filter,
            "order": self.order,
            "ignore_nulls": bool(self.call.ignore_nulls),
            "origin": self.call.origin,
        }
        fields.update(changes)
        shown = fields.get("shown")
        if shown and len(shown) == len(arguments) and all(map(_is, shown, arguments)):
            fields["shown"] = None
        return e.Apply(function, tuple(arguments), kind, **fields)

    def invoke(self, name: str, *arguments: e.Expression) -> e.Value:
        return self.binder.invoke(name, *arguments, origin=self.call.origin)

    def constant(self, index: int) -> Any:
        value = self.arguments[index]
        try:
            return constant_value(value)
        except NotConstant:
            raise self.mismatch(
                "NON_FOLDABLE_INPUT",
                inputName=f"`{ordinal(index)}`",
                inputType=f'"{value.type._sql()}"',
                inputExpr=quoted_sql(value),
            ) from None

    def mismatch(self, reason: str, **parameters: str) -> Exception:
        return datatype_mismatch(reason, self.plain(), parameters)

    def error(self, condition: str, **parameters: str) -> Exception:
        return analysis_error(condition, parameters, self.call.origin)

    def refuse_clauses(self) -> None:
        """Raise when the function is called with a clause that it does not take."""
        call, function = self.call, self.function
        plain = function.kind in ("scalar", "window")
        for given, clause in (
            (call.distinct and plain, "DISTINCT"),
            (call.filter is not None and plain, "FILTER CLAUSE"),
            (call.ignore_nulls is not None and not function.ignores_nulls, "IGNORE NULLS"),
            (bool(call.order) and not function.ordered, "WITHIN GROUP (ORDER BY ...)"),
        ):
            if given:
                raise self.error(
                    "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
                    prettyName=f"`{self.shown}`",
                    syntax=clause,
                )

    def check_filter(self) -> None:
        """Raise for a FILTER that is no condition, or holds an aggregate or a window function."""
        test = self.filter
        if test is None:
            return
        shown = {"filterExpr": quoted_sql(test)}
        if not isinstance(test.type, BooleanType):
            raise self.error("INVALID_AGGREGATE_FILTER.NOT_BOOLEAN", **shown)
        if aggregation.is_chance(test):
            raise self.error("INVALID_AGGREGATE_FILTER.NON_DETERMINISTIC", **shown)
        for part in aggregation.own_values(test):
            if aggregation.is_aggregate(part):
                raise self.error(
                    "INVALID_AGGREGATE_FILTER.CONTAINS_AGGREGATE", aggExpr=quoted_sql(part), **shown
                )
            if isinstance(part, e.WindowValue):
                raise self.error(
                    "INVALID_AGGREGATE_FILTER.CONTAINS_WINDOW_FUNCTION", windowExpr=quoted_sql(part), **shown
                )
