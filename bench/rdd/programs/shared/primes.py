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


def job(sc, limit):
    return sc.parallelize(range(limit), 8).filter(isprime).count()


if __name__ == "__main__":
    run(job)
