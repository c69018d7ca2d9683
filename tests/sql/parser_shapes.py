"""Plans as written, drawn as Spark draws its own, so that the two can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._types.ddl import quoted_name
from pyrite.sql.types import (
    BinaryType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegralType,
    StringType,
)

Tree = list[tuple[int, str]]


class NotDrawn(Exception):
    """This is not compared: Spark's drawing shows something else than what was written."""


def spark_tree(text: str) -> Tree:
    """The depth and text of each line of Spark's drawing, without ids and marks of what is not resolved."""
    if (
        re.search(r"#\d+ \[\]", text)
        or "Lambda$" in text
        or "PipeOperator" in text
        or "pipeexpression" in text
    ):
        raise NotDrawn("subqueries and pipes stand between the lines")
    lines = re.sub(r"#\d+L?", "", text).rstrip("\n").split("\n")
    found = []
    for line in lines:
        match = re.match(r"(?P<prefix>(?:[: ]  |[:+]- )*)'?(?P<text>.*)", line)
        assert match is not None
        found.append((len(match["prefix"]) // 3, match["text"]))
    return found


def tree(plan: r.Relation) -> Tree:
    """The same of our plan."""
    return list(_plan(plan, 0))


# ----------------------------------------------------------------------------------------------- expressions

_INFIX = {"+", "-", "*", "/", "%", "div", "<", "<=", ">", ">=", "<=>", "&", "|", "^", "<<", ">>", ">>>"}


def _name(parts: tuple[str, ...]) -> str:
    """A lone part is drawn as it is, several only with quotes around dots."""
    return parts[0] if len(parts) == 1 else ".".join([f"`{p}`" if "." in p else p for p in parts])


def _item(value: e.Expression) -> str:
    """An element of a SELECT list."""
    shown = shape(value)
    return shown if isinstance(value, (e.Name, e.Star, e.As)) else f"unresolvedalias({shown})"


def _list(values: Any) -> str:
    return ", ".join([shape(value) for value in values])


def shape(value: Any) -> str:
    """An expression."""
    match value:
        case e.Name(parts):
            return f"'{_name(parts)}"
        case e.Literal():
            return _literal(value)
        case e.Star():
            return f"{_name(value.target)}.*" if value.target else "*"
        case e.As(child, names):
            if len(names) > 1:
                return f"multialias({shape(child)}, {', '.join(names)})"
            return f"{shape(child)} AS {names[0]}"
        case e.Cast(child, kind):
            if not value.explicit:
                raise NotDrawn("Spark reads it at once")
            return f"cast({shape(child)} as {kind.simpleString()})"
        case e.Call():
            return _call(value)
        case e.In(child, options):
            return f"{shape(child)} IN ({','.join([shape(option) for option in options])})"
        case e.Item(child, key):
            return f"{shape(child)}[{shape(key)}]"
        case e.Field(child, name):
            return f"{shape(child)}[{name}]"
        case e.Case(branches, default):
            parts = [f" WHEN {shape(condition)} THEN {shape(then)}" for condition, then in branches]
            return f"CASE{''.join(parts)}{'' if default is None else f' ELSE {shape(default)}'} END"
        case e.LambdaFunction(parameters, body):
            inside = re.sub(r"'(\w+)", r"lambda '\1", shape(body)).replace("lambda lambda", "lambda")
            return f"lambdafunction({inside}, {', '.join(f'lambda {chr(39)}{p}' for p in parameters)}, false)"
        case e.NamedArgument(name, child):
            return f"{name} => {shape(child)}"
        case e.Parameter(name):
            if isinstance(name, int):
                raise NotDrawn("Spark shows the place")
            return f"namedparameter({name})"
        case e.Over(function, window):
            if window.name:
                return f"unresolvedwindowexpression({shape(function)}, WindowSpecReference({window.name}))"
            return f"{shape(function)} {_window(window)}"
        case e.SortOrder(child):
            nulls = "FIRST" if value.puts_nulls_first else "LAST"
            return f"{shape(child)} {'ASC' if value.ascending else 'DESC'} NULLS {nulls}"
    raise NotDrawn(type(value).__name__)


def _literal(value: e.Literal) -> str:
    kind, inner = value.type, value.value
    if inner is None:
        return "null"
    if isinstance(inner, bool):
        return str(inner).lower()
    if isinstance(kind, DateType) and 0 <= inner < 100_000:
        return str(date(1970, 1, 1) + timedelta(days=inner))
    if isinstance(kind, BinaryType):
        return "0x" + inner.hex().upper()
    if isinstance(kind, (IntegralType, StringType, DecimalType)):
        return str(inner)
    if isinstance(kind, (DoubleType, FloatType)) and 1e-3 <= abs(inner) < 1e7:
        return str(inner)
    raise NotDrawn(kind.simpleString())


def _call(call: e.Call) -> str:
    name, arguments = call.name, [shape(argument) for argument in call.arguments]
    match name, arguments:
        case ("==", [left, right]):
            return f"({left} = {right})"
        case ("!=", [left, right]):
            return f"NOT ({left} = {right})"
        case ("and" | "or", [left, right]):
            return f"({left} {name.upper()} {right})"
        case ("not", [child]):
            return f"NOT {child}"
        case (_, [left, right]) if name in _INFIX:
            return f"({left} {name} {right})"
        case ("unary-", [child]):
            return f"-{child}"
        case ("~", [child]):
            return f"~{child}"
        case ("isunknown" | "isnotunknown", [child]):
            return f"({child})"
        case ("||", [left, right]):
            first = call.arguments[0]
            if isinstance(first, e.Call) and first.name == "||":
                raise NotDrawn("Spark joins several at once")
            return f"concat({left}, {right})"
        case ("like", [left, right]):
            return f"{left} LIKE {right}"
        case ("ilike", [left, right]):
            return f"ilike({left}, {right}, \\)"
        case ("like", [left, right, escape]):
            return f"{left} LIKE {right} ESCAPE '{escape}'"
        case ("rlike", _):
            return f"RLIKE({', '.join(arguments)})"
        case ("collate", [child, collation]):
            return f"collate({child}, unresolvedcollation({collation.replace('.', ', ')}))"
        case ("timestampadd" | "timestampdiff", [unit, *rest]) if unit.isupper():
            return f"{name}({unit}, {', '.join(rest)}, None)"
        case ("current_path", []) if (
            call.origin is not None and call.origin.text[call.origin.stop - 1] != ")"
        ):
            return "current_path()"
        case (
            "()"
            | "substring"
            | "overlay"
            | "struct"
            | "STRUCT"
            | "trim"
            | "ltrim"
            | "rtrim"
            | "semistructuredextract",
            _,
        ):
            raise NotDrawn(name)
    if name.lower() == "count" and arguments == ["*"] and not call.distinct:
        arguments = ["1"]
    unbound = "" if name in _BOUND else "'"
    first = "distinct " if call.distinct else ""
    more = [shape(call.filter)] if call.filter is not None else []
    more += [shape(order) for order in call.order]
    if name.lower() in ("first", "last", "any_value"):
        raise NotDrawn("a form of its own only at times")
    return f"{unbound}{name}({first}{', '.join([*arguments, *more])})"


#: Calls that Spark's parser binds itself.
_BOUND = {
    "isnull", "isnotnull", "positive", "likeall", "likeany", "notlikeall", "notlikeany", "lower", "locate",
}  # fmt: skip


def _window(window: e.WindowSpec) -> str:
    frame = "unspecifiedframe$()"
    if window.frame is not None:
        kind = "RowFrame" if window.frame.kind == "rows" else "RangeFrame"
        start = _bound(window.frame.start, "unboundedpreceding$()")
        frame = f"specifiedwindowframe({kind}, {start}, {_bound(window.frame.end, 'unboundedfollowing$()')})"
    parts = [*map(shape, window.partition), *map(shape, window.order), frame]
    return f"windowspecdefinition({', '.join(parts)})"


def _bound(bound: Any, unbounded: str) -> str:
    return unbounded if bound is None else "currentrow$()" if bound == 0 else shape(bound)


# ------------------------------------------------------------------------------------------------- relations


def _plan(plan: r.Relation, depth: int) -> Iterator[tuple[int, str]]:
    lines, inputs = _lines(plan)
    for line in lines:
        yield depth, line
        depth += 1
    for child in inputs:
        yield from _plan(child, depth)


_HOW = {
    "inner": "Inner",
    "cross": "Cross",
    "left": "LeftOuter",
    "right": "RightOuter",
    "full": "FullOuter",
    "semi": "LeftSemi",
    "anti": "LeftAnti",
}


def _lines(plan: r.Relation) -> tuple[list[str], list[r.Relation]]:
    """The lines of a relation itself, and the relations below."""
    match plan:
        case r.OneRow():
            return ["OneRowRelation"], []
        case r.TableName(name) if not plan.options and plan.version is None:
            parts = ", ".join(name)
            return [f"UnresolvedRelation [{parts}], [], false"], []
        case r.Project(child, items):
            return [f"Project [{', '.join(map(_item, items))}]"], [child]
        case r.Filter(child, condition):
            return [f"Filter {shape(condition)}"], [child]
        case r.Having(child, condition):
            return [f"UnresolvedHaving {shape(condition)}"], [child]
        case r.Qualify(child, condition):
            return [f"UnresolvedQualify {shape(condition)}"], [child]
        case r.Distinct(child):
            return ["Distinct"], [child]
        case r.Limit(child, count):
            return [f"GlobalLimit {shape(count)}", f"LocalLimit {shape(count)}"], [child]
        case r.Offset(child, count):
            return [f"Offset {shape(count)}"], [child]
        case r.Sort(child, order, whole):
            keys = [plan.all] if plan.all is not None else list(order)
            return [f"Sort [{', '.join(map(_sort_item, keys))}], {str(whole).lower()}"], [child]
        case r.Repartition(child, _, by):
            return [f"RepartitionByExpression [{_list(by)}]"], [child]
        case r.Hint(child, name, parameters):
            return [f"UnresolvedHint {name}{', [' + _list(parameters) + ']' if parameters else ''}"], [child]
        case r.Named(child, name, columns):
            return _named(child, name, columns)
        case r.Join(left, right) if not plan.lateral:
            how = _HOW[plan.how]
            if plan.natural:
                how = f"NaturalJoin({how})"
            elif plan.using:
                how = f"UsingJoin({how}, [{', '.join(plan.using)}])"
            condition = "" if plan.condition is None else f", {shape(plan.condition)}"
            return [f"Join {how}{condition}"], [left, right]
        case r.SetOperation(kind, left, right):
            if kind == "union":
                return [*([] if plan.all else ["Distinct"]), "Union false, false"], [left, right]
            return [f"{kind.capitalize()}{' All true' if plan.all else ' false'}"], [left, right]
        case r.Aggregate(child, groupings, items):
            if any(isinstance(grouping, r.GroupingSets) for grouping in groupings):
                raise NotDrawn("grouping sets")
            shown = "'ALL" if plan.all else ", ".join(map(_grouping, groupings))
            start = f"[{shown}], " if shown else ""
            return [f"Aggregate {start}[{', '.join(map(_item, items))}]"], [child]
        case r.LateralView(child, generator, alias, columns):
            names = ", ".join([f"'{quoted_name(name)}" for name in columns])
            shown = f", [{names}]" if names else ""
            return [f"Generate {shape(generator)}, {str(plan.outer).lower()}, {alias}{shown}"], [child]
        case r.TableFunction(call):
            arguments = f"[{_list(call.arguments)}], " if call.arguments else ""
            return [f"UnresolvedTableValuedFunction [{call.name.replace('.', ', ')}], {arguments}false"], []
        case r.Pivot(child, _, columns, values, aggregates):
            if len(columns) > 1:
                raise NotDrawn("rows of values")
            shown = f"{shape(columns[0])}, [{_list(values)}], [{_list(aggregates)}]"
            return [f"Pivot {shown}"], [child]
        case r.Sample(child, lower, upper):
            seed = "" if plan.seed is None else f", {plan.seed}"
            return [f"Sample {lower}, {upper}, false{seed}, Bernoulli"], [child]
    raise NotDrawn(type(plan).__name__)


def _named(child: r.Relation, name: str, columns: tuple[str, ...]) -> tuple[list[str], list[r.Relation]]:
    if isinstance(child, (r.Sample, r.Limit, r.Values)):
        raise NotDrawn("Spark draws it otherwise")
    lines = [f"SubqueryAlias {quoted_name(name)}"]
    if columns and isinstance(child, r.TableFunction):
        lines.append(f"UnresolvedTVFAliases [{child.call.name}], [{', '.join(columns)}]")
    elif columns:
        lines.append(f"UnresolvedSubqueryColumnAliases [{', '.join(columns)}]")
    return lines, [child]


def _ordinal(value: Any) -> str:
    ordinal = isinstance(value, e.Literal) and isinstance(value.value, int)
    return f"unresolvedordinal({value.value})" if ordinal else shape(value)


def _sort_item(order: e.SortOrder) -> str:
    rest = shape(order)[len(shape(order.child)) :]
    return _ordinal(order.child) + rest


def _grouping(value: Any) -> str:
    return _ordinal(value)
