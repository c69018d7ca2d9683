"""What functions bring along to tasks, and what does not come back."""

import random


def captured_state_is_new_in_each_task(sc):
    seen = []
    found = sc.parallelize(range(8), 8).map(lambda x: (seen.append(x), len(seen))[1]).collect()
    return found, seen


def captured_state_lasts_for_a_task(sc):
    seen = []
    return sc.parallelize(range(6), 2).map(lambda x: (seen.append(x), len(seen))[1]).collect()


def captured_random_generator(sc):
    generator = random.Random(42)
    rdd = sc.parallelize(range(8), 8).map(lambda x: generator.random())
    return rdd.collect(), rdd.collect() == rdd.collect()


def captured_counter(sc):
    n = 0

    def count(x):
        nonlocal n
        n += 1
        return n

    return sc.parallelize(range(6), 6).map(count).collect(), n


def captured_class(sc):
    class Counter:
        n = 0

    def count(x):
        Counter.n += 1
        return Counter.n

    return sc.parallelize(range(6), 6).map(count).collect(), Counter.n


def default_argument_as_state(sc):
    def count(x, seen=[]):  # noqa: B006
        seen.append(x)
        return len(seen)

    return sc.parallelize(range(6), 6).map(count).collect()


def function_attribute_as_state(sc):
    def count(x):
        count.n += 1
        return count.n

    count.n = 0
    return sc.parallelize(range(6), 6).map(count).collect()


def bound_method_of_an_object(sc):
    class Counter:
        def __init__(self):
            self.n = 0

        def count(self, x):
            self.n += 1
            return self.n

    counter = Counter()
    return sc.parallelize(range(6), 6).map(counter.count).collect(), counter.n


def captured_list_method(sc):
    seen = []
    sc.parallelize(range(6), 3).foreach(seen.append)
    return seen


def captured_generator(sc):
    numbers = iter(range(5))
    return sc.parallelize([1], 1).map(lambda x: next(numbers)).collect()


def captured_iterator_of_a_list(sc):
    numbers = iter([1, 2, 3])
    return sc.parallelize(range(4), 4).map(lambda x: next(numbers)).collect()


def captured_lookup_table(sc):
    table = {i: chr(97 + i) for i in range(26)}
    return "".join(sc.parallelize([7, 4, 11, 11, 14], 3).map(table.get).collect())


def captured_rdd(sc):
    rdd = sc.parallelize([1])
    return sc.parallelize([1]).map(lambda x: rdd.count()).collect()


def captured_context(sc):
    return sc.parallelize([1]).map(lambda x: sc.parallelize([x]).count()).collect()


def captured_lock(sc):
    import threading

    lock = threading.Lock()
    return sc.parallelize([1]).map(lambda x: lock.acquire()).collect()


def state_in_reduce(sc):
    calls = []

    def add(a, b):
        calls.append(1)
        return a + b + len(calls) * 100

    return sc.parallelize([(1, 1), (1, 1)] * 4, 4).reduceByKey(add, 1).collect()


def state_in_the_partition_function(sc):
    state = []

    def place(k):
        state.append(k)
        return len(state)

    return sc.parallelize([(k, None) for k in range(6)], 3).partitionBy(4, place).keys().glom().collect()


def recursive_function(sc):
    def factorial(n):
        return 1 if n < 2 else n * factorial(n - 1)

    return sc.parallelize([1, 5, 10], 2).map(factorial).collect()


def nested_functions(sc):
    def outer(n):
        def inner(x):
            return x * n

        return inner

    return sc.parallelize([1, 2], 2).map(outer(3)).map(outer(5)).collect()


def local_class_as_record(sc):
    class Point:
        def __init__(self, x):
            self.x = x

    return sorted(p.x for p in sc.parallelize([3, 4], 2).map(Point).collect())
