"""How soon headless Chromium paints pages of an application."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.rdd.environments import ROOT
from bench.rdd.measure import MARK, Run, end_session
from bench.ui.cases import TASKS_OF_JOB

PROGRAM = Path(__file__).resolve().parent / "programs" / "many_tasks.py"
PAINTED = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
LOOKS = 5


def paints(system: str, python: str, jobs: int, pages: list[str], timeout: float) -> list[Run]:
    """Run an application of many jobs: the seconds to the first paint of each page, the median of some looks."""
    with _application(system, python, jobs, timeout) as told:
        if "error" in told:
            return [Run(error=told["error"])] * len(pages)
        with _chromium(timeout) as browser:
            return [_paint(browser, told["url"] + page + _which(page, told["last"])) for page in pages]


def _which(page: str, number: int) -> str:
    one = {"jobs/job/": f"?id={number}", "stages/stage/": f"?id={number}&attempt=0"}
    return one.get(page, "")


@contextmanager
def _application(system: str, python: str, jobs: int, timeout: float) -> Iterator[dict[str, Any]]:
    command = [python, *(["-m", "pyrite"] if system == "pyrite" else []), str(PROGRAM)]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": python}
    if system == "pyrite":
        environment["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            [*command, str(jobs), str(jobs * TASKS_OF_JOB)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        try:
            assert process.stdout is not None
            line = next((line for line in process.stdout if line.startswith(MARK)), None)
            if line is None:
                errors.seek(0)
                yield {"error": f"failed: {errors.read()[-200:]}"}
            else:
                yield json.loads(line[len(MARK) :])
        finally:
            end_session(process.pid)
            process.wait()


@contextmanager
def _chromium(timeout: float) -> Iterator[Any]:
    from selenium import webdriver

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver")
    if chromium is None or driver is None:
        raise SystemExit("there is no Chromium with its driver: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (
        "headless=new",
        "no-sandbox",
        "disable-gpu",
        "disable-dev-shm-usage",
        "window-size=1360,900",
    ):
        options.add_argument(f"--{flag}")
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    browser.set_page_load_timeout(timeout)
    try:
        yield browser
    finally:
        browser.quit()


def _paint(browser: Any, url: str) -> Run:
    found = []
    for _ in range(LOOKS):
        browser.get(url)
        while (painted := browser.execute_script(PAINTED)) is None:
            time.sleep(0.01)
        found.append(painted / 1000)
    return Run(median(found))
