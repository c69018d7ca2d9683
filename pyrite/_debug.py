"""``pyrite.debug()``."""

from __future__ import annotations

from pyrite.core._debugger import debug_last
from pyrite.core.context import SparkContext
from pyrite.errors import PySparkRuntimeError


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
    if context is None:
        raise PySparkRuntimeError("There is nothing to debug: no SparkContext is active")
    debug_last(context._engine)
