"""``pyrite run``: a PySpark program as it is, as ``__main__`` of this process."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import ModuleType

from pyrite._cli.common import (
    DONE,
    FAILED,
    INTERRUPTED,
    Usage,
    importable,
    options_help,
    settle,
    wants_help,
)
from pyrite._conf.sources import SubmitOptions, parse_submit_options

HELP = """\
usage: pyrite run [options] app.py [arguments]
       pyrite run [options] -m module [arguments]
       python -m pyrite [options] app.py [arguments]

Run a PySpark program, unmodified and without a JVM. Within it, `import pyspark` means Pyrite.
The exit code is the program's.

options, as of spark-submit:
"""


def main(args: Sequence[str]) -> int:
    """Run the program that ``args`` names, after its options."""
    if wants_help(args):
        print(HELP + options_help(), end="")
        return DONE
    return run(parse_submit_options(args))


def run(options: SubmitOptions) -> int:
    """Run the program behind the options, and return its exit code; its ``SystemExit`` passes through."""
    by_name = options.rest[:1] == ("-m",)
    rest = options.rest[1:] if by_name else options.rest
    if not rest:
        raise Usage(f"no {'module' if by_name else 'program'} to run; see `pyrite run --help`")
    settings = settle(options, os.path.basename(rest[0]))
    if not by_name and not os.path.exists(rest[0]):
        raise Usage(f"cannot open the program {rest[0]!r}: there is no such file")
    program, sys.argv = rest[0], list(rest)
    sys.path[0] = os.getcwd() if by_name else os.path.dirname(os.path.realpath(program))
    sys.path[1:1] = importable(settings.get("spark.submit.pyFiles", ""))
    return _guarded(program, by_name)


def _guarded(program: str, by_name: bool) -> int:
    """Run the program; an uncaught exception is reported as Python does, without our own frames."""
    try:
        _run_module(program) if by_name else _run_path(program)
    except SystemExit:
        raise
    except BaseException as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename in _OWN_FILES:
            trace = trace.tb_next
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else FAILED
    return DONE


def _run_path(program: str) -> None:
    if not os.path.isfile(program) or program.endswith((".zip", ".pyz", ".egg")):
        # Rare, and the import costs: a folder or an archive with a __main__ module.
        import runpy

        runpy.run_path(program, run_name="__main__")
        return
    with open(program, "rb") as file:
        code = compile(file.read(), program, "exec", dont_inherit=True)
    exec(code, main_module(program).__dict__)


def main_module(file: str | None = None) -> ModuleType:
    """A fresh ``__main__``, which stays: threads and exit handlers of the program still look into it at its end."""
    module = ModuleType("__main__")
    if file is not None:
        module.__file__ = file
    module.__builtins__ = __builtins__  # type: ignore[attr-defined]
    sys.modules["__main__"] = module
    return module


def _run_module(name: str) -> None:
    import runpy

    runpy.run_module(name, run_name="__main__", alter_sys=True)


_OWN_FILES = {__file__, "<frozen runpy>"}
