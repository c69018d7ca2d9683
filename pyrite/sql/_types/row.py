"""Rows: tuples whose values may have names."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import repeat
from typing import Any

from pyrite.errors import (
    PySparkAttributeError,
    PySparkKeyError,
    PySparkRuntimeError,
    PySparkTypeError,
    PySparkValueError,
)

__all__ = ["Row"]


class Row(tuple):
    """A tuple whose values may have names.

    Keywords make a row. Positional arguments make a plain tuple of values, or, when called, names of rows.
    Two rows are equal where their values are: names do not count.

    >>> Row(name="Ada", age=36).age
    36
    >>> Person = Row("name", "age")
    >>> Person("Ada", 36)
    Row(name='Ada', age=36)
    >>> "age" in Person("Ada", 36)
    True
    """

    __fields__: Sequence[str]

    def __new__(cls, *args: Any, **kwargs: Any) -> Row:
        if args and kwargs:
            raise PySparkValueError(
                "args and kwargs should not be set together.",
                errorClass="CANNOT_SET_TOGETHER",
                messageParameters={"arg_list": "args and kwargs"},
            )
        if not kwargs:
            return tuple.__new__(cls, args)
        row = tuple.__new__(cls, kwargs.values())
        row.__fields__ = [*kwargs]
        return row

    def asDict(self, recursive: bool = False) -> dict[str, Any]:
        """The values by name; of values with the same name, the last.

        Parameters
        ----------
        recursive : bool
            Also turn rows inside this one, and inside its lists and dicts, into dicts.

        Raises
        ------
        PySparkTypeError
            When the values have no names.

        >>> Row(a=1, b=Row(c=2)).asDict(recursive=True)
        {'a': 1, 'b': {'c': 2}}
        """
        if not hasattr(self, "__fields__"):
            raise PySparkTypeError(
                "Cannot convert Row into dict.",
                errorClass="CANNOT_CONVERT_TYPE",
                messageParameters={"from_type": "Row", "to_type": "dict"},
            )
        values = map(_without_rows, self) if recursive else self
        return dict(zip(self.__fields__, values))

    def __contains__(self, item: object) -> bool:
        if hasattr(self, "__fields__"):
            return item in self.__fields__
        return super().__contains__(item)

    def __call__(self, *args: Any) -> Row:
        """A row with these values, named by this one's values."""
        if len(args) > len(self):
            raise PySparkValueError(
                errorClass="TOO_MANY_VALUES",
                messageParameters={"expected": str(len(self)), "item": "fields", "actual": str(len(args))},
            )
        return _create_row(self, args)

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, int | slice):
            return super().__getitem__(item)
        try:
            return super().__getitem__(self.__fields__.index(item))
        except IndexError:
            raise PySparkKeyError(
                f"Key `{item}` does not exist.",
                errorClass="KEY_NOT_EXISTS",
                messageParameters={"key": str(item)},
            ) from None
        except ValueError:
            raise PySparkValueError(item) from None

    def __getattr__(self, name: str) -> Any:
        # Only names that no method has come here. A look-up of __fields__ itself would come back for ever.
        if not name.startswith("__"):
            try:
                return super().__getitem__(self.__fields__.index(name))
            except (IndexError, ValueError):
                pass
        raise PySparkAttributeError(
            f"Attribute `{name}` is not supported.",
            errorClass="ATTRIBUTE_NOT_SUPPORTED",
            messageParameters={"attr_name": name},
        )

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "__fields__":
            raise PySparkRuntimeError(
                "Row is read-only.", errorClass="READ_ONLY", messageParameters={"object": "Row"}
            )
        # A dictionary of its own: rows of one result share theirs.
        object.__setattr__(self, "__dict__", {name: value})

    def __reduce__(self) -> str | tuple[Any, ...]:
        if hasattr(self, "__fields__"):
            return _create_row, (self.__fields__, tuple(self))
        return super().__reduce__()

    def __repr__(self) -> str:
        if hasattr(self, "__fields__"):
            return f"Row({', '.join(f'{name}={value!r}' for name, value in zip(self.__fields__, self))})"
        return f"<Row({', '.join(map(repr, self))})>"


def _create_row(fields: Sequence[str], values: Sequence[Any]) -> Row:
    """A row of these values with these names. Pickled rows name this function."""
    row = tuple.__new__(Row, values)
    row.__fields__ = fields
    return row


_set_dict = Row.__dict__["__dict__"].__set__


def rows_of(names: Sequence[str], columns: Sequence[Sequence[Any]], length: int) -> list[Row]:
    """The rows of columns, as fast as it goes: no Python code runs for a row."""
    values = zip(*columns) if columns else repeat((), length)
    rows = list(map(tuple.__new__, repeat(Row), values))
    deque(map(_set_dict, rows, repeat({"__fields__": names})), 0)
    return rows


def _without_rows(value: Any) -> Any:
    if isinstance(value, Row):
        return value.asDict(recursive=True)
    if isinstance(value, list):
        return [*map(_without_rows, value)]
    if isinstance(value, dict):
        return {key: _without_rows(item) for key, item in value.items()}
    return value


# Pickled rows name both by the public module: they must be found there when files move.
for _public in (Row, _create_row):
    _public.__module__ = "pyrite.sql.types"
del _public
