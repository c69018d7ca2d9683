"""The configuration of an application."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, overload

from pyrite._conf.sources import load_settings
from pyrite._conf.units import parse_bytes, parse_time
from pyrite.errors import IllegalArgumentException, PySparkRuntimeError

__all__ = ["SparkConf", "parse_bytes", "parse_time"]

_REDACTED = "*********(redacted)"
_REDACTION_KEY = "spark.redaction.regex"
_REDACTION_DEFAULT = r"(?i)secret|password|token|access[.]?key"


class SparkConf:
    """Settings as key-value pairs of strings.

    Setters return the object, so that they chain. What is set here stands above the command line, properties
    files and the environment.

    Parameters
    ----------
    loadDefaults : bool
        Start with the ``spark.*`` settings of the command line, ``spark-defaults.conf`` and the environment.

    Examples
    --------
    >>> conf = SparkConf(loadDefaults=False).setMaster("local[2]").setAppName("Word count")
    >>> conf.get("spark.master")
    'local[2]'
    """

    def __init__(self, loadDefaults: bool = True, _jvm: Any = None, _jconf: Any = None):
        self._conf: dict[str, str] = load_settings() if loadDefaults else {}

    def set(self, key: str, value: Any) -> SparkConf:
        """Set a property, kept as ``str(value)``. ``IllegalArgumentException`` when ``key`` is None."""
        if key is None:
            raise IllegalArgumentException("null key")
        self._conf[key] = str(value)
        return self

    def setIfMissing(self, key: str, value: Any) -> SparkConf:
        """Set a property unless it has a value."""
        return self if key in self._conf else self.set(key, value)

    def setMaster(self, value: str) -> SparkConf:
        """Set ``spark.master``: where the program runs."""
        return self.set("spark.master", value)

    def setAppName(self, value: str) -> SparkConf:
        """Set ``spark.app.name``: the application's name."""
        return self.set("spark.app.name", value)

    def setSparkHome(self, value: str) -> SparkConf:
        """Set ``spark.home``."""
        return self.set("spark.home", value)

    @overload
    def setExecutorEnv(self, key: str, value: str) -> SparkConf: ...

    @overload
    def setExecutorEnv(self, *, pairs: list[tuple[str, str]]) -> SparkConf: ...

    def setExecutorEnv(
        self, key: str | None = None, value: str | None = None, pairs: list[tuple[str, str]] | None = None
    ) -> SparkConf:
        """Set environment variables of the workers: one by ``key`` and ``value``, or several by ``pairs``.

        Raises ``PySparkRuntimeError`` unless exactly one form is used.
        """
        if (key is None) == (pairs is None):
            raise PySparkRuntimeError(errorClass="KEY_VALUE_PAIR_REQUIRED", messageParameters={})
        for name, setting in [(key, value)] if pairs is None else pairs:
            self.set(f"spark.executorEnv.{name}", setting)
        return self

    def setAll(self, pairs: Iterable[tuple[str, Any]]) -> SparkConf:
        """Set every ``(key, value)`` of ``pairs``."""
        for key, value in pairs:
            self.set(key, value)
        return self

    @overload
    def get(self, key: str) -> str | None: ...

    @overload
    def get(self, key: str, defaultValue: None) -> str | None: ...

    @overload
    def get(self, key: str, defaultValue: str) -> str: ...

    def get(self, key: str, defaultValue: str | None = None) -> str | None:
        """Return a property's value, or the default."""
        return self._conf.get(key, defaultValue)

    def getAll(self) -> list[tuple[str, str]]:
        """Return every property as a ``(key, value)`` pair."""
        return list(self._conf.items())

    def contains(self, key: str) -> bool:
        """Tell whether a property has a value."""
        return key in self._conf

    def toDebugString(self) -> str:
        """Return sorted ``key=value`` lines, without values that look secret (``spark.redaction.regex``)."""
        secret = re.compile(self._conf.get(_REDACTION_KEY, _REDACTION_DEFAULT))
        lines = []
        for key, value in sorted(self._conf.items()):
            hidden = secret.search(key) or secret.search(value)
            lines.append(f"{key}={_REDACTED if hidden else value}")
        return "\n".join(lines)

    def _copy(self) -> SparkConf:
        """Return a conf of its own with the same settings: what a context keeps."""
        return SparkConf(loadDefaults=False).setAll(self._conf.items())

    def _bytes(self, key: str, default: str, default_unit: str = "b") -> int:
        """Return a size property in bytes."""
        return parse_bytes(self._conf.get(key, default), default_unit)

    def _seconds(self, key: str, default: str, default_unit: str = "s") -> float:
        """Return a time property in seconds."""
        return parse_time(self._conf.get(key, default), default_unit)
