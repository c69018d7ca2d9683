"""The configuration of an application."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, overload

from pyrite._conf.keys import KEYS
from pyrite._conf.sources import Settings, load_settings
from pyrite._conf.units import parse_bytes, parse_time
from pyrite._conf.values import read
from pyrite.errors import IllegalArgumentException, PySparkRuntimeError

__all__ = ["SparkConf", "parse_bytes", "parse_time"]

_REDACTED = "*********(redacted)"
_PROGRAM = "program"
_DEFAULT = "default"


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
        self._conf: Settings = load_settings() if loadDefaults else Settings()

    def set(self, key: str, value: Any) -> SparkConf:
        """Set a property, kept as ``str(value)``. ``IllegalArgumentException`` when ``key`` is None."""
        if key is None:
            raise IllegalArgumentException("null key")
        self._conf.put(key, str(value), _PROGRAM)
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
        return "\n".join(f"{key}={value}" for key, value in sorted(self._redacted(self._conf).items()))

    def _copy(self) -> SparkConf:
        """Return a conf of its own with the same settings and origins: what a context keeps."""
        conf = SparkConf(loadDefaults=False)
        conf._conf.take(self._conf)
        return conf

    def _assume(self, key: str, value: str) -> None:
        """Set a property that has no value, as one that Pyrite chose."""
        if key not in self._conf:
            self._conf.put(key, value, _DEFAULT)

    def _origin(self, key: str) -> str:
        """Return where a property's value comes from: ``program``, an option, a file, a variable or ``default``."""
        return self._conf.origins.get(key, _DEFAULT)

    def _read(self, key: str) -> Any:
        """Return the typed value of a key in the table, or of its default.

        Raises ``IllegalArgumentException`` that names the key and what it should be.
        """
        return read(key, self._conf.get(key))

    def _redacted(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Return settings without the values that look secret."""
        secret = re.compile(self._conf.get(_REDACTION.name) or _REDACTION.default or "")
        return {
            key: _REDACTED if secret.search(key) or secret.search(value) else value
            for key, value in settings.items()
        }


_REDACTION = KEYS["spark.redaction.regex"]
