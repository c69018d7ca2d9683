"""Fit a classifier by gradient descent: twenty passes over points that stay in memory.

pyrite run examples/logistic_regression.py [passes]
"""

import math
import random
import sys

from pyspark import SparkContext

POINTS = 20_000
DIMENSIONS = 5
PARTITIONS = 4
RATE = 2.0


def draw(partition, _):
    """Draw points (features, label) of two classes that overlap, the same at each run."""
    pick = random.Random(partition)
    for _ in range(POINTS // PARTITIONS):
        label = pick.choice((-1, 1))
        yield [1.0] + [pick.gauss(label * 0.5, 1.0) for _ in range(DIMENSIONS)], label


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def add_vectors(a, b):
    return [x + y for x, y in zip(a, b)]


def gradient(point, weights):
    """The gradient of the logistic loss at one point."""
    features, label = point
    scale = -label / (1.0 + math.exp(label * dot(weights, features)))
    return [scale * x for x in features]


def fit(points, passes):
    count = points.count()
    weights = [0.0] * (DIMENSIONS + 1)
    for _ in range(passes):
        total = points.map(lambda point: gradient(point, weights)).reduce(add_vectors)
        weights = [w - RATE * g / count for w, g in zip(weights, total)]
    return weights


if __name__ == "__main__":
    passes = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    sc = SparkContext(appName="Logistic regression")
    points = sc.parallelize(range(PARTITIONS), PARTITIONS).mapPartitionsWithIndex(draw).cache()
    weights = fit(points, passes)
    right = points.filter(lambda point: dot(weights, point[0]) * point[1] > 0).count()
    print("weights " + " ".join(f"{w:.3f}" for w in weights))
    print(f"{100 * right / points.count():.1f} % of {points.count()} points are on the right side")
    sc.stop()
