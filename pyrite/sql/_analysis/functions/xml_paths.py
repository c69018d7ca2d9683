"""Looking into XML texts by XPath."""

from __future__ import annotations

from pyrite.sql._analysis.functions.json_paths import JSON
from pyrite.sql._analysis.functions.registry import Binding, Function, Rendering, declare
from pyrite.sql._analysis.functions.strings import NUMBER, TEXT
from pyrite.sql._analysis.naming import quoted_sql, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DoubleType,
    FloatType,
    LongType,
    ShortType,
)


def _declare(names: str, kind: DataType, computed: DataType) -> None:
    def bind(b: Binding) -> e.Value:
        xml, path = b.coerced((JSON, JSON))
        if not path.foldable:
            raise b.mismatch(
                "NON_FOLDABLE_INPUT",
                inputName="`path`",
                inputType=quoted_type(path.type),
                inputExpr=quoted_sql(path),
            )
        return b.apply((xml, path), kind, nullable=True, shown=b.arguments)

    def render(r: Rendering) -> str:
        found = r.kernel(names.split()[0], r.args, [TEXT, TEXT], computed)
        return found if computed is kind else f"CAST({found} AS {r.type(kind)})"

    declare(names, Function(names.split()[0], (JSON, JSON), kind, render, bind=bind))


_LIST, _DOUBLE, _FLAG, _BIG = ArrayType(TEXT), DoubleType(), BooleanType(), LongType()
_declare("xpath", _LIST, _LIST)
_declare("xpath_string", TEXT, TEXT)
_declare("xpath_boolean", _FLAG, _FLAG)
_declare("xpath_double xpath_number", _DOUBLE, _DOUBLE)
_declare("xpath_float", FloatType(), _DOUBLE)
_declare("xpath_short", ShortType(), NUMBER)
_declare("xpath_int", NUMBER, NUMBER)
_declare("xpath_long", _BIG, _BIG)
