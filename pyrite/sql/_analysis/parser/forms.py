"""The calls and constants that have a syntax of their own, each begun by its own word."""

from __future__ import annotations

from typing import Any

from pyrite.sql._analysis.parser.expressions import BINARY_OPERATORS, ExpressionParser
from pyrite.sql._analysis.parser.reader import Stop
from pyrite.sql._plan.expressions import (
    Call,
    Case,
    Cast,
    Expression,
    IdentifierClause,
    Literal,
    Over,
)
from pyrite.sql.types import BooleanType, IntegerType, NullType, StringType

__all__ = ["FormParser"]

_STRING, _BOOLEAN, _NULL, _INT = StringType(), BooleanType(), NullType(), IntegerType()
_CONSTANTS: dict[str, tuple[Any, Any]] = {
    "NULL": (None, _NULL),
    "TRUE": (True, _BOOLEAN),
    "FALSE": (False, _BOOLEAN),
}


_TRIMS = {"BOTH": "trim", "LEADING": "ltrim", "TRAILING": "rtrim"}


class FormParser(ExpressionParser):
    """The rules of these forms: each gives None where its word is a name after all."""

    def _constant_form(self) -> Expression | None:
        if self.peek().word in ("(", "->") or self.peek().kind == "string":
            return None
        start = self.at
        value, kind = _CONSTANTS[self.take().word]
        return Literal(value, kind, origin=self.origin(start))

    def _case_form(self) -> Expression | None:
        following = self.peek()
        if not self.operand_follows() or (following.word in BINARY_OPERATORS and following.word not in "+-"):
            return None
        if following.word in ("END", "WHEN") and not self.operand_follows(1):
            return None
        start = self.at
        self.take()
        if self.token.word != "WHEN" or self.peek().word == "WHEN":
            return self._case_of_value(start)
        opening = self.peek()
        try:
            return self._case(start, None)
        except Stop:
            # Up to here it reads as a column with the name of the other.
            raise Stop(opening) from None

    def _case_of_value(self, start: int) -> Expression:
        subject = self.expression()
        if self.token.word != "WHEN":
            raise self.stop(f": extra input '{self.token.text}'" if self.peek().kind == "end" else "")
        return self._case(start, subject)

    def _case(self, start: int, subject: Expression | None) -> Expression:
        branches = []
        while self.accept("WHEN"):
            condition = self.expression()
            self.require("THEN")
            branches.append((condition, self.expression()))
        default = self.expression() if self.accept("ELSE") else None
        self.expect("END")
        origin = self.origin(start)
        if subject is not None:
            branches = [(Call("==", (subject, value), origin=origin), then) for value, then in branches]
        return Case(tuple(branches), default, origin=origin)

    def _cast_form(self) -> Expression | None:
        if self.peek().word != "(":
            return None
        start = self.at
        name = self.take()
        self.take()
        if self.token.word == ")":
            return self.call_from(start, name.text, [])
        child = self.argument()
        if not self.accept("AS"):
            return self.call_from(start, name.text, [child])
        kind = self.cast_type()
        if self.token.word != ")":
            raise self.stop(": missing ')'" if self.token.word == "<" else "")
        self.take()
        return Cast(child, kind, "try" if name.word == "TRY_CAST" else "", origin=self.origin(start))

    def _struct_form(self) -> Expression | None:
        if self.peek().word != "(":
            return None
        start = self.at
        name = self.take().text
        self.take()
        items = [] if self.token.word == ")" else self.listed(self._struct_item)
        self.close(items=len(items))
        return self.call_tail(start, name, tuple(items))

    def _struct_item(self) -> Expression:
        if self.token.is_name and self.peek().word == "=>":
            return self.argument()
        return self.named_expression()

    def _first_form(self) -> Expression | None:
        """``FIRST(x IGNORE NULLS)``, and its kin."""
        if self.peek().word != "(" or self.peek(2).word in (")", "DISTINCT", "ALL"):
            return None
        start = self.at
        name = self.take().text
        self.take()
        child = self.argument()
        if self.accept("IGNORE", "NULLS"):
            self.close()
            return Call(name, (child,), ignore_nulls=True, origin=self.origin(start))
        return self.call_from(start, name, [child])

    def _position_form(self) -> Expression | None:
        if self.peek().word != "(" or self.peek(2).word == ")":
            return None
        mark = self.mark()
        start = self.at
        self.go(self.at + 2)
        part = self.value()
        if self.accept("IN"):
            text = self.value()
            self.close()
            origin = self.origin(start)
            return Call("locate", (part, text, Literal(1, _INT, origin=origin)), origin=origin)
        self.back(mark)
        return None

    def _extract_form(self) -> Expression | None:
        if self.peek().word != "(" or not self.peek(2).is_name or self.peek(3).word != "FROM":
            return None
        start = self.at
        self.go(self.at + 2)
        place = self.at
        unit = Literal(self.name(), _STRING, origin=self.origin(place))
        self.take()
        source = self.value()
        self.close()
        return Call("extract", (unit, source), origin=self.origin(start))

    def _trim_form(self) -> Expression | None:
        if self.peek().word != "(" or self.peek(2).word == ")":
            return None
        start = self.at
        written = self.take().text
        self.take()
        side = trimmed = None
        if self.token.word in _TRIMS and self.operand_follows():
            side = self.take().word
        if side is None or self.token.word != "FROM":
            trimmed = self.argument()
        if self.token.word != "FROM" and side is None and trimmed is not None:
            return self.call_from(start, written, [trimmed])
        self.expect("FROM")
        source = self.value()
        self.close()
        arguments = (source,) if trimmed is None else (trimmed, source)
        return Call(_TRIMS[side or "BOTH"], arguments, origin=self.origin(start))

    def _substring_form(self) -> Expression | None:
        return self._worded_form("FROM", "FOR")

    def _overlay_form(self) -> Expression | None:
        return self._worded_form("PLACING", "FROM", "FOR")

    def _worded_form(self, *words: str) -> Expression | None:
        """A call with words in place of some commas."""
        if self.peek().word != "(" or self.peek(2).word == ")":
            return None
        start = self.at
        name = self.take().text
        self.take()
        arguments = [self.argument()]
        for word in words:
            if self.token.word == word and name.lower() == "substr":
                name = "substring"
            if not self.accept(word) and not self.accept(","):
                break
            arguments.append(self.argument())
        return self.call_from(start, name, arguments)

    def _current_path_form(self) -> Expression | None:
        if self.peek().word in ("(", ".", "->") or self.peek().kind == "string":
            return None
        start = self.at
        self.take()
        return Call("current_path", origin=self.origin(start))

    def _identifier_form(self) -> Expression | None:
        """``IDENTIFIER(text)``: of a column, or of the function that its arguments follow."""
        if self.peek().word != "(":
            return None
        start = self.at
        self.go(self.at + 2)
        text = self.expression()
        self.close()
        if self.token.word != "(":
            return IdentifierClause(text, origin=self.origin(start))
        call = self.call(start, "identifier")
        if isinstance(call, Over):
            inner = call.function
            assert isinstance(inner, Call)
            clause = IdentifierClause(text, inner, origin=inner.origin)
            return Over(clause, call.window, origin=call.origin)
        assert isinstance(call, Call)
        return IdentifierClause(text, call, origin=self.origin(start))


FormParser._forms = {
    "NULL": FormParser._constant_form,
    "TRUE": FormParser._constant_form,
    "FALSE": FormParser._constant_form,
    "CASE": FormParser._case_form,
    "CAST": FormParser._cast_form,
    "TRY_CAST": FormParser._cast_form,
    "STRUCT": FormParser._struct_form,
    "FIRST": FormParser._first_form,
    "LAST": FormParser._first_form,
    "ANY_VALUE": FormParser._first_form,
    "POSITION": FormParser._position_form,
    "EXTRACT": FormParser._extract_form,
    "TRIM": FormParser._trim_form,
    "SUBSTR": FormParser._substring_form,
    "SUBSTRING": FormParser._substring_form,
    "OVERLAY": FormParser._overlay_form,
    "INTERVAL": FormParser.interval,
    "CURRENT_PATH": FormParser._current_path_form,
    "IDENTIFIER": FormParser._identifier_form,
}
