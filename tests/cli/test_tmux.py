"""The commands in a real tmux: what stands on its screen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Tmux:
    """A shell of 100 columns in a tmux of its own."""

    def __init__(self, folder: Path):
        self._socket = str(folder / "tmux.socket")
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("SPARK_", "PYSPARK_", "PYRITE_", "TMUX"))
        }
        home = {"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state"), "PYTHONPATH": str(ROOT)}
        self._environ = {**kept, **home, "LC_ALL": "C.UTF-8"}
        self._do(
            "-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "40", "-c", str(folder), "/bin/sh"
        )

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

    def wait(self, wanted: Callable[[str], bool], seconds: float = 40) -> str:
        """The screen, as soon as it is as wanted."""
        limit = time.monotonic() + seconds
        while not wanted(screen := self.screen()):
            assert time.monotonic() < limit, screen
            time.sleep(0.05)
        return screen

    def close(self) -> None:
        self._do("kill-server")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    session = Tmux(tmp_path)
    try:
        session.type("PS1='ready$ '; clear")
        session.wait(lambda screen: screen == "ready$")
        yield session
    finally:
        session.close()


def test_shell_submit_and_sql_in_tmux(tmux: Tmux, tmp_path: Path) -> None:
    python = f"'{sys.executable}' -m pyrite"
    local = "--master 'local[2]' --conf spark.ui.enabled=false"

    tmux.type(f"clear; {python} shell --plain {local}")
    tmux.wait(lambda screen: screen.endswith("\n>>>"))
    slow = "sc.parallelize(range(8), 8).map(lambda x: __import__('time').sleep({})).count()"
    tmux.type(slow.format(0.5))
    tmux.wait(lambda screen: "[Stage 0:" in screen and " + 2) / 8]" in screen)
    assert "Stage" not in tmux.wait(lambda screen: screen.endswith("\n8\n>>>"))
    tmux.type(slow.format(60))
    tmux.wait(lambda screen: "[Stage 1:" in screen)
    tmux.press("C-c")
    screen = tmux.wait(lambda screen: screen.endswith("\n>>>") and "what ran is cancelled" in screen)
    assert "Stage" not in screen and "Traceback" not in screen
    tmux.type("spark.range(4).count()")
    tmux.wait(lambda screen: screen.endswith("\n4\n>>>"))
    tmux.press("C-d")
    tmux.wait(lambda screen: screen.endswith("ready$"))

    (tmp_path / "app.py").write_text(
        "from pyspark import SparkContext\nprint('sum', SparkContext().parallelize(range(5)).sum())\n"
    )
    tmux.type(f"clear; {python} submit {local} app.py")
    tmux.wait(lambda screen: screen.endswith("sum 10\nready$"))

    tmux.type(f"clear; {python} sql {local}")
    tmux.wait(lambda screen: screen.endswith("pyrite (default)>"))
    tmux.type("select 'tea' as name, 3 as price;")
    tmux.wait(
        lambda screen: (
            " tea  │     3" in screen and "1 row in " in screen and screen.endswith("pyrite (default)>")
        )
    )
    tmux.press("C-d")
    tmux.wait(lambda screen: screen.endswith("ready$"))
