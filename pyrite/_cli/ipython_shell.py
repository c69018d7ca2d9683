"""IPython with ``sc`` and ``spark``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.terminal.ipapp import TerminalIPythonApp
from traitlets.config import Config

from pyrite._cli.common import DONE
from pyrite._cli.traces import show
from pyrite.errors import PySparkException


def interact(names: dict[str, Any], banner: str, words: Sequence[str] = ()) -> int:
    """Read and run until the end of the input. ``words`` are IPython's options, as ``--profile=spark``."""
    config = Config()
    config.TerminalInteractiveShell.banner1 = banner + "\n"
    config.TerminalInteractiveShell.banner2 = ""
    config.TerminalInteractiveShell.enable_tip = False
    config.TerminalInteractiveShell.confirm_exit = False
    app: Any = TerminalIPythonApp.instance(user_ns=names, config=config)
    app.initialize(argv=list(words))
    app.shell.set_custom_exc((PySparkException, KeyboardInterrupt), _tell)
    app.start()
    return DONE


def _tell(shell: InteractiveShell, kind: Any, error: Any, trace: Any, tb_offset: Any = None) -> None:
    if isinstance(error, KeyboardInterrupt):
        print("\nKeyboardInterrupt: what ran is cancelled", file=sys.stderr)
    else:
        show(shell, kind, error, trace, tb_offset)
