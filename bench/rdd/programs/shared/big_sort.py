"""Sort more than fits the memory limit: keys with texts of 100 characters."""

from itertools import pairwise

from harness import run


def record(i):
    return i * 2654435761 % 4294967296, f"{i:0100d}"


def ends(part):
    """The first and last key of a partition, its size, and whether it is in order; nothing is kept."""
    first = last = None
    count, ordered = 0, True
    for key, _ in part:
        if last is None:
            first = key
        elif key < last:
            ordered = False
        last = key
        count += 1
    yield first, last, count, ordered


def job(sc, size):
    parts = (
        sc.parallelize(range(size), 8).map(record).sortByKey(numPartitions=2).mapPartitions(ends).collect()
    )
    in_order = all(ordered for *_, ordered in parts) and all(a[1] <= b[0] for a, b in pairwise(parts))
    return [sum(count for _, _, count, _ in parts), parts[0][0], parts[-1][1], in_order]


if __name__ == "__main__":
    run(job)
