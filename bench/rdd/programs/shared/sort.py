"""Sort integer keys with their values."""

from itertools import pairwise

from harness import run


def ends(part):
    """The first and last key of a partition, and its size."""
    count, first, last = 0, None, None
    for last in part:
        if not count:
            first = last
        count += 1
    if count:
        yield first[0], last[0], count


def job(sc, size):
    data = sc.parallelize(range(size), 2).map(lambda i: (i * 2654435761 % 4294967296, i))
    parts = data.sortByKey(numPartitions=2).mapPartitions(ends).collect()
    in_order = all(a <= b for a, b, _ in parts) and all(a[1] <= b[0] for a, b in pairwise(parts))
    return [sum(count for *_, count in parts), parts[0][0], parts[-1][1], in_order]


if __name__ == "__main__":
    run(job)
