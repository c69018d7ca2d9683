"""Storage levels look and compare as PySpark's do."""

from __future__ import annotations

import pickle

import pytest

from pyrite.storagelevel import StorageLevel

LEVELS = {
    "NONE": ("StorageLevel(False, False, False, False, 1)", "Serialized 1x Replicated"),
    "DISK_ONLY": ("StorageLevel(True, False, False, False, 1)", "Disk Serialized 1x Replicated"),
    "DISK_ONLY_2": ("StorageLevel(True, False, False, False, 2)", "Disk Serialized 2x Replicated"),
    "DISK_ONLY_3": ("StorageLevel(True, False, False, False, 3)", "Disk Serialized 3x Replicated"),
    "MEMORY_ONLY": ("StorageLevel(False, True, False, False, 1)", "Memory Serialized 1x Replicated"),
    "MEMORY_ONLY_2": ("StorageLevel(False, True, False, False, 2)", "Memory Serialized 2x Replicated"),
    "MEMORY_AND_DISK": ("StorageLevel(True, True, False, False, 1)", "Disk Memory Serialized 1x Replicated"),
    "MEMORY_AND_DISK_2": (
        "StorageLevel(True, True, False, False, 2)",
        "Disk Memory Serialized 2x Replicated",
    ),
    "OFF_HEAP": ("StorageLevel(True, True, True, False, 1)", "Disk Memory OffHeap Serialized 1x Replicated"),
    "MEMORY_AND_DISK_DESER": (
        "StorageLevel(True, True, False, True, 1)",
        "Disk Memory Deserialized 1x Replicated",
    ),
}


@pytest.mark.parametrize("name", LEVELS)
def test_constants_look_as_in_spark(name: str) -> None:
    level = getattr(StorageLevel, name)
    assert (repr(level), str(level)) == LEVELS[name]


def test_levels_are_equal_by_their_flags() -> None:
    assert StorageLevel(True, True, False, False) == StorageLevel.MEMORY_AND_DISK
    assert StorageLevel.DISK_ONLY != StorageLevel.DISK_ONLY_2
    assert len({StorageLevel(False, True, False, False), StorageLevel.MEMORY_ONLY}) == 1
    assert pickle.loads(pickle.dumps(StorageLevel.OFF_HEAP)) == StorageLevel.OFF_HEAP
