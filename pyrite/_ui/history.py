"""``pyrite history``: the pages of applications that have logged their events, and reports of them.

Reads logs that Pyrite or Spark has written (``spark.eventLog.enabled``, ``spark.eventLog.dir``).
"""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import quote

from pyrite._conf.keys import KEYS
from pyrite._conf.values import read
from pyrite._ui import logs
from pyrite._ui.logs import Log
from pyrite._ui.mirror import history_settings, history_storage
from pyrite.errors import PySparkException

_FAILED = 1
#: Not an option: other users of the machine see those.
_TOKEN = "PYRITE_UI_TOKEN"
_NEEDED = ("starlette", "uvicorn", "jinja2", "graphlay")
_DEFAULT = KEYS["spark.history.fs.logDirectory"].default


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="pyrite history",
        description="Show the pages of applications that have ended, from the event logs of Pyrite or Spark.",
    )
    made.add_argument(
        "log",
        nargs="?",
        help="an event log, or a folder of them, here or as s3a://bucket/dir (default: --dir)",
    )
    made.add_argument(
        "--dir",
        help=f"folder of event logs (default: SPARK_HISTORY_DIR, spark.history.fs.logDirectory or {_DEFAULT})",
    )
    made.add_argument(
        "--host",
        default="127.0.0.1",
        help=f"address to serve on; beyond loopback each request needs a token: that of {_TOKEN}, or one made up",
    )
    made.add_argument("--port", type=int, help="port to serve on (default: spark.history.ui.port or 18080)")
    made.add_argument(
        "--report", metavar="OUT.HTML", help="write one self-contained page of one log, and end"
    )
    made.add_argument(
        "--properties-file",
        metavar="FILE",
        help="settings (spark.history.*, and spark.hadoop.* of stores), instead of those in spark-defaults.conf",
    )
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Serve, or write the report; return the exit code."""
    options = parser().parse_args(argv)
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        return _refuse(f"{', '.join(missing)} is not installed: pip install 'pyrite[ui]'")
    try:
        settings = history_settings(options.properties_file)
        where = options.log or options.dir or os.environ.get("SPARK_HISTORY_DIR")
        where = where or read("spark.history.fs.logDirectory", settings.get("spark.history.fs.logDirectory"))
        port = options.port
        if port is None:
            port = read("spark.history.ui.port", settings.get("spark.history.ui.port"))
        log = Log(where, history_storage(settings))
        if options.report:
            return _report(log, options.report)
    except (OSError, PySparkException) as error:
        return _refuse(str(error))
    token = os.environ.get(_TOKEN) or None
    if token is None and options.host not in ("127.0.0.1", "localhost", "::1"):
        token = secrets.token_urlsafe(24)
    return _serve(log, options.host, port, token)


def _refuse(reason: str) -> int:
    print(f"pyrite history: {reason}", file=sys.stderr)
    return _FAILED


def _report(log: Log, out: str) -> int:
    entries = log.entries()
    if not entries:
        return _refuse(f"there is no event log in {log.where}")
    if len(entries) > 1:
        names = ", ".join(entry.id for entry in entries[:5])
        return _refuse(f"a report is of one log; {log.where} has {len(entries)}: {names}")
    # The template engine is loaded only now that it is known to be there.
    report = import_module("pyrite._ui.report")
    with open(out, "w", encoding="utf-8") as file:
        file.write(report.report(logs.read(entries[0].path)))
    print(out)
    return 0


def _serve(log: Log, host: str, port: int, token: str | None) -> int:
    uvicorn = import_module("uvicorn")
    serving = import_module("pyrite._ui.serving")
    application = import_module("pyrite._ui.application")
    security = import_module("pyrite._ui.security")
    try:
        listener = serving.bound(host, port)
    except OSError as error:
        return _refuse(f"port {port} of {host} cannot be had: {error.strerror}")
    app = security.Guard(application.history_application(log), host, token)
    shown = socket.gethostname() if host in ("0.0.0.0", "::") else host
    name = f"[{shown}]" if ":" in shown else shown
    query = f"?token={quote(token)}" if token else ""
    print(f"History of {log.where}: http://{name}:{listener.getsockname()[1]}/{query}", flush=True)
    with listener:
        uvicorn.Server(serving.configured(app)).run(sockets=[listener])
    return 0


if __name__ == "__main__":
    sys.exit(main())
