"""Queries: SELECT and its clauses, FROM lists and joins, set operations, common tables, pipes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._analysis.parser.expressions import ExpressionParser
from pyrite.sql._analysis.parser.reader import STRICT
from pyrite.sql._ddl import quoted_name
from pyrite.sql._plan.expressions import (
    As,
    Call,
    Expression,
    Literal,
    Name,
    NamedArgument,
    SortOrder,
    Star,
    TableArgument,
    WindowSpec,
)
from pyrite.sql._plan.relations import (
    Aggregate,
    CommonTable,
    Distinct,
    Filter,
    GroupingSets,
    Having,
    Hint,
    Identified,
    Join,
    JoinType,
    LateralView,
    Limit,
    Named,
    Offset,
    OneRow,
    Pivot,
    Project,
    Qualify,
    Relation,
    Repartition,
    Sample,
    SetOperation,
    Sort,
    TableFunction,
    TableName,
    Unpivot,
    Values,
    Windows,
    With,
)
from pyrite.sql.types import StringType

__all__ = ["QueryParser"]

#: What Spark calls a subquery in FROM that has no name of its own.
_UNNAMED = "__auto_generated_subquery_name"

_STRING = StringType()

_SET_OPERATIONS = {"UNION": "union", "EXCEPT": "except", "MINUS": "except", "INTERSECT": "intersect"}
_JOIN_WORDS = frozenset(
    ["JOIN", "INNER", "CROSS", "LEFT", "RIGHT", "FULL", "SEMI", "ANTI", "NATURAL", "ASOF"]
)
_RESULT_CLAUSES = ("ORDER", "CLUSTER", "DISTRIBUTE", "SORT")


class QueryParser(ExpressionParser):
    """The rules of queries."""

    def query(self) -> Relation:
        """``[WITH ...] term [ORDER BY ...] [LIMIT ...]``."""
        start = self.at
        if self.token.word != "WITH":
            return self._organized(start, self._term())
        tables, recursive = self._common_tables()
        child = self._organized(self.at, self._term())
        return With(tables, child, recursive, origin=self.origin(start))

    # -- common tables

    def _common_tables(self) -> tuple[tuple[CommonTable, ...], bool]:
        start = self.at
        self.expect("WITH")
        recursive = self.token.word == "RECURSIVE" and self.peek().is_name and self.peek().word != "AS"
        if recursive:
            self.take()
        tables = tuple(self.listed(self._common_table))
        seen: set[str] = set()
        twice = [t.name for t in tables if t.name.lower() in seen or seen.add(t.name.lower())]  # type: ignore[func-returns-value]
        if twice:
            names = ", ".join(dict.fromkeys([f"`{name}`" for name in twice]))
            raise self.error(start, "DUPLICATED_CTE_NAMES", {"duplicateNames": names})
        return tables, recursive

    def _common_table(self) -> CommonTable:
        start = self.at
        name = self.dashed_name()
        names = self.names() if self.token.word == "(" and not self.query_ahead(1) else ()
        limit = None
        if self.accept("MAX", "RECURSION", "LEVEL"):
            limit = self.integer()
        self.accept("AS")
        plan = self.in_parentheses(self.query)
        return CommonTable(name, plan, names, limit, origin=self.origin(start))

    # -- set operations and pipes

    def _term(self) -> Relation:
        """Unions and exceptions, from left to right."""
        start = self.at
        left = self._intersection()
        while True:
            if self.token.word in ("UNION", "EXCEPT", "MINUS"):
                left = self._set_operation(start, left, self._intersection)
            elif self.token.word == "|>":
                left = self._pipe(start, left)
            else:
                return left

    def _intersection(self) -> Relation:
        start = self.at
        left = self._query_primary()
        while self.token.word == "INTERSECT":
            left = self._set_operation(start, left, self._query_primary)
        return left

    def _set_operation(self, start: int, left: Relation, rule: Callable[[], Relation]) -> Relation:
        kind = _SET_OPERATIONS[self.take().word]
        every = False
        if self.token.word in ("ALL", "DISTINCT"):
            every = self.take().word == "ALL"
        right = rule()
        return SetOperation(kind, left, right, every, origin=self.origin(start))  # type: ignore[arg-type]

    def _query_primary(self) -> Relation:
        word = self.token.word
        start = self.at
        if word == "SELECT":
            return self._select(start, None)
        if word == "(":
            return self.in_parentheses(self.query)
        if word == "FROM":
            return self._from_first(start)
        if word == "VALUES":
            return self._values()
        if word == "TABLE":
            self.take()
            return self._table_name(start)
        if word in ("MAP", "REDUCE") and self.operand_follows():
            raise not_supported(f"{word} ... USING a script")
        raise self.stop()

    def _from_first(self, start: int) -> Relation:
        """``FROM t``, which one or more SELECTs may follow."""
        source = self._from()
        found: Relation | None = None
        while self.token.word == "SELECT":
            part = self._organized(self.at, self._select(self.at, source))
            found = (
                part if found is None else SetOperation("union", found, part, True, origin=self.origin(start))
            )
        return source if found is None else found

    # -- what stands behind a query

    def _organized(self, start: int, plan: Relation) -> Relation:
        """With its ORDER BY and its kin, WINDOW, LIMIT and OFFSET."""
        word = self.token.word
        if word in _RESULT_CLAUSES:
            plan = self._placed(start, plan)
            word = self.token.word
        if word == "WINDOW":
            plan = self._windows(start, plan)
            word = self.token.word
        limit = offset = None
        if word == "LIMIT":
            self.take()
            if self.token.word != "ALL" or not self._limit_ends():
                limit = self.expression()
            else:
                self.take()
        if self.token.word == "OFFSET":
            self.take()
            offset = self.expression()
        if offset is not None:
            plan = Offset(plan, offset, origin=self.origin(start))
        return plan if limit is None else Limit(plan, limit, origin=self.origin(start))

    def _limit_ends(self) -> bool:
        return not self.operand_follows() or self.peek().word in ("OFFSET", "|>", *_SET_OPERATIONS)

    def _placed(self, start: int, plan: Relation) -> Relation:
        """ORDER BY; or rows by partition: CLUSTER BY, DISTRIBUTE BY and SORT BY."""
        opening = self.at
        order: list[SortOrder] | None = None
        cluster = distribute = None
        sort: list[SortOrder] | None = None
        while self.token.word in _RESULT_CLAUSES and self.peek().word == "BY":
            word = self.take().word
            self.take()
            if word == "ORDER" and not (order or cluster or distribute or sort):
                order = self.listed(self.sort_item)
            elif word == "CLUSTER" and not (cluster or distribute or sort):
                cluster = self.listed(self.expression)
            elif word == "DISTRIBUTE" and not (distribute or sort):
                distribute = self.listed(self.expression)
            elif word == "SORT" and not sort:
                sort = self.listed(self.sort_item)
            else:
                self.go(self.at - 2)
                raise self.stop()
        if sum(map(bool, (order, cluster, distribute or sort))) > 1:
            raise self.error(opening, "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES")
        if order:
            return self._sorted(start, plan, order)
        by = cluster or distribute
        if by:
            plan = Repartition(plan, None, tuple(by), origin=self.origin(start))
        if cluster:
            sort = [SortOrder(expression, origin=expression.origin) for expression in cluster]
        return Sort(plan, tuple(sort), False, origin=self.origin(start)) if sort else plan

    def _sorted(self, start: int, plan: Relation, order: list[SortOrder]) -> Relation:
        if len(order) == 1 and _is_all(order[0].child):
            return Sort(plan, (), True, order[0], origin=self.origin(start))
        return Sort(plan, tuple(order), origin=self.origin(start))

    def _windows(self, start: int, plan: Relation) -> Relation:
        opening = self.at
        self.expect("WINDOW")
        windows = self.listed(self._window)
        specs: dict[str, WindowSpec] = {}
        for name, spec in windows:
            if name in specs:
                raise self._window_error(opening, "REPETITIVE_WINDOW_DEFINITION", name)
            specs[name] = spec
        for name, spec in windows:
            if spec.name is not None:
                target = specs.get(spec.name)
                if target is None:
                    raise self._window_error(opening, "INVALID_WINDOW_REFERENCE", spec.name, "windowName")
                if target.name is not None:
                    raise self._window_error(opening, "INVALID_WINDOW_REFERENCE", spec.name)
                specs[name] = target
        return Windows(plan, tuple(specs.items()), origin=self.origin(start))

    def _window_error(self, opening: int, reason: str, name: str, parameter: str = "windowName") -> Any:
        return self.error(opening, f"INVALID_SQL_SYNTAX.{reason}", {parameter: f"`{name}`"})

    def _window(self) -> tuple[str, WindowSpec]:
        name = self.dashed_name()
        self.expect("AS")
        return name, self.window_spec()

    # -- SELECT

    def _select(self, start: int, source: Relation | None) -> Relation:
        """``SELECT ... [FROM ...] [WHERE ...] ...``; ``source`` is what ``FROM t SELECT`` reads."""
        self.expect("SELECT")
        hints = []
        while self.token.word == "/*+":
            hints.extend(self._hints())
        distinct = False
        if self.token.word in ("DISTINCT", "ALL") and self._quantifies():
            distinct = self.take().word == "DISTINCT"
        if self.token.word == "TRANSFORM" and self.peek().word == "(" and self._is_script():
            raise not_supported("SELECT TRANSFORM")
        items = tuple(self.listed(self.named_expression))
        if source is None:
            source = self._from() if self.token.word == "FROM" else OneRow(origin=self.origin(start))
        plan = self._selected(start, items, source)
        if self.token.word == "QUALIFY":
            self.take()
            plan = Qualify(plan, self.expression(), origin=self.origin(start))
        if distinct:
            plan = Distinct(plan, origin=self.origin(start))
        if self.token.word == "WINDOW":
            plan = self._windows(start, plan)
        for name, parameters in reversed(hints):
            plan = Hint(plan, name, parameters, origin=self.origin(start))
        return plan

    def _quantifies(self) -> bool:
        """Whether DISTINCT or ALL stands in front of columns, and is none itself."""
        return self.operand_follows() and self.peek().word not in (".", "=", "->", "::")

    def _selected(self, start: int, items: tuple[Expression, ...], plan: Relation) -> Relation:
        while self.token.word == "LATERAL" and self.peek().word == "VIEW":
            plan = self._lateral_view(start, plan)
        if self.token.word == "WHERE":
            self.take()
            plan = Filter(plan, self.expression(), origin=self.origin(start))
        grouped = self.token.word == "GROUP" and self.peek().word == "BY"
        if grouped:
            plan = self._grouped(start, plan, items)
        if self.token.word == "HAVING":
            self.take()
            condition = self.expression()
            if not grouped:
                plan = Aggregate(plan, (), items, origin=self.origin(start))
            return Having(plan, condition, origin=self.origin(start))
        return plan if grouped else Project(plan, items, origin=self.origin(start))

    def _hints(self) -> list[tuple[str, tuple[Any, ...]]]:
        self.expect("/*+")
        found = [self._hint()]
        while self.token.word != "*/":
            self.accept(",")
            found.append(self._hint())
        self.take()
        return found

    def _hint(self) -> tuple[str, tuple[Any, ...]]:
        name = self.name()
        if not self.accept("("):
            return name, ()
        parameters = tuple(self.listed(self._primary))
        self.close()
        return name, parameters

    def _grouped(self, start: int, plan: Relation, items: tuple[Expression, ...]) -> Relation:
        self.go(self.at + 2)
        groupings = self.listed(self._grouping)
        if self.token.word == "WITH" and self.peek().word in ("ROLLUP", "CUBE"):
            self.take()
            kind = self.take().word.lower()
            sets = tuple([(grouping,) for grouping in groupings])
            groupings = [GroupingSets(kind, sets, origin=self.origin(start))]  # type: ignore[arg-type]
        elif self.token.word == "GROUPING" and self.peek().word == "SETS":
            groupings = [self._grouping_sets()]
        if len(groupings) == 1 and _is_all(groupings[0]):
            return Aggregate(plan, (), items, None, True, origin=self.origin(start))
        return Aggregate(plan, tuple(groupings), items, origin=self.origin(start))

    def _grouping(self) -> Any:
        word = self.token.word
        if word in ("ROLLUP", "CUBE") and self.peek().word == "(":
            return self.either(self._cube, self._grouping_expression)
        if word == "GROUPING" and self.peek().word == "SETS" and self.peek(2).word == "(":
            return self._grouping_sets()
        return self.expression()

    def _grouping_expression(self) -> Expression:
        return self.expression()

    def _cube(self) -> Any:
        start = self.at
        kind = self.take().word.lower()
        sets = tuple(self.in_parentheses(lambda: self.listed(self._grouping_set)))
        if self.token.word == "WITH" and self.peek().word in ("ROLLUP", "CUBE"):
            raise self.stop()
        return GroupingSets(kind, sets, origin=self.origin(start))  # type: ignore[arg-type]

    def _grouping_sets(self) -> Any:
        start = self.at
        self.expect("GROUPING", "SETS")
        sets = tuple(self.in_parentheses(lambda: self.listed(self._grouping_element)))
        return GroupingSets("sets", sets, origin=self.origin(start))

    def _grouping_element(self) -> Any:
        if self.token.word in ("ROLLUP", "CUBE") and self.peek().word == "(":
            return self._cube()
        if self.token.word == "GROUPING" and self.peek().word == "SETS":
            return self._grouping_sets()
        return self._grouping_set()

    def _grouping_set(self) -> tuple[Expression, ...]:
        if self.token.word == "(" and self.peek().word == ")":
            self.go(self.at + 2)
            return ()
        found = self.expression()
        return found.arguments if isinstance(found, Call) and found.name == "row" else (found,)

    def _lateral_view(self, start: int, plan: Relation) -> Relation:
        self.expect("LATERAL", "VIEW")
        outer = self.token.word == "OUTER" and self.peek().is_name and self.accept("OUTER")
        place = self.at
        name = ".".join([quoted_name(part) for part in self.dotted_name()])
        arguments = self._arguments()
        generator = Call(name, arguments, origin=self.origin(place))
        alias = self.name()
        columns: tuple[str, ...] = ()
        if self.accept("AS") or (
            self.token.is_name and not self.begins_clause() and self.token.word not in STRICT
        ):
            columns = tuple(self.listed(self.name))
        return LateralView(plan, generator, alias, columns, outer, origin=self.origin(start))

    def _arguments(self) -> tuple[Expression, ...]:
        self.expect("(")
        found = () if self.token.word == ")" else tuple(self.listed(self.expression))
        self.close()
        return found

    def _is_script(self) -> bool:
        """Whether ``TRANSFORM (...)`` is a script that rows are piped through, and no call of the function."""
        depth, ahead = 0, 1
        while self.peek(ahead).kind != "end":
            depth += {"(": 1, ")": -1}.get(self.peek(ahead).word, 0)
            ahead += 1
            if not depth:
                break
        return self.peek(ahead).word in ("USING", "ROW")

    # -- FROM

    def _from(self) -> Relation:
        start = self.at
        self.expect("FROM")
        plan = self._relation(None)
        while self.token.word == ",":
            self.take()
            plan = self._relation(plan)
        while self.token.word == "LATERAL" and self.peek().word == "VIEW":
            plan = self._lateral_view(start, plan)
        return self._pivoted(start, plan)

    def _relation(self, left: Relation | None) -> Relation:
        """One element of a FROM list, joined to those before it."""
        start = self.at
        lateral = self.token.word == "LATERAL" and self.accept("LATERAL")
        plan = self._relation_primary(lateral)
        if left is not None:
            place = left.origin.to(self.origin(start)) if left.origin else self.origin(start)
            plan = Join(left, plan, lateral=lateral, origin=place)
        elif lateral:
            plan = Join(OneRow(), plan, lateral=True, origin=self.origin(start))
        return self._extended(start, plan)

    def _extended(self, start: int, plan: Relation) -> Relation:
        """With the joins, pivots and unpivots that follow."""
        while True:
            if self.token.word in _JOIN_WORDS and self._join_ahead():
                plan = self._join(start, plan)
                continue
            pivoted = self._pivoted(start, plan)
            if pivoted is plan:
                return plan
            plan = pivoted

    def _join_ahead(self) -> bool:
        if self.token.word == "ASOF":
            return self.peek().word in ("JOIN", "LEFT", "INNER")
        return True

    def _join(self, start: int, left: Relation) -> Relation:
        opening = self.at
        natural = self.accept("NATURAL")
        as_of = self.accept("ASOF")
        if natural and self.token.word == "CROSS":
            self.expect("CROSS", "JOIN")
            self._relation_primary(False)
            raise self.error(
                opening, "INCOMPATIBLE_JOIN_TYPES", {"joinType1": "NATURAL", "joinType2": "CROSS"}
            )
        how = self._join_type()
        self.expect("JOIN")
        lateral = self.accept("LATERAL")
        right = self._relation_primary(lateral)
        if as_of:
            raise not_supported("ASOF JOIN")
        condition, using = None, ()
        if not natural:
            if self.accept("ON"):
                condition = self.expression()
            elif self.token.word == "USING" and self.peek().word == "(":
                self.take()
                using = self.names()
        if lateral and using:
            raise self.error(opening, "UNSUPPORTED_FEATURE.LATERAL_JOIN_USING")
        if lateral and natural:
            raise self.error(
                opening, "INCOMPATIBLE_JOIN_TYPES", {"joinType1": "LATERAL", "joinType2": "NATURAL"}
            )
        if lateral and how not in ("inner", "cross", "left"):
            shown = {"right": "RIGHT OUTER", "full": "FULL OUTER", "semi": "LEFT SEMI", "anti": "LEFT ANTI"}[
                how
            ]
            raise self.error(opening, "INVALID_LATERAL_JOIN_TYPE", {"joinType": shown})
        return Join(left, right, how, condition, using, natural, lateral, origin=self.origin(start))

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

    def _relation_primary(self, lateral: bool) -> Relation:
        start = self.at
        token = self.token
        if token.word == "(":
            return (
                self.either(*self._parenthesized_relations())
                if self.query_ahead()
                else self._inner_relation()
            )
        if token.word == "VALUES" and self.operand_follows() and self.peek().word not in STRICT:
            return self.either(self._values, lambda: self._table(start, lateral))
        return self._table(start, lateral)

    def _parenthesized_relations(self) -> tuple[Callable[[], Relation], ...]:
        return (self._subquery_relation, self._inner_relation)

    def _subquery_relation(self) -> Relation:
        start = self.at
        plan = self.in_parentheses(self.query)
        plan, seal = self._sampled(start, plan)
        found = self._aliased(start, plan)
        if found is plan:
            found = Named(plan, _UNNAMED, origin=self.origin(start))
        return seal(found)

    def _inner_relation(self) -> Relation:
        start = self.at
        self.expect("(")
        plan = self._relation(None)
        self.close()
        plan, seal = self._sampled(start, plan)
        return seal(self._aliased(start, plan))

    def _table(self, start: int, lateral: bool) -> Relation:
        token = self.token
        if not token.is_name:
            raise self.stop()
        if token.word == "IDENTIFIER" and self.peek().word == "(":
            return self._identified(start)
        if token.word in ("UNNEST", "JSON_TABLE") and self.peek().word == "(":
            raise not_supported(f"{token.word} in FROM")
        if (
            token.word == "STREAM"
            and (self.peek().word == "(" or self.peek().is_name)
            and self.operand_follows()
        ) and not self._alias_ahead(self.peek()):
            raise not_supported("STREAM in FROM")
        parts = self.dotted_name()
        if self.token.word == "(":
            return self._table_function(start, parts)
        if lateral:
            raise self.error(start - 2, "INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC")
        return self._table_rest(start, parts)

    def _alias_ahead(self, token: Any) -> bool:
        return (
            token.word in _JOIN_WORDS or token.word in _SET_OPERATIONS or token.word in ("ON", "USING", "AS")
        )

    def _table_rest(self, start: int, parts: tuple[str, ...]) -> Relation:
        """What follows a table's name."""
        version = self._version()
        options = self._options() if self.token.word == "WITH" and self.peek().word == "(" else {}
        plan: Relation = TableName(parts, options, version, origin=self.origin(start))
        plan, seal = self._sampled(start, plan)
        return seal(self._aliased(start, plan))

    def _table_name(self, start: int) -> Relation:
        if self.token.word == "IDENTIFIER" and self.peek().word == "(":
            return self._identifier_relation(start)
        parts = self.dotted_name()
        return TableName(parts, origin=self.origin(start))

    def _identified(self, start: int) -> Relation:
        plan = self._identifier_relation(start)
        if self.token.word == "(":
            raise not_supported("IDENTIFIER as the name of a table function")
        plan, seal = self._sampled(start, plan)
        return seal(self._aliased(start, plan))

    def _identifier_relation(self, start: int) -> Relation:
        self.take()
        text = self.in_parentheses(self.expression)
        origin = self.origin(start)
        return Identified(text, lambda parts: TableName(tuple(parts), origin=origin), origin=origin)

    def _version(self) -> Any:
        """``VERSION AS OF``, ``TIMESTAMP AS OF`` and their kin: the kind and the value."""
        start = self.at
        word = self.token.word
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

    def _sampled(self, start: int, plan: Relation) -> tuple[Relation, Callable[[Relation], Relation]]:
        """TABLESAMPLE stands in front of the alias and takes effect above it: what to do after that."""
        if self.token.word != "TABLESAMPLE" or self.peek().word not in ("(", "SYSTEM", "BERNOULLI"):
            return plan, lambda aliased: aliased
        build = self._sample(start)
        return plan, lambda aliased: build(aliased).at(self.origin(start))

    def _sample(self, start: int) -> Callable[[Relation], Relation]:
        self.expect("TABLESAMPLE")
        if self.token.word == "SYSTEM":
            raise not_supported("TABLESAMPLE SYSTEM")
        self.accept("BERNOULLI")
        opening = self.at
        self.expect("(")
        if self.accept(")"):
            raise self.error(start, "_LEGACY_ERROR_TEMP_0014")
        if self.token.word == "BUCKET" and self.peek().kind == "int":
            lower, upper = 0.0, self._buckets(start)
        else:
            negative = self.token.word == "-" and self.peek(2).word == "PERCENT" and self.accept("-")
            if self.token.kind in ("int", "number") and self.peek().word == "PERCENT":
                fraction = float(self.take().text) / 100 * (-1 if negative else 1)
                self.take()
                lower, upper = 0.0, fraction
            else:
                size = self.expression()
                if not self.accept("ROWS"):
                    self.close()
                    text = self.text_from(opening)[1:-1]
                    raise self.error(start, "_LEGACY_ERROR_TEMP_0016", {"bytesStr": text})
                self.close()
                self._seed()
                return lambda plan: Limit(plan, size)
        self.close()
        seed = self._seed()
        if not 0.0 <= upper <= 1.0:
            raise self.error(start, "INVALID_TABLESAMPLE_FRACTION", {"fraction": str(upper)})
        return lambda plan: Sample(plan, lower, upper, False, seed)

    def _seed(self) -> int | None:
        if not self.accept("REPEATABLE"):
            return None
        return self.in_parentheses(self.integer)

    def _buckets(self, start: int) -> float:
        self.take()
        numerator = self.integer()
        self.expect("OUT", "OF")
        denominator = self.integer()
        if self.accept("ON"):
            self.expression()
            raise self.error(start, "_LEGACY_ERROR_TEMP_0015")
        return numerator / denominator

    def _aliased(self, start: int, plan: Relation) -> Relation:
        """With the alias that follows, if any."""
        if self.token.word == "AS" and self.operand_follows() and self.peek().is_name:
            self.take()
            name = self.strict_name()
        elif self._table_alias_next():
            name = self.strict_name()
        else:
            return plan
        columns = self.names() if self.token.word == "(" else ()
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
        plan, seal = self._sampled(start, plan)
        return seal(self._aliased(start, plan))

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
                plan = self.query() if self.query_ahead() else self._table_name(self.at)
                self.close()
            else:
                parts = self.dotted_name()
                raise self.error(
                    start,
                    "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_IDENTIFIER_ARGUMENT_MISSING_PARENTHESES",
                    {"argumentName": ".".join([f"`{part}`" for part in parts])},
                )
        elif self.query_ahead() and self.token.word != "(":
            plan = self.query()
        else:
            return self.expression()
        single, partition, order = False, (), ()
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
        at = self.at
        if self.token.word == "(":
            try:
                found = self.in_parentheses(lambda: self.listed(rule))
                if self.token.word in (")", ",", "ORDER", "SORT"):
                    return found
            except Exception:
                pass
            self.go(at)
        found = [rule()]
        if self.token.word == "," and not (self.peek().word == "TABLE" or self.peek(2).word == "=>"):
            while self.accept(","):
                rule()
            raise self.error(
                start,
                "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_TABLE_ARGUMENT_PARTITIONING",
                {"clause": clause},
            )
        return found

    def _values(self) -> Relation:
        start = self.at
        self.expect("VALUES")
        rows = tuple([_row_of(found) for found in self.listed(self.named_expression)])
        for index, row in enumerate(rows):
            if len(row) != len(rows[0]):
                parameters = {
                    "expectedNumCols": str(len(rows[0])),
                    "actualNumCols": str(len(row)),
                    "rowIndex": str(index),
                }
                raise self.error(start, "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", parameters)
        return self._aliased(start, Values(rows, origin=self.origin(start)))

    # -- pivots

    def _pivoted(self, start: int, plan: Relation) -> Relation:
        while True:
            if self.token.word == "PIVOT" and self.peek().word == "(":
                plan = self._pivot(start, plan)
            elif self.token.word == "UNPIVOT" and self.peek().word in ("(", "INCLUDE", "EXCLUDE"):
                plan = self._unpivot(start, plan)
            else:
                return plan

    def _pivot(self, start: int, plan: Relation) -> Relation:
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
        found = Pivot(plan, None, columns, values, aggregates, origin=self.origin(start))
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
        return (self._dotted(),), self._unpivot_alias()

    def _unpivot_columns(self) -> tuple[tuple[Expression, ...], str | None]:
        columns: tuple[Expression, ...] = tuple(self.in_parentheses(lambda: self.listed(self._dotted)))
        return columns, self._unpivot_alias()

    def _unpivot_alias(self) -> str | None:
        self.token.word == "AS" and self.peek().is_name and self.take()
        return self.name() if self.token.is_name else None

    # -- pipes

    def _pipe(self, start: int, plan: Relation) -> Relation:
        """``plan |> operator``."""
        self.expect("|>")
        word = self.token.word
        rule = _PIPES.get(word)
        if rule is not None:
            return rule(self, start, plan)
        if word in _SET_OPERATIONS:
            return self._set_operation(start, plan, self._query_primary)
        if word in _JOIN_WORDS:
            return self._join(start, plan)
        if word in (*_RESULT_CLAUSES, "LIMIT", "OFFSET", "WINDOW"):
            return self._organized(start, plan)
        if word in ("PIVOT", "UNPIVOT"):
            found = self._pivoted(start, plan)
            if found is not plan:
                return found
        raise self.stop()

    def _pipe_select(self, start: int, plan: Relation) -> Relation:
        return self._select(start, plan)

    def _pipe_where(self, start: int, plan: Relation) -> Relation:
        self.take()
        return Filter(plan, self.expression(), origin=self.origin(start))

    def _pipe_extend(self, start: int, plan: Relation) -> Relation:
        self.take()
        items = tuple(self.listed(self.named_expression))
        return Project(plan, (Star(), *items), origin=self.origin(start))

    def _pipe_set(self, start: int, plan: Relation) -> Relation:
        """Each assignment sees those before it."""
        self.take()
        for assigned in self.listed(self._pipe_assignment):
            plan = Project(plan, (Star(replaced=(assigned,)),), origin=self.origin(start))
        return plan

    def _pipe_assignment(self) -> As:
        start = self.at
        name = self.dashed_name()
        if not self.accept("=") and not self.accept("=="):
            raise self.stop()
        return As(self.expression(), (name,), origin=self.origin(start))

    def _pipe_drop(self, start: int, plan: Relation) -> Relation:
        self.take()
        names = tuple(self.listed(lambda: Name((self.dashed_name(),), origin=self.origin(self.at - 1))))
        return Project(plan, (Star((), names),), origin=self.origin(start))

    def _pipe_as(self, start: int, plan: Relation) -> Relation:
        self.take()
        return Named(plan, self.dashed_name(), origin=self.origin(start))

    def _pipe_sample(self, start: int, plan: Relation) -> Relation:
        return self._sample(start)(plan).at(self.origin(start))

    def _pipe_aggregate(self, start: int, plan: Relation) -> Relation:
        self.take()
        items: list[Expression] = []
        if self.token.word != "GROUP" or self.peek().word != "BY":
            items = self.listed(self.named_expression)
        groups: list[Any] = []
        if self.accept("GROUP", "BY"):
            groups = self.listed(self._pipe_grouping)
            if self.token.word == "WITH" and self.peek().word in ("ROLLUP", "CUBE"):
                self.take()
                kind = self.take().word.lower()
                sets = tuple([(_unnamed(group),) for group in groups])
                grouping = GroupingSets(kind, sets, origin=self.origin(start))  # type: ignore[arg-type]
                return Aggregate(plan, (grouping,), (*groups, *items), origin=self.origin(start))
        shown = [part for group in groups for part in _grouped_parts(group)]
        groupings = tuple([_unnamed(group) for group in groups])
        return Aggregate(plan, groupings, (*shown, *items), origin=self.origin(start))

    def _pipe_grouping(self) -> Any:
        if self.token.word in ("ROLLUP", "CUBE", "GROUPING"):
            return self._grouping()
        return self.named_expression()


def not_supported(feature: str) -> PySparkNotImplementedError:
    """The error for what Spark can read and Pyrite cannot run."""
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


def _is_all(expression: Any) -> bool:
    return (
        isinstance(expression, Name) and len(expression.parts) == 1 and expression.parts[0].upper() == "ALL"
    )


def _row_of(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, Call) and expression.name in ("row", "struct", "STRUCT"):
        return expression.arguments
    return (expression,)


def _unnamed(group: Any) -> Any:
    return group.child if isinstance(group, As) else group


def _grouped_parts(group: Any) -> list[Expression]:
    """The columns that a grouping of a pipe shows."""
    if not isinstance(group, GroupingSets):
        return [group]
    found: dict[str, Expression] = {}
    for part in group.children():
        for expression in _grouped_parts(part):
            found.setdefault(str(expression), expression)
    return list(found.values())


_PIPES: dict[str, Callable[[QueryParser, int, Relation], Relation]] = {
    "SELECT": QueryParser._pipe_select,
    "WHERE": QueryParser._pipe_where,
    "EXTEND": QueryParser._pipe_extend,
    "SET": QueryParser._pipe_set,
    "DROP": QueryParser._pipe_drop,
    "AS": QueryParser._pipe_as,
    "TABLESAMPLE": QueryParser._pipe_sample,
    "AGGREGATE": QueryParser._pipe_aggregate,
}
