"""Count primes by trial division."""

import dask.bag as db
from harness import run


def isprime(n):
    if n < 2:
        return False
    if n == 2:
        return True
    if not n & 1:
        return False
    for x in range(3, int(n**0.5) + 1, 2):
        if n % x == 0:
            return False
    return True


def job(_, limit):
    parts = [range(limit * i // 8, limit * (i + 1) // 8) for i in range(8)]
    return db.from_sequence(parts, npartitions=8).flatten().filter(isprime).count().compute()


if __name__ == "__main__":
    run(job)
