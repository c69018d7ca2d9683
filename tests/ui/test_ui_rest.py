"""The REST API against what Spark's history server answers to the same log."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from ui_recorded import APP, EVENTS, LOG, application_of, events_of

from pyrite._ui import rest
from pyrite._ui.application import History, answer
from pyrite._ui.logs import Log
from pyrite._ui.store import Application, Limits

RECORDED = json.loads((Path(__file__).parent / "answers_4.3.0.json").read_text(encoding="utf-8"))

#: What differs on purpose: Spark counts the memory of broadcasts that are gone, and the log lies elsewhere.
OWN = {
    "memoryUsed",
    "usedOnHeapStorageMemory",
    "lastUpdated",
    "lastUpdatedEpoch",
    "logSourceName",
    "logSourceFullPath",
}


def asked(source, path, now=0):
    parts = urlsplit(path)
    try:
        query = parse_qs(parts.query, keep_blank_values=True)
        return 200, json.loads(json.dumps(answer(source, parts.path, query, now)))
    except rest.NotFound as error:
        return 404, str(error)
    except rest.BadRequest as error:
        return 400, str(error)
    except rest.Unavailable as error:
        return 503, str(error)


def without_own(value, own=OWN):
    if isinstance(value, dict):
        return {key: None if key in own else without_own(each, own) for key, each in value.items()}
    if isinstance(value, list):
        return [without_own(each, own) for each in value]
    return value


@pytest.fixture(scope="module")
def source():
    return History(Log(str(EVENTS)))


@pytest.mark.parametrize("path", list(RECORDED["whole"]))
def test_answers_are_those_of_spark(source, path):
    status, body = RECORDED["whole"][path]
    found = asked(source, f"applications/{APP}{path}")
    if path == "/jobs/abc":
        status, body = 404, f"/api/v1/applications/{APP}/jobs/abc"
    if path.startswith("/executors") or path == "":
        body, found = without_own(body), (found[0], without_own(found[1]))
    assert found == (status, body)


@pytest.mark.parametrize("path", list(RECORDED["top"]))
def test_answers_about_applications_are_those_of_spark(source, path):
    assert list(asked(source, path.strip("/"))) == RECORDED["top"][path]


@pytest.mark.parametrize("path", ["/storage/rdd", "/storage/rdd/5"])
def test_cached_rdds_are_told_as_by_spark(path):
    events = events_of()
    first = next(i for i, event in enumerate(events) if event["Event"] == "SparkListenerUnpersistRDD")

    class Cut:
        def find(self, number, attempt):
            return application_of(events[:first])

    # What is left of the memory depends on how broadcasts that are gone are counted.
    own = {"memoryRemaining", "onHeapMemoryRemaining"}
    status, body = asked(Cut(), f"applications/x{path}")
    expected = RECORDED["cut before the first unpersist"][path]
    assert [status, without_own(body, own)] == without_own(expected, own)


def test_memory_of_executors_is_what_their_blocks_take(source):
    events = events_of()
    app = application_of(events)
    held = {}
    for event in events:
        if event["Event"] == "SparkListenerBlockUpdated":
            info = event["Block Updated Info"]
            level = info["Storage Level"]
            held[info["Block ID"]] = info["Memory Size"] if level["Use Memory"] else 0
        elif event["Event"] == "SparkListenerUnpersistRDD":
            for name in held:
                if name.startswith(f"rdd_{event['RDD ID']}_"):
                    held[name] = 0
    assert rest.executors(app, 0)[0]["memoryUsed"] == sum(held.values())


def test_applications_are_chosen_by_status_date_and_number(source):
    everything = asked(source, "applications")[1]
    assert {each["id"] for each in everything} == {APP, "local-1795301451864"}
    assert asked(source, "applications?status=running") == (200, [])
    assert len(asked(source, "applications?limit=1")[1]) == 1
    assert asked(source, "applications?minDate=2027-01-01") == (200, [])
    assert len(asked(source, "applications?maxDate=2027-01-01&status=completed")[1]) == 2
    assert asked(source, "applications?limit=x")[0] == 400


def test_lists_are_paged_and_filtered(source):
    base = f"applications/{APP}"
    assert [each["id"] for each in asked(source, f"{base}/sql?offset=2&length=2")[1]] == [2, 3]
    assert {each["status"] for each in asked(source, f"{base}/stages?status=failed")[1]} == {"FAILED"}
    tasks = asked(source, f"{base}/stages/11/0/taskList?offset=1&length=1")[1]
    assert [task["index"] for task in tasks] == [1]
    slowest = asked(source, f"{base}/stages/1/0/taskList?sortBy=-runtime")[1]
    times = [task["taskMetrics"]["executorRunTime"] for task in slowest]
    assert times == sorted(times, reverse=True)
    assert asked(source, f"{base}/stages/1/0/taskSummary?quantiles=a")[0] == 400


def test_what_has_ended_is_kept_up_to_the_limits():
    app = Application(Limits(jobs=5, stages=6, executions=3))
    for event in events_of():
        app.apply(event)
    assert max(app.jobs) == 22 and len(app.jobs) <= 5
    assert len(app.stages) <= 7
    assert len(app.executions) <= 3 and 6 in app.executions
    assert app.dropped_jobs == 23 - len(app.jobs)


def test_limits_are_spark_s_settings():
    limits = Limits.of({"spark.ui.retainedJobs": "7", "spark.ui.retainedTasks": "x"})
    assert (limits.jobs, limits.tasks, limits.stages) == (7, 100_000, 1000)


def test_prometheus_names_each_executor():
    text = rest.prometheus(application_of(events_of()), 0)
    lines = [line for line in text.splitlines() if line.startswith("metrics_executor_completedTasks_total")]
    assert lines == [
        f'metrics_executor_completedTasks_total{{application_id="{APP}", '
        'application_name="Event logs", executor_id="driver"} 46'
    ]
    assert LOG.name in text


def test_unknown_events_and_fields_are_passed_over():
    app = application_of([{"Event": "SparkListenerOfTheFuture", "x": 1}, {}, {"Event": 3}, *events_of()[:40]])
    assert app.jobs


#: Of an executor that was lost Spark no longer counts what is told of it afterwards.
LOST = {"activeTasks", "failedTasks", "totalDuration"}


@pytest.mark.parametrize("name", ["applications", "jobs", "stages", "sql", "environment", "allexecutors"])
def test_spark_and_pyrite_say_the_same_of_a_log_of_pyrite(name):
    folder = EVENTS.parent / "history_4.3.0"
    (log,) = folder.glob("local-*")
    source = History(Log(str(log)))
    expected = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    status, body = asked(source, name if name == "applications" else f"applications/{log.name}/{name}")
    assert status == 200
    if name == "applications":
        body, expected = without_own(body), without_own(expected)
    if name == "allexecutors":
        gone = {each["id"] for each in expected if not each["isActive"]}
        assert gone
        body = [without_own(each, LOST) if each["id"] in gone else each for each in body]
        expected = [without_own(each, LOST) if each["id"] in gone else each for each in expected]
    assert body == expected
