"""Statements that look after tables and a session's resources: statistics, comments, repairs, indexes, files."""

from __future__ import annotations

import re
from typing import Any

from pyrite.sql._analysis.parser.changes import ChangeParser
from pyrite.sql._analysis.parser.reader import Stop
from pyrite.sql._analysis.parser.tables import NAMESPACES
from pyrite.sql._plan.commands import Statement
from pyrite.sql._plan.ddl import (
    AddResources,
    AlterColumns,
    Analyze,
    AnalyzeTables,
    Call,
    ColumnChange,
    CommentOn,
    CreateClassFunction,
    CreateIndex,
    DropIndex,
    ListResources,
    RepairTable,
)
from pyrite.sql._plan.expressions import Expression, NamedArgument

__all__ = ["UpkeepParser"]

_OF_COLUMNS = "COMMENT ON TABLE ... COLUMN"
_RESOURCES = {
    "FILE": "file",
    "FILES": "file",
    "JAR": "jar",
    "JARS": "jar",
    "ARCHIVE": "archive",
    "ARCHIVES": "archive",
}
#: The elements of a list of resources: with quotes, or without spaces.
_RESOURCE = re.compile(r"\"[^\"]*\"|'[^']*'|\S+")


class UpkeepParser(ChangeParser):
    """The rules of upkeep."""

    # -- statistics

    def analyze(self, start: int) -> Statement:
        self.take()
        if self.one_of("TABLE", "TABLES") == "TABLES":
            namespace = self.target() if self.accept("FROM") or self.accept("IN") else ()
            self._compute()
            return AnalyzeTables(namespace, self._noscan())
        name = self.target()
        partition = self.optional_partition(whole=False)
        self._compute()
        if self.accept("FOR", "ALL", "COLUMNS"):
            return Analyze(name, partition, all_columns=True)
        if self.ahead("FOR", "COLUMNS"):
            self.go(self.at + 2)
            return Analyze(name, partition, columns=tuple(self.listed(self.dashed_name)))
        return Analyze(name, partition, self._noscan())

    def _compute(self) -> None:
        self.expect("COMPUTE")
        if self.token.word != "STATISTICS":
            raise self.stop(": missing 'STATISTICS'")
        self.take()

    def _noscan(self) -> bool:
        if not self.token.is_name:
            return False
        word = self.take().word
        if word != "NOSCAN":
            self.problem("INVALID_SQL_SYNTAX.ANALYZE_TABLE_UNEXPECTED_NOSCAN", ctx=word)
        return True

    # -- partitions and comments

    def repair(self, start: int) -> Statement:
        if self.take().word == "MSCK":
            self.expect("REPAIR")
        self.require("TABLE")
        name = self.target()
        what = "ADD"
        if self.token.word in ("ADD", "DROP", "SYNC"):
            what = self.take().word
            if self.token.word != "PARTITIONS":
                raise self.stop(": missing 'PARTITIONS'")
            self.take()
        return RepairTable(name, what != "DROP", what != "ADD")

    def comment(self, start: int) -> Statement:
        self.take()
        self.expect("ON")
        if self.accept("COLUMN"):
            name, change = self._column_comment()
            if not name:
                self.problem("INVALID_SQL_SYNTAX.COMMENT_ON_COLUMN_INCORRECT_IDENTIFIER")
            return AlterColumns(name, (change,), "COMMENT ON COLUMN")
        kind = self.one_of("TABLE", *NAMESPACES)
        name = self.target()
        if kind == "TABLE" and self.accept("COLUMN"):
            changes = self.in_parentheses(lambda: self.listed(self._column_comment))
            return AlterColumns(
                name, tuple([_of_table(table, change) for table, change in changes]), _OF_COLUMNS
            )
        self.expect("IS")
        return CommentOn("table" if kind == "TABLE" else "namespace", name, self._comment_text())

    def _column_comment(self) -> tuple[tuple[str, ...], ColumnChange]:
        start = self.at
        name = self.dotted_name()
        self.expect("IS")
        text = self._comment_text()
        change = ColumnChange(name[-1:], comment=text, drop_comment=text is None, origin=self.origin(start))
        return name[:-1], change

    def _comment_text(self) -> str | None:
        return None if self.accept("NULL") else self.string()

    # -- indexes, procedures and functions

    def create_index(self, start: int) -> Statement:
        return self._index(start, "CREATE INDEX", self._created_index)

    def drop_index(self, start: int) -> Statement:
        return self._index(start, "DROP INDEX", self._dropped_index)

    def _index(self, start: int, words: str, rule: Any) -> Statement:
        """What the rule reads; Hive's forms of it are none of Spark's."""
        try:
            found: Statement = rule()
            if self.token.kind == "end" or self.token.word == ";":
                return found
        except Stop:
            pass
        self.skip()
        raise self.error(start, "INVALID_STATEMENT_OR_CLAUSE", {"operation": words})

    def _created_index(self) -> Statement:
        self.expect("INDEX")
        absent, index = self.if_not_exists(), self.name()
        self.expect("ON")
        self.token.word == "TABLE" and self.peek().is_name and self.take()
        name = self.target()
        kind = self.name() if self.accept("USING") else ""
        columns = tuple(self.in_parentheses(lambda: self.listed(self._indexed)))
        options = self.properties() if self.accept("OPTIONS") else {}
        return CreateIndex(index, name, columns, kind, options, absent)

    def _indexed(self) -> tuple[tuple[str, ...], dict[str, str]]:
        name = self.dotted_name()
        return name, self.properties() if self.accept("OPTIONS") else {}

    def _dropped_index(self) -> Statement:
        self.expect("INDEX")
        exists, index = self.if_exists(), self.name()
        self.expect("ON")
        self.token.word == "TABLE" and self.peek().is_name and self.take()
        return DropIndex(index, self.target(), exists)

    def call_procedure(self, start: int) -> Statement:
        self.take()
        name = self.target()
        self.expect("(")
        arguments = () if self.token.word == ")" else tuple(self.listed(self._passed_argument))
        self.close()
        return Call(name, arguments)

    def _passed_argument(self) -> Expression:
        start = self.at
        if self.token.is_name and self.peek().word == "=>":
            name = self.name()
            self.take()
            return NamedArgument(name, self.expression(), origin=self.origin(start))
        return self.expression()

    def class_function(
        self, name: tuple[str, ...], replace: bool, absent: bool, temporary: bool
    ) -> Statement:
        """``AS 'class' [USING JAR 'path', ...]``."""
        self.expect("AS")
        class_name = self.string()
        resources = tuple(self.listed(self._resource)) if self.accept("USING") else ()
        for kind, _ in resources:
            if kind not in ("jar", "file", "archive"):
                self.not_allowed(f"CREATE FUNCTION with resource type '{kind}'")
        if absent and replace:
            self.problem("INVALID_SQL_SYNTAX.CREATE_ROUTINE_WITH_IF_NOT_EXISTS_AND_REPLACE")
        if temporary and absent:
            self.problem("INVALID_SQL_SYNTAX.CREATE_TEMP_FUNC_WITH_IF_NOT_EXISTS")
        if temporary:
            self.check_temporary_function(name)
        return CreateClassFunction(name, class_name, resources, replace, absent, temporary)

    def check_temporary_function(self, name: tuple[str, ...]) -> None:
        """That a temporary function is of the session."""
        if tuple([part.lower() for part in name[:-1]]) not in ((), ("session",), ("system", "session")):
            self.problem(
                "INVALID_TEMP_OBJ_QUALIFIER",
                objectType="FUNCTION",
                objectName=f"`{name[-1]}`",
                qualifier=".".join([f"`{part}`" for part in name[:-1]]),
            )

    def _resource(self) -> tuple[str, str]:
        return self.name().lower(), self.string()

    # -- files of the session

    def resources(self, start: int) -> Statement:
        """``ADD`` or ``LIST``, then a kind, then texts up to the end."""
        word = self.take().word
        if not self.token.is_name:
            raise self.stop()
        kind = self.take()
        text = self.text[kind.stop :]
        self.skip()
        known: Any = _RESOURCES.get(kind.word)
        if known is None:
            self.not_allowed(f"{word} with resource type '{kind.text.lower()}'")
        paths = tuple([found.strip("\"'") for found in _RESOURCE.findall(text.strip().rstrip(";"))])
        return AddResources(known, paths) if word == "ADD" else ListResources(known, paths)


def _of_table(fields: tuple[str, ...], change: ColumnChange) -> ColumnChange:
    """The change of a field of the structs before it."""
    return ColumnChange(
        (*fields, *change.column),
        comment=change.comment,
        drop_comment=change.drop_comment,
        origin=change.origin,
    )
