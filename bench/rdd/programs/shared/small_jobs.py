"""Many small jobs, one after the other."""

from harness import run


def job(sc, jobs):
    return sum(sc.parallelize(range(100), 2).map(lambda x: x + i).sum() for i in range(jobs))


if __name__ == "__main__":
    run(job)
