"""Group values by key: each process groups its part, deals the groups by key, and merges what it is dealt."""

from harness import WORKERS, run


def collect(part):
    groups = {}
    for i in part:
        key = i % 10007
        if key in groups:
            groups[key].append(i)
        else:
            groups[key] = [i]
    return [{key: group for key, group in groups.items() if key % WORKERS == i} for i in range(WORKERS)]


def merge(parts):
    groups, *rest = parts
    for part in rest:
        for key, group in part.items():
            if key in groups:
                groups[key] += group
            else:
                groups[key] = group
    return [(len(group), max(group)) for group in groups.values()]


def job(pool, size):
    dealt = pool.map(collect, [range(size // 2), range(size // 2, size)])
    found = [group for part in pool.map(merge, list(zip(*dealt))) for group in part]
    return [len(found), sum(count for count, _ in found), sum(greatest for _, greatest in found)]


if __name__ == "__main__":
    run(job)
