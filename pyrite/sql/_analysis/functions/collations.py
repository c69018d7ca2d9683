"""``collations()``: the collations that strings can have here. One, that of bytes: no ICU is behind strings."""

from __future__ import annotations

from pyrite.sql._analysis.functions.registry import generator, quoted
from pyrite.sql.types import StringType, StructField, StructType

__all__: list[str] = []

#: The columns, and what they say of UTF8_BINARY.
_TOLD = {
    "CATALOG": "SYSTEM",
    "SCHEMA": "BUILTIN",
    "NAME": "UTF8_BINARY",
    "LANGUAGE": None,
    "COUNTRY": None,
    "ACCENT_SENSITIVITY": "ACCENT_SENSITIVE",
    "CASE_SENSITIVITY": "CASE_SENSITIVE",
    "PAD_ATTRIBUTE": "NO_PAD",
    "ICU_VERSION": None,
}
_ROW = StructType([StructField(name, StringType(), told is None) for name, told in _TOLD.items()])
_FIELDS = ", ".join(
    [f'"{name}" := {"NULL::VARCHAR" if told is None else quoted(told)}' for name, told in _TOLD.items()]
)
generator("collations", (), _ROW, f"[struct_pack({_FIELDS})]", of_table=True)
