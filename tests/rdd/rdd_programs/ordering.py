"""Sorting, extremes, and reading from the front."""

import math


def sort_by_key_of_numbers(sc):
    return sc.parallelize([(3, "c"), (-1, "z"), (2, "b"), (0, "o")], 3).sortByKey().collect()


def sort_by_key_descending(sc):
    return sc.parallelize([(3, "c"), (-1, "z"), (2, "b")], 3).sortByKey(False).collect()


def sort_by_key_is_stable_in_one_partition(sc):
    return sc.parallelize([(1, "a"), (0, "b"), (1, "c"), (0, "d")], 1).sortByKey().collect()


def sort_by_key_descending_of_equal_keys(sc):
    return sc.parallelize([(1, "a"), (0, "b"), (1, "c"), (0, "d")], 1).sortByKey(ascending=False).collect()


def sort_by_key_of_equal_keys_in_partitions(sc):
    return sc.parallelize([(1, i) for i in range(6)], 3).sortByKey().collect()


def sort_by_key_with_function(sc):
    rdd = sc.parallelize([("B", 1), ("a", 2), ("C", 3)], 2)
    return rdd.sortByKey(keyfunc=str.lower).collect(), rdd.sortByKey().collect()


def sort_by_key_placement(sc):
    return sc.parallelize([(x * 7 % 20, x) for x in range(20)], 3).sortByKey(True, 4).glom().collect()


def sort_by_key_placement_descending(sc):
    return sc.parallelize([(x * 7 % 20, x) for x in range(20)], 3).sortByKey(False, 4).glom().collect()


def sort_by_key_placement_of_many(sc):
    rdd = sc.parallelize([(x * 7919 % 1009, x) for x in range(1009)], 4).sortByKey(numPartitions=5)
    return [(len(part), part[0], part[-1]) for part in rdd.glom().collect()]


def sort_by_key_placement_of_words(sc):
    words = ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog", "and", "runs", "away"]
    return sc.parallelize([(w, 1) for w in words], 2).sortByKey(True, 3).glom().collect()


def sort_by_key_into_one_partition(sc):
    return sc.parallelize([(2, 0), (1, 0)], 3).sortByKey(numPartitions=1).glom().collect()


def sort_by_key_into_more_partitions_than_records(sc):
    return sc.parallelize([(2, 0), (1, 0)], 1).sortByKey(numPartitions=4).glom().collect()


def sort_by_key_into_no_partitions(sc):
    return sc.parallelize([(2, 0), (1, 0)], 1).sortByKey(numPartitions=0).glom().collect()


def sort_by_key_of_nothing(sc):
    return sc.parallelize([], 3).sortByKey().glom().collect(), sc.emptyRDD().sortByKey().collect()


def sort_by_key_of_none(sc):
    return sc.parallelize([(None, 1), (1, 2)], 1).sortByKey().collect()


def sort_by_key_of_mixed_types(sc):
    return sc.parallelize([("a", 1), (1, 2)], 2).sortByKey(numPartitions=2).collect()


def sort_by_key_of_tuples(sc):
    return sc.parallelize([((2, "b"), 1), ((1, "z"), 2), ((2, "a"), 3)], 2).sortByKey().keys().collect()


def sort_by_key_of_floats(sc):
    return sc.parallelize([(math.inf, 1), (-0.5, 2), (-math.inf, 3), (0, 4)], 2).sortByKey().keys().collect()


def sort_by_key_partitioner(sc):
    rdd = sc.parallelize([(x, x) for x in range(10)], 2).sortByKey()
    return rdd.partitioner is not None, rdd.getNumPartitions()


def sort_by_key_has_the_bounds_of_spark(sc):
    rdd = sc.parallelize([(x, x) for x in range(1000, 0, -1)], 10).sortByKey()
    return [(part[0][0], part[-1][0]) for part in rdd.glom().collect()]


def sort_by_second_item(sc):
    return sc.parallelize([("a", 2), ("b", 1), ("c", 3)], 2).sortBy(lambda x: x[1]).collect()


def sort_by_descending(sc):
    return sc.parallelize([3, 1, 2], 2).sortBy(lambda x: x, ascending=False).collect()


def sort_by_into_partitions(sc):
    return sc.parallelize(range(10), 2).sortBy(lambda x: -x, numPartitions=3).glom().collect()


def sort_by_of_nothing(sc):
    return sc.emptyRDD().sortBy(lambda x: x).collect()


def sort_by_of_failing_function(sc):
    return sc.parallelize([1, 0], 2).sortBy(lambda x: 1 / x).collect()


def sort_by_of_records_that_cannot_be_compared(sc):
    return sc.parallelize([{"k": 2}, {"k": 1}], 2).sortBy(lambda d: d["k"]).collect()


def repartition_and_sort_within_partitions(sc):
    rdd = sc.parallelize([(0, 5), (3, 8), (2, 6), (0, 8), (3, 8), (1, 3)], 2)
    return rdd.repartitionAndSortWithinPartitions(2, lambda x: x % 2, True).glom().collect()


def repartition_and_sort_descending(sc):
    rdd = sc.parallelize([(0, 5), (3, 8), (2, 6), (0, 8), (3, 8), (1, 3)], 2)
    return rdd.repartitionAndSortWithinPartitions(2, lambda x: x % 2, False).glom().collect()


def repartition_and_sort_by_function(sc):
    rdd = sc.parallelize([(x, None) for x in (-3, 2, -1, 4)], 2)
    return rdd.repartitionAndSortWithinPartitions(2, keyfunc=abs).glom().collect()


def repartition_and_sort_defaults(sc):
    rdd = sc.parallelize([(x * 3 % 7, x) for x in range(7)], 3)
    return rdd.repartitionAndSortWithinPartitions().glom().collect()


def repartition_and_sort_of_equal_keys(sc):
    rdd = sc.parallelize([(1, x) for x in range(5)], 3)
    return rdd.repartitionAndSortWithinPartitions(1).collect()


def repartition_and_sort_of_none(sc):
    return sc.parallelize([(None, 1), (1, 2)], 2).repartitionAndSortWithinPartitions(1).collect()


def top_of_numbers(sc):
    rdd = sc.parallelize([10, 4, 2, 12, 3], 3)
    return rdd.top(1), rdd.top(3), rdd.top(99), rdd.top(0), rdd.top(-1)


def top_by_key(sc):
    return sc.parallelize([10, 4, 2, 12, 3], 2).top(3, key=str)


def top_of_equal_keys(sc):
    return sc.parallelize(["aa", "b", "cc", "d", "ee"], 2).top(3, key=len)


def top_of_nothing(sc):
    return sc.emptyRDD().top(2)


def top_of_empty_partitions(sc):
    return sc.parallelize([1], 3).top(2), sc.parallelize([], 2).top(2)


def top_of_mixed_types(sc):
    return sc.parallelize([1, "a"], 1).top(1)


def take_ordered_of_numbers(sc):
    rdd = sc.parallelize([10, 1, 2, 9, 3, 4, 5, 6, 7], 2)
    return rdd.takeOrdered(6), rdd.takeOrdered(0), rdd.takeOrdered(99)


def take_ordered_by_key(sc):
    return sc.parallelize([10, 1, 2, 9, 3], 3).takeOrdered(3, key=lambda x: -x)


def take_ordered_of_equal_keys(sc):
    return sc.parallelize(["aa", "b", "cc", "d", "ee"], 2).takeOrdered(4, key=len)


def take_ordered_of_a_negative_number(sc):
    return sc.parallelize([1]).takeOrdered(-1)


def take_ordered_of_nothing(sc):
    return sc.emptyRDD().takeOrdered(3), sc.parallelize([], 2).takeOrdered(3)


def take_ordered_of_mixed_types(sc):
    return sc.parallelize([1, None], 1).takeOrdered(2)


def take_from_partitions(sc):
    rdd = sc.parallelize(range(100), 10)
    return rdd.take(0), rdd.take(1), rdd.take(15), len(rdd.take(1000)), rdd.take(-5)


def take_of_sparse_partitions(sc):
    return sc.parallelize(range(100), 20).filter(lambda x: x > 90).take(3)


def take_of_nothing(sc):
    return sc.emptyRDD().take(3), sc.parallelize([], 4).take(3)


def take_computes_only_what_it_needs(sc):
    return sc.parallelize([1, 2, 0, 0], 4).map(lambda x: 1 // x).take(1)


def take_stops_within_a_partition(sc):
    return sc.parallelize([1, 2, 0], 1).map(lambda x: 2 // x).take(2)


def first_record(sc):
    return sc.parallelize([2, 3, 4]).first(), sc.parallelize([None], 3).first()


def first_of_nothing(sc):
    return sc.parallelize([]).first()


def first_of_empty_rdd(sc):
    return sc.emptyRDD().first()


def first_of_later_partition(sc):
    return sc.parallelize(range(10), 5).filter(lambda x: x == 9).first()


def is_empty(sc):
    return (
        sc.emptyRDD().isEmpty(),
        sc.parallelize([]).isEmpty(),
        sc.parallelize([], 5).isEmpty(),
        sc.parallelize([None]).isEmpty(),
        sc.parallelize([1, 2], 2).filter(lambda x: x > 2).isEmpty(),
    )


def max_and_min_of_numbers(sc):
    rdd = sc.parallelize([1.0, -5.0, 43.0, 10.0], 3)
    return rdd.max(), rdd.min(), rdd.max(key=str), rdd.min(key=abs)


def max_of_strings_and_tuples(sc):
    return (
        sc.parallelize(["b", "aa"]).max(),
        sc.parallelize([(1, 2), (1, 3)]).max(),
        sc.parallelize(["b", "aa"]).max(len),
    )


def max_of_equal_keys(sc):
    rdd = sc.parallelize([("a", 1), ("b", 1), ("c", 0), ("d", 0)], 2)
    return rdd.max(lambda x: x[1]), rdd.min(lambda x: x[1])


def max_of_nan(sc):
    return sc.parallelize([1.0, math.nan, 2.0], 1).max(), sc.parallelize([math.nan, 1.0, 2.0], 1).max()


def max_of_nothing(sc):
    return sc.emptyRDD().max()


def min_of_nothing(sc):
    return sc.parallelize([], 2).min()


def max_of_mixed_types(sc):
    return sc.parallelize([1, "a"], 1).max()


def to_local_iterator(sc):
    it = sc.parallelize(range(7), 3).toLocalIterator()
    return next(it), list(it)


def to_local_iterator_with_prefetching(sc):
    return list(sc.parallelize(range(7), 3).toLocalIterator(prefetchPartitions=True))


def to_local_iterator_of_nothing(sc):
    return list(sc.emptyRDD().toLocalIterator()), list(sc.parallelize([], 3).toLocalIterator(True))


def to_local_iterator_of_a_later_failure(sc):
    it = sc.parallelize([1, 0], 2).map(lambda x: 1 // x).toLocalIterator()
    return next(it)


def to_local_iterator_that_fails(sc):
    return list(sc.parallelize([1, 0], 2).map(lambda x: 1 // x).toLocalIterator())


def to_local_iterator_after_a_shuffle(sc):
    return list(sc.parallelize([(2, "b"), (1, "a")], 2).sortByKey().toLocalIterator())


def two_local_iterators(sc):
    rdd = sc.parallelize(range(4), 2)
    return list(zip(rdd.toLocalIterator(), rdd.map(str).toLocalIterator()))
