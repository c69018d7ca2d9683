"""Where the user's code called into the package."""

from __future__ import annotations

import os
import sys
from types import FrameType, TracebackType
from typing import Any, ClassVar, NamedTuple

_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep


class CallSite(NamedTuple):
    """The function of the package that was called, and the user's file and line that called it."""

    function: str
    file: str
    linenum: int


def first_spark_call() -> CallSite:
    """The outermost call on the stack that enters the package.

    If all of the stack is the package's own, its outermost function stands for both.
    """
    stack: list[FrameType] = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        stack.insert(0, frame)
        frame = frame.f_back
    inside = (at for at, level in enumerate(stack) if level.f_code.co_filename.startswith(_PACKAGE))
    entry = next(inside, len(stack) - 1)
    caller = stack[max(entry - 1, 0)]
    return CallSite(stack[entry].f_code.co_name, caller.f_code.co_filename, caller.f_lineno)


class SCCallSiteSync:
    """While its block runs, jobs of a SparkContext are shown under the user's line that called it.

    Args:
        sc: the SparkContext.

    Blocks may nest; the outermost one counts.
    """

    _spark_stack_depth: ClassVar[int] = 0
    _PROPERTY: ClassVar[str] = "callSite.short"

    def __init__(self, sc: Any):
        site = first_spark_call()
        self._call_site = f"{site.function} at {site.file}:{site.linenum}"
        self._context = sc

    def __enter__(self) -> None:
        if SCCallSiteSync._spark_stack_depth == 0:
            self._context.setLocalProperty(self._PROPERTY, self._call_site)
        SCCallSiteSync._spark_stack_depth += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        SCCallSiteSync._spark_stack_depth -= 1
        if SCCallSiteSync._spark_stack_depth == 0:
            self._context.setLocalProperty(self._PROPERTY, None)
