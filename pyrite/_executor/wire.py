"""Messages over a stream socket: a length, a small pickled head, and raw bytes behind it.

Both ends are processes of one session joined by an inherited socket pair; no other process can connect.
"""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any

_HEAD = struct.Struct("<QQ")  # bytes of the head, bytes of the body


def encode(head: Any, body: bytes = b"") -> bytes:
    data = pickle.dumps(head, 5)
    return _HEAD.pack(len(data), len(body)) + data


def send(sock: socket.socket, head: Any, body: bytes = b"") -> None:
    """Send one message on a blocking socket."""
    start = encode(head, body)
    if len(body) < 65536:
        sock.sendall(start + body)
    else:
        sock.sendall(start)
        sock.sendall(body)


def receive(sock: socket.socket) -> tuple[Any, bytes] | None:
    """Wait for one message on a blocking socket; ``None`` when the other end has closed."""
    lengths = _exactly(sock, _HEAD.size)
    if lengths is None:
        return None
    head_size, body_size = _HEAD.unpack(lengths)
    head = _exactly(sock, head_size)
    body = _exactly(sock, body_size) if body_size else b""
    if head is None or body is None:
        return None
    return pickle.loads(head), bytes(body)


def _exactly(sock: socket.socket, size: int) -> bytearray | None:
    data = bytearray(size)
    view = memoryview(data)
    got = 0
    while got < size:
        count = sock.recv_into(view[got:])
        if not count:
            return None
        got += count
    return data


class Receiver:
    """Collects messages from a non-blocking socket, piece by piece."""

    CHUNK = 1 << 20

    def __init__(self, sock: socket.socket):
        self._sock = sock
        self._buffer = bytearray()
        self._head: Any = None
        #: What is there of the body that is being read (nothing if it is dropped), and how much of it is to come.
        self._body = bytearray()
        self._left = 0

    def read(self, admit: Any) -> tuple[list[tuple[Any, bytes | bytearray]], bool]:
        """What has arrived whole, and whether the other end is still open.

        ``admit(head, size)`` decides, before a body is read, whether it is kept; else it is read and dropped.
        """
        messages: list[tuple[Any, bytes | bytearray]] = []
        while True:
            try:
                wanted = self._left or self.CHUNK
                count = self._more_body() if self._left else self._more()
            except (BlockingIOError, InterruptedError):
                return messages, True
            except OSError:
                return messages, False
            if not count:
                return messages, False
            self._take(admit, messages)
            if count < wanted:
                return messages, True

    def _more(self) -> int:
        data = self._sock.recv(self.CHUNK)
        self._buffer += data
        return len(data)

    def _more_body(self) -> int:
        # Straight to where it stays: a large result must not be held twice.
        if self._body:
            count = self._sock.recv_into(memoryview(self._body)[-self._left :])
        else:
            count = len(self._sock.recv(min(self._left, self.CHUNK)))
        self._left -= count
        return count

    def _take(self, admit: Any, messages: list[tuple[Any, bytes | bytearray]]) -> None:
        """Take from the buffer what is whole; of a body also its beginning."""
        while not self._left:
            if self._head is not None:
                messages.append((self._head, self._body))
                self._head, self._body = None, bytearray()
            if not self._take_head(admit):
                return

    def _take_head(self, admit: Any) -> bool:
        if len(self._buffer) < _HEAD.size:
            return False
        head_size, body_size = _HEAD.unpack_from(self._buffer)
        start = _HEAD.size + head_size
        if len(self._buffer) < start:
            return False
        self._head = pickle.loads(self._buffer[_HEAD.size : start])
        there = self._buffer[start : start + body_size]
        del self._buffer[: start + len(there)]
        self._left = body_size - len(there)
        if admit(self._head, body_size):
            self._body = bytearray(body_size)
            self._body[: len(there)] = there
        return True
