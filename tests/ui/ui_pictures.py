"""Makes the pictures of the web UI in docs/pictures: ``python tests/ui/ui_pictures.py``, from the repository's root.

Needs Chromium with its driver, Selenium and Pillow.
"""

import io
import time
from pathlib import Path

from PIL import Image
from selenium import webdriver
from test_ui_browser import many_events
from ui_recorded import APP, EVENTS, Served, application_of, events_of

from pyrite import SparkConf
from pyrite._ui.application import Live, history_application, live_application
from pyrite._ui.logs import Log
from pyrite._ui.pages import Site
from pyrite.sql import SparkSession
from pyrite.sql.functions import col

OUT = Path("docs/pictures")


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for each in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
    ):
        options.add_argument(each)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))


def take(page, url, name, width=1180, most=900, dark=False, script=""):
    """Keep what the browser shows, as tall as the page is, in few colours."""
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})

    def size(height):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    size(700)
    page.get(url)
    if script:
        page.execute_script(script)
    size(min(most, page.execute_script("return document.body.scrollHeight")))
    image = Image.open(io.BytesIO(page.get_screenshot_as_png())).convert("RGB")
    image.quantize(224, kmeans=2, dither=Image.Dither.NONE).save(OUT / f"web-ui-{name}.png", optimize=True)


def running(events):
    app = application_of(events)
    moment = app.last_event + 400
    site = Site(app, live=True, kill=True, now=lambda: moment)
    return Served(live_application(Live(app, site)))


def take_query(page):
    """A query of Pyrite itself, with what DuckDB measures while somebody looks."""
    conf = SparkConf(loadDefaults=False).setAll([("spark.ui.enabled", "true"), ("spark.ui.port", "0")])
    with SparkSession.builder.master("local[2]").appName("queries").config(conf=conf).getOrCreate() as spark:
        url = spark.sparkContext.uiWebUrl
        page.get(f"{url}/jobs/")
        time.sleep(1)
        keyed = spark.range(1_000_000).withColumn("k", col("id") % 1000)
        names = spark.range(1000).withColumnRenamed("id", "k")
        keyed.join(names, "k").filter("id > 5").groupBy("k").count().orderBy("k").collect()
        time.sleep(1)
        take(page, f"{url}/SQL/execution/?id=0", "query", most=1100)


def main():
    page = browser()
    events = events_of()
    halfway = next(i for i, event in enumerate(events) if event.get("Job ID") == 7) + 5
    first, big = running(events[:halfway]), running(list(many_events()))
    cached = running(events[:83])
    log = Log(str(EVENTS))
    log.application(APP)
    past = Served(history_application(log))
    base = f"{past.url}/history/{APP}"
    try:
        take(page, f"{first.url}/jobs/", "jobs")
        take(page, f"{first.url}/jobs/", "jobs-dark", dark=True)
        take(page, f"{base}/jobs/job/?id=6", "job")
        take(page, f"{base}/stages/", "stages", most=760)
        take(page, f"{base}/stages/stage/?id=11", "stage-failed", most=1000)
        take(page, f"{big.url}/stages/stage/?id=999", "stage", most=860)
        take(page, f"{cached.url}/storage/", "storage")
        take(page, f"{base}/SQL/", "sql")
        take_query(page)
        take(page, f"{base}/executors/", "executors")
        take(page, f"{base}/jobs/job/?id=4", "phone", width=390, most=844)
        take(page, f"{base}/environment/", "environment", most=700)
        shown, log.where = log.entries(), "/tmp/spark-events"
        log.entries = lambda: shown
        take(page, past.url, "history", most=420)
    finally:
        page.quit()
        for each in (first, big, cached, past):
            each.close()


if __name__ == "__main__":
    main()
