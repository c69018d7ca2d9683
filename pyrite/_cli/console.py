"""Python's own prompt: pasted blocks run as they are, and Ctrl-C leaves a line, not a page."""

from __future__ import annotations

import ast
import code
import os
import rlcompleter
import sys
from types import CodeType
from typing import Any

from pyrite._cli.common import DONE
from pyrite._cli.lines import editing


class Console(code.InteractiveConsole):
    """A console whose input may be several statements at once, as a pasted block is."""

    def runsource(self, source: str, filename: str = "<input>", symbol: str = "single") -> bool:
        if "\n" in source.rstrip("\n") and self._is_block(source, filename):
            return self._run_block(source, filename)
        return super().runsource(source, filename, symbol)

    def _is_block(self, source: str, filename: str) -> bool:
        """Whether this is more than one statement."""
        try:
            return len(ast.parse(source, filename).body) > 1
        except SyntaxError:
            return False

    def _run_block(self, source: str, filename: str) -> bool:
        for statement in ast.parse(source, filename).body:
            self.runcode(compile(ast.Interactive([statement]), filename, "single"))
        return False

    def runcode(self, code: CodeType) -> None:
        try:
            exec(code, self.locals)
        except SystemExit:
            raise
        except KeyboardInterrupt:
            self.write("\nKeyboardInterrupt: what ran is cancelled\n")
        except BaseException:
            self.showtraceback()


def interact(names: dict[str, Any], banner: str) -> int:
    """Read and run until the end of the input."""
    console = Console(names)
    sys.ps1, sys.ps2 = ">>> ", "... "
    _run_startup(names)
    with editing("python_history", rlcompleter.Completer(names).complete):
        try:
            console.interact(banner=banner, exitmsg="")
        except SystemExit as stop:
            return _code(stop)
    return DONE


def _run_startup(names: dict[str, Any]) -> None:
    """Run the user's PYTHONSTARTUP, as Python does."""
    path = os.environ.get("PYTHONSTARTUP")
    if path and os.path.isfile(path):
        with open(path, "rb") as file:
            exec(compile(file.read(), path, "exec"), names)


def _code(stop: SystemExit) -> int:
    if stop.code is None:
        return DONE
    if isinstance(stop.code, int):
        return stop.code
    print(stop.code, file=sys.stderr)
    return 1
