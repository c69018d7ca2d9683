"""Find clusters among points: k-means on an RDD.

    pyrite run examples/kmeans.py [file]

A line of the file is a point: numbers parted by blanks. Without an argument it draws 30,000 points around three
places.
"""

import random
import sys

from pyspark import SparkContext

K = 3
POINTS = 30_000
SMALL_STEP = 0.001


def draw(seed):
    """Draw points around three places, the same at each run."""
    pick = random.Random(seed)
    for _ in range(POINTS // 10):
        x, y = pick.choice([(0.0, 0.0), (5.0, 1.0), (2.0, 6.0)])
        yield x + pick.gauss(0, 1), y + pick.gauss(0, 1)


def squared_distance(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b))


def nearest(point, centres):
    return min(range(len(centres)), key=lambda i: squared_distance(point, centres[i]))


def add_points(a, b):
    (left, n), (right, m) = a, b
    return [x + y for x, y in zip(left, right)], n + m


def k_means(points, k):
    """Return the centres and how often they were moved until none moved far."""
    centres = points.takeSample(False, k, seed=1)
    moves = 0
    while True:
        assigned = points.map(lambda point: (nearest(point, centres), (point, 1)))
        sums = assigned.reduceByKey(add_points).collectAsMap()
        moved = [tuple(x / n for x in total) for total, n in (sums[i] for i in sorted(sums))]
        step = sum(squared_distance(old, new) for old, new in zip(centres, moved))
        centres, moves = moved, moves + 1
        if step < SMALL_STEP:
            return centres, moves


if __name__ == "__main__":
    sc = SparkContext(appName="k-means")
    if len(sys.argv) > 1:
        points = sc.textFile(sys.argv[1]).map(lambda line: tuple(map(float, line.split())))
    else:
        points = sc.parallelize(range(10), 4).flatMap(draw)
    points.cache()
    centres, moves = k_means(points, K)
    print(f"{points.count()} points, {moves} moves")
    for centre in sorted(centres):
        print("centre " + " ".join(f"{x:7.3f}" for x in centre))
    sc.stop()
