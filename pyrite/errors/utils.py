"""Looking up error conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyrite.errors.error_classes import condition, render, sql_state

__all__ = ["ErrorClassesReader"]


class ErrorClassesReader:
    """The texts and SQLSTATEs of error conditions. A name that there is not raises ``ValueError``.

    >>> ErrorClassesReader().get_error_message("NOT_IMPLEMENTED", {"feature": "Flying"})
    'Flying is not implemented.'
    """

    def get_sqlstate(self, errorClass: str | None) -> str | None:
        """The condition's SQLSTATE, or None without one."""
        return sql_state(errorClass)

    def get_error_message(self, errorClass: str, messageParameters: Mapping[str, Any]) -> str:
        """The condition's text with its parameters. Raises ``AssertionError`` when one is missing."""
        return render(errorClass, messageParameters)

    def get_message_template(self, errorClass: str) -> str:
        """The condition's text, with the parameters' names in angle brackets."""
        return condition(errorClass).template
