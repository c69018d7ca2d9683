"""Group values by key."""

import dask.bag as db
from harness import run


def job(_, size):
    parts = [range(size // 2), range(size // 2, size)]
    data = db.from_sequence(parts, npartitions=2).flatten().map(lambda i: (i % 10007, i))
    groups = data.groupby(lambda pair: pair[0])
    found = groups.map(lambda group: (len(group[1]), max(value for _, value in group[1]))).compute()
    return [len(found), sum(count for count, _ in found), sum(greatest for _, greatest in found)]


if __name__ == "__main__":
    run(job)
