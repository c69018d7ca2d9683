"""Group values by key."""

from harness import run


def job(sc, size):
    data = sc.parallelize(range(size), 2).map(lambda i: (i % 10007, i))
    groups = data.groupByKey(2).mapValues(lambda values: (len(values), max(values)))
    found = groups.values().collect()
    return [len(found), sum(count for count, _ in found), sum(greatest for _, greatest in found)]


if __name__ == "__main__":
    run(job)
