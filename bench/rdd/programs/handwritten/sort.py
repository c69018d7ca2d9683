"""Sort integer keys with their values: each process sorts its part, then they exchange by a middle key."""

from bisect import bisect
from itertools import pairwise
from operator import itemgetter

from harness import run


def ordered(part):
    pairs = [(i * 2654435761 % 4294967296, i) for i in part]
    pairs.sort(key=itemgetter(0))
    middle = bisect(pairs, (2147483648,))
    return pairs[:middle], pairs[middle:]


def ends(parts):
    pairs = [pair for part in parts for pair in part]
    pairs.sort(key=itemgetter(0))
    return pairs[0][0], pairs[-1][0], len(pairs)


def job(pool, size):
    halves = pool.map(ordered, [range(size // 2), range(size // 2, size)])
    parts = pool.map(ends, list(zip(*halves)))
    in_order = all(a <= b for a, b, _ in parts) and all(a[1] <= b[0] for a, b in pairwise(parts))
    return [sum(count for *_, count in parts), parts[0][0], parts[-1][1], in_order]


if __name__ == "__main__":
    run(job)
