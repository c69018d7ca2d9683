"""Rows H1, H2, H6, H7, H8 and H15 of the list of faults, for the web UI."""

import os
import re
import resource
import socket
import time

import pytest
import requests
from test_ui_pages import ONE
from ui_recorded import application_of, events_of, until

from pyrite._ui import report, serving
from pyrite._ui.drawing import Bar, Box, graph, timeline
from pyrite._ui.pages import PAGES
from pyrite._ui.redaction import STARS, Redaction
from pyrite._ui.security import Guard

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


def form_token(server):
    return server.source.forms.value


# ------------------------------------------------------------------------------------ H1, H2: who may ask


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org"])
@pytest.mark.parametrize("token", [None, ""])
def test_beyond_loopback_nothing_is_served_without_a_token(host, token):
    with pytest.raises(ValueError, match="only with a token"):
        Guard(lambda *_: None, host, token)


PATHS = [
    "/",
    "/jobs/",
    "/api/v1/applications",
    "/events",
    "/static/pyrite.js",
    "/metrics/prometheus",
    "/nothing",
]


@pytest.mark.parametrize("path", PATHS)
def test_without_the_right_token_nothing_is_told(live, path):
    server = live(40, token="right")
    for headers, cookies, query in (
        ({}, {}, ""),
        ({}, {}, "?token="),
        ({}, {}, "?token=wrong"),
        ({"authorization": "Bearer wrong"}, {}, ""),
        ({"authorization": "Bearer "}, {}, ""),
        ({"authorization": "Basic cmlnaHQ="}, {}, ""),
        ({}, {f"pyrite-ui-{server.port}": "wrong"}, ""),
        ({}, {f"pyrite-ui-{server.port}": ""}, ""),
    ):
        answer = requests.get(server.url + path + query, headers=headers, cookies=cookies, timeout=15)
        assert answer.status_code == 401
        assert "Event logs" not in answer.text


def test_the_right_token_opens_by_header_cookie_or_address(live):
    server = live(40, token="right")
    assert requests.get(f"{server.url}/jobs/", headers={"authorization": "Bearer right"}, timeout=15).ok
    session = requests.Session()
    answer = session.get(f"{server.url}/stages/?token=right&active.page=1", timeout=15)
    assert answer.ok and answer.url == f"{server.url}/stages/?active.page=1"
    assert session.get(f"{server.url}/jobs/", timeout=15).ok
    cookie = answer.history[0].headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie


def test_the_address_with_a_token_leads_to_no_other_host(live):
    server = live(40, token="right")
    answer = server.raw(f"GET //evil.example/?token=right HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".replace(
        "\r\n\r\n", "\r\nConnection: close\r\n\r\n"))  # fmt: skip
    assert "location: /evil.example/" in answer


# ------------------------------------------------------------------------------------ H6: secrets


def test_no_page_and_no_answer_shows_a_secret(live):
    canary = "canary-8d1f"
    events = events_of()
    for event in events:
        if event["Event"] == "SparkListenerEnvironmentUpdate":
            event["Spark Properties"] |= {
                "spark.my.password": canary,
                "spark.hadoop.fs.s3a.access.key": canary,
                "spark.plain": f"secret={canary}",
            }
            event["System Properties"]["my.token"] = canary
            event["Hadoop Properties"]["some.secret"] = canary
        if event["Event"].endswith("SQLExecutionStart"):
            event["modifiedConfigs"] = {"spark.sql.my.token": canary}
    server = live(events=events)
    paths = [path + ONE.get(path, "") for path in PAGES if path != "/storage/rdd/"]
    app = server.source.app
    paths += [
        f"/api/v1/applications/{app.id}/{part}"
        for part in ("environment", "sql", "executors", "jobs", "stages")
    ]
    for path in [*paths, "/metrics/prometheus"]:
        answer = requests.get(server.url + path, timeout=30)
        assert answer.ok, path
        assert canary not in answer.text, path
    assert STARS in requests.get(f"{server.url}/environment/", timeout=30).text
    assert canary not in report.report(app)


def test_the_pattern_of_secrets_is_spark_s_setting():
    assert Redaction({}).value("spark.x.accessKey", "v") == STARS
    assert Redaction({}).value("spark.app.name", "v") == "v"
    assert Redaction({"spark.redaction.regex": "name"}).value("spark.app.name", "v") == STARS
    assert Redaction({"spark.redaction.regex": "name"}).value("spark.x.accessKey", "v") == "v"
    assert Redaction({"spark.redaction.regex": "(unclosed"}).value("spark.x", "v") == STARS


# ------------------------------------------------------------------------------------ H7: names


def hostile_events():
    """The recorded events with a hostile text in every name, description, error and address."""

    def poisoned(value, key=""):
        if isinstance(value, dict):
            return {k: poisoned(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [poisoned(each, key) for each in value]
        return value + HOSTILE if isinstance(value, str) and key in POISONED else value

    return [poisoned(event) for event in events_of()]


POISONED = {
    "App Name", "User", "Stage Name", "Name", "Callsite", "Host", "Details", "description", "details",
    "physicalPlanDescription", "simpleString", "nodeName", "name", "Description", "Full Stack Trace", "Message",
    "Failure Reason", "errorMessage", "spark.job.description", "spark.jobGroup.id", "Locality", "Kill Reason",
    "Java Version", "spark.app.name", "user.name",
}  # fmt: skip


@pytest.mark.parametrize("path", list(PAGES))
def test_hostile_names_are_escaped_on_every_page(live, path):
    server = live(83 if "storage" in path else None, events=hostile_events())
    text = requests.get(server.url + path + ONE.get(path, ""), timeout=30).text
    assert "alert(1)" in text
    assert not re.search(
        r"<script>|<img src=x|onerror=alert\(1\)>(?!\s*&)", text.replace("&lt;", "").replace("&gt;", "")
    )
    assert "<script>alert" not in text and "<img src=x" not in text


def test_hostile_names_in_addresses_are_escaped(live):
    server = live(40)
    for path in (
        f"/jobs/?completed.find={HOSTILE}",
        f"/jobs/?{HOSTILE}=1",
        f"/jobs/job/?id={HOSTILE}",
        f"/{HOSTILE}",
    ):
        assert "<script>alert" not in requests.get(server.url + path, timeout=30).text


def test_pictures_and_reports_escape_names():
    boxes = [
        Box("a", HOSTILE, [HOSTILE], hint=HOSTILE, link=HOSTILE),
        Box("f", HOSTILE, frame=True, hint=HOSTILE),
    ]
    for text in (
        graph(boxes, [], HOSTILE),
        timeline([Bar(0, 99, HOSTILE, hint=HOSTILE, link=HOSTILE, group=HOSTILE)], (), HOSTILE),
        report.report(application_of(hostile_events())),
    ):
        assert "<script>alert" not in text and "<img src=x" not in text


# ------------------------------------------------------------------------------------ H8: what changes something


def killing(server, method="POST", token=None, path="/jobs/job/kill/", **headers):
    fields = {"id": "0", "token": form_token(server) if token is None else token}
    return requests.request(
        method, server.url + path, data=fields, headers=headers, timeout=15, allow_redirects=False
    )


def test_only_a_form_of_this_server_kills(live):
    server = live(30)
    for method in ("GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"):
        assert killing(server, method).status_code == 405, method
    assert killing(server, token="").status_code == 403
    assert killing(server, token="wrong").status_code == 403
    assert killing(server, origin="https://evil.example").status_code == 403
    assert killing(server, origin="null").status_code == 403
    assert killing(server, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert killing(server, **{"sec-fetch-site": "same-site"}).status_code == 403
    text = requests.post(
        f"{server.url}/jobs/job/kill/", f'{{"id": 0, "token": "{form_token(server)}"}}', timeout=15,
        headers={"content-type": "text/plain"},
    )  # fmt: skip
    assert text.status_code == 403
    assert server.asked == []
    assert killing(server, origin=server.url, **{"sec-fetch-site": "same-origin"}).status_code == 303
    assert killing(server, path="/stages/stage/kill/").status_code == 303
    assert killing(server, path="/SQL/execution/kill/").status_code == 303
    assert server.asked == [
        {"request": "kill job", "job": 0},
        {"request": "kill stage", "stage": 0},
        {"request": "kill query", "execution": 0},
    ]


def test_killing_can_be_switched_off(live):
    server = live(30, kill=False)
    assert killing(server).status_code == 403
    assert server.asked == []
    assert "Kill job" not in requests.get(f"{server.url}/jobs/", timeout=15).text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "", "localhost.evil"]
)
def test_other_names_of_the_host_are_refused(live, host):
    server = live(30)
    named = host.format(port=server.port)
    for path in ("/jobs/", "/api/v1/applications", "/static/pyrite.js"):
        answer = server.raw(f"GET {path} HTTP/1.1\r\nHost: {named}\r\nConnection: close\r\n\r\n")
        assert answer.startswith(("HTTP/1.1 403", "HTTP/1.1 400")), answer[:80]
        assert "Event logs" not in answer
    body = f"id=0&token={form_token(server)}"
    server.raw(
        f"POST /jobs/job/kill/ HTTP/1.1\r\nHost: {named}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}"
    )
    assert server.asked == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST:{port}", "[::1]:{port}"])
def test_its_own_names_are_taken(live, host):
    server = live(30)
    named = host.format(port=server.port)
    answer = server.raw(f"GET /jobs/ HTTP/1.1\r\nHost: {named}\r\nConnection: close\r\n\r\n")
    assert answer.startswith("HTTP/1.1 200")


# ------------------------------------------------------------------------------------ H15: too much of it


def rss():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is measured by /proc")
def test_many_connections_do_no_harm(live, monkeypatch):
    monkeypatch.setattr(serving, "MOST_CONNECTIONS", 50)
    server = live()
    before = rss()
    held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(300)]
    try:
        # What is beyond the bound is closed at once; what is within it still may ask.
        held[0].sendall(f"GET /jobs/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
        held[0].settimeout(15)
        assert held[0].recv(100).startswith(b"HTTP/1.1 200")
        closed = 0
        for each in held[100:]:
            each.settimeout(5)
            try:
                closed += each.recv(1) == b""
            except ConnectionResetError:
                closed += 1
        assert closed == 200
    finally:
        for each in held:
            each.close()
    until(lambda: requests.get(f"{server.url}/jobs/", timeout=15).ok)
    assert rss() - before < 200 << 20


def test_who_dawdles_is_cut_off(live, monkeypatch):
    monkeypatch.setattr(serving, "PATIENCE", 0.5)
    server = live()
    begun = time.monotonic()
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=15) as slow,
        pytest.raises((BrokenPipeError, ConnectionResetError)),
    ):
        slow.sendall(b"GET /jobs/ HTTP/1.1\r\n")
        for index in range(200):
            slow.sendall(f"X-{index}: a\r\n".encode())
            time.sleep(0.05)
    assert time.monotonic() - begun < 8
    assert requests.get(f"{server.url}/jobs/", timeout=15).ok


def test_a_stream_of_changes_is_not_cut_off(live, monkeypatch):
    monkeypatch.setattr(serving, "PATIENCE", 0.3)
    server = live(20)
    with requests.get(f"{server.url}/events", stream=True, timeout=15) as stream:
        lines = stream.iter_lines(chunk_size=1, decode_unicode=True)
        assert any(line.startswith("data:") for line in lines)
        time.sleep(1.5)
        server.source.app.apply(events_of()[20])
        assert any(line.startswith("data:") for line in lines)


@pytest.mark.parametrize("path", ["/jobs/job/kill/", "/jobs/"])
def test_a_huge_body_is_not_taken_in(live, path):
    server = live(30)
    before = rss() if os.path.exists("/proc/self/statm") else 0
    piece, sent = b"a" * (1 << 20), 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=3) as sender:
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: {1 << 30}\r\n"
        sender.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode())
        try:
            for _ in range(300):
                sender.sendall(piece)
                sent += 1
        except OSError:
            pass
    assert sent < 100
    if before:
        assert rss() - before < 100 << 20
    assert server.asked == []
    assert requests.get(f"{server.url}/jobs/", timeout=15).ok


def test_a_huge_head_is_refused(live):
    server = live(30)
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as sender:
        sender.sendall(b"GET /jobs/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        try:
            for index in range(100_000):
                sender.sendall(f"X-{index}: {'a' * 1000}\r\n".encode())
            raise AssertionError("100 MB of headers were taken")
        except OSError:
            pass
    assert requests.get(f"{server.url}/jobs/", timeout=15).ok


def test_open_pages_are_bounded(live):
    server = live(30)
    server.source.streams = 64
    assert requests.get(f"{server.url}/events", timeout=15).status_code == 503


def test_forms_have_a_token_of_each_server(live):
    assert form_token(live(10)) != form_token(live(10))
