"""Twenty passes of gradient descent (logistic regression) over cached points, each a numpy vector."""

import math
import random

from harness import run

DIMENSIONS = 10
RATE = 1.0


def draw(partition, points):
    import numpy

    pick = random.Random(partition)
    for count in points:
        for _ in range(count):
            label = pick.choice((-1, 1))
            yield numpy.array([pick.gauss(label * 0.5, 1.0) for _ in range(DIMENSIONS)]), label


def gradient(point, weights):
    features, label = point
    return -label / (1.0 + math.exp(label * weights.dot(features))) * features


def prepare(sc, size, data):
    points = sc.parallelize([size // 2] * 2, 2).mapPartitionsWithIndex(draw).cache()
    return points, points.count()


def job(sc, prepared):
    import numpy

    points, count = prepared
    weights = numpy.zeros(DIMENSIONS)
    for _ in range(20):
        total = points.map(lambda point: gradient(point, weights)).reduce(lambda a, b: a + b)
        weights = weights - RATE * total / count
    return [round(float(w), 6) for w in weights]


if __name__ == "__main__":
    run(job, prepare)
