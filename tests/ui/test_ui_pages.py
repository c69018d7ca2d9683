"""The pages as an HTTP client sees them."""

import json
import os
import re
import socket
import subprocess
import sys
import time

import pytest
import requests
from ui_recorded import APP, application_of, events_of, until

from pyrite._ui import graphs, pages
from pyrite._ui.pages import PAGES, Site, Templates
from pyrite._ui.store import Application, Limits
from pyrite._ui.tables import Column, Table

#: A query for the pages that show one thing.
ONE = {
    "/jobs/job/": "?id=4",
    "/stages/stage/": "?id=11",
    "/storage/rdd/": "?id=5",
    "/SQL/execution/": "?id=2",
}
#: The last event before the cached RDD goes.
CACHED = 83


@pytest.mark.parametrize("path", list(PAGES))
def test_each_page_of_a_running_application(live, path):
    server = live(CACHED if "storage" in path else None)
    answer = requests.get(server.url + path + ONE.get(path, ""), timeout=30)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=|javascript:", answer.text)


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/storage/rdd/"])
def test_each_page_of_history(history, path):
    answer = requests.get(f"{history.url}/history/{APP}{path}{ONE.get(path, '')}", timeout=30)
    assert answer.status_code == 200
    links = re.findall(r'(?:href|src|action)="([^"?#]*)', answer.text)
    assert all(
        link.startswith((f"/history/{APP}/", "/static/", "/api/")) or link in ("/", "") for link in links
    )
    assert "<summary>Kill" not in answer.text and 'data-events=""' in answer.text


def test_all_links_of_history_lead_somewhere(history):
    seen, todo = set(), [f"/history/{APP}/jobs/"]
    while todo:
        path = todo.pop()
        answer = requests.get(history.url + path, timeout=30)
        assert answer.status_code == 200, path
        if "text/html" in answer.headers["content-type"] and path.startswith("/history"):
            for link in re.findall(r'(?:href|src)="(/[^"#]*)"', answer.text):
                link = link.replace("&amp;", "&")
                if link not in seen and not re.search(r"(sort|find)=", link):
                    seen.add(link)
                    todo.append(link)
    assert len(seen) > 60


def test_what_is_not_there(live, history):
    server = live(10)
    for path in (
        "/jobs/job/?id=99",
        "/jobs/job/?id=x",
        "/stages/stage/?id=99",
        "/SQL/execution/",
        "/storage/rdd/?id=1",
    ):
        assert requests.get(server.url + path, timeout=30).status_code == 404, path
    for path in ("/nothing", "/static/nothing.css", "/static/..%2fstore.py", "/api/v1/nothing"):
        assert requests.get(server.url + path, timeout=30).status_code == 404, path
    assert requests.get(f"{history.url}/history/nope/jobs/", timeout=30).status_code == 404
    assert requests.get(f"{history.url}/history/{APP}/nope/", timeout=30).status_code == 404


def test_short_addresses_lead_to_the_pages(live, history):
    assert requests.get(live(10).url, timeout=30).url.endswith("/jobs/")
    assert requests.get(f"{history.url}/history/{APP}/", timeout=30).url.endswith(f"/history/{APP}/jobs/")
    assert requests.get(f"{history.url}/history/{APP}/stages", timeout=30).url.endswith("/stages/")


def test_tables_are_sorted_searched_and_paged_by_the_server(live):
    server = live()
    page = requests.get(
        f"{server.url}/jobs/?completed.size=5&completed.page=2&completed.sort=id", timeout=30
    ).text
    rows = re.findall(r'<td class="number"><a href="/jobs/job/\?id=(\d+)">', page.split("Completed jobs")[1])
    assert rows == ["6", "8", "9", "10", "11"]
    assert "6 to 10 of 20" in page
    found = requests.get(f"{server.url}/jobs/?completed.find=sorted", timeout=30).text
    assert "1 to 3 of 3 found, of 20" in found


def test_a_page_number_out_of_range_is_the_last_page():
    columns = (Column("a", "A", lambda row: row, True),)
    table = Table("t", columns, range(25), [("t.page", "99"), ("t.size", "10"), ("other", "1")], "-a")
    assert (table.page, list(table.rows)) == (3, [4, 3, 2, 1, 0])
    assert table.link(page=1) == "?other=1&t.size=10"
    assert table.sorted_link(columns[0]) == "?other=1&t.sort=a&t.size=10"
    assert not Table("t", columns, [], [])


def test_rows_without_a_value_come_first():
    columns = (Column("a", "A", lambda row: row),)
    assert list(Table("t", columns, [3, None, 1], [], "a").rows) == [None, 1, 3]


def test_the_failing_task_and_its_traceback_are_shown(live):
    page = requests.get(f"{live().url}/stages/stage/?id=11", timeout=30).text
    assert "ZeroDivisionError: integer division or modulo by zero" in page
    assert "What the failing task said (partition 1, task 20)" in page


def test_skew_is_told():
    assert "took 20 times as long as the median" in requests_of_skew(2000)
    assert "Skew." not in requests_of_skew(150)


def requests_of_skew(longest):
    begun = 1_795_301_374_546
    info = {"Stage ID": 0, "Stage Name": "s", "Number of Tasks": 5, "RDD Info": [], "Submission Time": begun}
    events = [{"Event": "SparkListenerStageSubmitted", "Stage Info": info}]
    for index in range(5):
        task = {"Task ID": index, "Index": index, "Launch Time": begun, "Executor ID": "1", "Host": "h"}
        events.append({"Event": "SparkListenerTaskStart", "Stage ID": 0, "Task Info": task})
        task = {**task, "Finish Time": begun + (longest if index == 4 else 100)}
        events.append(
            {"Event": "SparkListenerTaskEnd", "Stage ID": 0, "Task Info": task, "Task Metrics": {"Result Size": 1},
             "Task End Reason": {"Reason": "Success"}}
        )  # fmt: skip
    return Templates().page(Site(application_of(events)), "/stages/stage/", [("id", "0")])


def test_changes_are_told_as_they_happen(live):
    events = events_of()
    server = live(20)
    with requests.get(f"{server.url}/events", stream=True, timeout=30) as stream:
        lines = stream.iter_lines(chunk_size=1, decode_unicode=True)
        first = next(line for line in lines if line.startswith("data:"))
        for event in events[20:40]:
            server.source.app.apply(event)
        second = next(line for line in lines if line.startswith("data:"))
        assert int(second.split()[1]) > int(first.split()[1])
        server.source.app.apply({"Event": "SparkListenerApplicationEnd", "Timestamp": 1795301443354})
        assert any(line == "event: end" for line in lines)


def test_the_server_s_process_speaks_with_its_driver():
    listener, (ours, theirs) = socket.create_server(("127.0.0.1", 0)), socket.socketpair()
    port = listener.getsockname()[1]
    fds = (listener.fileno(), theirs.fileno())
    command = [
        sys.executable,
        "-m",
        "pyrite._ui.server",
        "--listen-fd",
        str(fds[0]),
        "--events-fd",
        str(fds[1]),
    ]
    with subprocess.Popen(command, pass_fds=fds) as process, listener, ours:
        theirs.close()
        first = {
            "application": {"id": "a", "name": "n"},
            "host": "127.0.0.1",
            "port": port,
            "kill": True,
            "conf": {},
        }
        for line in (first, *events_of()[:30]):
            ours.sendall(json.dumps(line).encode() + b"\n")
        url = f"http://127.0.0.1:{port}"
        until(lambda: requests.get(f"{url}/api/v1/applications/{APP}/jobs", timeout=30).status_code == 200)
        token = re.search(r'name="token" value="([^"]+)"', page_with_kill(url))[1]
        answer = requests.post(
            f"{url}/jobs/job/kill/", {"id": "0", "token": token}, timeout=30, allow_redirects=False
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/jobs/job/?id=0")
        assert json.loads(ours.makefile().readline()) == {"request": "kill job", "job": 0}
        begun = time.monotonic()
        ours.shutdown(socket.SHUT_RDWR)
        assert process.wait(20) == 0
        assert time.monotonic() - begun < 15
    assert not os.path.exists(f"/proc/{process.pid}/fd")


def page_with_kill(url):
    found = []

    def ready():
        found[:] = [requests.get(f"{url}/jobs/", timeout=30).text]
        return 'name="token"' in found[0]

    until(ready)
    return found[0]


def test_time_axes_show_as_many_as_the_settings_say():
    settings = (
        "spark.ui.timeline.jobs.maximum",
        "spark.ui.timeline.stages.maximum",
        "spark.ui.timeline.tasks.maximum",
    )
    few = Application(Limits.of(dict.fromkeys(settings, "2")))
    many = Application(Limits.of({}))
    for app in (few, many):
        for event in events_of():
            app.apply(event)
    stages = [stage for stage in many.stages.values() if stage.submitted is not None]
    stage = max(stages, key=lambda each: len(each.tasks))

    def drawn(app):
        return [
            graphs.jobs_timeline(app, app.jobs.values(), "", 0).count("<title>"),
            graphs.stages_timeline(app, stages, "", 0).count("<title>"),
            graphs.tasks_timeline(app, stage, 0).count("<title>"),
        ]

    assert drawn(few) == [2, 2, 2]
    assert drawn(many) == [len(many.jobs), len(stages), len(stage.tasks)]
    shown = pages.stage(pages.Site(few, live=False, kill=False), {"id": str(stage.id)})
    assert shown["timeline_tasks"] == 2


def test_comings_and_goings_of_workers_are_drawn_up_to_a_setting():
    def drawn(**settings):
        app = Application(Limits.of(settings))
        for event in events_of():
            app.apply(event)
        late = app.last_event
        for number in range(9):
            added = {"Timestamp": late, "Executor ID": f"late-{number}", "Executor Info": {"Host": "h"}}
            app.apply({"Event": "SparkListenerExecutorAdded", **added})
        return graphs.jobs_timeline(app, app.jobs.values(), "", 0).count('class="moment added"')

    assert drawn() == 9
    assert drawn(**{"spark.ui.timeline.executors.maximum": "3"}) == 3
