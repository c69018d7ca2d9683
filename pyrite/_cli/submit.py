"""``pyrite submit``: spark-submit's command line."""

from __future__ import annotations

from collections.abc import Sequence

from pyrite._cli.common import DONE, Usage, options_help, version, wants_help
from pyrite._cli.run import run
from pyrite._cli.shell import start
from pyrite._conf.sources import parse_submit_options

HELP = """\
usage: pyrite submit [options] app.py [arguments]

Run a PySpark program as spark-submit does in client mode: here, and at once.
The exit code is the program's.

options:
"""

_REFUSED = {
    ".jar": "is for a JVM, and there is none; Python programs end with .py",
    ".r": "is for R; Python programs end with .py",
    ".scala": "is for a JVM, and there is none; Python programs end with .py",
}


def main(args: Sequence[str]) -> int:
    """Run the program that ``args`` names, after its options."""
    if wants_help(args):
        print(HELP + options_help(), end="")
        return DONE
    if args and args[0] == "--version":
        print(version())
        return DONE
    options = parse_submit_options(args)
    if options.rest[:1] == ("pyspark-shell",):
        return start(options)
    for ending, reason in _REFUSED.items():
        if options.rest and options.rest[0].lower().endswith(ending):
            raise Usage(f"{options.rest[0]} {reason}")
    return run(options)
