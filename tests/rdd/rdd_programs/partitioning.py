"""Where records lie: slices, partitioners, repartitioning, lineage."""

import math
import re

from rdd_package import Partitioner, portable_hash


def parallelize_into_slices(sc):
    return [sc.parallelize(range(7), n).glom().collect() for n in (1, 2, 3, 7, 9)]


def parallelize_of_lists_into_slices(sc):
    return [sc.parallelize(list("abcdefg"), n).glom().collect() for n in (1, 2, 3, 7, 9)]


def parallelize_of_default_slices(sc):
    return sc.parallelize(range(5)).glom().collect(), sc.parallelize([1]).getNumPartitions()


def parallelize_of_a_set_and_a_dict(sc):
    return sorted(sc.parallelize({1, 2, 3}, 2).collect()), sc.parallelize({"a": 1, "b": 2}, 2).collect()


def parallelize_of_a_generator(sc):
    return sc.parallelize((x * x for x in range(5)), 2).glom().collect()


def parallelize_of_a_string(sc):
    return sc.parallelize("abc", 2).glom().collect()


def parallelize_of_negative_steps(sc):
    return sc.parallelize(range(10, 0, -3), 2).glom().collect(), sc.parallelize(range(0), 2).glom().collect()


def parallelize_of_large_ranges(sc):
    return [(p[0], p[-1]) for p in sc.parallelize(range(0, 10**5, 7), 4).glom().collect()]


def parallelize_of_zero_slices(sc):
    return sc.parallelize([1], 0).collect()


def parallelize_of_negative_slices(sc):
    return sc.parallelize([1], -2).collect()


def parallelize_of_fractional_slices(sc):
    return sc.parallelize([1, 2, 3], 2.9).glom().collect()


def parallelize_of_a_number(sc):
    return sc.parallelize(5).collect()


def parallelize_of_none(sc):
    return sc.parallelize(None).collect()


def parallelize_of_what_cannot_be_pickled(sc):
    return sc.parallelize([(x for x in [1])]).count()


def parallelize_keeps_what_the_list_holds_now(sc):
    records = [1, 2]
    rdd = sc.parallelize(records, 1)
    records.append(3)
    return rdd.collect()


def parallelize_of_nested_records(sc):
    return sc.parallelize([[1, [2, {"a": (None, b"")}]], {"k": {1}}], 2).collect()


def range_of_one_argument(sc):
    return sc.range(5).collect(), sc.range(0).collect(), sc.range(-3).collect()


def range_of_two_and_three_arguments(sc):
    return (
        sc.range(2, 4).collect(),
        sc.range(1, 7, 2).collect(),
        sc.range(7, 1, -2).collect(),
        sc.range(3, 1).collect(),
    )


def range_into_slices(sc):
    return sc.range(0, 10, 3, 3).glom().collect(), sc.range(5, numSlices=2).glom().collect()


def range_of_step_zero(sc):
    return sc.range(0, 5, 0).collect()


def empty_rdd(sc):
    rdd = sc.emptyRDD()
    return rdd.getNumPartitions(), rdd.collect(), rdd.map(str).getNumPartitions(), rdd.partitioner


def repartition_to_more(sc):
    return sc.parallelize(range(7), 2).repartition(4).glom().collect()


def repartition_to_fewer(sc):
    return sc.parallelize(range(20), 6).repartition(2).glom().collect()


def repartition_of_many(sc):
    return sc.parallelize(range(200), 3).repartition(5).glom().collect()


def repartition_of_strings(sc):
    return sc.parallelize([f"w{i}" for i in range(60)], 2).repartition(3).glom().collect()


def repartition_of_mapped(sc):
    return sc.parallelize(range(50), 2).map(lambda x: (x, str(x))).repartition(3).keys().glom().collect()


def repartition_of_one_partition(sc):
    return sc.parallelize(range(35), 1).repartition(3).glom().collect()


def repartition_of_nothing(sc):
    return sc.parallelize([], 2).repartition(3).glom().collect(), sc.emptyRDD().repartition(
        2
    ).glom().collect()


def repartition_to_zero(sc):
    return sc.parallelize([1], 1).repartition(0)


def repartition_loses_the_partitioner(sc):
    return sc.parallelize([(1, 2)]).partitionBy(2).repartition(2).partitioner


def coalesce_to_one(sc):
    return sc.parallelize([1, 2, 3, 4, 5], 3).coalesce(1).glom().collect()


def coalesce_to_fewer(sc):
    return [sc.parallelize(range(10), 7).coalesce(n).glom().collect() for n in (2, 3, 4, 6)]


def coalesce_to_more(sc):
    return sc.parallelize(range(4), 2).coalesce(9).getNumPartitions(), sc.parallelize(range(4), 2).coalesce(
        2
    ).glom().collect()


def coalesce_with_shuffle(sc):
    return sc.parallelize(range(25), 2).coalesce(4, shuffle=True).glom().collect()


def coalesce_to_zero(sc):
    return sc.parallelize([1], 1).coalesce(0)


def coalesce_to_a_negative_number(sc):
    return sc.parallelize([1], 1).coalesce(-1, True)


def coalesce_of_nothing(sc):
    return sc.emptyRDD().coalesce(3).getNumPartitions(), sc.parallelize([], 3).coalesce(2).glom().collect()


def coalesce_after_shuffle(sc):
    return sc.parallelize([(k, k) for k in range(9)], 3).partitionBy(6).coalesce(2).keys().glom().collect()


def partition_by_default_function(sc):
    return sc.parallelize([(x, None) for x in (1, 2, 3, 4, 2, 4, 1)], 3).partitionBy(2).glom().collect()


def partition_by_own_function(sc):
    rdd = sc.parallelize([(x, str(x)) for x in range(7)], 2)
    return rdd.partitionBy(3, lambda k: k // 3).glom().collect()


def partition_by_negative_numbers(sc):
    rdd = sc.parallelize([(x, str(x)) for x in range(-4, 4)], 2)
    return rdd.partitionBy(3).glom().collect(), rdd.partitionBy(3, lambda k: -1).glom().collect()


def partition_by_large_results(sc):
    return sc.parallelize([(1, 1), (2, 2)], 1).partitionBy(4, lambda k: k * 10**20 + k).glom().collect()


def partition_by_none_partitions(sc):
    return sc.parallelize([(x, x) for x in range(5)], 3).partitionBy(None).getNumPartitions()


def partition_by_floats(sc):
    return (
        sc.parallelize([(x, 0) for x in (0.5, 1.0, 1.5, -2.25, 1e300)], 2)
        .partitionBy(3)
        .keys()
        .glom()
        .collect()
    )


def partition_by_strings(sc):
    return (
        sc.parallelize([(w, 0) for w in ("", "a", "b", "spark", "ünï", "x" * 50)], 2)
        .partitionBy(4)
        .keys()
        .glom()
        .collect()
    )


def partition_by_booleans(sc):
    return sc.parallelize([(False, 0), (True, 1)], 1).partitionBy(2).glom().collect()


def partition_by_infinity(sc):
    return sc.parallelize([(math.inf, 0), (-math.inf, 1)], 1).partitionBy(5).keys().glom().collect()


def partition_by_function_that_fails(sc):
    return sc.parallelize([("a", 1)], 1).partitionBy(2, lambda k: int(k)).collect()


def partition_by_function_that_gives_floats(sc):
    return sc.parallelize([(1, 1), (2, 2), (3, 3)], 1).partitionBy(2, lambda k: k + 0.5).glom().collect()


def partition_by_function_that_gives_strings(sc):
    return sc.parallelize([(1, 1)], 1).partitionBy(2, str).collect()


def partition_by_function_that_gives_none(sc):
    return sc.parallelize([(1, 1)], 1).partitionBy(2, lambda k: None).collect()


def partition_by_no_pairs(sc):
    return sc.parallelize([1], 1).partitionBy(2).collect()


def partition_by_twice_is_the_same(sc):
    rdd = sc.parallelize([(1, 2)], 1).partitionBy(2)
    return rdd.partitionBy(2) is rdd, rdd.partitionBy(3) is rdd, rdd.partitionBy(2, lambda k: k) is rdd


def partition_by_keeps_order(sc):
    return sc.parallelize([(x % 2, x) for x in range(20)], 3).partitionBy(2).values().glom().collect()


def partitioner_of_operations(sc):
    rdd = sc.parallelize([(1, 2)], 2)
    found = [
        rdd,
        rdd.partitionBy(3),
        rdd.groupByKey(),
        rdd.reduceByKey(max, 4),
        rdd.join(rdd),
        rdd.cogroup(rdd, 5),
        rdd.partitionBy(3).map(lambda x: x),
        rdd.partitionBy(3).mapValues(str),
        rdd.partitionBy(3).keys(),
        rdd.sortByKey(),
        rdd.distinct(),
    ]
    return [r.partitioner.numPartitions if r.partitioner else None for r in found]


def partitioner_equality(sc):
    def f(k):
        return k

    a, b = Partitioner(2, f), Partitioner(2, f)
    return a == b, a == Partitioner(3, f), a == Partitioner(2, hash), a == 2, a(5), a(-1)


def partitioner_of_default_function(sc):
    a, b = sc.parallelize([(1, 2)]).partitionBy(2), sc.parallelize([(1, 2)]).groupByKey(2)
    return a.partitioner == b.partitioner, a.partitioner(5), a.partitioner(None)


def portable_hash_of_values(sc):
    values = [
        None,
        0,
        1,
        -1,
        2**61 - 1,
        2**64,
        1.5,
        True,
        (),
        (1,),
        (None, 1),
        (1, (2, None)),
        frozenset([1]),
    ]
    return [portable_hash(v) for v in values]


def portable_hash_of_large_tuples(sc):
    return portable_hash(tuple(range(100))), portable_hash((2**80, -(2**80))), portable_hash(((), ((),)))


def portable_hash_of_a_list(sc):
    return portable_hash([1])


def portable_hash_of_a_tuple_with_a_list(sc):
    return portable_hash((1, [2]))


def union_partitions(sc):
    a, b = sc.parallelize([1, 2, 3], 2), sc.parallelize([4], 3)
    return (
        sc.union([a, b, a]).glom().collect(),
        sc.union([a]).glom().collect(),
        sc.union([a, a]).getNumPartitions(),
    )


def union_of_no_rdds(sc):
    return sc.union([])


def union_of_other_batches(sc):
    return sc.union([sc.parallelize([1]), sc.parallelize(["a"]).map(str), sc.emptyRDD()]).collect()


def union_of_equally_partitioned(sc):
    a = sc.parallelize([(1, 1), (2, 2)], 2).partitionBy(3)
    found = sc.union([a, a, a])
    return found.getNumPartitions(), found.glom().collect()


def _stages(rdd):
    """The numbers of partitions in the order of the lineage's text, and how deep each is."""
    text = rdd.toDebugString().decode()
    return [
        (line.index("("), int(n)) for line in text.split("\n") for n in re.findall(r"^[ |+-]*\((\d+)\)", line)
    ]


def debug_string_is_bytes(sc):
    return type(sc.parallelize([1]).toDebugString()).__name__


def debug_string_of_one_stage(sc):
    rdd = sc.parallelize(range(4), 3)
    return _stages(rdd), _stages(rdd.map(str).filter(bool)), _stages(rdd.coalesce(2))


def debug_string_of_shuffles(sc):
    rdd = sc.parallelize([(1, 2)], 12).reduceByKey(max, 3)
    return _stages(rdd), _stages(rdd.map(lambda kv: (kv[1], kv[0])).groupByKey(5))


def debug_string_of_union(sc):
    a = sc.parallelize([(1, 2)], 2).groupByKey(4)
    return _stages(a.union(sc.parallelize([3], 1)))


def debug_string_of_cached(sc):
    rdd = sc.parallelize(range(4), 2).map(str).cache()
    return "Memory Serialized 1x Replicated" in rdd.toDebugString().decode()
