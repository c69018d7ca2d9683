"""How errors of user code come back."""


class _Odd(Exception):
    pass


def _raiser(make):
    def fail(x):
        raise make()

    return fail


def value_error(sc):
    return sc.parallelize([1], 1).map(_raiser(lambda: ValueError("no good: 1"))).collect()


def key_error(sc):
    return sc.parallelize([1], 1).map(lambda x: {}["missing"]).collect()


def own_exception(sc):
    class Mine(Exception):
        pass

    return sc.parallelize([1], 1).map(_raiser(lambda: Mine("own", 2))).collect()


def exception_of_a_module(sc):
    return sc.parallelize([1], 1).map(_raiser(lambda: _Odd("odd"))).collect()


def exception_without_a_message(sc):
    return sc.parallelize([1], 1).map(_raiser(RuntimeError)).collect()


def exception_of_many_lines(sc):
    return sc.parallelize([1], 1).map(_raiser(lambda: ValueError("one\n  two"))).collect()


def exception_that_is_not_english(sc):
    return sc.parallelize([1], 1).map(_raiser(lambda: ValueError("schlecht: ß €"))).collect()


def chained_exceptions(sc):
    def fail(x):
        try:
            return 1 / x
        except ZeroDivisionError as error:
            raise LookupError("second") from error

    return sc.parallelize([0], 1).map(fail).collect()


def assertion(sc):
    def check(x):
        assert x > 1, "too small"

    return sc.parallelize([1], 1).map(check).collect()


def name_error(sc):
    return sc.parallelize([1], 1).map(lambda x: undefined_name).collect()  # noqa: F821


def attribute_error(sc):
    return sc.parallelize([1], 1).map(lambda x: x.nothing).collect()


def stop_iteration_in_map(sc):
    return sc.parallelize([1], 1).map(lambda x: next(iter([]))).collect()


def stop_iteration_in_filter(sc):
    return sc.parallelize([1], 1).filter(lambda x: next(iter([]))).collect()


def stop_iteration_in_flat_map(sc):
    return sc.parallelize([1], 1).flatMap(lambda x: next(iter([]))).collect()


def stop_iteration_in_reduce(sc):
    return sc.parallelize([1, 2], 1).reduce(lambda a, b: next(iter([])))


def stop_iteration_in_fold(sc):
    return sc.parallelize([1, 2], 1).fold(0, lambda a, b: next(iter([])))


def stop_iteration_in_foreach(sc):
    return sc.parallelize([1, 2], 1).foreach(lambda x: next(iter([])))


def stop_iteration_in_combiners(sc):
    rdd = sc.parallelize([(1, 1), (1, 2)], 1)
    return rdd.reduceByKey(lambda a, b: next(iter([]))).collect()


def stop_iteration_in_aggregate(sc):
    return sc.parallelize([1, 2], 1).aggregate(0, lambda a, b: next(iter([])), lambda a, b: 0)


def error_in_a_later_stage(sc):
    rdd = sc.parallelize([(1, 1), (1, 0)], 2).groupByKey().mapValues(sorted)
    return rdd.map(lambda kv: kv[1][1] // kv[1][0]).collect()


def error_in_an_earlier_stage(sc):
    return sc.parallelize([1, 0], 2).map(lambda x: (1 // x, x)).groupByKey().count()


def error_in_a_sort_function(sc):
    return sc.parallelize([(1, 1), ("a", 0)], 1).sortByKey(keyfunc=lambda k: k + 1).collect()


def the_context_goes_on_after_errors(sc):
    try:
        sc.parallelize([0], 1).map(lambda x: 1 / x).collect()
    except Exception as error:
        caught = "ZeroDivisionError" in str(error)
    return caught, sc.parallelize([1, 2], 2).sum()


def error_is_raised_in_the_driver_where_the_fold_is(sc):
    return sc.parallelize([1, 2], 2).fold(0, lambda a, b: 1 / 0)


def not_callable_functions(sc):
    return sc.parallelize([1], 1).map(5).collect()


def rdd_of_no_context(sc):
    return sc.parallelize([1]).zip([1])


def union_with_a_list(sc):
    return sc.parallelize([1]).union([1])


def join_with_a_list(sc):
    return sc.parallelize([(1, 2)]).join([(1, 2)])


def missing_method(sc):
    return sc.parallelize([1]).noSuchMethod()


def iterating_over_an_rdd(sc):
    return list(sc.parallelize([1]))


def length_of_an_rdd(sc):
    return len(sc.parallelize([1]))


def index_into_an_rdd(sc):
    return sc.parallelize([1])[0]
