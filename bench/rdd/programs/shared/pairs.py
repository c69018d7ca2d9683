"""Add up integer pairs by key."""

from harness import run


def job(sc, pairs):
    data = sc.parallelize(range(pairs), 2).map(lambda i: (i % 1000, i))
    found = data.reduceByKey(lambda a, b: a + b).collect()
    return [len(found), sum(total for _, total in found)]


if __name__ == "__main__":
    run(job)
