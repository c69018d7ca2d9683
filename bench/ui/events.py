"""``python -m bench events [small jobs in a round]``: what events cost.

Rounds of small jobs in one program, by turns with and without those who listen. CPU is that of the driver with all its
threads, per job; the medians of 20 rounds each.
"""

from __future__ import annotations

import statistics
import tempfile
import time

from pyrite import SparkConf, SparkContext

ROUNDS = 40


def measure(settings: dict[str, str], jobs: int) -> dict[bool, tuple[float, float]]:
    """Milliseconds of CPU and of time for a job: without and with the listeners that the settings ask for."""
    conf = SparkConf(loadDefaults=False).setMaster("local[2]").setAppName("events").setAll(settings.items())
    with SparkContext(conf=conf) as sc:
        rdd = sc.parallelize(range(10), 2)
        rdd.map(lambda x: x + 1).sum()
        everybody = sc._bus._listeners
        found: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
        for number in range(ROUNDS):
            with_them = bool(number % 2)
            sc._bus._listeners = everybody if with_them else (sc._status,)
            time.sleep(0.15)  # what the last round has left is written
            cpu, clock = time.process_time(), time.perf_counter()
            for _ in range(jobs):
                rdd.map(lambda x: x + 1).sum()
            clock = time.perf_counter() - clock
            time.sleep(0.15)
            found[with_them].append(((time.process_time() - cpu) * 1e3 / jobs, clock * 1e3 / jobs))
        sc._bus._listeners = everybody
    return {key: tuple(map(statistics.median, zip(*rounds))) for key, rounds in found.items()}  # type: ignore[misc]


def main(argv: list[str]) -> int:
    jobs = int(argv[0]) if argv else 100
    with tempfile.TemporaryDirectory() as folder:
        kinds = {
            "web UI that nobody looks at": {"spark.ui.port": "0"},
            "event log": {
                "spark.ui.enabled": "false",
                "spark.eventLog.enabled": "true",
                "spark.eventLog.dir": folder,
            },
        }
        kinds["both"] = {**kinds["event log"], "spark.ui.enabled": "true", "spark.ui.port": "0"}
        print(f"{jobs} small jobs: ms a job       CPU without   with     time without   with")
        for name, settings in kinds.items():
            without, with_them = measure(settings, jobs).values()
            print(f"{name:32}{without[0]:8.3f}{with_them[0]:8.3f}{without[1]:14.3f}{with_them[1]:8.3f}")
    return 0
