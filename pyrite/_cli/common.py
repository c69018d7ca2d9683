"""What the commands share: their list, exit codes, options of spark-submit, the settings of the process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module

from pyrite._alias import install
from pyrite._conf.environment import load_spark_env
from pyrite._conf.options import OPTIONS, find_option
from pyrite._conf.sources import Settings, SubmitOptions, export_settings, parse_submit_options, resolve
from pyrite.version import __version__

#: Exit codes: all went well; the program or a statement failed; the command line is wrong; Ctrl-C.
DONE, FAILED, BAD_USAGE, INTERRUPTED = 0, 1, 2, 130

#: The commands: the module whose ``main(arguments)`` runs it, and what it does.
COMMANDS = {
    "shell": ("pyrite._cli.shell", "Python with `sc` and `spark` waiting (the same without a command)"),
    "run": ("pyrite._cli.run", "run a PySpark program, or a module by -m"),
    "submit": ("pyrite._cli.submit", "run a program as spark-submit does, with its options"),
    "sql": ("pyrite._cli.sql", "a shell for SQL; statements by -e, files by -f"),
    "history": ("pyrite._ui.history", "look at finished applications by their event logs"),
    "notebook": ("pyrite._cli.notebook", "Jupyter with a kernel that has `sc` and `spark`; or install that kernel"),
    "doctor": ("pyrite._cli.doctor", "what is installed, what is missing or slow"),
    "conf": ("pyrite._cli.conf", "which settings there are, which hold here, and where they come from"),
    "completion": ("pyrite._cli.completion", "completion for bash, zsh or fish"),
    "launchers": ("pyrite._cli.launchers", "write `pyspark`, `spark-submit` and `spark-sql` into this environment"),
}  # fmt: skip


class Usage(Exception):
    """The command line is wrong; the text says how."""


def say(message: str) -> None:
    """Tell the user something that is not the command's result."""
    print(f"pyrite: {message}", file=sys.stderr)


def wants_help(args: Sequence[str]) -> bool:
    """Whether help is asked for."""
    return bool(args) and args[0] in ("-h", "--help")


def version() -> str:
    """What runs here, in a line."""
    release = sys.modules["pyrite"].__pyrite_version__
    return f"Pyrite {release}, API of PySpark {__version__}, Python {sys.version.split()[0]}"


def options_help() -> str:
    """spark-submit's options, one in a line; those without effect and the refused ones by name only."""
    useful, idle, refused = [], [], []
    for option in OPTIONS:
        if option.refused:
            refused.append(option.names[0])
        elif option.note:
            idle.append(option.names[0])
        else:
            useful.append(f"  {', '.join(option.names)} {option.value}".ljust(29) + f" {option.meaning}")
    lines = [
        *useful,
        "",
        "accepted without effect:",
        *_wrapped(idle),
        "",
        "refused, for a reason:",
        *_wrapped(refused),
    ]
    return "\n".join(lines) + "\n"


def _wrapped(names: Iterable[str], width: int = 96) -> list[str]:
    lines = [" "]
    for name in names:
        if len(lines[-1]) + len(name) > width:
            lines.append(" ")
        lines[-1] += f" {name}"
    return lines


def split_options(args: Sequence[str], own: dict[str, bool]) -> tuple[list[tuple[str, str]], SubmitOptions]:
    """Part a command's ``own`` options (True: with a value) from spark-submit's, which may stand between them.

    Raises ``Usage`` for a missing value, and what spark-submit's options raise.
    """
    mine: list[tuple[str, str]] = []
    others: list[str] = []
    rest = list(args)
    while rest:
        name, joined, value = rest[0].partition("=")
        if name in own:
            rest.pop(0)
            if own[name] and not joined:
                if not rest:
                    raise Usage(f"{name} wants a value")
                value = rest.pop(0)
            mine.append((name, value))
            continue
        option = find_option(name)
        if option is None:
            break
        others.append(rest.pop(0))
        if option.value and not joined and rest:
            others.append(rest.pop(0))
    return mine, parse_submit_options([*others, *rest])


def settle(options: SubmitOptions, name: str, **assumed: str) -> Settings:
    """Resolve the settings of a command line, and hand them to the programs of this process.

    ``name`` is the application's unless one is given; ``assumed`` are settings with ``_`` for ``.``, likewise.
    Within the process ``pyspark`` means Pyrite from here on.
    """
    load_spark_env(os.environ)
    settings = resolve(options)
    for key, value in {"spark_app_name": name, **assumed}.items():
        key = key.replace("_", ".")
        if key not in settings:
            settings.put(key, value, "default")
    for note in options.notes:
        say(note)
    if options.verbose:
        print(told(settings), file=sys.stderr)
    os.environ.update(export_settings(settings))
    install()
    return settings


def redacted(settings: Settings) -> dict[str, str]:
    """Settings without the values that look secret."""
    # SparkConf knows what is secret; it is loaded only here.
    conf = import_module("pyrite.conf").SparkConf(loadDefaults=False)
    conf._conf.take(settings)
    shown: dict[str, str] = conf._redacted(settings)
    return shown


def told(settings: Settings) -> str:
    """Settings and their origins, a line each; what looks secret is hidden."""
    shown = redacted(settings)
    width = max(map(len, shown), default=0)
    return "\n".join(
        f"{key:{width}}  {value}  ({settings.origins[key]})" for key, value in sorted(shown.items())
    )


def importable(py_files: str) -> list[str]:
    """What makes ``--py-files`` importable: archives themselves, modules by their folder."""
    entries = [os.path.abspath(path.strip()) for path in py_files.split(",") if path.strip()]
    return [os.path.dirname(path) if path.endswith(".py") else path for path in entries]
