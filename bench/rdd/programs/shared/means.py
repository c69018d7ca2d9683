"""The mean of integer pairs by key, as (sum, count) pairs."""

from harness import run


def job(sc, pairs):
    data = sc.parallelize(range(pairs), 2).map(lambda i: (i % 1000, i))
    sums = data.mapValues(lambda value: (value, 1)).reduceByKey(lambda a, b: (a[0] + b[0], a[1] + b[1]))
    found = sums.mapValues(lambda total: total[0] / total[1]).collect()
    return [len(found), round(sum(mean for _, mean in found))]


if __name__ == "__main__":
    run(job)
