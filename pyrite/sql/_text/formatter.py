"""``{name}`` in a SQL text, for the values that ``spark.sql(text, name=value)`` gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from string import Formatter
from typing import Any

from pyrite.errors import PySparkValueError
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan.relations import Relation
from pyrite.sql._types.ddl import quoted_name
from pyrite.sql.column import Column

__all__ = ["SQLFormatter"]

_numbers = count(1)


class SQLFormatter(Formatter):
    """Puts values into a SQL text: a column as its name, a string as a literal, a DataFrame as a view's name.

    ``views`` holds the plans of the DataFrames by their names. It serves one text.
    """

    def __init__(self, plan_of: Callable[[Any], Relation | None]):
        self._plan_of = plan_of
        self._names: dict[int, str] = {}
        self.views: dict[str, Relation] = {}

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        value, first = super().get_field(field_name, args, kwargs)
        return self._text(value, field_name), first

    def _text(self, value: Any, field: str) -> Any:
        if isinstance(value, Column):
            return _column_name(value, field)
        plan = self._plan_of(value)
        if plan is not None:
            name = self._names.setdefault(id(value), f"_dataframe_{next(_numbers)}")
            self.views[name] = plan
            return name
        if isinstance(value, str):
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            return f"'{escaped}'"
        return value


def _column_name(column: Column, field: str) -> str:
    expression = column._expression
    if isinstance(expression, e.Name):
        return ".".join([quoted_name(part) for part in expression.parts])
    if isinstance(expression, e.DatasetColumn):
        return quoted_name(expression.attribute.name)
    raise PySparkValueError(
        errorClass="VALUE_NOT_PLAIN_COLUMN_REFERENCE",
        messageParameters={"val": str(column), "field_name": field},
    )
