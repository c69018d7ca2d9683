"""The pages in headless Chromium: what people do, and not a word on the console."""

import time

import pytest
from test_ui_security import hostile_events
from ui_recorded import APP, events_of, until

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def page(browser, serve):
    """The browser at desktop width in light colours; whatever it complains of fails the test."""
    browser.get("about:blank")
    browser.get_log("browser")
    size(browser, 1360)
    yield browser
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    complaints = browser.get_log("browser")
    browser.get("about:blank")
    assert [entry for entry in complaints if entry["level"] in ("SEVERE", "WARNING")] == []


def size(page, width, height=900):
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def find(page, selector):
    return page.find_element("css selector", selector)


def texts(page, selector):
    return [each.text for each in page.find_elements("css selector", selector)]


def text(page, selector):
    """What is read at a place, also while it is being replaced."""
    return page.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)


def shown(page):
    return text(page, "main")


def test_every_page_is_reached_by_clicks(page, live):
    server = live()
    page.get(server.url)
    seen = []
    for name in ("Stages", "Storage", "SQL", "Executors", "Environment", "Jobs"):
        next(tab for tab in page.find_elements("css selector", ".tabs a") if tab.text == name).click()
        until(lambda name=name: text(page, ".tabs a[aria-current]") == name)
        seen.append(text(page, "h1"))
    assert seen == ["Stages", "Storage", "SQL and DataFrame queries", "Executors", "Environment", "Jobs"]
    next(link for link in page.find_elements("css selector", "a.main") if link.text == "Sorted").click()
    until(lambda: text(page, "h1").startswith("Job 4"))
    assert len(page.find_elements("css selector", "svg.graph .frame")) == 3
    find(page, "td a.main").click()
    until(lambda: text(page, "h1").startswith("Stage"))
    page.get(server.url + "/SQL/")
    page.find_elements("css selector", "a.main")[-1].click()
    until(lambda: text(page, "h1").startswith("Query"))
    find(page, "#fold-operators summary").click()
    assert find(page, "#operators").is_displayed()


def test_every_page_of_a_finished_application(page, history):
    page.get(history.url)
    assert len(page.find_elements("css selector", "a.main")) == 2
    next(
        each for each in page.find_elements("css selector", "a.main") if APP in each.get_attribute("href")
    ).click()
    until(lambda: text(page, "h1") == "Jobs")
    for path in ("jobs/job/?id=6", "stages/", "stages/stage/?id=11", "storage/", "SQL/", "SQL/execution/?id=2",
                 "executors/", "environment/"):  # fmt: skip
        page.get(f"{history.url}/history/{APP}/{path}")
        assert text(page, "h1") and "ended" in text(page, ".past")


def test_a_running_job_moves_without_reloading(page, live):
    events = events_of()
    server = live(24)
    page.get(f"{server.url}/jobs/")
    page.execute_script("window.kept = 'this page'")
    before = shown(page)
    assert "Running jobs" in before
    for event in events[24:]:
        server.source.app.apply(event)
        if event["Event"] == "SparkListenerJobEnd" and event["Job ID"] == 4:
            break
    until(lambda: "Completed jobs" in shown(page) and "Sorted" in shown(page))
    assert page.execute_script("return window.kept") == "this page"
    for event in events:
        if event["Event"] == "SparkListenerApplicationEnd":
            server.source.app.apply(event)
    until(lambda: text(page, "#live") == "ended")


def test_a_job_is_killed_by_two_clicks(page, live):
    count = next(i for i, event in enumerate(events_of()) if event.get("Job ID") == 7) + 2
    server = live(count)
    page.get(f"{server.url}/jobs/")
    find(page, "#kill-job-7 summary").click()
    find(page, "#kill-job-7 button").click()
    until(lambda: "id=7" in page.current_url)
    assert server.asked == [{"request": "kill job", "job": 7}]
    assert "running" in text(page, "h1")
    for event in events_of()[count:]:
        server.source.app.apply(event)
        if event["Event"] == "SparkListenerJobEnd":
            break
    until(lambda: "failed" in text(page, "h1"))
    assert "SPARK_JOB_CANCELLED" in shown(page)


def test_an_open_question_is_not_taken_away(page, live):
    events = events_of()
    count = next(i for i, event in enumerate(events) if event.get("Job ID") == 7) + 2
    server = live(count)
    page.get(f"{server.url}/jobs/")
    find(page, "#kill-job-7 summary").click()
    server.source.app.apply(events[count])
    time.sleep(2)
    assert find(page, "#kill-job-7 button").is_displayed()


def test_folds_stay_as_they_were_left(page, live):
    events = events_of()
    server = live(24)
    page.get(f"{server.url}/jobs/")
    assert find(page, "#timeline").is_displayed()
    find(page, "#fold-timeline summary").click()
    for event in events[24:60]:
        server.source.app.apply(event)
    until(lambda: "Completed jobs" in shown(page))
    assert not find(page, "#timeline").is_displayed()
    page.get(f"{server.url}/jobs/")
    assert not find(page, "#timeline").is_displayed()


def test_dark_and_light(page, history):
    def ground():
        return page.execute_script("return getComputedStyle(document.body).backgroundColor")

    features = [{"name": "prefers-color-scheme", "value": "light"}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    page.get(f"{history.url}/history/{APP}/jobs/")
    light = ground()
    find(page, "#theme").click()
    dark = ground()
    assert dark != light
    page.get(f"{history.url}/history/{APP}/stages/")
    assert ground() == dark
    find(page, "body").send_keys("d")
    assert ground() == light
    page.execute_script("localStorage.clear()")
    features[0]["value"] = "dark"
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    page.get(f"{history.url}/history/{APP}/stages/")
    assert ground() == dark
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_keys_go_from_page_to_page(page, live):
    server = live()
    page.get(f"{server.url}/jobs/?completed.size=5")
    body = find(page, "body")
    body.send_keys("n")
    until(lambda: "completed.page=2" in page.current_url)
    find(page, "body").send_keys("p")
    until(lambda: "page=2" not in page.current_url)
    find(page, "body").send_keys("/")
    assert page.switch_to.active_element.get_attribute("type") == "search"
    page.switch_to.active_element.send_keys("Sorted\n")
    until(lambda: "find=Sorted" in page.current_url)
    assert set(texts(page, "a.main")) >= {"Sorted"} and len(texts(page, "#table-completed a.main")) == 3
    find(page, "body").send_keys("g")
    find(page, "body").send_keys("e")
    until(lambda: page.current_url.endswith("/environment/"))


@pytest.mark.parametrize(
    "path",
    ["jobs/", "jobs/job/?id=6", "stages/", "stages/stage/?id=11", "storage/", "SQL/", "SQL/execution/?id=2",
     "executors/", "environment/"],
)  # fmt: skip
def test_a_phone_is_wide_enough(page, history, path):
    size(page, 390, 840)
    page.get(f"{history.url}/history/{APP}/{path}")
    assert page.execute_script("return document.documentElement.scrollWidth") <= 390


def test_hostile_names_do_nothing(page, live):
    server = live(events=hostile_events())
    for path in ("/jobs/", "/jobs/job/?id=5", "/stages/", "/stages/stage/?id=11", "/SQL/", "/SQL/execution/?id=5",
                 "/executors/", "/environment/"):  # fmt: skip
        page.get(server.url + path)
        time.sleep(0.1)
        assert (
            page.execute_script(
                "return document.querySelectorAll('main script, main img, header script').length"
            )
            == 0
        )
        assert "alert(1)" in text(page, "body")


def took(index):
    """Most tasks are quick, and one is not."""
    return 2400 if index == 77 else 20 + round(600 * (index * 7919 % 1000 / 1000) ** 4)


def many_events(jobs=1000, tasks=10_000):
    """An application of many jobs, the last one of many tasks."""
    at = 1_795_301_374_546
    yield {
        "Event": "SparkListenerApplicationStart",
        "App Name": "big",
        "App ID": "big",
        "Timestamp": at,
        "User": "a",
    }
    task = 0
    for job in range(jobs):
        count = tasks if job == jobs - 1 else 1
        info = {
            "Stage ID": job, "Stage Attempt ID": 0, "Stage Name": f"count at program.py:{job}",
            "Number of Tasks": count, "RDD Info": [], "Parent IDs": [], "Details": "", "Submission Time": at,
        }  # fmt: skip
        yield {"Event": "SparkListenerJobStart", "Job ID": job, "Submission Time": at, "Stage Infos": [info]}
        yield {"Event": "SparkListenerStageSubmitted", "Stage Info": info}
        for index in range(count):
            told = {"Task ID": task, "Index": index, "Launch Time": at, "Executor ID": "1", "Host": "h",
                    "Locality": "PROCESS_LOCAL"}  # fmt: skip
            yield {"Event": "SparkListenerTaskStart", "Stage ID": job, "Task Info": told}
            yield {
                "Event": "SparkListenerTaskEnd", "Stage ID": job, "Task End Reason": {"Reason": "Success"},
                "Task Info": {**told, "Finish Time": at + took(index)},
                "Task Metrics": {"Executor Run Time": took(index) - 4, "Result Size": 100 + index},
            }  # fmt: skip
            task += 1
            at += 1
        yield {"Event": "SparkListenerStageCompleted", "Stage Info": {**info, "Completion Time": at}}
        yield {
            "Event": "SparkListenerJobEnd",
            "Job ID": job,
            "Completion Time": at,
            "Job Result": {"Result": "JobSucceeded"},
        }


@pytest.mark.parametrize("path", ["/jobs/", "/jobs/job/?id=999", "/stages/", "/stages/stage/?id=999"])
def test_pages_of_a_thousand_jobs_and_ten_thousand_tasks_are_short(page, live, path):
    """A page of any application holds as much as it shows: ``python -m bench ui`` tells how soon it is painted."""
    server = live(events=list(many_events()))
    page.get(server.url + path)
    until(lambda: page.execute_script("return performance.getEntriesByType('paint').length"))
    assert len(page.find_elements("css selector", "tbody tr")) <= 130
    assert len(page.page_source) < 300_000
