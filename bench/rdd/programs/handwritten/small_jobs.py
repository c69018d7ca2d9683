"""Many small jobs, one after the other."""

from harness import run


def total(task):
    part, i = task
    return sum(x + i for x in part)


def job(pool, jobs):
    parts = range(50), range(50, 100)
    return sum(sum(pool.map(total, [(part, i) for part in parts])) for i in range(jobs))


if __name__ == "__main__":
    run(job)
