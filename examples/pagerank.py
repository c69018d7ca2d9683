"""Rank pages by the links between them (PageRank).

    pyrite run examples/pagerank.py [file] [passes]

A line of the file is a page and a page it links to, parted by a blank. Without arguments it reads
examples/data/links.txt.
"""

import sys
from pathlib import Path

from pyspark import SparkContext

LINKS = Path(__file__).resolve().parent / "data" / "links.txt"
DAMPING = 0.85


def edge(line):
    page, target = line.split()
    return page, target


def contributions(page):
    """What a page gives to each page that it links to: its rank in equal parts."""
    name, (targets, rank) = page
    yield name, 0.0  # A page that nobody links to stays in the list.
    for target in targets:
        yield target, rank / len(targets)


def page_rank(sc, path, passes):
    links = sc.textFile(path).map(edge).distinct().groupByKey().mapValues(list).cache()
    ranks = links.mapValues(lambda _: 1.0)
    for _ in range(passes):
        # Both sides are partitioned alike, so that the links never move.
        received = links.join(ranks, links.getNumPartitions()).flatMap(contributions)
        ranks = received.reduceByKey(lambda a, b: a + b, links.getNumPartitions()).mapValues(
            lambda total: 1 - DAMPING + DAMPING * total
        )
    return ranks


if __name__ == "__main__":
    path = sys.argv[1] if len(sys.argv) > 1 else str(LINKS)
    passes = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    sc = SparkContext(appName="PageRank")
    ranks = page_rank(sc, path, passes).collect()
    for page, rank in sorted(ranks, key=lambda pair: (-pair[1], pair[0])):
        print(f"{page:10} {rank:.3f}")
    sc.stop()
