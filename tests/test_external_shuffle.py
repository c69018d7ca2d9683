"""Merging, sorting and grouping above the memory limit give what they give below it."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator

import pytest

from pyrite import shuffle
from pyrite.errors import PySparkRuntimeError
from pyrite.shuffle import (
    Aggregator,
    ExternalGroupBy,
    ExternalList,
    ExternalListOfList,
    ExternalMerger,
    ExternalSorter,
    GroupByKey,
    SimpleAggregator,
)

ADD = SimpleAggregator(lambda x, y: x + y)
LISTS = Aggregator(lambda x: [x], lambda xs, x: [*xs, x], lambda xs, ys: xs + ys)


@pytest.fixture
def small_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at memory finds more of it in use than before."""
    used = iter(range(100, 10**9, 50))
    monkeypatch.setattr(shuffle, "get_used_memory", lambda: next(used))


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize("method", ["mergeValues", "mergeCombiners"])
def test_merging_with_files(method: str) -> None:
    merger = ExternalMerger(ADD, 10, partitions=5, batch=100)
    getattr(merger, method)((i % 1000, i) for i in range(5000))
    assert merger.spills > 1
    merged = dict(merger.items())
    assert merged == {key: sum(range(key, 5000, 1000)) for key in range(1000)}


def test_merging_in_memory_makes_no_file() -> None:
    merger = ExternalMerger(ADD, 1 << 20)
    merger.mergeValues([("a", 1), ("b", 2), ("a", 3)])
    assert (merger.spills, dict(merger.items())) == (0, {"a": 4, "b": 2})


def test_files_vanish(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_LOCAL_DIRS", str(tmp_path))
    merger = ExternalMerger(ADD, 1, batch=10)
    merger.mergeValues((i, 1) for i in range(100))
    assert len(dict(merger.items())) == 100
    assert list(tmp_path.iterdir()) == []


def test_stop_iteration_in_a_combiner_is_an_error() -> None:
    def stop(x: int, y: int) -> int:
        raise StopIteration

    with pytest.raises(PySparkRuntimeError, match="STOP_ITERATION_OCCURRED"):
        ExternalMerger(SimpleAggregator(stop)).mergeValues([(1, 1), (1, 2)])


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize("reverse", [False, True])
def test_sorting_with_files_is_stable(reverse: bool) -> None:
    records = [(random.Random(7).randrange(50), position) for position in range(5000)]
    before = shuffle.DiskBytesSpilled
    ordered = list(ExternalSorter(1).sorted(iter(records), key=lambda record: record[0], reverse=reverse))
    assert ordered == sorted(records, key=lambda record: record[0], reverse=reverse)
    assert shuffle.DiskBytesSpilled > before


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize("limit", [1e-6, 1 << 20])
def test_grouping_with_files(limit: float, monkeypatch: pytest.MonkeyPatch) -> None:
    groups = ExternalGroupBy(LISTS, limit, partitions=3, batch=500)
    groups.memory_limit = 1
    groups.mergeValues((i % 7, i) for i in range(5000))
    assert groups.spills
    groups.memory_limit = limit
    assert {key: sorted(values) for key, values in groups.items()} == {
        key: list(range(key, 5000, 7)) for key in range(7)
    }


def halves() -> Iterator[tuple[int, list[int]]]:
    return ((i // 3, [i]) for i in range(6))


def test_neighbours_with_one_key_are_a_group() -> None:
    assert [(key, list(values)) for key, values in GroupByKey(halves())] == [(0, [0, 1, 2]), (1, [3, 4, 5])]
    assert [(key, list(values)) for key, values in GroupByKey([(None, [1]), (None, [2])])] == [(None, [1, 2])]
    assert list(GroupByKey([])) == []


def test_a_long_list_goes_to_disk_and_can_be_pickled() -> None:
    values = ExternalList(list(range(100)))
    for i in range(25_000):
        values.append(i)
    expected = [*range(100), *range(25_000)]
    copy = pickle.loads(pickle.dumps(values))
    assert len(values.values) < ExternalList.LIMIT
    for i in range(25_000):
        copy.append(i)
    assert (len(values), list(values)) == (25_100, expected)
    assert (len(copy), list(copy)) == (50_100, [*expected, *range(25_000)])


def test_a_long_list_can_be_read_twice_at_once() -> None:
    values = ExternalList([])
    for i in range(12_000):
        values.append(i)
    assert all(a == b for a, b in zip(values, values))
    first = iter(values)
    assert next(first) == 0 and len(list(values)) == 12_000 and len(list(first)) == 11_999


def test_a_list_of_lists_counts_elements() -> None:
    values = ExternalListOfList([[i, i] for i in range(100)])
    values.append(list(range(10)))
    assert len(values) == len(list(values)) == 210
