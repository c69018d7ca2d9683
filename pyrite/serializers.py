"""Turning streams of objects into bytes and back, in PySpark's frames.

A frame is a 32-bit big-endian length and that many bytes; negative lengths are marks, see SpecialLengths.
The engine has a format of its own; these classes serve programs that name a serializer or use one directly.
"""

from __future__ import annotations

import io
import marshal
import pickle
import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, islice, product
from typing import Any

import cloudpickle

__all__ = [
    "CPickleSerializer",
    "CloudPickleSerializer",
    "MarshalSerializer",
    "PickleSerializer",
    "UTF8Deserializer",
]

pickle_protocol = pickle.HIGHEST_PROTOCOL

_INT = struct.Struct("!i")
_LONG = struct.Struct("!q")
_FRAME_LIMIT = 1 << 31


class SpecialLengths:
    """Lengths that are marks."""

    END_OF_DATA_SECTION = -1
    PYTHON_EXCEPTION_THROWN = -2
    TIMING_DATA = -3
    END_OF_STREAM = -4
    NULL = -5
    START_ARROW_STREAM = -6
    START_OF_INIT_MESSAGE = -8


# ---- numbers


def _unpack(layout: struct.Struct, stream: Any) -> Any:
    data = stream.read(layout.size)
    if not data:
        raise EOFError
    return layout.unpack(data)[0]


def read_int(stream: Any) -> int:
    """A 32-bit integer. Raises ``EOFError`` at the end, ``struct.error`` within one."""
    return int(_unpack(_INT, stream))


def write_int(value: int, stream: Any) -> None:
    """Write a 32-bit integer."""
    stream.write(_INT.pack(value))


def read_long(stream: Any) -> int:
    """A 64-bit integer. Raises ``EOFError`` at the end, ``struct.error`` within one."""
    return int(_unpack(_LONG, stream))


def write_long(value: int, stream: Any) -> None:
    """Write a 64-bit integer."""
    stream.write(_LONG.pack(value))


def pack_long(value: int) -> bytes:
    """The eight bytes of a 64-bit integer."""
    return _LONG.pack(value)


def read_bool(stream: Any) -> bool:
    """One byte as a truth value. Raises ``EOFError`` at the end."""
    return bool(_unpack(struct.Struct("!?"), stream))


def write_with_length(obj: bytes, stream: Any) -> None:
    """Write a frame."""
    write_int(len(obj), stream)
    stream.write(obj)


def _read_frame(stream: Any) -> bytes | None:
    """The next frame; None for the mark ``NULL``. Raises ``EOFError`` at the end and within a frame."""
    length = read_int(stream)
    if length == SpecialLengths.END_OF_DATA_SECTION:
        raise EOFError
    if length == SpecialLengths.NULL:
        return None
    data: bytes = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


# ---- the interface


class Serializer:
    """What every serializer can do. Equal serializers read what the other one wrote."""

    def dump_stream(self, iterator: Iterable[Any], stream: Any) -> None:
        """Write all objects of ``iterator`` to a binary file."""
        raise NotImplementedError

    def load_stream(self, stream: Any) -> Iterable[Any]:
        """The objects in a binary file, read on demand."""
        raise NotImplementedError

    def dumps(self, obj: Any) -> bytes:
        """The bytes of one object; of a list of them, where they travel in batches."""
        raise NotImplementedError

    def _load_stream_without_unbatching(self, stream: Any) -> Iterator[Iterable[Any]]:
        return ([obj] for obj in self.load_stream(stream))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class FramedSerializer(Serializer):
    """Writes each object as one frame; subclasses say what is in it."""

    def dump_stream(self, iterator: Iterable[Any], stream: Any) -> None:
        for obj in iterator:
            self._write_with_length(obj, stream)

    def load_stream(self, stream: Any) -> Iterator[Any]:
        while True:
            try:
                obj = self._read_with_length(stream)
            except EOFError:
                return
            yield obj

    def loads(self, obj: bytes) -> Any:
        """The object whose bytes these are."""
        raise NotImplementedError

    def _write_with_length(self, obj: Any, stream: Any) -> None:
        data = self.dumps(obj)
        if data is None:
            raise ValueError("serialized value should not be None")
        if len(data) >= _FRAME_LIMIT:
            raise ValueError("can not serialize object larger than 2G")
        write_with_length(data, stream)

    def _read_with_length(self, stream: Any) -> Any:
        data = _read_frame(stream)
        return None if data is None else self.loads(data)


# ---- what is in a frame


class NoOpSerializer(FramedSerializer):
    """Bytes as they are."""

    def dumps(self, obj: bytes) -> bytes:
        return obj

    def loads(self, obj: bytes) -> bytes:
        return obj


class PickleSerializer(FramedSerializer):
    """Python's pickle: nearly any object, but no lambdas.

    >>> PickleSerializer().loads(PickleSerializer().dumps({"a": 1}))
    {'a': 1}
    """

    def dumps(self, obj: Any) -> bytes:
        return pickle.dumps(obj, pickle_protocol)

    def loads(self, obj: bytes, encoding: str = "bytes") -> Any:
        return pickle.loads(obj, encoding=encoding)


class CloudPickleSerializer(FramedSerializer):
    """Pickle that takes functions, lambdas and classes of the program along.

    Args:
        allowed_names: if given, the only ``(module, name)`` pairs that loading may look up.

    >>> CloudPickleSerializer().loads(CloudPickleSerializer().dumps(lambda x: x + 1))(2)
    3
    """

    allowed_names: Collection[tuple[str, str]] | None = None

    def __init__(self, allowed_names: Collection[tuple[str, str]] | None = None):
        self.allowed_names = allowed_names

    def dumps(self, obj: Any) -> bytes:
        try:
            data: bytes = cloudpickle.dumps(obj, pickle_protocol)
        except pickle.PickleError:
            raise
        except Exception as error:
            raise pickle.PicklingError(
                f"Could not serialize object: {type(error).__name__}: {error}"
            ) from error
        return data

    def loads(self, obj: bytes, encoding: str = "bytes") -> Any:
        """The object. Raises ``pickle.UnpicklingError`` for a name that is not allowed."""
        if self.allowed_names is None:
            return pickle.loads(obj, encoding=encoding)
        return _RestrictedUnpickler(io.BytesIO(obj), self.allowed_names, encoding=encoding).load()


#: Once the serializer that pickled with C code; now the one that handles functions.
CPickleSerializer = CloudPickleSerializer


class _RestrictedUnpickler(pickle.Unpickler):
    def __init__(self, file: Any, allowed_names: Collection[tuple[str, str]], *, encoding: str = "bytes"):
        super().__init__(file, encoding=encoding)
        self.allowed_names = allowed_names

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self.allowed_names:
            raise pickle.UnpicklingError(f"Unpickling {module}.{name} is not allowed")
        return super().find_class(module, name)


class MarshalSerializer(FramedSerializer):
    """Python's marshal: faster, for numbers, text, bytes and their lists, tuples, sets and dicts only.

    >>> MarshalSerializer().loads(MarshalSerializer().dumps([1, "a"]))
    [1, 'a']
    """

    def dumps(self, obj: Any) -> bytes:
        return marshal.dumps(obj)

    def loads(self, obj: bytes) -> Any:
        return marshal.loads(obj)


class AutoSerializer(FramedSerializer):
    """Marshal as long as it can, from the first failure on pickle; one byte in front tells which."""

    def __init__(self) -> None:
        self._type: bytes | None = None

    def dumps(self, obj: Any) -> bytes:
        if self._type is None:
            try:
                return b"M" + marshal.dumps(obj)
            except ValueError:
                self._type = b"P"
        return b"P" + pickle.dumps(obj, pickle_protocol)

    def loads(self, obj: bytes) -> Any:
        loaders: dict[bytes, Callable[[bytes], Any]] = {b"M": marshal.loads, b"P": pickle.loads}
        loader = loaders.get(obj[:1])
        if loader is None:
            raise ValueError(f"invalid serialization type: {obj[:1]!r}, expected one of {list(loaders)}")
        return loader(obj[1:])


class CompressedSerializer(FramedSerializer):
    """What another serializer writes, compressed with zlib at its fastest level."""

    def __init__(self, serializer: FramedSerializer):
        assert isinstance(serializer, FramedSerializer), "serializer must be a FramedSerializer"
        self.serializer = serializer

    def dumps(self, obj: Any) -> bytes:
        return zlib.compress(self.serializer.dumps(obj), 1)

    def loads(self, obj: bytes) -> Any:
        return self.serializer.loads(zlib.decompress(obj))

    def __repr__(self) -> str:
        return f"CompressedSerializer({self.serializer})"


class UTF8Deserializer(Serializer):
    """Reads text that was written as frames of UTF-8.

    Args:
        use_unicode: decode to ``str``; else leave ``bytes``.
    """

    def __init__(self, use_unicode: bool = True):
        self.use_unicode = use_unicode

    def loads(self, stream: Any) -> str | bytes | None:
        """The next text of a *file*; None where a null was written. Raises ``EOFError`` at the end."""
        data = _read_frame(stream)
        return data.decode("utf-8") if data is not None and self.use_unicode else data

    def load_stream(self, stream: Any) -> Iterator[str | bytes | None]:
        while True:
            try:
                text = self.loads(stream)
            except (EOFError, struct.error):
                return
            yield text

    def __repr__(self) -> str:
        return f"UTF8Deserializer({self.use_unicode})"


# ---- batches


class BatchedSerializer(Serializer):
    """Writes lists of ``batchSize`` objects through another serializer, which is faster than one by one.

    >>> file = io.BytesIO()
    >>> serializer = BatchedSerializer(PickleSerializer(), 2)
    >>> serializer.dump_stream(range(5), file)
    >>> _ = file.seek(0)
    >>> list(serializer._load_stream_without_unbatching(file))
    [[0, 1], [2, 3], [4]]
    """

    UNLIMITED_BATCH_SIZE = -1
    UNKNOWN_BATCH_SIZE = 0

    def __init__(self, serializer: Any, batchSize: int = UNLIMITED_BATCH_SIZE):
        self.serializer = serializer
        self.batchSize = batchSize

    def _batched(self, iterator: Iterable[Any]) -> Iterator[Any]:
        if self.batchSize == self.UNLIMITED_BATCH_SIZE:
            yield list(iterator)
            return
        objects = iter(iterator)
        while batch := list(islice(objects, self.batchSize)):
            yield batch

    def dump_stream(self, iterator: Iterable[Any], stream: Any) -> None:
        self.serializer.dump_stream(self._batched(iterator), stream)

    def load_stream(self, stream: Any) -> Iterator[Any]:
        return chain.from_iterable(self._load_stream_without_unbatching(stream))

    def _load_stream_without_unbatching(self, stream: Any) -> Iterator[Iterable[Any]]:
        return iter(self.serializer.load_stream(stream))

    def __repr__(self) -> str:
        return f"BatchedSerializer({self.serializer}, {self.batchSize})"


class FlattenedValuesSerializer(BatchedSerializer):
    """Writes ``(key, values)`` pairs of at most ``batchSize`` values; a long list becomes several pairs."""

    def __init__(self, serializer: Any, batchSize: int = 10):
        super().__init__(serializer, batchSize)

    def _batched(self, iterator: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
        size = self.batchSize
        return (
            (key, values[start : start + size])
            for key, values in iterator
            for start in range(0, len(values), size)
        )

    def load_stream(self, stream: Any) -> Iterator[Any]:
        return self._load_stream_without_unbatching(stream)

    def __repr__(self) -> str:
        return f"FlattenedValuesSerializer({self.serializer}, {self.batchSize})"


class AutoBatchedSerializer(BatchedSerializer):
    """Writes batches of a length that grows and shrinks with the size of their objects.

    Args:
        serializer: what writes a batch.
        bestSize: the bytes that a batch should come to.
    """

    def __init__(self, serializer: Any, bestSize: int = 1 << 16):
        super().__init__(serializer, self.UNKNOWN_BATCH_SIZE)
        self.bestSize = bestSize

    def dump_stream(self, iterator: Iterable[Any], stream: Any) -> None:
        objects = iter(iterator)
        length = 1
        while batch := list(islice(objects, length)):
            data = self.serializer.dumps(batch)
            write_with_length(data, stream)
            if len(data) < self.bestSize:
                length *= 2
            elif len(data) > 10 * self.bestSize and length > 1:
                length //= 2

    def __repr__(self) -> str:
        return f"AutoBatchedSerializer({self.serializer})"


class _TwoDeserializers(Serializer):
    """Reads two serializers' batches alternately from one file and combines each two."""

    def __init__(self, key_ser: Serializer, val_ser: Serializer):
        self.key_ser = key_ser
        self.val_ser = val_ser

    def _combine(self, keys: Iterable[Any], values: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
        raise NotImplementedError

    def _load_stream_without_unbatching(self, stream: Any) -> Iterator[Iterable[tuple[Any, Any]]]:
        keys = self.key_ser._load_stream_without_unbatching(stream)
        values = self.val_ser._load_stream_without_unbatching(stream)
        return map(self._combine, keys, values)

    def load_stream(self, stream: Any) -> Iterator[tuple[Any, Any]]:
        return chain.from_iterable(self._load_stream_without_unbatching(stream))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key_ser}, {self.val_ser})"


class CartesianDeserializer(_TwoDeserializers):
    """Each key of a batch with each value of the batch beside it."""

    def _combine(self, keys: Iterable[Any], values: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
        return product(keys, values)


class PairDeserializer(_TwoDeserializers):
    """Keys and values of two batches side by side. Raises ``ValueError`` if the batches differ in length."""

    def _combine(self, keys: Iterable[Any], values: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
        left, right = list(keys), list(values)
        if len(left) != len(right):
            raise ValueError(
                "Can not deserialize PairRDD with different number of items"
                f" in batches: ({len(left)}, {len(right)})"
            )
        return zip(left, right)


# ---- streams


class ChunkedStream:
    """Writes frames of a fixed size to a binary file, for data whose length is not known yet.

    Closing it writes what is left, then the mark -1, and closes the other file.

    Args:
        wrapped: the binary file to write to.
        buffer_size: bytes in a frame.
    """

    def __init__(self, wrapped: Any, buffer_size: int):
        self.wrapped = wrapped
        self.buffer_size = buffer_size
        self._buffer = bytearray()

    @property
    def current_pos(self) -> int:
        """How many bytes wait for their frame to fill up."""
        return len(self._buffer)

    def write(self, data: bytes) -> None:
        """Write data; a frame leaves as soon as it is full."""
        self._buffer += data
        whole = len(self._buffer) - len(self._buffer) % self.buffer_size
        for start in range(0, whole, self.buffer_size):
            write_with_length(bytes(self._buffer[start : start + self.buffer_size]), self.wrapped)
        del self._buffer[:whole]

    def close(self) -> None:
        """Write what is left and the mark, and close the other file."""
        if self._buffer:
            write_with_length(bytes(self._buffer), self.wrapped)
            self._buffer.clear()
        write_int(-1, self.wrapped)
        self.wrapped.close()

    @property
    def closed(self) -> bool:
        """Whether the other file is closed; Arrow asks."""
        return bool(self.wrapped.closed)
