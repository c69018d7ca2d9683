"""What the bus tells, as the events of Spark 4.3's event log: one dict for each line.

:class:`Translator` takes the events of one application in their order. What Spark measures and Pyrite has not
(garbage collection of a JVM, say) is 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from json.encoder import encode_basestring as _quoted
from typing import Any

from pyrite._events.bus import Event
from pyrite.version import __version__

__all__ = ["BLOCK_UPDATED", "NO_METRICS", "PEAKS", "RSS", "SQL", "Translator", "redacted"]

SQL = "org.apache.spark.sql.execution.ui.SparkListener"
BLOCK_UPDATED = "SparkListenerBlockUpdated"
REDACTION_KEY = "spark.redaction.regex"
REDACTION = r"(?i)secret|password|token|access[.]?key|credential"
REDACTED = "*********(redacted)"
HOST = "localhost"
DRIVER = "driver"
KNOWN_RDDS = 1000

Dict = dict[str, Any]

#: The peaks of memory that executors report, in Spark's order.
PEAKS = (
    "JVMHeapMemory", "JVMOffHeapMemory", "OnHeapExecutionMemory", "OffHeapExecutionMemory", "OnHeapStorageMemory",
    "OffHeapStorageMemory", "OnHeapUnifiedMemory", "OffHeapUnifiedMemory", "DirectPoolMemory", "MappedPoolMemory",
    "ProcessTreeJVMVMemory", "ProcessTreeJVMRSSMemory", "ProcessTreePythonVMemory", "ProcessTreePythonRSSMemory",
    "ProcessTreeOtherVMemory", "ProcessTreeOtherRSSMemory", "MinorGCCount", "MinorGCTime", "MajorGCCount",
    "MajorGCTime", "TotalGCTime", "ConcurrentGCCount", "ConcurrentGCTime",
)  # fmt: skip
_PUSH_BASED = {
    "Corrupt Merged Block Chunks": 0,
    "Merged Fetch Fallback Count": 0,
    "Merged Remote Blocks Fetched": 0,
    "Merged Local Blocks Fetched": 0,
    "Merged Remote Chunks Fetched": 0,
    "Merged Local Chunks Fetched": 0,
    "Merged Remote Bytes Read": 0,
    "Merged Local Bytes Read": 0,
    "Merged Remote Requests Duration": 0,
}
_INTERNAL = (
    ("deserialize_us", "executorDeserializeTime", 1000),
    ("run_us", "executorRunTime", 1000),
    ("result_bytes", "resultSize", 1),
    ("spilled_bytes", "diskBytesSpilled", 1),
    ("shuffle_read_blocks", "shuffle.read.localBlocksFetched", 1),
    ("shuffle_read_bytes", "shuffle.read.localBytesRead", 1),
    ("shuffle_read_records", "shuffle.read.recordsRead", 1),
    ("shuffle_write_bytes", "shuffle.write.bytesWritten", 1),
    ("shuffle_write_records", "shuffle.write.recordsWritten", 1),
)


def redacted(properties: Mapping[str, str], pattern: str = REDACTION) -> dict[str, str]:
    """The properties; ``*********(redacted)`` stands for the values that look like secrets, or whose names do.

    >>> redacted({"spark.my.password": "abc", "spark.app.name": "x"})
    {'spark.my.password': '*********(redacted)', 'spark.app.name': 'x'}
    """
    secret = _compiled(pattern)
    return {
        key: REDACTED if secret.search(key) or secret.search(value) else value
        for key, value in properties.items()
    }


_patterns: dict[str, re.Pattern[str]] = {}


def _compiled(pattern: str) -> re.Pattern[str]:
    found = _patterns.get(pattern)
    if found is None:
        try:
            found = re.compile(pattern)
        except re.error:
            # Java allows flags in the middle, say. Rather too little is shown than too much.
            found = re.compile(REDACTION)
        _patterns[pattern] = found
    return found


class Translator:
    """Makes the dicts of one application, in the order of its events.

    Parameters
    ----------
    pattern : str
        What names of secret properties look like (``spark.redaction.regex``).

    >>> Translator()(Event("UnpersistRDD", 0, {"rdd": 5}))
    [{'Event': 'SparkListenerUnpersistRDD', 'RDD ID': 5}]
    """

    #: What names of secrets look like, where nothing else is said.
    PATTERN = REDACTION

    def __init__(self, pattern: str = REDACTION):
        self._pattern = pattern
        self._launched: dict[int, int] = {}
        self._submitted: dict[tuple[int, int], int] = {}
        self._sums: dict[tuple[int, int], dict[int, Dict]] = {}
        self._memory = 0
        self._rdds: dict[Any, Dict] = {}

    def __call__(self, event: Event) -> list[Dict]:
        """The dicts that an event becomes: most often one."""
        make = _MAKE.get(event.kind)
        return [] if make is None else make(self, event.time, event.facts)

    @staticmethod
    def start() -> Dict:
        """What the first line of a log says."""
        return {"Event": "SparkListenerLogStart", "Spark Version": __version__}

    # ------------------------------------------------------------------------------------------ the application

    def _application_start(self, time: int, facts: Dict) -> list[Dict]:
        return [
            {
                "Event": "SparkListenerApplicationStart",
                "App Name": facts["name"],
                "App ID": facts["id"],
                "Timestamp": facts["started"],
                "User": facts["user"],
            }
        ]

    def _application_end(self, time: int, facts: Dict) -> list[Dict]:
        return [{"Event": "SparkListenerApplicationEnd", "Timestamp": time, "ExitCode": facts["exit_code"]}]

    def _environment(self, time: int, facts: Dict) -> list[Dict]:
        parts = {name: redacted(part, self._pattern) for name, part in facts["parts"].items()}
        return [{"Event": "SparkListenerEnvironmentUpdate", **parts}]

    def _resource_profile(self, time: int, facts: Dict) -> list[Dict]:
        self._memory = facts["memory"]

        def request(name: str, amount: int) -> Dict:
            return {"Resource Name": name, "Amount": amount, "Discovery Script": "", "Vendor": ""}

        return [
            {
                "Event": "SparkListenerResourceProfileAdded",
                "Resource Profile Id": 0,
                "Executor Resource Requests": {
                    "cores": request("cores", facts["cores"]),
                    "memory": request("memory", facts["memory"] >> 20),
                    "offHeap": request("offHeap", 0),
                },
                "Task Resource Requests": {"cpus": {"Resource Name": "cpus", "Amount": 1.0}},
            }
        ]

    def _executor_added(self, time: int, facts: Dict) -> list[Dict]:
        worker = facts["worker"]
        return [
            {
                "Event": "SparkListenerExecutorAdded",
                "Timestamp": time,
                "Executor ID": executor(worker),
                "Executor Info": {
                    "Host": HOST,
                    "Total Cores": facts.get("cores", 1),
                    "Log Urls": {},
                    "Attributes": {},
                    "Resources": {},
                    "Resource Profile Id": 0,
                },
            },
            {
                "Event": "SparkListenerBlockManagerAdded",
                "Block Manager ID": _block_manager(worker),
                "Maximum Memory": self._memory,
                "Timestamp": time,
                "Maximum Onheap Memory": self._memory,
                "Maximum Offheap Memory": 0,
            },
        ]

    def _executor_removed(self, time: int, facts: Dict) -> list[Dict]:
        worker = facts["worker"]
        return [
            {
                "Event": "SparkListenerBlockManagerRemoved",
                "Block Manager ID": _block_manager(worker),
                "Timestamp": time,
            },
            {
                "Event": "SparkListenerExecutorRemoved",
                "Timestamp": time,
                "Executor ID": executor(worker),
                "Removed Reason": facts["reason"],
            },
        ]

    # ------------------------------------------------------------------------------------------ jobs, stages

    def _job_start(self, time: int, facts: Dict) -> list[Dict]:
        stages = [self._stage(info) for info in facts["stages"]]
        stages.sort(key=lambda stage: stage["Stage ID"])
        return [
            {
                "Event": "SparkListenerJobStart",
                "Job ID": facts["job"],
                "Submission Time": time,
                "Stage Infos": stages,
                "Stage IDs": [stage["Stage ID"] for stage in stages],
                "Properties": self._properties(facts["properties"], facts["stages"][-1]),
            }
        ]

    def _properties(self, properties: Mapping[str, str], stage: Any) -> dict[str, str]:
        return {**redacted(properties, self._pattern), "callSite.short": stage[2]}

    def _job_end(self, time: int, facts: Dict) -> list[Dict]:
        result: Dict = {"Result": "JobSucceeded"}
        if facts["error"]:
            result = {"Result": "JobFailed", "Exception": {"Message": facts["error"], "Stack Trace": []}}
        return [
            {
                "Event": "SparkListenerJobEnd",
                "Job ID": facts["job"],
                "Completion Time": time,
                "Job Result": result,
            }
        ]

    def _stage_submitted(self, time: int, facts: Dict) -> list[Dict]:
        info = facts["info"]
        self._submitted[info[0], info[1]] = time
        return [
            {
                "Event": "SparkListenerStageSubmitted",
                "Stage Info": self._stage(info, submitted=time),
                "Properties": self._properties(facts["properties"], info),
            }
        ]

    def _stage_completed(self, time: int, facts: Dict) -> list[Dict]:
        info = facts["info"]
        key = info[0], info[1]
        sums = list(self._sums.pop(key, {}).values())
        submitted = self._submitted.pop(key, time)
        stage = self._stage(info, submitted, time, facts["error"], sums)
        return [{"Event": "SparkListenerStageCompleted", "Stage Info": stage}]

    def _stage(
        self, info: Any, submitted: int = 0, completed: int = 0, error: str = "", sums: Iterable[Dict] = ()
    ) -> Dict:
        number, attempt, name, tasks, rdds, parents = info
        stage: Dict = {
            "Stage ID": number,
            "Stage Attempt ID": attempt,
            "Stage Name": name,
            "Number of Tasks": tasks,
            "RDD Info": [self._rdd(rdd) for rdd in rdds],
            "Parent IDs": list(parents),
            "Details": name,
        }
        if submitted:
            stage["Submission Time"] = submitted
        if completed:
            stage["Completion Time"] = completed
        if error:
            stage["Failure Reason"] = error
        stage["Accumulables"] = list(sums)
        stage["Resource Profile Id"] = 0
        stage["Shuffle Push Enabled"] = False
        stage["Shuffle Push Mergers Count"] = 0
        return stage

    def _rdd(self, facts: Any) -> Dict:
        """An RDD's dict: one for all events that tell of it."""
        found = self._rdds.get(facts)
        if found is None:
            if len(self._rdds) >= KNOWN_RDDS:
                self._rdds.clear()
            found = self._rdds[facts] = _rdd(*facts)
        return found

    # ------------------------------------------------------------------------------------------ tasks, blocks

    def _task_start(self, time: int, facts: Dict) -> list[Dict]:
        self._launched[facts["task"]] = time
        return [
            {
                "Event": "SparkListenerTaskStart",
                "Stage ID": facts["stage"],
                "Stage Attempt ID": facts["stage_attempt"],
                "Task Info": _task(facts, time),
            }
        ]

    def _task_end(self, time: int, facts: Dict) -> list[Dict]:
        metrics: Dict = facts["metrics"]
        launched = self._launched.pop(facts["task"], None)
        if launched is None:
            launched = time - metrics.get("run_us", 0) // 1000
        accumulables = self._accumulated(facts, metrics)
        return [
            {
                "Event": "SparkListenerTaskEnd",
                "Stage ID": facts["stage"],
                "Stage Attempt ID": facts["stage_attempt"],
                "Task Type": "ShuffleMapTask" if facts.get("writes") else "ResultTask",
                "Task End Reason": _reason(facts),
                "Task Info": _task(facts, launched, time, accumulables),
                "Task Executor Metrics": {**NO_METRICS, RSS: metrics.get("rss_bytes", 0)},
                "Task Metrics": _metrics(metrics),
            }
        ]

    def _accumulated(self, facts: Dict, metrics: Dict) -> list[Dict]:
        """A task's part in the sums of its stage, as Spark lists it."""
        sums = self._sums.setdefault((facts["stage"], facts["stage_attempt"]), {})
        found = []
        for number, (key, name, unit) in enumerate(_INTERNAL):
            update = metrics.get(key, 0) // unit
            if update:
                found.append(_add(sums, number, f"internal.metrics.{name}", update))
        return found

    def _block_updated(self, time: int, facts: Dict) -> list[Dict]:
        memory, disk = facts["sizes"]
        return [
            {
                "Event": BLOCK_UPDATED,
                "Block Updated Info": {
                    "Block Manager ID": _block_manager(facts["worker"]),
                    "Block ID": f"rdd_{facts['rdd']}_{facts['partition']}",
                    "Storage Level": _level((memory > 0, disk > 0)),
                    "Memory Size": memory,
                    "Disk Size": disk,
                },
            }
        ]

    def _unpersisted(self, time: int, facts: Dict) -> list[Dict]:
        return [{"Event": "SparkListenerUnpersistRDD", "RDD ID": facts["rdd"]}]

    # ------------------------------------------------------------------------------------------ queries

    def _sql_start(self, time: int, facts: Dict) -> list[Dict]:
        return [
            {
                "Event": f"{SQL}SQLExecutionStart",
                "executionId": facts["execution"],
                "rootExecutionId": facts["root"],
                "description": facts["description"],
                "details": facts["details"],
                "physicalPlanDescription": _described(facts),
                "sparkPlanInfo": _plan(facts["plan"]),
                "time": time,
                "modifiedConfigs": redacted(facts["configs"], self._pattern),
                "jobTags": list(facts["tags"]),
                "jobGroupId": facts["group"],
                "queryId": facts["query"],
            }
        ]

    def _sql_adaptive(self, time: int, facts: Dict) -> list[Dict]:
        return [
            {
                "Event": f"{SQL}SQLAdaptiveExecutionUpdate",
                "executionId": facts["execution"],
                "physicalPlanDescription": _described(facts),
                "sparkPlanInfo": _plan(facts["plan"]),
            }
        ]

    def _sql_end(self, time: int, facts: Dict) -> list[Dict]:
        return [
            {
                "Event": f"{SQL}SQLExecutionEnd",
                "executionId": facts["execution"],
                "time": time,
                "errorMessage": facts["error"],
                "queryId": facts["query"],
            }
        ]

    def _driver_updates(self, time: int, facts: Dict) -> list[Dict]:
        return [
            {
                "Event": f"{SQL}DriverAccumUpdates",
                "executionId": facts["execution"],
                "accumUpdates": [list(update) for update in facts["updates"]],
            }
        ]


_MAKE: dict[str, Callable[[Translator, int, Dict], list[Dict]]] = {
    "ApplicationStart": Translator._application_start,
    "ApplicationEnd": Translator._application_end,
    "EnvironmentUpdate": Translator._environment,
    "ResourceProfileAdded": Translator._resource_profile,
    "ExecutorAdded": Translator._executor_added,
    "ExecutorRemoved": Translator._executor_removed,
    "JobStart": Translator._job_start,
    "JobEnd": Translator._job_end,
    "StageSubmitted": Translator._stage_submitted,
    "StageCompleted": Translator._stage_completed,
    "TaskStart": Translator._task_start,
    "TaskEnd": Translator._task_end,
    "BlockUpdated": Translator._block_updated,
    "UnpersistRDD": Translator._unpersisted,
    "SQLExecutionStart": Translator._sql_start,
    "SQLAdaptiveExecutionUpdate": Translator._sql_adaptive,
    "SQLExecutionEnd": Translator._sql_end,
    "DriverAccumUpdates": Translator._driver_updates,
}
#: What Spark measures of the memory of its processes: here that of Python alone.
RSS = "ProcessTreePythonRSSMemory"
NO_METRICS = dict.fromkeys(PEAKS, 0)


def executor(worker: int) -> str:
    """The executor id of a worker; those below 0 are the driver itself."""
    return DRIVER if worker < 0 else str(worker)


def _block_manager(worker: int) -> Dict:
    # Nothing listens there: Spark's reader wants a port that is not 0.
    return {"Executor ID": executor(worker), "Host": HOST, "Port": worker + 2}


def _level(level: tuple[bool, bool]) -> Dict:
    memory, disk = level
    return {
        "Use Disk": disk,
        "Use Memory": memory,
        "Use Off Heap": False,
        "Deserialized": memory,
        "Replication": 1,
    }


def _rdd(
    number: int,
    name: str,
    call_site: str,
    parents: tuple[int, ...],
    partitions: int,
    level: tuple[bool, bool],
    barrier: bool,
) -> Dict:
    return {
        "RDD ID": number,
        "Name": name,
        "Scope": f'{{"id":"{number}","name":{_quoted(call_site.partition(" at ")[0])}}}',
        "Callsite": call_site,
        "Parent IDs": list(parents),
        "Storage Level": _level(level),
        "Barrier": barrier,
        "DeterministicLevel": "DETERMINATE",
        "Number of Partitions": partitions,
        "Number of Cached Partitions": 0,
        "Memory Size": 0,
        "Disk Size": 0,
    }


def _task(facts: Dict, launched: int, ended: int = 0, accumulables: Iterable[Dict] = ()) -> Dict:
    status = facts.get("status", "success")
    return {
        "Task ID": facts["task"],
        "Index": facts["partition"],
        "Attempt": facts["attempt"],
        "Partition ID": facts["partition"],
        "Launch Time": launched,
        "Executor ID": executor(facts["worker"]),
        "Host": HOST,
        "Locality": "PROCESS_LOCAL",
        "Speculative": facts["speculative"],
        "Getting Result Time": 0,
        "Finish Time": ended,
        "Failed": status in ("failed", "fetch failed", "lost"),
        "Killed": status == "killed",
        "Accumulables": list(accumulables),
    }


def _reason(facts: Dict) -> Dict:
    status = facts["status"]
    if status == "success":
        return {"Reason": "Success"}
    if status == "killed":
        return {
            "Reason": "TaskKilled",
            "Kill Reason": facts.get("reason") or "another attempt succeeded",
            "Accumulator Updates": [],
        }
    if status == "lost":
        return {
            "Reason": "ExecutorLostFailure",
            "Executor ID": executor(facts["worker"]),
            "Exit Caused By App": True,
            "Loss Reason": facts.get("reason") or "the worker has ended",
        }
    if status == "fetch failed":
        shuffle, map_id, path, message = facts["fetch_failed"]
        return {
            "Reason": "FetchFailed",
            "Block Manager Address": _block_manager(facts["worker"]),
            "Shuffle ID": shuffle,
            "Map ID": map_id,
            "Map Index": map_id,
            "Reduce ID": facts["partition"],
            "Message": f"{path}: {message}",
        }
    class_name, message, trace = facts["error"]
    return {
        "Reason": "ExceptionFailure",
        "Class Name": class_name,
        "Description": message,
        "Stack Trace": [],
        "Full Stack Trace": trace,
        "Accumulator Updates": [],
    }


def _metrics(metrics: Dict) -> Dict:
    get = metrics.get
    return {
        "Executor Deserialize Time": get("deserialize_us", 0) // 1000,
        "Executor Deserialize CPU Time": 0,
        "Executor Run Time": get("run_us", 0) // 1000,
        "Executor CPU Time": get("cpu_us", 0) * 1000,
        "Peak Execution Memory": get("peak_bytes", 0),
        "Peak On Heap Execution Memory": get("peak_bytes", 0),
        "Peak Off Heap Execution Memory": 0,
        "Result Size": get("result_bytes", 0),
        "JVM GC Time": 0,
        "Result Serialization Time": 0,
        "Memory Bytes Spilled": get("spilled_bytes", 0),
        "Disk Bytes Spilled": get("spilled_bytes", 0),
        "Shuffle Read Metrics": {
            "Remote Blocks Fetched": 0,
            "Local Blocks Fetched": get("shuffle_read_blocks", 0),
            "Fetch Wait Time": 0,
            "Remote Bytes Read": 0,
            "Remote Bytes Read To Disk": 0,
            "Local Bytes Read": get("shuffle_read_bytes", 0),
            "Total Records Read": get("shuffle_read_records", 0),
            "Remote Requests Duration": 0,
            "Push Based Shuffle": _PUSH_BASED,
        },
        "Shuffle Write Metrics": {
            "Shuffle Bytes Written": get("shuffle_write_bytes", 0),
            "Shuffle Write Time": get("shuffle_write_us", 0) * 1000,
            "Shuffle Records Written": get("shuffle_write_records", 0),
        },
        "Input Metrics": {"Bytes Read": get("input_bytes", 0), "Records Read": get("input_records", 0)},
        "Output Metrics": {
            "Bytes Written": get("output_bytes", 0),
            "Records Written": get("output_records", 0),
        },
        "Updated Blocks": [],
    }


def _add(sums: dict[int, Dict], number: int, name: str, update: int) -> Dict:
    """Add to a sum of the stage; what the task's own list says of it."""
    known = sums.get(number)
    value = update if known is None else known["Value"] + update
    base = {"ID": number, "Name": name, "Value": value, "Internal": True, "Count Failed Values": True}
    sums[number] = base
    return {**base, "Update": update}


def _described(facts: Dict) -> str:
    return "\n".join(["== Physical Plan ==", *_tree(facts["plan"]), "", facts["plan_text"]])


def _tree(node: Any) -> list[str]:
    _, text, children, _, _ = node
    lines = [text]
    for number, child in enumerate(children):
        last = number == len(children) - 1
        first, *rest = _tree(child)
        lines.append(("+- " if last else ":- ") + first)
        lines += [("   " if last else ":  ") + line for line in rest]
    return lines


def _plan(node: Any) -> Dict:
    name, text, children, metadata, metrics = node
    return {
        "nodeName": name,
        "simpleString": text,
        "children": [_plan(child) for child in children],
        "metadata": dict(metadata),
        "metrics": [
            {"name": label, "accumulatorId": number, "metricType": kind} for label, number, kind in metrics
        ],
    }
