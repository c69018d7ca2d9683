"""What the tests of the UI share: recorded events, servers on free ports, a browser."""

import json
import shutil
import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from pyrite._ui.application import Live, history_application, live_application
from pyrite._ui.logs import Log
from pyrite._ui.pages import Site
from pyrite._ui.security import Guard
from pyrite._ui.serving import bound, configured
from pyrite._ui.store import Application

EVENTS = Path(__file__).resolve().parent.parent / "events" / "spark_4.3.0"
LOG = EVENTS / "local-1795301374546"
APP = LOG.name


def events_of(path=LOG):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def application_of(events):
    app = Application()
    for event in events:
        app.apply(event)
    return app


class Served:
    """A server in a thread of the test."""

    def __init__(self, app):
        self.listener = bound("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._server = uvicorn.Server(configured(app))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self.listener]}, daemon=True
        )
        self._thread.start()
        until(lambda: self._server.started)

    def close(self):
        self._server.should_exit = True
        self._thread.join(20)
        self.listener.close()

    def raw(self, text, seconds=10):
        """The answer to bytes as they are."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(text.encode())
            return connection.makefile("rb").read().decode("utf-8", "replace")


def until(ready, seconds=30):
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


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
