"""Group more than fits the memory limit: a thousand keys, texts of 100 characters."""

from harness import run


def lengths(group):
    key, values = group
    count = total = 0
    for value in values:
        count += 1
        total += int(value)
    return key, count, total


def job(sc, size):
    data = sc.parallelize(range(size), 8).map(lambda i: (i % 1000, f"{i:0100d}"))
    found = data.groupByKey(2).map(lengths).collect()
    return [len(found), sum(count for _, count, _ in found), sum(total for *_, total in found)]


if __name__ == "__main__":
    run(job)
