"""PageRank over cached links: five passes, eight links a page."""

from harness import run


def links_of(page, pages):
    return [(page * 31 + i * i * 7919 + 1) % pages for i in range(8)]


def contributions(row):
    _, (targets, rank) = row
    share = rank / len(targets)
    for target in targets:
        yield target, share


def prepare(sc, pages, data):
    links = sc.parallelize(range(pages), 2).map(lambda page: (page, links_of(page, pages))).groupByKey(2)
    links = links.mapValues(lambda lists: [target for targets in lists for target in targets]).cache()
    links.count()
    return links


def job(sc, links):
    ranks = links.mapValues(lambda _: 1.0)
    for _ in range(5):
        received = links.join(ranks, 2).flatMap(contributions)
        ranks = received.reduceByKey(lambda a, b: a + b, 2).mapValues(lambda total: 0.15 + 0.85 * total)
    found = ranks.values().collect()
    return [len(found), round(sum(found), 3), round(max(found), 6)]


if __name__ == "__main__":
    run(job, prepare)
