"""Twenty passes of gradient descent (logistic regression) over points that the processes hold, in plain Python."""

import math
import multiprocessing
import random

from harness import WORKERS, run

DIMENSIONS = 10
RATE = 1.0

parts = []


def draw(partition, count):
    pick = random.Random(partition)
    for _ in range(count):
        label = pick.choice((-1, 1))
        yield [pick.gauss(label * 0.5, 1.0) for _ in range(DIMENSIONS)], label


def gradient(task):
    i, weights = task
    total = [0.0] * DIMENSIONS
    for features, label in parts[i]:
        margin = label * sum(w * x for w, x in zip(weights, features))
        scale = -label / (1.0 + math.exp(margin))
        total = [t + scale * x for t, x in zip(total, features)]
    return total


def prepare(_, size, data):
    parts[:] = [list(draw(i, size // 2)) for i in range(WORKERS)]
    # Forked now, the processes share the parts with this one.
    return multiprocessing.get_context("fork").Pool(WORKERS), 2 * (size // 2)


def job(_, prepared):
    pool, count = prepared
    weights = [0.0] * DIMENSIONS
    for _ in range(20):
        found = pool.map(gradient, [(i, weights) for i in range(WORKERS)], chunksize=1)
        weights = [w - RATE * sum(gs) / count for w, gs in zip(weights, zip(*found))]
    return [round(w, 6) for w in weights]


if __name__ == "__main__":
    run(job, prepare)
