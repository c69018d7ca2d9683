"""The mean of integer pairs by key, as (sum, count) pairs."""

from harness import run


def add_up(part):
    totals = {}
    for i in part:
        key = i % 1000
        if key in totals:
            total, count = totals[key]
            totals[key] = (total + i, count + 1)
        else:
            totals[key] = (i, 1)
    return totals


def job(pool, pairs):
    found, *rest = pool.map(add_up, [range(pairs // 2), range(pairs // 2, pairs)])
    for part in rest:
        for key, (total, count) in part.items():
            left, n = found.get(key, (0, 0))
            found[key] = (left + total, n + count)
    return [len(found), round(sum(total / count for total, count in found.values()))]


if __name__ == "__main__":
    run(job)
