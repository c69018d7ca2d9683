"""Pickle files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from io_helpers import parts, records, save

from pyrite._io.errors import CorruptFileError
from pyrite._io.hadoop import sequence_output
from pyrite._io.picklefile import PickleOutput, pack_arrays, plan_pickle_file, unpack_arrays
from pyrite._io.sequencefile import Compression


@given(st.lists(st.binary(max_size=50), max_size=20))
def test_java_arrays_round_trip(arrays):
    assert unpack_arrays(pack_arrays(arrays)) == arrays


@pytest.mark.parametrize("batch_size", [0, 1, 10, 1000])
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 105])
def test_round_trip(tmp_path, storage, batch_size, count):
    objects = [(i, {"k": [None, "é"]}) for i in range(count)]
    save(storage, tmp_path / "out", PickleOutput(storage, batch_size), objects[:7], objects[7:])
    planned = plan_pickle_file(f"{tmp_path}/out", 2, storage)
    assert parts(planned) == [objects[:7], objects[7:]]


def test_compressed_and_by_value(tmp_path, storage):
    save(storage, tmp_path / "out", PickleOutput(storage, compression=Compression("gzip")), [lambda x: x + 1])
    (function,) = records(plan_pickle_file(f"{tmp_path}/out", 2, storage))
    assert function(1) == 2


def test_other_sequence_files_are_refused(tmp_path, storage):
    save(storage, tmp_path / "out", sequence_output(storage, lambda: (None, b"x")), [(None, b"x")])
    with pytest.raises(CorruptFileError, match="is not a pickle file"):
        records(plan_pickle_file(f"{tmp_path}/out", 2, storage))
