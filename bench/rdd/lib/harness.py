"""What every measured program shares: its environment, the warm-up, the clock, the answer.

A program calls :func:`run` with ``job(engine, prepared)`` and, where its input has to stand ready, ``prepare(engine,
size, data)``. Both run at a small size first: workers are up, code is loaded and, on a JVM, compiled. Then ``prepare``
at full size, not timed, and ``job``, timed. The last line printed is the result, as JSON.

The command line: SYSTEM SIZE WARM-SIZE FOLDER [KEY=VALUE ...] (settings of a SparkContext).
"""

import json
import sys
from contextlib import contextmanager
from time import perf_counter

WORKERS = 2


def run(job, prepare=lambda engine, size, data: size):
    system, size, warm, data, *settings = sys.argv[1:]
    with ENGINES[system](dict(setting.split("=", 1) for setting in settings)) as engine:
        if int(warm):
            job(engine, prepare(engine, int(warm), data))
        prepared = prepare(engine, int(size), data)
        start = perf_counter()
        answer = job(engine, prepared)
        seconds = perf_counter() - start
        print("RESULT " + json.dumps({"seconds": seconds, "answer": answer}), flush=True)


@contextmanager
def spark(settings):
    """PySpark, or Pyrite under its name."""
    from pyspark import SparkConf, SparkContext

    conf = SparkConf().setMaster(f"local[{WORKERS}]").setAppName("bench")
    conf.set("spark.ui.showConsoleProgress", "false")
    # The default, 1g, is too little for some of the inputs on the JVM.
    conf.set("spark.driver.memory", "4g")
    for key, value in settings.items():
        conf.set(key, value)
    with SparkContext(conf=conf) as sc:
        yield sc


@contextmanager
def pysparkling(_):
    import pysparkling

    # With a pool of processes it is slower: it pickles whole partitions there and back.
    yield pysparkling.Context()


@contextmanager
def dask(_):
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    import dask

    # By default a pool is made for each computation; one that stays is faster, and forking is faster than spawning.
    with (
        ProcessPoolExecutor(WORKERS, multiprocessing.get_context("fork")) as pool,
        dask.config.set(scheduler="processes", pool=pool, num_workers=WORKERS),
    ):
        yield None


@contextmanager
def loop(_):
    """The pool of a hand-written program."""
    import multiprocessing

    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        yield pool


ENGINES = {"pyrite": spark, "pyspark": spark, "pysparkling": pysparkling, "dask": dask, "loop": loop}
