"""Statements that tell about others: SHOW and DESCRIBE."""

from __future__ import annotations

from collections.abc import Callable

from pyrite.sql._analysis.parser.tables import NAMESPACES
from pyrite.sql._analysis.parser.upkeep import UpkeepParser
from pyrite.sql._plan.commands import (
    Describe,
    DescribeFunction,
    DescribeQuery,
    Show,
    Statement,
    Unsupported,
)
from pyrite.sql._plan.ddl import DescribeNamespace
from pyrite.sql._text.parse_errors import parse_error

__all__ = ["TellingParser"]

_NAMESPACES_SHOWN = ("NAMESPACES", "DATABASES", "SCHEMAS")


class TellingParser(UpkeepParser):
    """The rules of SHOW and DESCRIBE."""

    def describe(self, start: int) -> Statement:
        """DESCRIBE and what follows it."""
        self.take()
        if self.token.word == "FUNCTION" and self.operand_follows():
            self.take()
            return self._describe_function()
        if self.token.word in NAMESPACES and self.peek().is_name:
            self.take()
            extended = self.token.word == "EXTENDED" and self.peek().is_name and bool(self.take())
            return DescribeNamespace(self.target(), extended)
        if self.token.word == "QUERY" and self.query_ahead(1):
            self.take()
            return DescribeQuery(self.query())
        if self.query_ahead() and self.token.word != "TABLE":
            return DescribeQuery(self.query())
        if self.token.word == "PROCEDURE" and self.peek().is_name:
            self.skip()
            return Unsupported("DESCRIBE PROCEDURE")
        self.token.word == "TABLE" and self.peek().is_name and self.take()
        extended = self.token.word in ("EXTENDED", "FORMATTED") and self.peek().is_name and bool(self.take())
        name = self.target()
        partition = None
        if self.partition_ahead():
            partition = self.partition(whole=False)
            if partition.dynamic:
                self.problem("INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE", partKey=f"`{partition.dynamic[0]}`")
        column = self.dotted_name() if self.token.is_name and not self.ahead("AS", "JSON") else ()
        if column and partition is not None:
            self.problem("UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_PARTITION")
        as_json = self.accept("AS")
        if as_json:
            self.expect("JSON")
        if as_json and not extended:
            parameters = {"tableName": ".".join(name)}
            self.fail_with(parse_error(self.text, None, "DESCRIBE_JSON_NOT_EXTENDED", parameters))
        elif as_json and column:
            condition = "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_JSON"
            self.fail_with(parse_error(self.text, None, condition, {}))
        return Describe(name, column, extended, as_json, partition)

    def _describe_function(self) -> Statement:
        extended = self.token.word == "EXTENDED" and self.operand_follows() and bool(self.take())
        if self.token.kind == "string":
            return DescribeFunction((self.string(),), extended)
        if self.token.kind == "symbol":
            return DescribeFunction((self.take().text,), extended)
        return DescribeFunction(self.dotted_name(), extended)

    def show(self) -> Statement:
        """SHOW and what follows it."""
        self.take()
        word = self.token.word
        rule = _SHOWN.get(word)
        if rule is not None and not self.ahead(word, "FUNCTIONS"):
            found = rule(self)
            if found is not None:
                return found
        return self._show_functions()

    def _show_functions(self) -> Statement:
        scope = "ALL"
        if self.token.word != "FUNCTIONS":
            if not self.token.is_name:
                raise self.stop()
            scope = self.take().word
        if self.token.word != "FUNCTIONS":
            raise self.stop(": missing 'FUNCTIONS'")
        self.take()
        if scope not in ("ALL", "SYSTEM", "USER"):
            parameters = {"scope": f"`{scope.lower()}`"}
            self.fail(self.at - 3, "INVALID_SQL_SYNTAX.SHOW_FUNCTIONS_INVALID_SCOPE", parameters)
        name = self._within()
        like = self.accept("LIKE")
        pattern = None
        if self.token.kind == "string":
            pattern = self.string()
        elif self.token.is_name:
            pattern = ".".join(self.dotted_name())
        elif like:
            pattern = "LIKE"
        return Show("functions", name, pattern, scope)

    def _within(self) -> tuple[str, ...]:
        if self.token.word in ("FROM", "IN"):
            self.take()
            return self.target()
        return ()

    def _as_json(self) -> bool:
        return self.accept("AS", "JSON")

    def _pattern(self) -> str | None:
        if self.accept("LIKE") or self.token.kind == "string":
            return self.string()
        return None

    def _show_plain(self) -> Statement:
        what = self.take().word
        name = () if what in ("CATALOGS", "COLLATIONS") else self._within()
        if what in _NAMESPACES_SHOWN:
            what = "databases"
        pattern = self._pattern()
        return Show(what.lower(), name, pattern, as_json=what == "TABLES" and self._as_json())

    def _show_table(self) -> Statement:
        self.expect("TABLE", "EXTENDED")
        name = self._within()
        self.expect("LIKE")
        pattern = self.string()
        partition = self.optional_partition()
        return Show("table extended", name, pattern, partition=partition, as_json=self._as_json())

    def _show_columns(self) -> Statement:
        self.take()
        self.one_of("FROM", "IN")
        name = self.target()
        if self.token.word not in ("FROM", "IN"):
            return Show("columns", name)
        self.take()
        return Show("columns", name, within=self.dotted_name())

    def _show_properties(self) -> Statement:
        self.take()
        name = self.target()
        key = None
        if self.accept("("):
            key = self.string() if self.token.kind == "string" else ".".join(self.dotted_name())
            self.close()
        return Show("tblproperties", name, key)

    def _show_create(self) -> Statement:
        start = self.at - 1
        self.expect("CREATE", "TABLE")
        name = self.target() if self.token.is_name else ()
        serde = self.accept("AS", "SERDE")
        if (not name and self._computed_target is None) or self.token.kind not in ("end", "symbol"):
            self.skip()
            raise self.error(start, "INVALID_STATEMENT_OR_CLAUSE", {"operation": "SHOW CREATE TABLE"})
        return Show("create table", name, scope="SERDE" if serde else "")

    def _show_partitions(self) -> Statement:
        self.take()
        name = self.target()
        partition = self.partition() if self.token.word == "PARTITION" else None
        return Show("partitions", name, partition=partition, as_json=self._as_json())

    def _show_procedures(self) -> Statement:
        self.take()
        return Show("procedures", self._within())

    def _show_current(self) -> Statement:
        self.take()
        self.one_of(*NAMESPACES)
        return Show("current namespace")


_SHOWN: dict[str, Callable[[TellingParser], Statement | None]] = {
    "TABLES": TellingParser._show_plain,
    "VIEWS": TellingParser._show_plain,
    "CATALOGS": TellingParser._show_plain,
    "COLLATIONS": TellingParser._show_plain,
    **dict.fromkeys(_NAMESPACES_SHOWN, TellingParser._show_plain),
    "TABLE": TellingParser._show_table,
    "COLUMNS": TellingParser._show_columns,
    "TBLPROPERTIES": TellingParser._show_properties,
    "CREATE": TellingParser._show_create,
    "PARTITIONS": TellingParser._show_partitions,
    "CURRENT": TellingParser._show_current,
    "PROCEDURES": TellingParser._show_procedures,
}
