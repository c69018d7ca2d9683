"""Twenty passes of gradient descent (logistic regression) over cached points, in plain Python."""

import math
import random

from harness import run

DIMENSIONS = 10
RATE = 1.0


def draw(partition, points):
    pick = random.Random(partition)
    for count in points:
        for _ in range(count):
            label = pick.choice((-1, 1))
            yield [pick.gauss(label * 0.5, 1.0) for _ in range(DIMENSIONS)], label


def gradient(point, weights):
    features, label = point
    margin = label * sum(w * x for w, x in zip(weights, features))
    scale = -label / (1.0 + math.exp(margin))
    return [scale * x for x in features]


def prepare(sc, size, data):
    points = sc.parallelize([size // 2] * 2, 2).mapPartitionsWithIndex(draw).cache()
    return points, points.count()


def job(sc, prepared):
    points, count = prepared
    weights = [0.0] * DIMENSIONS
    for _ in range(20):
        total = points.map(lambda point: gradient(point, weights)).reduce(
            lambda a, b: [x + y for x, y in zip(a, b)]
        )
        weights = [w - RATE * g / count for w, g in zip(weights, total)]
    return [round(w, 6) for w in weights]


if __name__ == "__main__":
    run(job, prepare)
