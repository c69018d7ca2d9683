"""Where the partitions of a persisted RDD are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

__all__ = ["StorageLevel"]


@dataclass(frozen=True, repr=False)
class StorageLevel:
    """Where a persisted partition is kept: five flags, and constants for the usual combinations.

    Args:
        useDisk: may be written to disk.
        useMemory: may be kept in memory.
        useOffHeap: asks for memory outside the heap (Pyrite keeps it in ordinary memory).
        deserialized: kept as live objects, as opposed to pickled bytes.
        replication: how many copies, at least 1.

    >>> StorageLevel.MEMORY_AND_DISK
    StorageLevel(True, True, False, False, 1)
    >>> print(StorageLevel.DISK_ONLY_2)
    Disk Serialized 2x Replicated
    """

    useDisk: bool
    useMemory: bool
    useOffHeap: bool
    deserialized: bool
    replication: int = 1

    NONE: ClassVar[StorageLevel]
    DISK_ONLY: ClassVar[StorageLevel]
    DISK_ONLY_2: ClassVar[StorageLevel]
    DISK_ONLY_3: ClassVar[StorageLevel]
    MEMORY_ONLY: ClassVar[StorageLevel]
    MEMORY_ONLY_2: ClassVar[StorageLevel]
    MEMORY_AND_DISK: ClassVar[StorageLevel]
    MEMORY_AND_DISK_2: ClassVar[StorageLevel]
    OFF_HEAP: ClassVar[StorageLevel]
    MEMORY_AND_DISK_DESER: ClassVar[StorageLevel]

    def __repr__(self) -> str:
        flags = (self.useDisk, self.useMemory, self.useOffHeap, self.deserialized, self.replication)
        return f"StorageLevel({', '.join(map(str, flags))})"

    def __str__(self) -> str:
        places = {"Disk": self.useDisk, "Memory": self.useMemory, "OffHeap": self.useOffHeap}
        words = [place for place, used in places.items() if used]
        words.append("Deserialized" if self.deserialized else "Serialized")
        return " ".join([*words, f"{self.replication}x Replicated"])


_NAMED: dict[str, tuple[bool, bool, bool, bool, int]] = {
    # name: (disk, memory, off-heap, deserialized, replication)
    "NONE": (False, False, False, False, 1),
    "DISK_ONLY": (True, False, False, False, 1),
    "DISK_ONLY_2": (True, False, False, False, 2),
    "DISK_ONLY_3": (True, False, False, False, 3),
    "MEMORY_ONLY": (False, True, False, False, 1),
    "MEMORY_ONLY_2": (False, True, False, False, 2),
    "MEMORY_AND_DISK": (True, True, False, False, 1),
    "MEMORY_AND_DISK_2": (True, True, False, False, 2),
    "OFF_HEAP": (True, True, True, False, 1),
    "MEMORY_AND_DISK_DESER": (True, True, False, True, 1),
}
for _name, _flags in _NAMED.items():
    setattr(StorageLevel, _name, StorageLevel(*_flags))
