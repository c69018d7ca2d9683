"""Running an ASGI application on a listening socket, so that who holds connections open cannot harm it."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

#: A connection on which no request becomes whole is closed after this many seconds.
PATIENCE = 15.0
MOST_CONNECTIONS = 512


class _Protocol(H11Protocol):
    """HTTP/1.1 with bounds on how many connections there are and how long one may dawdle."""

    _since: float = 0.0
    _check: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
            return
        self._since = self.loop.time()
        self._check = self.loop.call_later(PATIENCE, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._check is not None:
            self._check.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        self._since = self.loop.time()
        if self.conn.their_state is h11.SEND_BODY:
            # The rest of a request that has been answered already is not waited for.
            self.transport.close()
        super().on_response_complete()

    def _look(self) -> None:
        answering = self.cycle is not None and not self.cycle.response_complete
        left = PATIENCE if answering else self._since + PATIENCE - self.loop.time()
        if left <= 0:
            self.transport.abort()
        else:
            self._check = self.loop.call_later(left, self._look)


def configured(app: Any) -> uvicorn.Config:
    """How the server runs: quiet, HTTP/1.1 alone, one process."""
    return uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=int(PATIENCE),
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=16 << 10,
    )


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
