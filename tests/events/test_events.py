"""The events of an application, held against what Spark 4.3 itself has written and read."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from pyrite import SparkConf, SparkContext
from pyrite._events.bus import Event
from pyrite._events.schema import REDACTED, Translator, redacted

HERE = Path(__file__).parent
SPARK = HERE / "spark_4.3.0" / "local-1795301374546"
HISTORY = HERE / "history_4.3.0"
PYRITE = HISTORY / "local-1795303760777"

#: Dicts whose keys are the program's.
FREE = {
    "Properties", "Spark Properties", "System Properties", "Hadoop Properties", "Classpath Entries",
    "Metrics Properties", "modifiedConfigs", "metadata", "Log Urls", "Attributes", "Resources", "JVM Information",
}  # fmt: skip
#: What the recorded application of Spark had no occasion to write.
NOT_RECORDED = {"SparkListenerBlockManagerRemoved", "SparkListenerExecutorRemoved"}


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def structures(events):
    """For each kind of dict in them: the keys that all have, the keys that any has, and the types of the values."""
    always, ever, types = {}, defaultdict(set), defaultdict(set)

    def look(where, value):
        if isinstance(value, dict):
            if "Reason" in value:
                where = f"{where}={value['Reason']}"
            always[where] = always.get(where, set(value)) & set(value)
            ever[where] |= set(value)
            for key, part in value.items():
                if key not in FREE:
                    # A plan is a tree: its nodes are all alike.
                    look(where if key == "children" else f"{where}.{key}", part)
        elif isinstance(value, list):
            for part in value:
                look(where, part)
        else:
            types[where].add(type(value).__name__)

    for event in events:
        look(event["Event"], event)
    return always, ever, types


def assert_like(events, model):
    always, ever, types = structures(model)
    ours, any_of_ours, our_types = structures(events)
    for where, keys in any_of_ours.items():
        if where in ever:
            assert keys <= ever[where], where
            assert ours[where] >= always[where], where
    for where, found in our_types.items():
        if where in types:
            assert found <= types[where] | {"NoneType"}, where


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    """Those of the program, as today's Pyrite writes them."""
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("log")
    command = [sys.executable, str(HERE / "program.py"), str(folder), "spark.eventLog.rolling.enabled=false"]
    more = [
        "spark.eventLog.compress=false",
        "spark.eventLog.logBlockUpdates.enabled=true",
        "spark.ui.enabled=false",
    ]
    done = subprocess.run([*command, *more], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("local-*")
    return read(path)


def of(events, kind):
    return [event for event in events if event["Event"].endswith(f"SparkListener{kind}")]


def test_names_of_events_and_fields_are_sparks(events):
    spark = read(SPARK)
    assert {event["Event"] for event in events} - NOT_RECORDED <= {event["Event"] for event in spark}
    assert_like(events, spark)


def test_events_are_like_those_that_the_history_server_has_read(events):
    recorded = read(PYRITE)
    assert {event["Event"] for event in events} == {event["Event"] for event in recorded}
    assert_like(events, recorded)


def test_order_is_sparks(events):
    names = [event["Event"].removeprefix("SparkListener") for event in events]
    assert names[0] == "LogStart" and names[-1] == "ApplicationEnd"
    assert names.index("EnvironmentUpdate") < names.index("ApplicationStart") < names.index("JobStart")
    running = set()
    for event in events:
        if event["Event"] == "SparkListenerTaskStart":
            running.add(event["Task Info"]["Task ID"])
        elif event["Event"] == "SparkListenerTaskEnd":
            running.remove(event["Task Info"]["Task ID"])
        elif event["Event"] == "SparkListenerStageCompleted":
            info = event["Stage Info"]
            assert info["Submission Time"] <= info["Completion Time"]
    assert not running


def test_job_tells_its_stages_those_that_are_skipped_too(events):
    first, second = of(events, "JobStart")[:2]
    assert first["Stage IDs"] == [0, 1] and second["Stage IDs"] == [2, 3]
    ran = {event["Stage Info"]["Stage ID"] for event in of(events, "StageSubmitted")}
    assert {0, 1, 3} <= ran and 2 not in ran
    map_stage, result = first["Stage Infos"]
    assert result["Parent IDs"] == [0] and map_stage["Parent IDs"] == []
    assert result["RDD Info"][0]["Name"] == "counts"
    assert result["RDD Info"][0]["Storage Level"]["Use Memory"] is True
    assert result["RDD Info"][0]["Parent IDs"] == [map_stage["RDD Info"][0]["RDD ID"]]
    assert first["Properties"]["spark.jobGroup.id"] == "words"
    assert first["Properties"]["spark.job.description"] == "Count the words"
    assert first["Properties"]["callSite.short"].startswith("collect at program.py:")


def test_tasks_tell_what_they_have_moved(events):
    ends = [event for event in of(events, "TaskEnd") if event["Stage ID"] in (0, 1)]
    wrote = sum(end["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Records Written"] for end in ends)
    read_back = sum(end["Task Metrics"]["Shuffle Read Metrics"]["Total Records Read"] for end in ends)
    assert wrote == read_back > 0
    size = sum(end["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"] for end in ends)
    assert size == sum(end["Task Metrics"]["Shuffle Read Metrics"]["Local Bytes Read"] for end in ends) > 0
    assert {end["Task Type"] for end in ends} == {"ShuffleMapTask", "ResultTask"}
    (done,) = [
        event["Stage Info"] for event in of(events, "StageCompleted") if event["Stage Info"]["Stage ID"] == 0
    ]
    sums = {one["Name"]: one["Value"] for one in done["Accumulables"]}
    assert sums["internal.metrics.shuffle.write.bytesWritten"] == size


def test_tasks_tell_what_they_have_read_of_files(tmp_path):
    path = tmp_path / "lines"
    path.write_text("line\n" * 100)
    told = []
    with SparkContext("local[2]", "x", conf=SparkConf().set("spark.ui.enabled", "false")) as sc:
        sc._bus.add(lambda event: event.kind == "TaskEnd" and told.extend(Translator()(event)))
        assert sc.textFile(str(path), 2).count() == 100
    assert moved(told, "Input", "Read") == (500, 100)


def test_tasks_tell_what_they_have_written_into_files(tmp_path):
    told = []
    with SparkContext("local[2]", "x", conf=SparkConf().set("spark.ui.enabled", "false")) as sc:
        sc._bus.add(lambda event: event.kind == "TaskEnd" and told.extend(Translator()(event)))
        sc.parallelize(range(1000, 1300), 3).saveAsTextFile(str(tmp_path / "out"))
        assert moved(told, "Output", "Written") == (1500, 300)
        assert moved(told, "Input", "Read") == (0, 0)
        told.clear()
        sc.parallelize([(1, "a")], 1).saveAsSequenceFile(str(tmp_path / "pairs"))
        size = (tmp_path / "pairs" / "part-00000").stat().st_size
        assert moved(told, "Output", "Written") == (size, 1)


def moved(ends, which, how):
    found = [end["Task Metrics"][f"{which} Metrics"] for end in ends]
    return tuple(sum(one[f"{what} {how}"] for one in found) for what in ("Bytes", "Records"))


def test_queries_tell_what_they_have_written_into_files(events):
    (write,) = [
        event["executionId"] for event in of(events, "SQLExecutionStart") if event["description"].startswith("parquet")
    ]  # fmt: skip
    (stage,) = [
        event["Stage IDs"][0]
        for event in of(events, "JobStart")
        if event["Properties"].get("spark.sql.execution.id") == str(write)
    ]
    size, rows = moved(
        [end for end in of(events, "TaskEnd") if end["Stage ID"] == stage], "Output", "Written"
    )
    assert rows == 100 and size > 400


def test_cached_partitions_are_told(events):
    blocks = [event["Block Updated Info"] for event in of(events, "BlockUpdated")]
    assert {block["Block ID"].rpartition("_")[2] for block in blocks} == {"0", "1", "2"}
    assert all(block["Memory Size"] > 0 and block["Storage Level"]["Use Memory"] for block in blocks)
    (gone,) = of(events, "UnpersistRDD")
    assert blocks[0]["Block ID"].startswith(f"rdd_{gone['RDD ID']}_")


def test_failures_say_why(events):
    reasons = defaultdict(list)
    for event in of(events, "TaskEnd"):
        reasons[event["Task End Reason"]["Reason"]].append(event["Task End Reason"])
    assert set(reasons) == {"Success", "ExceptionFailure", "TaskKilled", "ExecutorLostFailure"}
    first = reasons["ExceptionFailure"][0]
    assert first["Class Name"] == "ZeroDivisionError" and "in fails" in first["Full Stack Trace"]
    assert "exited with code 1" in reasons["ExecutorLostFailure"][0]["Loss Reason"]
    # The failure of a task interrupts the one beside it, if that has not ended yet.
    killed = [reason["Kill Reason"] for reason in reasons["TaskKilled"]]
    assert any("cancelled part of cancelled job group slow" in reason for reason in killed)
    failed = [
        event["Job Result"]
        for event in of(events, "JobEnd")
        if event["Job Result"]["Result"] != "JobSucceeded"
    ]
    messages = " ".join(result["Exception"]["Message"] for result in failed)
    assert "SPARK_JOB_CANCELLED" in messages and "ZeroDivisionError" in messages


def test_queries_are_executions_with_a_plan_that_duckdb_has_measured(events):
    starts = {event["executionId"]: event for event in of(events, "SQLExecutionStart")}
    ends = {event["executionId"]: event for event in of(events, "SQLExecutionEnd")}
    assert set(starts) == set(ends)
    assert starts[0]["description"].startswith("collect at program.py:")
    assert starts[0]["sparkPlanInfo"]["nodeName"] == "Sort"
    assert "GROUP BY" in starts[0]["physicalPlanDescription"]
    (run,) = [event for event in of(events, "SQLAdaptiveExecutionUpdate") if event["executionId"] == 0]
    (values,) = [event for event in of(events, "DriverAccumUpdates") if event["executionId"] == 0]
    measured = dict(values["accumUpdates"])

    def nodes(plan):
        yield plan
        for child in plan["children"]:
            yield from nodes(child)

    rows = {
        node["nodeName"]: measured[metric["accumulatorId"]]
        for node in nodes(run["sparkPlanInfo"])
        for metric in node["metrics"]
        if metric["name"] == "number of output rows"
    }
    assert rows["Filter"] == 89 and rows["Hash Group By"] == 3
    failed = [end for end in ends.values() if end["errorMessage"]]
    assert len(failed) == 1 and "ZeroDivisionError" in failed[0]["errorMessage"]


def test_jobs_of_users_functions_belong_to_their_query(events):
    by_query = defaultdict(list)
    for event in of(events, "JobStart"):
        by_query[event["Properties"].get("spark.sql.execution.id")].append(event["Job ID"])
    executions = {event["executionId"]: event for event in of(events, "SQLExecutionStart")}
    roots = {
        event["Properties"]["spark.sql.execution.root.id"]
        for event in of(events, "JobStart")
        if "spark.sql.execution.id" in event["Properties"]
    }
    assert any(len(jobs) > 1 for query, jobs in by_query.items() if query is not None)
    assert roots <= {str(execution["rootExecutionId"]) for execution in executions.values()}
    assert len(by_query[None]) == 6


def test_secrets_are_redacted(events):
    told = [
        event["Properties"] for event in of(events, "JobStart") if "my.secret.token" in event["Properties"]
    ]
    assert told and all(properties["my.secret.token"] == REDACTED for properties in told)
    assert "hush" not in json.dumps(events)
    assert redacted({"a": "my password is x", "b": "c"}) == {"a": REDACTED, "b": "c"}
    assert redacted({"key.of.mine": "x", "token": "y"}, "key") == {"key.of.mine": REDACTED, "token": "y"}


def test_pattern_that_python_does_not_know_hides_what_is_usual():
    assert redacted({"token": "y", "b": "c"}, "(unclosed") == {"token": REDACTED, "b": "c"}


def answers(name):
    return json.loads((HISTORY / f"{name}.json").read_text())


def test_sparks_history_server_has_read_the_same():
    recorded = read(PYRITE)
    jobs = {job["jobId"]: job for job in answers("jobs")}
    starts = {event["Job ID"]: event for event in of(recorded, "JobStart")}
    ends = {event["Job ID"]: event for event in of(recorded, "JobEnd")}
    assert set(jobs) == set(starts)
    for number, job in jobs.items():
        assert job["stageIds"] == starts[number]["Stage IDs"]
        succeeded = ends[number]["Job Result"]["Result"] == "JobSucceeded"
        assert job["status"] == ("SUCCEEDED" if succeeded else "FAILED")
    submitted = {event["Stage Info"]["Stage ID"] for event in of(recorded, "StageSubmitted")}
    assert {stage["stageId"] for stage in answers("stages") if stage["status"] != "SKIPPED"} == submitted
    assert {one["id"] for one in answers("allexecutors")} == {
        event["Executor ID"] for event in of(recorded, "ExecutorAdded")
    }
    queries = {query["id"]: query for query in answers("sql")}
    assert set(queries) == {event["executionId"] for event in of(recorded, "SQLExecutionStart")}
    assert [query["status"] for query in queries.values()].count("FAILED") == 1
    rows = [
        metric["value"]
        for node in queries[0]["nodes"]
        for metric in node["metrics"]
        if node["nodeName"] == "Filter" and metric["name"] == "number of output rows"
    ]
    assert rows == ["89"]


def test_what_begins_late_is_told_as_far_as_it_is_known():
    translate = Translator()
    facts = {
        "stage": 0, "stage_attempt": 0, "task": 3, "partition": 1, "attempt": 0, "worker": 0, "speculative": False,
        "status": "fetch failed", "metrics": {"run_us": 5000}, "writes": False, "error": None,
        "fetch_failed": (2, 1, "/blocks/x", "gone"),
    }  # fmt: skip
    (end,) = translate(Event("TaskEnd", 1000, facts))
    assert end["Task Info"]["Launch Time"] == 995
    assert end["Task End Reason"]["Reason"] == "FetchFailed" and end["Task End Reason"]["Shuffle ID"] == 2
    assert end["Task End Reason"]["Message"] == "/blocks/x: gone"
    assert translate(Event("Unheard", 0, {})) == []
