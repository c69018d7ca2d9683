"""Expressions: operators by precedence, calls, and the forms that have a syntax of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from pyrite.errors import ArithmeticException
from pyrite.sql._analysis.parser.intervals import (
    MULTI_UNITS,
    IntervalError,
    from_to,
    months_days_micros,
    of_units,
    units_in,
)
from pyrite.sql._analysis.parser.literals import (
    NumberOutOfRange,
    binary,
    date_days,
    number,
    time_nanos,
    timestamp_parts,
    zone_offset,
)
from pyrite.sql._analysis.parser.reader import Reader, Stop
from pyrite.sql._ddl import quoted_name, quoted_text
from pyrite.sql._plan.expressions import (
    As,
    Call,
    Case,
    Cast,
    Exists,
    Expression,
    Field,
    Frame,
    IdentifierClause,
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
from pyrite.sql.types import (
    BinaryType,
    BooleanType,
    DateType,
    IntegerType,
    NullType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
)

__all__ = ["ExpressionParser"]

_STRING, _BOOLEAN, _NULL, _INT = StringType(), BooleanType(), NullType(), IntegerType()
_DATE, _TIMESTAMP, _TIMESTAMP_NTZ, _TIME, _BINARY = (
    DateType(), TimestampType(), TimestampNTZType(), TimeType(), BinaryType(),
)  # fmt: skip

_COMPARISON, _BIT_OR, _BIT_XOR, _BIT_AND, _SHIFT, _SUM, _PRODUCT = range(1, 8)
#: Each operator between two values: how tightly it binds, and its name.
_BINARY_OPERATORS = {
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
_UNARY_OPERATORS = {"-": "negative", "+": "positive", "~": "~"}
_PREDICATES = frozenset(["BETWEEN", "IN", "LIKE", "ILIKE", "RLIKE", "REGEXP", "IS", "NOT", "!"])
_NEGATABLE = _PREDICATES - {"IS", "NOT", "!"}
_QUANTIFIERS = frozenset(["ALL", "ANY", "SOME"])

_NUMBERS = frozenset(["int", "number"])
_LITERAL_TYPES = ("DATE", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP", "INTERVAL", "X", "TIME")
_CONSTANTS: dict[str, tuple[Any, Any]] = {
    "NULL": (None, _NULL),
    "TRUE": (True, _BOOLEAN),
    "FALSE": (False, _BOOLEAN),
}

_DATETIME_UNITS = frozenset(
    [
        "YEAR",
        "QUARTER",
        "MONTH",
        "WEEK",
        "DAY",
        "DAYOFYEAR",
        "HOUR",
        "MINUTE",
        "SECOND",
        "MILLISECOND",
        "MICROSECOND",
    ]
)
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
_QUERY_WORDS = frozenset(["SELECT", "WITH", "FROM", "VALUES", "TABLE", "MAP", "REDUCE"])
#: Days from today of the dates that a typed literal can name.
_DAY_WORDS = {"now": 0, "today": 0, "yesterday": -1, "tomorrow": 1}


class ExpressionParser(Reader):
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
        return self.token.word != "!" and following in _BINARY_OPERATORS and following not in _UNARY_OPERATORS

    # -- predicates

    def _predicate(self) -> Expression:
        start = self.at
        left = self.value()
        if self.token.word not in _PREDICATES or not self.operand_follows():
            return left
        negated = self.token.word in ("NOT", "!")
        if negated:
            if self.peek().word not in _NEGATABLE:
                return left
            self.take()
        opening = self.at - negated
        word = self.take().word
        if word == "IS":
            return self._is(start, left)
        if word == "BETWEEN":
            found: Expression = self._between(start, left)
        elif word == "IN":
            found = self._in(start, opening, left)
        elif word in ("LIKE", "ILIKE"):
            if self.token.word in _QUANTIFIERS and self.peek().word == "(":
                return self._like_quantified(start, opening, word, left, negated)
            found = self._like(start, opening, word, left)
        else:
            found = Call("rlike", (left, self.value()), origin=self.origin(start))
        return Call("not", (found,), origin=self.origin(start)) if negated else found

    def _is(self, start: int, left: Expression) -> Expression:
        negated = self.accept("NOT")
        word = self.token.word
        if word == "DISTINCT":
            self.expect("DISTINCT", "FROM")
            right = self.value()
            # Without the negation, it is a comparison that is never null, negated.
            found: Expression = Call("<=>", (left, right), origin=self.origin(start))
            return found if negated else Call("not", (found,), origin=self.origin(start))
        if word not in ("NULL", "TRUE", "FALSE", "UNKNOWN"):
            raise self._extra()
        self.take()
        origin = self.origin(start)
        if word == "NULL":
            return Call("isnotnull" if negated else "isnull", (left,), origin=origin)
        if word == "UNKNOWN":
            return Call("isnotunknown" if negated else "isunknown", (left,), origin=origin)
        truth = Literal(word == "TRUE", _BOOLEAN, origin=origin)
        found = Call("<=>", (left, truth), origin=origin)
        return Call("not", (found,), origin=origin) if negated else found

    def _extra(self) -> Stop:
        """At a token that fits nowhere, told as one too many where the text could end after it."""
        return self.stop(f": extra input '{self.token.text}'" if self.peek().kind == "end" else "")

    def _between(self, start: int, left: Expression) -> Expression:
        low = self.value()
        self.expect("AND")
        return Call("between", (left, low, self.value()), origin=self.origin(start))

    def _in(self, start: int, opening: int, left: Expression) -> Expression:
        self.expect("(")
        if self.accept(")"):
            raise self.error(opening, "INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE")
        found = self.either(*self._in_rules(left)) if self.query_ahead() else self._in_list(left)
        self.close()
        return found.at(self.origin(start))

    def _in_rules(self, left: Expression) -> tuple[Callable[[], Expression], ...]:
        return (lambda: self._in_query(left), lambda: self._in_list(left))

    def _in_query(self, left: Expression) -> Expression:
        plan = self.query()
        if self.token.word != ")":
            raise self.stop()
        values = left.arguments if isinstance(left, Call) and left.name == "row" else (left,)
        return InQuery(values, plan)

    def _in_list(self, left: Expression) -> Expression:
        return In(left, tuple(self.listed(self.expression)))

    def _like(self, start: int, opening: int, word: str, left: Expression) -> Expression:
        arguments = [left, self.value()]
        if self.token.word == "ESCAPE" and self.peek().kind == "string":
            self.take()
            place = self.at
            escape = self.string()
            if len(escape) != 1:
                raise self.error(opening, "INVALID_ESC", {"invalidEscape": quoted_text(escape)})
            arguments.append(Literal(escape, _STRING, origin=self.origin(place)))
        return Call(word.lower(), tuple(arguments), origin=self.origin(start))

    def _like_quantified(
        self, start: int, opening: int, word: str, left: Expression, negated: bool
    ) -> Expression:
        every = self.take().word == "ALL"
        self.expect("(")
        if self.accept(")"):
            raise self.error(opening, "INVALID_SQL_SYNTAX.EMPTY_QUANTIFIED_PATTERN")
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
            found = _BINARY_OPERATORS.get(word)
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
        return signs, _BINARY_OPERATORS[">" * signs]

    def _signed(self) -> Expression:
        word = self.token.word
        if word not in _UNARY_OPERATORS:
            return self._primary()
        if word == "-" and self.peek().kind in _NUMBERS:
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
        elif kind in _NUMBERS:
            found = self._number()
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
                self.close("]")
                found = Item(found, key, origin=self.origin(start))
            elif word == "::":
                self.take()
                kind = self.type()
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
            path.append("." + self._json_name())
        else:
            path.append(self._json_index())
        while True:
            if self.token.word == "[":
                path.append(self._json_index())
            elif self.token.word == "." and self.peek().is_name:
                self.take()
                path.append("." + self._json_name())
            else:
                break
        origin = self.origin(start)
        return Call(
            "semistructuredextract", (base, Literal("".join(path), _STRING, origin=origin)), origin=origin
        )

    def _json_name(self) -> str:
        token = self.take()
        return token.name if token.kind == "name" else f"['{token.name}']"

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

    def _number(self) -> Expression:
        start = self.at
        sign = "-" if self.accept("-") else ""
        text = sign + self.take().text
        origin = self.origin(start)
        try:
            value, kind = number(text)
        except NumberOutOfRange as error:
            raise self.error(
                origin,
                "INVALID_NUMERIC_LITERAL_RANGE",
                {
                    "rawStrippedQualifier": error.digits,
                    "minValue": error.least,
                    "maxValue": error.greatest,
                    "typeName": error.type_name,
                },
            ) from None
        except OverflowError as error:
            parameters = {"precision": str(error.args[0]), "maxPrecision": "38"}
            condition = "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION"
            if text[-1].isdigit() or text[-1] == ".":
                raise ArithmeticException(errorClass=condition, messageParameters=parameters) from None
            raise self.error(origin, condition, parameters) from None
        return Literal(value, kind, origin=origin)

    def _sign_form(self) -> Expression:
        word, start = self.token.word, self.at
        if word == "(":
            return self._parenthesized()
        if word == "*":
            self.take()
            return self._star(start, ())
        if word == "-" and self.peek().kind in _NUMBERS:
            return self._number()
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
            excluded = tuple(self.in_parentheses(lambda: self.listed(self._dotted)))
        return Star(target, excluded, origin=self.origin(start))

    def _dotted(self) -> Name:
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
        return items[0] if len(items) == 1 else Call("row", tuple(items), origin=self.origin(start))

    def query_ahead(self, ahead: int = 0) -> bool:
        """Whether the token so many after the next could begin a query, inside of any parentheses."""
        while self.peek(ahead).word == "(":
            ahead += 1
            if self.at + ahead >= len(self.tokens):
                return False
        word = self.peek(ahead).word
        if word not in _QUERY_WORDS:
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
            return self._typed_literal()
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
            return self._call(start, name)
        return Name(tuple(parts), origin=self.origin(start))

    def _call(self, start: int, name: str) -> Expression:
        """What follows the name of a function."""
        self.expect("(")
        distinct = False
        arguments: list[Expression] = []
        if self.token.word in ("DISTINCT", "ALL") and self.operand_follows():
            distinct = self.take().word == "DISTINCT"
            arguments = self.listed(self.argument)
        elif self.token.word != ")":
            arguments = self.listed(self.argument)
        self.close()
        if len(arguments) == 3 and name.upper() in _UNIT_CALLS:
            found = self._unit_call(start, name, arguments)
            if found is not None:
                return found
        return self._call_tail(start, name, tuple(arguments), distinct)

    def _call_tail(
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
            condition = self.in_parentheses(lambda: (self.expect("WHERE"), self.expression())[1])
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

    # -- typed literals

    def _typed_literal(self) -> Expression:
        start = self.at
        word = self.take().word
        text = self.string()
        origin = self.origin(start)
        if word not in _LITERAL_TYPES:
            raise self.error(
                origin,
                "UNSUPPORTED_TYPED_LITERAL",
                {
                    "unsupportedType": f'"{word}"',
                    "supportedTypes": ", ".join([f'"{name}"' for name in _LITERAL_TYPES]),
                },
            )
        found = _TYPED[word](self, text, origin)
        if found is None:
            raise self.error(
                origin, "INVALID_TYPED_LITERAL", {"valueType": f'"{word}"', "value": quoted_text(text)}
            )
        return found

    def _date_literal(self, text: str, origin: Origin) -> Expression | None:
        special = text.strip().lower()
        if special == "epoch":
            return Literal(0, _DATE, origin=origin)
        if special in _DAY_WORDS:
            return _days_from_today(special, origin)
        days = date_days(text)
        return None if days is None else Literal(days, _DATE, origin=origin)

    def _timestamp_literal(self, text: str, origin: Origin) -> Expression | None:
        special = text.strip().lower()
        if special == "epoch":
            return Literal(0, _TIMESTAMP, origin=origin)
        if special == "now":
            return Call("now", origin=origin)
        if special in _DAY_WORDS:
            return Cast(_days_from_today(special, origin), _TIMESTAMP, "ansi", False, origin=origin)
        found = timestamp_parts(text)
        if found is None:
            return None
        micros, zone = found
        if micros is not None and zone is not None:
            return Literal(micros - (zone_offset(zone, micros) or 0), _TIMESTAMP, origin=origin)
        return Cast(Literal(text, _STRING, origin=origin), _TIMESTAMP, "ansi", False, origin=origin)

    def _timestamp_ntz_literal(self, text: str, origin: Origin) -> Expression | None:
        special = text.strip().lower()
        if special == "epoch":
            return Literal(0, _TIMESTAMP_NTZ, origin=origin)
        if special == "now":
            return Call("localtimestamp", origin=origin)
        if special in _DAY_WORDS:
            return Cast(_days_from_today(special, origin), _TIMESTAMP_NTZ, "ansi", False, origin=origin)
        found = timestamp_parts(text)
        if found is None or found[0] is None:
            return None
        return Literal(found[0], _TIMESTAMP_NTZ, origin=origin)

    def _time_literal(self, text: str, origin: Origin) -> Expression | None:
        nanos = time_nanos(text)
        return None if nanos is None else Literal(nanos, _TIME, origin=origin)

    def _binary_literal(self, text: str, origin: Origin) -> Expression | None:
        value = binary(text)
        return None if value is None else Literal(value, _BINARY, origin=origin)

    # -- intervals

    def _interval_form(self) -> Expression | None:
        """``INTERVAL`` with a value and a unit; ``INTERVAL 'text'`` is a typed literal."""
        start = self.at
        ahead = 2 if self.peek().word in ("+", "-") else 1
        value = self.peek(ahead)
        if value.kind == "string":
            unit = ahead + 1
            while self.peek(unit).kind == "string":
                unit += 1
            if self.peek(unit).word not in MULTI_UNITS:
                return None
        elif value.kind not in _NUMBERS or (self.peek(ahead + 1).word not in MULTI_UNITS and ahead == 2):
            return None
        self.take()
        return self._interval(start)

    def _interval(self, start: int) -> Expression:
        opening = self.at
        pairs: list[tuple[str, str]] = []
        while True:
            text, is_string = self._interval_value()
            unit = self.one_of(*MULTI_UNITS)
            if self.token.word == "TO" and not unit.endswith("S") and self.peek().is_name:
                return self._from_to(start, opening, text, is_string, unit, bool(pairs))
            pairs.append((text, unit))
            following = self.peek() if self.token.word in ("+", "-") else self.token
            if following.kind not in ("string", *_NUMBERS):
                break
            if following is not self.token and self.peek(2).word not in MULTI_UNITS:
                break
        return self._multi_units(start, opening, pairs)

    def _interval_value(self) -> tuple[str, bool]:
        sign = self.take().word if self.token.word in ("+", "-") else ""
        if self.token.kind == "string":
            text = self.string()
            if sign == "-":
                text = text[1:] if text.startswith("-") else "-" + text.removeprefix("+")
            return text, True
        token = self.token
        if token.kind not in _NUMBERS or not token.text.replace(".", "", 1).isdigit():
            raise self.stop()
        self.take()
        return ("-" if sign == "-" else "") + token.text, False

    def _from_to(
        self, start: int, opening: int, text: str, is_string: bool, first: str, more: bool
    ) -> Expression:
        self.take()
        last = self.one_of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")
        if more or self.token.kind in ("string", *_NUMBERS):
            raise self.error(start, "_LEGACY_ERROR_TEMP_0024")
        if not is_string:
            raise self.error(opening, "_LEGACY_ERROR_TEMP_0027")
        try:
            value, kind = from_to(text, first.lower(), last.lower())
        except IntervalError as error:
            raise self.error(opening, error.condition, error.parameters) from None
        return Literal(value, kind, origin=self.origin(start))

    def _multi_units(self, start: int, opening: int, pairs: list[tuple[str, str]]) -> Expression:
        for text, _ in pairs:
            if any(letter.isalpha() for letter in text):
                raise self.error(opening, "_LEGACY_ERROR_TEMP_0026", {"value": text})
        written = "".join([f" {text} {unit}" for text, unit in pairs])
        units = [unit.lower().removesuffix("s") for _, unit in pairs]
        try:
            found = of_units(months_days_micros(written), units)
        except IntervalError as error:
            raise self.error(opening, error.condition, error.parameters) from None
        if found is None:
            raise self.error(start, "_LEGACY_ERROR_TEMP_0029", {"literal": self.text_from(start)})
        return Literal(*found, origin=self.origin(start))

    def _interval_literal(self, text: str, origin: Origin) -> Expression | None:
        try:
            found = of_units(months_days_micros(text), units_in(text))
        except IntervalError:
            return None
        if found is None:
            literal = self.text[origin.start : origin.stop]
            raise self.error(origin, "_LEGACY_ERROR_TEMP_0029", {"literal": literal})
        return Literal(*found, origin=origin)

    # -- forms with a syntax of their own; None where the word is a name after all

    def _constant_form(self) -> Expression | None:
        if self.peek().word in ("(", "->") or self.peek().kind == "string":
            return None
        start = self.at
        value, kind = _CONSTANTS[self.take().word]
        return Literal(value, kind, origin=self.origin(start))

    def _case_form(self) -> Expression | None:
        if not self.operand_follows() or (
            self.peek().word in _BINARY_OPERATORS and self.peek().word not in "+-"
        ):
            return None
        start = self.at
        self.take()
        subject = None if self.token.word == "WHEN" and self.peek().word != "WHEN" else self.expression()
        branches = []
        while self.accept("WHEN"):
            place = self.at
            condition = self.expression()
            if subject is not None:
                condition = Call("==", (subject, condition), origin=self.origin(place))
            self.expect("THEN")
            branches.append((condition, self.expression()))
        if not branches:
            raise self.stop()
        default = self.expression() if self.accept("ELSE") else None
        self.expect("END")
        return Case(tuple(branches), default, origin=self.origin(start))

    def _cast_form(self) -> Expression | None:
        if self.peek().word != "(":
            return None
        start = self.at
        try_ = self.take().word == "TRY_CAST"
        self.take()
        child = self.expression()
        if self.token.word != "AS":
            # It reads as a call of a function of that name until here.
            if self.token.word == ")" or self.token.word == ",":
                self.go(start)
                return None
            raise self.stop(f": extra input '{self.token.text}'" if self.peek().word in (")", ",") else "")
        self.take()
        kind = self.type()
        self.expect(")")
        return Cast(child, kind, "try" if try_ else "", origin=self.origin(start))

    def _struct_form(self) -> Expression | None:
        if self.peek().word != "(":
            return None
        start = self.at
        name = self.take().text
        self.take()
        items = [] if self.token.word == ")" else self.listed(self._struct_item)
        self.close()
        return self._call_tail(start, name, tuple(items))

    def _struct_item(self) -> Expression:
        if self.token.is_name and self.peek().word == "=>":
            return self.argument()
        return self.named_expression()

    def _first_form(self) -> Expression | None:
        """``FIRST(x IGNORE NULLS)``, and its kin."""
        if self.peek().word != "(":
            return None
        start = self.at
        name = self.take().text
        self.take()
        if self.token.word in (")", "DISTINCT", "ALL"):
            self.go(start)
            return None
        child = self.argument()
        if self.token.word == "IGNORE" and self.peek().word == "NULLS":
            self.expect("IGNORE", "NULLS")
            self.close()
            return self._call_tail(start, name, (child,), ignore_nulls=True)
        self.go(start)
        return None

    def _position_form(self) -> Expression | None:
        if self.peek().word != "(":
            return None
        start = self.at
        self.go(self.at + 2)
        if self.token.word != ")":
            part = self.value()
            if self.accept("IN"):
                text = self.value()
                self.close()
                origin = self.origin(start)
                return Call("locate", (part, text, Literal(1, _INT, origin=origin)), origin=origin)
        self.go(start)
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
        if self.peek().word != "(":
            return None
        start = self.at
        self.go(self.at + 2)
        side = "BOTH"
        if self.token.word in ("BOTH", "LEADING", "TRAILING") and self.operand_follows():
            side = self.take().word
        trimmed = None
        if self.token.word != "FROM" or not self.operand_follows():
            if self.token.word == ")":
                self.go(start)
                return None
            trimmed = self.expression()
        if not self.accept("FROM"):
            self.go(start)
            return None
        source = self.value()
        self.close()
        name = {"BOTH": "trim", "LEADING": "ltrim", "TRAILING": "rtrim"}[side]
        arguments = (source,) if trimmed is None else (trimmed, source)
        return Call(name, arguments, origin=self.origin(start))

    def _substring_form(self) -> Expression | None:
        if self.peek().word != "(":
            return None
        start = self.at
        name = self.take().text
        self.take()
        if self.token.word != ")":
            arguments = [self.argument()]
            if self.accept("FROM"):
                arguments.append(self.value())
                if self.accept("FOR"):
                    arguments.append(self.value())
                self.close()
                return Call(name, tuple(arguments), origin=self.origin(start))
        self.go(start)
        return None

    def _overlay_form(self) -> Expression | None:
        if self.peek().word != "(":
            return None
        start = self.at
        name = self.take().text
        self.take()
        if self.token.word != ")":
            arguments = [self.argument()]
            if self.accept("PLACING"):
                arguments.append(self.value())
                self.expect("FROM")
                arguments.append(self.value())
                if self.accept("FOR"):
                    arguments.append(self.value())
                self.close()
                return Call(name, tuple(arguments), origin=self.origin(start))
        self.go(start)
        return None

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
        call = self._call(start, "identifier")
        if isinstance(call, Over):
            inner = call.function
            assert isinstance(inner, Call)
            clause = IdentifierClause(text, inner, origin=inner.origin)
            return Over(clause, call.window, origin=call.origin)
        assert isinstance(call, Call)
        return IdentifierClause(text, call, origin=self.origin(start))

    def _unit_call(self, start: int, name: str, arguments: list[Expression]) -> Expression | None:
        """``TIMESTAMPADD(unit, ...)`` and its kin; None when the first argument is no unit."""
        unit = arguments[0]
        if isinstance(unit, Literal) and unit.type == _STRING:
            parameters = {
                "functionName": f"`{name}`",
                "parameter": "`unit`",
                "invalidValue": quoted_text(unit.value),
            }
            raise self.error(start, "INVALID_PARAMETER_VALUE.DATETIME_UNIT", parameters)
        if not isinstance(unit, Name) or len(unit.parts) != 1 or unit.parts[0].upper() not in _DATETIME_UNITS:
            return None
        literal = Literal(unit.parts[0], _STRING, origin=unit.origin)
        return Call(_UNIT_CALLS[name.upper()], (literal, *arguments[1:]), origin=self.origin(start))

    # -- what expressions stand in

    def named_expression(self) -> Expression:
        """An expression with or without a name."""
        start = self.at
        child = self.expression()
        names = self._alias()
        if names:
            return As(child, names, origin=self.origin(start))
        if isinstance(child, Call) and child.name == "semistructuredextract":
            return As(child, (_last_name(child),), origin=self.origin(start))
        return child

    def _alias(self) -> tuple[str, ...]:
        token = self.token
        if token.word == "AS" and (self.peek().is_name or self.peek().word == "("):
            # Without a name behind it, the word itself is one.
            if not (self.peek().is_name and self._begins_clause(self.peek(), self.peek(2)) and False):
                self.take()
                return self.names() if self.token.word == "(" else (self.dashed_name(),)
        if token.word == "(":
            return self.names()
        if token.kind == "quoted" or (token.kind == "name" and not self.begins_clause()):
            return (self.dashed_name(),)
        return ()

    def begins_clause(self) -> bool:
        """Whether the next word begins or continues a clause here, and is no name."""
        return self._begins_clause(self.token, self.peek())

    def _begins_clause(self, token: Any, following: Any) -> bool:
        rule = _CLAUSES.get(token.word)
        return rule is not None and rule(following)

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
        self.expect("(")
        spec = self._window_body()
        self.close()
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
            raise self.error(start, "INVALID_SQL_SYNTAX.INVALID_WINDOW_FRAME_BOUND")
        return Call("negative", (offset,), origin=offset.origin) if before else offset


_POSTFIXES = frozenset([".", "[", "::", ":", "COLLATE"])

_TYPED: dict[str, Callable[[ExpressionParser, str, Origin], Expression | None]] = {
    "DATE": ExpressionParser._date_literal,
    "TIMESTAMP": ExpressionParser._timestamp_literal,
    "TIMESTAMP_LTZ": ExpressionParser._timestamp_literal,
    "TIMESTAMP_NTZ": ExpressionParser._timestamp_ntz_literal,
    "TIME": ExpressionParser._time_literal,
    "INTERVAL": ExpressionParser._interval_literal,
    "X": ExpressionParser._binary_literal,
}

ExpressionParser._forms = {
    "NULL": ExpressionParser._constant_form,
    "TRUE": ExpressionParser._constant_form,
    "FALSE": ExpressionParser._constant_form,
    "CASE": ExpressionParser._case_form,
    "CAST": ExpressionParser._cast_form,
    "TRY_CAST": ExpressionParser._cast_form,
    "STRUCT": ExpressionParser._struct_form,
    "FIRST": ExpressionParser._first_form,
    "LAST": ExpressionParser._first_form,
    "ANY_VALUE": ExpressionParser._first_form,
    "POSITION": ExpressionParser._position_form,
    "EXTRACT": ExpressionParser._extract_form,
    "TRIM": ExpressionParser._trim_form,
    "SUBSTR": ExpressionParser._substring_form,
    "SUBSTRING": ExpressionParser._substring_form,
    "OVERLAY": ExpressionParser._overlay_form,
    "INTERVAL": ExpressionParser._interval_form,
    "CURRENT_PATH": ExpressionParser._current_path_form,
    "IDENTIFIER": ExpressionParser._identifier_form,
}


def _continues(*words: str) -> Callable[[Any], bool]:
    return lambda following: following.word in words


def _operand(following: Any) -> bool:
    return following.kind != "end" and following.word not in (")", ",", ";")


def _relation(following: Any) -> bool:
    return following.is_name or following.word == "("


def _query(following: Any) -> bool:
    return following.word in ("ALL", "DISTINCT", "(", *_QUERY_WORDS)


#: Words that are no implicit alias where what follows them says so.
_CLAUSES: dict[str, Callable[[Any], bool]] = {
    "AS": _operand,
    "FROM": _relation,
    "WHERE": _operand,
    "HAVING": _operand,
    "QUALIFY": _operand,
    "LIMIT": _operand,
    "OFFSET": _operand,
    "GROUP": _continues("BY"),
    "ORDER": _continues("BY"),
    "SORT": _continues("BY"),
    "CLUSTER": _continues("BY"),
    "DISTRIBUTE": _continues("BY"),
    "PARTITION": _continues("BY"),
    "WINDOW": lambda following: following.is_name,
    "LATERAL": _continues("VIEW", "(", "EXPLODE"),
    "UNION": _query,
    "EXCEPT": _query,
    "INTERSECT": _query,
    "MINUS": _query,
    "SELECT": _operand,
    "MAP": _operand,
    "REDUCE": _operand,
    "INSERT": _continues("INTO", "OVERWRITE"),
    "PIVOT": _continues("("),
    "UNPIVOT": _continues("(", "INCLUDE", "EXCLUDE"),
    "TABLESAMPLE": _continues("(", "SYSTEM", "BERNOULLI"),
    "FOR": _operand,
    "SET": _operand,
    "USING": _operand,
    "WHEN": _operand,
    "THEN": _operand,
    "WITH": _continues("(", "SINGLE", "ROLLUP", "CUBE"),
    "JOIN": _relation,
    "VALUES": _operand,
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


def _days_from_today(word: str, origin: Origin) -> Expression:
    today = Call("current_date", origin=origin)
    days = _DAY_WORDS[word]
    return Call("date_add", (today, Literal(days, _INT, origin=origin)), origin=origin) if days else today


def _constant(expression: Expression) -> bool:
    """Whether this is computed from constants alone, as far as one can see."""
    if isinstance(expression, Call):
        return all(map(_constant, expression.arguments))
    return isinstance(expression, (Literal, Parameter)) or (
        isinstance(expression, Cast) and _constant(expression.child)
    )


def _last_name(call: Call) -> str:
    """The name of what a JSON path leads to."""
    path = call.arguments[1]
    assert isinstance(path, Literal)
    parts = path.value[1:].replace("['", ".").replace("']", "").split(".")
    return parts[-1].partition("[")[0]
