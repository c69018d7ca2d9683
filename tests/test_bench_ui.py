"""The measuring tool for the shell and the web UI: it measures what it says, on Pyrite."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec

import pytest

from bench.ui import events
from bench.ui.browser import paints
from bench.ui.cases import PAGES
from bench.ui.terminal import shell


def test_the_shell() -> None:
    prompt, answer = shell("pyrite", sys.executable, 60)

    assert (prompt.error, prompt.answer) == ("", ">>>")
    assert (answer.error, answer.answer) == ("", "499500")
    assert 0 < prompt.seconds < answer.seconds


def test_a_shell_that_does_not_come_is_told() -> None:
    found = shell("pyrite", "/bin/false", 60)
    assert [run.error for run in found] == ["it has ended", "it has ended"]


@pytest.mark.skipif(
    find_spec("selenium") is None or shutil.which("chromedriver") is None, reason="there is no Chromium"
)
def test_pages() -> None:
    found = paints("pyrite", sys.executable, 3, [case.name for case in PAGES], 60)
    assert all(not run.error and run.seconds > 0 for run in found)


def test_an_application_that_fails_is_told() -> None:
    (run,) = paints("pyspark", "/bin/false", 3, ["jobs/"], 60)
    assert run.error.startswith("failed")


def test_events(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "ROUNDS", 2)
    assert events.main(["2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:32].strip() for line in lines[1:]] == ["web UI that nobody looks at", "event log", "both"]
    assert all(float(figure) > 0 for line in lines[1:] for figure in line[32:].split())
