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

from pyrite._runtime.memory import deep_size

BATCH = 1000
LARGE_FRAME = 4 << 20
#: Shorter lists are not looked at before they are pickled.
SAMPLED = 64
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


def fitting(records: Sequence[Any], most: int) -> int:
    """How many of ``records`` make a frame: ``most``, or fewer if they are large."""
    if len(records) < SAMPLED:
        return most
    return max(1, min(most, LARGE_FRAME * len(records) // deep_size(records, 3)))


def pack(records: Sequence[Any]) -> Iterator[bytes]:
    """The frames of ``records``, each made when it is asked for."""
    step, at = fitting(records, BATCH), 0
    while at < len(records):
        part = records if type(records) is list and len(records) <= step else list(records[at : at + step])
        data = dumps(part)
        yield _LENGTH.pack(len(data)) + data
        at += step
        if len(data) > LARGE_FRAME:
            step = max(1, step // 8)


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
