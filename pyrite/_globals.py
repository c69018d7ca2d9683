"""Marks and decorators that PySpark's modules share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

__all__ = ["_NoValue", "_NoValueType", "keyword_only", "since"]

F = TypeVar("F", bound=Callable[..., Any])


class _NoValueType:
    """The type of ``_NoValue``, the default that tells "not given" from ``None``. One object per process."""

    _instance: _NoValueType | None = None

    def __new__(cls) -> _NoValueType:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __reduce__(self) -> tuple[type[_NoValueType], tuple[()]]:
        return _NoValueType, ()

    def __repr__(self) -> str:
        return "<no value>"


_NoValue = _NoValueType()


def keyword_only(func: F) -> F:
    """Make a method refuse positional arguments and keep the given keywords as ``self._input_kwargs``.

    Raises
    ------
    TypeError
        When the method is called with a positional argument.

    >>> class Stage:
    ...     @keyword_only
    ...     def setParams(self, *, maxIter=10):
    ...         return self._input_kwargs
    >>> Stage().setParams(maxIter=3)
    {'maxIter': 3}
    """

    @wraps(func)
    def checked(self: Any, *args: Any, **kwargs: Any) -> Any:
        if args:
            raise TypeError(f"Method {func.__name__} forces keyword arguments.")
        self._input_kwargs = kwargs
        return func(self, **kwargs)

    return cast(F, checked)


def since(version: str | float) -> Callable[[F], F]:
    """Note in a function's docstring the release that brought it.

    >>> @since("4.3.0")
    ... def fresh():
    ...     "Does a thing."
    >>> "versionadded:: 4.3.0" in fresh.__doc__
    True
    """

    def note(func: F) -> F:
        lines = (func.__doc__ or "").rstrip().split("\n")
        margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
        margin = " " * min(margins, default=0)
        func.__doc__ = "\n".join([*lines, "", f"{margin}.. versionadded:: {version}"])
        return func

    return note
