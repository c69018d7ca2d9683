"""``pyrite notebook``: a Jupyter kernel with ``sc`` and ``spark``, and Jupyter with it."""

from __future__ import annotations

import json
import os
import shlex
import signal
import sys
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from pyrite._cli.common import DONE, Usage, options_help, say, split_options, wants_help

HELP = """\
usage: pyrite notebook [options] [-- jupyter's own]
       pyrite notebook --install [--user | --to FOLDER] [options]
       pyrite notebook --remove [--user | --to FOLDER]

Start Jupyter with a kernel `Pyrite` that has `sc` and `spark` waiting; or install that kernel for the Jupyter that you
start yourself. The options are the kernel's. It needs ipykernel: `pip install 'pyrite[notebook]'`.

options:
  --install                   write the kernel's spec into this environment (--user: for all of yours)
  --remove                    remove it
  --user                      below your own Jupyter folder
  --to FOLDER                 below FOLDER/share/jupyter
and those of spark-submit:
"""

_OWN = {"--install": False, "--remove": False, "--user": False, "--to": True}
_FOLDER = "pyrite"
_LOGO = "logo-svg.svg"


def main(args: Sequence[str]) -> int:
    """Start Jupyter, or install the kernel."""
    if wants_help(args):
        print(HELP + options_help(), end="")
        return DONE
    args, jupyter = _parted(args)
    mine, options = split_options(args, _OWN)
    given = dict(mine)
    if options.rest:
        raise Usage(f"what is {options.rest[0]!r}? Words for Jupyter come behind --")
    words = [word for word in args if word not in _OWN and word != given.get("--to")]
    if "--remove" in given:
        return _remove(_place(given))
    if find_spec("ipykernel") is None:
        say("there is no ipykernel here, which the kernel runs in: pip install 'pyrite[notebook]'")
        return 1
    if "--install" in given:
        print(install(_place(given), words))
        return DONE
    return _start(words, jupyter)


def _parted(args: Sequence[str]) -> tuple[list[str], list[str]]:
    args = list(args)
    at = args.index("--") if "--" in args else len(args)
    return args[:at], args[at + 1 :]


def _place(given: dict[str, str]) -> Path:
    if "--to" in given:
        return Path(given["--to"], "share", "jupyter")
    if "--user" not in given:
        return Path(sys.prefix, "share", "jupyter")
    if os.environ.get("JUPYTER_DATA_DIR"):
        return Path(os.environ["JUPYTER_DATA_DIR"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Jupyter"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share", "jupyter")


def install(place: Path, words: Sequence[str]) -> Path:
    """Write the kernel's spec below a Jupyter folder; the file that it is in."""
    folder = place / "kernels" / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "kernel.json"
    path.write_text(json.dumps(spec(words), indent=1) + "\n")
    (folder / _LOGO).write_bytes((files("pyrite._ui") / "static" / "pyrite.svg").read_bytes())
    return path


def spec(words: Sequence[str]) -> dict[str, object]:
    """What Jupyter is told of the kernel; ``words`` are its options, as of spark-submit."""
    environment = {"PYSPARK_SUBMIT_ARGS": shlex.join([*words, "pyspark-shell"])} if words else {}
    return {
        "argv": [sys.executable, "-m", "pyrite._cli.kernel", "-f", "{connection_file}"],
        "display_name": "Pyrite",
        "language": "python",
        "env": environment,
        "metadata": {"debugger": True},
    }


def _remove(place: Path) -> int:
    path = place / "kernels" / _FOLDER / "kernel.json"
    if path.exists():
        path.unlink()
        (path.parent / _LOGO).unlink(missing_ok=True)
        path.parent.rmdir()
        print(f"{path}: removed")
    return DONE


def _start(words: Sequence[str], jupyter: Sequence[str]) -> int:
    found = [name for name in ("jupyterlab", "notebook") if find_spec(name) is not None]
    if not found:
        say(
            "there is no Jupyter here: pip install jupyterlab; or `pyrite notebook --install` for another one"
        )
        return 1
    with tempfile.TemporaryDirectory(prefix="pyrite-kernel-") as folder:
        install(Path(folder), words)
        # New notebooks run in it, unless Jupyter is told otherwise.
        chosen = {"MultiKernelManager": {"default_kernel_name": _FOLDER}}
        Path(folder, "jupyter_server_config.json").write_text(json.dumps(chosen))
        command = [sys.executable, "-m", found[0], *jupyter]
        environment = dict(os.environ)
        for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):
            environment[name] = os.pathsep.join([folder, *filter(None, [os.environ.get(name)])])
        return _waited(os.spawnve(os.P_NOWAIT, sys.executable, command, environment))


def _waited(jupyter: int) -> int:
    """The exit code of Jupyter. Ctrl-C is its own affair, as it asks back; what ends us ends it."""
    signal.signal(signal.SIGINT, lambda *_: None)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: os.kill(jupyter, number))
    return os.waitstatus_to_exitcode(os.waitpid(jupyter, 0)[1])
