"""Variants as the JSON that Spark's engine writes; :meth:`VariantVal.toJson` is what its Python side writes."""

from __future__ import annotations

import base64
import datetime
import json
import re
from decimal import Decimal
from typing import Any

from pyrite.sql._result.numbers import double_text
from pyrite.sql._text.zones import utc_offset
from pyrite.sql._types import variant_trees as trees
from pyrite.sql._types.variant import _read

_OFFSET = re.compile(r'[+-]\d\d:\d\d(:\d\d)?"$')
#: Escapes as Python writes them; a backslash that is escaped itself starts none.
_ESCAPES = re.compile(r"\\(?:u[0-9a-f]{4}|.)")


def quoted(text: str) -> str:
    """A text as a JSON string."""
    found = json.dumps(text, ensure_ascii=False)
    if text.isprintable():
        return found
    # Java writes the digits of an escape in capitals.
    return _ESCAPES.sub(lambda match: match[0][:2] + match[0][2:].upper(), found)


def variant_json(value: bytes, metadata: bytes, zone: str = "UTC") -> str:
    """The JSON of a variant, with timestamps on the clock of a zone."""

    def scalar(found: Any) -> str:
        if isinstance(found, str):
            return quoted(found)
        if isinstance(found, datetime.datetime):
            return f'"{_moment(found, zone)}"'
        return _scalar(found)

    return _read(value, metadata, 0, "UTC", _object, lambda items: f"[{','.join(items)}]", scalar)


def variant_text(variant: tuple[bytes, bytes], zone: str) -> str | None:
    """A variant cast to a string."""
    node = trees.tree(*variant)
    kind = trees.kind_of(node)
    if kind in ("null", "string"):
        return None if kind == "null" else str(trees.value_of(node))
    if kind == "binary":
        return bytes(trees.value_of(node)).decode("utf-8", "replace")
    shown = variant_json(variant[0], variant[1], zone)
    if kind == "timestamp":
        shown = _OFFSET.sub("", shown)
    return shown.strip('"') if kind not in ("object", "array") else shown


def _object(items: list[tuple[str, str]]) -> str:
    return "{" + ",".join([f"{quoted(name)}:{item}" for name, item in items]) + "}"


def _moment(moment: datetime.datetime, zone: str) -> str:
    if moment.tzinfo is not None:
        ahead = datetime.timedelta(seconds=utc_offset(zone)(int(moment.timestamp() // 1)))
        moment = moment.astimezone(datetime.timezone(ahead))
    text = moment.isoformat(" ")
    fraction = f".{moment.microsecond:06d}"
    return text.replace(fraction, fraction.rstrip("0"))


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, float):
        text = double_text(value)
        # JSON has no such numbers.
        return f'"{text}"' if text[-1] in "Ny" else text
    if isinstance(value, bytes):
        return f'"{base64.b64encode(value).decode()}"'
    return f'"{value}"' if isinstance(value, datetime.date) else str(value)
