"""One call of a function as DuckDB's text: what the registry's renderings are given."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.settings import Settings
from pyrite.sql._duckdb import casts, decimals
from pyrite.sql._duckdb.failures import Failure
from pyrite.sql._duckdb.literals import literal
from pyrite.sql._duckdb.typenames import field_names, identifier, type_name
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import DataType

if TYPE_CHECKING:
    from pyrite.sql._duckdb.compiler import Compiler, Environment

__all__ = ["Rendered", "balanced"]

#: A text that may be repeated: a column, a parameter of a lambda, a constant.
_ATOM = re.compile(
    r'"(?:[^"]|"")*"|\w+|[a-z]\d+\.\w+|CAST\((?:\w+|\'[^\']*\'|\(-\d+\)) AS [\w(),]+\)|\'[^\']*\''
)


def balanced(parts: Sequence[str], word: str) -> str:
    """SELECTs with a set operation between them, as a balanced tree: DuckDB bounds the depth of texts."""
    if len(parts) <= 2:
        return f" {word} ".join(parts)
    half = len(parts) // 2
    return f"({balanced(parts[:half], word)}) {word} ({balanced(parts[half:], word)})"


class Rendered:
    """A call with its arguments' texts; see ``Rendering`` in the registry for the meaning of each part."""

    def __init__(self, compiler: Compiler, environment: Environment, apply: e.Apply, over: str = ""):
        self._compiler = compiler
        self._environment = environment
        self.apply = apply
        self.settings: Settings = compiler.settings
        self.args: Sequence[str] = [compiler.value(a, environment) for a in apply.arguments]
        self.distinct = "DISTINCT " if apply.distinct else ""
        self.order = ""
        if apply.order:
            self.order = f" ORDER BY {compiler.order(apply.order, environment)}"
        self.filtered = "" if apply.filter is None else compiler.value(apply.filter, environment)
        self.over = (f" FILTER (WHERE {self.filtered})" if self.filtered else "") + over

    def text(self) -> str:
        """The call."""
        sql = self.apply.function.sql
        if callable(sql):
            return sql(self)
        return sql.format(
            *self.args,
            args=", ".join(self.args),
            type=type_name(self.apply.type) if "{type}" in sql else "",
            distinct=self.distinct,
            order=self.order,
            over=self.over,
        )

    def sql(self, value: e.Value) -> str:
        return self._compiler.value(value, self._environment)

    def type(self, kind: DataType) -> str:
        return type_name(kind)

    def identifier(self, name: str) -> str:
        return identifier(name)

    def field_names(self, kind: Any) -> Sequence[str]:
        return field_names(kind)

    def constant(self, value: Any, kind: DataType) -> str:
        return literal(value, kind)

    def cast(self, sql: str, given: DataType, kind: DataType, mode: str = "") -> str:
        return casts.cast_text(self, sql, given, kind, mode or ("ansi" if self.settings.ansi else "legacy"))

    def bound(self, sql: str, make: Callable[[str], str]) -> str:
        if _ATOM.fullmatch(sql):
            return make(sql)
        name = self.fresh("v")
        return f"list_transform([{sql}], lambda {name}: {make(name)})[1]"

    def bound_both(self, texts: Sequence[str], make: Callable[[str, str], str]) -> str:
        one, other = texts
        if _ATOM.fullmatch(one) and _ATOM.fullmatch(other):
            return make(one, other)
        name = self.fresh("p")
        body = make(f"{name}.a", f"{name}.b")
        return f"list_transform([struct_pack(a := {one}, b := {other})], lambda {name}: {body})[1]"

    def fresh(self, stem: str) -> str:
        return self._compiler.fresh(stem)

    def trust(self) -> bool:
        # What a try_ function leaves to DuckDB gives null, and never runs again.
        return not self.apply.function.name.startswith("try_") and self._compiler.trust()

    def decimal(self, symbol: str) -> str:
        return decimals.arithmetic(self, symbol)

    def fail(
        self,
        condition: str,
        parameters: Mapping[str, str],
        kind: DataType,
        error: Any = None,
        located: bool = True,
    ) -> str:
        origin = self.apply.origin if located else None
        return self._compiler.failure(condition, parameters, kind, origin, error)

    def foresee(self, native: str) -> None:
        self._compiler.failures.append(Failure("", (), self.apply.origin, native=native))

    def kernel(self, name: str, args: Sequence[str], given: Sequence[DataType], kind: DataType) -> str:
        return self._compiler.kernel(name, args, given, kind)
