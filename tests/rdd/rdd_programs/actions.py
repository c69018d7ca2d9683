"""Actions that fold, count, collect, or run for their effects."""

import operator
import os
import warnings


def collect_of_nothing(sc):
    return sc.emptyRDD().collect(), sc.parallelize([]).collect(), sc.parallelize([], 5).collect()


def collect_keeps_order(sc):
    return sc.parallelize([5, 3, 9, 1], 3).collect()


def collect_of_many(sc):
    return sum(sc.parallelize(range(30000), 3).map(lambda x: (x, str(x))).map(lambda x: len(x[1])).collect())


def collect_with_job_group(sc):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = sc.parallelize([1, 2], 2).collectWithJobGroup("group", "words", True)
    return found, sorted({warning.category.__name__ for warning in caught})


def collect_of_what_cannot_be_pickled(sc):
    return sc.parallelize([1]).map(lambda x: (y for y in [x])).collect()


def collect_of_functions(sc):
    return [f(2, 3) for f in sc.parallelize([1, 2]).map(lambda x: operator.add).collect()]


def count_of_records(sc):
    return [
        r.count()
        for r in (sc.emptyRDD(), sc.parallelize([], 3), sc.parallelize([None] * 7, 3), sc.range(10**6))
    ]


def count_runs_the_functions(sc):
    return sc.parallelize([1, 0]).map(lambda x: 1 // x).count()


def count_by_value_of_numbers(sc):
    found = sc.parallelize([1, 2, 1, 2, 2], 2).countByValue()
    return type(found).__name__, sorted(found.items())


def count_by_value_of_mixed_records(sc):
    found = sc.parallelize([None, "a", (1, 2), None, 1, True, 1.0], 3).countByValue()
    return sorted(found.items(), key=str)


def count_by_value_of_nothing(sc):
    return sc.parallelize([], 2).countByValue()


def count_by_value_of_no_partitions(sc):
    return sc.emptyRDD().countByValue()


def count_by_value_of_lists(sc):
    return sc.parallelize([[1]]).countByValue()


def reduce_of_numbers(sc):
    return sc.parallelize([1, 2, 3, 4, 5], 2).reduce(operator.add), sc.parallelize([7], 3).reduce(
        operator.add
    )


def reduce_order(sc):
    return sc.parallelize("abcdef", 4).reduce(lambda a, b: f"({a}{b})")


def reduce_that_is_not_associative(sc):
    return sc.parallelize([10, 3, 2, 1], 2).reduce(operator.sub)


def reduce_of_nothing(sc):
    return sc.emptyRDD().reduce(operator.add)


def reduce_of_empty_partitions(sc):
    return sc.parallelize([], 3).reduce(operator.add)


def reduce_of_falsy_values(sc):
    return sc.parallelize([None, 0], 2).reduce(lambda a, b: a), sc.parallelize([0], 4).reduce(operator.add)


def reduce_that_fails_in_the_driver(sc):
    return sc.parallelize([1, "a"], 2).reduce(operator.add)


def reduce_that_fails_in_a_task(sc):
    return sc.parallelize([1, "a"], 1).reduce(operator.add)


def tree_reduce_of_numbers(sc):
    rdd = sc.parallelize([-5, -4, -3, -2, -1, 1, 2, 3, 4], 10)
    return [rdd.treeReduce(operator.add, depth) for depth in (1, 2, 3, 5, 10)]


def tree_reduce_of_depth_zero(sc):
    return sc.parallelize([1]).treeReduce(operator.add, 0)


def tree_reduce_of_nothing(sc):
    return sc.parallelize([], 3).treeReduce(operator.add)


def tree_reduce_of_no_partitions(sc):
    return sc.emptyRDD().treeReduce(operator.add)


def tree_reduce_order_of_few_partitions(sc):
    return sc.parallelize("abcdef", 3).treeReduce(lambda a, b: f"({a}{b})", 2)


def tree_aggregate_of_numbers(sc):
    rdd = sc.parallelize(range(20), 10)
    return [rdd.treeAggregate(0, operator.add, operator.add, depth) for depth in (1, 2, 3, 9)]


def tree_aggregate_adds_zero_once_a_partition(sc):
    return sc.parallelize(range(4), 4).treeAggregate(100, operator.add, operator.add)


def tree_aggregate_of_mutable_zero(sc):
    def append(values, x):
        values.append(x)
        return values

    return sorted(sc.parallelize(range(9), 6).treeAggregate([], append, operator.add, 3))


def tree_aggregate_of_depth_zero(sc):
    return sc.parallelize([1]).treeAggregate(0, operator.add, operator.add, depth=0)


def tree_aggregate_of_nothing(sc):
    return (
        sc.emptyRDD().treeAggregate(5, operator.add, operator.add),
        sc.parallelize([], 3).treeAggregate(5, operator.add, operator.add),
    )


def fold_of_numbers(sc):
    return sc.parallelize([1, 2, 3, 4, 5], 2).fold(0, operator.add), sc.emptyRDD().fold(7, operator.add)


def fold_adds_zero_once_a_partition_and_once_more(sc):
    return [sc.parallelize([1], n).fold(10, operator.add) for n in (1, 2, 5)]


def fold_order(sc):
    return sc.parallelize("abcd", 2).fold("_", lambda a, b: f"({a}{b})")


def fold_of_a_mutable_zero(sc):
    def extend(a, b):
        a.extend(b)
        return a

    return sc.parallelize([[1], [2], [3]], 2).fold([], extend)


def aggregate_of_sums_and_counts(sc):
    rdd = sc.parallelize([1, 2, 3, 4], 3)
    add, merge = lambda a, x: (a[0] + x, a[1] + 1), lambda a, b: (a[0] + b[0], a[1] + b[1])
    return rdd.aggregate((0, 0), add, merge), sc.parallelize([], 2).aggregate((0, 0), add, merge)


def aggregate_order(sc):
    return sc.parallelize("abcd", 2).aggregate("_", lambda a, x: f"<{a}{x}>", lambda a, b: f"({a}{b})")


def aggregate_of_a_mutable_zero(sc):
    def append(values, x):
        values.append(x)
        return values

    zero = []
    return sc.parallelize(range(5), 3).aggregate(zero, append, operator.add), zero


def aggregate_of_no_partitions(sc):
    return sc.emptyRDD().aggregate("z", operator.add, operator.add)


def aggregate_that_fails(sc):
    return sc.parallelize([1], 1).aggregate("", operator.add, operator.add)


def foreach_adds(sc):
    seen = sc.accumulator(0)
    found = sc.parallelize([1, 2, 3], 2).foreach(seen.add)
    return found, seen.value


def foreach_returns_are_dropped(sc):
    return sc.parallelize([1, 2]).foreach(lambda x: x * 2), sc.emptyRDD().foreach(lambda x: 1 / 0)


def foreach_that_fails(sc):
    def refuse(x):
        raise KeyError(x)

    return sc.parallelize([1], 1).foreach(refuse)


def foreach_partition_adds(sc):
    seen = sc.accumulator(0)
    found = sc.parallelize(range(10), 4).foreachPartition(lambda it: seen.add(len(list(it)) + 100))
    return found, seen.value


def foreach_partition_of_a_generator(sc):
    seen = sc.accumulator(0)

    def run(iterator):
        for x in iterator:
            seen.add(x)
            yield x

    sc.parallelize([1, 2, 3], 2).foreachPartition(run)
    return seen.value


def foreach_partition_that_returns_a_number(sc):
    return sc.parallelize([1, 2], 2).foreachPartition(lambda it: 5)


def foreach_partition_of_empty_partitions(sc):
    seen = sc.accumulator(0)
    sc.parallelize([], 3).foreachPartition(lambda it: seen.add(1))
    return seen.value


def run_job_of_all_partitions(sc):
    rdd = sc.parallelize(range(6), 3)
    return sc.runJob(rdd, lambda part: [x * x for x in part])


def run_job_of_some_partitions(sc):
    rdd = sc.parallelize(range(6), 3)
    return sc.runJob(rdd, lambda part: [x * x for x in part], [0, 2], True), sc.runJob(rdd, list, [2, 0])


def run_job_of_no_partitions(sc):
    return sc.runJob(sc.parallelize([1], 1), list, [])


def run_job_of_a_missing_partition(sc):
    return sc.runJob(sc.parallelize([1], 1), list, [5])


def run_job_of_a_negative_partition(sc):
    return sc.runJob(sc.parallelize([1], 1), list, [-1])


def run_job_gives_no_iterable(sc):
    return sc.runJob(sc.parallelize([1], 1), lambda part: 1)


def tasks_run_in_other_processes(sc):
    driver = os.getpid()
    return sc.parallelize([1]).map(lambda x: os.getpid()).first() != driver


def to_df_without_session(sc):
    return sc.parallelize([(1, 2)]).toDF()
