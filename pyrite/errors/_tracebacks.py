"""Tracebacks that show who made a mistake, rather than who found it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from pyrite.errors.exceptions.base import PySparkException

__all__ = ["brief"]

_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep

P = ParamSpec("P")
R = TypeVar("R")


def brief(function: Callable[P, R]) -> Callable[P, R]:
    """Let Spark's errors, and those of files, come from this function, without the frames below it.

    Other errors are ours, and keep all their frames; so do all errors where the environment says
    ``PYRITE_TRACEBACKS=full``.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        __tracebackhide__ = True  # IPython and pytest leave this frame out.
        try:
            return function(*args, **kwargs)
        except (PySparkException, OSError) as error:
            if os.environ.get("PYRITE_TRACEBACKS") == "full":
                raise
            if error.__context__ is not None and _began_here(error.__context__):
                error.__suppress_context__ = True
            # What the user is handling is told; B904 would hide it.
            raise error.with_traceback(None)  # noqa: B904

    return call


def _began_here(error: BaseException) -> bool:
    """Whether it was raised and caught within Pyrite: then it is no news to the user."""
    trace = error.__traceback__
    return trace is None or trace.tb_frame.f_code.co_filename.startswith(_OURS)
