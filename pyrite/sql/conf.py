"""The settings of one session: ``spark.conf``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyrite._conf.keys import KEYS
from pyrite._conf.known import warn_of
from pyrite._conf.sources import Settings
from pyrite._conf.sql_defaults import DEFAULTS
from pyrite._conf.values import check_for_session
from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    PySparkTypeError,
    PySparkValueError,
    SparkNoSuchElementException,
)
from pyrite.sql._text.zones import utc_offset

__all__ = ["RuntimeConfig"]

_STATIC = {key.name for key in KEYS.values() if key.static} | {"spark.sql.extensions"}
_STATIC_DEFAULTS = {name: KEYS[name].default for name in _STATIC & set(KEYS) if KEYS[name].default}

# Settings of the engine, which are read once, when the SparkContext starts.
_ENGINE = (
    "spark.archives",
    "spark.broadcast.",
    "spark.checkpoint.",
    "spark.cores.max",
    "spark.driver.",
    "spark.dynamicAllocation.",
    "spark.eventLog.",
    "spark.excludeOnFailure.",
    "spark.executor.",
    "spark.extraListeners",
    "spark.files",
    "spark.io.",
    "spark.jars",
    "spark.kryo.",
    "spark.locality.",
    "spark.log.",
    "spark.memory.",
    "spark.network.",
    "spark.plugins",
    "spark.pyspark.",
    "spark.python.worker.reuse",
    "spark.rdd.",
    "spark.redaction.",
    "spark.reducer.",
    "spark.scheduler.",
    "spark.serializer",
    "spark.shuffle.",
    "spark.speculation",
    "spark.submit.",
    "spark.task.",
    "spark.ui.",
)
_NOT_GIVEN = object()


class RuntimeConfig:
    """Reads and changes a session's settings. They begin as those of the SparkContext.

    >>> conf = RuntimeConfig({"spark.app.name": "report"})
    >>> conf.set("spark.sql.shuffle.partitions", 8)
    >>> conf.get("spark.sql.shuffle.partitions")
    '8'
    """

    def __init__(self, settings: Mapping[str, str]):
        self._settings = Settings(settings, "program")
        if isinstance(settings, Settings):
            self._settings.origins.update(settings.origins)

    def set(self, key: str, value: str | int | bool) -> None:
        """Change a setting of this session.

        Raises
        ------
        AnalysisException
            When the setting belongs to the SparkContext or cannot change after the start.
        IllegalArgumentException
            INVALID_CONF_VALUE, for a value that the setting cannot take.
        """
        _expect_string("key", key)
        if value is None:
            raise IllegalArgumentException(f"requirement failed: value cannot be null for key: {key}")
        if not isinstance(value, str | int):
            raise PySparkTypeError(
                errorClass="NOT_EXPECTED_TYPE",
                messageParameters={
                    "arg_name": "value",
                    "expected_type": "str, int or bool",
                    "arg_type": type(value).__name__,
                },
            )
        _refuse_fixed(key)
        if key == "spark.sql.session.timeZone":
            _expect_zone(key, as_text(value))
        check_for_session(key, as_text(value))
        warn_of({key: as_text(value)})
        self._settings.put(key, as_text(value), "session")

    def get(self, key: str, default: Any = _NOT_GIVEN) -> str | None:
        """The value of a setting that was given one; else ``default``, or without it Spark's own.

        Raises
        ------
        SparkNoSuchElementException
            When the setting has no value and no default is given.
        """
        _expect_string("key", key)
        if key in self._settings:
            return self._settings[key]
        if default is not _NOT_GIVEN:
            if default is not None:
                _expect_string("default", default)
            return default
        for known in (DEFAULTS, _STATIC_DEFAULTS):
            if key in known:
                return known[key]
        raise SparkNoSuchElementException(
            f'[SQL_CONF_NOT_FOUND] The SQL config "{key}" cannot be found. '
            "Please verify that the config exists. SQLSTATE: 42K0I"
        )

    @property
    def getAll(self) -> dict[str, str]:
        """Every setting that has been given a value."""
        return dict(self._settings)

    def unset(self, key: str) -> None:
        """Forget the value of a setting, so that its default holds again."""
        _expect_string("key", key)
        _refuse_fixed(key)
        self._settings.pop(key, None)
        self._settings.origins.pop(key, None)

    def isModifiable(self, key: str) -> bool:
        """Whether this is one of Spark SQL's settings that a session may change."""
        _expect_string("key", key)
        return key in DEFAULTS

    def _apply(self, options: Mapping[str, Any]) -> None:
        """Take those of a builder's options that a running session can take."""
        changeable = {key: as_text(value) for key, value in options.items() if not _is_fixed(key)}
        self._settings.put_all(changeable, "program")

    def _origin(self, key: str) -> str:
        """Where a setting's value comes from."""
        return self._settings.origins.get(key, "default")


def as_text(value: Any) -> str:
    """A setting's value as Spark keeps it: booleans in lower case."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_fixed(key: str) -> bool:
    return key in _STATIC or key.startswith(_ENGINE)


def _refuse_fixed(key: str) -> None:
    if key in _STATIC:
        raise AnalysisException(
            f'[CANNOT_MODIFY_STATIC_CONFIG] Cannot modify the value of the static Spark config: "{key}". '
            "SQLSTATE: 46110"
        )
    if key.startswith(_ENGINE):
        raise AnalysisException(
            f'[CANNOT_MODIFY_CONFIG] Cannot modify the value of the Spark config: "{key}".'
        )


def _expect_zone(key: str, value: str) -> None:
    try:
        utc_offset(value or "none")
    except PySparkValueError:
        raise IllegalArgumentException(
            errorClass="INVALID_CONF_VALUE.TIME_ZONE", messageParameters={"confName": key, "confValue": value}
        ) from None


def _expect_string(name: str, value: Any) -> None:
    if not isinstance(value, str):
        raise PySparkTypeError(
            errorClass="NOT_EXPECTED_TYPE",
            messageParameters={
                "arg_name": name,
                "expected_type": "str",
                "arg_type": type(value).__name__,
            },
        )
