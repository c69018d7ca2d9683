"""A shuffle of little data between many partitions: the given number on each side."""

from harness import run


def job(sc, partitions):
    data = sc.parallelize(range(10 * partitions), partitions).map(lambda i: (i % 1000, 1))
    found = data.reduceByKey(lambda a, b: a + b, partitions).collect()
    return [len(found), sum(count for _, count in found)]


if __name__ == "__main__":
    run(job)
