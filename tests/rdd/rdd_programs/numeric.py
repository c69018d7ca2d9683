"""Statistics and histograms."""

import math

from rdd_package import BoundedFloat, StatCounter


def sum_of_numbers(sc):
    return (
        sc.parallelize([1.0, -2.5, 3.0], 2).sum(),
        sc.parallelize([1, 2], 1).sum(),
        sc.parallelize([True, True]).sum(),
    )


def sum_of_nothing(sc):
    return sc.emptyRDD().sum(), sc.parallelize([], 3).sum()


def sum_of_strings(sc):
    return sc.parallelize(["a"]).sum()


def sum_of_big_numbers(sc):
    return sc.parallelize([2**62, 2**62, 2**62], 2).sum(), sc.parallelize([0.1] * 10, 3).sum()


def sum_of_complex_numbers(sc):
    return sc.parallelize([1j, 2], 2).sum()


def stats_of_numbers(sc):
    stats = sc.parallelize([1, 2, 3, 4, 7.5], 2).stats()
    return type(stats).__name__, stats, stats.asDict(), stats.asDict(sample=True)


def stats_of_one(sc):
    return sc.parallelize([5], 1).stats(), sc.parallelize([5], 3).stats()


def stats_of_nothing(sc):
    return sc.parallelize([], 2).stats()


def stats_of_no_partitions(sc):
    return sc.emptyRDD().stats()


def stats_of_strings(sc):
    return sc.parallelize(["a", "b"], 1).stats()


def stats_of_nan(sc):
    return sc.parallelize([1.0, math.nan, 2.0], 2).stats()


def stats_of_many_partitions(sc):
    return sc.parallelize([x * x % 97 for x in range(500)], 7).stats()


def mean_of_numbers(sc):
    return sc.parallelize([1, 2, 3, 4], 3).mean(), sc.parallelize([-1.5]).mean()


def mean_of_nothing(sc):
    return sc.parallelize([], 2).mean()


def mean_of_no_partitions(sc):
    return sc.emptyRDD().mean()


def variance_and_deviation(sc):
    rdd = sc.parallelize([1, 2, 3, 4, 5.5], 2)
    return rdd.variance(), rdd.stdev(), rdd.sampleVariance(), rdd.sampleStdev()


def variance_of_one(sc):
    rdd = sc.parallelize([3])
    return rdd.variance(), rdd.stdev(), rdd.sampleVariance(), rdd.sampleStdev()


def variance_of_nothing(sc):
    rdd = sc.parallelize([], 2)
    return rdd.variance(), rdd.stdev(), rdd.sampleVariance(), rdd.sampleStdev()


def stat_counter_merge(sc):
    counter = StatCounter([1, 2, 3])
    copied = counter.copy()
    counter.merge(10)
    return (
        counter,
        copied,
        counter.mergeStats(copied),
        counter.count(),
        counter.sum(),
        counter.min(),
        counter.max(),
    )


def stat_counter_merges_itself(sc):
    counter = StatCounter([1.0, 3.0])
    return counter.mergeStats(counter)


def stat_counter_of_nothing(sc):
    counter = StatCounter()
    return (
        counter,
        counter.mean(),
        counter.variance(),
        counter.sampleVariance(),
        counter.sum(),
        counter.asDict(),
    )


def stat_counter_merges_nothing(sc):
    return StatCounter([1, 2]).mergeStats(StatCounter()), StatCounter().mergeStats(StatCounter([1, 2]))


def stat_counter_merges_no_counter(sc):
    return StatCounter().mergeStats([1])


def histogram_of_even_buckets(sc):
    rdd = sc.parallelize(range(51), 3)
    return rdd.histogram(2), rdd.histogram(7), rdd.histogram(1)


def histogram_of_borders(sc):
    rdd = sc.parallelize(range(51), 3)
    return rdd.histogram([0, 5, 25, 50]), rdd.histogram([0, 15, 30, 45, 60]), rdd.histogram((0, 50))


def histogram_of_floats(sc):
    rdd = sc.parallelize([1.5, 2.5, -3.0, 9.75], 2)
    return rdd.histogram(3), rdd.histogram([-3.0, 0.0, 10.0])


def histogram_of_strings(sc):
    rdd = sc.parallelize(["ab", "ac", "b", "bd", "ef"], 2)
    return rdd.histogram(("a", "b", "c")), rdd.histogram(["a", "ef"]), rdd.histogram(1)


def histogram_of_equal_records(sc):
    return sc.parallelize([3, 3, 3], 2).histogram(4), sc.parallelize([1.5]).histogram(1)


def histogram_leaves_out_what_is_outside(sc):
    return sc.parallelize([-1, 0, 1, 5, 10, 11], 2).histogram([0, 5, 10])


def histogram_leaves_out_none_and_nan(sc):
    return sc.parallelize([1.0, None, math.nan, 3.0], 2).histogram(2), sc.parallelize([None, 1], 1).histogram(
        [0, 2]
    )


def histogram_of_infinity(sc):
    return sc.parallelize([1.0, math.inf]).histogram(2)


def histogram_in_infinite_borders(sc):
    return sc.parallelize([1.0, math.inf, -5.0], 2).histogram([-math.inf, 0.0, math.inf])


def histogram_of_no_buckets(sc):
    return sc.parallelize([1]).histogram(0)


def histogram_of_one_border(sc):
    return sc.parallelize([1]).histogram([1])


def histogram_of_unsorted_borders(sc):
    return sc.parallelize([1]).histogram([2, 1])


def histogram_of_equal_borders(sc):
    return sc.parallelize([1]).histogram([1, 1, 2])


def histogram_of_nan_borders(sc):
    return sc.parallelize([1]).histogram([1, math.nan])


def histogram_of_none_borders(sc):
    return sc.parallelize([1]).histogram([None, 1])


def histogram_of_a_float(sc):
    return sc.parallelize([1]).histogram(2.0)


def histogram_of_nothing(sc):
    return sc.parallelize([], 2).histogram(2)


def histogram_of_nothing_in_borders(sc):
    return sc.parallelize([], 2).histogram([0, 1])


def histogram_of_no_numbers(sc):
    return sc.parallelize(["a", "b"]).histogram(2)


def histogram_of_negative_numbers(sc):
    return sc.parallelize(range(-20, 0), 3).histogram(4), sc.parallelize(range(-20, 3), 3).histogram(
        [-10, -5, 0]
    )


def histogram_of_uneven_borders(sc):
    return sc.parallelize([0.1 * i for i in range(100)], 4).histogram([0.0, 0.1, 1.0, 9.9])


def count_approx_in_time(sc):
    return sc.parallelize(range(1000), 10).countApprox(60000, 1.0), sc.parallelize(range(10)).countApprox(
        60000
    )


def sum_approx_in_time(sc):
    found = sc.parallelize(range(1000), 10).sumApprox(60000)
    return (
        isinstance(found, BoundedFloat),
        isinstance(found, float),
        found,
        found.low,
        found.high,
        found.confidence,
    )


def mean_approx_in_time(sc):
    found = sc.parallelize(range(1000), 10).meanApprox(60000, 0.9)
    return found, found.low, found.high, found.confidence


def sum_approx_of_fractions_and_large_numbers(sc):
    return sc.parallelize([0.1] * 10, 3).sumApprox(60000), sc.parallelize([2**53, 1, 1], 1).sumApprox(60000)


def mean_approx_of_fractions(sc):
    return sc.parallelize([0.1] * 10, 3).meanApprox(60000), sc.parallelize([1, 2, 4], 2).meanApprox(60000)


def sum_approx_of_nothing(sc):
    found = sc.parallelize([], 2).sumApprox(60000)
    return found, found.low, found.high


def count_approx_of_nothing(sc):
    return sc.parallelize([], 2).countApprox(60000), sc.emptyRDD().countApprox(60000)


def sum_approx_of_strings(sc):
    return sc.parallelize(["a"], 1).sumApprox(60000)


def bounded_float(sc):
    found = BoundedFloat(1.5, 0.9, 1.0, 2.0)
    return found, found + 1, found.confidence, found.low, found.high, type(found + 1).__name__


def count_approx_distinct_is_close(sc):
    near = 900 < sc.parallelize([i % 1000 for i in range(5000)], 3).countApproxDistinct() < 1100
    return near, sc.parallelize(range(20), 2).countApproxDistinct(0.01)


def count_approx_distinct_of_small_collections(sc):
    rdds = [sc.emptyRDD(), sc.parallelize([]), sc.parallelize([1] * 9, 3), sc.parallelize(["a", "b", "a"])]
    return [rdd.countApproxDistinct() for rdd in rdds]


def count_approx_distinct_of_too_small_deviation(sc):
    return sc.parallelize([1]).countApproxDistinct(0.00000001)


def count_approx_distinct_of_deviation_above_the_limit(sc):
    return sc.parallelize([1]).countApproxDistinct(0.5)
