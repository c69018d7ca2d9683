"""Configuration of an application."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, overload

from pyrite._conf import load_settings, parse_bytes, parse_time
from pyrite.errors import PySparkRuntimeError, PySparkTypeError

__all__ = ["SparkConf", "parse_bytes", "parse_time"]

_SECRET = r"(?i)secret|password|token|access[.]?key"  # Spark's default of spark.redaction.regex
_REDACTED = "*********(redacted)"


class SparkConf:
    """Settings of an application: keys such as ``"spark.master"`` with values that are text.

    Values that are not text are kept as ``str(value)``. All setters return the object itself.

    Args:
        loadDefaults: start with the settings of the command line, ``spark-defaults.conf`` and the environment;
            what the program sets wins over them.

    >>> conf = SparkConf(loadDefaults=False).setMaster("local[2]").setAppName("counts")
    >>> conf.get("spark.master")
    'local[2]'
    """

    def __init__(self, loadDefaults: bool = True, _jvm: Any = None, _jconf: Any = None):
        if _jvm is not None or _jconf is not None:
            raise PySparkTypeError("SparkConf has no JVM beside it: _jvm and _jconf must be None.")
        self._conf: dict[str, str] = load_settings() if loadDefaults else {}

    def set(self, key: str, value: Any) -> SparkConf:
        """Set ``key`` to ``str(value)``.

        Raises:
            PySparkTypeError: ``NOT_STR``, for a key that is not text.
        """
        if not isinstance(key, str):
            raise PySparkTypeError(
                errorClass="NOT_STR", messageParameters={"arg_name": "key", "arg_type": type(key).__name__}
            )
        self._conf[key] = str(value)
        return self

    def setIfMissing(self, key: str, value: Any) -> SparkConf:
        """Set ``key``, unless it has a value."""
        return self if key in self._conf else self.set(key, value)

    def setMaster(self, value: str) -> SparkConf:
        """Set where to run: ``local``, ``local[4]``, ``local[*]`` ..."""
        return self.set("spark.master", value)

    def setAppName(self, value: str) -> SparkConf:
        """Set the application's name."""
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
        """Set environment variables of the worker processes: one as ``key`` and ``value``, or several as ``pairs``.

        Raises:
            PySparkRuntimeError: ``KEY_VALUE_PAIR_REQUIRED``, for both ways at once or neither.
        """
        if (key is None) == (pairs is None):
            raise PySparkRuntimeError(errorClass="KEY_VALUE_PAIR_REQUIRED", messageParameters={})
        for name, text in [(key, value)] if pairs is None else pairs:
            self.set(f"spark.executorEnv.{name}", text)
        return self

    def setAll(self, pairs: Iterable[tuple[str, Any]]) -> SparkConf:
        """Set each (key, value) of ``pairs``."""
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
        """The value of ``key``, or ``defaultValue``."""
        return self._conf.get(key, defaultValue)

    def getAll(self) -> list[tuple[str, str]]:
        """All (key, value) pairs, in the order in which the keys were first set."""
        return list(self._conf.items())

    def contains(self, key: str) -> bool:
        """Whether ``key`` has a value."""
        return key in self._conf

    def toDebugString(self) -> str:
        """Lines of ``key=value``, sorted, without secrets.

        >>> print(SparkConf(False).set("spark.b", 1).set("spark.a.password", "x").toDebugString())
        spark.a.password=*********(redacted)
        spark.b=1
        """
        secret = re.compile(self._conf.get("spark.redaction.regex", _SECRET))
        return "\n".join(f"{key}={_redact(secret, key, value)}" for key, value in sorted(self._conf.items()))


def _redact(secret: re.Pattern[str], key: str, value: str) -> str:
    return _REDACTED if secret.search(key) or secret.search(value) else value
