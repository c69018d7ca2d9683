"""Several operations one after the other, as programs have them."""

import operator
from collections import namedtuple

_TEXT = ["to be or not to be", "that is the question", "", "whether tis nobler in the mind to suffer"]
Point = namedtuple("Point", "x y")


def word_count(sc):
    words = sc.parallelize(_TEXT, 3).flatMap(str.split).map(lambda w: (w, 1)).reduceByKey(operator.add)
    return words.sortBy(lambda kv: (-kv[1], kv[0])).take(5)


def word_count_unsorted(sc):
    return (
        sc.parallelize(_TEXT, 3)
        .flatMap(str.split)
        .map(lambda w: (w, 1))
        .reduceByKey(operator.add, 2)
        .glom()
        .collect()
    )


def inverted_index(sc):
    words = sc.parallelize(_TEXT, 2).zipWithIndex().flatMap(lambda ti: [(w, ti[1]) for w in ti[0].split()])
    return words.groupByKey(2).mapValues(lambda lines: sorted(set(lines))).sortByKey().collect()


def average_by_key(sc):
    rdd = sc.parallelize([("a", 1), ("b", 4), ("a", 3), ("b", 8), ("c", 0)], 3)
    totals = rdd.mapValues(lambda v: (v, 1)).reduceByKey(lambda a, b: (a[0] + b[0], a[1] + b[1]))
    return sorted(totals.mapValues(lambda t: t[0] / t[1]).collect())


def page_rank(sc):
    links = sc.parallelize([(1, [2, 3]), (2, [3]), (3, [1]), (4, [1, 2, 3])], 2).partitionBy(2).cache()
    ranks = links.mapValues(lambda _: 1.0)
    for _ in range(3):
        shares = links.join(ranks).flatMap(lambda kv: [(page, kv[1][1] / len(kv[1][0])) for page in kv[1][0]])
        ranks = shares.reduceByKey(operator.add).mapValues(lambda share: 0.15 + 0.85 * share)
    return sorted((page, round(rank, 10)) for page, rank in ranks.collect())


def connected_components(sc):
    edges = sc.parallelize([(1, 2), (2, 3), (4, 5)], 2)
    both = edges.flatMap(lambda e: [e, (e[1], e[0])]).cache()
    labels = both.keys().distinct().map(lambda v: (v, v))
    for _ in range(3):
        offers = both.join(labels).map(lambda kv: kv[1])
        labels = labels.union(offers).reduceByKey(min)
    return sorted(labels.collect())


def pi_by_halton(sc):
    def inside(i):
        def halton(i, base):
            f, r = 1.0, 0.0
            while i:
                f /= base
                r += f * (i % base)
                i //= base
            return r

        return halton(i, 2) ** 2 + halton(i, 3) ** 2 <= 1

    return sc.range(1, 2001, numSlices=4).filter(inside).count()


def matrix_product(sc):
    a = sc.parallelize([((0, 0), 1), ((0, 1), 2), ((1, 0), 3), ((1, 1), 4)], 2)
    by_column, by_row = (
        a.map(lambda e: (e[0][1], (e[0][0], e[1]))),
        a.map(lambda e: (e[0][0], (e[0][1], e[1]))),
    )
    cells = by_column.join(by_row).map(lambda kv: ((kv[1][0][0], kv[1][1][0]), kv[1][0][1] * kv[1][1][1]))
    return sorted(cells.reduceByKey(operator.add).collect())


def secondary_sort(sc):
    rdd = sc.parallelize([(("b", 2), 1), (("a", 9), 2), (("a", 1), 3), (("b", 0), 4)], 2)
    found = rdd.repartitionAndSortWithinPartitions(2, lambda key: ord(key[0]))
    return found.glom().collect()


def top_by_key_group(sc):
    rdd = sc.parallelize([(x % 3, x) for x in range(20)], 4)
    return sorted(
        rdd.aggregateByKey([], lambda c, v: sorted([*c, v])[-2:], lambda a, b: sorted(a + b)[-2:]).collect()
    )


def filters_and_maps_alternate(sc):
    rdd = sc.parallelize(range(50), 3)
    for i in range(5):
        rdd = rdd.map(lambda x, i=i: x + i).filter(lambda x, i=i: x % (i + 2))
    return rdd.collect()


def loop_variables_in_closures(sc):
    rdds = [sc.parallelize([1], 1).map(lambda x: x + i) for i in range(3)]  # noqa: B023
    return [rdd.collect() for rdd in rdds]


def union_in_a_loop(sc):
    rdd = sc.parallelize([0], 1)
    for i in range(1, 20):
        rdd = rdd.union(sc.parallelize([i], 1))
    return rdd.collect(), rdd.getNumPartitions()


def named_tuples(sc):
    rdd = sc.parallelize([Point(1, 2), Point(3, 4)], 2)
    return rdd.map(lambda p: p.x + p.y).collect(), rdd.map(lambda p: p._replace(x=0)).collect()


def local_named_tuples(sc):
    Pair = namedtuple("Pair", ["a", "b"])
    return sc.parallelize([Pair(1, 2)]).map(lambda p: Pair(p.b, p.a)).collect()


def named_tuples_as_keys(sc):
    return sorted(
        sc.parallelize([(Point(1, 2), 1), (Point(1, 2), 2), ((1, 2), 3)], 2)
        .reduceByKey(operator.add)
        .collect()
    )


def nested_records(sc):
    rdd = sc.parallelize([{"name": "a", "tags": ["x", "y"]}, {"name": "b", "tags": []}], 2)
    return rdd.flatMap(lambda d: [(t, d["name"]) for t in d["tags"]]).collect(), rdd.map(
        lambda d: {**d, "n": 1}
    ).collect()


def join_then_aggregate(sc):
    users = sc.parallelize([(1, "ann"), (2, "bob"), (3, "cid")], 2)
    orders = sc.parallelize([(1, 10), (1, 5), (3, 7), (9, 1)], 3)
    spent = users.leftOuterJoin(orders.reduceByKey(operator.add)).mapValues(lambda v: (v[0], v[1] or 0))
    return spent.sortByKey().collect()


def broadcast_join(sc):
    names = sc.broadcast({1: "ann", 2: "bob"})
    orders = sc.parallelize([(1, 10), (2, 5), (9, 1)], 2)
    return orders.filter(lambda o: o[0] in names.value).map(lambda o: (names.value[o[0]], o[1])).collect()


def cached_in_the_middle(sc):
    rdd = sc.parallelize(range(10), 3).map(lambda x: x * x)
    squares = rdd.filter(lambda x: x % 2).cache()
    return squares.map(str).collect(), squares.sum(), squares.union(rdd).count()


def shuffles_in_a_row(sc):
    rdd = sc.parallelize(range(30), 4).map(lambda x: (x % 5, x)).groupByKey(3).mapValues(sum)
    rdd = rdd.map(lambda kv: (kv[1] % 2, kv[0])).groupByKey(2).mapValues(sorted)
    return rdd.sortByKey(False, 2).collect()


def shuffle_is_reused(sc):
    runs = sc.accumulator(0)
    rdd = sc.parallelize([1, 2, 3], 3).map(lambda x: (x % 2, runs.add(1) or x)).reduceByKey(operator.add)
    return sorted(rdd.collect()), rdd.count(), runs.value


def values_of_window(sc):
    rdd = sc.parallelize([3, 1, 4, 1, 5, 9], 2).zipWithIndex().map(lambda xi: (xi[1], xi[0]))
    shifted = rdd.map(lambda ix: (ix[0] + 1, ix[1]))
    return rdd.join(shifted).sortByKey().mapValues(lambda v: v[0] - v[1]).collect()


def flat_map_after_group(sc):
    rdd = sc.parallelize([("a", 1), ("b", 2), ("a", 3)], 2).groupByKey()
    return sorted(rdd.flatMapValues(lambda vs: sorted(vs)).map(lambda kv: f"{kv[0]}{kv[1]}").collect())


def deep_nesting_of_flat_maps(sc):
    rdd = sc.parallelize([1], 1)
    for _ in range(8):
        rdd = rdd.flatMap(lambda x: [x, x + 1])
    return rdd.sum(), rdd.count()


def everything_from_nothing(sc):
    rdd = sc.parallelize([], 2).map(lambda x: (x, 1)).reduceByKey(operator.add).join(sc.parallelize([(1, 2)]))
    return (
        rdd.sortByKey().collect(),
        rdd.count(),
        rdd.isEmpty(),
        rdd.distinct().collect(),
        rdd.union(rdd).collect(),
    )
