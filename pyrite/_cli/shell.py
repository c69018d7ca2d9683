"""``pyrite shell``: Python with ``sc`` and ``spark`` waiting; IPython where it is installed."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from pyrite._cli.common import (
    DONE,
    FAILED,
    Usage,
    importable,
    options_help,
    settle,
    split_options,
    version,
    wants_help,
)
from pyrite._cli.run import main_module
from pyrite._cli.warming import load_queries, warming
from pyrite._conf.environment import load_spark_env
from pyrite._conf.sources import SubmitOptions
from pyrite._dataclasses import dataclass

HELP = """\
usage: pyrite [shell] [options]

Python with a SparkContext `sc`, a SparkSession `spark` and `sql` for `spark.sql`: IPython where it is installed
(`pip install 'pyrite[shell]'`), else Python's own prompt. Ctrl-C cancels what runs, and only that; Ctrl-D leaves.
What comes by a pipe is run as a program.

options:
  --plain                     Python's own prompt, IPython or not
and those of spark-submit:
"""

_OWN = {"--plain": False}

#: The name that Spark's shell has as an application.
_NAME = "PySparkShell"


def main(args: Sequence[str]) -> int:
    """Start the shell."""
    if wants_help(args):
        print(HELP + options_help(), end="")
        return DONE
    mine, options = split_options(args, _OWN)
    load_spark_env(os.environ)
    driver = Driver.of(os.environ)
    if driver.jupyter and not mine:
        return int(import_module("pyrite._cli.notebook").main([*args, "--", *driver.words]))
    return start(options, plain=bool(mine) or driver.plain, words=driver.words)


@dataclass(frozen=True)
class Driver:
    """What ``PYSPARK_DRIVER_PYTHON`` asks for: Python's own prompt, IPython (the default) or Jupyter, and words for it.

    ``IPYTHON_OPTS``, as it was before Spark 2, is understood too.
    """

    plain: bool = False
    jupyter: bool = False
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Driver:
        """Read the environment."""
        named = os.path.basename(environ.get("PYSPARK_DRIVER_PYTHON", ""))
        words = shlex.split(environ.get("PYSPARK_DRIVER_PYTHON_OPTS" if named else "IPYTHON_OPTS", ""))
        if named.startswith("jupyter-"):
            words.insert(0, named.partition("-")[2])
        if words[:1] in (["notebook"], ["lab"]):
            return cls(jupyter=True, words=tuple(words[1:]))
        if named.startswith(("jupyter", "ipython")) or not named:
            return cls(words=() if named.startswith("jupyter") else tuple(words))
        return cls(plain=True)


def start(options: SubmitOptions, plain: bool = False, words: Sequence[str] = ()) -> int:
    """Start the shell with spark-submit's options, which nothing follows; ``words`` are IPython's own."""
    rest = tuple(word for word in options.rest if word != "pyspark-shell")
    if rest:
        raise Usage(f"the shell takes no program; to run one, `pyrite run {rest[0]}`")
    interactive = sys.stdin.isatty()
    assumed = {"spark_ui_showConsoleProgress": "true"} if interactive else {}
    settings = settle(replace(options, rest=()), _NAME, **assumed)
    sys.path[0] = ""
    sys.path[1:1] = importable(settings.get("spark.submit.pyFiles", ""))
    names = main_module().__dict__
    names.update(waiting())
    if not interactive:
        return _run_piped(names)
    with warming(load_queries):
        if not plain and find_spec("IPython") is not None:
            return int(import_module("pyrite._cli.ipython_shell").interact(names, banner(names["sc"]), words))
        return int(import_module("pyrite._cli.console").interact(names, banner(names["sc"])))


def waiting() -> dict[str, Any]:
    """What a shell begins with: ``sc``, ``spark`` and ``sql``."""
    spark = import_module("pyrite.sql.session").SparkSession.builder.getOrCreate()
    return {"sc": spark.sparkContext, "spark": spark, "sql": spark.sql}


def banner(sc: Any) -> str:
    """What a shell says first."""
    lines = [
        version(),
        f"SparkContext as 'sc' (master {sc.master}, id {sc.applicationId}), SparkSession as 'spark'.",
    ]
    if sc.uiWebUrl:
        lines.insert(1, f"Web UI at {sc.uiWebUrl}")
    return "\n".join(lines)


def _run_piped(names: dict[str, Any]) -> int:
    try:
        exec(compile(sys.stdin.read(), "<stdin>", "exec", dont_inherit=True), names)
    except SystemExit:
        raise
    except BaseException as error:
        trace = error.__traceback__.tb_next if error.__traceback__ is not None else None
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        return FAILED
    return DONE
