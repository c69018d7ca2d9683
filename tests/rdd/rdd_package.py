"""What programs import: Pyrite's names, or real PySpark's while it is recorded."""

import importlib
import os
from typing import Any

NAME = os.environ.get("RDD_PACKAGE", "pyrite")


def _of(module: str, *names: str) -> Any:
    found = importlib.import_module(f"{NAME}.{module}" if module else NAME)
    return [getattr(found, name) for name in names] if len(names) > 1 else getattr(found, names[0])


SparkConf, SparkContext, SparkFiles, StorageLevel = _of(
    "", "SparkConf", "SparkContext", "SparkFiles", "StorageLevel"
)
TaskContext, BarrierTaskContext, BarrierTaskInfo = _of(
    "taskcontext", "TaskContext", "BarrierTaskContext", "BarrierTaskInfo"
)
Accumulator, AccumulatorParam, AddingAccumulatorParam = _of(
    "accumulators", "Accumulator", "AccumulatorParam", "AddingAccumulatorParam"
)
Broadcast = _of("core.broadcast", "Broadcast")
RDD, RDDBarrier, BoundedFloat, Partitioner, portable_hash = _of(
    "core.rdd", "RDD", "RDDBarrier", "BoundedFloat", "Partitioner", "portable_hash"
)
StatusTracker = _of("core.status", "StatusTracker")
ResultIterable = _of("resultiterable", "ResultIterable")
StatCounter = _of("statcounter", "StatCounter")
