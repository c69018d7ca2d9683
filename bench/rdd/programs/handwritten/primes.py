"""Count primes by trial division."""

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


def count(part):
    return sum(1 for n in part if isprime(n))


def job(pool, limit):
    parts = [range(limit * i // 8, limit * (i + 1) // 8) for i in range(8)]
    return sum(pool.map(count, parts, chunksize=1))


if __name__ == "__main__":
    run(job)
