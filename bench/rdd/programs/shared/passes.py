"""Ten light passes over cached numbers: sum and count."""

from harness import run


def prepare(sc, size, data):
    numbers = sc.parallelize(range(size), 2).map(lambda i: i * 31 % 1009).cache()
    numbers.count()
    return numbers


def job(sc, numbers):
    return [numbers.sum() + numbers.count() for _ in range(10)][-1]


if __name__ == "__main__":
    run(job, prepare)
