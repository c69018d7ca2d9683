"""Values of settings: from their text to what the table says they are."""

from __future__ import annotations

import re
from typing import Any

from pyrite._conf.keys import KEYS, Key
from pyrite._conf.units import parse_bytes, parse_time
from pyrite.errors import IllegalArgumentException

__all__ = ["Misfit", "check_for_session", "read"]

_TYPE_NAMES = {
    "bool": "boolean",
    "int": "int",
    "float": "double",
    "size": "bytes in BYTE",
    "time": "time in MILLISECONDS",
    "regex": "regex",
}


class Misfit(Exception):
    """A value that is none of its key's type, or none of the choices."""


def read(name: str, text: str | None) -> Any:
    """The value of a key in the table: a bool, int, float, bytes of a size, seconds of a time, or text.

    Without text it is the default's, and None where there is none. Raises ``IllegalArgumentException`` that names
    the key.
    """
    key = KEYS[name]
    text = text or key.default
    if text is None:
        return None
    try:
        return parsed(key, text)
    except Misfit as misfit:
        raise IllegalArgumentException(f"{name} should be {misfit}, but was {text}") from None
    except IllegalArgumentException as error:
        raise type(error)(f"{name}: {error}") from None


def parsed(key: Key, text: str) -> Any:
    """A value of a key's type. Raises ``Misfit``, or what sizes and times raise."""
    if key.choices:
        found = [choice for choice in key.choices if choice.lower() == text.lower()]
        if not found:
            raise Misfit(f"one of {', '.join(key.choices)}")
        text = found[0]
    if key.type == "size":
        return parse_bytes(text, key.unit)
    if key.type == "time":
        return parse_time(text, key.unit)
    if key.type == "bool":
        if text.strip().lower() not in ("true", "false"):
            raise Misfit("boolean")
        return text.strip().lower() == "true"
    if key.type in ("int", "float"):
        try:
            return int(text) if key.type == "int" else float(text)
        except ValueError:
            raise Misfit(_TYPE_NAMES[key.type]) from None
    if key.type == "regex":
        try:
            return re.compile(text)
        except re.error:
            raise Misfit("regex") from None
    return text


def check_for_session(name: str, text: str) -> None:
    """Raise ``IllegalArgumentException`` (INVALID_CONF_VALUE) for a value that a session's key cannot take."""
    key = KEYS.get(name)
    if key is None or not key.of_session:
        return
    parameters = {"confValue": text, "confName": name}
    try:
        value = parsed(key, text)
    except (Misfit, IllegalArgumentException):
        if key.choices:
            raise IllegalArgumentException(
                errorClass="INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS",
                messageParameters={**parameters, "confOptions": ", ".join(key.choices)},
            ) from None
        raise IllegalArgumentException(
            errorClass="INVALID_CONF_VALUE.TYPE_MISMATCH",
            messageParameters={**parameters, "confType": _TYPE_NAMES[key.type]},
        ) from None
    if key.least is not None and value < key.least:
        raise IllegalArgumentException(
            errorClass="INVALID_CONF_VALUE.REQUIREMENT",
            messageParameters={**parameters, "confRequirement": f"the least is {key.least}"},
        )
