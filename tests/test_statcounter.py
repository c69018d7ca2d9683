"""Statistics of numbers and arrays; the expected figures are real PySpark's."""

from __future__ import annotations

import math

import pytest

from pyrite.statcounter import StatCounter


def merged(*parts: list[float]) -> StatCounter:
    counter = StatCounter()
    for part in parts:
        counter.mergeStats(StatCounter(part))
    return counter


@pytest.mark.parametrize(
    "parts, text, sample_variance",
    [
        (([1, 2, 3],), "(count: 3, mean: 2.0, stdev: 0.816496580927726, max: 3.0, min: 1.0)", 1.0),
        (([1.5], [2.5, 3.5]), "(count: 3, mean: 2.5, stdev: 0.816496580927726, max: 3.5, min: 1.5)", 1.0),
        (
            ([1] * 30, [7.25]),
            "(count: 31, mean: 1.2016129032258065, stdev: 1.1042793498088026, max: 7.25, min: 1.0)",
            1.2600806451612905,
        ),
        (
            ([7.25], list(range(30))),
            "(count: 31, mean: 14.266129032258064, stdev: 8.610509211804867, max: 29.0, min: 0.0)",
            76.6122311827957,
        ),
        (
            ([1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4], [1e9 - 0.5] * 3),
            "(count: 8, mean: 1000000001.0625, stdev: 1.6476782908080085, "
            "max: 1000000004.0, min: 999999999.5)",
            3.1026785714285716,
        ),
    ],
)
def test_figures_are_sparks_to_the_last_digit(parts, text: str, sample_variance: float) -> None:
    assert repr(merged(*parts)) == text
    assert merged(*parts).sampleVariance() == sample_variance


def test_nothing_counted() -> None:
    assert repr(StatCounter()) == "(count: 0, mean: 0.0, stdev: nan, max: -inf, min: inf)"
    assert math.isnan(StatCounter([1.0]).sampleVariance())


@pytest.mark.parametrize("parts", [([math.nan, 1.0], [2.0]), ([1.0], [math.nan]), ([1.0, math.nan, 0.0],)])
def test_nan_spreads_to_all_figures(parts) -> None:
    counter = merged(*parts)
    assert all(map(math.isnan, (counter.mean(), counter.max(), counter.min(), counter.variance())))


def test_as_dict_swaps_sample_and_population_as_pyspark_does() -> None:
    counter = StatCounter([1.0, 2.0, 3.0, 4.0])
    assert counter.asDict() == {
        "count": 4,
        "mean": 2.5,
        "sum": 10.0,
        "min": 1.0,
        "max": 4.0,
        "stdev": 1.2909944487358056,
        "variance": 1.6666666666666667,
    }
    assert counter.asDict(sample=True)["variance"] == 1.25


def test_a_counter_merged_with_itself_counts_twice() -> None:
    counter = StatCounter([1.0, 3.0])
    counter.mergeStats(counter)
    assert (counter.count(), counter.mean(), counter.variance()) == (4, 2.0, 1.0)


def test_only_counters_merge() -> None:
    with pytest.raises(TypeError, match="Can only merge StatCounter"):
        StatCounter().mergeStats([1.0])  # type: ignore[arg-type]


def test_arrays_are_counted_element_by_element_and_left_alone() -> None:
    np = pytest.importorskip("numpy")
    arrays = [np.array([1.0, 5.0]), np.array([3.0, 2.0]), np.array([0.0, 0.0])]
    first, counter = StatCounter(arrays[:2]), StatCounter()
    counter.mergeStats(first).mergeStats(StatCounter(arrays[2:]))
    np.testing.assert_allclose(counter.mean(), [4 / 3, 7 / 3])
    np.testing.assert_allclose(counter.stdev(), [1.24721913, 2.05480467])
    np.testing.assert_array_equal(counter.max(), [3.0, 5.0])
    np.testing.assert_array_equal(counter.min(), [0.0, 0.0])
    np.testing.assert_array_equal(first.mean(), [2.0, 3.5])
    np.testing.assert_array_equal(arrays[0], [1.0, 5.0])
