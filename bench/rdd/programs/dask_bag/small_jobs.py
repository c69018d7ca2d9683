"""Many small jobs, one after the other."""

import dask.bag as db
from harness import run


def job(_, jobs):
    return sum(
        db.from_sequence(range(100), npartitions=2).map(lambda x: x + i).sum().compute() for i in range(jobs)
    )


if __name__ == "__main__":
    run(job)
