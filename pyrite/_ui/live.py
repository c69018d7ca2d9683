"""The driver's side of the live UI: it listens, keeps what happened, and starts the server when somebody looks.

The server is a process of its own (``python -m pyrite._ui.server --listen-fd N --events-fd M``) that inherits the
listening socket and one end of a pair of sockets. Over the pair it is told, as lines of JSON, first its
configuration (:meth:`LiveUI.configuration`), then the events of Spark's event log from the application's start on,
one a line; it asks, as lines too, ``{"request": "kill job", "job": 3}`` or ``{"request": "kill stage", "stage": 7}``
(a query is its job); what it asks by ``{"request": "thread dump", "number": 1}`` is
answered among the events by ``{"Answer": 1, "threads": [...]}``. It ends when its socket does. It may end before,
when nobody looks any more: the next connection starts another one, which is told everything again.
"""

from __future__ import annotations

import io
import json
import logging
import os
import pickle
import select
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from itertools import chain
from typing import Any

from pyrite._events.bus import Event
from pyrite._events.forms import encode
from pyrite._events.schema import Lines
from pyrite._executor import stacks
from pyrite.version import __version__

__all__ = ["Kept", "LiveUI"]

log = logging.getLogger("pyrite")

LOOPBACK = "127.0.0.1"
#: Events kept in one piece, those that are pickled together, and the bytes that all pieces together may take.
PIECE, TOGETHER = 256, 16
KEPT_BYTES = 32 << 20
#: How many events may wait for a server that does not take them, before it is given up.
CAPACITY = 200_000
#: How long events gather before they are sent, in seconds.
GATHER = 0.1
#: A server that ends so soon (in seconds) has failed; after as many failures the driver itself says why.
SOON, FAILURES = 5.0, 2
SEND_SECONDS = 5.0

_MISSING = """<!doctype html><meta charset="utf-8"><title>Pyrite</title>
<h1>The pages are not installed</h1>
<p>The application runs. To see its pages, install what serves them:</p>
<pre>pip install 'pyrite[ui]'</pre>
"""
_BROKEN = """<!doctype html><meta charset="utf-8"><title>Pyrite</title>
<h1>The server of these pages has ended</h1>
<p>The application runs. This is what the server said:</p>
<pre>{}</pre>
"""


_Told = tuple[str, int, dict[str, Any]]


class Kept:
    """The events of an application so far, small: the oldest go when there is no room, but not how it began."""

    def __init__(self, most: int = KEPT_BYTES):
        self._most = most
        self._lock = threading.Lock()
        self._first: bytes | None = None
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._whole: deque[list[_Told]] = deque()
        self._newest: list[_Told] = []

    def add(self, event: Event) -> bool:
        """Keep an event. Returns whether a piece has become whole, which is to be packed."""
        self._newest.append((event.kind, event.time, event.facts))
        if len(self._newest) < PIECE:
            return False
        with self._lock:
            self._whole.append(self._newest)
            self._newest = []
        return True

    def pack(self) -> None:
        """Make the whole pieces small: in one thread, while others go on."""
        while self._whole:
            piece = _packed(self._whole[0])
            with self._lock:
                self._whole.popleft()
                if self._first is None:
                    self._first = piece
                    continue
                self._pieces.append(piece)
                self._size += len(piece)
                while self._size > self._most:
                    self._size -= len(self._pieces.popleft())

    def all(self) -> Callable[[], Iterator[Event]]:
        """What is kept now; the call gives the events one after the other."""
        with self._lock:
            packed = [*([] if self._first is None else [self._first]), *self._pieces]
            plain = [*self._whole, list(self._newest)]

        def events() -> Iterator[Event]:
            for told in chain(chain.from_iterable(map(_unpacked, packed)), chain.from_iterable(plain)):
                yield Event(*told)

        return events


def _packed(events: list[_Told]) -> bytes:
    """A piece: some events at a time, for while these are compressed a job may go on, and while pickled not."""
    compressor = zlib.compressobj(1)
    parts = [
        compressor.compress(pickle.dumps(events[at : at + TOGETHER], 5))
        for at in range(0, len(events), TOGETHER)
    ]
    return b"".join([*parts, compressor.flush()])


def _unpacked(piece: bytes) -> Iterator[_Told]:
    data = io.BytesIO(zlib.decompress(piece))
    while data.tell() < len(data.getbuffer()):
        yield from pickle.load(data)


class LiveUI:
    """A listener of the bus that serves what it hears to whoever connects.

    Parameters
    ----------
    conf : mapping
        The application's settings: ``spark.ui.*``, ``spark.port.maxRetries``, ``spark.redaction.regex``.
    application : mapping
        What the server is told of the application: ``id`` and ``name``.
    ask : callable
        Takes the requests that come from the pages.
    threads : callable
        Tells what the threads of a worker do; None where they are the driver's.

    Raises
    ------
    OSError
        When no port is free.
    """

    def __init__(
        self,
        conf: Mapping[str, str],
        application: Mapping[str, str],
        ask: Callable[[dict[str, Any]], None],
        threads: Callable[[int], list[dict[str, Any]] | None],
    ):
        self._conf = conf
        self._application = dict(application)
        self._ask = ask
        self._threads = threads
        self.host = conf.get("spark.pyrite.ui.host") or LOOPBACK
        self.token: str | None = conf.get("spark.pyrite.ui.token") or None
        if self.token is None and self.host not in (LOOPBACK, "localhost", "::1"):
            self.token = os.urandom(16).hex()
        self._listener = _bound(
            self.host, int(conf.get("spark.ui.port") or 4040), int(conf.get("spark.port.maxRetries") or 16)
        )
        self.port: int = self._listener.getsockname()[1]
        self._kept = Kept()
        self._lock = threading.Lock()
        self._waiting: deque[Event] | None = None
        self._answers: deque[dict[str, Any]] = deque()
        self._failures = 0
        self._broken = ""
        self._ended = False
        self._wake, self._woken = socket.socketpair()
        self._wake.setblocking(False)  # While the thread serves pages nobody reads what calls it.
        self._thread = threading.Thread(target=self._serve, name="pyrite-ui", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where a browser finds the pages."""
        host = "localhost" if self.host in (LOOPBACK, "localhost", "::1") else self.host
        if host in ("0.0.0.0", "::"):
            host = socket.gethostname()
        return f"http://{host}:{self.port}" + (f"/?token={self.token}" if self.token else "")

    @property
    def looked_at(self) -> bool:
        """Whether there is a server, which somebody has asked for a page."""
        return self._waiting is not None

    def configuration(self) -> dict[str, Any]:
        """The first line that the server is told."""
        shown = ("spark.ui.", "spark.sql.ui.", "spark.worker.ui.")
        return {
            "application": self._application,
            "host": self.host,
            "port": self.port,
            "url": self.url,
            "token": self.token,
            "kill": (self._conf.get("spark.ui.killEnabled") or "true").lower() == "true",
            "conf": {key: value for key, value in self._conf.items() if key.startswith(shown)},
            "version": __version__,
        }

    def __call__(self, event: Event) -> None:
        """Keep an event, and tell it to the server if there is one: the bus calls it."""
        if self._ended:
            return
        with self._lock:
            to_pack = self._kept.add(event)
            if self._waiting is not None:
                self._waiting.append(event)
        if to_pack:
            self._call()

    def close(self) -> None:
        """The application has ended: what is left is told, then the port is free."""
        self._ended = True
        self._call()
        if self._thread is not threading.current_thread():
            self._thread.join(2 * SEND_SECONDS)
        self.abandon()

    def _call(self) -> None:
        """Have the thread look what there is to do."""
        with suppress(OSError):
            self._wake.send(b"x")

    def abandon(self) -> None:
        """Let go of the sockets: in a child that the program forked they are the parent's."""
        for held in (self._listener, self._wake, self._woken):
            with suppress(OSError):
                held.close()

    # ------------------------------------------------------------------------------------------ in the thread

    def _serve(self) -> None:
        while not self._ended:
            try:
                if self._somebody_comes():
                    self._look_after()
            except Exception:
                if not self._ended:
                    log.exception("the UI has failed")
                self._ended = True

    def _somebody_comes(self) -> bool:
        poller = select.poll()
        poller.register(self._listener, select.POLLIN)
        poller.register(self._woken, select.POLLIN)
        ready = [fd for fd, _ in poller.poll()]
        if self._woken.fileno() in ready:
            self._woken.recv(4096)
            self._kept.pack()
        return not self._ended and self._listener.fileno() in ready

    def _look_after(self) -> None:
        """Serve who connects: by a server until it ends, or by a page that says why there is none."""
        if find_spec("uvicorn") is None or find_spec("starlette") is None or find_spec("jinja2") is None:
            self._answer(_MISSING)
        elif self._failures >= FAILURES:
            self._answer(_BROKEN.format(_escaped(self._broken)))
            self._failures = 0
        else:
            self._run_server()

    def _answer(self, page: str) -> None:
        """One plain page."""
        with suppress(OSError):
            connection, _ = self._listener.accept()
            with connection:
                connection.settimeout(SEND_SECONDS)
                connection.recv(1 << 16)
                body = page.encode()
                head = (
                    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html; charset=utf-8\r\n"
                    f"Content-Length: {len(body)}\r\nConnection: close\r\n"
                    "Content-Security-Policy: default-src 'none'\r\n\r\n"
                )
                connection.sendall(head.encode() + body)

    def _run_server(self) -> None:
        ours, theirs = socket.socketpair()
        begun = time.monotonic()
        package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        environment = dict(os.environ)
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, environment.get("PYTHONPATH")]))
        environment.pop("PYTHONSTARTUP", None)
        with ours, tempfile.TemporaryFile() as said:
            with theirs:
                listen, events = self._listener.fileno(), theirs.fileno()
                server = subprocess.Popen(
                    [sys.executable, "-m", "pyrite._ui.server", "--listen-fd", str(listen), "--events-fd", str(events)],
                    pass_fds=[listen, events],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                    env=environment,
                    cwd="/",
                    start_new_session=True,
                )  # fmt: skip
            try:
                self._stream(ours)
            finally:
                with self._lock:
                    self._waiting = None
                ours.close()
                _end(server, self._ended)
            if server.returncode and not self._ended and time.monotonic() - begun < SOON:
                self._failures += 1
                said.seek(max(0, said.seek(0, os.SEEK_END) - 4000))
                self._broken = said.read().decode("utf-8", "replace")
            else:
                self._failures = 0

    def _stream(self, ours: socket.socket) -> None:
        """Tell the server everything, until it or the application has ended."""
        gone = threading.Event()
        # Not settimeout: it would make the reader's copy, which is the same socket, one that does not wait.
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(SEND_SECONDS), 0))
        # A copy of its own: closed by whoever reads, so that its number is not another file's meanwhile.
        reader = threading.Thread(
            target=self._read, args=(ours.dup(), gone), name="pyrite-ui-requests", daemon=True
        )
        told = Lines(self._conf.get("spark.redaction.regex") or Lines.PATTERN)
        with self._lock:
            kept = self._kept.all()
            waiting = self._waiting = deque()
        reader.start()
        lines = [_line(encode(self.configuration()))]
        try:
            for event in kept():
                lines += map(_line, told(event))
                if len(lines) > 100:
                    ours.sendall(b"".join(lines))
                    lines.clear()
            del kept
            while True:
                ended = self._ended
                while self._answers:
                    lines.append(_line(encode(self._answers.popleft())))
                while waiting and len(lines) < 100:
                    lines += map(_line, told(waiting.popleft()))
                if lines:
                    ours.sendall(b"".join(lines))
                    lines.clear()
                elif ended or gone.is_set():
                    break
                elif not waiting:
                    self._kept.pack()
                    gone.wait(GATHER)
                if len(waiting) > CAPACITY:
                    log.warning("the server of the UI does not take events: it is given up")
                    break
        except OSError:
            log.debug("the server of the UI has gone", exc_info=True)
        with suppress(OSError):
            ours.shutdown(socket.SHUT_RDWR)
        reader.join(SEND_SECONDS)

    def _read(self, theirs: socket.socket, gone: threading.Event) -> None:
        """Take the requests of the pages."""
        with theirs, theirs.makefile("rb") as lines:
            try:
                for line in lines:
                    self._take(line)
            except OSError:
                pass
            finally:
                gone.set()

    def _take(self, line: bytes) -> None:
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                return
            if request.get("request") == "thread dump":
                executor = str(request.get("executor"))
                self._answers.append({"Answer": executor, **self._thread_dump(executor)})
            elif self.configuration()["kill"]:
                self._ask(request)
        except Exception:
            log.exception("a request of the UI could not be done")

    def _thread_dump(self, executor: str) -> dict[str, Any]:
        try:
            found = None if executor == "driver" else self._threads(int(executor))
        except ProcessLookupError:
            return {"refused": "The worker has ended."}
        except TimeoutError:
            return {"refused": "The worker does not answer: it is stopped, or deep in native code."}
        return {"threads": stacks.dump() if found is None else found}


def _bound(host: str, port: int, retries: int) -> socket.socket:
    """A socket that listens on the port or, when it is taken, on one of the next. Port 0 is any."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for offset in range(retries + 1):
        tried = port if port == 0 else (port + offset - 1024) % (65536 - 1024) + 1024
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, tried))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if offset == retries:
                raise OSError(
                    error.errno,
                    f"{os.strerror(error.errno or 0)}: Service 'SparkUI' failed after {retries} retries "
                    f"(starting from {port})! Set spark.ui.port to a free port, or spark.port.maxRetries higher",
                ) from None
        else:
            return listener
    raise AssertionError("unreachable")


def _end(server: subprocess.Popen[bytes], now: bool) -> None:
    """Its socket is closed: it ends by itself, soon; else, or where nobody is to wait for it, it is ended."""
    if now:
        server.terminate()
    try:
        server.wait(0.3 if now else 2.0)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _line(message: str) -> bytes:
    # Lone surrogates come from names of files, say.
    return (message + "\n").encode("utf-8", "backslashreplace")
