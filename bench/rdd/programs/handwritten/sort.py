"""Sort integer keys with their values: each process sorts its part, then they exchange by a middle key."""

import itertools
from bisect import bisect
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
    keys = [key for key, _ in pairs]
    return keys[0], keys[-1], len(keys), all(a <= b for a, b in itertools.pairwise(keys))


def job(pool, size):
    halves = pool.map(ordered, [range(size // 2), range(size // 2, size)])
    parts = pool.map(ends, list(zip(*halves)))
    in_order = all(ordered for *_, ordered in parts) and all(a[1] <= b[0] for a, b in itertools.pairwise(parts))
    return [sum(count for _, _, count, _ in parts), parts[0][0], parts[-1][1], in_order]


if __name__ == "__main__":
    run(job)
