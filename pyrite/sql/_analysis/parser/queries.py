"""Queries: SELECT and its clauses, FROM lists and joins, set operations, common tables, pipes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyrite.sql._analysis.parser.expressions import ROW
from pyrite.sql._analysis.parser.relations import JOIN_WORDS, RelationParser, not_supported
from pyrite.sql._plan.expressions import (
    As,
    Call,
    Expression,
    Name,
    SortOrder,
    Star,
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
    Limit,
    Named,
    Offset,
    OneRow,
    Project,
    Qualify,
    Relation,
    Repartition,
    SetOperation,
    Sort,
    Windows,
    With,
)

__all__ = ["QueryParser"]

_SET_OPERATIONS = {"UNION": "union", "EXCEPT": "except", "MINUS": "except", "INTERSECT": "intersect"}
_RESULT_CLAUSES = ("ORDER", "CLUSTER", "DISTRIBUTE", "SORT")


class QueryParser(RelationParser):
    """The rules of queries."""

    def query(self) -> Relation:
        """``[WITH ...] term [ORDER BY ...] [LIMIT ...]``."""
        start = self.at
        if self.token.word != "WITH":
            return self._organized(start, self._term())
        tables, recursive = self._common_tables()
        child = self._organized(self.at, self._term())
        names = [table.name.lower() for table in tables]
        twice = [
            f"`{table.name}`" for index, table in enumerate(tables) if table.name.lower() in names[:index]
        ]
        if twice:
            self.fail(start, "DUPLICATED_CTE_NAMES", {"duplicateNames": ", ".join(dict.fromkeys(twice))})
        return With(tables, child, recursive, origin=self.origin(start))

    # -- common tables

    def _common_tables(self) -> tuple[tuple[CommonTable, ...], bool]:
        self.expect("WITH")
        recursive = self.token.word == "RECURSIVE" and self.peek().is_name and self.peek().word != "AS"
        if recursive:
            self.take()
        tables = tuple(self.listed(self._common_table))
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
            return self.values()
        if word == "TABLE":
            self.take()
            return self.table_name(start)
        if word in ("MAP", "REDUCE") and self.operand_follows():
            raise not_supported(f"{word} ... USING a script")
        raise self.stop()

    def _from_first(self, start: int) -> Relation:
        """``FROM t``, which one or more SELECTs may follow."""
        source = self.from_clause()
        found: Relation | None = None
        while self.token.word == "SELECT":
            part = self._organized(self.at, self._select(self.at, source))
            found = (
                part if found is None else SetOperation("union", found, part, True, origin=self.origin(start))
            )
        if found is None and self.token.word in ("INSERT", "MAP", "REDUCE") and self.operand_follows():
            raise not_supported(f"FROM ... {self.token.word}")
        return source if found is None else found

    # -- what stands behind a query

    def _organized(self, start: int, plan: Relation) -> Relation:
        """With its ORDER BY and its kin, WINDOW, LIMIT and OFFSET."""
        opening, word = self.at, self.token.word
        if word in _RESULT_CLAUSES:
            plan = self._placed(plan)
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
            plan = Offset(plan, offset, origin=self.origin(opening))
        return plan if limit is None else Limit(plan, limit, origin=self.origin(opening))

    def _limit_ends(self) -> bool:
        return not self.operand_follows() or self.peek().word in ("OFFSET", "|>", *_SET_OPERATIONS)

    def _placed(self, plan: Relation) -> Relation:
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
            self.fail(opening, "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES")
        if order:
            return self._sorted(opening, plan, order)
        by = cluster or distribute
        if by:
            plan = Repartition(plan, None, tuple(by), origin=self.origin(opening))
        if cluster:
            sort = [SortOrder(expression, origin=expression.origin) for expression in cluster]
        return Sort(plan, tuple(sort), False, origin=self.origin(opening)) if sort else plan

    def _sorted(self, start: int, plan: Relation, order: list[SortOrder]) -> Relation:
        if len(order) == 1 and _is_all(order[0].child):
            return Sort(plan, (), True, order[0], origin=self.origin(start))
        return Sort(plan, tuple(order), origin=self.origin(start))

    def _windows(self, start: int, plan: Relation) -> Relation:
        opening = self.at
        self.expect("WINDOW")
        windows = self.listed(self._window)
        written: dict[str, WindowSpec] = {}
        for name, spec in windows:
            if name in written:
                self._fail_window(opening, "REPETITIVE_WINDOW_DEFINITION", name)
            written[name] = spec
        specs = dict(written)
        for name, spec in windows:
            if spec.name is not None:
                target = written.get(spec.name)
                if target is None:
                    self._fail_window(opening, "CANNOT_RESOLVE_WINDOW_REFERENCE", spec.name)
                elif target.name is not None:
                    self._fail_window(opening, "INVALID_WINDOW_REFERENCE", spec.name)
                else:
                    specs[name] = target
        return Windows(plan, tuple(specs.items()), origin=self.origin(start))

    def _fail_window(self, opening: int, reason: str, name: str) -> None:
        self.fail(opening, f"INVALID_SQL_SYNTAX.{reason}", {"windowName": f"`{name}`"})

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
            source = self.from_clause() if self.token.word == "FROM" else OneRow(origin=self.origin(start))
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
            plan = self.lateral_view(plan)
        if self.token.word == "WHERE":
            self.take()
            plan = Filter(plan, self.expression(), origin=self.origin(start))
        grouped = self.token.word == "GROUP" and self.peek().word == "BY"
        if grouped:
            plan = self._grouped(plan, items)
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

    def _grouped(self, plan: Relation, items: tuple[Expression, ...]) -> Relation:
        opening = self.at
        self.go(opening + 2)
        groupings = self.listed(self._grouping)
        if self.token.word == "WITH" and self.peek().word in ("ROLLUP", "CUBE"):
            self.take()
            kind = self.take().word.lower()
            sets = tuple([(grouping,) for grouping in groupings])
            groupings = [GroupingSets(kind, sets, origin=self.origin(opening))]  # type: ignore[arg-type]
        elif self.token.word == "GROUPING" and self.peek().word == "SETS":
            groupings = [self._grouping_sets()]
        if len(groupings) == 1 and _is_all(groupings[0]):
            return Aggregate(plan, (), items, None, True, origin=self.origin(opening))
        return Aggregate(plan, tuple(groupings), items, origin=self.origin(opening))

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
        return found.arguments if isinstance(found, Call) and found.name == ROW else (found,)

    def _is_script(self) -> bool:
        """Whether ``TRANSFORM (...)`` is a script that rows are piped through, and no call of the function."""
        depth, ahead = 0, 1
        while self.peek(ahead).kind != "end":
            depth += {"(": 1, ")": -1}.get(self.peek(ahead).word, 0)
            ahead += 1
            if not depth:
                break
        return self.peek(ahead).word in ("USING", "ROW")

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
        if word in JOIN_WORDS:
            return self.join(plan)
        if word in (*_RESULT_CLAUSES, "LIMIT", "OFFSET", "WINDOW"):
            return self._organized(start, plan)
        if word in ("PIVOT", "UNPIVOT"):
            found = self.pivoted(start, plan)
            if found is not plan:
                return found
        if self.token.kind == "end" or word in (")", ";"):
            return plan
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
        opening = self.at
        for assigned in self.listed(lambda: self._pipe_assignment(opening)):
            star = Star(replaced=(assigned,), origin=self.origin(start))
            plan = Project(plan, (star,), origin=self.origin(start))
        return plan

    def _pipe_assignment(self, opening: int) -> As:
        place = self.at
        name = self.dotted_name()
        if not self.accept("=") and not self.accept("=="):
            raise self.stop()
        value = self.expression()
        if len(name) > 1:
            self.fail(opening, "_LEGACY_ERROR_TEMP_0035", {"message": "|> SET of a field of a column"})
        return As(value, (name[-1],), origin=self.origin(place))

    def _pipe_drop(self, start: int, plan: Relation) -> Relation:
        self.take()
        names = tuple(self.listed(self.dotted))
        return Project(plan, (Star((), names),), origin=self.origin(start))

    def _pipe_as(self, start: int, plan: Relation) -> Relation:
        self.take()
        return Named(plan, self.dashed_name(), origin=self.origin(start))

    def _pipe_sample(self, start: int, plan: Relation) -> Relation:
        return self.sample()(plan).at(self.origin(start))

    def _pipe_aggregate(self, start: int, plan: Relation) -> Relation:
        self.take()
        items: list[Expression] = []
        if self.token.word != "GROUP" or self.peek().word != "BY":
            items = self.listed(self.named_expression)
        groups: list[Expression] = []
        if self.accept("GROUP", "BY"):
            groups = self.listed(lambda: self._pipe_grouping(start))
        groupings = tuple([group.child if isinstance(group, As) else group for group in groups])
        return Aggregate(plan, groupings, (*groups, *items), origin=self.origin(start))

    def _pipe_grouping(self, start: int) -> Expression:
        """A column to group by, with or without a name."""
        analytics = " ".join(
            token.word for token in (self.token, self.peek())[: 1 + (self.token.word == "GROUPING")]
        )
        found = self._grouping() if analytics in ("ROLLUP", "CUBE", "GROUPING SETS") else None
        if isinstance(found, GroupingSets):
            condition = "UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE"
            self.fail(start, condition, {"case": f"GROUP BY {analytics}"})
            return Name(())
        return found if found is not None else self.named_expression()


def _is_all(expression: Any) -> bool:
    return (
        isinstance(expression, Name) and len(expression.parts) == 1 and expression.parts[0].upper() == "ALL"
    )


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
