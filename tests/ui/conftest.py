"""Servers on free ports and a browser, for the tests of the UI."""

import shutil

import pytest
from ui_recorded import EVENTS, Served, application_of, events_of

from pyrite._ui.application import Live, history_application, live_application
from pyrite._ui.logs import Log
from pyrite._ui.pages import Site
from pyrite._ui.security import Guard


@pytest.fixture
def serve():
    """Serve ASGI applications until the test ends."""
    served = []

    def start(app, token=None, host="127.0.0.1"):
        served.append(Served(Guard(app, host, token)))
        return served[-1]

    yield start
    for each in served:
        each.close()


@pytest.fixture
def live(serve):
    """The recorded application as if it ran, up to an event; what is asked of the driver is in ``asked``."""

    def start(count=None, events=None, token=None, kill=True):
        app = application_of((events or events_of())[:count])
        asked = []
        source = Live(app, Site(app, live=True, kill=kill), asked.append)
        server = serve(live_application(source), token)
        server.source, server.asked = source, asked
        return server

    return start


@pytest.fixture
def history(serve):
    return serve(history_application(Log(str(EVENTS))))


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, driven by Selenium."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("there is no Chromium with its driver: apt-get install chromium chromium-driver")
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for each in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1360,900",
    ):
        options.add_argument(each)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield found
    found.quit()
