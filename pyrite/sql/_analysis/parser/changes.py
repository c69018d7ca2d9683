"""Statements that change the rows of tables: INSERT, UPDATE, DELETE, MERGE, TRUNCATE and LOAD DATA."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pyrite.sql._analysis.parser.reader import STRICT
from pyrite.sql._analysis.parser.tables import TableParser
from pyrite.sql._plan.commands import Statement
from pyrite.sql._plan.ddl import (
    Assignment,
    Delete,
    InsertDirectory,
    InsertInto,
    LoadData,
    Merge,
    MergeAction,
    MultiInsert,
    Storage,
    Truncate,
    Update,
)
from pyrite.sql._plan.expressions import As, DefaultValue, Expression, Name
from pyrite.sql._plan.relations import (
    CommonTable,
    Identified,
    Named,
    Project,
    Relation,
    TableName,
    Values,
    With,
)
from pyrite.sql._text.tokens import Token

__all__ = ["CHANGES", "ChangeParser"]

#: The first words of these statements that common tables can stand in front of.
CHANGES = ("INSERT", "UPDATE", "DELETE", "MERGE", "FROM")
#: What follows the name of the table that rows go to, and is no alias of it.
_BEHIND_NAME = (
    "WITH",
    "PARTITION",
    "IF",
    "BY",
    "SELECT",
    "VALUES",
    "TABLE",
    "FROM",
    "MAP",
    "REDUCE",
    "REPLACE",
)


class ChangeParser(TableParser):
    """The rules of what changes rows."""

    def change(self, common: tuple[CommonTable, ...] = (), recursive: bool = False) -> Statement | None:
        """A statement that begins with one of ``CHANGES``; None for a query that begins with FROM."""
        word = self.token.word
        if word == "INSERT":
            found = self._insert(None)
            return replace(found, plan=With(common, found.plan, recursive)) if common else found
        if word == "FROM":
            return self._inserts(common, recursive)
        if word == "UPDATE":
            return replace(self._update(), common=common)
        if word == "DELETE":
            return replace(self._delete(), common=common)
        return replace(self._merge(), common=common)

    # -- INSERT

    def _inserts(self, common: tuple[CommonTable, ...], recursive: bool) -> Statement | None:
        """``FROM t INSERT ... SELECT ...``."""
        if not any(token.word == "INSERT" for token in self.tokens):
            return None
        mark = self.mark()
        source = self.from_clause()
        if self.token.word != "INSERT":
            self.back(mark)
            return None
        found = []
        while self.token.word == "INSERT":
            insert = self._insert(source)
            found.append(replace(insert, plan=With(common, insert.plan, recursive)) if common else insert)
        return found[0] if len(found) == 1 else MultiInsert(tuple(found))

    def _insert(self, source: Relation | None) -> InsertInto | InsertDirectory:
        """One INSERT; ``source`` is what its SELECT reads."""
        start = self.at
        self.expect("INSERT")
        evolution = self.accept("WITH", "SCHEMA", "EVOLUTION")
        if not evolution and self.token.word == "WITH":
            self.expect("WITH", "SCHEMA", "EVOLUTION")
        overwrite = self.one_of("INTO", "OVERWRITE") == "OVERWRITE"
        if overwrite and not evolution and self._directory_ahead():
            return self._insert_directory(start, source)
        if (
            self.token.word == "TABLE"
            and self.peek().is_name
            and self.peek().word not in ("SELECT", "VALUES")
        ):
            self.take()
        named = self.at
        name = self.target()
        said: dict[str, Any] = {}
        alias = None
        if not overwrite and self._alias_ahead():
            self.accept("AS")
            alias = said["alias"] = self.strict_name()
            if self.token.word not in ("WITH", "BY", "REPLACE", "("):
                raise self.stop()
        if self.token.word == "WITH" and self.peek().word == "(":
            said["options"] = self._insert_options(named)
        partition = self.partition(whole=False) if self.token.word == "PARTITION" else None
        if (partition is not None or not overwrite) and self.if_not_exists():
            said["if_partition_not_exists"] = True
            self._check_if_not_exists(start, overwrite, partition is not None and partition.dynamic)
        if self.accept("BY"):
            self.expect("NAME")
            said["by_name"] = True
        elif self.token.word == "(" and not self.query_ahead():
            said["columns"] = self.names()
        if not overwrite and partition is None and self.token.word == "REPLACE":
            said.update(self._replaced(start, alias))
        elif alias is not None:
            raise self.stop()
        plan = self._inserted(source)
        return InsertInto(
            name,
            with_defaults(plan),
            overwrite,
            partition=partition,
            schema_evolution=evolution,
            **said,
        )

    def _alias_ahead(self) -> bool:
        token = self.token
        if token.word == "AS":
            return True
        return token.is_name and token.word not in _BEHIND_NAME and token.word not in STRICT

    def _insert_options(self, named: int) -> dict[str, str]:
        """``WITH (key = value)``; what is wrong there is told at the table's name."""
        origin = self.origin(named)
        self.expect("WITH")
        before = len(self._problems)
        found = self.properties()
        for condition, parameters in self._problems[before:]:
            self.fail(origin, condition, parameters)
        del self._problems[before:]
        return found

    def _check_if_not_exists(self, start: int, overwrite: bool, dynamic: Any) -> None:
        if not overwrite:
            operation = {"operation": "INSERT INTO ... IF NOT EXISTS"}
            self.fail(start, "INVALID_STATEMENT_OR_CLAUSE", operation)
        elif dynamic:
            message = f"IF NOT EXISTS with dynamic partitions: {', '.join(dynamic)}"
            self.fail(start, "_LEGACY_ERROR_TEMP_0035", {"message": message})

    def _replaced(self, start: int, alias: str | None) -> dict[str, Any]:
        """Which rows make place for the new ones."""
        self.expect("REPLACE")
        word = self.one_of("WHERE", "ON", "USING")
        if word == "USING":
            return {"replace_using": self.names()}
        query = self._query_in_parentheses()
        if query is not None:
            # What is before it is no function.
            query.word = ""
        condition = self.expression()
        if query is not None:
            query.word = "("
        if word == "ON":
            return {"replace_on": condition}
        if alias is not None:
            self.fail(start, "INSERT_REPLACE_WHERE_TABLE_ALIAS_NOT_ALLOWED")
        return {"replace_where": condition}

    def _query_in_parentheses(self) -> Token | None:
        """The parenthesis behind a condition that opens the query."""
        depth = 0
        for index, token in enumerate(self.tokens[self.at :]):
            if token.word == "(" and depth == 0 and self.query_ahead(index) and index:
                before = self.peek(index - 1)
                if before.word not in ("IN", "EXISTS", "=", "<", ">", "AND", "OR", "NOT"):
                    return token
            depth += (token.word == "(") - (token.word == ")")
        return None

    def _inserted(self, source: Relation | None) -> Relation:
        """The query that gives the rows."""
        start = self.at
        if source is not None:
            if self.token.word != "SELECT":
                raise self.stop()
            return self._organized(start, self._select(start, source))
        in_parentheses = self.token.word == "("
        plan = self.query()
        if in_parentheses and (self.token.word == "AS" or self._table_alias_next()):
            return self._aliased(start, plan)
        return plan

    def _directory_ahead(self) -> bool:
        ahead = 1 if self.token.word == "LOCAL" and self.peek().word == "DIRECTORY" else 0
        following = self.peek(ahead + 1)
        return self.peek(ahead).word == "DIRECTORY" and (
            following.kind == "string" or following.word == "USING"
        )

    def _insert_directory(self, start: int, source: Relation | None) -> InsertDirectory:
        local = self.accept("LOCAL")
        self.expect("DIRECTORY")
        path = self.string() if self.token.kind == "string" else None
        provider, storage = None, None
        options: dict[str, str] = {}
        if self.accept("USING"):
            provider = self.provider()
            before = len(self._problems)
            options = self.properties() if self.accept("OPTIONS") else {}
            self._tell_here(start, before)
            given = [key for key in options if key.lower() == "path"]
            if (path is not None) == bool(given):
                self.fail(start, "_LEGACY_ERROR_TEMP_0049")
        else:
            storage = self._directory_storage(start)
        return InsertDirectory(self._inserted(source), path, local, provider, options, storage)

    def _directory_storage(self, start: int) -> Storage:
        seen: set[str] = set()
        before = len(self._problems)
        storage = self.storage_clause(seen, None)
        if storage is not None and self.token.word == "STORED":
            storage = self.storage_clause(seen, storage)
        if storage is not None:
            self.check_storage(storage)
        self._tell_here(start, before)
        return storage or Storage()

    def _tell_here(self, start: int, before: int) -> None:
        """Tell the problems from this one on at what was read since ``start``."""
        for condition, parameters in self._problems[before:]:
            self.fail(start, condition, parameters)
        del self._problems[before:]

    # -- UPDATE, DELETE and MERGE

    def _changed_table(self, operation: str, *ends: str) -> Relation:
        """The table that is changed, with its alias and options."""
        start = self.at
        name: Relation
        target = self.target()
        if self._computed_target is not None:
            text, self._computed_target = self._computed_target, None
            name = Identified(text, lambda parts: TableName(tuple(parts)), origin=self.origin(start))
        else:
            name = TableName(target, origin=self.origin(start))
        alias = self._change_alias(operation, *ends)
        if self.token.word == "WITH" and self.peek().word == "(":
            options = self._insert_options(start)
            if isinstance(name, TableName):
                name = replace(name, options=options)
        return name if alias is None else Named(name, alias, origin=self.origin(start))

    def _change_alias(self, operation: str, *ends: str) -> str | None:
        token = self.token
        if token.word == "AS":
            self.take()
        elif (
            not token.is_name
            or (token.word in ends and self.peek().kind != "end")
            or token.word in STRICT
            or token.word == "WITH"
        ):
            return None
        alias = self.strict_name()
        if self.token.word == "(":
            self.names()
            self.problem("COLUMN_ALIASES_NOT_ALLOWED", op=operation)
        return alias

    def _update(self) -> Update:
        self.expect("UPDATE")
        table = self._changed_table("UPDATE", "SET")
        self.expect("SET")
        assignments = tuple(self.listed(self._column_assignment))
        return Update(table, assignments, self._optional_where())

    def _optional_where(self) -> Expression | None:
        return self.expression() if self.accept("WHERE") else None

    def _column_assignment(self) -> Assignment:
        start = self.at
        column = self.dotted_name()
        if not self.accept("="):
            self.expect("==")
        value = _default_or(self.expression())
        return Assignment(column, value, origin=self.origin(start))

    def _delete(self) -> Delete:
        self.expect("DELETE")
        self.require("FROM")
        table = self._changed_table("DELETE", "WHERE", "LIMIT")
        return Delete(table, self._optional_where())

    def _merge(self) -> Merge:
        self.expect("MERGE")
        evolution = self.accept("WITH", "SCHEMA", "EVOLUTION")
        if self.token.word != "INTO":
            raise self.stop(": missing 'INTO'" if self.token.is_name and self.token.word != "WITH" else "")
        self.take()
        target = self._changed_table("MERGE", "USING")
        self.expect("USING")
        source = self._merge_source()
        if self.token.word != "ON":
            raise self.stop(": missing 'ON'" if self.token.is_name else "")
        self.take()
        condition = self.expression()
        matched = self._actions(("MATCHED",))
        inserts = self._actions(("NOT", "MATCHED"))
        unmatched = self._actions(("NOT", "MATCHED", "BY", "SOURCE"))
        if self.token.word == "WHEN":
            self.take()
            self.accept("NOT", "MATCHED")
            raise self.stop()
        self._check_actions(matched, inserts, unmatched)
        return Merge(target, source, condition, matched, inserts, unmatched, evolution)

    def _check_actions(self, *groups: tuple[MergeAction, ...]) -> None:
        if not any(groups):
            self.problem("MERGE_WITHOUT_WHEN")
        for what, actions in zip(("MATCHED", "NOT_MATCHED_BY_TARGET", "NOT_MATCHED_BY_SOURCE"), groups):
            if any(action.condition is None for action in actions[:-1]):
                self.problem(f"NON_LAST_{what}_CLAUSE_OMIT_CONDITION")

    def _merge_source(self) -> Relation:
        start = self.at
        if self.token.word != "(":
            return self._changed_table("MERGE", "ON")
        plan = self.in_parentheses(self.query)
        alias = self._change_alias("MERGE", "ON")
        return plan if alias is None else Named(plan, alias, origin=self.origin(start))

    def _actions(self, words: tuple[str, ...]) -> tuple[MergeAction, ...]:
        """The clauses WHEN with these words that are next."""
        found = []
        while self.ahead("WHEN", *words):
            ahead = len(words) + 1
            by_source = self.peek(ahead).word == "BY" and self.peek(ahead + 1).word == "SOURCE"
            if words == ("NOT", "MATCHED") and by_source:
                break
            self.go(self.at + ahead)
            if words == ("NOT", "MATCHED"):
                self.accept("BY", "TARGET")
            found.append(self._action(words))
        return tuple(found)

    def _action(self, words: tuple[str, ...]) -> MergeAction:
        start = self.at
        condition = self.expression() if self.accept("AND") else None
        self.expect("THEN")
        if words == ("NOT", "MATCHED"):
            self.expect("INSERT")
            assignments = None if self.accept("*") else self._insert_values()
            return MergeAction("insert", condition, assignments, origin=self.origin(start))
        if self.accept("DELETE"):
            return MergeAction("delete", condition, origin=self.origin(start))
        self.expect("UPDATE", "SET")
        if words == ("MATCHED",) and self.accept("*"):
            return MergeAction("update", condition, None, origin=self.origin(start))
        assignments = tuple(self.listed(self._column_assignment))
        return MergeAction("update", condition, assignments, origin=self.origin(start))

    def _insert_values(self) -> tuple[Assignment, ...]:
        columns = self.in_parentheses(lambda: self.listed(self.dotted_name))
        self.expect("VALUES")
        values = self.in_parentheses(lambda: self.listed(self.expression))
        if len(columns) != len(values):
            counts = {"expectedCount": str(len(columns)), "actualCount": str(len(values))}
            self.problem("MERGE_INSERT_VALUE_COUNT_MISMATCH", **counts)
        return tuple([Assignment(column, _default_or(value)) for column, value in zip(columns, values)])

    # -- TRUNCATE and LOAD

    def truncate(self, start: int) -> Statement:
        self.take()
        self.require("TABLE")
        name = self.target()
        return Truncate(name, self.optional_partition())

    def load(self, start: int) -> Statement:
        self.take()
        self.expect("DATA")
        local = self.accept("LOCAL")
        self.expect("INPATH")
        path = self.string()
        overwrite = self.accept("OVERWRITE")
        self.expect("INTO", "TABLE")
        name = self.target()
        return LoadData(path, name, local, overwrite, self.optional_partition())


def _default_or(value: Expression) -> Expression:
    """The value, or what DEFAULT stands for."""
    if isinstance(value, Name) and len(value.parts) == 1 and value.parts[0].upper() == "DEFAULT":
        return DefaultValue(origin=value.origin)
    return value


def with_defaults(plan: Relation) -> Relation:
    """The query of an INSERT, with DEFAULT where it can stand: in VALUES and the list of SELECT."""
    if isinstance(plan, Values):
        rows = tuple([tuple([_default_or(value) for value in row]) for row in plan.rows])
        return replace(plan, rows=rows)
    if isinstance(plan, Project):
        return replace(plan, expressions=tuple([_default_item(item) for item in plan.expressions]))
    if isinstance(plan, (Named, With)):
        return replace(plan, child=with_defaults(plan.child))
    return plan


def _default_item(item: Expression) -> Expression:
    if isinstance(item, As):
        child = _default_or(item.child)
        return item if child is item.child else replace(item, child=child)
    return _default_or(item)
