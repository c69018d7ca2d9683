"""Add up integer pairs by key."""

from harness import run


def add_up(part):
    totals = {}
    for i in part:
        key = i % 1000
        totals[key] = totals.get(key, 0) + i
    return totals


def job(pool, pairs):
    found, *rest = pool.map(add_up, [range(pairs // 2), range(pairs // 2, pairs)])
    for part in rest:
        for key, total in part.items():
            found[key] = found.get(key, 0) + total
    return [len(found), sum(found.values())]


if __name__ == "__main__":
    run(job)
