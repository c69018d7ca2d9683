"""Broadcast values and accumulators."""

import operator
import os

from rdd_package import Accumulator, AccumulatorParam, AddingAccumulatorParam, Broadcast


class _Lists(AccumulatorParam):
    def zero(self, value):
        return []

    def addInPlace(self, value1, value2):
        value1.extend(value2)
        return value1


class _Largest(AccumulatorParam):
    def zero(self, value):
        return float("-inf")

    def addInPlace(self, value1, value2):
        return max(value1, value2)


def broadcast_value(sc):
    shared = sc.broadcast({"a": 1, "b": [2]})
    return (
        isinstance(shared, Broadcast),
        shared.value,
        sc.parallelize(["a", "b"]).map(lambda k: shared.value[k]).collect(),
    )


def broadcast_of_values(sc):
    values = [None, 0, "ä", (1, 2), b"x", {1: {2}}, float("inf"), list(range(1000))]
    shared = [sc.broadcast(value) for value in values]
    return sc.parallelize([1], 1).map(lambda x: [each.value for each in shared] == values).collect()


def broadcast_of_a_function(sc):
    shared = sc.broadcast(lambda x: x * 3)
    return sc.parallelize([1, 2]).map(lambda x: shared.value(x)).collect()


def broadcast_of_what_cannot_be_pickled(sc):
    return sc.broadcast(x for x in [1])


def broadcast_of_an_rdd(sc):
    return sc.broadcast(sc.parallelize([1]))


def broadcast_of_the_context(sc):
    return sc.broadcast(sc)


def broadcast_in_a_shuffle(sc):
    factor = sc.broadcast(10)
    rdd = sc.parallelize([(1, 2), (1, 3)], 2)
    return rdd.reduceByKey(lambda a, b: (a + b) * factor.value).collect()


def broadcast_as_record(sc):
    shared = sc.broadcast(5)
    return [each.value for each in sc.parallelize([shared]).collect()]


def broadcast_after_unpersist(sc):
    shared = sc.broadcast([1, 2])
    found = sc.parallelize([0, 1]).map(lambda i: shared.value[i]).collect()
    return (
        found,
        shared.unpersist(),
        sc.parallelize([0, 1]).map(lambda i: shared.value[i]).collect(),
        shared.value,
    )


def broadcast_unpersist_blocking(sc):
    shared = sc.broadcast([1, 2])
    return shared.unpersist(blocking=True), shared.unpersist(True), shared.value


def broadcast_destroyed_then_used_in_a_task(sc):
    shared = sc.broadcast([1, 2])
    shared.destroy(True)
    return sc.parallelize([0]).map(lambda i: shared.value[i]).collect()


def broadcast_destroyed_returns_nothing(sc):
    return sc.broadcast(1).destroy(), sc.broadcast(1).destroy(blocking=True)


def broadcast_destroyed_is_read_in_the_driver(sc):
    shared = sc.broadcast([1, 2])
    first = shared.value
    shared.destroy()
    return first, shared.value


def broadcast_destroyed_before_it_was_read(sc):
    shared = sc.broadcast([1, 2])
    shared.destroy()
    return shared.value


def broadcast_unpersist_in_a_task(sc):
    shared = sc.broadcast(1)
    return sc.parallelize([1]).map(lambda x: shared.unpersist()).collect()


def broadcast_destroy_in_a_task(sc):
    shared = sc.broadcast(1)
    return sc.parallelize([1]).map(lambda x: shared.destroy()).collect()


def broadcast_dump_and_load(sc):
    shared = sc.broadcast([1])
    path = os.path.join(os.path.dirname(shared._path), "copy")
    with open(path, "wb") as file:
        shared.dump({"x": 2}, file)
    with open(path, "rb") as file:
        return shared.load_from_path(path), shared.load(file)


def broadcast_is_what_it_was_when_made(sc):
    values = [1]
    shared = sc.broadcast(values)
    values.append(2)
    return sc.parallelize([0], 1).map(lambda x: shared.value).collect(), shared.value


def accumulator_of_numbers(sc):
    numbers = sc.accumulator(10)
    sc.parallelize(range(5), 3).foreach(lambda x: numbers.add(x))
    return isinstance(numbers, Accumulator), numbers.value, str(numbers)


def accumulator_of_floats_and_complex_numbers(sc):
    a, b = sc.accumulator(0.5), sc.accumulator(1j)
    sc.parallelize([1, 2], 2).foreach(lambda x: (a.add(x), b.add(x)))
    return a.value, b.value


def accumulator_added_in_place(sc):
    numbers = sc.accumulator(0)

    def add(x):
        nonlocal numbers
        numbers += x

    sc.parallelize([1, 2, 3], 2).foreach(add)
    numbers += 100
    return numbers.value


def accumulator_in_the_driver(sc):
    numbers = sc.accumulator(1)
    numbers.add(2)
    numbers += 3
    before = numbers.value
    numbers.value = 50
    return before, numbers.value


def accumulator_of_a_list(sc):
    return sc.accumulator([1])


def accumulator_of_a_string(sc):
    return sc.accumulator("a")


def accumulator_of_a_bool(sc):
    flags = sc.accumulator(False)
    sc.parallelize([1, 2]).foreach(lambda x: flags.add(True))
    return flags.value


def accumulator_of_lists(sc):
    found = sc.accumulator([0], _Lists())
    sc.parallelize([1, 2, 3], 3).foreach(lambda x: found.add([x]))
    return sorted(found.value)


def accumulator_of_the_largest(sc):
    found = sc.accumulator(float("-inf"), _Largest())
    sc.parallelize([3, 9, -1], 3).foreach(lambda x: found.add(x))
    return found.value


def accumulator_of_strings_by_adding(sc):
    found = sc.accumulator("", AddingAccumulatorParam(""))
    sc.parallelize(["a"] * 3, 3).foreach(lambda x: found.add(x))
    return found.value


def accumulator_param_is_abstract(sc):
    return AccumulatorParam().zero(1)


def accumulator_param_adds_nothing(sc):
    return AccumulatorParam().addInPlace(1, 2)


def accumulator_value_in_a_task(sc):
    numbers = sc.accumulator(0)
    return sc.parallelize([1], 1).map(lambda x: numbers.value).collect()


def accumulator_value_set_in_a_task(sc):
    numbers = sc.accumulator(0)

    def put(x):
        numbers.value = x

    return sc.parallelize([1], 1).map(put).collect()


def accumulator_text_in_a_task(sc):
    numbers = sc.accumulator(7)

    def add(x):
        numbers.add(x)
        return str(numbers)

    return sc.parallelize([1, 2], 1).map(add).collect()


def accumulator_in_transformations_counts_each_run(sc):
    numbers = sc.accumulator(0)
    rdd = sc.parallelize([1, 2, 3], 2).map(lambda x: numbers.add(1) or x)
    before = numbers.value
    rdd.count()
    once = numbers.value
    rdd.count()
    return before, once, numbers.value


def accumulator_in_a_filter_and_a_shuffle(sc):
    seen, merged = sc.accumulator(0), sc.accumulator(0)
    rdd = sc.parallelize([(1, 1), (1, 2), (2, 3)], 1).filter(lambda kv: seen.add(1) is None)
    rdd.reduceByKey(lambda a, b: merged.add(1) or a + b).collect()
    return seen.value, merged.value


def accumulator_of_failed_tasks_is_not_counted(sc):
    numbers = sc.accumulator(0)

    def fail(x):
        numbers.add(1)
        raise ValueError(x)

    try:
        sc.parallelize([1], 1).foreach(fail)
    except Exception:
        return numbers.value


def accumulator_in_take(sc):
    numbers = sc.accumulator(0)
    sc.parallelize(range(100), 10).map(lambda x: numbers.add(1) or x).first()
    return numbers.value


def two_accumulators(sc):
    evens, odds = sc.accumulator(0), sc.accumulator(0)
    sc.parallelize(range(9), 3).foreach(lambda x: (odds if x % 2 else evens).add(1))
    return evens.value, odds.value


def accumulators_in_a_dict(sc):
    counts = {name: sc.accumulator(0) for name in "ab"}
    sc.parallelize("aabab", 2).foreach(lambda name: counts[name].add(1))
    return {name: count.value for name, count in counts.items()}


def accumulator_of_a_wrong_type(sc):
    numbers = sc.accumulator(0)
    sc.parallelize([1], 1).foreach(lambda x: numbers.add("a"))


def accumulator_repr(sc):
    numbers = sc.accumulator(3)
    return repr(numbers) == f"Accumulator<id={numbers.aid}, value=3>"


def accumulator_reduced_with(sc):
    total = sc.accumulator(0)
    found = sc.parallelize([1, 2, 3], 2).map(lambda x: total.add(x) or x).reduce(operator.add)
    return found, total.value
