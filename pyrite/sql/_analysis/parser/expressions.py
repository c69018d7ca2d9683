"""Expressions: operators by precedence, predicates, names, calls and lambda functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from pyrite.sql._analysis.parser.constants import NUMBERS, ConstantParser
from pyrite.sql._plan.expressions import (
    As,
    Call,
    Cast,
    Exists,
    Expression,
    Field,
    Frame,
    In,
    InQuery,
    Item,
    LambdaFunction,
    Literal,
    Name,
    NamedArgument,
    Over,
    Parameter,
    SortOrder,
    Star,
    Subquery,
    WindowSpec,
)
from pyrite.sql._plan.relations import Relation
from pyrite.sql._plan.tree import Origin
from pyrite.sql._text.tokens import Stop, Token
from pyrite.sql._types.ddl import quoted_name, quoted_text
from pyrite.sql.types import BooleanType, StringType

__all__ = ["BINARY_OPERATORS", "QUERY_WORDS", "ROW", "ExpressionParser"]

_STRING, _BOOLEAN = StringType(), BooleanType()

_COMPARISON, _BIT_OR, _BIT_XOR, _BIT_AND, _SHIFT, _SUM, _PRODUCT = range(1, 8)
#: Each operator between two values: how tightly it binds, and its name.
BINARY_OPERATORS = {
    "=": (_COMPARISON, "=="),
    "==": (_COMPARISON, "=="),
    "<=>": (_COMPARISON, "<=>"),
    "<>": (_COMPARISON, "!="),
    "!=": (_COMPARISON, "!="),
    "<": (_COMPARISON, "<"),
    "<=": (_COMPARISON, "<="),
    "!>": (_COMPARISON, "<="),
    ">": (_COMPARISON, ">"),
    ">=": (_COMPARISON, ">="),
    "!<": (_COMPARISON, ">="),
    "|": (_BIT_OR, "|"),
    "^": (_BIT_XOR, "^"),
    "&": (_BIT_AND, "&"),
    "<<": (_SHIFT, "<<"),
    ">>": (_SHIFT, ">>"),
    ">>>": (_SHIFT, ">>>"),
    "+": (_SUM, "+"),
    "-": (_SUM, "-"),
    "||": (_SUM, "||"),
    "*": (_PRODUCT, "*"),
    "/": (_PRODUCT, "/"),
    "%": (_PRODUCT, "%"),
    "DIV": (_PRODUCT, "div"),
}
#: What makes a struct of values in parentheses.
ROW = "()"
_UNARY_OPERATORS = {"-": "unary-", "+": "positive", "~": "~"}
_PREDICATES = frozenset(["BETWEEN", "IN", "LIKE", "ILIKE", "RLIKE", "REGEXP", "IS", "NOT", "!"])
_NEGATABLE = _PREDICATES - {"IS", "NOT", "!"}
_QUANTIFIERS = frozenset(["ALL", "ANY", "SOME"])

_DATETIME_UNITS = frozenset({
    "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DAYOFYEAR", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND",
})  # fmt: skip
#: Calls whose first of three arguments is a unit, and Spark's names for them.
_UNIT_CALLS = {
    "TIMESTAMPADD": "timestampadd",
    "DATEADD": "timestampadd",
    "DATE_ADD": "timestampadd",
    "TIMESTAMPDIFF": "timestampdiff",
    "DATEDIFF": "timestampdiff",
    "DATE_DIFF": "timestampdiff",
    "TIMEDIFF": "timestampdiff",
}
#: What can stand in front of a query; with what must, or must not, follow where the word may be a name.
QUERY_WORDS = frozenset(["SELECT", "WITH", "FROM", "VALUES", "TABLE", "MAP", "REDUCE"])


class ExpressionParser(ConstantParser):
    """The rules of expressions."""

    #: The forms with a syntax of their own, by their first word.
    _forms: ClassVar[dict[str, Callable[[Any], Expression | None]]]

    def query(self) -> Relation:
        """A query; the rules of queries stand above those of expressions."""
        raise NotImplementedError

    # -- boolean operators

    def expression(self) -> Expression:
        """Any expression."""
        start = self.at
        left = self._conjunction()
        if self.token.word != "OR":
            return left
        return self._chained("OR", start, left, self._conjunction)

    def _conjunction(self) -> Expression:
        start = self.at
        left = self._negation()
        if self.token.word != "AND":
            return left
        return self._chained("AND", start, left, self._negation)

    def _chained(self, word: str, start: int, left: Expression, rule: Callable[[], Expression]) -> Expression:
        terms = [left]
        while self.token.word == word and self.operand_follows():
            self.take()
            terms.append(rule())
        return _balanced(word.lower(), terms, self.origin(start))

    def _negation(self) -> Expression:
        word = self.token.word
        if word == "NOT" or word == "!":
            if self.operand_follows() and not self._names_column():
                start = self.at
                self.take()
                return Call("not", (self._negation(),), origin=self.origin(start))
        elif word == "EXISTS" and self.peek().word == "(" and self.query_ahead(2):
            start = self.at
            self.take()
            plan = self.in_parentheses(self.query)
            return Exists(plan, origin=self.origin(start))
        return self._predicate()

    def _names_column(self) -> bool:
        """Whether a word is a column and no operator, as an operator that is none of a single value follows."""
        following = self.peek().word
        return self.token.word != "!" and following in BINARY_OPERATORS and following not in _UNARY_OPERATORS

    # -- predicates

    def _predicate(self) -> Expression:
        left = self.value()
        if self.token.word not in _PREDICATES or not self.operand_follows():
            return left
        negated = self.token.word in ("NOT", "!")
        if negated:
            if self.peek().word not in _NEGATABLE:
                return left
            if self.take().word == "!":
                self.fail(self.at - 1, "SYNTAX_DISCONTINUED.BANG_EQUALS_NOT", {"clause": "!"})
        # The place of a predicate begins behind its value.
        start = self.at - negated
        word = self.take().word
        if word == "IS":
            return self._is(start, left)
        if word == "BETWEEN":
            found: Expression = self._between(start, left)
        elif word == "IN":
            found = self._in(start, left)
        elif word in ("LIKE", "ILIKE"):
            if self.token.word in _QUANTIFIERS and self.peek().word == "(":
                return self._like_quantified(start, word, left, negated)
            found = self._like(start, word, left)
        else:
            found = Call("rlike", (left, self.value()), origin=self.origin(start))
        return Call("not", (found,), origin=self.origin(start)) if negated else found

    def _is(self, start: int, left: Expression) -> Expression:
        negated = self.accept("NOT")
        word = self.token.word
        if word == "DISTINCT":
            self.take()
            self.require("FROM")
            right = self.value()
            # Without the negation, it is a comparison that is never null, negated.
            found: Expression = Call("<=>", (left, right), origin=self.origin(start))
            return found if negated else Call("not", (found,), origin=self.origin(start))
        if word not in ("NULL", "TRUE", "FALSE", "UNKNOWN"):
            ends = self.peek().kind == "end" and self.token.kind != "end" and not negated
            raise self.stop(f": extra input '{self.token.text}'" if ends else "")
        self.take()
        origin = self.origin(start)
        if word == "NULL":
            return Call("isnotnull" if negated else "isnull", (left,), origin=origin)
        if word == "UNKNOWN":
            return Call("isnotunknown" if negated else "isunknown", (left,), origin=origin)
        truth = Literal(word == "TRUE", _BOOLEAN, origin=origin)
        found = Call("<=>", (left, truth), origin=origin)
        return Call("not", (found,), origin=origin) if negated else found

    def _between(self, start: int, left: Expression) -> Expression:
        low = self.value()
        if self.token.word != "AND" and self.peek().word == "AND":
            raise self.stop(f": extra input '{self.token.text}'")
        self.require("AND")
        return Call("between", (left, low, self.value()), origin=self.origin(start))

    def _in(self, start: int, left: Expression) -> Expression:
        if self.token.word != "(":
            raise self.stop(f": extra input '{self.token.text}'" if self.peek().kind == "end" else "")
        self.take()
        if self.accept(")"):
            self.fail(start, "INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE")
            return left
        if self.query_ahead():
            found = self.either(lambda: self._in_query(left), lambda: self._in_list(left))
            self.close()
        else:
            found = self._in_list(left)
            self.close(items=len(found.options))
        return found.at(self.origin(start))

    def _in_query(self, left: Expression) -> Expression:
        plan = self.query()
        if self.token.word != ")":
            raise self.stop()
        values = left.arguments if isinstance(left, Call) and left.name == ROW else (left,)
        return InQuery(values, plan)

    def _in_list(self, left: Expression) -> In:
        return In(left, tuple(self.listed(self.expression)))

    def _like(self, start: int, word: str, left: Expression) -> Expression:
        arguments = [left, self.value()]
        if self.token.word == "ESCAPE" and self.peek().kind == "string":
            self.take()
            place = self.at
            escape = self.string()
            if len(escape) != 1:
                self.fail(start, "INVALID_ESC", {"invalidEscape": quoted_text(escape)})
            arguments.append(Literal(escape, _STRING, origin=self.origin(place)))
        return Call(word.lower(), tuple(arguments), origin=self.origin(start))

    def _like_quantified(self, start: int, word: str, left: Expression, negated: bool) -> Expression:
        every = self.take().word == "ALL"
        self.expect("(")
        if self.accept(")"):
            self.fail(start, "INVALID_SQL_SYNTAX.EMPTY_QUANTIFIED_PATTERN")
            return left
        patterns = self.listed(self.expression)
        self.close()
        origin = self.origin(start)
        if all(isinstance(pattern, Literal) and pattern.type == _STRING for pattern in patterns):
            name = f"{'not' if negated else ''}like{'all' if every else 'any'}"
            if word == "ILIKE":
                left = Call("lower", (left,), origin=origin)
                patterns = [Literal(p.value.lower(), _STRING, origin=p.origin) for p in patterns]  # type: ignore[attr-defined]
            return Call(name, (left, *patterns), origin=origin)
        terms: list[Expression] = [Call(word.lower(), (left, pattern), origin=origin) for pattern in patterns]
        if negated:
            terms = [Call("not", (term,), origin=origin) for term in terms]
        return _balanced("and" if every else "or", terms, origin)

    # -- operators on values

    def value(self, least: int = _COMPARISON) -> Expression:
        """What operators that bind at least so tightly make of values: no predicates but in parentheses."""
        start = self.at
        left = self._signed()
        while True:
            word = self.token.word
            found = BINARY_OPERATORS.get(word)
            if found is None:
                return left
            signs = 1
            if word == ">":
                signs, found = self._shift()
            elif word == "DIV" and not self.operand_follows():
                return left
            binding, name = found
            if binding < least:
                return left
            self.go(self.at + signs)
            right = self.value(binding + 1)
            left = Call(name, (left, right), origin=self.origin(start))

    def _shift(self) -> tuple[int, tuple[int, str]]:
        """One, two or three signs without space between."""
        signs = 1
        while (
            signs < 3 and self.peek(signs).word == ">" and self.peek(signs).start == self.token.start + signs
        ):
            signs += 1
        return signs, BINARY_OPERATORS[">" * signs]

    def _signed(self) -> Expression:
        word = self.token.word
        if word not in _UNARY_OPERATORS:
            return self._primary()
        if word == "-" and self.peek().kind in NUMBERS:
            return self._primary()
        start = self.at
        self.take()
        operand = self._signed()
        return Call(_UNARY_OPERATORS[word], (operand,), origin=self.origin(start))

    # -- primary expressions

    def _primary(self) -> Expression:
        start = self.at
        token = self.token
        kind = token.kind
        if kind == "name":
            form = self._forms.get(token.word)
            found = form(self) if form is not None else None
            if found is None:
                found = self._named()
        elif kind == "quoted":
            found = self._named()
        elif kind in NUMBERS:
            found = self.number()
        elif kind == "string":
            found = Literal(self.string(), _STRING, origin=self.origin(start))
        else:
            found = self._sign_form()
        word = self.token.word
        if word in _POSTFIXES:
            return self._postfixed(start, found)
        return found

    def _postfixed(self, start: int, found: Expression) -> Expression:
        while True:
            word = self.token.word
            if word == ".":
                self.take()
                part = self.name()
                if isinstance(found, Name):
                    found = Name((*found.parts, part), origin=self.origin(start))
                else:
                    found = Field(found, part, origin=self.origin(start))
            elif word == "[":
                self.take()
                key = self.value()
                self.close("]", items=1)
                found = Item(found, key, origin=self.origin(start))
            elif word == "::":
                self.take()
                kind = self.cast_type()
                found = Cast(found, kind, origin=self.origin(start))
            elif word == "COLLATE" and self.peek().is_name:
                self.take()
                place = self.at
                name = ".".join(self.dotted_name())
                argument = Literal(name, _STRING, origin=self.origin(place))
                found = Call("collate", (found, argument), origin=self.origin(start))
            elif word == ":" and (self.peek().is_name or self.peek().word == "["):
                found = self._json_path(start, found)
            else:
                return found

    def _json_path(self, start: int, base: Expression) -> Expression:
        """``column:a.b[0]['c']``."""
        self.take()
        path = ["$"]
        if self.token.is_name:
            path.append(self._json_name())
        else:
            path.append(self._json_index())
        while True:
            if self.token.word == "[":
                path.append(self._json_index())
            elif self.token.word == "." and self.peek().is_name:
                self.take()
                path.append(self._json_name())
            else:
                break
        origin = self.origin(start)
        return Call(
            "semistructuredextract", (base, Literal("".join(path), _STRING, origin=origin)), origin=origin
        )

    def _json_name(self) -> str:
        token = self.take()
        return f".{token.name}" if token.kind == "name" else f"['{token.name}']"

    def _json_index(self) -> str:
        start = self.at
        self.expect("[")
        if self.token.kind == "string":
            self.string()
        elif self.token.kind == "int" or self.token.word == "*":
            self.take()
        else:
            raise self.stop()
        self.close("]")
        return self.text_from(start)

    def _sign_form(self) -> Expression:
        word, start = self.token.word, self.at
        if word == "(":
            return self._parenthesized()
        if word == "*":
            self.take()
            return self._star(start, ())
        if word == "-" and self.peek().kind in NUMBERS:
            return self.number()
        if word == ":" and self.peek().is_name:
            self.take()
            name = self.name()
            return Parameter(name, origin=self.origin(start))
        if word == "?":
            self.take()
            self.positions += 1
            return Parameter(self.positions - 1, origin=self.origin(start))
        raise self.stop()

    def _star(self, start: int, target: tuple[str, ...]) -> Expression:
        """What follows a star."""
        excluded: tuple[Name, ...] = ()
        if (
            self.token.word == "EXCEPT"
            and self.peek().word == "("
            and self.peek(2).is_name
            and not self.query_ahead(2)
        ):
            self.take()
            excluded = tuple(self.in_parentheses(lambda: self.listed(self.dotted)))
        return Star(target, excluded, origin=self.origin(start))

    def dotted(self) -> Name:
        start = self.at
        parts = self.dotted_name()
        return Name(parts, origin=self.origin(start))

    def _parenthesized(self) -> Expression:
        if self._lambda_ahead():
            return self._lambda()
        if self.query_ahead(1):
            return self.either(self._subquery, self._row)
        return self._row()

    def _subquery(self) -> Expression:
        start = self.at
        plan = self.in_parentheses(self.query)
        return Subquery(plan, origin=self.origin(start))

    def _row(self) -> Expression:
        start = self.at
        self.expect("(")
        items = self.listed(self.named_expression)
        if len(items) == 1 and isinstance(items[0], As):
            raise self.stop()
        self.close()
        return items[0] if len(items) == 1 else Call(ROW, tuple(items), origin=self.origin(start))

    def query_ahead(self, ahead: int = 0) -> bool:
        """Whether the token so many after the next could begin a query, inside of any parentheses."""
        while self.peek(ahead).word == "(":
            ahead += 1
            if self.at + ahead >= len(self.tokens):
                return False
        word = self.peek(ahead).word
        if word not in QUERY_WORDS:
            return False
        following = self.peek(ahead + 1)
        if word in ("MAP", "REDUCE"):
            return following.word not in ("(", ")", ",", ".", "->") and following.kind != "end"
        if word in ("TABLE", "FROM", "WITH"):
            return following.is_name or following.word == "("
        return following.word not in (")", ",", ".", "=", "->") and following.kind != "end"

    # -- names, calls and lambda functions

    def _named(self) -> Expression:
        """What begins with a name: a column, a star, a call, a typed literal, or a lambda function."""
        start = self.at
        token = self.token
        following = self.peek()
        if following.kind == "string" and token.kind == "name":
            return self.typed_literal()
        if following.word == "->":
            return self._lambda()
        parts = [self.name()]
        while self.token.word == ".":
            if self.peek().word == "*":
                self.go(self.at + 2)
                return self._star(start, tuple(parts))
            self.take()
            parts.append(self.name())
        if self.token.word == "(":
            name = parts[0] if len(parts) == 1 else ".".join([quoted_name(part) for part in parts])
            return self.call(start, name)
        return Name(tuple(parts), origin=self.origin(start))

    def call(self, start: int, name: str) -> Expression:
        """What follows the name of a function."""
        self.expect("(")
        if self.token.word in ("DISTINCT", "ALL") and self.operand_follows():
            return self.call_from(start, name, [], self.take().word == "DISTINCT")
        return self.call_from(start, name, [])

    def call_from(
        self, start: int, name: str, arguments: list[Expression], distinct: bool = False
    ) -> Expression:
        """What follows these arguments of a call."""
        if arguments:
            while self.accept(","):
                arguments.append(self.argument())
        elif self.token.word != ")":
            arguments = self.listed(self.argument)
        self.close(items=len(arguments))
        if len(arguments) == 3 and name.upper() in _UNIT_CALLS:
            found = self._unit_call(start, name, arguments)
            if found is not None:
                return found
        return self.call_tail(start, name, tuple(arguments), distinct)

    def _unit_call(self, start: int, name: str, arguments: list[Expression]) -> Expression | None:
        """``TIMESTAMPADD(unit, ...)`` and its kin; None when the first argument is no unit."""
        unit = arguments[0]
        if isinstance(unit, Literal) and unit.type == _STRING:
            parameters = {
                "functionName": f"`{name}`",
                "parameter": "`unit`",
                "invalidValue": quoted_text(unit.value),
            }
            self.fail(start, "INVALID_PARAMETER_VALUE.DATETIME_UNIT", parameters)
        if not isinstance(unit, Name) or len(unit.parts) != 1 or unit.parts[0].upper() not in _DATETIME_UNITS:
            return None
        literal = Literal(unit.parts[0], _STRING, origin=unit.origin)
        return Call(_UNIT_CALLS[name.upper()], (literal, *arguments[1:]), origin=self.origin(start))

    def call_tail(
        self,
        start: int,
        name: str,
        arguments: tuple[Expression, ...],
        distinct: bool = False,
        ignore_nulls: bool | None = None,
    ) -> Expression:
        order: tuple[SortOrder, ...] = ()
        condition: Expression | None = None
        word = self.token.word
        if word == "WITHIN" and self.accept("WITHIN", "GROUP"):
            order = self.in_parentheses(self._order_by)
            word = self.token.word
        if word == "FILTER" and self.ahead("FILTER", "(", "WHERE"):
            self.take()
            condition = self.in_parentheses(self._where)
            word = self.token.word
        if word in ("IGNORE", "RESPECT") and self.peek().word == "NULLS":
            ignore_nulls = word == "IGNORE"
            self.go(self.at + 2)
            word = self.token.word
        call = Call(name, arguments, distinct, condition, order, ignore_nulls, origin=self.origin(start))
        if word == "OVER" and (self.peek().word == "(" or self.peek().is_name) and self.operand_follows():
            self.take()
            window = self.window_spec()
            return Over(call, window, origin=self.origin(start))
        return call

    def _where(self) -> Expression:
        self.expect("WHERE")
        return self.expression()

    def _order_by(self) -> tuple[SortOrder, ...]:
        self.expect("ORDER", "BY")
        return tuple(self.listed(self.sort_item))

    def argument(self) -> Expression:
        """An argument of a call: an expression, or one by name."""
        if self.token.is_name and self.peek().word == "=>":
            start = self.at
            name = self.name()
            self.take()
            child = self.expression()
            return NamedArgument(name, child, origin=self.origin(start))
        return self.expression()

    def _lambda_ahead(self) -> bool:
        """Whether ``(x, y) ->`` is next."""
        ahead = 1
        while self.peek(ahead).is_name and self.peek(ahead + 1).word == ",":
            ahead += 2
        return self.peek(ahead).is_name and self.ahead_at(ahead + 1, ")", "->") and ahead > 1

    def ahead_at(self, ahead: int, *words: str) -> bool:
        """Whether these words come so many tokens after the next."""
        return all(self.peek(ahead + index).word == word for index, word in enumerate(words))

    def _lambda(self) -> Expression:
        start = self.at
        if self.token.word == "(":
            names = tuple(self.in_parentheses(lambda: self.listed(self.name)))
        else:
            names = (self.name(),)
        self.expect("->")
        body = self.expression()
        return LambdaFunction(names, body, origin=self.origin(start))

    # -- what expressions stand in

    def named_expression(self) -> Expression:
        """An expression with or without a name."""
        start = self.at
        kind = self.token.kind
        if (kind == "string" or kind in NUMBERS) and self.tokens[start + 1].word in (",", ")"):
            # A constant alone, as in VALUES: there may be very many of them.
            return self._primary()
        child = self.expression()
        names = self._alias()
        return As(child, names, origin=self.origin(start)) if names else child

    def _alias(self) -> tuple[str, ...]:
        token = self.token
        if token.word == "AS" and (self.peek().is_name or self.peek().word == "("):
            self.take()
            return self.names() if self.token.word == "(" else (self.dashed_name(),)
        if token.word == "(":
            return self.names()
        if token.kind == "quoted" or (token.kind == "name" and not self.begins_clause()):
            return (self.dashed_name(),)
        return ()

    def begins_clause(self) -> bool:
        """Whether the next word begins or continues a clause here, and is no name."""
        rule = _CLAUSES.get(self.token.word)
        return rule is not None and rule(self.peek(), self.peek(2))

    def sort_item(self) -> SortOrder:
        """``expression [ASC | DESC] [NULLS FIRST | LAST]``."""
        start = self.at
        child = self.expression()
        ascending = True
        if self.token.word in ("ASC", "DESC"):
            ascending = self.take().word == "ASC"
        nulls_first = None
        if self.token.word == "NULLS" and self.peek().word in ("FIRST", "LAST"):
            self.take()
            nulls_first = self.take().word == "FIRST"
        return SortOrder(child, ascending, nulls_first, origin=self.origin(start))

    def window_spec(self) -> WindowSpec:
        """What follows ``OVER``, or ``AS`` in ``WINDOW``."""
        start = self.at
        if self.token.is_name:
            return WindowSpec(name=self.dashed_name(), origin=self.origin(start))
        opening = self.token
        self.expect("(")
        first = self.token
        try:
            spec = self._window_body()
            self.close()
        except Stop as stop:
            if stop.token is not first:
                raise
            raise Stop(opening, f": extra input '{opening.text}'" if first.kind == "end" else "") from None
        return spec.at(self.origin(start))

    def _window_body(self) -> WindowSpec:
        if self.token.is_name and self.peek().word == ")":
            return WindowSpec(name=self.dashed_name())
        partition: tuple[Expression, ...] = ()
        order: tuple[SortOrder, ...] = ()
        if self.accept("CLUSTER", "BY"):
            return WindowSpec(tuple(self.listed(self.expression)))
        if self.accept("PARTITION", "BY") or self.accept("DISTRIBUTE", "BY"):
            partition = tuple(self.listed(self.expression))
        if self.accept("ORDER", "BY") or self.accept("SORT", "BY"):
            order = tuple(self.listed(self.sort_item))
        frame = self._frame() if self.token.word in ("ROWS", "RANGE") else None
        return WindowSpec(partition, order, frame)

    def _frame(self) -> Frame:
        start = self.at
        kind = self.take().word
        first: Expression | int | None
        last: Expression | int | None = 0
        if self.accept("BETWEEN"):
            first = self._bound()
            self.expect("AND")
            last = self._bound()
        else:
            first = self._bound()
        return Frame("rows" if kind == "ROWS" else "range", first, last, origin=self.origin(start))

    def _bound(self) -> Expression | int | None:
        if self.token.word == "UNBOUNDED" and self.peek().word in ("PRECEDING", "FOLLOWING"):
            self.go(self.at + 2)
            return None
        if self.accept("CURRENT", "ROW"):
            return 0
        start = self.at
        offset = self.expression()
        before = self.one_of("PRECEDING", "FOLLOWING") == "PRECEDING"
        if not _constant(offset):
            self.fail(start, "INVALID_SQL_SYNTAX.INVALID_WINDOW_FRAME_BOUND")
        return Call("unary-", (offset,), origin=offset.origin) if before else offset


_POSTFIXES = frozenset([".", "[", "::", ":", "COLLATE"])


def _continues(*words: str) -> Callable[[Token, Token], bool]:
    return lambda following, _: following.word in words


def _by(following: Token, after: Token) -> bool:
    return following.word == "BY" and after.kind != "end"


def _operand(following: Token, _: Token) -> bool:
    return following.kind != "end" and following.word not in (")", ",", ";", "FROM")


def _relation(following: Token, _: Token) -> bool:
    return following.is_name or following.word == "("


def _query(following: Token, _: Token) -> bool:
    return following.word in QUERY_WORDS or following.word in ("ALL", "DISTINCT", "(")


#: Words that are no implicit alias where what follows them says so.
_CLAUSES: dict[str, Callable[[Token, Token], bool]] = {
    **dict.fromkeys(["FROM", "JOIN"], _relation),
    **dict.fromkeys(["GROUP", "ORDER", "SORT", "CLUSTER", "DISTRIBUTE", "PARTITION"], _by),
    **dict.fromkeys(["UNION", "EXCEPT", "INTERSECT", "MINUS"], _query),
    **dict.fromkeys(["WHERE", "HAVING", "QUALIFY", "LIMIT", "OFFSET", "SELECT", "MAP", "REDUCE"], _operand),
    **dict.fromkeys(["FOR", "SET", "USING", "WHEN", "THEN", "VALUES"], _operand),
    "WINDOW": lambda following, _: following.is_name,
    "LATERAL": _continues("VIEW", "(", "EXPLODE"),
    "ASOF": _continues("JOIN", "LEFT", "INNER"),
    "INSERT": _continues("INTO", "OVERWRITE"),
    "PIVOT": _continues("("),
    "UNPIVOT": _continues("(", "INCLUDE", "EXCLUDE"),
    "TABLESAMPLE": _continues("(", "SYSTEM", "BERNOULLI"),
    "WITH": _continues("(", "SINGLE", "ROLLUP", "CUBE"),
}


def _balanced(name: str, terms: list[Expression], origin: Origin) -> Expression:
    """One expression of many equal operators, no deeper than need be."""

    def join(low: int, high: int) -> Expression:
        if low == high:
            return terms[low]
        if high == low + 1:
            return Call(name, (terms[low], terms[high]), origin=origin)
        middle = low + (high - low) // 2
        return Call(name, (join(low, middle), join(middle + 1, high)), origin=origin)

    return join(0, len(terms) - 1)


def _constant(expression: Expression) -> bool:
    """Whether this is computed from constants alone, as far as one can see."""
    if isinstance(expression, Call):
        return all(map(_constant, expression.arguments))
    return isinstance(expression, (Literal, Parameter)) or (
        isinstance(expression, Cast) and _constant(expression.child)
    )
