"""Estimate Pi: throw darts at a square and count those in the circle.

pyrite run examples/pi.py [partitions]
"""

import random
import sys
from operator import add

from pyspark import SparkContext

DARTS = 200_000


def throw(partition, _):
    """Throw the darts of one partition; its number is the seed, so that every run throws the same."""
    draw = random.Random(partition).random
    yield sum(1 for _ in range(DARTS) if draw() ** 2 + draw() ** 2 <= 1)


if __name__ == "__main__":
    partitions = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    sc = SparkContext(appName="Pi")
    inside = sc.parallelize(range(partitions), partitions).mapPartitionsWithIndex(throw).reduce(add)
    print(f"Pi is roughly {4 * inside / (DARTS * partitions):.4f}")
    sc.stop()
