"""What the measured programs of SQL share: sessions, passes over a suite of queries, the clock.

The command line of a suite: SYSTEM TABLES QUERIES MEMORY, where MEMORY is a limit like ``4g`` or ``none``.
The last line printed is the result, as JSON.
"""

import json
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

WORKERS = 2
SERVERS = []  # a server ends when nothing holds it


def spark_session(system, memory="none"):
    """A session of PySpark, of Pyrite under its name, or of Sail behind Spark Connect."""
    from pyspark.sql import SparkSession

    if system == "sail":
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer("127.0.0.1", 0)
        server.start(background=True)
        SERVERS.append(server)
        _, port = server.listening_address
        return SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    builder = SparkSession.builder.master(f"local[{WORKERS}]").config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", str(WORKERS))
    if memory != "none" or system == "pyspark":
        # The default of the JVM, 1g, is too little.
        builder = builder.config("spark.driver.memory", "8g" if memory == "none" else memory)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def run_suite(queries, run):
    """Run all queries twice and report the second pass: the time and the number of rows, or the error, of each."""
    found = {}
    for _ in range(2):
        for file in sorted(Path(queries).glob("q*.sql")):
            text = file.read_text()
            start = perf_counter()
            try:
                rows = run(text)
                found[file.stem] = {"seconds": perf_counter() - start, "rows": rows}
            except Exception as error:
                found[file.stem] = {"error": f"{type(error).__name__}: {error}"[:200]}
    report(sum(one.get("seconds", 0) for one in found.values()), found)


def run_small(job, size):
    """Run a small job of ``size`` rows 60 times and report the median."""
    rows = [(i, f"n{i % 10}", i * 0.5) for i in range(size)]
    times = []
    for _ in range(60):
        start = perf_counter()
        answer = job(rows)
        times.append(perf_counter() - start)
    report(median(times[10:]), sorted([list(row) for row in answer]))


def report(seconds, answer):
    print("RESULT " + json.dumps({"seconds": seconds, "answer": answer}), flush=True)


def arguments():
    return sys.argv[1:]
