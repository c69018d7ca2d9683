"""Recorded events, and servers of them in a thread: what the tests of the UI share."""

import json
import socket
import threading
import time
from pathlib import Path

import uvicorn

from pyrite._ui.serving import bound, configured
from pyrite._ui.store import Application

EVENTS = Path(__file__).resolve().parent.parent / "events" / "spark_4.3.0"
LOG = EVENTS / "local-1795301374546"
APP = LOG.name


def events_of(path=LOG):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def application_of(events):
    app = Application()
    for event in events:
        app.apply(event)
    return app


class Served:
    """A server in a thread of the test."""

    def __init__(self, app):
        self.listener = bound("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._server = uvicorn.Server(configured(app))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self.listener]}, daemon=True
        )
        self._thread.start()
        until(lambda: self._server.started)

    def close(self):
        self._server.should_exit = True
        self._thread.join(20)
        self.listener.close()

    def raw(self, text, seconds=10):
        """The answer to bytes as they are."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(text.encode())
            return connection.makefile("rb").read().decode("utf-8", "replace")


def until(ready, seconds=30):
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
