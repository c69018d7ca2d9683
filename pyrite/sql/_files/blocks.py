"""Files of lines read in blocks, side by side: fast where a block is plain, else exactly.

The exact way is the truth. The fast one gives the same rows or raises :class:`Odd`; then the block is halved, until
what is odd stands alone and goes the exact way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from pyrite._dataclasses import dataclass
from pyrite._io.splits import FileSplit
from pyrite._io.text import line_blocks
from pyrite.sql._files.source import DataFile, FileSource

__all__ = ["Block", "Odd", "blocks_of", "in_order", "read_block"]

T = TypeVar("T")

_BOM = b"\xef\xbb\xbf"
#: How many bytes a block has, about; and how many are few enough for the exact way.
_SIZE, _FEW = 1 << 20, 1 << 12


class Odd(Exception):
    """The fast way does not know for certain what to make of a block."""


@dataclass(frozen=True)
class Block:
    """Whole lines of a file, each with ``\\n`` at its end; ``file`` is what the exact way wants to know of it."""

    data: bytes
    file: DataFile


def read_block(
    blocks: list[Block], fast: Callable[[bytes], T], exact: Callable[[Block], Iterable[T]]
) -> list[T]:
    """What the fast way makes of all blocks at once or, where it cannot, of parts of them."""
    try:
        return [fast(blocks[0].data if len(blocks) == 1 else b"".join([block.data for block in blocks]))]
    except Odd:
        pass
    if len(blocks) > 1:
        half = len(blocks) // 2
        return [*read_block(blocks[:half], fast, exact), *read_block(blocks[half:], fast, exact)]
    (block,) = blocks
    cut = block.data.find(b"\n", len(block.data) // 2) + 1 if len(block.data) > _FEW else len(block.data)
    if cut == len(block.data):
        return list(exact(block))
    halves = [Block(block.data[:cut], block.file), Block(block.data[cut:], block.file)]
    return [part for half in halves for part in read_block([half], fast, exact)]


def in_order(blocks: Iterator[Block], read: Callable[[list[Block]], list[T]], threads: int) -> Iterator[T]:
    """What ``read`` makes of each group of blocks, in order; some groups are read ahead, by threads."""
    with ThreadPoolExecutor(max(1, threads), "pyrite-read") as pool:
        waiting: deque[Future[list[T]]] = deque()
        try:
            for group in _groups(blocks):
                waiting.append(pool.submit(read, group))
                if len(waiting) > threads + 1:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _groups(blocks: Iterator[Block]) -> Iterator[list[Block]]:
    """Small blocks together."""
    group: list[Block] = []
    size = 0
    for block in blocks:
        if size + len(block.data) > _SIZE and group:
            yield group
            group, size = [], 0
        group.append(block)
        size += len(block.data)
    if group:
        yield group


def blocks_of(source: FileSource, file: DataFile) -> Iterator[bytes]:
    """The lines of a file in blocks of whole lines, decompressed; every line ends with ``\\n``."""
    split = FileSplit(file.path, 0, file.size, file.size)
    held: list[bytes] = []
    size = 0
    first = True
    for _, block in line_blocks(source.storage, split):
        assert isinstance(block, bytes)
        held.append(block.removeprefix(_BOM) if first else block)
        first = False
        size += len(block)
        if size >= _SIZE:
            yield _with_ends(b"".join(held))
            held, size = [], 0
    if any(held):
        yield _with_ends(b"".join(held))


def _with_ends(data: bytes) -> bytes:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data if data.endswith(b"\n") else data + b"\n"
