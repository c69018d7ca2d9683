"""What queries read: FROM lists, joins, tables, table functions, samples, pivots and inline tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._analysis.parser.constants import NUMBERS
from pyrite.sql._analysis.parser.expressions import ROW
from pyrite.sql._analysis.parser.forms import FormParser
from pyrite.sql._analysis.parser.reader import STRICT
from pyrite.sql._plan.expressions import (
    As,
    Call,
    Expression,
    Literal,
    Name,
    NamedArgument,
    SortOrder,
    TableArgument,
)
from pyrite.sql._plan.relations import (
    Identified,
    Join,
    JoinType,
    LateralView,
    Limit,
    Named,
    OneRow,
    Pivot,
    Relation,
    Sample,
    TableFunction,
    TableName,
    Unpivot,
    Values,
)
from pyrite.sql._types.ddl import quoted_name
from pyrite.sql.types import StringType

__all__ = ["JOIN_WORDS", "RelationParser", "not_supported"]

#: What Spark calls a subquery in FROM that has no name of its own.
_UNNAMED = "__auto_generated_subquery_name"

_STRING = StringType()

JOIN_WORDS = frozenset(["JOIN", "INNER", "CROSS", "LEFT", "RIGHT", "FULL", "SEMI", "ANTI", "NATURAL", "ASOF"])
#: The joins whose right side cannot be LATERAL, as Spark names them.
_NOT_LATERAL = {"right": "RIGHT OUTER", "full": "FULL OUTER", "semi": "LEFT SEMI", "anti": "LEFT ANTI"}


class RelationParser(FormParser):
    """The rules of relations."""

    # -- FROM

    def from_clause(self) -> Relation:
        start = self.at
        self.expect("FROM")
        plan = self._relation(None, start)
        while self.token.word == ",":
            self.take()
            plan = self._relation(plan, start)
        while self.token.word == "LATERAL" and self.peek().word == "VIEW":
            plan = self.lateral_view(plan)
        return self.pivoted(start, plan)

    def _relation(self, left: Relation | None, place: int) -> Relation:
        """One element of a FROM list, joined to those before it."""
        start = self.at
        lateral = self.token.word == "LATERAL" and self.accept("LATERAL")
        plan = self._relation_primary()
        if lateral:
            self._check_lateral(plan, place)
        if left is not None:
            here = self.origin(start)
            origin = left.origin.to(here) if left.origin is not None else here
            plan = Join(left, plan, lateral=lateral, origin=origin)
        elif lateral:
            plan = Join(OneRow(), plan, lateral=True, origin=self.origin(start))
        return self._extended(start, plan)

    def _extended(self, start: int, plan: Relation) -> Relation:
        """With the joins, pivots and unpivots that follow."""
        while True:
            if self.token.word in JOIN_WORDS and self._join_ahead():
                plan = self.join(plan)
                continue
            pivoted = self.pivoted(start, plan)
            if pivoted is plan:
                return plan
            plan = pivoted

    def _join_ahead(self) -> bool:
        if self.token.word == "ASOF":
            return self.peek().word in ("JOIN", "LEFT", "INNER")
        return True

    def join(self, left: Relation) -> Relation:
        opening = self.at
        natural = self.accept("NATURAL")
        if self.token.word == "ASOF":
            parameters = {"config": '"spark.sql.join.asofJoin.enabled"'}
            raise self.error(opening, "UNSUPPORTED_FEATURE.ASOF_JOIN", parameters)
        if natural and self.token.word == "CROSS":
            parameters = {"joinType1": "NATURAL", "joinType2": "CROSS"}
            self.expect("CROSS", "JOIN")
            self._relation_primary()
            self.fail(opening, "INCOMPATIBLE_JOIN_TYPES", parameters)
            return left
        how = self._join_type()
        self.require("JOIN")
        lateral = self.accept("LATERAL")
        right = self._relation_primary()
        if lateral:
            self._check_lateral(right, opening)
        condition = None
        using: tuple[str, ...] = ()
        if not natural:
            if self.accept("ON"):
                condition = self.expression()
            elif self.accept("USING"):
                if self.token.word != "(":
                    raise self.stop(": missing '('" if self.token.is_name else "")
                using = self.names()
        if lateral and using:
            self.fail(opening, "UNSUPPORTED_FEATURE.LATERAL_JOIN_USING")
        if lateral and natural:
            parameters = {"joinType1": "LATERAL", "joinType2": "NATURAL"}
            self.fail(opening, "INCOMPATIBLE_JOIN_TYPES", parameters)
        if lateral and how in _NOT_LATERAL:
            self.fail(opening, "INVALID_LATERAL_JOIN_TYPE", {"joinType": _NOT_LATERAL[how]})
        return Join(left, right, how, condition, using, natural, lateral, origin=self.origin(opening))

    def _join_type(self) -> JoinType:
        word = self.token.word
        if word == "JOIN":
            return "inner"
        self.take()
        if word in ("INNER", "CROSS", "SEMI", "ANTI"):
            return word.lower()  # type: ignore[return-value]
        if word not in ("LEFT", "RIGHT", "FULL"):
            raise self.stop()
        if word == "LEFT" and self.token.word in ("SEMI", "ANTI"):
            return self.take().word.lower()  # type: ignore[return-value]
        self.accept("OUTER")
        return word.lower()  # type: ignore[return-value]

    def _check_lateral(self, plan: Relation, place: int) -> None:
        """LATERAL goes with what is computed, and no tables."""
        while isinstance(plan, Named):
            plan = plan.child
        if isinstance(plan, (TableName, Identified)):
            self.fail(place, "INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC")

    def _relation_primary(self) -> Relation:
        token = self.token
        if token.word == "(":
            if self.query_ahead():
                return self.either(self._subquery_relation, self._inner_relation)
            return self._inner_relation()
        if token.word == "VALUES" and self.operand_follows() and self.peek().word not in STRICT:
            return self.either(self.values, self._table)
        return self._table()

    def _subquery_relation(self) -> Relation:
        start = self.at
        plan = self._sampled(start, self.in_parentheses(self.query))
        found = self._aliased(start, plan)
        return Named(plan, _UNNAMED, origin=self.origin(start)) if found is plan else found

    def _inner_relation(self) -> Relation:
        start = self.at
        self.expect("(")
        plan = self._relation(None, start)
        self.close()
        return self._aliased(start, self._sampled(start, plan))

    def _table(self) -> Relation:
        start = self.at
        token = self.token
        if not token.is_name:
            raise self.stop()
        if token.word == "IDENTIFIER" and self.peek().word == "(":
            return self._identified(start)
        if token.word in ("UNNEST", "JSON_TABLE") and self.peek().word == "(":
            raise not_supported(f"{token.word} in FROM")
        if token.word == "STREAM" and self.peek().is_name and self.peek().word not in STRICT | {"AS"}:
            mark = self.mark()
            self.take()
            if not self.begins_clause():
                raise not_supported("STREAM in FROM")
            self.back(mark)
        parts = self.dotted_name()
        if self.token.word == "(":
            return self._table_function(start, parts)
        return self._table_rest(start, parts)

    def _table_rest(self, start: int, parts: tuple[str, ...]) -> Relation:
        """What follows a table's name."""
        version = self._version()
        options = self._options() if self.token.word == "WITH" and self.peek().word == "(" else {}
        plan: Relation = TableName(parts, options, version, origin=self.origin(start))
        return self._aliased_table(start, plan)

    def table_name(self, start: int) -> Relation:
        if self.token.word == "IDENTIFIER" and self.peek().word == "(":
            return self._identifier_relation(start)
        parts = self.dotted_name()
        return TableName(parts, origin=self.origin(start))

    def _identified(self, start: int) -> Relation:
        plan = self._identifier_relation(start)
        if self.token.word == "(":
            raise not_supported("IDENTIFIER as the name of a table function")
        return self._aliased_table(start, plan)

    def _identifier_relation(self, start: int) -> Relation:
        self.take()
        text = self.in_parentheses(self.expression)
        origin = self.origin(start)
        return Identified(text, lambda parts: TableName(tuple(parts), origin=origin), origin=origin)

    def _version(self) -> Any:
        """``VERSION AS OF``, ``TIMESTAMP AS OF`` and their kin: the kind and the value."""
        start = self.at
        word = self.token.word
        if (
            word == "@"
            and self.peek().is_name
            and self.peek().text[:1] in "vV"
            and self.peek().text[1:].isdigit()
        ):
            self.take()
            return "version", Literal(self.take().text[1:], _STRING)
        if word == "FOR" and self.peek().word in ("SYSTEM_VERSION", "VERSION", "SYSTEM_TIME", "TIMESTAMP"):
            self.take()
            word = self.token.word
        if word not in ("SYSTEM_VERSION", "VERSION", "SYSTEM_TIME", "TIMESTAMP") or self.peek().word != "AS":
            self.go(start)
            return None
        if self.peek(2).word != "OF":
            self.go(start)
            return None
        self.go(self.at + 3)
        if word in ("SYSTEM_TIME", "TIMESTAMP"):
            return "timestamp", self.value()
        if self.token.kind == "int":
            return "version", Literal(self.take().text, _STRING)
        return "version", Literal(self.string(), _STRING)

    def _options(self) -> dict[str, str]:
        """``WITH (key = value, ...)``."""
        self.expect("WITH")
        return dict(self.in_parentheses(lambda: self.listed(self.property)))

    def property(self) -> tuple[str, str]:
        """``key = value``, or ``key value``, of options and properties."""
        key = self.string() if self.token.kind == "string" else ".".join(self.dotted_name())
        if not self.accept("="):
            self.accept("==")
        if self.token.kind == "string":
            return key, self.string()
        sign = "-" if self.accept("-") else ""
        if self.token.kind in ("int", "number") or self.token.word in ("TRUE", "FALSE"):
            return key, sign + self.take().text.lower()
        return key, ""

    def _sampled(self, start: int, plan: Relation) -> Relation:
        """With the TABLESAMPLE that follows, if any."""
        return self.sample()(plan).at(self.origin(start)) if self._sample_ahead() else plan

    def _aliased_table(self, start: int, plan: Relation) -> Relation:
        """With TABLESAMPLE, which takes effect above the alias behind it."""
        build = self.sample() if self._sample_ahead() else None
        plan = self._aliased(start, plan)
        return plan if build is None else build(plan).at(self.origin(start))

    def _sample_ahead(self) -> bool:
        return self.token.word == "TABLESAMPLE" and self.peek().word in ("(", "SYSTEM", "BERNOULLI")

    def sample(self) -> Callable[[Relation], Relation]:
        start = self.at
        self.expect("TABLESAMPLE")
        if self.token.word == "SYSTEM":
            raise not_supported("TABLESAMPLE SYSTEM")
        self.accept("BERNOULLI")
        opening = self.at
        self.expect("(")
        upper = 0.0
        size = unit = on = None
        sign = self.token.word == "-"
        percents = self.peek(sign).kind in NUMBERS and self.peek(sign + 1).word == "PERCENT"
        if self.token.word == ")":
            unit = ""
        elif self.token.word == "BUCKET" and self.peek().kind == "int":
            upper, on = self._buckets()
        elif percents:
            self.accept("-")
            upper = (-1 if sign else 1) * float(self.take().text) / 100
            self.take()
        else:
            size = self.expression()
            if not self.accept("ROWS"):
                unit = self.text_from(opening)[1:]
        self.close()
        if unit == "":
            self.fail(start, "_LEGACY_ERROR_TEMP_0014")
        elif on is not None or (unit is not None and unit[:-1].isdigit() and unit[-1].isalpha()):
            self.fail(start, "_LEGACY_ERROR_TEMP_0015", {"msg": on or "byteLengthLiteral"})
        elif unit is not None:
            self.fail(start, "_LEGACY_ERROR_TEMP_0016", {"bytesStr": unit})
        seed = self.in_parentheses(self.integer) if self.accept("REPEATABLE") else None
        if size is not None:
            return lambda plan: Limit(plan, size)
        if not 0.0 <= upper <= 1.0:
            self.fail(start, "INVALID_TABLESAMPLE_FRACTION", {"fraction": str(upper)})
        return lambda plan: Sample(plan, 0.0, upper, False, seed)

    def _buckets(self) -> tuple[float, str | None]:
        """The part of the buckets, and what they are ON, which is not supported."""
        self.take()
        numerator = self.integer()
        self.expect("OUT", "OF")
        denominator = self.integer()
        on = None
        if self.accept("ON"):
            on = "colname" if isinstance(self.expression(), Name) else "function"
        return numerator / denominator, on and f"BUCKET x OUT OF y ON {on}"

    def _aliased(self, start: int, plan: Relation) -> Relation:
        """With the alias that follows, if any."""
        if self.token.word == "AS" and self.peek().is_name and self.peek().word not in STRICT:
            self.take()
            name = self.strict_name()
        elif self._table_alias_next():
            name = self.strict_name()
        else:
            return plan
        columns = self.names() if self.token.word == "(" and self.peek().is_name else ()
        return Named(plan, name, columns, origin=self.origin(start))

    def _table_alias_next(self) -> bool:
        token = self.token
        if token.kind == "quoted":
            return True
        return token.kind == "name" and token.word not in STRICT and not self.begins_clause()

    def _table_function(self, start: int, parts: tuple[str, ...]) -> Relation:
        name = ".".join([quoted_name(part) for part in parts]) if len(parts) > 1 else parts[0]
        self.expect("(")
        arguments = () if self.token.word == ")" else tuple(self.listed(self._table_argument))
        self.close()
        origin = self.origin(start)
        plan: Relation = TableFunction(Call(name, arguments, origin=origin), origin=origin)
        return self._aliased_table(start, plan)

    def _table_argument(self) -> Expression:
        start = self.at
        if self.token.is_name and self.peek().word == "=>":
            name = self.name()
            self.take()
            return NamedArgument(name, self._table_value(), origin=self.origin(start))
        return self._table_value()

    def _table_value(self) -> Expression:
        start = self.at
        if self.token.word == "TABLE" and (self.peek().word == "(" or self.peek().is_name):
            self.take()
            if self.token.word == "(":
                self.take()
                plan = self.query() if self.query_ahead() else self.table_name(self.at)
                self.close()
            else:
                plan = self.table_name(self.at)
                self.fail(
                    start,
                    "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_IDENTIFIER_ARGUMENT_MISSING_PARENTHESES",
                    {"argumentName": f"`{self.text_from(start + 1)}`"},
                )
        else:
            return self.expression()
        single = False
        partition: tuple[Expression, ...] = ()
        order: tuple[SortOrder, ...] = ()
        if self.accept("WITH", "SINGLE", "PARTITION"):
            single = True
        elif self.token.word in ("PARTITION", "DISTRIBUTE") and self.peek().word == "BY":
            self.go(self.at + 2)
            partition = tuple(self._unlisted(start, "PARTITION BY", self.expression))
        if (single or partition) and self.token.word in ("ORDER", "SORT") and self.peek().word == "BY":
            self.go(self.at + 2)
            order = tuple(self._unlisted(start, "ORDER BY", self.sort_item))
        return TableArgument(plan, partition, order, single, origin=self.origin(start))

    def _unlisted(self, start: int, clause: str, rule: Callable[[], Any]) -> list[Any]:
        """One, or several in parentheses: a comma would end the argument."""

        def several() -> list[Any]:
            found = self.in_parentheses(lambda: self.listed(rule))
            if self.token.word not in (")", ",", "ORDER", "SORT"):
                raise self.stop()
            return found

        found = self.either(several, lambda: [rule()]) if self.token.word == "(" else [rule()]
        if self.token.word == "," and not (self.peek().word == "TABLE" or self.peek(2).word == "=>"):
            while self.accept(","):
                rule()
            condition = "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_TABLE_ARGUMENT_PARTITIONING"
            self.fail(start, condition, {"clause": clause})
        return found

    def values(self) -> Relation:
        start = self.at
        self.expect("VALUES")
        rows = tuple([_row_of(found) for found in self.listed(self.expression)])
        values = Values(rows, origin=self.origin(start))
        found = self._aliased(start, values)
        width = (len(found.columns) if isinstance(found, Named) else 0) or len(rows[0])
        for index, row in enumerate(rows):
            if len(row) != width and values.plain:
                shown = {
                    "expectedNumCols": f"{width}",
                    "actualNumCols": f"{len(row)}",
                    "rowIndex": f"{index}",
                }
                self.fail(start, "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", shown)
        return found

    def lateral_view(self, plan: Relation) -> Relation:
        opening = self.at
        self.expect("LATERAL", "VIEW")
        outer = self.token.word == "OUTER" and self.peek().is_name and self.accept("OUTER")
        name = ".".join([quoted_name(part) for part in self.dotted_name()])
        arguments = self._arguments()
        alias = self.name().lower()
        columns: tuple[str, ...] = ()
        named = self.token.word == "AS" and self.peek().is_name and bool(self.take())
        if named or (self.token.is_name and not self.begins_clause() and self.token.word not in STRICT):
            columns = tuple(self.listed(self.name))
        generator = Call(name, arguments, origin=self.origin(opening))
        return LateralView(plan, generator, alias, columns, outer, origin=self.origin(opening))

    def _arguments(self) -> tuple[Expression, ...]:
        self.expect("(")
        found = () if self.token.word == ")" else tuple(self.listed(self.expression))
        self.close()
        return found

    # -- pivots

    def pivoted(self, start: int, plan: Relation) -> Relation:
        while True:
            if self.token.word == "PIVOT" and self.peek().word == "(":
                plan = self._pivot(start, plan)
            elif self.token.word == "UNPIVOT" and self.peek().word in ("(", "INCLUDE", "EXCLUDE"):
                plan = self._unpivot(start, plan)
            else:
                return plan

    def _pivot(self, start: int, plan: Relation) -> Relation:
        opening = self.at
        self.expect("PIVOT", "(")
        aggregates = tuple(self.listed(self.named_expression))
        self.expect("FOR")
        if self.accept("("):
            columns = tuple(self.listed(self._column))
            self.close()
        else:
            columns = (self._column(),)
        self.expect("IN")
        values = tuple(self.in_parentheses(lambda: self.listed(self._pivot_value)))
        self.close()
        found = Pivot(plan, None, columns, values, aggregates, origin=self.origin(opening))
        return self._aliased(start, found)

    def _column(self) -> Expression:
        start = self.at
        return Name((self.name(),), origin=self.origin(start))

    def _pivot_value(self) -> Expression:
        start = self.at
        child = self.expression()
        if self.token.word == "AS" and self.peek().is_name:
            self.take()
        elif not self.token.is_name:
            return child
        return As(child, (self.name(),), origin=self.origin(start))

    def _unpivot(self, start: int, plan: Relation) -> Relation:
        self.expect("UNPIVOT")
        keep = False
        if self.token.word in ("INCLUDE", "EXCLUDE"):
            keep = self.take().word == "INCLUDE"
            self.expect("NULLS")
        self.expect("(")
        several = self.token.word == "("
        value_names = self.names() if several else (self.name(),)
        self.expect("FOR")
        variable = self.name()
        self.expect("IN")
        rule = self._unpivot_columns if several else self._unpivot_column
        values = tuple(self.in_parentheses(lambda: self.listed(rule)))
        self.close()
        found = Unpivot(plan, None, values, variable, value_names, keep, origin=self.origin(start))
        return self._aliased(start, found)

    def _unpivot_column(self) -> tuple[tuple[Expression, ...], str | None]:
        return (self.dotted(),), self._unpivot_alias()

    def _unpivot_columns(self) -> tuple[tuple[Expression, ...], str | None]:
        columns: tuple[Expression, ...] = tuple(self.in_parentheses(lambda: self.listed(self.dotted)))
        return columns, self._unpivot_alias()

    def _unpivot_alias(self) -> str | None:
        self.token.word == "AS" and self.peek().is_name and self.take()
        return self.name() if self.token.is_name else None


def not_supported(feature: str) -> PySparkNotImplementedError:
    """The error for what Spark can read and Pyrite cannot run."""
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


def _row_of(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, Call) and expression.name in (ROW, "struct", "STRUCT"):
        return expression.arguments
    return (expression,)
