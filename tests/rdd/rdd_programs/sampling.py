"""Random choices by seed."""

import math


def sample_without_replacement(sc):
    return sc.parallelize(range(100), 4).sample(False, 0.1, 81).collect()


def sample_with_replacement(sc):
    return sc.parallelize(range(50), 3).sample(True, 0.5, 5).collect()


def sample_of_one_partition(sc):
    return sc.parallelize(range(100), 1).sample(False, 0.2, 0).collect()


def sample_keeps_partitions(sc):
    return sc.parallelize(range(20), 4).sample(False, 0.4, 3).glom().collect()


def sample_of_all_and_none(sc):
    rdd = sc.parallelize(range(10), 2)
    return (
        rdd.sample(False, 1.0, 1).collect(),
        rdd.sample(False, 0.0, 1).collect(),
        rdd.sample(True, 0.0, 1).collect(),
    )


def sample_of_more_than_one(sc):
    return sc.parallelize(range(10), 2).sample(True, 2.5, 7).collect()


def sample_of_a_fraction_above_one(sc):
    return sc.parallelize(range(10), 2).sample(False, 1.5, 7).collect()


def sample_of_negative_fraction(sc):
    return sc.parallelize(range(10), 2).sample(False, -0.1, 7)


def sample_of_nan_fraction(sc):
    return sc.parallelize(range(10), 2).sample(False, math.nan, 7)


def sample_of_negative_seed(sc):
    return sc.parallelize(range(40), 2).sample(False, 0.3, -4).collect()


def sample_of_large_seed(sc):
    return sc.parallelize(range(40), 2).sample(False, 0.3, 2**40 + 1).collect()


def sample_without_seed_is_a_subset(sc):
    found = sc.parallelize(range(40), 2).sample(False, 0.5).collect()
    return set(found) <= set(range(40)), len(set(found)) == len(found)


def sample_twice_is_the_same(sc):
    rdd = sc.parallelize(range(40), 2).sample(False, 0.5)
    return rdd.collect() == rdd.collect()


def sample_of_large_poisson_mean(sc):
    return [len(p) for p in sc.parallelize(range(20), 2).sample(True, 12.0, 3).glom().collect()]


def sample_of_nothing(sc):
    return sc.emptyRDD().sample(True, 0.5, 1).collect(), sc.parallelize([], 2).sample(False, 0.5, 1).collect()


def random_split_of_two(sc):
    parts = sc.parallelize(range(50), 3).randomSplit([2, 3], 17)
    return [part.collect() for part in parts]


def random_split_is_a_partition(sc):
    parts = sc.parallelize(range(100), 4).randomSplit([1, 1, 1, 1])
    return sorted(x for part in parts for x in part.collect()) == list(range(100))


def random_split_of_normalized_weights(sc):
    rdd = sc.parallelize(range(30), 2)
    return [p.collect() for p in rdd.randomSplit([0.4, 0.6], 1)] == [
        p.collect() for p in rdd.randomSplit([4, 6], 1)
    ]


def random_split_with_zero_weight(sc):
    return [part.collect() for part in sc.parallelize(range(10), 2).randomSplit([0, 1, 0], 3)]


def random_split_of_one(sc):
    return [part.collect() for part in sc.parallelize(range(5), 2).randomSplit([7.5], 3)]


def random_split_of_negative_weight(sc):
    return sc.parallelize([1]).randomSplit([1, -1], 3)


def random_split_of_zero_weights(sc):
    return sc.parallelize([1]).randomSplit([0, 0], 3)


def random_split_of_no_weights(sc):
    return sc.parallelize([1]).randomSplit([], 3)


def random_split_of_large_seed(sc):
    return [part.collect() for part in sc.parallelize(range(30), 2).randomSplit([1, 2], 2**33)]


def take_sample_without_replacement(sc):
    return sc.parallelize(range(10), 2).takeSample(False, 5, 2), sc.parallelize(range(100), 3).takeSample(
        False, 7, 42
    )


def take_sample_with_replacement(sc):
    rdd = sc.parallelize(range(10), 2)
    return rdd.takeSample(True, 20, 1), rdd.takeSample(True, 3, 9)


def take_sample_of_more_than_all(sc):
    return sc.parallelize(range(6), 2).takeSample(False, 15, 3)


def take_sample_of_exactly_all(sc):
    return sc.parallelize(range(6), 2).takeSample(False, 6, 3)


def take_sample_of_zero(sc):
    return sc.parallelize(range(6), 2).takeSample(False, 0)


def take_sample_of_negative_size(sc):
    return sc.parallelize(range(6), 2).takeSample(False, -1)


def take_sample_of_too_many(sc):
    return sc.parallelize(range(6), 2).takeSample(False, 2**63)


def take_sample_of_nothing(sc):
    return sc.emptyRDD().takeSample(True, 3), sc.parallelize([], 3).takeSample(True, 3)


def take_sample_without_seed(sc):
    found = sc.parallelize(range(6), 2).takeSample(False, 3)
    return len(found), len(set(found))


def sample_by_key(sc):
    fractions = {"a": 0.2, "b": 0.6, "c": 0}
    rdd = sc.parallelize([(k, i) for i in range(30) for k in "abc"], 3)
    return rdd.sampleByKey(False, fractions, 2).collect()


def sample_by_key_with_replacement(sc):
    rdd = sc.parallelize([(k, i) for i in range(15) for k in "ab"], 2)
    return rdd.sampleByKey(True, {"a": 0.5, "b": 1.5}, 11).collect()


def sample_by_key_of_negative_fraction(sc):
    return sc.parallelize([("a", 1)]).sampleByKey(False, {"a": -0.5}, 2)


def sample_by_key_of_missing_key(sc):
    return sc.parallelize([("a", 1), ("b", 1)]).sampleByKey(False, {"a": 0.5}, 2).collect()


def sample_of_strings(sc):
    return sc.parallelize([f"w{i}" for i in range(30)], 2).sample(False, 0.25, 12).collect()


def sample_fraction_for_size(sc):
    compute = sc.parallelize([1])._computeFractionForSampleSize
    cases = [(5, 100, True), (5, 100, False), (50, 100, True), (99, 100, False), (1, 1, False)]
    return [float(compute(*case)) for case in cases]
