"""Statements that are no queries: views, functions, variables, settings, and what tells about them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pyrite.sql._analysis.parser.changes import CHANGES
from pyrite.sql._analysis.parser.reader import Stop
from pyrite.sql._analysis.parser.relations import not_supported
from pyrite.sql._analysis.parser.tables import NAMESPACES
from pyrite.sql._analysis.parser.telling import TellingParser
from pyrite.sql._plan.commands import (
    Cache,
    ClearCache,
    CreateFunction,
    CreateView,
    DeclareVariable,
    DropFunction,
    DropVariable,
    DropView,
    ExecuteImmediate,
    Explain,
    Refresh,
    ResetConf,
    SetConf,
    SetVariable,
    Statement,
    Uncache,
    Unsupported,
    Use,
)
from pyrite.sql._plan.ddl import NamedLater, RefreshFunction
from pyrite.sql._plan.expressions import As, DefaultValue, Expression, Literal, Name
from pyrite.sql._plan.relations import Relation
from pyrite.sql._plan.tree import Node
from pyrite.sql._text.tokens import string_value
from pyrite.sql.types import YearMonthIntervalType

__all__ = ["StatementParser"]

_KEY = r"[a-zA-Z_\d\\.:]+"
_QUOTED = r"`(?:[^`]|``)+`"
_ZONE = "spark.sql.session.timeZone"
_EXPLAIN_MODES = ("EXTENDED", "CODEGEN", "COST", "FORMATTED")

#: Statements that Spark knows and Pyrite cannot run: their first words, most of them first.
_UNSUPPORTED = [
    words.split()
    for words in (
        "CREATE OR REFRESH", "CREATE MATERIALIZED VIEW", "CREATE STREAMING TABLE", "CREATE FLOW",
        "OPEN", "FETCH", "CLOSE", "SET PATH",
    )
]  # fmt: skip
#: Statements that Spark reads in order to tell that it does not have them.
_INVALID = [
    words.split()
    for words in (
        "ALTER INDEX", "COMMIT", "CREATE ROLE", "CREATE TEMPORARY MACRO", "DFS", "DROP ROLE", "DROP TEMPORARY MACRO",
        "SHOW ROLE GRANT", "SHOW ROLE", "EXPORT TABLE", "GRANT", "IMPORT TABLE", "LOCK DATABASE", "LOCK TABLE",
        "REVOKE", "ROLLBACK", "SHOW COMPACTIONS", "SHOW CURRENT ROLES", "SHOW GRANT", "SHOW INDEXES", "SHOW LOCKS",
        "SHOW PRINCIPALS", "SHOW ROLES", "SHOW TRANSACTIONS", "START TRANSACTION", "UNLOCK DATABASE", "UNLOCK TABLE",
    )
]  # fmt: skip
#: Words that begin nothing but such statements.
_FIRST_WORDS = {words[0] for words in (*_UNSUPPORTED, *_INVALID)} - {"SHOW", "SET"}


class StatementParser(TellingParser):
    """The rules of statements."""

    def statement(self) -> Node:
        """A query or any other statement."""
        start = self.at
        word = self.token.word
        rule = _RULES.get(word)
        if rule is not None:
            problems, self._problems = self._problems, []
            target, self._computed_target = self._computed_target, None
            found = rule(self, start)
            for condition, parameters in self._problems:
                self.fail(start, condition, parameters)
            if found is not None and self._computed_target is not None:
                found = NamedLater(self._computed_target, found)
            self._problems, self._computed_target = problems, target
            if found is not None:
                return found.at(self.origin(start))
        for words in _INVALID:
            if self.ahead(*words):
                self.skip()
                raise self.error(start, "INVALID_STATEMENT_OR_CLAUSE", {"operation": " ".join(words)})
        for words in _UNSUPPORTED:
            if self.ahead(*words):
                return self._unsupported(start, words)
        if word in _FIRST_WORDS:
            self.take()
            raise self.stop()
        return self.query()

    def _with(self, start: int) -> Statement | None:
        """What changes a table, behind common tables; None for a query."""
        if not any(token.word in CHANGES[:-1] for token in self.tokens):
            return None
        mark = self.mark()
        try:
            tables, recursive = self._common_tables()
        except Stop:
            self.back(mark)
            return None
        found = self.change(tables, recursive) if self.token.word in CHANGES else None
        if found is None:
            self.back(mark)
            return None
        names = [table.name.lower() for table in tables]
        twice = [f"`{table.name}`" for index, table in enumerate(tables) if names[index] in names[:index]]
        if twice:
            self.problem("DUPLICATED_CTE_NAMES", duplicateNames=", ".join(dict.fromkeys(twice)))
        return found

    def _change(self, start: int) -> Statement | None:
        return self.change()

    def _unsupported(self, start: int, words: list[str]) -> Statement:
        """Any statement that begins with these words, most of which need more."""
        self.go(self.at + len(words))
        if self.token.kind == "end":
            raise self.stop()
        self.skip()
        return Unsupported(" ".join(words), origin=self.origin(start))

    def _string_or_name(self) -> str:
        return self.string() if self.token.kind == "string" else self.name()

    # -- views

    def _create(self, start: int) -> Statement | None:
        at = self.at
        self.take()
        if any(self.ahead(*words[1:]) for words in (*_INVALID, *_UNSUPPORTED) if words[0] == "CREATE"):
            self.go(at)
            return None
        if self.token.word == "INDEX":
            return self.create_index(start)
        if self.token.word in NAMESPACES:
            return self.create_namespace()
        replace = self.accept("OR")
        if replace:
            self.expect("REPLACE")
        if self.token.word == "TABLE" and replace:
            return self.replace_table(True)
        global_ = self.accept("GLOBAL")
        temporary = self.token.word in ("TEMPORARY", "TEMP") and bool(self.take())
        if self.token.word == "VIEW" and temporary >= global_:
            self.take()
            return self._create_view(start, replace, global_, temporary)
        if self.token.word == "FUNCTION" and not global_:
            self.take()
            return self._create_function(start, replace, temporary)
        if self.token.word in ("TABLE", "EXTERNAL") and not global_ and not replace:
            return self.create_table(start, temporary)
        if self.token.word == "MATERIALIZED" and not temporary:
            self.take()
            raise self.stop(": missing 'VIEW'" if self.token.is_name else "")
        raise self.stop()

    def _create_view(self, start: int, replace: bool, global_: bool, temporary: bool) -> Statement:
        absent = self.if_not_exists()
        name = self.target()
        if temporary and not absent and (self.token.word == "USING" or self.token.word == "("):
            found = self.either(
                lambda: self._view_using(name, replace, global_),
                lambda: self._view_as(start, name, replace, global_, True, False),
            )
            return found
        return self._view_as(start, name, replace, global_, temporary, absent)

    def _view_using(self, name: tuple[str, ...], replace: bool, global_: bool) -> Statement:
        schema = None
        if self.token.word == "(":
            place = self.at
            self.in_parentheses(lambda: self.listed(self._column_type))
            schema = self.text_from(place)[1:-1]
        self.expect("USING")
        source = ".".join(self.dotted_name())
        options = self.properties() if self.accept("OPTIONS") else {}
        return CreateView(
            name,
            None,
            replace=replace,
            temporary=True,
            global_=global_,
            source=(source, options),
            schema=schema,
        )

    def _column_type(self) -> None:
        self.name()
        self.data_type()
        self.accept("NOT", "NULL")
        if self.accept("COMMENT"):
            self.string()

    def _view_as(
        self, start: int, name: tuple[str, ...], replace: bool, global_: bool, temporary: bool, absent: bool
    ) -> Statement:
        columns: tuple[tuple[str, str | None], ...] = ()
        if self.token.word == "(":
            columns = tuple(self.in_parentheses(lambda: self.listed(self._commented_name)))
        said = self._view_clauses()
        self.expect("AS")
        place = self.at
        plan = self.query()
        text = self.text_from(place)
        if temporary and absent:
            self.fail(start, "_LEGACY_ERROR_TEMP_0053")
        if replace and absent:
            self.problem("CREATE_VIEW_WITH_IF_NOT_EXISTS_AND_REPLACE", viewName=".".join(name))
        if temporary and "properties" in said:
            self.not_allowed("TBLPROPERTIES of a temporary view")
        if temporary and "mode" in said:
            self.problem("UNSUPPORTED_FEATURE.TEMPORARY_VIEW_WITH_SCHEMA_BINDING_MODE")
        prefix = tuple([part.lower() for part in name[:-1]])
        if temporary and not global_ and prefix not in ((), ("session",), ("system", "session")):
            parameters = {
                "objectType": "VIEW",
                "objectName": f"`{name[-1]}`",
                "qualifier": ".".join([f"`{part}`" for part in name[:-1]]),
            }
            self.fail(start, "INVALID_TEMP_OBJ_QUALIFIER", parameters)
        return CreateView(name, plan, columns, replace, absent, temporary, global_, text=text, **said)

    def _commented_name(self) -> tuple[str, str | None]:
        name = self.dashed_name()
        return name, self.string() if self.accept("COMMENT") else None

    def _view_clauses(self) -> dict[str, Any]:
        """What the clauses say, by the names of ``CreateView``."""
        seen: set[str] = set()
        said: dict[str, Any] = {}
        while True:
            if self.accept("COMMENT"):
                self.once(seen, "COMMENT")
                said["comment"] = self.string()
            elif self.accept("TBLPROPERTIES"):
                self.once(seen, "TBLPROPERTIES")
                said["properties"] = self.table_properties()
            elif self.token.word == "WITH" and self.peek().word == "METRICS":
                raise not_supported("CREATE VIEW ... WITH METRICS")
            elif self.accept("WITH", "SCHEMA"):
                self.once(seen, "WITH SCHEMA")
                said["mode"] = self.schema_mode()
            elif self.accept("DEFAULT", "COLLATION"):
                said["collation"] = self.name()
            elif self.accept("PARTITIONED", "ON"):
                self.names()
                self.invalid_clause("CREATE VIEW ... PARTITIONED ON")
            else:
                return said

    # -- functions

    def _create_function(self, start: int, replace: bool, temporary: bool) -> Statement:
        absent = self.if_not_exists()
        name = self.dotted_name()
        if self.token.word == "AS":
            return self.class_function(name, replace, absent, temporary)
        parameters = self._parameters()
        returns, table = None, False
        if self.accept("RETURNS"):
            place = self.at
            if self.accept("TABLE"):
                table = True
                if self.token.word == "(":
                    place = self.at
                    self.in_parentheses(lambda: self.listed(self._column_type))
                    returns = self.text_from(place)[1:-1]
            else:
                self.data_type()
                returns = self.text_from(place)
        comment = self._characteristics()
        if self.token.word != "RETURN":
            raise self.stop(": missing 'RETURN'" if self.token.word == "AS" else "")
        self.take()
        place = self.at
        body: Expression | Relation
        if self.query_ahead() and (table or self.token.word != "("):
            body = self.query()
        else:
            body = self.expression()
        return CreateFunction(
            name, parameters, returns, body, table, replace, absent, temporary, comment, self.text_from(place)
        )

    def _parameters(self) -> tuple[tuple[str, str, Expression | None], ...]:
        self.expect("(")
        found = () if self.token.word == ")" else tuple(self.listed(self._parameter))
        self.close()
        return found

    def _parameter(self) -> tuple[str, str, Expression | None]:
        name, place = self.name(), self.at
        self.data_type()
        text, default = self.text_from(place), None
        while True:
            if self.accept("NOT", "NULL"):
                continue
            if self.accept("DEFAULT"):
                default = self.expression()
            elif self.accept("COMMENT"):
                self.string()
            else:
                return name, text, default

    def _characteristics(self) -> str | None:
        """What is said of a function in front of its body: only the comment counts."""
        comment = None
        while True:
            if self.accept("COMMENT"):
                comment = self.string()
            elif self.accept("LANGUAGE") or self.accept("SPECIFIC"):
                self.name()
            elif (
                self.accept("NOT", "DETERMINISTIC")
                or self.accept("DETERMINISTIC")
                or self.accept("CONTAINS", "SQL")
                or self.accept("READS", "SQL", "DATA")
                or self.accept("MODIFIES", "SQL", "DATA")
                or self.accept("NO", "SQL")
                or self.accept("CALLED", "ON", "NULL", "INPUT")
                or self.accept("RETURNS", "NULL", "ON", "NULL", "INPUT")
            ):
                pass
            elif self.accept("SQL", "SECURITY"):
                self.one_of("DEFINER", "INVOKER")
            else:
                return comment

    def _drop(self, start: int) -> Statement | None:
        following = self.peek().word
        if following == "VIEW":
            self.go(self.at + 2)
            exists = self.if_exists()
            return DropView(self.target(), exists)
        temporary = following in ("TEMPORARY", "TEMP")
        what = self.peek(2).word if temporary else following
        if what == "FUNCTION":
            self.go(self.at + 2 + temporary)
            exists = self.if_exists()
            name = self.target()
            if temporary:
                self.check_temporary_function(name)
            return DropFunction(name, exists, temporary)
        if temporary and what in ("VARIABLE", "VAR"):
            self.go(self.at + 3)
            exists = self.if_exists()
            return DropVariable(self.dotted_name(), exists)
        if following == "ROLE" or what == "MACRO":
            return None
        self.take()
        if following == "TABLE":
            return self.drop_table()
        if following == "INDEX":
            return self.drop_index(start)
        if following in NAMESPACES:
            return self.drop_namespace()
        if temporary:
            self.take()
        raise self.stop()

    def _replace(self, start: int) -> Statement:
        self.take()
        return self.replace_table(False)

    def _alter(self, start: int) -> Statement | None:
        return None if self.peek().word == "INDEX" else self.alter(start)

    # -- variables

    def _declare(self, start: int) -> Statement:
        self.take()
        replace = self.accept("OR", "REPLACE")
        if self.token.word in ("VARIABLE", "VAR") and self.peek().is_name:
            self.take()
        names = tuple(self.listed(self.dotted_name))
        kind = default = None
        if self.token.is_name and self.token.word != "DEFAULT":
            place = self.at
            self.data_type()
            kind = self.text_from(place)
        if self.accept("DEFAULT") or self.accept("="):
            default = self.expression()
        if kind is None and default is None:
            self.fail(start, "INVALID_SQL_SYNTAX.VARIABLE_TYPE_OR_DEFAULT_REQUIRED")
        return DeclareVariable(names, kind, default, replace)

    def _set_variable(self) -> Statement:
        if self.token.word == "(":
            names = tuple(self.in_parentheses(lambda: self.listed(self.dotted_name)))
            self.expect("=")
            plan = self.in_parentheses(self.query)
            return SetVariable(names, (), plan)
        pairs = self.listed(self._assignment)
        return SetVariable(tuple([name for name, _ in pairs]), tuple([value for _, value in pairs]))

    def _assignment(self) -> tuple[tuple[str, ...], Expression]:
        name = self.dotted_name()
        self.expect("=")
        value = self.expression()
        if isinstance(value, Name) and len(value.parts) == 1 and value.parts[0].upper() == "DEFAULT":
            value = DefaultValue(origin=value.origin)
        return name, value

    def _execute(self, start: int) -> Statement:
        self.expect("EXECUTE", "IMMEDIATE")
        text = self.expression()
        into: tuple[tuple[str, ...], ...] = ()
        if self.accept("INTO"):
            into = tuple(self.listed(self.dotted_name))
        using: list[tuple[str | None, Expression]] = []
        if self.accept("USING"):
            if self.token.word == "(":
                using = self.either(
                    lambda: self.in_parentheses(lambda: self.listed(self._passed)),
                    lambda: self.listed(self._passed),
                )
            else:
                using = self.listed(self._passed)
        return ExecuteImmediate(text, into, tuple(using))

    def _passed(self) -> tuple[str | None, Expression]:
        found = self.named_expression()
        return (found.names[0], found.child) if isinstance(found, As) else (None, found)

    # -- settings

    def _set(self, start: int) -> Statement | None:
        if self.peek().word in ("VARIABLE", "VAR") and (self.peek(2).is_name or self.peek(2).word == "("):
            self.go(self.at + 2)
            return self._set_variable()
        if self.peek().word == "CATALOG" and (self.peek(2).is_name or self.peek(2).kind == "string"):
            self.go(self.at + 2)
            return Use((self._string_or_name(),), "CATALOG")
        if self.ahead("SET", "TIME", "ZONE"):
            return self._set_zone(start)
        if self.ahead("SET", "ROLE"):
            self.skip()
            raise self.error(start, "INVALID_STATEMENT_OR_CLAUSE", {"operation": "SET ROLE"})
        if self.peek().word == "PATH" and self.peek(2).word == "=":
            return None
        rest = self._rest()
        if rest in ("", "-v"):
            return SetConf(verbose=rest == "-v")
        match = (
            re.fullmatch(rf"(?P<key>{_KEY}|{_QUOTED})\s*=\s*(?P<value>{_QUOTED}|[^;]*?)", rest, re.S)
            or re.fullmatch(rf"(?P<key>{_KEY}|{_QUOTED})(?P<value>)", rest)
            or re.fullmatch(rf"(?P<key>{_QUOTED})\s*=\s*(?P<value>.*)", rest, re.S)
        )
        if match is None:
            raise self.error(start, "INVALID_SET_SYNTAX")
        value = _unquoted(match["value"]) if "=" in rest[match.end("key") :] else None
        return SetConf(_unquoted(match["key"]), value)

    def _rest(self) -> str:
        """The text behind the first word, up to the semicolons at the end."""
        begin = self.token.stop
        self.skip()
        text = self.text[begin : self.tokens[self.at - 1].stop]
        return text.strip().rstrip(";").strip()

    def _set_zone(self, start: int) -> Statement:
        self.go(self.at + 3)
        if self.accept("LOCAL"):
            return SetConf(_ZONE, "LOCAL")
        if self.token.kind == "string":
            return SetConf(_ZONE, self.string())
        value = self.peek()
        found = self.interval() if self.token.word == "INTERVAL" else None
        self.skip()
        if not isinstance(found, Literal):
            raise self.error(start, "_LEGACY_ERROR_TEMP_0045")
        if found.value is None:
            # What is wrong with it is noted.
            return SetConf(_ZONE, "")
        if isinstance(found.type, YearMonthIntervalType):
            raise self.error(start, "_LEGACY_ERROR_TEMP_0044")
        minutes, rest = divmod(abs(found.value), 60_000_000)
        if minutes > 18 * 60 or rest:
            given = string_value(value.text) if value.kind == "string" else value.text
            raise self.error(
                start, "INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE", {"input": given}
            )
        return SetConf(_ZONE, f"{'-' if found.value < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}")

    def _reset(self, start: int) -> Statement:
        rest = self._rest()
        if rest and not re.fullmatch(rf"{_KEY}|{_QUOTED}", rest):
            raise self.error(start, "INVALID_RESET_COMMAND_FORMAT")
        return ResetConf(_unquoted(rest) if rest else None)

    def _use(self, start: int) -> Statement:
        self.take()
        kind = ""
        if self.token.word in NAMESPACES and self.peek().is_name:
            kind = self.take().word
        return Use(self.target(), kind)

    # -- caches

    def _cache(self, start: int) -> Statement:
        self.take()
        lazy = self.accept("LAZY")
        self.expect("TABLE")
        name = self.target()
        options = self.properties() if self.accept("OPTIONS") else None
        plan = None
        if self.accept("AS") or self.query_ahead():
            plan = self.query()
            if len(name) > 1:
                self.fail(start, "_LEGACY_ERROR_TEMP_0037", {"quoted": ".".join(name[:-1])})
        return Cache(name, plan, lazy, options)

    def _uncache(self, start: int) -> Statement:
        self.take()
        self.require("TABLE")
        exists = self.if_exists()
        return Uncache(self.target(), exists)

    def _clear(self, start: int) -> Statement:
        self.take()
        if self.token.word != "CACHE":
            raise self.stop(": missing 'CACHE'" if self.token.kind == "end" else "")
        self.take()
        return ClearCache()

    def _refresh(self, start: int) -> Statement:
        if self.peek().word == "FUNCTION" and self.peek(2).is_name:
            self.go(self.at + 2)
            return RefreshFunction(self.target())
        if self.peek().word == "TABLE" and self.peek(2).is_name:
            self.go(self.at + 2)
            return Refresh(self.target())
        if self.peek().kind == "string":
            self.take()
            return Refresh(self.string())
        rest = self._rest()
        if not rest:
            raise self.error(start, "INVALID_SQL_SYNTAX.EMPTY_REFRESH_RESOURCE_PATH")
        if re.search(r"[\s'\"]", rest):
            raise self.error(start, "INVALID_SQL_SYNTAX.INVALID_REFRESH_RESOURCE_PATH")
        return Refresh(rest)

    # -- EXPLAIN and what tells about others

    def _explain(self, start: int) -> Statement:
        self.take()
        if self.token.word == "LOGICAL" and self.operand_follows():
            self.skip()
            raise self.error(start, "INVALID_STATEMENT_OR_CLAUSE", {"operation": "EXPLAIN LOGICAL"})
        mode = "simple"
        if self.token.word in _EXPLAIN_MODES:
            mode = self.take().word.lower()
        return Explain(self.statement(), mode)

    def _show(self, start: int) -> Statement | None:
        return None if any(self.ahead(*words) for words in _INVALID) else self.show()


def _unquoted(text: str) -> str:
    return text[1:-1].replace("``", "`") if text[:1] == "`" else text.strip()


_RULES: dict[str, Callable[[StatementParser, int], Any]] = {
    **dict.fromkeys(CHANGES, StatementParser._change),
    **dict.fromkeys(("ADD", "LIST"), StatementParser.resources),
    **dict.fromkeys(("MSCK", "REPAIR"), StatementParser.repair),
    "WITH": StatementParser._with,
    "ALTER": StatementParser._alter,
    "REPLACE": StatementParser._replace,
    "ANALYZE": StatementParser.analyze,
    "COMMENT": StatementParser.comment,
    "CALL": StatementParser.call_procedure,
    "TRUNCATE": StatementParser.truncate,
    "LOAD": StatementParser.load,
    "CREATE": StatementParser._create,
    "DROP": StatementParser._drop,
    "DECLARE": StatementParser._declare,
    "EXECUTE": StatementParser._execute,
    "SET": StatementParser._set,
    "RESET": StatementParser._reset,
    "USE": StatementParser._use,
    "CACHE": StatementParser._cache,
    "UNCACHE": StatementParser._uncache,
    "CLEAR": StatementParser._clear,
    "REFRESH": StatementParser._refresh,
    "EXPLAIN": StatementParser._explain,
    "DESCRIBE": StatementParser.describe,
    "DESC": StatementParser.describe,
    "SHOW": StatementParser._show,
}
