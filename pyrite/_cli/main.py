"""The command: ``pyrite run app.py`` runs a PySpark program as it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import ModuleType

from pyrite._alias import install
from pyrite._conf.sources import SubmitOptions, export_settings, parse_submit_options, resolve
from pyrite.errors import PySparkException
from pyrite.version import __version__

HELP = """\
usage: pyrite run [options] app.py [arguments]
       pyrite run [options] -m module [arguments]
       pyrite --version | --help
       python -m pyrite [options] app.py [arguments]

Run a PySpark program, unmodified and without a JVM.

options, as of spark-submit:
  --master MASTER           local (in this process), local[N], local[*], local[N,maxFailures]
  --name NAME               the application's name (default: the program's file name)
  --conf, -c KEY=VALUE      a setting; may be given several times
  --properties-file FILE    settings, instead of spark-defaults.conf
  --py-files LIST           .zip, .egg and .py files for the program and its tasks, parted by commas
  --files LIST              files for the program's tasks, found by SparkFiles.get
  --driver-memory, --executor-memory, --executor-cores, ...
"""

_BAD_USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``pyrite``'s command line and return the exit code; the program's ``SystemExit`` passes through."""
    args = list(sys.argv[1:] if argv is None else argv)
    if not args or args[0] in ("-h", "--help", "help"):
        print(HELP, end="")
        return 0 if args else _BAD_USAGE
    if args[0] in ("-V", "--version"):
        print(f"Pyrite {_release()}, API of PySpark {__version__}, Python {sys.version.split()[0]}")
        return 0
    if args[0] != "run":
        return _refuse(f"unknown command {args[0]!r}: there is `run`; see `pyrite --help`")
    return run(args[1:])


def main_of_package(argv: Sequence[str] | None = None) -> int:
    """Run ``python -m pyrite``, where ``run`` may be left out."""
    args = list(sys.argv[1:] if argv is None else argv)
    commands = ("run", "help", "-h", "--help", "-V", "--version")
    return main(args if not args or args[0] in commands else ["run", *args])


def run(args: Sequence[str]) -> int:
    """Run the program that ``args`` names, after its options, as ``__main__`` of this process."""
    if args and args[0] in ("-h", "--help"):
        print(HELP, end="")
        return 0
    try:
        options = parse_submit_options(args)
        by_name = options.rest[:1] == ("-m",)
        rest = options.rest[1:] if by_name else options.rest
        if not rest:
            return _refuse(f"no {'module' if by_name else 'program'} to run; see `pyrite --help`")
        settings = _settings(options, rest[0])
    except PySparkException as error:
        return _refuse(str(error))
    if not by_name and not os.path.exists(rest[0]):
        return _refuse(f"cannot open the program {rest[0]!r}: there is no such file")
    os.environ.update(export_settings(settings))
    install()
    program, sys.argv = rest[0], list(rest)
    sys.path[0] = os.getcwd() if by_name else os.path.dirname(os.path.realpath(program))
    sys.path[1:1] = _importable(settings.get("spark.submit.pyFiles", ""))
    return _guarded(program, by_name)


def _settings(options: SubmitOptions, program: str) -> dict[str, str]:
    settings = resolve(options)
    settings.setdefault("spark.app.name", os.path.basename(program))
    return settings


def _importable(py_files: str) -> list[str]:
    """Return what makes ``--py-files`` importable: archives themselves, modules by their folder."""
    entries = [os.path.abspath(path.strip()) for path in py_files.split(",") if path.strip()]
    return [os.path.dirname(path) if path.endswith(".py") else path for path in entries]


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
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    return 0


def _run_path(program: str) -> None:
    if not os.path.isfile(program) or program.endswith((".zip", ".pyz", ".egg")):
        # Rare, and the import costs: a folder or an archive with a __main__ module.
        import runpy

        runpy.run_path(program, run_name="__main__")
        return
    with open(program, "rb") as file:
        code = compile(file.read(), program, "exec", dont_inherit=True)
    module = ModuleType("__main__")
    module.__file__ = program
    module.__builtins__ = __builtins__  # type: ignore[attr-defined]
    # It stays there after the program's end: threads and exit handlers of the program still look into it.
    sys.modules["__main__"] = module
    exec(code, module.__dict__)


def _run_module(name: str) -> None:
    import runpy

    runpy.run_module(name, run_name="__main__", alter_sys=True)


def _refuse(message: str) -> int:
    print(f"pyrite: {message}", file=sys.stderr)
    return _BAD_USAGE


def _release() -> str:
    return str(sys.modules["pyrite"].__pyrite_version__)


_OWN_FILES = {__file__, "<frozen runpy>"}
