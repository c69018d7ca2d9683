"""Join two tables by a key that is once in each."""

from harness import run


def job(sc, size):
    left = sc.parallelize(range(size), 2).map(lambda i: (i * 7919 % size, i))
    right = sc.parallelize(range(size), 2).map(lambda i: (i, 3 * i))
    joined = left.join(right, 2)
    return list(
        joined.map(lambda row: (1, row[1][0] + row[1][1])).reduce(lambda a, b: (a[0] + b[0], a[1] + b[1]))
    )


if __name__ == "__main__":
    run(job)
