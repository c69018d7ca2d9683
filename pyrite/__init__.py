"""Pyrite: PySpark programs without a JVM.

``pyrite`` bears PySpark's names and module paths; ``pyrite.install()`` makes ``import pyspark`` mean Pyrite.
Every name is imported when it is first used, so that importing the package costs next to nothing.

>>> from pyrite import SparkContext
>>> with SparkContext("local[2]", "words") as sc:
...     sc.parallelize(["to", "be", "or", "not", "to", "be"]).countByValue()["be"]
2
"""

from __future__ import annotations

from importlib import import_module

from pyrite._alias import install as install
from pyrite._alias import installed as installed
from pyrite._alias import offer_legacy_paths
from pyrite._alias import uninstall as uninstall

# As typing.TYPE_CHECKING, but typing costs more to import than all the rest of this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite._debug import debug as debug
    from pyrite._globals import _NoValue as _NoValue
    from pyrite._globals import keyword_only as keyword_only
    from pyrite._globals import since as since
    from pyrite.accumulators import Accumulator as Accumulator
    from pyrite.accumulators import AccumulatorParam as AccumulatorParam
    from pyrite.conf import SparkConf as SparkConf
    from pyrite.core.broadcast import Broadcast as Broadcast
    from pyrite.core.context import SparkContext as SparkContext
    from pyrite.core.files import SparkFiles as SparkFiles
    from pyrite.core.rdd import RDD as RDD
    from pyrite.core.rdd import RDDBarrier as RDDBarrier
    from pyrite.core.status import SparkExecutorInfo as SparkExecutorInfo
    from pyrite.core.status import SparkJobInfo as SparkJobInfo
    from pyrite.core.status import SparkStageInfo as SparkStageInfo
    from pyrite.core.status import StatusTracker as StatusTracker
    from pyrite.profiler import BasicProfiler as BasicProfiler
    from pyrite.profiler import Profiler as Profiler
    from pyrite.serializers import CPickleSerializer as CPickleSerializer
    from pyrite.serializers import MarshalSerializer as MarshalSerializer
    from pyrite.sql import HiveContext as HiveContext
    from pyrite.sql import SQLContext as SQLContext
    from pyrite.sql.types import Row as Row
    from pyrite.storagelevel import StorageLevel as StorageLevel
    from pyrite.taskcontext import BarrierTaskContext as BarrierTaskContext
    from pyrite.taskcontext import BarrierTaskInfo as BarrierTaskInfo
    from pyrite.taskcontext import TaskContext as TaskContext
    from pyrite.util import InheritableThread as InheritableThread
    from pyrite.util import inheritable_thread_target as inheritable_thread_target

__version__ = "4.3.0"
"""The PySpark release whose API this is: programs that ask ``pyspark.__version__`` get it."""

__pyrite_version__ = "0.1.0"
"""Pyrite's own release."""

_HOMES = {
    "Accumulator": "accumulators",
    "AccumulatorParam": "accumulators",
    "BarrierTaskContext": "taskcontext",
    "BarrierTaskInfo": "taskcontext",
    "BasicProfiler": "profiler",
    "Broadcast": "core.broadcast",
    "CPickleSerializer": "serializers",
    "HiveContext": "sql",
    "InheritableThread": "util",
    "MarshalSerializer": "serializers",
    "Profiler": "profiler",
    "RDD": "core.rdd",
    "RDDBarrier": "core.rdd",
    "Row": "sql.types",
    "SQLContext": "sql",
    "SparkConf": "conf",
    "SparkContext": "core.context",
    "SparkExecutorInfo": "core.status",
    "SparkFiles": "core.files",
    "SparkJobInfo": "core.status",
    "SparkStageInfo": "core.status",
    "StatusTracker": "core.status",
    "StorageLevel": "storagelevel",
    "TaskContext": "taskcontext",
    "_NoValue": "_globals",
    "debug": "_debug",
    "inheritable_thread_target": "util",
    "keyword_only": "_globals",
    "since": "_globals",
}

# The modules that exist as attributes of the package right after `import pyspark`.
_MODULES = {
    "accumulators",
    "broadcast",
    "conf",
    "context",
    "core",
    "errors",
    "files",
    "join",
    "profiler",
    "rdd",
    "rddsampler",
    "resource",
    "resultiterable",
    "serializers",
    "shuffle",
    "sql",
    "statcounter",
    "status",
    "storagelevel",
    "taskcontext",
    "traceback_utils",
    "util",
    "version",
}

__all__ = [
    "RDD",
    "Accumulator",
    "AccumulatorParam",
    "BarrierTaskContext",
    "BarrierTaskInfo",
    "BasicProfiler",
    "Broadcast",
    "CPickleSerializer",
    "InheritableThread",
    "MarshalSerializer",
    "Profiler",
    "RDDBarrier",
    "SparkConf",
    "SparkContext",
    "SparkExecutorInfo",
    "SparkFiles",
    "SparkJobInfo",
    "SparkStageInfo",
    "StatusTracker",
    "StorageLevel",
    "TaskContext",
    "__version__",
    "inheritable_thread_target",
]

offer_legacy_paths()


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"pyrite.{_HOMES[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"pyrite.{name}")
    else:
        raise AttributeError(f"module 'pyrite' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, *_MODULES})
