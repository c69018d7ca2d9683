"""Who watches an application: its event log, the web UI, the progress line; and what they are told at its start."""

from __future__ import annotations

import logging
import os
import sys
import threading
import weakref
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pyrite._events.schema import Lines, Translator
from pyrite.core._groups import comma_list
from pyrite.errors import PySparkRuntimeError

if TYPE_CHECKING:
    from pyrite.conf import SparkConf
    from pyrite.core.context import SparkContext

log = logging.getLogger("pyrite")

DRIVER = -1


class Observers:
    """The listeners of a context's bus that come and go with it.

    Raises
    ------
    PySparkRuntimeError
        Where the event log cannot be written.
    """

    def __init__(self, sc: SparkContext):
        self._sc = sc
        self._conf = dict(sc._conf.getAll())
        self._log: Any = None
        self._log_feed: Any = None
        self._listeners: Any = None
        self.progress: Any = None
        self.ui: Any = None
        if self._flag("spark.eventLog.enabled", False):
            self._start_log()
        if self._flag("spark.ui.enabled", True):
            self._start_ui()
        if self._shows_progress():
            self.progress = import_module("pyrite._events.progress").started(sc._bus, sc._status, self._conf)
        for name in comma_list(self._conf.get("spark.extraListeners")):
            self.listeners.add(_listener(name))
        self._tell()

    def _flag(self, key: str, default: bool) -> bool:
        return (self._conf.get(key) or str(default)).strip().lower() == "true"

    @property
    def translator(self) -> Translator:
        """A new one, for somebody who begins to listen."""
        return Translator(self._pattern)

    @property
    def _pattern(self) -> str:
        return self._conf.get("spark.redaction.regex") or Translator.PATTERN

    @property
    def looking(self) -> bool:
        """Whether somebody wants to know what costs something to find out."""
        return (
            self._log is not None
            or (self.ui is not None and self.ui.looked_at)
            or self._listeners is not None
        )

    @property
    def listeners(self) -> Any:
        """The listeners of the user's program."""
        if self._listeners is None:
            made = import_module("pyrite._events.listeners").Listeners(self.translator)
            self._sc._bus.add(made)
            self._listeners = made
        return self._listeners

    def _start_log(self) -> None:
        written, feed = import_module("pyrite._events.log"), import_module("pyrite._events.feed")
        translator = Lines(self._pattern, self._flag("spark.eventLog.logBlockUpdates.enabled", False))
        self._log = written.open_log(self._conf, self._sc._storage(), self._sc.applicationId, translator)
        if self._log.remote:
            _stop_before_threads_end(self._sc)
        self._log_feed = feed.Feed(self._log, translator, "pyrite-event-log")
        self._sc._bus.add(self._log_feed)

    def _start_ui(self) -> None:
        live = import_module("pyrite._ui.live")
        try:
            self.ui = live.LiveUI(
                self._conf,
                {"id": self._sc.applicationId, "name": self._sc.appName},
                self._sc._asked,
                self._sc._engine.loop.executor.threads,
            )
        except OSError as error:
            log.warning("there is no web UI: %s", error)
            return
        self._sc._bus.add(self.ui)

    def _shows_progress(self) -> bool:
        asked = self._conf.get("spark.ui.showConsoleProgress")
        if asked is not None:
            return asked.strip().lower() == "true"
        return "ipykernel" in sys.modules

    # ------------------------------------------------------------------------------------------ what is told

    def _tell(self) -> None:
        sc, post = self._sc, self._sc._bus.post
        cpus = sc._conf._read("spark.task.cpus")
        post("ResourceProfileAdded", {"cpus": cpus, "memory": sc._storage_memory})
        post("ExecutorAdded", {"worker": DRIVER, "cores": sc._master.cores})
        post("EnvironmentUpdate", {"parts": environment(sc._conf, sc._added_files)})
        post(
            "ApplicationStart",
            {"name": sc.appName, "id": sc.applicationId, "started": sc.startTime, "user": sc.sparkUser()},
        )

    def stop(self) -> None:
        """The application has ended."""
        bus = self._sc._bus
        bus.post("ApplicationEnd", {"exit_code": 0})
        if self.progress is not None:
            self.progress.close()
        if self._listeners is not None:
            self._listeners.close()
        if self._log is not None:
            self._log_feed.close()
            try:
                self._log.close()
            except Exception:
                log.exception("the event log could not be ended")
        if self.ui is not None:
            self.ui.close()

    def abandon(self) -> None:
        """In a child that the program forked: what is open is the parent's."""
        if self.ui is not None:
            self.ui.abandon()


def _stop_before_threads_end(sc: SparkContext) -> None:
    """At the program's end have the context stopped while threads can be started: what reaches stores needs them."""
    stop = weakref.WeakMethod(sc._at_exit)

    def end() -> None:
        if (found := stop()) is not None:
            found()

    # There is no public way: atexit comes after the threads.
    getattr(threading, "_register_atexit", lambda _: None)(end)


def _listener(name: str) -> Any:
    """The listener that a setting names: ``package.module.Class``."""
    module, _, kind = name.rpartition(".")
    try:
        return getattr(import_module(module), kind)()
    except Exception as error:
        raise PySparkRuntimeError(
            f"Exception when registering SparkListener {name}: {type(error).__name__}: {error}. "
            "spark.extraListeners names Python classes."
        ) from error


def environment(settings: SparkConf, files: list[str]) -> dict[str, dict[str, str]]:
    """What the environment page shows, under Spark's names; where settings come from is among the system's."""
    hadoop = "spark.hadoop."
    conf = dict(settings.getAll())
    machine = os.uname()
    return {
        # There is no JVM: Spark's own pages show these three.
        "JVM Information": {
            "Java Home": sys.prefix,
            "Java Version": f"Python {sys.version.split()[0]}",
            "Scala Version": f"Pyrite on {sys.implementation.name}",
        },
        "Spark Properties": conf,
        "Hadoop Properties": {
            key[len(hadoop) :]: value for key, value in conf.items() if key.startswith(hadoop)
        },
        "System Properties": {
            "os.arch": machine.machine,
            "os.name": machine.sysname,
            "os.version": machine.release,
            "python.executable": sys.executable,
            "python.version": sys.version.replace("\n", " "),
            "sun.java.command": " ".join(sys.argv),
            "user.dir": _folder(),
            **{f"pyrite.origin.{key}": settings._origin(key) for key in conf},
        },
        "Metrics Properties": {},
        "Classpath Entries": {
            **dict.fromkeys(filter(None, sys.path), "System Classpath"),
            **dict.fromkeys(files, "Added By User"),
        },
    }


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""
