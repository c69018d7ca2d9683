"""Running the task that failed once more, in the driver, under the debugger."""

from __future__ import annotations

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
from pyrite._runtime.task import Loaded, Settings, TaskRunner, TaskSpec, is_ours
from pyrite._scheduler.engine import Engine
from pyrite._scheduler.loop import StageProgram
from pyrite._scheduler.model import JobError
from pyrite.errors import JobFailedError, PySparkRuntimeError


def debug_last(engine: Engine) -> None:
    """Run the partition whose task failed last again, here, and stop under pdb at the user's line."""
    import pdb

    if engine.loop.last_failure is None:
        raise PySparkRuntimeError("There is nothing to debug: no task has failed in this application")
    error, program = engine.loop.last_failure
    if program is None or error.partition is None or error.task_error is None:
        raise PySparkRuntimeError(f"The last failure cannot be run again here: {error.message}")
    print(f"Running partition {error.partition} of stage {error.stage} again ...", file=sys.stderr)
    found = _run_again(engine, error, program)
    if found is None:
        print("This time it did not fail.", file=sys.stderr)
        return
    print("".join(traceback.format_exception_only(type(found), found)).rstrip(), file=sys.stderr)
    pdb.post_mortem(_users_part(found.__traceback__))


def offer_magic(engine: Engine) -> None:
    """In IPython, let ``%debug`` after a failed job do what :func:`debug_last` does."""
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return
    original = getattr(shell, "_pyrite_debug", None) or shell.find_line_magic("debug")

    def magic(line: str) -> Any:
        if isinstance(getattr(sys, "last_value", None), JobFailedError) and not line.strip():
            return debug_last(engine)
        return original(line)

    shell.register_magic_function(magic, "line", "debug")
    shell._pyrite_debug = original


def _run_again(engine: Engine, error: JobError, program: StageProgram) -> BaseException | None:
    """Run the task with nothing written out in loops, so that the user's own frames are there."""
    assert error.partition is not None
    with accumulators._collect_accumulators() as used:
        loaded = replace(cloudpickle.loads(program.pickled), inlines={})
    with tempfile.TemporaryDirectory(prefix="pyrite-debug-") as folder:
        runner = TaskRunner(Settings(folder, folder, folder, 1 << 40, 1 << 40, 0, absolute_memory=False))
        runner._programs[0] = Loaded(loaded, used, lasting=True)
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
