"""Join more than fits the memory limit: two tables of half the records each, texts of 100 characters."""

from harness import run


def job(sc, size):
    half = size // 2
    left = sc.parallelize(range(half), 8).map(lambda i: (i * 7919 % half, f"{i:0100d}"))
    right = sc.parallelize(range(half), 8).map(lambda i: (i, f"{i:0100d}"))
    joined = left.join(right, 2).map(lambda row: (1, int(row[1][0]) + int(row[1][1])))
    return list(joined.reduce(lambda a, b: (a[0] + b[0], a[1] + b[1])))


if __name__ == "__main__":
    run(job)
