"""Records on the wire and on disk: pickled batches, each behind its length.

Batches of about a thousand records pickle several times faster than one large object (the pickler's memo
stays small), and they can be read back as a stream.
"""

from __future__ import annotations

import gc
import pickle
import struct
from collections.abc import Iterator, Sequence
from typing import Any

import cloudpickle

BATCH = 1000
LARGE_FRAME = 4 << 20
_LENGTH = struct.Struct("<I")
_PROTOCOL = 5


def dumps(value: Any) -> bytes:
    """Pickle ``value`` so that any process of this session can load it.

    The C pickler is tried first; what it cannot do, or would store as a name in ``__main__`` (which is another
    module in a worker), goes through cloudpickle, which carries such classes and functions by value.
    """
    try:
        data = pickle.dumps(value, _PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError):
        return cloudpickle.dumps(value, _PROTOCOL)
    if b"__main__" in data:
        return cloudpickle.dumps(value, _PROTOCOL)
    return data


def loads(data: bytes | memoryview) -> Any:
    """Unpickle with the cyclic collector off: it would walk the growing result over and over."""
    if gc.isenabled():
        gc.disable()
        try:
            return pickle.loads(data)
        finally:
            gc.enable()
    return pickle.loads(data)


def pack(records: Sequence[Any]) -> list[bytes]:
    """The frames of ``records``: lengths and pickled lists in turn, ready to be joined or written."""
    parts: list[bytes] = []
    if len(records) <= BATCH:
        if records:
            data = dumps(records if type(records) is list else list(records))
            parts.append(_LENGTH.pack(len(data)))
            parts.append(data)
        return parts
    step, at = BATCH, 0
    while at < len(records):
        data = dumps(list(records[at : at + step]))
        at += step
        parts.append(_LENGTH.pack(len(data)))
        parts.append(data)
        if len(data) > LARGE_FRAME and step > 1:
            step = max(1, step // 8)
    return parts


def unpack(data: bytes | memoryview) -> Iterator[list[Any]]:
    """The batches in ``data``. Raises ``ValueError`` when the last one is cut short."""
    view = memoryview(data)
    at, end = 0, len(view)
    while at < end:
        if at + 4 > end:
            raise ValueError("the block ends inside a frame's length")
        (length,) = _LENGTH.unpack_from(view, at)
        at += 4
        if at + length > end:
            raise ValueError(f"the block ends inside a frame: {end - at} of {length} bytes are there")
        yield loads(view[at : at + length])
        at += length


def read_frames(file: Any, length: int | None = None) -> Iterator[list[Any]]:
    """The batches in an open binary file from where it stands, for ``length`` bytes or to its end."""
    left = length
    while left is None or left > 0:
        head = file.read(4)
        if not head and left is None:
            return
        if len(head) < 4:
            raise ValueError("the file ends inside a frame's length")
        (size,) = _LENGTH.unpack(head)
        data = file.read(size)
        if len(data) < size:
            raise ValueError(f"the file ends inside a frame: {len(data)} of {size} bytes are there")
        yield loads(data)
        if left is not None:
            left -= 4 + size
