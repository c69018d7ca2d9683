"""A real tmux with a shell in it: what is typed, and what stands on its screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Tmux:
    """A shell in a tmux of its own. ``pyrite`` is a command there.

    Parameters
    ----------
    folder : Path
        Where it begins, and the home of who works there.
    columns, lines : int
        The size of the screen.
    """

    def __init__(self, folder: Path, columns: int = 100, lines: int = 40):
        self._socket = str(folder / "tmux.socket")
        place = folder / ".commands"
        place.mkdir()
        code = "import sys; from pyrite._cli.main import main; sys.exit(main())"
        (place / "pyrite").write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{code}' \"$@\"\n")
        (place / "pyrite").chmod(0o755)
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("SPARK_", "PYSPARK_", "PYRITE_", "TMUX"))
        }
        home = {"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state"), "PYTHONPATH": str(ROOT)}
        self._environ = {**kept, **home, "LC_ALL": "C.UTF-8", "PATH": f"{place}:{kept['PATH']}"}
        self._do(
            "-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(lines), "-c", str(folder), "/bin/sh"
        )  # fmt: skip
        self.type("PS1='$ '; clear")
        self.wait(lambda screen: screen == "$")

    def _do(self, *words: str) -> str:
        told = subprocess.run(
            ["tmux", "-u", "-S", self._socket, *words],
            env=self._environ,
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        )
        return told.stdout

    def screen(self) -> str:
        return self._do("capture-pane", "-p").rstrip()

    def type(self, text: str, enter: bool = True) -> None:
        # A semicolon at the end would divide tmux's own commands.
        self._do("send-keys", "-l", re.sub(";$", r"\\;", text))
        if enter:
            self.press("Enter")

    def press(self, key: str) -> None:
        self._do("send-keys", key)

    def paste(self, text: str) -> None:
        """Several lines at once, marked as pasted where the program asks for that."""
        self._do("set-buffer", text)
        self._do("paste-buffer", "-p")

    def wait(self, wanted: Callable[[str], bool], seconds: float = 40) -> str:
        """The screen, as soon as it is as wanted."""
        limit = time.monotonic() + seconds
        while not wanted(screen := self.screen()):
            assert time.monotonic() < limit, screen
            time.sleep(0.05)
        return screen

    def wait_for(self, end: str) -> str:
        """The screen, as soon as it ends like this."""
        return self.wait(lambda screen: screen.endswith(end))

    def close(self) -> None:
        self._do("kill-server")
