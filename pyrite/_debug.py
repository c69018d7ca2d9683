"""Running the task that failed once more, in the driver, under the debugger."""

from __future__ import annotations

import pdb
import sys
import tempfile
import traceback
from dataclasses import replace
from types import TracebackType
from typing import Any

import cloudpickle

from pyrite import accumulators
from pyrite._runtime import codegen
from pyrite._runtime.memory import Meter
from pyrite._runtime.task import Settings, TaskRunner, TaskSpec, is_ours
from pyrite._scheduler.engine import Engine
from pyrite._scheduler.loop import StageProgram
from pyrite._scheduler.state import JobError
from pyrite.core.context import SparkContext
from pyrite.errors import JobFailedError, PySparkRuntimeError


def debug() -> None:
    """Run the partition whose task failed last again, here, and stop under pdb at the user's line.

    The record at hand is the argument of the function shown; ``up`` and ``down`` walk the user's frames. In IPython
    ``%debug`` does the same after a failed job.

    Raises
    ------
    PySparkRuntimeError
        When no task of this application has failed in its own code, or its inputs are gone.

    >>> sc.parallelize(["1", "x"]).map(int).collect()    # doctest: +SKIP
    >>> pyrite.debug()                                   # doctest: +SKIP
    """
    context = SparkContext._active_spark_context
    failure = context._engine.loop.last_failure if context is not None else None
    if context is None or failure is None:
        raise PySparkRuntimeError("There is nothing to debug: no task has failed in this application")
    error, program = failure
    if program is None or error.partition is None or error.task_error is None:
        raise PySparkRuntimeError(f"The last failure cannot be run again here: {error.message}")
    print(f"Running partition {error.partition} of stage {error.stage} again ...", file=sys.stderr)
    found = _run_again(context._engine, error, program)
    if found is None:
        print("This time it did not fail.", file=sys.stderr)
        return
    print("".join(traceback.format_exception_only(type(found), found)).rstrip(), file=sys.stderr)
    pdb.post_mortem(_users_part(found.__traceback__))


def _run_again(engine: Engine, error: JobError, program: StageProgram) -> BaseException | None:
    """Run the task with nothing written out in loops, so that the user's own frames are there."""
    assert error.partition is not None
    with accumulators._collect_accumulators() as used:
        loaded = replace(cloudpickle.loads(program.pickled), inlines={})
    with tempfile.TemporaryDirectory(prefix="pyrite-debug-") as folder:
        runner = TaskRunner(Settings(folder, folder, folder, 1 << 40, 1 << 40, 0, absolute_memory=False))
        runner._programs[0] = (loaded, used)
        for shuffle in program.reads:
            outputs = engine.loop.scheduler.outputs.get(shuffle)
            if outputs is None or None in outputs:
                raise PySparkRuntimeError(
                    "The last failure cannot be run again here: its shuffle files are gone"
                )
            runner.add_outputs(shuffle, [output for output in outputs if output is not None])
        spec = TaskSpec(
            -1, 0, error.stage or 0, 0, error.partition, error.attempt or 0, program.layout.payload(error.partition)
        )  # fmt: skip
        try:
            runner.attempt(spec, Meter(1 << 40))
        except Exception as raised:
            return raised
    return None


def _users_part(tb: TracebackType | None) -> TracebackType | None:
    """The traceback from the user's first frame to their last; all of it where they have none."""
    frames = []
    walk = tb
    while walk is not None:
        frames.append(walk)
        walk = walk.tb_next
    theirs = [
        i
        for i, part in enumerate(frames)
        if not is_ours(part.tb_frame.f_code.co_filename)
        and part.tb_frame.f_code.co_filename != codegen.FILENAME
    ]
    if not theirs:
        return tb
    frames[theirs[-1]].tb_next = None
    return frames[theirs[0]]


def offer_magic() -> None:
    """In IPython, let ``%debug`` after a failed job do what :func:`debug` does."""
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    if shell is None or getattr(shell, "_pyrite_debug", False):
        return
    original = shell.find_line_magic("debug")

    def magic(line: str) -> Any:
        if isinstance(getattr(sys, "last_value", None), JobFailedError) and not line.strip():
            return debug()
        return original(line)

    shell.register_magic_function(magic, "line", "debug")
    shell._pyrite_debug = True
