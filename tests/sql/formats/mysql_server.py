"""A MariaDB server of its own for a test run, on a Unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def mysql_server() -> Iterator[str | None]:
    """The JDBC URL of an empty database; None where no server can be had."""
    install, program = shutil.which("mariadb-install-db"), shutil.which("mariadbd")
    user = "mysql" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    if install is None or program is None or user not in [entry.pw_name for entry in pwd.getpwall()]:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="my", dir="/tmp"))
    data, socket = folder / "data", folder / "socket"
    if os.getuid() == 0:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    server = None
    try:
        setup = [install, "--no-defaults", f"--user={user}", f"--datadir={data}"]
        setup.append("--auth-root-authentication-method=normal")
        if subprocess.run(setup, check=False, **quiet).returncode != 0:  # type: ignore[call-overload]
            yield None
            return
        run = [program, "--no-defaults", f"--user={user}", f"--datadir={data}", f"--socket={socket}"]
        run += ["--skip-networking", f"--pid-file={folder}/pid", "--character-set-server=utf8mb4"]
        server = subprocess.Popen(run, **quiet)  # type: ignore[call-overload]
        for _ in range(300):
            if socket.exists():
                break
            time.sleep(0.1)
        yield f"jdbc:mysql:///test?unix_socket={socket}&user=root&charset=utf8mb4"
    finally:
        if server is not None:
            server.terminate()
            server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
