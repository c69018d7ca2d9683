"""Inputs that pass over files which are damaged or gone: ``spark.files.ignoreCorruptFiles``, ``ignoreMissingFiles``."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._io.base import Input
from pyrite._io.errors import CorruptFileError, StorageError

__all__ = ["plan_leniently"]

_log = logging.getLogger("pyrite")


@dataclass(frozen=True)
class LenientInput:
    """Another input. What was read of a split before the error stays; the rest of it is left out, as in Spark."""

    input: Input
    corrupt: bool
    missing: bool

    @property
    def splits(self) -> Sequence[Any]:
        """Those of the other one."""
        return self.input.splits

    @property
    def label(self) -> str:
        """What Spark calls RDDs of it."""
        return getattr(self.input, "label", "HadoopRDD")

    def read(self, split: Any) -> Iterator[Sequence[Any]]:
        """Yield the split's records, as far as they can be read."""
        try:
            yield from self.input.read(split)
        except FileNotFoundError as error:
            if not self.missing:
                raise
            _log.warning("A missing file is skipped: %s", error)
        except OSError as error:
            # Neither what one may not read nor what wants another package is damaged.
            damaged = not isinstance(error, (StorageError, PermissionError))
            if not self.corrupt or not (damaged or isinstance(error, CorruptFileError)):
                raise
            _log.warning("The rest of a damaged file is skipped: %s", error)


@dataclass(frozen=True)
class NoFiles:
    """An input whose files were all gone when it was planned."""

    splits: Sequence[Any] = ()

    def read(self, split: Any) -> Iterator[Sequence[Any]]:
        """Nothing: there is no split."""
        return iter(())


def plan_leniently(plan: Callable[[], Input], corrupt: bool, missing: bool) -> Input:
    """Plan an input that passes over files which are ``corrupt``, or ``missing``."""
    try:
        return LenientInput(plan(), corrupt, missing)
    except FileNotFoundError as error:
        if not missing:
            raise
        _log.warning("Missing files are skipped: %s", error)
        return NoFiles()
