"""A seed picks the records that it picks in real PySpark; the expected ones were recorded there."""

from __future__ import annotations

from collections import Counter

import pytest

from pyrite.rddsampler import RDDRangeSampler, RDDSampler, RDDStratifiedSampler


def test_without_replacement() -> None:
    picks = [list(RDDSampler(False, 0.3, 7).func(split, range(10))) for split in (0, 1, 5)]
    assert picks == [[0, 2, 4, 9], [0, 6, 9], []]


def test_with_replacement() -> None:
    picks = [list(RDDSampler(True, 0.7, 7).func(split, range(10))) for split in (0, 1, 5)]
    assert picks == [
        [3, 4, 4, 5, 6, 8],
        [1, 1, 2, 4, 6, 6, 9, 9],
        [0, 0, 0, 1, 2, 3, 3, 4, 4, 5],
    ]


@pytest.mark.parametrize(
    "fraction, seed, counts", [(25.5, 3, [(20,), (12, 24), (27,)]), (20.0, 11, [(25,), (16, 22), (21, 16)])]
)
def test_many_draws_of_each_record(fraction: float, seed: int, counts: list[tuple[int, ...]]) -> None:
    for split, expected in zip((0, 1, 5), counts):
        drawn = Counter(RDDSampler(True, fraction, seed).func(split, range(10)))
        assert tuple(drawn[record] for record in range(len(expected))) == expected


def test_ranges() -> None:
    picks = [list(RDDRangeSampler(0.2, 0.5, 7).func(split, range(20))) for split in (0, 1, 5)]
    assert picks == [[1, 2, 12, 15], [0, 3, 9, 13, 17], [5, 10, 13, 17]]
    assert list(RDDRangeSampler(0.0, 0.4, 42).func(5, range(20))) == [2, 6, 8, 10, 13, 16, 17, 19]


def test_ranges_that_meet_part_the_records() -> None:
    low, high = RDDRangeSampler(0.0, 0.4, 42), RDDRangeSampler(0.4, 1.0, 42)
    parts = list(low.func(3, range(100))), list(high.func(3, range(100)))
    assert sorted(parts[0] + parts[1]) == list(range(100))


PAIRS = [(key, number) for number in range(8) for key in "ab"]


def test_strata_without_replacement() -> None:
    sampler = RDDStratifiedSampler(False, {"a": 0.2, "b": 0.8}, 7)
    assert list(sampler.func(3, PAIRS)) == [
        ("b", 0),
        ("b", 1),
        ("b", 2),
        ("a", 5),
        ("b", 5),
        ("b", 6),
        ("a", 7),
        ("b", 7),
    ]


def test_strata_with_replacement() -> None:
    sampler = RDDStratifiedSampler(True, {"a": 0.5, "b": 2.0}, 7)
    assert "".join(key + str(number) for key, number in sampler.func(0, PAIRS)) == "b0b2b2b2b4b5b5b5b6b7b7b7"


def test_a_stratum_without_fraction_is_refused() -> None:
    with pytest.raises(KeyError):
        list(RDDStratifiedSampler(False, {"a": 0.5}, 1).func(0, PAIRS))


def test_without_a_seed_samplers_differ() -> None:
    assert len({tuple(RDDSampler(False, 0.5).func(0, range(100))) for _ in range(5)}) > 1
