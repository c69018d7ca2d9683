"""The progress line, a notebook's bar, progress handlers, and listeners in Python."""

import io
import logging
import os
import pty
import re
import subprocess
import sys
import threading
import time

import pytest

from pyrite import SparkConf, SparkContext
from pyrite._events import progress
from pyrite._events.bus import Bus, Event
from pyrite._events.stages import Stage, StageInfo
from pyrite.errors import PySparkRuntimeError
from pyrite.listener import SparkListener
from pyrite.sql import SparkSession


@pytest.mark.parametrize(
    ("stages", "width", "line"),
    [
        ([Stage(3, 40, 12, 2)], 40, "[Stage 3:====>           (12 + 2) / 40]"),
        ([Stage(0, 10, 0, 2)], 40, "[Stage 0:>                (0 + 2) / 10]"),
        ([Stage(0, 10, 10, 0)], 40, "[Stage 0:===============>(10 + 0) / 10]"),
        ([Stage(1, 100, 50, 4)], 20, "[Stage 1:(50 + 4) / 100]"),
        (
            [Stage(1, 4, 1, 1), Stage(2, 4, 2, 1)],
            60,
            "[Stage 1:==>       (1 + 1) / 4][Stage 2:====>     (2 + 1) / 4]",
        ),
    ],
)
def test_line_is_as_wide_as_it_may_be(stages, width, line):
    drawn = progress.progress_line(stages, width)
    assert re.sub(r"[=> ]+\(", "(", drawn) == re.sub(r"[=> ]+\(", "(", line)
    for stage, part in zip(stages, re.findall(r"\[[^]]*\]", drawn)):
        bar = re.search(r":([=> ]*)\(", part)[1]
        room = width // len(stages) - len(part) + len(bar)
        assert len(bar) == max(0, room)
        if room > 0:
            assert bar.rstrip() == ("=" * (room * stage.completed // stage.tasks) + ">")[:room]


class Status:
    def __init__(self, *stages):
        self.stages = list(stages)

    def running_stages(self):
        return self.stages


def submitted(number):
    return Event("StageSubmitted", 0, {"info": (number, 0, "x", 1, (), ())})


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(progress, "FIRST_DELAY", -1.0)
    monkeypatch.setenv("COLUMNS", "40")


def test_line_is_drawn_over_itself_and_cleared_when_a_job_ends(at_once):
    stream = io.StringIO()
    status = Status(Stage(3, 40, 12, 2))
    line = progress.ConsoleProgress(status, 60.0, stream)
    try:
        line.refresh()
        assert stream.getvalue() == ""  # no stage has been submitted
        line(submitted(3))
        line.refresh()
        line.refresh()
        first = progress.progress_line(status.stages, 40)
        assert stream.getvalue() == f"\r{first}\r"
        line(Event("JobEnd", 0, {}))
        line(Event("JobEnd", 0, {}))
        assert stream.getvalue() == f"\r{first}\r\r{' ' * len(first)}\r"
    finally:
        line.close()


@pytest.mark.parametrize(("interval", "looks"), [("20ms", True), ("1min", False)])
def test_interval_is_that_of_the_settings(at_once, monkeypatch, interval, looks):
    looked = []

    class Watched(Status):
        def running_stages(self):
            looked.append(time.monotonic())
            return self.stages

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    settings = {"spark.ui.consoleProgress.update.interval": interval}
    line = progress.started(Bus(), Watched(Stage(3, 40, 12, 2)), settings)
    try:
        line(submitted(3))
        time.sleep(0.5)
        assert len(looked) > 3 if looks else not looked
    finally:
        line.close()


def test_only_stages_that_have_run_for_a_while_are_drawn(monkeypatch):
    stream = io.StringIO()
    line = progress.ConsoleProgress(Status(Stage(3, 40, 12, 2)), 60.0, stream)
    try:
        line(submitted(3))
        line.refresh()
        assert stream.getvalue() == ""
    finally:
        line.close()


def test_three_stages_at_most(at_once):
    stream = io.StringIO()
    line = progress.ConsoleProgress(Status(*[Stage(i, 2, 1, 1) for i in range(5)]), 60.0, stream)
    try:
        for number in range(5):
            line(submitted(number))
        line.refresh()
        assert stream.getvalue().count("[Stage") == 3
    finally:
        line.close()


def test_terminal_that_is_gone_does_no_harm(at_once):
    stream = io.StringIO()
    line = progress.ConsoleProgress(Status(Stage(3, 40, 12, 2)), 60.0, stream)
    stream.close()
    line(submitted(3))
    line.refresh()
    line.close()


def test_bar_of_a_notebook_is_updated_and_vanishes(at_once):
    shown = []

    class Handle:
        def update(self, html):
            shown.append(html)

    def display(html):
        shown.append(html)
        return Handle()

    status = Status(Stage(3, 40, 12, 2))
    bar = progress.NotebookProgress(status, 60.0, display)
    try:
        bar(submitted(3))
        bar.refresh()
        status.stages = [Stage(3, 40, 13, 2)]
        bar.refresh()
        bar.refresh()
        bar(Event("JobEnd", 0, {}))
    finally:
        bar.close()
    assert len(shown) == 3 and shown[2] == ""
    assert 'value="12" max="40"' in shown[0] and "(13 + 2) / 40" in shown[1]


PROGRAM = """
import time
from pyrite import SparkConf, SparkContext
conf = SparkConf().setMaster("local[2]").setAppName("x").set("spark.ui.enabled", "false")
conf.set("spark.ui.consoleProgress.update.interval", "50ms").set("spark.ui.showConsoleProgress", "{shown}")
with SparkContext(conf=conf) as sc:
    sc.parallelize(range(8), 8).map(lambda x: time.sleep(0.3)).count()
    print("done")
"""


def run_on_a_terminal(shown):
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "60"}
    code = PROGRAM.format(shown=shown)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=theirs, stderr=theirs, env=environment, stdin=subprocess.DEVNULL
    ):
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            said += piece
    os.close(ours)
    return said.decode()


def test_on_a_terminal_the_line_is_drawn_and_gone_before_the_output():
    said = run_on_a_terminal("true")
    assert re.search(r"\r\[Stage 0:=*> *\(\d \+ 2\) / 8\]\r", said)
    assert said.endswith("\r" + " " * 60 + "\rdone\r\n")


def test_by_default_and_without_a_terminal_nothing_is_drawn():
    assert "Stage" not in run_on_a_terminal("false")
    code = PROGRAM.format(shown="true")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "done\n" and "Stage" not in done.stderr


# ---------------------------------------------------------------------------------------------- handlers


@pytest.fixture
def spark():
    conf = (
        SparkConf(loadDefaults=False).setMaster("local[2]").setAppName("x").set("spark.ui.enabled", "false")
    )
    session = SparkSession.builder.config(conf=conf).getOrCreate()
    yield session
    session.stop()


LONG = "SELECT sum(a.id * b.id % 7) FROM range(30000) a JOIN range(6000) b"


def test_progress_handlers_are_told_of_a_query(spark):
    told = []
    spark.registerProgressHandler(lambda **known: told.append(known))
    spark.sql(LONG).collect()
    assert told[-1]["done"] is True and [known["done"] for known in told[:-1]] == [False] * (len(told) - 1)
    assert len(told) > 1
    assert len({known["operation_id"] for known in told}) == 1
    (stage,) = told[0]["stages"]
    assert stage == StageInfo(stage.stage_id, 1, 0, 0, False) and told[0]["inflight_tasks"] == 1
    (stage,) = told[-1]["stages"]
    assert stage.done and stage.num_completed_tasks == 1 and told[-1]["inflight_tasks"] == 0


def test_progress_handlers_come_and_go(spark):
    told = []

    def first(**known):
        told.append("first")

    def second(**known):
        told.append("second")

    spark.registerProgressHandler(first)
    spark.registerProgressHandler(first)
    spark.registerProgressHandler(second)
    spark.range(3).count()
    assert told == ["first", "second"]
    spark.removeProgressHandler(first)
    spark.removeProgressHandler(first)
    spark.newSession().range(3).count()
    spark.range(3).count()
    assert told == ["first", "second", "second"]
    spark.clearProgressHandlers()
    spark.range(3).count()
    assert told == ["first", "second", "second"]


def test_handler_that_raises_is_logged_and_the_query_goes_on(spark, caplog):
    def broken(**known):
        raise ValueError("no luck")

    spark.registerProgressHandler(broken)
    with caplog.at_level(logging.ERROR, "pyrite"):
        assert spark.range(3).count() == 3
    assert "a progress handler failed" in caplog.text


# ---------------------------------------------------------------------------------------------- listeners


class Heard(SparkListener):
    def __init__(self):
        self.jobs, self.tasks, self.others, self.threads = [], 0, [], set()

    def onJobStart(self, event):
        self.jobs.append(("start", event["Job ID"]))
        self.threads.add(threading.current_thread().name)

    def onJobEnd(self, event):
        self.jobs.append(("end", event["Job ID"], event["Job Result"]["Result"]))

    def onTaskEnd(self, event):
        self.tasks += event["Task End Reason"]["Reason"] == "Success"

    def onOtherEvent(self, event):
        self.others.append(event["Event"].rpartition("SparkListener")[2])


def test_listener_hears_jobs_tasks_and_queries(spark):
    sc, heard = spark.sparkContext, Heard()
    sc.addSparkListener(heard)
    sc.parallelize(range(4), 4).count()
    with pytest.raises(Exception, match="division"):
        sc.parallelize([0], 1).map(lambda x: 1 // x).count()
    spark.range(3).collect()
    sc._observers.listeners.flush()
    assert heard.jobs[:4] == [("start", 0), ("end", 0, "JobSucceeded"), ("start", 1), ("end", 1, "JobFailed")]
    assert heard.tasks == 5
    assert heard.others[0] == "SQLExecutionStart" and heard.others[-1] == "SQLExecutionEnd"
    assert "pyrite-scheduler" not in heard.threads
    sc.removeSparkListener(heard)
    sc.parallelize([1]).count()
    sc._observers.listeners.flush()
    assert len(heard.jobs) == 6


def test_listener_that_raises_or_is_slow_disturbs_no_job(spark, caplog):
    let_go = threading.Event()
    waited = []

    class Bad(SparkListener):
        def onJobStart(self, event):
            raise ValueError("no luck")

        def onTaskEnd(self, event):
            waited.append(let_go.wait(30))

    sc, heard = spark.sparkContext, Heard()
    sc.addSparkListener(Bad())
    sc.addSparkListener(heard)
    for _ in range(4):
        assert sc.parallelize(range(2), 2).count() == 2
    let_go.set()
    with caplog.at_level(logging.ERROR, "pyrite"):
        sc._observers.listeners.flush()
    assert len(heard.jobs) == 8 and all(waited)


def test_what_is_not_told_yet_is_told_at_the_end():
    heard = Heard()
    with SparkContext("local[1]", "x", conf=SparkConf().set("spark.ui.enabled", "false")) as sc:
        sc.addSparkListener(heard)
        sc.parallelize([1]).count()
    assert heard.jobs == [("start", 0), ("end", 0, "JobSucceeded")]


class FromTheStart(Heard):
    made: list = []

    def __init__(self):
        super().__init__()
        self.names = []
        self.made.append(self)

    def onApplicationStart(self, event):
        self.names.append(event["App Name"])


def test_listeners_of_the_settings_hear_the_start():
    conf = SparkConf(loadDefaults=False).set("spark.ui.enabled", "false")
    conf.set("spark.extraListeners", f"{__name__}.FromTheStart")
    with SparkContext("local[1]", "named", conf=conf) as sc:
        sc.parallelize([1]).count()
    (heard,) = FromTheStart.made
    assert heard.names == ["named"] and len(heard.jobs) == 2


def test_listener_that_cannot_be_made_is_an_error():
    conf = (
        SparkConf(loadDefaults=False).set("spark.ui.enabled", "false").set("spark.extraListeners", "org.x.Y")
    )
    with pytest.raises(PySparkRuntimeError, match=r"registering SparkListener org\.x\.Y"):
        SparkContext("local[1]", "x", conf=conf)
    assert SparkContext._active_spark_context is None


def test_status_tracker_knows_the_same(spark):
    sc = spark.sparkContext
    sc.setJobGroup("queries", "x")
    spark.range(3).collect()
    (job,) = sc.statusTracker().getJobIdsForGroup("queries")
    info = sc.statusTracker().getJobInfo(job)
    assert info.status == "SUCCEEDED"
    (stage,) = info.stageIds
    known = sc.statusTracker().getStageInfo(stage)
    assert known.name.startswith("collect at test_progress.py:") and known.numCompletedTasks == 1


CELLS = (
    """
import time
from pyrite import SparkConf, SparkContext
sc = SparkContext(conf=SparkConf().setMaster("local[2]").setAppName("cells").set("spark.ui.enabled", "false"))
""",
    "print(sc.parallelize(range(6), 6).map(lambda x: time.sleep(0.4) or x).sum())",
    "sc.stop()",
)


def test_bar_is_below_the_cell_that_runs():
    manager = pytest.importorskip("jupyter_client.manager")
    pytest.importorskip("ipykernel")
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    kernel, client = manager.start_new_kernel(kernel_name="python3", env={**os.environ, "PYTHONPATH": root})
    heard = []
    try:
        for cell in CELLS:
            client.execute_interactive(
                cell, timeout=60, allow_stdin=False, output_hook=lambda message: heard.append(message)
            )
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)
    (shown,) = [message for message in heard if message["msg_type"] == "display_data"]
    updates = [message for message in heard if message["msg_type"] == "update_display_data"]
    (printed,) = [message for message in heard if message["msg_type"] == "stream"]
    assert (
        "<progress" in shown["content"]["data"]["text/html"]
        and "/ 6" in shown["content"]["data"]["text/html"]
    )
    assert updates[-1]["content"]["data"]["text/html"] == ""
    cells = {message["parent_header"]["msg_id"] for message in (shown, *updates, printed)}
    assert len(cells) == 1
    assert heard.index(updates[-1]) < heard.index(printed)
