"""Which modules are examined, and what PySpark's own doctest run gives each of them."""

from __future__ import annotations

import doctest
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Setup:
    """What a module's examples find in their globals.

    Attributes
    ----------
    flags : int
        doctest's option flags.
    context : tuple of str, optional
        Master and application name of ``sc``.
    session : tuple of str, optional
        Master and application name of ``spark``.
    conf : dict
        Configuration of ``sc``.
    checkpoints : bool
        Whether ``sc`` gets a checkpoint directory.
    legacy_numbers : bool
        Whether numpy prints numbers without their type.
    alone : tuple of str
        Docstrings that make a SparkContext of their own: each runs in another process, without ``sc``.
    """

    flags: int = 0
    context: tuple[str, str] | None = None
    session: tuple[str, str] | None = None
    conf: dict[str, str] = field(default_factory=dict)
    checkpoints: bool = False
    legacy_numbers: bool = False
    alone: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


PLAIN = Setup()

# Modules without a set-up of their own in PySpark get PLAIN; most of them have no examples either.
CORE: dict[str, Setup] = {
    "accumulators": Setup(doctest.ELLIPSIS, context=("local", "test")),
    "conf": Setup(doctest.ELLIPSIS),
    "core.broadcast": Setup(session=("local[4]", "broadcast tests")),
    "core.context": Setup(
        doctest.ELLIPSIS,
        context=("local[4]", "context tests"),
        conf={"spark.ui.enabled": "True"},
        alone=("SparkContext",),
    ),
    "core.files": Setup(doctest.ELLIPSIS, context=("local[2]", "files tests")),
    "core.rdd": Setup(
        doctest.ELLIPSIS, context=("local[4]", "PythonTest"), checkpoints=True, legacy_numbers=True
    ),
    "core.status": PLAIN,
    "errors": PLAIN,
    "errors.error_classes": PLAIN,
    "errors.exceptions.base": PLAIN,
    "errors.utils": PLAIN,
    "join": PLAIN,
    "profiler": PLAIN,
    "rddsampler": PLAIN,
    "resource": PLAIN,
    "resource.information": PLAIN,
    "resource.profile": Setup(
        doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, context=("local[4]", "profile tests")
    ),
    "resource.requests": PLAIN,
    "resultiterable": PLAIN,
    "serializers": PLAIN,
    "shuffle": PLAIN,
    "statcounter": Setup(context=("local[4]", "PythonTest")),
    "storagelevel": PLAIN,
    "taskcontext": Setup(doctest.ELLIPSIS, session=("local[2]", "taskcontext tests")),
    "traceback_utils": PLAIN,
    "util": Setup(context=("local[4]", "PythonTest")),
}

AREAS: dict[str, dict[str, Setup]] = {
    "core": CORE,
}
