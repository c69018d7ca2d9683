"""The metrics of a task: where Spark's events carry them, and what the REST API calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

_READ = "Shuffle Read Metrics"
_PUSH = "Push Based Shuffle"
_WRITE = "Shuffle Write Metrics"

#: Name of a metric here, and the keys that lead to it in ``Task Metrics`` of an event.
_SOURCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("executorDeserializeTime", ("Executor Deserialize Time",)),
    ("executorDeserializeCpuTime", ("Executor Deserialize CPU Time",)),
    ("executorRunTime", ("Executor Run Time",)),
    ("executorCpuTime", ("Executor CPU Time",)),
    ("resultSize", ("Result Size",)),
    ("jvmGcTime", ("JVM GC Time",)),
    ("resultSerializationTime", ("Result Serialization Time",)),
    ("memoryBytesSpilled", ("Memory Bytes Spilled",)),
    ("diskBytesSpilled", ("Disk Bytes Spilled",)),
    ("peakExecutionMemory", ("Peak Execution Memory",)),
    ("inputBytes", ("Input Metrics", "Bytes Read")),
    ("inputRecords", ("Input Metrics", "Records Read")),
    ("outputBytes", ("Output Metrics", "Bytes Written")),
    ("outputRecords", ("Output Metrics", "Records Written")),
    ("remoteBlocksFetched", (_READ, "Remote Blocks Fetched")),
    ("localBlocksFetched", (_READ, "Local Blocks Fetched")),
    ("fetchWaitTime", (_READ, "Fetch Wait Time")),
    ("remoteBytesRead", (_READ, "Remote Bytes Read")),
    ("remoteBytesReadToDisk", (_READ, "Remote Bytes Read To Disk")),
    ("localBytesRead", (_READ, "Local Bytes Read")),
    ("shuffleReadRecords", (_READ, "Total Records Read")),
    ("remoteReqsDuration", (_READ, "Remote Requests Duration")),
    ("corruptMergedBlockChunks", (_READ, _PUSH, "Corrupt Merged Block Chunks")),
    ("mergedFetchFallbackCount", (_READ, _PUSH, "Merged Fetch Fallback Count")),
    ("mergedRemoteBlocksFetched", (_READ, _PUSH, "Merged Remote Blocks Fetched")),
    ("mergedLocalBlocksFetched", (_READ, _PUSH, "Merged Local Blocks Fetched")),
    ("mergedRemoteChunksFetched", (_READ, _PUSH, "Merged Remote Chunks Fetched")),
    ("mergedLocalChunksFetched", (_READ, _PUSH, "Merged Local Chunks Fetched")),
    ("mergedRemoteBytesRead", (_READ, _PUSH, "Merged Remote Bytes Read")),
    ("mergedLocalBytesRead", (_READ, _PUSH, "Merged Local Bytes Read")),
    ("mergedRemoteReqsDuration", (_READ, _PUSH, "Merged Remote Requests Duration")),
    ("shuffleWriteBytes", (_WRITE, "Shuffle Bytes Written")),
    ("shuffleWriteTime", (_WRITE, "Shuffle Write Time")),
    ("shuffleWriteRecords", (_WRITE, "Shuffle Records Written")),
)
NAMES: tuple[str, ...] = tuple(name for name, _ in _SOURCES)
INDEX: dict[str, int] = {name: index for index, name in enumerate(NAMES)}
ZERO: tuple[int, ...] = (0,) * len(NAMES)


#: The same by the part of the event that holds them, in the same order: the way there, and the keys in it.
_PARTS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (way, tuple(keys[-1] for _, keys in found))
    for way, found in groupby(_SOURCES, key=lambda source: source[1][:-1])
)


def read(event: Mapping[str, Any] | None) -> tuple[int, ...]:
    """Return the metrics of ``Task Metrics`` in the order of :data:`NAMES`; what is missing counts 0."""
    if not event:
        return ZERO
    values: list[int] = []
    for way, keys in _PARTS:
        part: Any = event
        for key in way:
            part = part.get(key) or {}
        values += [part.get(key) or 0 for key in keys] if part else [0] * len(keys)
    return tuple(values)


def shuffle_read_bytes(values: Sequence[int]) -> int:
    """All bytes that a task, or a stage, read of shuffles."""
    return values[INDEX["remoteBytesRead"]] + values[INDEX["localBytesRead"]]


#: The sums in a stage's JSON, in Spark's order.
STAGE_FIELDS: tuple[tuple[str, str], ...] = (
    *((name, name) for name in NAMES[:14]),
    ("shuffleRemoteBlocksFetched", "remoteBlocksFetched"),
    ("shuffleLocalBlocksFetched", "localBlocksFetched"),
    ("shuffleFetchWaitTime", "fetchWaitTime"),
    ("shuffleRemoteBytesRead", "remoteBytesRead"),
    ("shuffleRemoteBytesReadToDisk", "remoteBytesReadToDisk"),
    ("shuffleLocalBytesRead", "localBytesRead"),
    ("shuffleReadBytes", ""),
    ("shuffleReadRecords", "shuffleReadRecords"),
    ("shuffleCorruptMergedBlockChunks", "corruptMergedBlockChunks"),
    ("shuffleMergedFetchFallbackCount", "mergedFetchFallbackCount"),
    ("shuffleMergedRemoteBlocksFetched", "mergedRemoteBlocksFetched"),
    ("shuffleMergedLocalBlocksFetched", "mergedLocalBlocksFetched"),
    ("shuffleMergedRemoteChunksFetched", "mergedRemoteChunksFetched"),
    ("shuffleMergedLocalChunksFetched", "mergedLocalChunksFetched"),
    ("shuffleMergedRemoteBytesRead", "mergedRemoteBytesRead"),
    ("shuffleMergedLocalBytesRead", "mergedLocalBytesRead"),
    ("shuffleRemoteReqsDuration", "remoteReqsDuration"),
    ("shuffleMergedRemoteReqsDuration", "mergedRemoteReqsDuration"),
    ("shuffleWriteBytes", "shuffleWriteBytes"),
    ("shuffleWriteTime", "shuffleWriteTime"),
    ("shuffleWriteRecords", "shuffleWriteRecords"),
)


def stage_json(values: Sequence[int]) -> dict[str, int]:
    """The sums of a stage as its JSON has them."""
    return {key: values[INDEX[name]] if name else shuffle_read_bytes(values) for key, name in STAGE_FIELDS}


_PUSH_NAMES: tuple[tuple[str, str], ...] = (
    ("corruptMergedBlockChunks", "corruptMergedBlockChunks"),
    ("mergedFetchFallbackCount", "mergedFetchFallbackCount"),
    ("remoteMergedBlocksFetched", "mergedRemoteBlocksFetched"),
    ("localMergedBlocksFetched", "mergedLocalBlocksFetched"),
    ("remoteMergedChunksFetched", "mergedRemoteChunksFetched"),
    ("localMergedChunksFetched", "mergedLocalChunksFetched"),
    ("remoteMergedBytesRead", "mergedRemoteBytesRead"),
    ("localMergedBytesRead", "mergedLocalBytesRead"),
    ("remoteMergedReqsDuration", "mergedRemoteReqsDuration"),
)


def task_json(values: Sequence[int]) -> dict[str, Any]:
    """The metrics of one task as its JSON has them."""

    def of(name: str) -> int:
        return values[INDEX[name]]

    return {
        **{name: of(name) for name in NAMES[:10]},
        "inputMetrics": {"bytesRead": of("inputBytes"), "recordsRead": of("inputRecords")},
        "outputMetrics": {"bytesWritten": of("outputBytes"), "recordsWritten": of("outputRecords")},
        "shuffleReadMetrics": {
            **{name: of(name) for name in NAMES[14:20]},
            "recordsRead": of("shuffleReadRecords"),
            "remoteReqsDuration": of("remoteReqsDuration"),
            "shufflePushReadMetrics": {key: of(name) for key, name in _PUSH_NAMES},
        },
        "shuffleWriteMetrics": {
            "bytesWritten": of("shuffleWriteBytes"),
            "writeTime": of("shuffleWriteTime"),
            "recordsWritten": of("shuffleWriteRecords"),
        },
    }


def quantiles(values: Sequence[float], probabilities: Sequence[float]) -> list[float]:
    """The values at ``probabilities``, each one of ``values``: the one at ``int(p * n)`` of their order."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return [float(ordered[min(int(p * len(ordered)), last)]) for p in probabilities]


def distribution_json(
    rows: Sequence[Sequence[int]], spans: Mapping[str, Sequence[int]], probabilities: Sequence[float]
) -> dict[str, Any]:
    """Quantiles over tasks: ``rows`` are their metrics, ``spans`` the times that the store works out."""
    columns = list(zip(*rows))

    def of(name: str) -> list[float]:
        return quantiles(columns[INDEX[name]], probabilities)

    def pair(*names: tuple[str, str]) -> dict[str, list[float]]:
        return {key: of(name) for key, name in names}

    both = {name: of(name) for name in NAMES[:10]}
    spilled = ("peakExecutionMemory", "memoryBytesSpilled", "diskBytesSpilled")
    blocks = [
        a + b for a, b in zip(columns[INDEX["remoteBlocksFetched"]], columns[INDEX["localBlocksFetched"]])
    ]
    return {
        "quantiles": list(probabilities),
        "duration": quantiles(spans["duration"], probabilities),
        **{name: found for name, found in both.items() if name not in spilled},
        "gettingResultTime": quantiles(spans["gettingResultTime"], probabilities),
        "schedulerDelay": quantiles(spans["schedulerDelay"], probabilities),
        **{name: both[name] for name in spilled},
        "inputMetrics": pair(("bytesRead", "inputBytes"), ("recordsRead", "inputRecords")),
        "outputMetrics": pair(("bytesWritten", "outputBytes"), ("recordsWritten", "outputRecords")),
        "shuffleReadMetrics": {
            "readBytes": quantiles([shuffle_read_bytes(row) for row in rows], probabilities),
            "readRecords": of("shuffleReadRecords"),
            **{name: of(name) for name in NAMES[14:19]},
            "totalBlocksFetched": quantiles(blocks, probabilities),
            "remoteReqsDuration": of("remoteReqsDuration"),
            "shufflePushReadMetricsDist": pair(*_PUSH_NAMES),
        },
        "shuffleWriteMetrics": pair(
            ("writeBytes", "shuffleWriteBytes"),
            ("writeRecords", "shuffleWriteRecords"),
            ("writeTime", "shuffleWriteTime"),
        ),
    }
