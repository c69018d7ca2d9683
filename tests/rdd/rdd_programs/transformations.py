"""Transformations of single records and of partitions."""

import math
import operator
import warnings


def map_of_numbers(sc):
    return sc.parallelize([3, -1, 0], 2).map(lambda x: x * 2).collect()


def map_of_strings(sc):
    return sc.parallelize(["b", "", "ä"]).map(str.upper).collect()


def map_to_none(sc):
    return sc.parallelize([1, 2]).map(lambda x: None).collect()


def map_of_nothing(sc):
    return sc.emptyRDD().map(lambda x: 1 / 0).collect()


def map_is_lazy(sc):
    return sc.parallelize([0]).map(lambda x: 1 / x).getNumPartitions()


def map_keeps_identity_of_types(sc):
    records = [1, 1.0, True, None, "1", b"1", (1,), [1], {1: 2}, {1}, frozenset([1]), 1j, range(2), ...]
    return sc.parallelize(records, 3).map(lambda x: (type(x).__name__, x)).collect()


def map_of_big_numbers(sc):
    return sc.parallelize([2**63 - 1, -(2**63), 2**100, 1e308, -0.0]).map(lambda x: x * 10).collect()


def map_of_nan_and_infinity(sc):
    return sc.parallelize([math.nan, math.inf, -math.inf]).map(lambda x: -x).collect()


def map_with_partitioner_kept(sc):
    return (
        sc.parallelize([(1, 2)]).partitionBy(3).map(lambda x: x, preservesPartitioning=True).partitioner
        is not None
    )


def map_with_partitioner_lost(sc):
    return sc.parallelize([(1, 2)]).partitionBy(3).map(lambda x: x).partitioner


def map_of_a_method(sc):
    return sc.parallelize(["a b", "c"]).map(operator.methodcaller("split", " ")).collect()


def map_with_a_default_argument(sc):
    return sc.parallelize([1, 2]).map(lambda x, y=10: x + y).collect()


def map_sees_the_variable_as_it_is_at_the_action(sc):
    n = 1
    rdd = sc.parallelize([1, 2]).map(lambda x: x + n)
    n = 100
    return rdd.collect()


def map_changes_only_the_copy(sc):
    lists = [[1], [2]]
    return sc.parallelize(lists).map(lambda x: x.append(0) or x).collect(), lists


def map_of_the_same_list_twice(sc):
    rdd = sc.parallelize([[1], [2]])
    return rdd.map(lambda x: x.append(0) or x).collect(), rdd.collect()


def map_fails(sc):
    return sc.parallelize([1, 0]).map(lambda x: 1 // x).collect()


def map_of_too_many_arguments(sc):
    return sc.parallelize([1]).map(lambda x, y: x).collect()


def flat_map_of_ranges(sc):
    return sc.parallelize([2, 0, 3], 2).flatMap(range).collect()


def flat_map_of_strings(sc):
    return sc.parallelize(["ab", "", "c"]).flatMap(lambda s: s).collect()


def flat_map_of_dicts(sc):
    return sc.parallelize([{"a": 1, "b": 2}, {}]).flatMap(lambda d: d).collect()


def flat_map_of_generators(sc):
    def twice(x):
        yield x
        yield x

    return sc.parallelize([1, 2], 1).flatMap(twice).collect()


def flat_map_of_no_iterable(sc):
    return sc.parallelize([1]).flatMap(lambda x: x).collect()


def flat_map_of_none(sc):
    return sc.parallelize([1]).flatMap(lambda x: None).collect()


def flat_map_with_partitioner_kept(sc):
    rdd = sc.parallelize([(1, 2)]).partitionBy(3)
    return rdd.flatMap(lambda x: [x, x], True).partitioner == rdd.partitioner


def filter_of_numbers(sc):
    return sc.parallelize(range(10), 3).filter(lambda x: x % 3 == 0).glom().collect()


def filter_by_truth(sc):
    return sc.parallelize([0, 1, "", "a", None, [], [0], math.nan]).filter(lambda x: x).collect()


def filter_of_all(sc):
    return sc.parallelize([1, 2, 3], 2).filter(lambda x: False).glom().collect()


def filter_keeps_the_partitioner(sc):
    rdd = sc.parallelize([(1, 2)]).partitionBy(3)
    return rdd.filter(lambda x: True).partitioner == rdd.partitioner


def filter_by_none(sc):
    return sc.parallelize([0, 1]).filter(None).collect()


def map_partitions_of_sums(sc):
    return sc.parallelize([1, 2, 3, 4, 5], 3).mapPartitions(lambda it: [sum(it)]).collect()


def map_partitions_of_empty_partitions(sc):
    return sc.parallelize([1], 3).mapPartitions(lambda it: [list(it)]).collect()


def map_partitions_that_does_not_read(sc):
    return sc.parallelize(range(10), 2).mapPartitions(lambda it: ["x"]).collect()


def map_partitions_that_reads_one(sc):
    return sc.parallelize(range(10), 2).mapPartitions(lambda it: [next(it)]).collect()


def map_partitions_of_a_generator(sc):
    def running(iterator):
        total = 0
        for x in iterator:
            total += x
            yield total

    return sc.parallelize(range(6), 2).mapPartitions(running).collect()


def map_partitions_to_no_iterable(sc):
    return sc.parallelize([1], 1).mapPartitions(lambda it: 5).collect()


def map_partitions_to_none(sc):
    return sc.parallelize([1], 1).mapPartitions(lambda it: None).collect()


def map_partitions_to_a_string(sc):
    return sc.parallelize([1], 1).mapPartitions(lambda it: "ab").collect()


def map_partitions_that_reads_too_much(sc):
    return sc.parallelize([1], 1).mapPartitions(lambda it: [next(it), next(it)]).collect()


def map_partitions_generator_that_reads_too_much(sc):
    def two(iterator):
        yield next(iterator)
        yield next(iterator)

    return sc.parallelize([1], 1).mapPartitions(two).collect()


def map_partitions_with_partitioner_kept(sc):
    rdd = sc.parallelize([(1, 2)]).partitionBy(3)
    return rdd.mapPartitions(lambda it: it, preservesPartitioning=True).partitioner == rdd.partitioner


def map_partitions_with_index(sc):
    return sc.parallelize("abcde", 3).mapPartitionsWithIndex(lambda i, it: [(i, *it)]).collect()


def map_partitions_with_index_after_filter(sc):
    rdd = sc.parallelize(range(8), 4).filter(lambda x: x > 3)
    return rdd.mapPartitionsWithIndex(lambda i, it: ((i, x) for x in it)).collect()


def map_partitions_with_index_after_union(sc):
    rdd = sc.parallelize([1, 2], 2)
    return rdd.union(rdd).mapPartitionsWithIndex(lambda i, it: ((i, x) for x in it)).collect()


def map_partitions_with_index_twice(sc):
    def tag(i, it):
        return ((i, x) for x in it)

    return sc.parallelize([1, 2], 2).mapPartitionsWithIndex(tag).mapPartitionsWithIndex(tag).collect()


def map_partitions_with_split_is_deprecated(sc):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = sc.parallelize([1, 2], 2).mapPartitionsWithSplit(lambda i, it: [i]).collect()
    return found, sorted({warning.category.__name__ for warning in caught})


def distinct_of_numbers(sc):
    return sorted(sc.parallelize([3, 1, 3, 2, 1], 3).distinct().collect())


def distinct_of_equal_values_of_other_types(sc):
    return len(sc.parallelize([1, 1.0, True, 0, 0.0, False]).distinct().collect())


def distinct_of_none_and_strings(sc):
    return sorted(sc.parallelize([None, "a", None, "", "a"], 2).distinct().collect(), key=str)


def distinct_of_tuples(sc):
    return sorted(sc.parallelize([(1, "a"), (1, "a"), (1, "b"), ()], 2).distinct().collect())


def distinct_of_nothing(sc):
    return sc.emptyRDD().distinct().collect()


def distinct_partitions(sc):
    rdd = sc.parallelize([1, 2, 3], 3)
    return (
        rdd.distinct().getNumPartitions(),
        rdd.distinct(2).getNumPartitions(),
        rdd.distinct(5).getNumPartitions(),
    )


def distinct_placement_of_numbers(sc):
    return sc.parallelize([5, 3, 8, 3, 1, 9, 5], 2).distinct(3).glom().collect()


def distinct_of_lists(sc):
    return sc.parallelize([[1], [1]]).distinct().collect()


def union_of_two(sc):
    return sc.parallelize([1, 2], 2).union(sc.parallelize(["a", None], 1)).glom().collect()


def union_with_itself(sc):
    rdd = sc.parallelize([1, 2], 2)
    return (rdd + rdd).collect(), (rdd + rdd).getNumPartitions()


def union_with_empty(sc):
    return sc.emptyRDD().union(sc.parallelize([1], 2)).glom().collect()


def union_of_batches_of_other_sizes(sc):
    return sc.parallelize(range(3), 1).map(str).union(sc.parallelize([1.5], 1)).collect()


def union_of_equal_partitioners(sc):
    a = sc.parallelize([(1, "a"), (2, "b")]).partitionBy(2)
    b = sc.parallelize([(2, "c"), (3, "d")]).partitionBy(2)
    both = a.union(b)
    return both.glom().collect(), both.partitioner == a.partitioner


def union_of_other_partitioners(sc):
    a = sc.parallelize([(1, "a"), (2, "b")]).partitionBy(2)
    b = sc.parallelize([(2, "c"), (3, "d")]).partitionBy(3)
    return a.union(b).glom().collect(), a.union(b).partitioner


def add_of_no_rdd(sc):
    return sc.parallelize([1]) + [1]


def intersection_of_two(sc):
    a, b = sc.parallelize([1, 10, 2, 3, 4, 5, 1], 2), sc.parallelize([1, 6, 2, 3, 7, 8, 2], 3)
    return sorted(a.intersection(b).collect()), a.intersection(b).getNumPartitions()


def intersection_of_falsy_values(sc):
    return sorted(
        sc.parallelize([0, "", None, 2]).intersection(sc.parallelize(["", None, 0, 3])).collect(), key=str
    )


def intersection_with_empty(sc):
    return sc.parallelize([1]).intersection(sc.emptyRDD()).collect()


def intersection_of_strings_placed(sc):
    return sc.parallelize("abcd", 1).intersection(sc.parallelize("bcde", 1)).glom().collect()


def glom_of_three(sc):
    return sc.parallelize(range(7), 3).glom().collect()


def glom_of_more_partitions_than_records(sc):
    return sc.parallelize([1, 2], 4).glom().collect()


def glom_of_nothing(sc):
    return sc.emptyRDD().glom().collect()


def cartesian_of_two(sc):
    return sc.parallelize([1, 2], 2).cartesian(sc.parallelize("ab", 1)).collect()


def cartesian_placement(sc):
    return sc.parallelize(range(3), 2).cartesian(sc.parallelize("abc", 2)).glom().collect()


def cartesian_with_itself(sc):
    rdd = sc.parallelize([1, 2], 1)
    return rdd.cartesian(rdd).collect()


def cartesian_with_empty(sc):
    return sc.parallelize([1]).cartesian(sc.emptyRDD()).collect(), sc.parallelize([1]).cartesian(
        sc.emptyRDD()
    ).getNumPartitions()


def cartesian_partitions(sc):
    return sc.parallelize([], 3).cartesian(sc.parallelize([1], 4)).getNumPartitions()


def cartesian_of_batches(sc):
    left, right = sc.parallelize(range(5), 1).map(str), sc.parallelize(range(3), 1)
    return left.cartesian(right).collect()


def group_by_parity(sc):
    groups = sc.parallelize([1, 1, 2, 3, 5, 8], 2).groupBy(lambda x: x % 2).collect()
    return sorted((k, sorted(v)) for k, v in groups)


def group_by_partitions(sc):
    rdd = sc.parallelize(range(9), 3)
    return rdd.groupBy(lambda x: x % 4).getNumPartitions(), rdd.groupBy(lambda x: x % 4, 2).getNumPartitions()


def group_by_with_partition_function(sc):
    grouped = sc.parallelize(range(6), 2).groupBy(lambda x: x % 3, 3, lambda k: k + 1)
    return grouped.mapValues(list).glom().collect()


def group_by_none(sc):
    return sc.parallelize([1, 2]).groupBy(lambda x: None).mapValues(sorted).collect()


def key_by(sc):
    return sc.parallelize([-2, 0, 3]).keyBy(lambda x: x * x).collect()


def pipe_through_cat(sc):
    return sc.parallelize([1, "b", None, 2.5], 2).pipe("cat").collect()


def pipe_of_lines(sc):
    return sc.parallelize(["a\n", "b\n\n", "c d"], 1).pipe("cat").collect()


def pipe_of_words_in_quotes(sc):
    return sc.parallelize(["a b", "ab"], 1).pipe("grep 'a b'").collect()


def pipe_with_environment(sc):
    return (
        sc.parallelize([1], 1)
        .pipe("/bin/sh -c 'cat > /dev/null; echo $GREETING'", {"GREETING": "hi"})
        .collect()
    )


def pipe_of_empty_partitions(sc):
    return sc.parallelize(["x"], 2).pipe("wc -l").map(str.strip).collect()


def pipe_that_fails_unchecked(sc):
    return sc.parallelize(["x"], 1).pipe("/bin/sh -c 'cat; exit 3'").collect()


def pipe_that_fails_checked(sc):
    return sc.parallelize(["x"], 1).pipe("/bin/sh -c 'cat; exit 3'", checkCode=True).collect()


def pipe_that_succeeds_checked(sc):
    return sc.parallelize(["x"], 1).pipe("cat", checkCode=True).collect()


def pipe_through_no_program(sc):
    return sc.parallelize(["x"], 1).pipe("no-such-program-here").collect()


def pipe_that_does_not_read(sc):
    return sc.parallelize(range(100000), 1).pipe("echo done").collect()


def zip_of_two(sc):
    return sc.parallelize(range(5), 2).zip(sc.parallelize("abcde", 2)).glom().collect()


def zip_with_itself(sc):
    rdd = sc.parallelize([1, 2, 3], 2)
    return rdd.zip(rdd).collect()


def zip_after_map(sc):
    rdd = sc.parallelize(range(10), 3)
    return rdd.map(lambda x: x * x).zip(rdd.map(str)).collect()


def zip_of_other_partition_counts(sc):
    return sc.parallelize([1, 2], 1).zip(sc.parallelize([1, 2], 2))


def zip_of_other_lengths(sc):
    return sc.parallelize([1, 2, 3], 1).zip(sc.parallelize([1, 2], 1)).count()


def zip_of_nothing(sc):
    return sc.emptyRDD().zip(sc.emptyRDD()).collect()


def zip_of_empty_partitions(sc):
    return sc.parallelize([1], 3).zip(sc.parallelize(["a"], 3)).collect()


def zip_with_index_of_partitions(sc):
    return sc.parallelize("abcdef", 4).zipWithIndex().glom().collect()


def zip_with_index_of_one_partition(sc):
    return sc.parallelize("abc", 1).zipWithIndex().collect()


def zip_with_index_after_filter(sc):
    return sc.parallelize(range(10), 3).filter(lambda x: x % 2).zipWithIndex().collect()


def zip_with_index_of_nothing(sc):
    return sc.emptyRDD().zipWithIndex().collect()


def zip_with_unique_id(sc):
    return sc.parallelize("abcde", 3).zipWithUniqueId().collect()


def zip_with_unique_id_of_one_partition(sc):
    return sc.parallelize("abc", 1).zipWithUniqueId().collect()


def zip_with_unique_id_of_more_partitions_than_records(sc):
    return sc.parallelize("ab", 5).zipWithUniqueId().collect()


def keys_and_values(sc):
    rdd = sc.parallelize([(1, "a"), (None, None)])
    return rdd.keys().collect(), rdd.values().collect()


def keys_of_lists_and_strings(sc):
    rdd = sc.parallelize([[1, 2, 3], "xy"])
    return rdd.keys().collect(), rdd.values().collect()


def keys_of_numbers(sc):
    return sc.parallelize([1]).keys().collect()


def values_of_short_tuples(sc):
    return sc.parallelize([(1,)]).values().collect()


def name_of_rdds(sc):
    rdd = sc.parallelize([1])
    before = rdd.name()
    return before, rdd.setName("näme") is rdd, rdd.name(), rdd.map(str).name()


def context_of_rdds(sc):
    rdd = sc.parallelize([1]).map(str)
    return rdd.context is sc, rdd.ctx is sc


def ids_grow(sc):
    a = sc.parallelize([1])
    b = sc.parallelize([1])
    return a.id() < b.id(), a.id() == a.id()


def partitions_of_chains(sc):
    rdd = sc.parallelize(range(4), 3)
    return [
        r.getNumPartitions()
        for r in (
            rdd,
            rdd.map(str),
            rdd.filter(bool),
            rdd.union(rdd),
            rdd.glom(),
            rdd.keyBy(str).groupByKey(),
        )
    ]


def long_chain(sc):
    rdd = sc.parallelize(range(5), 2)
    for i in range(200):
        rdd = rdd.map(lambda x, i=i: x + i)
    return rdd.collect()


def branches_share_a_parent(sc):
    rdd = sc.parallelize(range(6), 2).map(lambda x: x * x)
    return rdd.filter(lambda x: x % 2).collect(), rdd.map(lambda x: -x).collect()
