"""Sort integer keys with their values."""

import itertools

from harness import run


def ends(part):
    """The first and last key of a partition, its size, and whether it is in order."""
    keys = [key for key, _ in part]
    if keys:
        yield keys[0], keys[-1], len(keys), all(a <= b for a, b in itertools.pairwise(keys))


def job(sc, size):
    data = sc.parallelize(range(size), 2).map(lambda i: (i * 2654435761 % 4294967296, i))
    parts = data.sortByKey(numPartitions=2).mapPartitions(ends).collect()
    in_order = all(ordered for *_, ordered in parts) and all(a[1] <= b[0] for a, b in itertools.pairwise(parts))
    return [sum(count for _, _, count, _ in parts), parts[0][0], parts[-1][1], in_order]


if __name__ == "__main__":
    run(job)
