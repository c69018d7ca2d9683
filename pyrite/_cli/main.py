"""The command ``pyrite``: finds the command that is asked for, and runs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from pyrite._cli.common import BAD_USAGE, COMMANDS, DONE, INTERRUPTED, Usage, say, version, wants_help
from pyrite.errors import PySparkValueError

_ABOUT = """\
usage: pyrite [COMMAND] [options]
       python -m pyrite [options] app.py [arguments]
       pyrite --version | --help

PySpark programs, unmodified and without a JVM.

commands:
{commands}

`pyrite COMMAND --help` tells more of each. Exit codes: 0 all went well; 1 the program or a statement failed (a
program's own code passes through); 2 the command line is wrong; 130 Ctrl-C.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``pyrite``'s command line and return the exit code; a program's ``SystemExit`` passes through."""
    args = list(sys.argv[1:] if argv is None else argv)
    if wants_help(args) or args == ["help"]:
        print(about(), end="")
        return DONE
    if args and args[0] in ("-V", "--version"):
        print(version())
        return DONE
    if args[:1] == ["help"]:
        args = [args[1], "--help"]
    if not args or args[0].startswith("-"):
        args = ["shell", *args]
    if args[0] not in COMMANDS:
        say(f"unknown command {args[0]!r}{_hint(args[0]) or '; see `pyrite --help`'}")
        return BAD_USAGE
    return call(args[0], args[1:])


def call(command: str, args: Sequence[str]) -> int:
    """Run one command. What is wrong with its arguments is told in a line."""
    try:
        code: int = import_module(COMMANDS[command][0]).main(list(args))
    except (Usage, PySparkValueError) as error:
        say(str(error))
        return BAD_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Who read our output has enough of it; Python would complain at exit.
        sys.stderr.close()
        return DONE
    return code


def main_of_package(argv: Sequence[str] | None = None) -> int:
    """Run ``python -m pyrite``, where ``run`` may be left out."""
    args = list(sys.argv[1:] if argv is None else argv)
    ours = (*COMMANDS, "help", "-h", "--help", "-V", "--version")
    if not args or args[0] in ours or _is_misspelt(args[0]):
        return main(args)
    return main(["run", *args])


def _is_misspelt(word: str) -> bool:
    """Whether a word is rather meant to be a command than a program."""
    return word.isidentifier() and not os.path.exists(word) and bool(_hint(word))


def about() -> str:
    """The help of ``pyrite``."""
    return _ABOUT.format(
        commands="\n".join(f"  {name:11} {meaning}" for name, (_, meaning) in COMMANDS.items())
    )


def _hint(word: str) -> str:
    if word.endswith((".py", ".zip")):
        return f": to run it, `pyrite run {word}`"
    # Rare, and the import costs.
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, n=1)
    return f"; did you mean `pyrite {near[0]}`?" if near else ""
