"""Values that every task reads and none changes."""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import struct
import threading
import weakref
from collections.abc import Callable
from typing import Any, BinaryIO, Generic, TypeVar

import cloudpickle

from pyrite.errors import PySparkRuntimeError

__all__ = ["Broadcast"]

T = TypeVar("T")

_HEADER = struct.Struct("<QI")  # bytes of the pickle, number of buffers
_UNSET: Any = object()

#: The living broadcasts of this process by id. In the driver, one that nobody refers to any more is cleaned up.
_broadcastRegistry: weakref.WeakValueDictionary[int, Broadcast[Any]] = weakref.WeakValueDictionary()
#: In a worker, those it has loaded: they stay from one stage to the next until the driver lets go.
_kept: dict[int, Broadcast[Any]] = {}


def _from_id(bid: int, path: str) -> Broadcast[Any]:
    found = _broadcastRegistry.get(bid)
    if found is None:
        found = _broadcastRegistry[bid] = _kept[bid] = Broadcast._in_task(bid, path)
    return found


def _forget(bid: int) -> None:
    """Let a worker's copy go; a task that still refers to it loads it again."""
    found = _kept.pop(bid, None)
    if found is not None:
        found._value = _UNSET


class Broadcast(Generic[T]):
    """A read-only value, sent to each worker once and loaded there when first used.

    Made by ``SparkContext.broadcast``. Large buffers in it (NumPy arrays and the like) are mapped from the file,
    so that all workers share one copy in memory.

    >>> names = sc.broadcast({"AA": "American"})
    >>> sc.parallelize(["AA"]).map(lambda code: names.value[code]).collect()
    ['American']
    """

    def __init__(self, bid: int, path: str, value: T, on_drop: Callable[[int, bool], None] | None = None):
        self._bid = bid
        self._path = path
        self._value: T = value
        self._on_drop = on_drop
        self._lock = threading.Lock()
        with open(path, "wb", opener=_private) as file:
            self.dump(value, file)
        _broadcastRegistry[bid] = self

    @classmethod
    def _in_task(cls, bid: int, path: str) -> Broadcast[Any]:
        broadcast = cls.__new__(cls)
        broadcast._bid = bid
        broadcast._path = path
        broadcast._value = _UNSET
        broadcast._on_drop = None
        broadcast._lock = threading.Lock()
        return broadcast

    @property
    def id(self) -> int:
        """The id of this broadcast in its application."""
        return self._bid

    @property
    def value(self) -> T:
        """The broadcast value. The driver has the object itself, also after :meth:`destroy`."""
        if self._value is _UNSET:
            with self._lock:
                if self._value is _UNSET:
                    self._value = self.load_from_path(self._path)
        return self._value

    def dump(self, value: T, f: BinaryIO) -> None:
        """Write ``value`` to ``f``: a pickle, and its large buffers aligned behind it."""
        buffers: list[pickle.PickleBuffer] = []
        try:
            data = cloudpickle.dumps(value, protocol=5, buffer_callback=buffers.append)
            raws = [buffer.raw() for buffer in buffers]
        except pickle.PickleError:
            raise
        except Exception as error:
            raise pickle.PicklingError(
                f"Could not serialize broadcast: {type(error).__name__}: {error}"
            ) from error
        f.write(_HEADER.pack(len(data), len(raws)))
        f.write(data)
        for raw in raws:
            f.write(struct.pack("<Q", raw.nbytes))
        for raw in raws:
            f.write(b"\0" * (-f.tell() % 64))
            f.write(raw)

    def load_from_path(self, path: str) -> T:
        """Read a value that :meth:`dump` wrote to the file at ``path``."""
        with open(path, "rb", buffering=1 << 20) as file:
            return self.load(file)

    def load(self, file: BinaryIO) -> T:
        """Read a value that :meth:`dump` wrote; large buffers are mapped, not read, when ``file`` is a real file."""
        size, count = _HEADER.unpack(file.read(_HEADER.size))
        data = file.read(size)
        lengths = [struct.unpack("<Q", file.read(8))[0] for _ in range(count)]
        buffers: list[memoryview] = []
        if count:
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            at = _HEADER.size + size + 8 * count
            for length in lengths:
                at += -at % 64
                buffers.append(whole[at : at + length])
                at += length
        collecting = gc.isenabled()
        gc.disable()
        try:
            value: T = pickle.loads(data, buffers=buffers)
            return value
        finally:
            if collecting:
                gc.enable()

    def unpersist(self, blocking: bool = False) -> None:
        """Let the workers forget the value; they load it again when a task uses it."""
        self._require_driver("unpersisted")
        assert self._on_drop is not None
        self._on_drop(self._bid, False)

    def destroy(self, blocking: bool = False) -> None:
        """Delete the value everywhere; it cannot be used any more."""
        self._require_driver("destroyed")
        assert self._on_drop is not None
        self._on_drop(self._bid, True)
        self._path = ""

    def _require_driver(self, action: str) -> None:
        if self._on_drop is None or not self._path:
            raise PySparkRuntimeError(
                errorClass="INVALID_BROADCAST_OPERATION", messageParameters={"operation": action}
            )

    def __reduce__(self) -> Any:
        if not self._path:
            raise PySparkRuntimeError(
                errorClass="INVALID_BROADCAST_OPERATION", messageParameters={"operation": "used"}
            )
        return _from_id, (self._bid, self._path)

    def __repr__(self) -> str:
        return f"Broadcast({self._bid})"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)
