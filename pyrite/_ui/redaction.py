"""Secrets in settings are shown as stars."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyrite._events.schema import REDACTED, REDACTION

STARS = REDACTED


class Redaction:
    """Replaces the values of settings that ``spark.redaction.regex`` finds in the key or in the value.

    A pattern that Python cannot read hides everything: better that than a secret.
    """

    def __init__(self, settings: Mapping[str, str]) -> None:
        pattern = settings.get("spark.redaction.regex") or REDACTION
        try:
            self._pattern: re.Pattern[str] | None = re.compile(pattern)
        except re.error:
            self._pattern = None

    def value(self, key: str, value: str) -> str:
        if self._pattern is None or self._pattern.search(key) or self._pattern.search(value):
            return STARS
        return value

    def pairs(self, settings: Mapping[str, str]) -> list[tuple[str, str]]:
        """The settings in the order of their keys, without secrets."""
        return [(key, self.value(key, value)) for key, value in sorted(settings.items())]
