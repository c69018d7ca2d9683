"""Scripts: ``BEGIN ... END`` and what stands in it."""

from __future__ import annotations

from collections.abc import Callable

from pyrite.errors import AnalysisException
from pyrite.errors.error_classes import CONDITIONS
from pyrite.sql._analysis.parser.commands import StatementParser
from pyrite.sql._plan.commands import DeclareVariable
from pyrite.sql._plan.expressions import Call, Expression
from pyrite.sql._plan.scripts import Compound, For, Handler, If, Iterate, Leave, Loop
from pyrite.sql._plan.tree import Node
from pyrite.sql._text.tokens import string_value

__all__ = ["ScriptParser"]

_LOOPS = ("WHILE", "REPEAT", "LOOP", "FOR")
_BLOCKS = ("BEGIN", *_LOOPS)
#: The names that a handler can have: also of those that have others below them.
_NAMED = {*CONDITIONS, *(name.split(".")[0] for name in CONDITIONS)}


class ScriptParser(StatementParser):
    """The rules of scripts."""

    def __init__(self, text: str):
        super().__init__(text)
        #: The labels around this place, each with whether it is a loop's.
        self._labels: list[tuple[str, bool]] = []

    def statement(self) -> Node:
        """A script, a query or any other statement."""
        start = self.at
        if self.accept("BEGIN"):
            return self._block(None).at(self.origin(start))
        return super().statement()

    # ---------------------------------------------------------------------------------------- statements

    def _statements(self, *ends: str) -> tuple[Node, ...]:
        """Statements, each with its semicolon, up to one of these words."""
        found = []
        while self.token.word not in ends:
            found.append(self._inner())
            self.expect(";")
        return tuple(found)

    def _inner(self) -> Node:
        """One statement of a script."""
        start = self.at
        label = None
        if self.token.is_name and self.peek().word == ":" and self.peek(2).word in _BLOCKS:
            label = self.name().upper()
            self.take()
            if any(label == known for known, _ in self._labels):
                raise _invalid("LABEL_ALREADY_EXISTS", label=label)
        word = self.token.word
        if word == "BEGIN":
            return self._compound(start, label)
        if word in _LOOPS:
            return self._labelled(label, True, lambda: self._loop(label)).at(self.origin(start))
        if word == "IF":
            return self._if_statement().at(self.origin(start))
        if word == "CASE":
            return self._case_statement().at(self.origin(start))
        if word in ("LEAVE", "ITERATE"):
            return self._jump().at(self.origin(start))
        if word == "DECLARE":
            raise self._late_declaration()
        if word == "SET":
            self.take()
            if self.token.word in ("VARIABLE", "VAR"):
                self.take()
            return self._set_variable().at(self.origin(start))
        if word in ("OPEN", "FETCH", "CLOSE"):
            raise _invalid("UNSUPPORTED_FEATURE.SQL_CURSOR")
        return super().statement()

    def _labelled(self, label: str | None, loop: bool, rule: Callable[[], Node]) -> Node:
        """What the rule reads, which may end with its label."""
        self._labels.append((label or "", loop))
        found = rule()
        self._labels.pop()
        if self.token.is_name and self.token.word != "END":
            end = self.name().upper()
            if label is None:
                raise _invalid("END_LABEL_WITHOUT_BEGIN_LABEL", endLabel=end)
            if end != label:
                raise _invalid("LABELS_MISMATCH", beginLabel=label, endLabel=end)
        return found

    def _jump(self) -> Leave | Iterate:
        word = self.take().word
        label = self.name().upper()
        found = [loop for known, loop in self._labels if known == label]
        if not found:
            raise _invalid("INVALID_LABEL_USAGE.DOES_NOT_EXIST", labelName=label, statementType=word)
        if word == "LEAVE":
            return Leave(label)
        if not found[0]:
            raise _invalid("INVALID_LABEL_USAGE.ITERATE_IN_COMPOUND", labelName=label)
        return Iterate(label)

    def _loop(self, label: str | None) -> Node:
        word = self.take().word
        if word == "LOOP":
            body = self._statements("END")
            self.expect("END", "LOOP")
            return Loop(body, label=label)
        if word == "WHILE":
            test = self.expression()
            self.expect("DO")
            body = self._statements("END")
            self.expect("END", "WHILE")
            return Loop(body, before=test, label=label)
        if word == "REPEAT":
            body = self._statements("UNTIL")
            self.expect("UNTIL")
            test = self.expression()
            self.expect("END", "REPEAT")
            return Loop(body, until=test, label=label)
        name = None
        if self.token.is_name and self.peek().word == "AS":
            name = self.name()
            self.take()
        self._keep_apart("DO")
        query = self.query()
        self.expect("DO")
        body = self._statements("END")
        self.expect("END", "FOR")
        return For(query, body, name, label)

    def _keep_apart(self, word: str) -> None:
        """Have the next such word outside of parentheses name nothing: it ends what stands before it."""
        depth = 0
        for token in self.tokens[self.at :]:
            depth += (token.word == "(") - (token.word == ")")
            if token.word == word and depth == 0:
                token.kind = "symbol"
                return

    def _if_statement(self) -> If:
        branches = []
        self.expect("IF")
        while True:
            test = self.expression()
            self.expect("THEN")
            branches.append((test, self._statements("ELSEIF", "ELSE", "END")))
            if not self.accept("ELSEIF"):
                break
        otherwise = self._statements("END") if self.accept("ELSE") else ()
        self.expect("END", "IF")
        return If(tuple(branches), otherwise)

    def _case_statement(self) -> If:
        self.expect("CASE")
        value = None if self.token.word == "WHEN" else self.expression()
        branches = []
        while self.accept("WHEN"):
            start = self.at
            test: Expression = self.expression()
            if value is not None:
                test = Call("=", (value, test), origin=self.origin(start))
            self.expect("THEN")
            branches.append((test, self._statements("WHEN", "ELSE", "END")))
        otherwise = self._statements("END") if self.accept("ELSE") else ()
        self.expect("END", "CASE")
        return If(tuple(branches), otherwise)

    # -------------------------------------------------------------------------------------- declarations

    def _compound(self, start: int, label: str | None) -> Node:
        self.expect("BEGIN")
        return self._labelled(label, False, lambda: self._block(label)).at(self.origin(start))

    def _block(self, label: str | None) -> Compound:
        self.accept("NOT", "ATOMIC")
        variables: list[Node] = []
        conditions: dict[str, str] = {}
        handlers: list[Handler] = []
        while self.token.word == "DECLARE":
            start = self.at
            if self.peek().word in ("EXIT", "CONTINUE") and self.peek(2).word == "HANDLER":
                handlers.append(self._handler(conditions))
            elif self.peek(2).word == "CONDITION":
                self._condition(conditions)
            elif self.peek(2).word == "CURSOR":
                raise _invalid("UNSUPPORTED_FEATURE.SQL_CURSOR")
            elif handlers:
                raise self._late_declaration()
            else:
                variables.append(self._variable(start))
            self.expect(";")
        body = self._statements("END")
        self.expect("END")
        return Compound((*variables, *body), tuple(handlers), label)

    def _variable(self, start: int) -> Node:
        found = self._declare(start)
        assert isinstance(found, DeclareVariable)
        shown = f"`{'`.`'.join(found.names[0])}`"
        if found.replace:
            raise _invalid("INVALID_VARIABLE_DECLARATION.REPLACE_LOCAL_VARIABLE", varName=shown)
        if any(len(name) > 1 for name in found.names):
            raise _invalid("INVALID_VARIABLE_DECLARATION.QUALIFIED_LOCAL_VARIABLE", varName=shown)
        return found.at(self.origin(start))

    def _late_declaration(self) -> Exception:
        found = self._declare(self.at)
        assert isinstance(found, DeclareVariable)
        shown = f"`{'`.`'.join(found.names[0])}`"
        return _invalid("INVALID_VARIABLE_DECLARATION.ONLY_AT_BEGINNING", varName=shown)

    def _condition(self, conditions: dict[str, str]) -> None:
        self.expect("DECLARE")
        name = self.name().upper()
        self.expect("CONDITION")
        if name in conditions:
            raise _invalid("DUPLICATE_CONDITION_IN_SCOPE", condition=name)
        conditions[name] = self._state() if self.accept("FOR") else "45000"

    def _state(self) -> str:
        self.expect("SQLSTATE")
        self.accept("VALUE")
        if self.token.kind != "string":
            raise self.stop()
        return string_value(self.take().text).upper()

    def _handler(self, declared: dict[str, str]) -> Handler:
        self.expect("DECLARE")
        if self.take().word == "CONTINUE":
            raise _invalid("UNSUPPORTED_FEATURE.CONTINUE_EXCEPTION_HANDLER")
        self.expect("HANDLER", "FOR")
        conditions, states, any_error, not_found = [], [], False, False
        while True:
            if self.token.word == "SQLSTATE" and self.peek().kind in ("string", "word"):
                states.append(self._state())
            elif self.accept("SQLEXCEPTION"):
                any_error = True
            elif self.accept("NOT", "FOUND"):
                not_found = True
            else:
                name = ".".join(self.dotted_name()).upper()
                if name not in declared and name not in _NAMED:
                    raise _invalid("INVALID_HANDLER_DECLARATION.CONDITION_NOT_FOUND", condition=name)
                conditions.append(name)
            if not self.accept(","):
                break
        if (any_error or not_found) and len(conditions) + len(states) + any_error + not_found > 1:
            raise _invalid("INVALID_HANDLER_DECLARATION.INVALID_CONDITION_COMBINATION")
        return Handler(tuple(conditions), tuple(states), any_error, not_found, self._inner())


def _invalid(error: str, **parameters: str) -> AnalysisException:
    return AnalysisException(errorClass=error, messageParameters=parameters)
