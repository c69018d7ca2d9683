"""Finding what in a closure cannot be pickled, and saying so."""

from __future__ import annotations

import inspect
import pickle
import types
from collections.abc import Iterator
from typing import Any

import cloudpickle

from pyrite._runtime.program import Listed, Program
from pyrite.errors import PySparkException


def explained(program: Program, error: Exception) -> Exception:
    """An exception that names the variable of the user's function that cannot be pickled, and where it is used.

    Errors that explain themselves (using a SparkContext or an RDD inside a closure) keep their words.
    """
    if isinstance(error, PySparkException):
        return pickle.PicklingError(f"Could not serialize object: {type(error).__name__}: {error}")
    for function in _functions(program):
        place = _place(function)
        for how, name, value in _captured(function):
            if _picklable(value):
                continue
            kind = type(value).__name__
            message = (
                f"Could not serialize the function {_name(function)} ({place}): its {how} {name!r} is a {kind}, "
                f"which cannot be pickled ({type(error).__name__}: {error}). Make it inside the function, or "
                "broadcast what you need of it."
            )
            return pickle.PicklingError(message)
    return pickle.PicklingError(f"Could not serialize object: {type(error).__name__}: {error}")


def _functions(program: Program) -> Iterator[Any]:
    for step in reversed(program.steps):
        yield from _callables_of(step.op)
    yield from _callables_of(program.sink)


def _callables_of(holder: Any, depth: int = 6) -> Iterator[Any]:
    for value in holder if isinstance(holder, tuple) else vars(holder).values():
        if isinstance(value, (types.FunctionType, types.MethodType)):
            yield from _nested(value)
        elif depth and (isinstance(value, (tuple, Listed)) or hasattr(value, "__dataclass_fields__")):
            yield from _callables_of(value, depth - 1)


def _nested(function: Any, depth: int = 3) -> Iterator[Any]:
    """Functions captured by ours (say, by ``mapValues``) first: the user's are inside."""
    if depth and isinstance(function, types.FunctionType):
        for _, _, value in _captured(function):
            if isinstance(value, (types.FunctionType, types.MethodType)) and value is not function:
                yield from _nested(value, depth - 1)
    yield function


def _captured(function: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(function, types.MethodType):
        yield "object", "self", function.__self__
        function = function.__func__
    if not isinstance(function, types.FunctionType):
        return
    try:
        found = inspect.getclosurevars(function)
    except (TypeError, ValueError):
        return
    for name, value in found.nonlocals.items():
        yield "captured variable", name, value
    for name, value in found.globals.items():
        if not isinstance(value, types.ModuleType):
            yield "global variable", name, value
    for i, value in enumerate(function.__defaults__ or ()):
        yield "default argument", function.__code__.co_varnames[i], value


def _picklable(value: Any) -> bool:
    try:
        cloudpickle.dumps(value, 5)
    except Exception:
        return False
    return True


def _name(function: Any) -> str:
    name: str = getattr(function, "__qualname__", repr(function))
    return name


def _place(function: Any) -> str:
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    return f"{code.co_filename}:{code.co_firstlineno}" if code else "no source"
