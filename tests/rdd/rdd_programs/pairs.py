"""Operations by key: combining, grouping, joining, subtracting."""

import math
import operator

from rdd_package import ResultIterable

_LETTERS = [("a", 1), ("b", 2), ("a", 3), ("c", 4), ("b", 5), ("a", 6)]
_NUMBERS = [(3, "c"), (1, "a"), (2, "b"), (1, "d"), (-1, "e"), (3, "f")]


def map_values_of_lists(sc):
    return sc.parallelize([("a", [1, 2]), ("b", [])]).mapValues(len).collect()


def map_values_keeps_the_partitioner(sc):
    rdd = sc.parallelize(_LETTERS).partitionBy(2)
    return rdd.mapValues(str).partitioner == rdd.partitioner


def map_values_of_lists_as_pairs(sc):
    return sc.parallelize([["a", 1]]).mapValues(lambda v: v + 1).collect()


def map_values_of_triples(sc):
    return sc.parallelize([(1, 2, 3)]).mapValues(lambda v: -v).collect()


def flat_map_values_then_map(sc):
    rdd = sc.parallelize([1, 2], 1).map(lambda x: (x, [x, 10, 20])).flatMapValues(lambda v: v)
    return rdd.map(sum).collect(), rdd.map(lambda kv: (kv[1], kv[0])).collect()


def flat_map_values_twice(sc):
    rdd = sc.parallelize([("ab", ["cd", "e"])], 1).flatMapValues(lambda v: v).map(lambda kv: (kv[1], kv[0]))
    return (
        rdd.flatMapValues(lambda v: v).map(lambda kv: (kv[1] + kv[0], kv[0])).mapValues(str.upper).collect()
    )


def flat_map_values_of_triples(sc):
    return sc.parallelize([(1, "ab", 3)]).flatMapValues(lambda v: v).collect()


def joins_of_triples(sc):
    a, b = sc.parallelize([(1, 2, 3), (4, 5, 6)], 2), sc.parallelize([(1, 7, 8)], 2)
    return (
        sorted(a.join(b).collect()),
        sorted(a.leftOuterJoin(b).collect()),
        sorted(a.subtractByKey(b).collect()),
    )


def partition_by_of_triples(sc):
    return sc.parallelize([(1, 2, 3)]).partitionBy(2).collect()


def reduce_by_key_of_triples(sc):
    return sc.parallelize([(1, 2, 3)]).reduceByKey(max).collect()


def map_values_of_no_pairs(sc):
    return sc.parallelize([1]).mapValues(lambda v: v).collect()


def flat_map_values(sc):
    return sc.parallelize([("a", ["x", "y"]), ("b", []), (None, "zw")]).flatMapValues(lambda v: v).collect()


def flat_map_values_keeps_the_partitioner(sc):
    rdd = sc.parallelize(_LETTERS).partitionBy(2)
    return rdd.flatMapValues(range).partitioner == rdd.partitioner


def reduce_by_key_of_letters(sc):
    return sorted(sc.parallelize(_LETTERS, 3).reduceByKey(operator.add).collect())


def reduce_by_key_of_single_values(sc):
    return sorted(sc.parallelize([(1, "x"), (2, "y")]).reduceByKey(lambda a, b: 1 / 0).collect())


def reduce_by_key_of_nothing(sc):
    return sc.emptyRDD().reduceByKey(operator.add).collect(), sc.parallelize([], 2).reduceByKey(
        operator.add
    ).collect()


def reduce_by_key_placement(sc):
    return sc.parallelize(_NUMBERS, 3).reduceByKey(operator.add, 4).glom().collect()


def reduce_by_key_order_of_values(sc):
    return sc.parallelize(_NUMBERS * 2, 3).reduceByKey(operator.add).collect()


def reduce_by_key_order_of_keys(sc):
    return (
        sc.parallelize([(k, 1) for k in (9, 7, 5, 3, 1, 9, 4, 2, 0)], 3)
        .reduceByKey(operator.add, 2)
        .glom()
        .collect()
    )


def reduce_by_key_with_partition_function(sc):
    return sc.parallelize(_NUMBERS, 2).reduceByKey(operator.add, 3, lambda k: k + 1).glom().collect()


def reduce_by_key_of_none_and_nan(sc):
    found = sc.parallelize([(None, 1), (None, 2), (0, 3), (0.0, 4)], 2).reduceByKey(operator.add).collect()
    return sorted(found, key=str)


def reduce_by_key_of_the_same_nan(sc):
    return sc.parallelize([math.nan], 1).map(lambda x: (str(x), x)).reduceByKey(max).collect()


def reduce_by_key_of_tuples(sc):
    found = sc.parallelize([((1, "a"), 1), ((1, "b"), 2), ((1, "a"), 3), ((), 4)], 2)
    return sorted(found.reduceByKey(operator.add).collect())


def reduce_by_key_of_equal_numbers(sc):
    return sc.parallelize([(1, 1), (1.0, 2), (True, 3)], 3).reduceByKey(operator.add).collect()


def reduce_by_key_of_lists(sc):
    return sc.parallelize([([1], 1)]).reduceByKey(operator.add).collect()


def reduce_by_key_that_fails(sc):
    return sc.parallelize([(1, 1), (1, "a")], 1).reduceByKey(operator.add).collect()


def reduce_by_key_of_no_pairs(sc):
    return sc.parallelize([1, 2], 1).reduceByKey(operator.add).collect()


def reduce_by_key_partitions(sc):
    rdd = sc.parallelize(_LETTERS, 3)
    return rdd.reduceByKey(max).getNumPartitions(), rdd.reduceByKey(max, 7).getNumPartitions()


def reduce_by_key_after_partition_by(sc):
    rdd = sc.parallelize(_NUMBERS, 2).partitionBy(3)
    found = rdd.reduceByKey(operator.add)
    return found.glom().collect(), found.partitioner == rdd.partitioner


def reduce_by_key_locally(sc):
    return sorted(sc.parallelize(_LETTERS, 3).reduceByKeyLocally(operator.add).items())


def reduce_by_key_locally_of_empty_partitions(sc):
    return sc.parallelize([("a", 1)], 3).reduceByKeyLocally(operator.add)


def reduce_by_key_locally_of_nothing(sc):
    return sc.emptyRDD().reduceByKeyLocally(operator.add)


def reduce_by_key_locally_is_a_dict(sc):
    found = sc.parallelize(_NUMBERS, 2).reduceByKeyLocally(operator.add)
    return type(found).__name__, found


def combine_by_key_into_lists(sc):
    found = sc.parallelize(_LETTERS, 2).combineByKey(lambda v: [v], lambda c, v: c + [v], lambda a, b: a + b)
    return sorted(found.collect())


def combine_by_key_calls(sc):
    found = sc.parallelize([(1, 1), (1, 2), (1, 3)], 2)
    return found.combineByKey(lambda v: f"<{v}", lambda c, v: f"{c},{v}", lambda a, b: f"{a}|{b}>").collect()


def combine_by_key_with_partitions_and_function(sc):
    found = sc.parallelize(_NUMBERS, 2).combineByKey(str, operator.add, operator.add, 2, lambda k: 1)
    return found.glom().collect()


def combine_by_key_that_changes_its_first_argument(sc):
    def extend(a, b):
        a.extend(b)
        return a

    def append(a, v):
        a.append(v)
        return a

    return sorted(sc.parallelize(_LETTERS, 3).combineByKey(lambda v: [v], append, extend).collect())


def aggregate_by_key_of_sums_and_counts(sc):
    found = sc.parallelize(_LETTERS, 3).aggregateByKey(
        (0, 0), lambda a, v: (a[0] + v, a[1] + 1), lambda a, b: (a[0] + b[0], a[1] + b[1])
    )
    return sorted(found.collect())


def aggregate_by_key_of_a_mutable_zero(sc):
    def add(values, v):
        values.append(v)
        return values

    return sorted(sc.parallelize(_LETTERS, 1).aggregateByKey([], add, operator.add).collect())


def aggregate_by_key_adds_zero_once_a_partition(sc):
    rdd = sc.parallelize([(1, 1)] * 4, 2)
    return rdd.aggregateByKey(100, operator.add, operator.add).collect()


def aggregate_by_key_placement(sc):
    rdd = sc.parallelize(_NUMBERS, 2)
    return rdd.aggregateByKey("", operator.add, operator.add, 2, lambda k: k).glom().collect()


def fold_by_key_of_sums(sc):
    return sorted(sc.parallelize(_LETTERS, 3).foldByKey(0, operator.add).collect())


def fold_by_key_adds_zero_once_a_partition(sc):
    return sc.parallelize([(1, 1)] * 4, 2).foldByKey(10, operator.add).collect()


def fold_by_key_of_lists(sc):
    return sc.parallelize([(1, [2]), (1, [3])], 2).foldByKey([], operator.add).collect()


def fold_by_key_placement(sc):
    return sc.parallelize(_NUMBERS, 2).foldByKey("", operator.add, 3, lambda k: -k).glom().collect()


def group_by_key_of_letters(sc):
    return sorted(sc.parallelize(_LETTERS, 3).groupByKey().mapValues(list).collect())


def group_by_key_placement(sc):
    return sc.parallelize(_NUMBERS, 3).groupByKey(3).mapValues(list).glom().collect()


def group_by_key_with_partition_function(sc):
    return sc.parallelize(_NUMBERS, 3).groupByKey(2, lambda k: 0).mapValues(list).glom().collect()


def group_by_key_gives_iterables_with_a_length(sc):
    found = sc.parallelize([(1, "a"), (1, "b")]).groupByKey().collect()[0][1]
    return isinstance(found, ResultIterable), len(found), list(found), list(found), found.maxindex


def group_by_key_of_many_values(sc):
    return sc.parallelize(range(5000), 4).map(lambda x: (x % 2, x)).groupByKey().mapValues(sum).collect()


def group_by_key_in_a_task(sc):
    return (
        sc.parallelize(_LETTERS, 2).groupByKey().map(lambda kv: (kv[0], len(kv[1]), sorted(kv[1]))).collect()
    )


def group_by_key_of_negative_keys(sc):
    return (
        sc.parallelize([(-1, 1), (-2, 2), (-3, 3), (-1, 4)], 2).groupByKey(3).mapValues(list).glom().collect()
    )


def group_by_key_of_float_keys(sc):
    return (
        sc.parallelize([(0.5, 1), (2.0, 2), (2, 3), (-0.0, 4), (0, 5)], 2)
        .groupByKey(3)
        .mapValues(list)
        .glom()
        .collect()
    )


def group_by_key_of_string_keys(sc):
    pairs = [
        (word, len(word))
        for word in ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog", "ä"]
    ]
    return sc.parallelize(pairs, 2).groupByKey(4).mapValues(list).glom().collect()


def group_by_key_of_bytes_keys(sc):
    return (
        sc.parallelize([(b"a", 1), (b"b", 2), (b"", 3), (b"a", 4)], 2)
        .groupByKey(3)
        .mapValues(list)
        .glom()
        .collect()
    )


def group_by_key_of_bool_keys(sc):
    return sc.parallelize([(True, 1), (False, 2), (1, 3)], 2).groupByKey(2).mapValues(list).glom().collect()


def group_by_key_of_none_keys(sc):
    return sc.parallelize([(None, 1), (None, 2)], 2).groupByKey(3).mapValues(list).collect()


def group_by_key_of_large_keys(sc):
    keys = [2**61 - 1, 2**61, 2**64, -(2**70), 10**30]
    return sc.parallelize([(k, 1) for k in keys], 2).groupByKey(5).mapValues(list).glom().collect()


def group_by_key_of_tuple_keys_placed(sc):
    return (
        sc.parallelize([((1, 2), 1), ((2, 1), 2), ((), 3)], 2).groupByKey(3).mapValues(list).glom().collect()
    )


def count_by_key(sc):
    found = sc.parallelize(_LETTERS, 3).countByKey()
    return type(found).__name__, sorted(found.items())


def count_by_key_of_nothing(sc):
    return sc.emptyRDD().countByKey()


def count_by_key_missing(sc):
    return sc.parallelize(_LETTERS).countByKey()["z"]


def collect_as_map(sc):
    return sc.parallelize(_LETTERS, 3).collectAsMap()


def collect_as_map_of_nothing(sc):
    return sc.emptyRDD().collectAsMap()


def collect_as_map_of_no_pairs(sc):
    return sc.parallelize([1]).collectAsMap()


def collect_as_map_of_lists_as_keys(sc):
    return sc.parallelize([([1], 2)]).collectAsMap()


def lookup_without_partitioner(sc):
    rdd = sc.parallelize(_LETTERS, 3)
    return rdd.lookup("a"), rdd.lookup("z")


def lookup_with_partitioner(sc):
    rdd = sc.parallelize(_NUMBERS, 3).partitionBy(4)
    return rdd.lookup(3), rdd.lookup(-1), rdd.lookup(99)


def lookup_of_strings_with_partitioner(sc):
    return sc.parallelize(_LETTERS, 3).groupByKey(5).mapValues(list).lookup("a")


def lookup_of_none(sc):
    return sc.parallelize([(None, 1), (0, 2)]).lookup(None)


def lookup_in_sorted(sc):
    rdd = sc.parallelize([(x, x * x) for x in range(50)], 5).sortByKey()
    return rdd.lookup(42), rdd.lookup(1024)


def lookup_of_equal_numbers(sc):
    return sc.parallelize([(1, "int"), (1.0, "float")]).lookup(True)


def join_of_single_values(sc):
    a, b = sc.parallelize([("a", 1), ("b", 4)]), sc.parallelize([("a", 2), ("c", 3)])
    return a.join(b).collect()


def join_of_many_values(sc):
    a, b = (
        sc.parallelize([(1, "a"), (1, "b"), (2, "c")], 2),
        sc.parallelize([(1, "x"), (1, "y"), (3, "z")], 2),
    )
    return sorted(a.join(b).collect())


def join_order(sc):
    a = sc.parallelize([(i % 3, i) for i in range(7)], 2)
    b = sc.parallelize([(i % 4, -i) for i in range(5)], 2)
    return a.join(b, 2).glom().collect()


def join_partitions(sc):
    a, b = sc.parallelize([(1, 2)], 2), sc.parallelize([(1, 3)], 5)
    return a.join(b).getNumPartitions(), a.join(b, 3).getNumPartitions()


def join_of_none_values(sc):
    a, b = sc.parallelize([(1, None), (None, 1)]), sc.parallelize([(1, None), (None, 2)])
    return sorted(a.join(b).collect(), key=str)


def join_with_empty(sc):
    return sc.parallelize([(1, 2)]).join(sc.parallelize([])).collect()


def join_with_itself(sc):
    rdd = sc.parallelize([(1, "a"), (1, "b")], 2)
    return sorted(rdd.join(rdd).collect())


def join_of_partitioned_sides(sc):
    a = sc.parallelize(_NUMBERS, 2).partitionBy(3)
    b = sc.parallelize([(1, "X"), (3, "Y")], 2).partitionBy(3)
    return sorted(a.join(b, 3).collect())


def join_of_no_pairs(sc):
    return sc.parallelize([1]).join(sc.parallelize([(1, 2)])).collect()


def left_outer_join(sc):
    a, b = (
        sc.parallelize([("a", 1), ("b", 4), ("b", 5)], 2),
        sc.parallelize([("a", 2), ("a", 3), ("z", 0)], 2),
    )
    return sorted(a.leftOuterJoin(b).collect(), key=str), sorted(a.leftOuterJoin(b, 1).collect(), key=str)


def left_outer_join_of_falsy_values(sc):
    a, b = sc.parallelize([(1, 0), (2, "")]), sc.parallelize([(1, 0), (2, None)])
    return sorted(a.leftOuterJoin(b).collect(), key=str)


def left_outer_join_with_empty(sc):
    return sorted(sc.parallelize(_LETTERS, 2).leftOuterJoin(sc.parallelize([])).collect())


def right_outer_join(sc):
    a, b = (
        sc.parallelize([("a", 1), ("b", 4), ("b", 5)], 2),
        sc.parallelize([("a", 2), ("a", 3), ("z", 0)], 2),
    )
    return sorted(a.rightOuterJoin(b).collect(), key=str), b.rightOuterJoin(a, 3).getNumPartitions()


def right_outer_join_of_empty(sc):
    return sorted(sc.parallelize([]).rightOuterJoin(sc.parallelize(_LETTERS, 2)).collect())


def full_outer_join(sc):
    a, b = (
        sc.parallelize([("a", 1), ("b", 4), ("b", 5)], 2),
        sc.parallelize([("a", 2), ("a", 3), ("z", 0)], 2),
    )
    return sorted(a.fullOuterJoin(b).collect(), key=str), a.fullOuterJoin(b, 3).getNumPartitions()


def full_outer_join_of_empty_sides(sc):
    return sc.parallelize([]).fullOuterJoin(sc.parallelize([])).collect()


def full_outer_join_order(sc):
    a = sc.parallelize([(i % 3, i) for i in range(5)], 2)
    b = sc.parallelize([(i % 4, -i) for i in range(5)], 2)
    return a.fullOuterJoin(b, 2).glom().collect()


def cogroup_of_two(sc):
    a, b = sc.parallelize([("a", 1), ("b", 4)], 2), sc.parallelize([("a", 2), ("c", 3)], 2)
    return sorted((k, list(x), list(y)) for k, (x, y) in a.cogroup(b).collect())


def cogroup_gives_iterables(sc):
    found = sc.parallelize([(1, 2)]).cogroup(sc.parallelize([(1, 3)])).collect()
    return [(k, type(v).__name__, [type(x).__name__ for x in v], [len(x) for x in v]) for k, v in found]


def cogroup_partitions(sc):
    a, b = sc.parallelize([(1, 2)], 2), sc.parallelize([(1, 3)], 3)
    return a.cogroup(b).getNumPartitions(), a.cogroup(b, 4).getNumPartitions()


def cogroup_placement(sc):
    a, b = sc.parallelize(_NUMBERS, 2), sc.parallelize([(1, "X"), (4, "Y")], 2)
    return a.cogroup(b, 3).mapValues(lambda v: tuple(map(list, v))).glom().collect()


def cogroup_with_empty(sc):
    found = sc.parallelize([(1, 2)]).cogroup(sc.emptyRDD()).collect()
    return [(k, list(x), list(y)) for k, (x, y) in found]


def group_with_one(sc):
    found = sc.parallelize([(1, 2)]).groupWith(sc.parallelize([(1, 3), (2, 4)])).collect()
    return sorted((k, [list(x) for x in v]) for k, v in found)


def group_with_three(sc):
    sides = [sc.parallelize([(k, name)], 2) for name, k in (("w", "a"), ("x", "b"), ("y", "a"), ("z", "c"))]
    found = sides[0].groupWith(*sides[1:])
    return sorted((k, [list(x) for x in v]) for k, v in found.collect()), found.getNumPartitions()


def group_with_none(sc):
    return sc.parallelize([(1, 2)]).groupWith()


def subtract_by_key(sc):
    a, b = sc.parallelize(_LETTERS, 3), sc.parallelize([("a", None), ("z", 1)], 2)
    return sorted(a.subtractByKey(b).collect()), a.subtractByKey(b).getNumPartitions()


def subtract_by_key_with_partitions(sc):
    a, b = sc.parallelize(_NUMBERS, 2), sc.parallelize([(1, 0)])
    return a.subtractByKey(b, 3).glom().collect()


def subtract_by_key_of_empty(sc):
    return sc.parallelize([]).subtractByKey(sc.parallelize([(1, 2)])).collect()


def subtract_of_records(sc):
    a, b = sc.parallelize([1, 2, 2, 3, None, "x"], 2), sc.parallelize([3, 4, "x"], 2)
    return (
        sorted(a.subtract(b).collect(), key=str),
        a.subtract(b).getNumPartitions(),
        a.subtract(b, 3).getNumPartitions(),
    )


def subtract_itself(sc):
    rdd = sc.parallelize([1, 2, 3], 2)
    return rdd.subtract(rdd).collect()


def subtract_empty(sc):
    return sorted(sc.parallelize([3, 1, 1]).subtract(sc.emptyRDD()).collect())


def subtract_placement(sc):
    return sc.parallelize(range(10), 2).subtract(sc.parallelize([3, 4], 1), 3).glom().collect()


def subtract_of_lists(sc):
    return sc.parallelize([[1]]).subtract(sc.parallelize([[2]])).collect()


def result_iterable(sc):
    it = ResultIterable([3, 1])
    return len(it), it.index, it.maxindex, list(it), sum(it), 3 in it, bool(ResultIterable([]))


def result_iterable_of_generator(sc):
    return len(ResultIterable(x for x in [1]))


def key_functions_chain(sc):
    words = sc.parallelize(["to", "be", "or", "not", "to", "be", "that", "is", "the", "question"], 3)
    counts = words.map(lambda w: (w, 1)).reduceByKey(operator.add)
    return counts.map(lambda kv: (kv[1], kv[0])).groupByKey().mapValues(sorted).sortByKey(False).collect()
