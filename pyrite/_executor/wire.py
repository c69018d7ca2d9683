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
        self._body_left = -1
        self._body: list[bytes] = []
        self._keep = True

    def read(self, admit: Any) -> tuple[list[tuple[Any, bytes]], bool]:
        """What has arrived whole, and whether the other end is still open.

        ``admit(head, size)`` decides, before a body is read, whether it is kept; else it is read and dropped.
        """
        messages: list[tuple[Any, bytes]] = []
        while True:
            try:
                data = self._sock.recv(self.CHUNK)
            except (BlockingIOError, InterruptedError):
                return messages, True
            except OSError:
                return messages, False
            if not data:
                return messages, False
            self._feed(data, admit, messages)
            if len(data) < self.CHUNK:
                return messages, True

    def _feed(self, data: bytes, admit: Any, messages: list[tuple[Any, bytes]]) -> None:
        if self._body_left < 0:
            self._buffer += data
            data = b""
        while True:
            if self._body_left < 0:
                if not self._take_head(admit):
                    return
                data = bytes(self._buffer)
                self._buffer.clear()
            part, data = data[: self._body_left], data[self._body_left :]
            self._body_left -= len(part)
            if self._keep and part:
                self._body.append(part)
            if self._body_left:
                return
            messages.append((self._head, b"".join(self._body)))
            self._body, self._body_left, self._head = [], -1, None
            self._buffer += data
            data = b""

    def _take_head(self, admit: Any) -> bool:
        if len(self._buffer) < _HEAD.size:
            return False
        head_size, body_size = _HEAD.unpack_from(self._buffer)
        if len(self._buffer) < _HEAD.size + head_size:
            return False
        self._head = pickle.loads(self._buffer[_HEAD.size : _HEAD.size + head_size])
        del self._buffer[: _HEAD.size + head_size]
        self._body_left = body_size
        self._keep = admit(self._head, body_size)
        return True
