"""Ten light passes over numbers that the processes hold: sum and count."""

import multiprocessing

from harness import WORKERS, run

parts = []


def add_up(i):
    return sum(parts[i]) + len(parts[i])


def prepare(_, size, data):
    parts[:] = [[i * 31 % 1009 for i in part] for part in (range(size // 2), range(size // 2, size))]
    # Forked now, the processes share the parts with this one.
    return multiprocessing.get_context("fork").Pool(WORKERS)


def job(_, pool):
    return [sum(pool.map(add_up, range(WORKERS), chunksize=1)) for _ in range(10)][-1]


if __name__ == "__main__":
    run(job, prepare)
