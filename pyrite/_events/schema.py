"""What the bus tells, as the events of Spark 4.3's event log: one dict for each line.

:class:`Translator` takes the events of one application in their order. What Spark measures and Pyrite has not
(garbage collection of a JVM, say) is 0. :class:`Lines` gives the same as JSON. What is told in every small job is a
:class:`Form`, whose text is mostly written already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from json.encoder import encode_basestring as _quoted
from math import ceil
from typing import Any

from pyrite._events.bus import Event
from pyrite._events.forms import Form, encode
from pyrite.version import __version__

__all__ = ["PEAKS", "SQL", "Lines", "Translator", "redacted"]

SQL = "org.apache.spark.sql.execution.ui.SparkListener"
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
#: The sums of a stage: their names, and by how many units of the task's metric one of theirs is.
_INTERNAL = {
    "deserialize_us": ("executorDeserializeTime", 1000),
    "run_us": ("executorRunTime", 1000),
    "result_bytes": ("resultSize", 1),
    "spilled_bytes": ("diskBytesSpilled", 1),
    "shuffle_read_blocks": ("shuffle.read.localBlocksFetched", 1),
    "shuffle_read_bytes": ("shuffle.read.localBytesRead", 1),
    "shuffle_read_records": ("shuffle.read.recordsRead", 1),
    "shuffle_write_bytes": ("shuffle.write.bytesWritten", 1),
    "shuffle_write_records": ("shuffle.write.recordsWritten", 1),
    "input_bytes": ("input.bytesRead", 1),
    "input_records": ("input.recordsRead", 1),
    "output_bytes": ("output.bytesWritten", 1),
    "output_records": ("output.recordsWritten", 1),
}


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
    blocks : bool
        Whether updates of blocks are told.

    >>> Translator()(Event("UnpersistRDD", 0, {"rdd": 5}))
    [{'Event': 'SparkListenerUnpersistRDD', 'RDD ID': 5}]
    """

    #: What names of secrets look like, where nothing else is said.
    PATTERN = REDACTION

    def __init__(self, pattern: str = REDACTION, blocks: bool = True):
        self._pattern = pattern
        self._blocks = blocks
        self._launched: dict[int, int] = {}
        self._submitted: dict[tuple[int, int], int] = {}
        self._sums: dict[tuple[int, int], dict[str, int]] = {}
        self._memory = 0
        self._cores = 1
        self._rdds: dict[Any, Any] = {}
        #: The stage that was told last, and what is told of it each time.
        self._last_stage: tuple[Any, tuple[Any, ...]] = (None, ())
        self._executors: dict[int, Any] = {}
        self._kinds = [self._plain(kind) for kind in ("ResultTask", "ShuffleMapTask")]
        self._success = self._filled(_SUCCESS)

    def __call__(self, event: Event) -> list[Any]:
        """The dicts that an event becomes: most often one."""
        make = _MAKE.get(event.kind)
        return [] if make is None else make(self, event.time, event.facts)

    def start(self) -> Any:
        """What the first line of a log says."""
        return self._plain({"Event": "SparkListenerLogStart", "Spark Version": __version__})

    # What is told is put together by these four: here of dicts, in Lines of texts.

    @staticmethod
    def _filled(form: Form, /, *values: Any) -> Any:
        """A form with its values: ints, and what these methods give."""
        return form.make(*values)

    @staticmethod
    def _all(parts: Iterable[Any]) -> Any:
        return list(parts)

    @staticmethod
    def _plain(value: Any, /) -> Any:
        """Anything else."""
        return value

    @staticmethod
    def _flag(value: bool) -> Any:
        return value

    # ------------------------------------------------------------------------------------------ the application

    def _application_start(self, time: int, facts: Dict) -> list[Any]:
        told = {
            "Event": "SparkListenerApplicationStart",
            "App Name": facts["name"],
            "App ID": facts["id"],
            "Timestamp": facts["started"],
            "User": facts["user"],
        }
        return [self._plain(told)]

    def _application_end(self, time: int, facts: Dict) -> list[Any]:
        told = {"Event": "SparkListenerApplicationEnd", "Timestamp": time, "ExitCode": facts["exit_code"]}
        return [self._plain(told)]

    def _environment(self, time: int, facts: Dict) -> list[Any]:
        parts = {name: redacted(part, self._pattern) for name, part in facts["parts"].items()}
        return [self._plain({"Event": "SparkListenerEnvironmentUpdate", **parts})]

    def _resource_profile(self, time: int, facts: Dict) -> list[Any]:
        self._memory = facts["memory"]
        # A worker has what a task takes.
        self._cores = ceil(facts["cpus"])

        def request(name: str, amount: int) -> Dict:
            return {"Resource Name": name, "Amount": amount, "Discovery Script": "", "Vendor": ""}

        told = {
            "Event": "SparkListenerResourceProfileAdded",
            "Resource Profile Id": 0,
            "Executor Resource Requests": {
                "cores": request("cores", self._cores),
                "memory": request("memory", facts["memory"] >> 20),
                "offHeap": request("offHeap", 0),
            },
            "Task Resource Requests": {"cpus": {"Resource Name": "cpus", "Amount": float(facts["cpus"])}},
        }
        return [self._plain(told)]

    def _executor_added(self, time: int, facts: Dict) -> list[Any]:
        worker = facts["worker"]
        added = {
            "Event": "SparkListenerExecutorAdded",
            "Timestamp": time,
            "Executor ID": executor(worker),
            "Executor Info": {
                "Host": HOST,
                "Total Cores": facts.get("cores", self._cores),
                "Log Urls": {},
                "Attributes": {},
                "Resources": {},
                "Resource Profile Id": 0,
            },
        }
        blocks = {
            "Event": "SparkListenerBlockManagerAdded",
            "Block Manager ID": _block_manager(worker),
            "Maximum Memory": self._memory,
            "Timestamp": time,
            "Maximum Onheap Memory": self._memory,
            "Maximum Offheap Memory": 0,
        }
        return [self._plain(added), self._plain(blocks)]

    def _executor_removed(self, time: int, facts: Dict) -> list[Any]:
        worker = facts["worker"]
        blocks = {
            "Event": "SparkListenerBlockManagerRemoved",
            "Block Manager ID": _block_manager(worker),
            "Timestamp": time,
        }
        removed = {
            "Event": "SparkListenerExecutorRemoved",
            "Timestamp": time,
            "Executor ID": executor(worker),
            "Removed Reason": facts["reason"],
        }
        return [self._plain(blocks), self._plain(removed)]

    # ------------------------------------------------------------------------------------------ jobs, stages

    def _job_start(self, time: int, facts: Dict) -> list[Any]:
        infos = sorted(facts["stages"], key=lambda info: info[0])
        stages = self._all([self._stage(info) for info in infos])
        numbers = self._all([info[0] for info in infos])
        properties = self._properties(facts["properties"], facts["stages"][-1])
        return [self._filled(_JOB_START, facts["job"], time, stages, numbers, properties)]

    def _properties(self, properties: Mapping[str, str], stage: Any) -> Any:
        return self._plain({**redacted(properties, self._pattern), "callSite.short": stage[2]})

    def _job_end(self, time: int, facts: Dict) -> list[Any]:
        result = self._filled(_SUCCEEDED)
        if facts["error"]:
            error = {"Message": facts["error"], "Stack Trace": []}
            result = self._plain({"Result": "JobFailed", "Exception": error})
        return [self._filled(_JOB_END, facts["job"], time, result)]

    def _stage_submitted(self, time: int, facts: Dict) -> list[Any]:
        info = facts["info"]
        self._submitted[info[0], info[1]] = time
        stage, properties = self._stage(info, submitted=time), self._properties(facts["properties"], info)
        return [self._filled(_STAGE_SUBMITTED, stage, properties)]

    def _stage_completed(self, time: int, facts: Dict) -> list[Any]:
        info = facts["info"]
        key = info[0], info[1]
        sums = self._sums.pop(key, {}).items()
        submitted = self._submitted.pop(key, time)
        told = [self._filled(_SUMS[key], value) for key, value in sums]
        stage = self._stage(info, submitted, time, facts["error"], told)
        return [self._filled(_STAGE_COMPLETED, stage)]

    def _stage(
        self, info: Any, submitted: int = 0, completed: int = 0, error: str = "", sums: Iterable[Any] = ()
    ) -> Any:
        times = [found for found in (submitted, completed, error and self._plain(error)) if found]
        if self._last_stage[0] != info:
            number, attempt, name, tasks, rdds, parents = info
            told = self._all(map(self._rdd, rdds))
            self._last_stage = info, (number, attempt, self._plain(name), tasks, told, self._all(parents))
        return self._filled(_STAGES[len(times)], *self._last_stage[1], self._all(sums), *times)

    def _rdd(self, facts: Any) -> Any:
        """An RDD: made once for all events that tell of it."""
        found = self._rdds.get(facts)
        if found is None:
            if len(self._rdds) >= KNOWN_RDDS:
                self._rdds.clear()
            number, name, call_site, parents, partitions, (memory, disk), barrier = facts
            scope = f'{{"id":"{number}","name":{_quoted(call_site.partition(" at ")[0])}}}'
            found = self._rdds[facts] = self._filled(
                _RDD, number, self._plain(name), self._plain(scope), self._plain(call_site), self._all(parents),
                self._filled(_LEVEL, self._flag(memory), self._flag(disk)), self._flag(barrier), partitions,
            )  # fmt: skip
        return found

    # ------------------------------------------------------------------------------------------ tasks, blocks

    def _task_start(self, time: int, facts: Dict) -> list[Any]:
        self._launched[facts["task"]] = time
        info = self._task(facts, time)
        return [self._filled(_TASK_START, facts["stage"], facts["stage_attempt"], info)]

    def _task_end(self, time: int, facts: Dict) -> list[Any]:
        metrics: Dict = facts["metrics"]
        launched = self._launched.pop(facts["task"], None)
        if launched is None:
            launched = time - metrics.get("run_us", 0) // 1000
        reason = self._plain(_reason(facts)) if facts["status"] != "success" else self._success
        info = self._task(facts, launched, time, self._accumulated(facts, metrics))
        return [
            self._filled(
                _TASK_END, facts["stage"], facts["stage_attempt"], self._kinds[bool(facts.get("writes"))], reason,
                info, metrics.get("rss_bytes", 0), self._metrics(metrics),
            )
        ]  # fmt: skip

    def _task(self, facts: Dict, launched: int, ended: int = 0, accumulables: Iterable[Any] = ()) -> Any:
        status = facts.get("status", "success")
        worker = facts["worker"]
        on = self._executors.get(worker)
        if on is None:
            on = self._executors[worker] = self._plain(executor(worker))
        return self._filled(
            _TASK, facts["task"], facts["partition"], facts["attempt"], launched, on,
            self._flag(facts["speculative"]), ended, self._flag(status in ("failed", "fetch failed", "lost")),
            self._flag(status == "killed"), self._all(accumulables),
        )  # fmt: skip

    def _metrics(self, metrics: Dict) -> Any:
        get = metrics.get
        return self._filled(
            _METRICS, get("deserialize_us", 0) // 1000, get("run_us", 0) // 1000, get("cpu_us", 0) * 1000,
            get("peak_bytes", 0), get("result_bytes", 0), get("spilled_bytes", 0),
            get("shuffle_read_blocks", 0), get("shuffle_read_bytes", 0), get("shuffle_read_records", 0),
            get("shuffle_write_bytes", 0), get("shuffle_write_us", 0) * 1000, get("shuffle_write_records", 0),
            get("input_bytes", 0), get("input_records", 0), get("output_bytes", 0), get("output_records", 0),
        )  # fmt: skip

    def _accumulated(self, facts: Dict, metrics: Dict) -> list[Any]:
        """A task's part in the sums of its stage, as Spark lists it."""
        sums = self._sums.setdefault((facts["stage"], facts["stage_attempt"]), {})
        found = []
        for key, value in metrics.items():
            if value and key in _INTERNAL and (update := value // _INTERNAL[key][1]):
                sums[key] = total = sums.get(key, 0) + update
                found.append(self._filled(_UPDATES[key], total, update))
        return found

    def _block_updated(self, time: int, facts: Dict) -> list[Any]:
        if not self._blocks:
            return []
        memory, disk = facts["sizes"]
        told = {
            "Event": "SparkListenerBlockUpdated",
            "Block Updated Info": {
                "Block Manager ID": _block_manager(facts["worker"]),
                "Block ID": f"rdd_{facts['rdd']}_{facts['partition']}",
                "Storage Level": _level(memory > 0, disk > 0),
                "Memory Size": memory,
                "Disk Size": disk,
            },
        }
        return [self._plain(told)]

    def _unpersisted(self, time: int, facts: Dict) -> list[Any]:
        return [self._plain({"Event": "SparkListenerUnpersistRDD", "RDD ID": facts["rdd"]})]

    # ------------------------------------------------------------------------------------------ queries

    def _sql_start(self, time: int, facts: Dict) -> list[Any]:
        told = {
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
        return [self._plain(told)]

    def _sql_adaptive(self, time: int, facts: Dict) -> list[Any]:
        told = {
            "Event": f"{SQL}SQLAdaptiveExecutionUpdate",
            "executionId": facts["execution"],
            "physicalPlanDescription": _described(facts),
            "sparkPlanInfo": _plan(facts["plan"]),
        }
        return [self._plain(told)]

    def _sql_end(self, time: int, facts: Dict) -> list[Any]:
        told = {
            "Event": f"{SQL}SQLExecutionEnd",
            "executionId": facts["execution"],
            "time": time,
            "errorMessage": facts["error"],
            "queryId": facts["query"],
        }
        return [self._plain(told)]

    def _driver_updates(self, time: int, facts: Dict) -> list[Any]:
        told = {
            "Event": f"{SQL}DriverAccumUpdates",
            "executionId": facts["execution"],
            "accumUpdates": [list(update) for update in facts["updates"]],
        }
        return [self._plain(told)]


class Lines(Translator):
    """Makes JSON of the dicts of one application.

    >>> Lines()(Event("UnpersistRDD", 0, {"rdd": 5}))
    ['{"Event":"SparkListenerUnpersistRDD","RDD ID":5}']
    """

    _filled = staticmethod(Form.text)

    @staticmethod
    def _all(parts: Iterable[Any]) -> str:
        return f"[{','.join(map(str, parts))}]"

    _plain = staticmethod(encode)

    @staticmethod
    def _flag(value: bool) -> str:
        return "true" if value else "false"


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


def executor(worker: int) -> str:
    """The executor id of a worker; those below 0 are the driver itself."""
    return DRIVER if worker < 0 else str(worker)


def _block_manager(worker: int) -> Dict:
    # Nothing listens there: Spark's reader wants a port that is not 0.
    return {"Executor ID": executor(worker), "Host": HOST, "Port": worker + 2}


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


# ---------------------------------------------------------------------------------------------- forms


def _level(memory: bool, disk: bool) -> Dict:
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
    scope: str,
    call_site: str,
    parents: list[int],
    level: Dict,
    barrier: bool,
    partitions: int,
) -> Dict:
    return {
        "RDD ID": number,
        "Name": name,
        "Scope": scope,
        "Callsite": call_site,
        "Parent IDs": parents,
        "Storage Level": level,
        "Barrier": barrier,
        "DeterministicLevel": "DETERMINATE",
        "Number of Partitions": partitions,
        "Number of Cached Partitions": 0,
        "Memory Size": 0,
        "Disk Size": 0,
    }


def _stage(
    number: int,
    attempt: int,
    name: str,
    tasks: int,
    rdds: list[Dict],
    parents: list[int],
    accumulables: list[Dict],
    submitted: int | None = None,
    completed: int | None = None,
    error: str | None = None,
) -> Dict:
    times = {"Submission Time": submitted, "Completion Time": completed, "Failure Reason": error}
    return {
        "Stage ID": number,
        "Stage Attempt ID": attempt,
        "Stage Name": name,
        "Number of Tasks": tasks,
        "RDD Info": rdds,
        "Parent IDs": parents,
        "Details": name,
        **{key: value for key, value in times.items() if value is not None},
        "Accumulables": accumulables,
        "Resource Profile Id": 0,
        "Shuffle Push Enabled": False,
        "Shuffle Push Mergers Count": 0,
    }


def _sum(number: int, name: str) -> Callable[[int], Dict]:
    return lambda value: {
        "ID": number,
        "Name": f"internal.metrics.{name}",
        "Value": value,
        "Internal": True,
        "Count Failed Values": True,
    }


def _update(sums: Form) -> Callable[[int, int], Dict]:
    return lambda value, update: {**sums.make(value), "Update": update}


def _job_start(job: int, time: int, stages: list[Dict], numbers: list[int], properties: Dict) -> Dict:
    return {
        "Event": "SparkListenerJobStart",
        "Job ID": job,
        "Submission Time": time,
        "Stage Infos": stages,
        "Stage IDs": numbers,
        "Properties": properties,
    }


def _job_end(job: int, time: int, result: Dict) -> Dict:
    return {"Event": "SparkListenerJobEnd", "Job ID": job, "Completion Time": time, "Job Result": result}


def _stage_submitted(info: Dict, properties: Dict) -> Dict:
    return {"Event": "SparkListenerStageSubmitted", "Stage Info": info, "Properties": properties}


def _stage_completed(info: Dict) -> Dict:
    return {"Event": "SparkListenerStageCompleted", "Stage Info": info}


def _task_start(stage: int, attempt: int, info: Dict) -> Dict:
    return {
        "Event": "SparkListenerTaskStart",
        "Stage ID": stage,
        "Stage Attempt ID": attempt,
        "Task Info": info,
    }


def _task_end(
    stage: int, attempt: int, kind: str, reason: Dict, info: Dict, memory: int, metrics: Dict
) -> Dict:
    return {
        "Event": "SparkListenerTaskEnd",
        "Stage ID": stage,
        "Stage Attempt ID": attempt,
        "Task Type": kind,
        "Task End Reason": reason,
        "Task Info": info,
        # What Spark measures of the memory of its processes: here that of Python alone.
        "Task Executor Metrics": {**dict.fromkeys(PEAKS, 0), "ProcessTreePythonRSSMemory": memory},
        "Task Metrics": metrics,
    }


def _task(
    number: int,
    partition: int,
    attempt: int,
    launched: int,
    executor: str,
    speculative: bool,
    ended: int,
    failed: bool,
    killed: bool,
    accumulables: list[Dict],
) -> Dict:
    return {
        "Task ID": number,
        "Index": partition,
        "Attempt": attempt,
        "Partition ID": partition,
        "Launch Time": launched,
        "Executor ID": executor,
        "Host": HOST,
        "Locality": "PROCESS_LOCAL",
        "Speculative": speculative,
        "Getting Result Time": 0,
        "Finish Time": ended,
        "Failed": failed,
        "Killed": killed,
        "Accumulables": accumulables,
    }


def _metrics(
    deserialize: int,
    run: int,
    cpu: int,
    peak: int,
    result: int,
    spilled: int,
    read_blocks: int,
    read_bytes: int,
    read_records: int,
    wrote_bytes: int,
    wrote_time: int,
    wrote_records: int,
    input_bytes: int,
    input_records: int,
    output_bytes: int,
    output_records: int,
) -> Dict:
    return {
        "Executor Deserialize Time": deserialize,
        "Executor Deserialize CPU Time": 0,
        "Executor Run Time": run,
        "Executor CPU Time": cpu,
        "Peak Execution Memory": peak,
        "Peak On Heap Execution Memory": peak,
        "Peak Off Heap Execution Memory": 0,
        "Result Size": result,
        "JVM GC Time": 0,
        "Result Serialization Time": 0,
        "Memory Bytes Spilled": spilled,
        "Disk Bytes Spilled": spilled,
        "Shuffle Read Metrics": {
            "Remote Blocks Fetched": 0,
            "Local Blocks Fetched": read_blocks,
            "Fetch Wait Time": 0,
            "Remote Bytes Read": 0,
            "Remote Bytes Read To Disk": 0,
            "Local Bytes Read": read_bytes,
            "Total Records Read": read_records,
            "Remote Requests Duration": 0,
            "Push Based Shuffle": {
                "Corrupt Merged Block Chunks": 0,
                "Merged Fetch Fallback Count": 0,
                "Merged Remote Blocks Fetched": 0,
                "Merged Local Blocks Fetched": 0,
                "Merged Remote Chunks Fetched": 0,
                "Merged Local Chunks Fetched": 0,
                "Merged Remote Bytes Read": 0,
                "Merged Local Bytes Read": 0,
                "Merged Remote Requests Duration": 0,
            },
        },
        "Shuffle Write Metrics": {
            "Shuffle Bytes Written": wrote_bytes,
            "Shuffle Write Time": wrote_time,
            "Shuffle Records Written": wrote_records,
        },
        "Input Metrics": {"Bytes Read": input_bytes, "Records Read": input_records},
        "Output Metrics": {"Bytes Written": output_bytes, "Records Written": output_records},
        "Updated Blocks": [],
    }


_LEVEL, _RDD = Form(_level), Form(_rdd)
#: By how many of the last three of its values a stage has.
_STAGES = [Form(_stage, 7 + times) for times in range(4)]
_SUMS = {key: Form(_sum(number, name)) for number, (key, (name, _)) in enumerate(_INTERNAL.items())}
_UPDATES = {key: Form(_update(sums)) for key, sums in _SUMS.items()}
_JOB_START, _JOB_END = Form(_job_start), Form(_job_end)
_STAGE_SUBMITTED, _STAGE_COMPLETED = Form(_stage_submitted), Form(_stage_completed)
_TASK_START, _TASK_END, _TASK, _METRICS = Form(_task_start), Form(_task_end), Form(_task), Form(_metrics)
_SUCCEEDED, _SUCCESS = Form(lambda: {"Result": "JobSucceeded"}), Form(lambda: {"Reason": "Success"})
