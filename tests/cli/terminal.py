"""A terminal with a program in it: a real pty, by the standard library alone."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from fcntl import ioctl
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
#: What the fixture ``pyrite`` is.
Run = Callable[..., "subprocess.CompletedProcess[str]"]
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()=>][A-Z0-9]?|\r|\x1b\][^\x07]*\x07|\x01|\x02")


class Terminal:
    """Runs ``python -m pyrite arguments`` in a pty of 100 columns."""

    def __init__(self, *arguments: str, cwd: Path, **environ: str):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SPARK_", "PYSPARK_", "PYRITE_"))}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        home = {
            "HOME": str(cwd),
            "XDG_STATE_HOME": str(cwd / "state"),
            "TERM": "xterm",
            "PYTHONPATH": str(ROOT),
        }
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update({**kept, **home, "IPYTHONDIR": str(cwd / "ipython"), **environ})
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.execv(sys.executable, [sys.executable, "-m", "pyrite", *arguments])
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self.text = ""
        self._seen = 0

    def wait(self, wanted: str, seconds: float = 40) -> str:
        """Read until the screen shows a text that was not there at the last call; what came before it."""
        limit = time.monotonic() + seconds
        while True:
            at = self.text.find(wanted, self._seen)
            if at >= 0:
                before = self.text[self._seen : at]
                self._seen = at + len(wanted)
                return before
            left = limit - time.monotonic()
            assert left > 0, f"no {wanted!r} in {self.text[self._seen :]!r}"
            if select.select([self.fd], [], [], min(left, 0.5))[0]:
                self._read()

    def _read(self) -> bool:
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.text = _CONTROL.sub("", self.text + data.decode(errors="replace"))
        return bool(data)

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.fd, text.encode())

    def end(self, seconds: float = 30) -> int:
        """Wait for the program's end; its exit code."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if select.select([self.fd], [], [], 0.1)[0] and not self._read():
                break
        while time.monotonic() < limit:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
        raise AssertionError(f"it does not end: {self.text[self._seen :]!r}")

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)
