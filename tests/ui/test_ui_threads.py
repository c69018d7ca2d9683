"""What the threads of the driver and of its workers do: on the page of executors, and in REST."""

import os
import signal
import threading
import time

import pytest
import requests
from ui_recorded import APP, until

from pyrite import SparkConf, SparkContext
from pyrite._executor import stacks
from pyrite._ui import application


def test_the_driver_tells_its_threads(live):
    server = live(40)

    def driver(request):
        told = {"threadId": 7, "threadName": "Main<b>", "threadState": "RUNNABLE", "isDaemon": False,
                "stackTrace": {"elems": ["f (app.py:3)\n"]}}  # fmt: skip
        server.source.answered({"Answer": request["executor"], "threads": [told]})

    server.source.ask = driver
    api = f"{server.url}/api/v1/applications/{APP}/executors"
    assert [each["threadId"] for each in requests.get(f"{api}/driver/threads", timeout=30).json()] == [7]
    page = requests.get(f"{server.url}/executors/threadDump/?executorId=driver", timeout=30)
    assert page.ok and "f (app.py:3)" in page.text and "Main&lt;b&gt;" in page.text
    assert "threadDump" in requests.get(f"{server.url}/executors/", timeout=30).text


def test_a_driver_that_does_not_answer_is_not_waited_for(live, monkeypatch):
    monkeypatch.setattr(application, "ANSWER_SECONDS", 0.2)
    server = live(40)
    answer = requests.get(f"{server.url}/api/v1/applications/{APP}/executors/driver/threads", timeout=30)
    assert (answer.status_code, server.source.questions) == (503, {})


def test_thread_dumps_can_be_switched_off(live):
    server = live(40)
    server.source.thread_dumps = False
    answer = requests.get(f"{server.url}/api/v1/applications/{APP}/executors/driver/threads", timeout=30)
    assert answer.status_code == 503 and "spark.ui.threadDumpsEnabled" in answer.text


def test_executors_that_cannot_be_asked(live):
    server = live(40)
    added = {
        "Event": "SparkListenerExecutorAdded",
        "Timestamp": 1,
        "Executor Info": {"Host": "h", "Total Cores": 1},
    }
    for number in "12":
        server.source.app.apply({**added, "Executor ID": number})
    server.source.app.apply(
        {
            "Event": "SparkListenerExecutorRemoved",
            "Timestamp": 2,
            "Executor ID": "2",
            "Removed Reason": "gone",
        }
    )

    def status(executor):
        page = requests.get(f"{server.url}/executors/threadDump/?executorId={executor}", timeout=30)
        api = requests.get(f"{server.url}/api/v1/applications/{APP}/executors/{executor}/threads", timeout=30)
        return page.status_code, api.status_code

    # As Spark answers: there is none, it has gone, that is no name of one.
    assert [status("9"), status("2"), status("x")] == [(404, 404), (404, 400), (404, 400)]
    assert server.asked == []
    server.source.ask = lambda request: server.source.answered(
        {"Answer": request["executor"], "refused": "The worker does not <answer>."}
    )
    assert status("1") == (503, 503)
    page = requests.get(f"{server.url}/executors/threadDump/?executorId=1", timeout=30).text
    assert "does not &lt;answer&gt;" in page
    page = requests.get(f"{server.url}/executors/", timeout=30).text
    assert "executorId=1" in page and "executorId=2" not in page


def test_who_asks_at_the_same_time_gets_the_same_answer(live):
    server = live(40)
    answers = []
    api = f"{server.url}/api/v1/applications/{APP}/executors/driver/threads"
    asking = [
        threading.Thread(target=lambda: answers.append(requests.get(api, timeout=30).json()))
        for _ in range(4)
    ]
    for each in asking:
        each.start()
    until(lambda: server.asked)
    time.sleep(0.3)
    server.source.answered({"Answer": "driver", "threads": []})
    for each in asking:
        each.join(30)
    assert (len(server.asked), answers) == (1, [[]] * 4)


def test_threads_are_told_with_their_stacks():
    ready, end = threading.Event(), threading.Event()

    def a_function_that_waits():
        ready.set()
        end.wait(30)

    thread = threading.Thread(target=a_function_that_waits, name="waiting", daemon=True)
    thread.start()
    ready.wait(30)
    until(lambda: stack_of("waiting")["threadState"] == "WAITING")
    told = stack_of("waiting")
    end.set()
    assert told["isDaemon"] and any("a_function_that_waits" in line for line in told["stackTrace"]["elems"])
    assert "MainThread" not in [each["threadName"] for each in stacks.dump()]


def stack_of(name):
    return next(each for each in stacks.dump() if each["threadName"] == name)


def test_tasks_in_the_driver_are_threads_of_the_driver():
    conf = SparkConf(loadDefaults=False).setMaster("local").setAppName("inline")
    with SparkContext(conf=conf.set("spark.ui.enabled", "true").set("spark.ui.port", "0")) as sc:
        url = f"{sc.uiWebUrl}/api/v1/applications/{sc.applicationId}/executors/0/threads"
        sc.parallelize(range(2)).count()
        until(lambda: requests.get(url, timeout=30).ok)
        names = {each["threadName"] for each in requests.get(url, timeout=30).json()}
        assert "MainThread" in names


@pytest.fixture(scope="module")
def program():
    """A program with two workers whose UI is looked at; yields it and a function that asks for threads."""
    conf = SparkConf(loadDefaults=False).setMaster("local[2]").setAppName("threads")
    with SparkContext(conf=conf.set("spark.ui.enabled", "true").set("spark.ui.port", "0")) as sc:
        url = f"{sc.uiWebUrl}/api/v1/applications"
        until(lambda: requests.get(url, timeout=30).json()[0]["id"] == sc.applicationId)
        sc.parallelize(range(8), 8).count()

        def ask(executor):
            return requests.get(f"{url}/{sc.applicationId}/executors/{executor}/threads", timeout=30)

        until(lambda: all(ask(worker).ok for worker in sc._engine.loop.executor.pids))
        yield sc, ask


def job(sc, work, *told):
    """One task in a thread of the test: ``work`` gets what it is told, and what ends it."""
    done = threading.Event()

    def run():
        try:
            sc.parallelize([told], 1).map(lambda told: work(*told)).count()
        finally:
            done.set()

    threading.Thread(target=run, daemon=True).start()
    return done


def seen(sc, ask, function):
    """The thread of the worker that is in a function, once one is."""
    found = []

    def look():
        for worker in sc._engine.loop.executor.pids:
            answer = ask(worker)
            if answer.ok:
                main = answer.json()[0]
                found.extend(
                    [main] if any(f"{function} (" in each for each in main["stackTrace"]["elems"]) else []
                )
        return found

    until(look)
    return found[0]


def test_a_program_shows_its_threads(program):
    _, ask = program
    main = next(each for each in ask("driver").json() if each["threadName"] == "MainThread")
    assert any("test_a_program_shows_its_threads" in line for line in main["stackTrace"]["elems"])


def test_an_idle_worker_waits(program):
    sc, ask = program
    for worker in sc._engine.loop.executor.pids:
        (main,) = ask(worker).json()
        assert (main["threadName"], main["threadState"], main["inNative"]) == ("MainThread", "WAITING", False)


def test_a_worker_that_runs_python_code(program, tmp_path):
    """Asked hundreds of times, it tells where it is, and does not mind."""
    sc, ask = program
    end = tmp_path / "end"

    def fibonacci(n):
        return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

    def work(end):
        waiting = threading.Event()
        threading.Thread(target=waiting.wait, name="a-helper", daemon=True).start()
        while not os.path.exists(end):
            fibonacci(15)
        waiting.set()

    done = job(sc, work, str(end))
    before = dict(sc._engine.loop.executor.pids)
    main = seen(sc, ask, "fibonacci")
    assert main["threadState"] == "RUNNABLE" and not main["inNative"]
    assert "test_ui_threads.py" in main["stackTrace"]["elems"][0]
    for _ in range(100):
        for worker in before:
            sc._engine.loop.executor.threads(worker)
    helpers = [each for worker in before for each in ask(worker).json() if each["threadName"] == "a-helper"]
    assert [(each["threadState"], each["isDaemon"]) for each in helpers] == [("WAITING", True)]
    end.touch()
    assert done.wait(30) and sc._engine.loop.executor.pids == before


def test_a_worker_that_sleeps(program, tmp_path):
    sc, ask = program
    end = tmp_path / "end"

    def sleeper(end):
        while not os.path.exists(end):
            time.sleep(1)

    done = job(sc, sleeper, str(end))
    begun = time.monotonic()
    assert "sleeper (" in seen(sc, ask, "sleeper")["stackTrace"]["elems"][0]
    end.touch()
    assert done.wait(30) and time.monotonic() - begun < 10


@pytest.mark.skipif(stacks.IN_NATIVE_CODE is None, reason="only Python is asked on this system")
def test_a_worker_deep_in_native_code(program, tmp_path):
    sc, ask = program
    end = tmp_path / "end"

    def summer(end):
        # Seconds for each sum, in which Python takes no signal.
        while not os.path.exists(end):
            sum(range(300_000_000))

    before = dict(sc._engine.loop.executor.pids)
    done = job(sc, summer, str(end))
    until(lambda: seen(sc, ask, "summer")["inNative"], 60)
    main = seen(sc, ask, "summer")
    assert main["threadState"] == "RUNNABLE" and "test_ui_threads.py" in main["stackTrace"]["elems"][0]
    end.touch()
    assert done.wait(60) and sc._engine.loop.executor.pids == before
    # Python's own answer, which came too late, is not taken for one of now.
    until(lambda: not any(each["inNative"] for worker in before for each in ask(worker).json()))
    assert all(ask(worker).json()[0]["threadState"] == "WAITING" for worker in before)
    # What it said does not stay, lest it be taken for what a crash says.
    notes = sc._engine.loop.executor
    assert {os.path.getsize(notes._note(each, "fault")) for each in notes._workers.values()} == {0}


def test_a_worker_that_is_stopped_does_not_answer(program):
    sc, ask = program
    worker, pid = next(iter(sc._engine.loop.executor.pids.items()))
    os.kill(pid, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        answer = ask(worker)
        assert answer.status_code == 503 and "does not answer" in answer.text
        assert time.monotonic() - begun < 20
    finally:
        os.kill(pid, signal.SIGCONT)
    until(lambda: ask(worker).ok)
    assert sc.parallelize(range(8), 8).count() == 8 and pid in sc._engine.loop.executor.pids.values()


def test_a_worker_that_is_dead(program):
    sc, ask = program
    worker, pid = next(iter(sc._engine.loop.executor.pids.items()))
    os.kill(pid, signal.SIGKILL)
    until(lambda: worker not in sc._engine.loop.executor.pids)
    with pytest.raises(ProcessLookupError):
        sc._engine.loop.executor.threads(worker)
    until(lambda: ask(worker).status_code == 400)
    assert "not active" in ask(worker).text
