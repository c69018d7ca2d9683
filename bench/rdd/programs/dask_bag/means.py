"""The mean of integer pairs by key, as (sum, count) pairs."""

import dask.bag as db
from harness import run


def job(_, pairs):
    parts = [range(pairs // 2), range(pairs // 2, pairs)]
    data = db.from_sequence(parts, npartitions=2).flatten().map(lambda i: (i % 1000, i))
    sums = data.foldby(
        lambda pair: pair[0],
        lambda total, pair: (total[0] + pair[1], total[1] + 1),
        (0, 0),
        lambda a, b: (a[0] + b[0], a[1] + b[1]),
        (0, 0),
    ).compute()
    return [len(sums), round(sum(total / count for _, (total, count) in sums))]


if __name__ == "__main__":
    run(job)
