"""``pyrite launchers``: Spark's own names for our commands, written only when asked for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from pyrite._cli.common import BAD_USAGE, DONE, Usage, say, wants_help

HELP = """\
usage: pyrite launchers [--to FOLDER] [--force] [--remove]

Write `pyspark`, `spark-submit` and `spark-sql` into this environment, so that scripts which call them run Pyrite.
A command of that name which is not ours (the real PySpark's, say) is left alone, unless --force is given.

options:
  --to FOLDER    where to (default: the folder of this Python's commands)
  --force        write over what is there
  --remove       remove what was written
"""

#: Spark's name, and the arguments that it stands for.
LAUNCHERS = {
    "pyspark": ["shell"],
    "spark-submit": ["submit"],
    "spark-sql": ["sql", "--format", "tsv"],
}
_MARK = "# Written by `pyrite launchers`."


def main(args: Sequence[str]) -> int:
    """Write or remove the launchers."""
    if wants_help(args):
        print(HELP, end="")
        return DONE
    folder, force, remove = Path(sys.executable).parent, False, False
    rest = list(args)
    while rest:
        word = rest.pop(0)
        if word == "--to" and rest:
            folder = Path(rest.pop(0))
        elif word == "--force":
            force = True
        elif word == "--remove":
            remove = True
        else:
            raise Usage(f"what is {word!r}? See `pyrite launchers --help`")
    return _remove(folder) if remove else _write(folder, force)


def _write(folder: Path, force: bool) -> int:
    others = [name for name in LAUNCHERS if _foreign(folder / name)]
    if others and not force:
        say(f"{', '.join(others)} in {folder} is not ours; --force writes over it, --to names another folder")
        return BAD_USAGE
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in LAUNCHERS.items():
        path = folder / name
        # What is there may be a link to another's file.
        path.unlink(missing_ok=True)
        path.write_text(script(words))
        path.chmod(0o755)
        print(f"{path}: pyrite {' '.join(words)}")
    if str(folder) not in os.environ.get("PATH", "").split(os.pathsep):
        say(f"{folder} is not on the PATH")
    elif shutil.which("pyspark") != str(folder / "pyspark"):
        say(f"another pyspark comes first on the PATH: {shutil.which('pyspark')}")
    return DONE


def _remove(folder: Path) -> int:
    for name in LAUNCHERS:
        path = folder / name
        if path.exists() and not _foreign(path):
            path.unlink()
            print(f"{path}: removed")
    return DONE


def _foreign(path: Path) -> bool:
    """Whether there is a command that we did not write."""
    if not os.path.lexists(path):
        return False
    try:
        return _MARK not in path.read_text(errors="replace")
    except OSError:
        return True


def script(words: Sequence[str]) -> str:
    """The text of a launcher."""
    return (
        f"#!{sys.executable}\n{_MARK}\nimport sys\n\nfrom pyrite._cli.main import main\n\n"
        f"sys.exit(main([{', '.join(map(repr, words))}, *sys.argv[1:]]))\n"
    )
