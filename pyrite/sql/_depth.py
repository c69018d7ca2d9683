"""Plans and types that are nested deeply: more than Python's stack holds, or than Arrow takes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

from pyrite.errors import SparkRuntimeException
from pyrite.sql.types import ArrayType, DataType, MapType, StructType

__all__ = ["TooDeep", "deeply", "refuse_deep_types", "types_within_limits"]

T = TypeVar("T")

_FRAMES = 60_000
_STACK = 512 << 20  # bytes; the system gives only those that are used
_MOST_TYPES = (
    62  # within each other: Arrow has 64 levels, of which the table and the innermost values are two
)
_NAME = "deep-query"
_lock = threading.Lock()


class TooDeep(SparkRuntimeException):
    """What a plan or a text raises that is nested too deeply."""


def deeply(function: Callable[[], T]) -> T:
    """What a function gives; where the stack is too small for it, it runs again in a thread with a larger one.

    Raises
    ------
    TooDeep
        Where that one is too small too.
    """
    try:
        return function()
    except RecursionError:
        if threading.current_thread().name == _NAME:
            raise
    found: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            found.append(function())
        except BaseException as error:
            errors.append(error)

    with _lock:
        _run_in_depth(run)
    if not errors:
        return found[0]
    if isinstance(errors[0], RecursionError):
        raise TooDeep(
            "The query is nested too deeply. Cut it by checkpoint(), or write what is in between and read it again."
        ) from None
    raise errors[0]


def _run_in_depth(run: Callable[[], None]) -> None:
    frames, stack = sys.getrecursionlimit(), threading.stack_size(_STACK)
    try:
        sys.setrecursionlimit(max(frames, _FRAMES))
        thread = threading.Thread(target=run, name=_NAME, daemon=True)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(stack)
        sys.setrecursionlimit(frames)


def types_within_limits(function: Callable[[], T]) -> T:
    """What a function gives that makes or walks types and values of them.

    Raises
    ------
    TooDeep
        Where they are too deep even for that.
    """
    try:
        return function()
    except RecursionError:
        raise _deep_types() from None


def refuse_deep_types(kinds: Iterable[DataType]) -> None:
    """Raise for a type with more within each other than a table can have.

    Raises
    ------
    TooDeep
        Tells the limit.
    """
    level = list(kinds)
    depth = 0
    while level:
        if depth > _MOST_TYPES:
            raise _deep_types()
        inner: list[DataType] = []
        for kind in level:
            if isinstance(kind, ArrayType):
                inner.append(kind.elementType)
            elif isinstance(kind, MapType):
                inner.append(StructType().add("key", kind.keyType).add("value", kind.valueType))
            elif isinstance(kind, StructType):
                inner += [field.dataType for field in kind.fields]
        level, depth = inner, depth + 1


def _deep_types() -> TooDeep:
    return TooDeep(
        f"Types can be nested {_MOST_TYPES} levels deep, where a map counts as two. Here they are deeper."
    )
