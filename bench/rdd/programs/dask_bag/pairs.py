"""Add up integer pairs by key."""

from operator import add

import dask.bag as db
from harness import run


def job(_, pairs):
    # from_sequence would make a list of all; a range in each partition is what the others have.
    parts = [range(pairs // 2), range(pairs // 2, pairs)]
    data = db.from_sequence(parts, npartitions=2).flatten().map(lambda i: (i % 1000, i))
    found = data.foldby(lambda pair: pair[0], lambda total, pair: total + pair[1], 0, add, 0).compute()
    return [len(found), sum(total for _, total in found)]


if __name__ == "__main__":
    run(job)
