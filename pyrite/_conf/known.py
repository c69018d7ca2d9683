"""Which keys there are: those of the table, and all that Spark knows; and what a misspelt one may mean."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from pyrite._conf.keys import KEYS, WITHOUT_EFFECT

__all__ = [
    "find",
    "is_known",
    "misspelt",
    "reason_without_effect",
    "spark_keys",
    "suggestion",
    "warn_of",
]

#: Beginnings below which users, cluster managers and libraries name keys as they like.
_OPEN = (
    "spark.app.", "spark.connect.", "spark.databricks.", "spark.executorEnv.", "spark.hadoop.", "spark.hive.",
    "spark.kubernetes.", "spark.metrics.", "spark.mesos.", "spark.pyspark.", "spark.r.", "spark.sql.catalog.",
    "spark.ssl.", "spark.streaming.", "spark.testing.", "spark.yarn.",
)  # fmt: skip
#: Spark's keys that are in no table of Spark's.
_UNLISTED = (
    "spark.driver.cores", "spark.jars.excludes", "spark.remote", "spark.rdd.scope", "spark.job.description",
    "spark.job.interruptOnCancel", "spark.job.tags", "spark.jobGroup.id", "spark.scheduler.pool",
    "spark.python.profile.memory", "spark.sql.execution.id", "spark.logConf", "spark.broadcast.checksum",
    "spark.network.timeout", "spark.extraListeners", "spark.executor.extraJavaOptions",
)  # fmt: skip
_ALIKE = 0.84
log = logging.getLogger("pyrite")


@lru_cache(maxsize=1)
def spark_keys() -> dict[str, str]:
    """All keys that are known, whether they mean something here or not; with the version of Spark that brought them."""
    found = dict.fromkeys((*_UNLISTED, *(name for name in KEYS if not name.endswith(".*"))), "")
    for line in Path(__file__).with_name("spark_keys.txt").read_text(encoding="ascii").splitlines():
        parent, _, ends = line.partition(": ")
        for end in ends.split():
            name, _, since = end.partition("@")
            found[f"{parent}.{name}"] = since
    return found


def is_known(key: str) -> bool:
    """Whether Spark or Pyrite knows the key, or it is below a name that is open to all."""
    return key in KEYS or key.startswith(_OPEN) or key in spark_keys()


def find(key: str) -> str | None:
    """The name by which the table has this key: its own, or that of the keys below which it is."""
    if key in KEYS:
        return key
    below = [name for name in KEYS if name.endswith(".*") and key.startswith(name[:-1])]
    return max(below, key=len, default=None)


def suggestion(key: str) -> str | None:
    """The known key that this one was probably meant to be; None where none is near."""
    # Rare, and the import costs.
    from difflib import SequenceMatcher

    folded = _folded(key)
    best, found = _ALIKE, None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded)
    for known in spark_keys():
        other = _folded(known)
        if other == folded:
            return known
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
            continue
        ratio = matcher.ratio()
        if ratio > best or (ratio == best and found is not None and known < found):
            best, found = ratio, known
    return found


def _folded(key: str) -> str:
    return key.lower().replace("-", "").replace("_", "")


def misspelt(keys: Iterable[str]) -> dict[str, str]:
    """Those keys that nobody knows, but that look like one that is known; with that one."""
    found = {}
    for key in keys:
        if key.startswith("spark.") and not is_known(key):
            meant = suggestion(key)
            if meant is not None:
                found[key] = meant
    return found


def warn_of(settings: Mapping[str, str]) -> None:
    """Log a warning of each misspelt key, with the one that was probably meant."""
    for key, meant in misspelt(settings).items():
        log.warning("There is no setting %s; did you mean %s?", key, meant)


def reason_without_effect(key: str) -> str | None:
    """Why a key of Spark's does nothing here; None where it does something, or nobody knows it."""
    if find(key) is not None:
        return None
    below = [start for start in WITHOUT_EFFECT if key.startswith(start)]
    return WITHOUT_EFFECT[max(below, key=len)] if below else None
