"""Logs as they lie about: compressed, rolling, unfinished, cut; the list of them; reports; the command."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
import requests
from ui_recorded import APP, EVENTS, LOG

from pyrite._ui import history
from pyrite._ui.application import history_application
from pyrite._ui.logs import Log, read, zipped

ROLLING = EVENTS / "eventlog_v2_local-1795301451864"


def test_a_folder_lists_its_applications_the_newest_first():
    found = Log(str(EVENTS)).entries()
    assert [entry.id for entry in found] == ["local-1795301451864", APP]
    assert [(entry.name, entry.ended is not None, entry.spark_version) for entry in found] == [
        ("Event logs", True, "4.3.0")
    ] * 2


def test_a_rolling_log_is_read_in_the_order_of_its_parts(tmp_path):
    folder = tmp_path / "eventlog_v2_x"
    folder.mkdir()
    lines = LOG.read_bytes().splitlines(keepends=True)
    for index, start in enumerate(range(0, len(lines), 50), 1):
        (folder / f"events_{index}_x").write_bytes(b"".join(lines[start : start + 50]))
    (folder / "appstatus_x").touch()
    assert len(read(str(folder)).jobs) == len(read(str(LOG)).jobs) == 23
    assert [entry.id for entry in Log(str(folder)).entries()] == [APP]
    assert read(str(ROLLING)).ended is not None


def test_zstd_of_several_frames_and_without_an_end(tmp_path):
    zstandard = pytest.importorskip("zstandard")
    lines = LOG.read_bytes().splitlines(keepends=True)
    frames = [
        zstandard.ZstdCompressor().compress(b"".join(lines[i : i + 40])) for i in range(0, len(lines), 40)
    ]
    whole = tmp_path / "a.zstd"
    whole.write_bytes(b"".join(frames))
    assert len(read(str(whole)).jobs) == 23
    cut = tmp_path / "b.zstd.inprogress"
    cut.write_bytes(b"".join(frames)[:-200])
    assert len(read(str(cut)).jobs) > 15
    assert {entry.ended is None for entry in Log(str(tmp_path)).entries()} == {True, False}


def test_lz4_as_java_writes_it(tmp_path):
    block = pytest.importorskip("lz4.block")
    data = LOG.read_bytes()
    parts = []
    for start in range(0, len(data), 1 << 15):
        piece = data[start : start + (1 << 15)]
        packed = block.compress(piece, store_size=False)
        sizes = len(packed).to_bytes(4, "little") + len(piece).to_bytes(4, "little")
        parts.append(b"LZ4Block" + bytes([0x25]) + sizes + bytes(4) + packed)
    path = tmp_path / "a.lz4"
    path.write_bytes(b"".join(parts))
    assert len(read(str(path)).jobs) == 23


def test_a_log_that_was_cut_within_a_line(tmp_path):
    path = tmp_path / "cut"
    path.write_bytes(LOG.read_bytes()[:400_000])
    app = read(str(path))
    assert app.jobs and app.ended is None


def test_what_is_no_log_is_not_listed(tmp_path):
    (tmp_path / "notes.txt").write_text("hello\n")
    (tmp_path / "data.json").write_text('{"a": 1}\n' * 10)
    (tmp_path / "empty").touch()
    (tmp_path / "folder").mkdir()
    assert Log(str(tmp_path)).entries() == []


def test_a_log_that_grows_is_read_anew(tmp_path):
    lines = LOG.read_bytes().splitlines(keepends=True)
    path = tmp_path / f"{APP}.inprogress"
    path.write_bytes(b"".join(lines[:60]))
    log = Log(str(tmp_path))
    before = len(log.application(APP).jobs)
    with path.open("ab") as file:
        file.write(b"".join(lines[60:]))
    assert len(log.application(APP).jobs) == 23 > before


def test_a_report_is_one_page_with_everything_in_it(tmp_path, capsys):
    out = tmp_path / "out.html"
    assert history.main([str(LOG), "--report", str(out)]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    text = out.read_text(encoding="utf-8")
    assert (
        "ZeroDivisionError" in text and text.count('<svg class="graph"') >= 10 and "Count the words" in text
    )
    assert not re.search(r"<(script|link|img)\b|https?://(?!www\.w3\.org)|@import|url\((?!#)", text)


def test_a_report_needs_one_log(tmp_path, capsys):
    assert history.main([str(tmp_path), "--report", str(tmp_path / "x.html")]) == 1
    assert history.main([str(EVENTS), "--report", str(tmp_path / "x.html")]) == 1
    assert "has 2" in capsys.readouterr().err


def test_the_command_refuses_with_a_reason(tmp_path, capsys, monkeypatch):
    assert history.main([str(tmp_path / "nowhere")]) == 1
    assert "no event log" in capsys.readouterr().err
    monkeypatch.setattr(history, "find_spec", lambda name: None)
    assert history.main([str(EVENTS)]) == 1
    assert "pip install 'pyrite[ui]'" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(history, capsys):
    command = __import__("pyrite._ui.history", fromlist=["main"])
    assert command.main([str(EVENTS), "--port", str(history.port)]) == 1
    assert f"port {history.port}" in capsys.readouterr().err


def test_reading_does_not_change_the_folder(tmp_path):
    shutil.copy(LOG, tmp_path / APP)
    before = sorted((path.name, path.stat().st_mtime_ns) for path in tmp_path.iterdir())
    Log(str(tmp_path)).application(APP)
    assert sorted((path.name, path.stat().st_mtime_ns) for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("given", [None, "chosen"])
def test_beyond_loopback_the_history_has_a_token(given):
    environment = {key: value for key, value in os.environ.items() if key != "PYRITE_UI_TOKEN"}
    if given:
        environment["PYRITE_UI_TOKEN"] = given
    command = [sys.executable, "-m", "pyrite._ui.history", str(EVENTS), "--host", "0.0.0.0", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            found = re.search(r"http://[^/]+:(\d+)/\?token=(\S+)", server.stdout.readline())
            url = f"http://127.0.0.1:{found[1]}/"
            assert requests.get(url, timeout=30).status_code == 401
            assert APP in requests.get(url, params={"token": found[2]}, timeout=30).text
            assert given in (None, found[2]) and len(found[2]) >= 6
        finally:
            server.terminate()


ATTEMPTS = "application_1795301374546_0007"


@pytest.fixture
def attempts(tmp_path):
    """The logs of an application that was tried twice, as on YARN."""
    lines = LOG.read_text().splitlines()
    for attempt in "12":
        changed = []
        for line in lines[:60]:
            event = json.loads(line)
            if event["Event"] == "SparkListenerApplicationStart":
                event.update({"App ID": ATTEMPTS, "App Attempt ID": attempt, "User": f"user {attempt}"})
                event["Timestamp"] += 1000 * int(attempt)
            changed.append(json.dumps(event))
        changed += lines[-1:] if attempt == "2" else []
        name = f"{ATTEMPTS}_{attempt}" + ("" if attempt == "2" else ".inprogress")
        (tmp_path / name).write_text("\n".join(changed) + "\n")
    return tmp_path


def opened(answer):
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/octet-stream"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return answer.headers["content-disposition"], {
            name: archive.read(name) for name in archive.namelist()
        }


def test_logs_are_given_in_a_zip(history):
    """Under the names that Spark's history server gives them."""
    api = f"{history.url}/api/v1/applications"
    said, files = opened(requests.get(f"{api}/{APP}/logs", timeout=30))
    assert (said, files) == (f"attachment; filename=eventLogs-{APP}.zip", {APP: LOG.read_bytes()})
    number = "local-1795301451864"
    _, files = opened(requests.get(f"{api}/{number}/logs", timeout=30))
    parts = {f"{ROLLING.name}/{part.name}": part.read_bytes() for part in ROLLING.iterdir()}
    assert files == parts and any(files.values())
    for missing, said in (("nope", "no such app: nope"), (f"{APP}/1", f"no such app: {APP}/1")):
        answer = requests.get(f"{api}/{missing}/logs", timeout=30)
        assert (answer.status_code, answer.text) == (404, said)
    assert f"/api/v1/applications/{APP}/logs" in requests.get(history.url, timeout=30).text


def test_who_runs_has_an_empty_zip(live):
    server = live(40)
    assert opened(requests.get(f"{server.url}/api/v1/applications/{APP}/logs", timeout=30))[1] == {}
    assert requests.get(f"{server.url}/api/v1/applications/nope/logs", timeout=30).status_code == 404


def test_attempts_of_an_application(attempts, serve):
    """Answers as those of Spark's history server to the same logs."""
    server = serve(history_application(Log(str(attempts))))
    api = f"{server.url}/api/v1/applications/{ATTEMPTS}"

    def ask(path=""):
        return requests.get(api + path, timeout=30)

    (one,) = requests.get(f"{server.url}/api/v1/applications", timeout=30).json()
    assert one == ask().json() and one["id"] == ATTEMPTS
    assert [(each["attemptId"], each["completed"], each["sparkUser"]) for each in one["attempts"]] == [
        ("2", True, "user 2"),
        ("1", False, "user 1"),
    ]
    assert ask("/1").json() == one["attempts"][1]
    assert (ask("/1/jobs").status_code, ask("/2/environment").status_code) == (200, 200)
    assert [(each.status_code, each.text) for each in (ask("/jobs"), ask("/3/jobs"), ask("/3"))] == [
        (404, f"no such app: {ATTEMPTS}"),
        (404, f"no such app: {ATTEMPTS}/3"),
        (404, f"unknown app {ATTEMPTS}, attempt 3"),
    ]
    said, files = opened(ask("/logs"))
    assert (said, set(files)) == (
        f"attachment; filename=eventLogs-{ATTEMPTS}.zip",
        {f"{ATTEMPTS}_1.inprogress", f"{ATTEMPTS}_2"},
    )
    said, files = opened(ask("/1/logs"))
    assert (said, set(files)) == (
        f"attachment; filename=eventLogs-{ATTEMPTS}-1.zip",
        {f"{ATTEMPTS}_1.inprogress"},
    )
    listed = requests.get(server.url, timeout=30).text
    assert f"/history/{ATTEMPTS}/1/jobs/" in listed and "attempt 2" in listed
    page = requests.get(f"{server.url}/history/{ATTEMPTS}/1/", timeout=30)
    assert page.ok and f'href="/history/{ATTEMPTS}/1/stages/"' in page.text


def test_a_large_log_is_zipped_piece_by_piece(tmp_path):
    path = tmp_path / "local-9"
    with open(path, "wb") as file:
        file.write(LOG.read_bytes())
        file.write((b" " * 1023 + b"\n") * (64 << 10))
    (entry,) = Log(str(tmp_path)).entries()
    pieces = list(zipped([entry]))
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None and archive.getinfo("local-9").file_size == path.stat().st_size
    assert len(pieces) > 60
