"""How much memory this process holds, and when a task must spill."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_PAGE = os.sysconf("SC_PAGE_SIZE")


def _linux_rss() -> Callable[[], int]:
    handles: dict[int, int] = {}

    def rss() -> int:
        pid = os.getpid()
        fd = handles.get(pid)
        if fd is None:
            # A forked child must not read its parent's figures through an inherited handle.
            fd = handles[pid] = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
        return int(os.pread(fd, 96, 0).split()[1]) * _PAGE

    return rss


def _peak_rss() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


#: Resident bytes of this process. Where the kernel tells only the peak (macOS), the peak: spilling starts early.
rss: Callable[[], int] = _linux_rss() if sys.platform.startswith("linux") else _peak_rss


def physical_memory() -> int:
    """Bytes of memory that this machine, or the container we run in, has."""
    total = os.sysconf("SC_PHYS_PAGES") * _PAGE
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            with open(path) as file:
                total = min(total, int(file.read()))
        except (OSError, ValueError):
            continue
    return total


def release() -> None:
    """Give freed memory back to the system, as far as the C library can."""
    gc.collect()
    try:
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)
    except (ImportError, OSError, AttributeError):
        pass


class Meter:
    """Tells a task when it holds more than ``limit`` bytes above what was held before (``floor``).

    ``tick`` is called about every thousand records; it asks each registered holder to spill when the limit is
    passed. Spilling starts at ``EARLY`` of the limit, since pickling what is spilled needs room as well.
    """

    EARLY = 0.7

    def __init__(self, limit: int, floor: int = 0):
        self.limit = limit
        self.floor = floor
        self.spilled_bytes = 0
        self._threshold = floor + int(limit * self.EARLY)
        self._holders: list[Callable[[], int]] = []

    def register(self, spill: Callable[[], int]) -> None:
        """Add a holder: ``spill()`` writes what it holds to disk and returns how many bytes that took."""
        self._holders.append(spill)

    @contextmanager
    def holding(self, spill: Callable[[], int]) -> Iterator[None]:
        """Within it, ``spill`` is asked."""
        self.register(spill)
        try:
            yield
        finally:
            self.unregister(spill)

    def unregister(self, spill: Callable[[], int]) -> None:
        self._holders.remove(spill)

    def over(self) -> bool:
        return rss() > self._threshold

    def tick(self) -> None:
        if self._holders and rss() > self._threshold:
            self.spill()

    def spill(self) -> None:
        """Ask all holders to spill. What cannot be given back raises the threshold a little, so that a process
        that is large for other reasons does not spill on every tick."""
        for holder in self._holders:
            self.spilled_bytes += holder()
        release()
        self._threshold = max(self.floor + int(self.limit * self.EARLY), int(rss() * 1.1))


def deep_size(records: Any, sample: int = 24) -> int:
    """Estimate the bytes that a list of records occupies from ``sample`` of them."""
    count = len(records)
    if not count:
        return sys.getsizeof(records)
    step = max(1, count // sample)
    chosen = [records[i] for i in range(0, count, step)]
    seen: set[int] = set()
    total = sum(_size_of(record, seen, 6) for record in chosen)
    return sys.getsizeof(records) + int(total / len(chosen) * count)


def _size_of(value: Any, seen: set[int], depth: int) -> int:
    if id(value) in seen:
        return 0
    seen.add(id(value))
    size = int(getattr(value, "nbytes", 0)) or sys.getsizeof(value)
    if depth:
        if isinstance(value, dict):
            size += sum(_size_of(k, seen, depth - 1) + _size_of(v, seen, depth - 1) for k, v in value.items())
        elif isinstance(value, (list, tuple, set, frozenset)):
            head = value if len(value) < 1000 else list(value)[:1000]
            part = sum(_size_of(item, seen, depth - 1) for item in head)
            size += part if head is value else int(part * len(value) / 1000)
        elif hasattr(value, "__dict__"):
            size += _size_of(vars(value), seen, depth - 1)
    return size
