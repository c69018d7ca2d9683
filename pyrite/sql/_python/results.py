"""What users' functions give, as Arrow arrays of the type that they say."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pyrite.sql._inputs.columns import Unfit, careful_array, fast_array
from pyrite.sql._types.datatypes import (
    BinaryType,
    DataType,
    DecimalType,
    StringType,
    TimestampNTZType,
    TimestampType,
)
from pyrite.sql._types.nested import ArrayType, MapType, StructType
from pyrite.sql._types.physical_types import physical_type

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_results", "pickled_results"]

Values = Sequence[Any]


def arrow_results(values: Values, kind: DataType) -> pa.Array:
    """The results of a function under Arrow's rules: what Arrow can cast to the type is cast, else it raises.

    Raises
    ------
    pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, AssertionError
        For values that do not become the type.
    """
    import pyarrow as pa

    found = _fast(values, kind)
    if found is not None:
        return found
    convert = _converter(kind)
    if convert is not None:
        values = [None if value is None else convert(value) for value in values]
        found = _fast(values, kind)
        if found is not None:
            return found
    target = physical_type(kind)
    try:
        return pa.array(values, target)
    except pa.ArrowInvalid:
        pass
    return pa.array(values).cast(target)


def _fast(values: Values, kind: DataType) -> pa.Array | None:
    """The array of values that are all of the type's own classes; else None."""
    try:
        return fast_array(values, kind)
    except Unfit:
        return None


def _converter(kind: DataType) -> Callable[[Any], Any] | None:
    """What brings a value nearer to the type, or None where there is nothing to do."""
    if isinstance(kind, StringType):
        return _text
    wanted = _WANTED.get(type(kind))
    if wanted is not None:
        return lambda value: _checked(value, wanted)
    if isinstance(kind, ArrayType):
        element = _converter(kind.elementType)
        return None if element is None else lambda items: _each(items, element)
    if isinstance(kind, MapType):
        return lambda items: _map(items, kind)
    if isinstance(kind, StructType):
        return lambda value: _struct(value, kind)
    return None


_WANTED: dict[type, type | tuple[type, ...]] = {
    BinaryType: (bytes, bytearray),
    DecimalType: decimal.Decimal,
    TimestampNTZType: datetime.datetime,
    TimestampType: datetime.datetime,
}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def _checked(value: Any, wanted: type | tuple[type, ...]) -> Any:
    assert isinstance(value, wanted), f"{type(value)} {value}"
    return value


def _each(items: Any, convert: Callable[[Any], Any]) -> Any:
    if not isinstance(items, (list, tuple)):
        return items
    return [None if item is None else convert(item) for item in items]


def _map(items: Any, kind: MapType) -> dict[Any, Any]:
    assert isinstance(items, dict), f"{type(items)} {items}"
    key = _converter(kind.keyType) or _same
    value = _converter(kind.valueType) or _same
    return {key(k): None if v is None else value(v) for k, v in items.items()}


def _same(value: Any) -> Any:
    return value


def _struct(value: Any, kind: StructType) -> tuple[Any, ...]:
    """The fields of a tuple, by position; of a dict or Row, by name."""
    if isinstance(value, dict):
        parts = [value.get(name) for name in kind.names]
    elif isinstance(value, tuple):
        named: Any = getattr(value, "__fields__", None)
        by_name = named is not None and getattr(value, "__from_dict__", False)
        parts = [value[named.index(name)] for name in kind.names] if by_name else list(value)
        assert len(parts) == len(kind.names), f"{value} has not {len(kind.names)} fields"
    else:
        assert hasattr(value, "__dict__"), f"{type(value)} {value}"
        parts = [value.__dict__.get(name) for name in kind.names]
    found = []
    for part, field in zip(parts, kind):
        convert = _converter(field.dataType)
        found.append(part if part is None or convert is None else convert(part))
    return tuple(found)


def pickled_results(values: Values, kind: DataType) -> pa.Array:
    """The results of a function that is not Arrow-optimized: what is not of the type is null."""
    found = _fast(values, kind)
    if found is not None:
        return found
    if kind.needConversion():
        values = [None if value is None else kind.toInternal(value) for value in values]
    return careful_array(values, kind)
