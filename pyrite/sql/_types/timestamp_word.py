"""What the word ``TIMESTAMP`` means in a text: ``spark.sql.timestampType``.

No other setting changes how types and constants are read, so what reads them is given none: it asks here. As in
Spark the session that is active answers, except for texts that belong to other settings (:func:`read_under`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["KEY", "is_ntz", "means_ntz", "read_under", "tell_active"]

KEY = "spark.sql.timestampType"

_own: ContextVar[Mapping[str, str] | None] = ContextVar("timestamp_word", default=None)
_active: Callable[[], Mapping[str, str]] = dict


def is_ntz(conf: Mapping[str, str] | None) -> bool:
    """Whether it is TIMESTAMP_NTZ by these settings, and not TIMESTAMP_LTZ.

    >>> is_ntz({}), is_ntz({"spark.sql.timestampType": "TIMESTAMP_NTZ"})
    (False, True)
    """
    return (conf or {}).get(KEY, "").upper() == "TIMESTAMP_NTZ"


def means_ntz() -> bool:
    """Whether it is TIMESTAMP_NTZ in a text that is read now."""
    own = _own.get()
    return is_ntz(_active() if own is None else own)


@contextmanager
def read_under(conf: Mapping[str, str] | None) -> Iterator[None]:
    """Have the texts that this thread reads meanwhile read by these settings."""
    token = _own.set(conf or {})
    try:
        yield
    finally:
        _own.reset(token)


def tell_active(settings: Callable[[], Mapping[str, str]]) -> None:
    """Have the settings of the active session told by this function. Without it there are none."""
    global _active
    _active = settings
