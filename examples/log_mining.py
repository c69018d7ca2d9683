"""Search the errors of a log: read the log once, keep its errors in memory, ask many questions.

    pyrite run examples/log_mining.py [log file]

Lines are level, program and message, parted by tabs. Without an argument it writes a log of 200,000 lines to a
temporary folder first.
"""

import random
import sys
import tempfile
from pathlib import Path

from pyspark import SparkContext

LINES = 200_000
KEYWORDS = ["mysql", "timeout", "disk", "php"]

LEVELS = ["INFO"] * 8 + ["WARN", "ERROR"]
MESSAGES = {
    "mysql": ["mysql: connection refused", "mysql: timeout after 30 s", "mysql: table is locked"],
    "web": ["php: out of memory", "upstream timeout", "php: undefined index"],
    "kernel": ["disk sda1 is full", "disk sdb1: read failed", "link is down"],
}


def write_log(path):
    """Write a log, the same at each run."""
    pick = random.Random(2012).choice
    with open(path, "w") as log:
        for _ in range(LINES):
            program = pick(list(MESSAGES))
            log.write(f"{pick(LEVELS)}\t{program}\t{pick(MESSAGES[program])}\n")


def main(sc, path):
    lines = sc.textFile(path)
    errors = lines.filter(lambda line: line.startswith("ERROR"))
    messages = errors.map(lambda line: line.split("\t")[2])
    messages.cache()

    print(f"{messages.count()} errors in {lines.count()} lines")
    # The questions below read the messages from the workers' memory, not the log.
    for keyword in KEYWORDS:
        count = messages.filter(lambda message: keyword in message).count()
        print(f"{count:6} with {keyword}")

    print("most frequent:")
    counts = messages.countByValue()
    for message, count in sorted(counts.items(), key=lambda item: -item[1])[:3]:
        print(f"{count:6} {message}")


if __name__ == "__main__":
    sc = SparkContext(appName="Log mining")
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1:
            log = sys.argv[1]
        else:
            log = str(Path(folder) / "server.log")
            write_log(log)
        main(sc, log)
    sc.stop()
