"""Join two tables by a key that is once in each: each process joins the keys of one remainder."""

from functools import partial

from harness import WORKERS, run


def rows(size, part):
    """Both tables' rows of a range, dealt by key."""
    left = [[] for _ in range(WORKERS)]
    right = [[] for _ in range(WORKERS)]
    for i in part:
        key = i * 7919 % size
        left[key % WORKERS].append((key, i))
        right[i % WORKERS].append((i, 3 * i))
    return list(zip(left, right))


def match(dealt):
    table = {}
    for _, right in dealt:
        table.update(right)
    count = total = 0
    for left, _ in dealt:
        for key, value in left:
            if key in table:
                count += 1
                total += value + table[key]
    return count, total


def job(pool, size):
    dealt = pool.map(partial(rows, size), [range(size // 2), range(size // 2, size)])
    return [sum(part) for part in zip(*pool.map(match, list(zip(*dealt))))]


if __name__ == "__main__":
    run(job)
