"""Count the words of a text file."""

import os
from itertools import pairwise

from harness import WORKERS, run


def prepare(_, words, data):
    return f"{data}/words-{words}.txt"


def count(task):
    """Count the words of the lines that begin in a range of bytes."""
    path, start, end = task
    counts = {}
    with open(path, "rb") as file:
        if start:
            file.seek(start - 1)
            file.readline()
        position = file.tell()
        for line in file:
            if position >= end:
                break
            position += len(line)
            for word in line.decode().split():
                counts[word] = counts.get(word, 0) + 1
    return counts


def job(pool, path):
    size = os.path.getsize(path)
    bounds = [size * i // WORKERS for i in range(WORKERS + 1)]
    found, *rest = pool.map(count, [(path, start, end) for start, end in pairwise(bounds)])
    for part in rest:
        for word, n in part.items():
            found[word] = found.get(word, 0) + n
    return [len(found), sum(found.values()), max(found.values())]


if __name__ == "__main__":
    run(job, prepare)
