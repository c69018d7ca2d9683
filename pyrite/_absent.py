"""Functions that PySpark has and Pyrite has no use for: their names can be imported, calling them says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from pyrite.errors import PySparkNotImplementedError


def absent(name: str, reason: str) -> Callable[..., Any]:
    """A function that raises ``PySparkNotImplementedError`` with its name and the reason."""

    def call(*args: Any, **kwargs: Any) -> NoReturn:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"{name} ({reason})"}
        )

    call.__name__ = call.__qualname__ = name.rpartition(".")[2]
    call.__doc__ = f"Raises ``PySparkNotImplementedError``: {reason}."
    return call
