"""Inputs that need no files: collections and ranges of the driver."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from pyrite._dataclasses import dataclass
from pyrite._runtime import frames

RANGE_BATCH = 10_000


@dataclass(frozen=True)
class CollectionInput:
    """Records pickled in the driver when the RDD was made; a split is its batches."""

    splits: Sequence[bytes]
    label: ClassVar[str] = "ParallelCollectionRDD"

    def read(self, split: bytes) -> Iterator[list[Any]]:
        return frames.unpack(split)


def plan_collection(records: Sequence[Any], slices: int, batch_size: int) -> CollectionInput:
    """Slice as PySpark does: batches of records are dealt out evenly, not records."""
    size = max(1, min(len(records) // slices, batch_size))
    batches = -(-len(records) // size)
    bounds = [i * batches // slices * size for i in range(slices)] + [len(records)]
    if not isinstance(records, (list, tuple)):
        records = list(records)
    try:
        return CollectionInput(
            tuple(b"".join(frames.pack(records[a:b])) for a, b in itertools.pairwise(bounds))
        )
    except pickle.PickleError:
        raise
    except Exception as error:
        raise pickle.PicklingError(
            f"Could not serialize a record: {type(error).__name__}: {error}"
        ) from error


@dataclass(frozen=True)
class RangeInput:
    """The numbers of a range; a split is a part of it."""

    splits: Sequence[range]
    label: ClassVar[str] = "ParallelCollectionRDD"

    def read(self, split: range) -> Iterator[range]:
        for at in range(0, len(split), RANGE_BATCH):
            yield split[at : at + RANGE_BATCH]


def plan_range(numbers: range, slices: int) -> RangeInput:
    size = len(numbers)
    return RangeInput(tuple(numbers[i * size // slices : (i + 1) * size // slices] for i in range(slices)))


@dataclass(frozen=True)
class CheckpointInput:
    """The pickled records of a checkpointed RDD, one file for each partition."""

    files: Any
    label: ClassVar[str] = "ReliableCheckpointRDD"

    @property
    def splits(self) -> Sequence[Any]:
        found: Sequence[Any] = self.files.splits
        return found

    def read(self, split: Any) -> Iterator[list[Any]]:
        found: Iterator[list[Any]] = self.files.read(split)
        return found
