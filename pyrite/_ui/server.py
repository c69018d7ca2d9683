"""The process that serves the live UI: ``python -m pyrite._ui.server --listen-fd N --events-fd M``.

The driver starts it when somebody connects (pyrite/_ui/live.py tells the protocol). It ends when the driver's end of
the socket closes, or after ten minutes in which nobody has looked.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import socket
import time
from contextlib import suppress
from typing import Any

import uvicorn

from pyrite._ui.application import Live, live_application
from pyrite._ui.pages import Site
from pyrite._ui.security import Guard
from pyrite._ui.serving import configured
from pyrite._ui.store import Application, Limits

log = logging.getLogger("pyrite")

#: So many events are taken in before pages are answered again.
_AT_ONCE = 200
_IDLE_SECONDS = 600.0
#: After the driver's end has closed, the last state is still told to open pages.
_FAREWELL_SECONDS = 1.0
_LONGEST_LINE = 64 << 20


async def serve(listener: socket.socket, events: socket.socket) -> None:
    """Serve until the events end."""
    events.setblocking(False)
    reader, writer = await asyncio.open_connection(sock=events, limit=_LONGEST_LINE)
    configuration: dict[str, Any] = json.loads(await reader.readline() or b"{}")
    conf = {str(key): str(value) for key, value in (configuration.get("conf") or {}).items()}
    told = configuration.get("application") or {}
    app = Application(Limits.of(conf))
    app.id, app.name = str(told.get("id", "")), str(told.get("name", ""))
    app.spark_version = str(configuration.get("version", ""))

    def ask(request: dict[str, Any]) -> None:
        writer.write(json.dumps(request).encode() + b"\n")

    live = Live(app, Site(app, live=True, kill=bool(configuration.get("kill", True))), ask)
    live.thread_dumps = conf.get("spark.ui.threadDumpsEnabled", "true").lower() == "true"
    host = str(configuration.get("host") or "127.0.0.1")
    guard = Guard(live_application(live), host, configuration.get("token"))
    server = uvicorn.Server(configured(guard))
    tasks = [
        asyncio.create_task(_take(reader, live, server)),
        asyncio.create_task(_watch(live, server)),
    ]
    try:
        await server.serve(sockets=[listener])
    finally:
        for task in tasks:
            task.cancel()
        writer.close()


async def _take(reader: asyncio.StreamReader, live: Live, server: uvicorn.Server) -> None:
    """Take in events until there are no more."""
    taken = 0
    with suppress(ConnectionError):
        while line := await reader.readline():
            try:
                message = json.loads(line)
                if "Answer" in message:
                    live.answered(message)
                else:
                    live.app.apply(message)
            except Exception:
                # One event that is not as it should be costs its own numbers alone.
                log.exception("an event of the driver cannot be read: %.500r", line)
            taken += 1
            if taken % _AT_ONCE == 0:
                await asyncio.sleep(0)
    if live.app.ended is None:
        live.app.ended = int(time.time() * 1000)
        live.app.version += 1
    await asyncio.sleep(_FAREWELL_SECONDS)
    server.should_exit = True


async def _watch(live: Live, server: uvicorn.Server) -> None:
    """End when nobody has looked for long."""
    while time.monotonic() - live.last_asked < _IDLE_SECONDS:
        await asyncio.sleep(10)
    server.should_exit = True


def main(argv: list[str] | None = None) -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m pyrite._ui.server")
    parser.add_argument("--listen-fd", type=int, required=True)
    parser.add_argument("--events-fd", type=int, required=True)
    options = parser.parse_args(argv)
    with (
        socket.socket(fileno=options.listen_fd) as listener,
        socket.socket(fileno=options.events_fd) as events,
    ):
        asyncio.run(serve(listener, events))


if __name__ == "__main__":
    main()
