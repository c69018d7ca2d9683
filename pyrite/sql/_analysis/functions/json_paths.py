"""Looking into JSON texts without a schema."""

from __future__ import annotations

from pyrite.sql._analysis.functions.registry import Accepts, kernel, scalar
from pyrite.sql._analysis.functions.strings import NUMBER, TEXT
from pyrite.sql.types import ArrayType, NullType, StringType

#: Nothing is cast to JSON.
JSON = Accepts(
    '"STRING"',
    lambda given, ansi: (
        given if isinstance(given, StringType) else TEXT if isinstance(given, NullType) else None
    ),
)

scalar("get_json_object", (JSON, JSON), TEXT, kernel("get_json_object"), nullable=True)
scalar("json_array_length", (JSON,), NUMBER, kernel("json_array_length"), nullable=True)
scalar("json_object_keys", (JSON,), ArrayType(TEXT), kernel("json_object_keys"), nullable=True)
