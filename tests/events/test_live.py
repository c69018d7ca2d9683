"""The driver's side of the web UI: its port, its server, what it is told and what it asks."""

import json
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest

from pyrite import SparkConf, SparkContext
from pyrite._events.bus import Event
from pyrite._ui import live
from pyrite.errors import PySparkException
from pyrite.sql import SparkSession


def conf_of(**more):
    settings = {"spark.ui.enabled": "true", "spark.ui.port": "0"}
    settings |= {f"spark.{key.replace('_', '.')}": value for key, value in more.items()}
    return SparkConf(loadDefaults=False).setMaster("local[2]").setAppName("live").setAll(settings.items())


def get(url, path="/"):
    with urllib.request.urlopen(url + path, timeout=30) as answer:
        return answer.read().decode()


def until(ready, seconds=20):
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def children(name):
    found = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in found.splitlines()[1:]]
    return [int(pid) for pid, parent, command in rows if int(parent) == os.getpid() and name in command]


def is_taken(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def app(request):
    with SparkContext(conf=conf_of(**getattr(request, "param", {}))) as sc:
        yield sc


needs_server = pytest.mark.skipif(
    any(live.find_spec(name) is None for name in ("uvicorn", "starlette", "jinja2")), reason="pyrite[ui]"
)


def test_port_is_there_at_once_on_loopback_and_nothing_runs(app):
    port = int(app.uiWebUrl.rpartition(":")[2])
    assert app.uiWebUrl == f"http://localhost:{port}"
    assert app._observers.ui._listener.getsockname()[0] == "127.0.0.1"
    assert not app._observers.ui.looked_at
    assert children("pyrite._ui.server") == []


def test_workers_do_not_hold_the_port(app):
    inode = os.readlink(f"/proc/self/fd/{app._observers.ui._listener.fileno()}")
    for pid in app.parallelize(range(2), 2).map(lambda _: os.getpid()).collect():
        held = {os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")}
        assert inode not in held


def test_next_free_port_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with SparkContext(conf=conf_of(ui_port=str(port))) as sc:
            assert port < int(sc.uiWebUrl.rpartition(":")[2]) <= port + 16


def test_without_a_free_port_the_program_runs(caplog):
    with socket.socket() as taken, caplog.at_level(logging.WARNING, "pyrite"):
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with SparkContext(conf=conf_of(ui_port=port, port_maxRetries="0")) as sc:
            assert sc.uiWebUrl is None
            assert sc.parallelize([1]).count() == 1
    assert "Service 'SparkUI' failed after 0 retries" in caplog.text


def test_off_means_off():
    with SparkContext(conf=conf_of(ui_enabled="false")) as sc:
        assert sc.uiWebUrl is None


def test_port_is_free_when_the_application_has_ended():
    with SparkContext(conf=conf_of()) as sc:
        port = int(sc.uiWebUrl.rpartition(":")[2])
        assert is_taken(port)
    assert not is_taken(port)


def test_beyond_loopback_there_is_a_token():
    with SparkContext(conf=conf_of(pyrite_ui_host="0.0.0.0")) as sc:
        token = sc._observers.ui.token
        assert token and len(token) == 32 and sc.uiWebUrl.endswith(f"/?token={token}")


@needs_server
def test_server_comes_with_the_first_look_and_goes_with_the_application():
    with SparkContext(conf=conf_of()) as sc:
        sc.parallelize(range(10), 2).map(lambda x: (x, 1)).reduceByKey(max).collect()
        (app,) = json.loads(get(sc.uiWebUrl, "/api/v1/applications"))
        assert app["id"] == sc.applicationId
        jobs = f"/api/v1/applications/{app['id']}/jobs"
        until(lambda: [job["status"] for job in json.loads(get(sc.uiWebUrl, jobs))] == ["SUCCEEDED"])
        sc.parallelize([1]).count()
        until(lambda: len(json.loads(get(sc.uiWebUrl, jobs))) == 2)
        (server,) = children("pyrite._ui.server")
        assert sc._observers.ui.looked_at
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


@needs_server
def test_server_that_has_ended_comes_again_and_knows_everything(app):
    app.parallelize([1]).count()
    path = f"/api/v1/applications/{app.applicationId}/jobs"
    until(lambda: len(json.loads(get(app.uiWebUrl, path))) == 1)
    (server,) = children("pyrite._ui.server")
    os.kill(server, signal.SIGKILL)
    until(lambda: not app._observers.ui.looked_at)
    until(lambda: len(json.loads(get(app.uiWebUrl, path))) == 1)


DRIVER = """
import time
from pyrite import SparkConf, SparkContext
sc = SparkContext(conf=SparkConf().setMaster("local[1]").setAppName("x").set("spark.ui.port", "0"))
print(sc.uiWebUrl, flush=True)
time.sleep(60)
"""


@needs_server
def test_server_goes_with_a_driver_that_is_killed():
    with subprocess.Popen([sys.executable, "-c", DRIVER], stdout=subprocess.PIPE, text=True) as driver:
        url = driver.stdout.readline().strip()
        assert json.loads(get(url, "/api/v1/applications"))
        os.kill(driver.pid, signal.SIGKILL)
    port = int(url.rpartition(":")[2])
    until(lambda: not is_taken(port))


def ask(app, **request):
    app._observers.ui._take(json.dumps(request).encode() + b"\n")


def failing(app, action):
    failures = []

    def run():
        try:
            action()
        except PySparkException as error:
            failures.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    until(lambda: app.statusTracker().getActiveJobsIds())
    return thread, failures


def test_page_kills_a_job_with_sparks_message(app):
    thread, failures = failing(
        app, lambda: app.parallelize([1, 2], 2).map(lambda x: time.sleep(60)).collect()
    )
    ask(app, request="kill job", job=0)
    thread.join(20)
    assert "[SPARK_JOB_CANCELLED] Job 0 cancelled killed via Web UI SQLSTATE: XXKDA" in failures[0]
    assert app.parallelize([1]).count() == 1


def test_page_kills_a_stage(app):
    thread, failures = failing(
        app, lambda: app.parallelize([1, 2], 2).map(lambda x: time.sleep(60)).collect()
    )
    (stage,) = app.statusTracker().getActiveStageIds() or [0]
    ask(app, request="kill stage", stage=stage)
    thread.join(20)
    assert f"because Stage {stage} was cancelled: killed via the Web UI" in failures[0]


def test_page_kills_a_query():
    spark = SparkSession.builder.config(conf=conf_of()).getOrCreate()
    try:
        sc = spark.sparkContext
        spark.range(3).count()
        query = (
            "SELECT sum(a.id * b.id % 7) FROM range(100000000) a JOIN range(1000) b ON a.id % 3 = b.id % 3"
        )
        thread, failures = failing(sc, lambda: spark.sql(query).collect())
        (job,) = sc.statusTracker().getActiveJobsIds()
        ask(sc, request="kill job", job=job)
        thread.join(20)
        assert f"Job {job} cancelled killed via Web UI" in failures[0]
        assert spark.range(3).count() == 3
    finally:
        spark.stop()


@pytest.mark.parametrize("app", [{"ui_killEnabled": "false"}], indirect=True)
def test_kill_may_be_forbidden(app):
    thread, failures = failing(app, lambda: app.parallelize([1], 1).map(lambda x: time.sleep(1)).collect())
    ask(app, request="kill job", job=0)
    thread.join(20)
    assert failures == []


@pytest.mark.parametrize(
    "line", [b"\xff", b"[]", b"{}", b'{"request": "kill job"}', b'{"request": 3, "job": {}}']
)
def test_requests_that_make_no_sense_do_nothing(app, line):
    app._observers.ui._take(line)
    assert app.parallelize([1]).count() == 1


def test_without_the_packages_the_page_says_what_to_install(app, monkeypatch):
    monkeypatch.setattr(live, "find_spec", lambda name: None)
    with pytest.raises(urllib.error.HTTPError) as answer:
        get(app.uiWebUrl)
    assert answer.value.code == 503 and "pip install 'pyrite[ui]'" in answer.value.read().decode()


def test_server_that_fails_is_explained(app, monkeypatch):
    broken = [sys.executable, "-c", "import sys; sys.exit('no <luck>')"]
    popen = subprocess.Popen
    monkeypatch.setattr(live.subprocess, "Popen", lambda command, **more: popen(broken, **more))
    with pytest.raises(urllib.error.HTTPError) as answer:
        get(app.uiWebUrl)
    assert answer.value.code == 503 and "no &lt;luck>" in answer.value.read().decode()


def test_fork_of_the_program_lets_the_port_go(app):
    pid = os.fork()
    if not pid:
        os._exit(0 if app._observers.ui._listener.fileno() == -1 else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert is_taken(int(app.uiWebUrl.rpartition(":")[2]))


# ---------------------------------------------------------------------------------------------- what is kept


def test_kept_events_come_back_in_order():
    kept = live.Kept()
    for number in range(1000):
        kept.add(Event("JobEnd", number, {"job": number, "error": ""}))
    plain = kept.all()
    kept.pack()
    packed = kept.all()
    kept.add(Event("JobEnd", 1000, {}))
    for events in (plain, packed):
        assert [event.time for event in events()] == list(range(1000))


def test_events_are_taken_while_the_thread_is_busy(app, monkeypatch):
    """Whoever posts never waits for it, and each event is there when it looks again."""
    monkeypatch.setattr(live, "PIECE", 2)
    ui = app._observers.ui
    begun, let_go, in_time = threading.Event(), threading.Event(), []

    def as_long_as_somebody_looks():
        begun.set()
        in_time.append(let_go.wait(60))
        ui._listener.accept()[0].close()

    ui._look_after = as_long_as_somebody_looks
    with socket.create_connection((live.LOOPBACK, ui.port)):
        assert begun.wait(10)
        before = len(list(ui._kept.all()()))
        for number in range(1500 * live.PIECE):
            ui(Event("x", number, {}))
        assert len(list(ui._kept.all()())) == before + 1500 * live.PIECE
        let_go.set()
    until(lambda: not ui._kept._whole)
    assert in_time == [True]
    assert [event.time for event in ui._kept.all()()][-3:] == [1500 * live.PIECE - n for n in (3, 2, 1)]


def test_oldest_events_go_but_not_how_it_began():
    kept = live.Kept(most=20_000)
    noise = [os.urandom(50) for _ in range(5000)]
    for number, data in enumerate(noise):
        if kept.add(Event("x", number, {"data": data})):
            kept.pack()
    times = [event.time for event in kept.all()()]
    assert times[: live.PIECE] == list(range(live.PIECE))
    assert times[-1] == 4999 and len(times) < 2000
    assert len(pickle.dumps(kept._pieces)) < 25_000
