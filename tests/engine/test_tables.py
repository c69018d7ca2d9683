"""Tables, sorters, cached blocks and frames keep every record, whatever moves to disk."""

from __future__ import annotations

import os
import pickle
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrite._runtime import frames
from pyrite._runtime.blocks import BlockKey, BlockStore, Level
from pyrite._runtime.codegen import Fuser
from pyrite._runtime.memory import Meter
from pyrite._runtime.merge import CoGroupTable, CombineTable, GroupTable, Sorter
from pyrite._runtime.shuffle import FetchFailed, MapOutputs, ShuffleReader, ShuffleWriter

KEYS = st.one_of(st.integers(-5, 5), st.none(), st.text(max_size=2), st.tuples(st.integers(0, 2), st.none()))
PAIRS = st.lists(st.tuples(KEYS, st.integers(-100, 100)), max_size=60)


class Greedy(Meter):
    """Spills on every ``every``-th look."""

    def __init__(self, every: int = 2):
        super().__init__(1 << 40)
        self.every, self.looks = every, 0

    def tick(self) -> None:
        self.looks += 1
        if self.looks % self.every == 0:
            for holder in self._holders:
                self.spilled_bytes += holder()


def batches(records, size=3):
    return [records[at : at + size] for at in range(0, len(records), size)]


@given(PAIRS)
@settings(max_examples=60)
def test_combining_survives_spilling(tmp_path_factory, pairs):
    folder = str(tmp_path_factory.getbasetemp())
    loop = Fuser({}).merging(lambda a, b: a + b)
    table = CombineTable(loop, Greedy(), folder)
    expected: dict = defaultdict(int)
    for key, value in pairs:
        expected[key] += value
    found = list(table.gather(batches(pairs)))
    assert len(found) == len(expected) and dict(found) == expected


@given(PAIRS)
@settings(max_examples=60)
def test_grouping_survives_spilling_in_order(tmp_path_factory, pairs):
    folder = str(tmp_path_factory.getbasetemp())
    expected: dict = defaultdict(list)
    for key, value in pairs:
        expected[key].append(value)
    table = GroupTable(Greedy(), folder)
    found = {key: list(values) for key, values in table.gather(batches([(k, [v]) for k, v in pairs]))}
    assert found == expected


def test_a_hot_key_moves_its_values_and_stays_one_group(tmp_path):
    table = GroupTable(Greedy(every=5), str(tmp_path))
    pairs = [("hot", [i]) for i in range(20_000)] + [("cold", [1])]
    groups = dict(table.gather(batches(pairs, 1000)))
    assert len(groups["hot"]) == 20_000 and list(groups["hot"]) == list(range(20_000))
    assert list(groups["cold"]) == [1]
    assert pickle.loads(pickle.dumps(groups["hot"])) == list(range(20_000))
    assert os.listdir(tmp_path) == []


class Collides:
    """A key whose hash is that of every other."""

    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return self.name == other.name


def test_colliding_hashes_are_still_different_keys(tmp_path):
    pairs = [(Collides(i % 50), 1) for i in range(500)]
    table = CombineTable(Fuser({}).merging(lambda a, b: a + b), Greedy(), str(tmp_path))
    found = [(key.name, value) for key, value in table.gather(batches(pairs, 10))]
    assert sorted(found) == [(i, 10) for i in range(50)]


@given(PAIRS, PAIRS)
@settings(max_examples=40)
def test_cogroups_survive_spilling(tmp_path_factory, left, right):
    table = CoGroupTable(2, Greedy(), str(tmp_path_factory.getbasetemp()))
    with table.meter.holding(table.spill):
        table.absorb_side(0, batches(left), grouped=False)
        table.absorb_side(1, batches(right), grouped=False)
    found = {key: tuple(list(side) for side in sides) for key, sides in table.items()}
    expected: dict = {}
    for side, pairs in enumerate((left, right)):
        for key, value in pairs:
            expected.setdefault(key, ([], []))[side].append(value)
    assert found == expected


@given(st.lists(st.tuples(st.integers(-20, 20), st.integers())), st.booleans())
@settings(max_examples=60)
def test_sorting_survives_spilling_and_is_stable(tmp_path_factory, pairs, reverse):
    sorter = Sorter(lambda p: p[0], reverse, Greedy(), str(tmp_path_factory.getbasetemp()))
    found = list(sorter.gather(batches(pairs)))
    assert found == sorted(pairs, key=lambda p: p[0], reverse=reverse)


def test_blocks_are_evicted_least_recently_used_first(tmp_path):
    store = BlockStore(3_000_000, str(tmp_path))
    level = Level(memory=True, disk=False)
    for rdd in range(3):
        store.get_or_compute(BlockKey(rdd, 0), level, lambda: range(20_000))
    assert store.records(BlockKey(0, 0)) is not None
    store.get_or_compute(BlockKey(3, 0), level, lambda: range(40_000))
    assert store.records(BlockKey(1, 0)) is None, "the oldest unused one goes first"
    assert store.used <= store.capacity
    assert BlockKey(1, 0) in store.take_changes().dropped


def test_a_block_that_does_not_fit_passes_through_uncached(tmp_path):
    store = BlockStore(100_000, str(tmp_path))
    key = BlockKey(1, 0)
    found = store.get_or_compute(key, Level(memory=True, disk=False), lambda: iter(range(100_000)))
    assert sum(found) == sum(range(100_000))
    assert store.records(key) is None and store.used == 0


def test_a_block_that_does_not_fit_goes_to_disk_where_allowed(tmp_path):
    store = BlockStore(100_000, str(tmp_path))
    key = BlockKey(1, 0)
    level = Level(memory=True, disk=True)
    assert sum(store.get_or_compute(key, level, lambda: iter(range(100_000)))) == sum(range(100_000))
    again = store.get_or_compute(key, level, lambda: pytest.fail("it is on disk"))
    assert sum(again) == sum(range(100_000))


@pytest.mark.parametrize("harm", ["cut", "flip", "delete"])
def test_a_damaged_block_is_computed_again(tmp_path, harm):
    store = BlockStore(0, str(tmp_path))
    key, level = BlockKey(1, 0), Level(memory=False, disk=True)
    assert list(store.get_or_compute(key, level, lambda: range(5000))) == list(range(5000))
    (path,) = tmp_path.iterdir()
    data = bytearray(path.read_bytes())
    if harm == "delete":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(data[: len(data) // 2])
    else:
        data[len(data) // 3] ^= 4
        path.write_bytes(data)
    assert list(store.get_or_compute(key, level, lambda: range(5000))) == list(range(5000))


def test_a_computation_that_fails_leaves_no_block(tmp_path):
    def half():
        yield from range(2000)
        raise ValueError("half-way")

    store = BlockStore(1 << 30, str(tmp_path))
    for level in (Level(memory=True, disk=False), Level(memory=False, disk=True)):
        with pytest.raises(ValueError, match="half-way"):
            list(store.get_or_compute(BlockKey(1, 0), level, half))
    assert store.records(BlockKey(1, 0)) is None and list(tmp_path.iterdir()) == []


@given(st.lists(st.one_of(st.integers(), st.text(), st.none(), st.tuples(st.floats(allow_nan=False)))))
def test_frames_come_back(records):
    data = b"".join(frames.pack(records))
    assert [x for batch in frames.unpack(data) for x in batch] == records


def test_a_cut_frame_is_noticed():
    data = b"".join(frames.pack(list(range(3000))))
    for at in (1, 5, len(data) // 2, len(data) - 1):
        with pytest.raises(ValueError):
            list(frames.unpack(data[:at]))


@given(st.lists(st.tuples(st.integers(0, 6), st.lists(st.integers(), min_size=1)), max_size=20))
@settings(max_examples=30)
def test_shuffle_files_give_each_reducer_its_records(tmp_path_factory, writes):
    folder = tmp_path_factory.mktemp("shuffle")
    outputs = []
    expected: dict = defaultdict(list)
    for part in (writes[::2], writes[1::2]):
        writer = ShuffleWriter(str(folder / f"map{len(outputs)}"))
        for reducer, records in part:
            writer.add(reducer, records)
        outputs.append(writer.commit())
    for part in (writes[::2], writes[1::2]):
        for reducer in range(7):
            for r, records in part:
                if r == reducer:
                    expected[reducer] += records
    reader, table = ShuffleReader(), MapOutputs(0, outputs)
    for reducer in range(7):
        assert [x for batch in reader.read(table, reducer) for x in batch] == expected[reducer]


def test_a_missing_shuffle_file_is_a_fetch_failure(tmp_path):
    writer = ShuffleWriter(str(tmp_path / "map"))
    writer.add(0, list(range(100)))
    table = MapOutputs(3, [writer.commit()])
    (tmp_path / "map").unlink()
    with pytest.raises(FetchFailed) as failure:
        list(ShuffleReader().read(table, 0))
    assert (failure.value.shuffle_id, failure.value.map_id) == (3, 0)
