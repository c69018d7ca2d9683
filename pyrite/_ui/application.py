"""The ASGI application: pages, live events, REST, static files."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import field
from importlib.resources import files
from typing import Any, Protocol
from urllib.parse import parse_qs, parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from pyrite._dataclasses import dataclass
from pyrite._ui import rest
from pyrite._ui.formats import api_date
from pyrite._ui.logs import Entry, Log, zipped
from pyrite._ui.pages import PAGES, Site, Templates
from pyrite._ui.rest import BadRequest, Json, NotFound, Unavailable
from pyrite._ui.security import FormToken
from pyrite._ui.store import Application
from pyrite._ui.tables import Column, Table
from pyrite.version import __version__

#: How often a page that is looked at is told of changes, and how often it hears that the server lives.
TELL_SECONDS, BEAT_SECONDS = 0.5, 15.0
#: How long the driver has to answer.
ANSWER_SECONDS = 5.0
_MOST_STREAMS = 64
_MOST_BODY = 4096


class Applications(Protocol):
    """Where the applications come from: one that runs, or logs."""

    def rest_list(self, now: int) -> list[Json]:
        """All of them, as the REST API tells them."""

    def find(self, number: str, attempt: str | None) -> Application | None:
        """One of them, or one attempt at it; None if there is none."""

    def logs(self, number: str, attempt: str | None) -> list[Entry] | None:
        """The logs of one, or of one attempt at it; None if there is none."""


@dataclass
class Live:
    """The one application that runs, and the way to ask its driver for something."""

    app: Application
    site: Site
    ask: Callable[[Json], None] | None = None
    forms: FormToken = field(default_factory=FormToken)
    streams: int = 0
    #: ``spark.ui.threadDumpsEnabled``.
    thread_dumps: bool = True
    #: Questions to the driver that wait for its answer, by the executor that they are about.
    questions: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    last_asked: float = field(default_factory=time.monotonic)

    def rest_list(self, now: int) -> list[Json]:
        return [rest.application(self.app, now)]

    def find(self, number: str, attempt: str | None) -> Application | None:
        return self.app if (number, attempt) == (self.app.id, None) else None

    def logs(self, number: str, attempt: str | None) -> list[Entry] | None:
        # As in Spark: an application that runs gives an empty archive.
        return None if self.find(number, attempt) is None else []

    async def threads(self, executor: str) -> list[Json]:
        """The stacks of an executor's threads, asked of the driver; who asks at the same time gets the same answer."""
        if not self.thread_dumps:
            raise Unavailable("Thread dumps are switched off (spark.ui.threadDumpsEnabled).")
        if executor != "driver" and not executor.isdigit():
            raise BadRequest("Invalid executorId: neither 'driver' nor number.")
        known = self.app.executors.get(executor)
        if known is None:
            raise NotFound(f"There is no executor {executor}.")
        if known.removed is not None or self.app.ended is not None or self.ask is None:
            raise BadRequest(f"Executor {executor} is not active.")
        question = self.questions.get(executor)
        if question is None:
            question = self.questions[executor] = asyncio.get_running_loop().create_future()
            self.ask({"request": "thread dump", "executor": executor})
        try:
            answer = await asyncio.wait_for(asyncio.shield(question), ANSWER_SECONDS)
        except (asyncio.TimeoutError, TimeoutError):
            self.questions.pop(executor, None)
            raise Unavailable("The driver does not answer: its interpreter is busy.") from None
        if "refused" in answer:
            raise Unavailable(str(answer["refused"]))
        found: list[Json] = answer.get("threads") or []
        return found

    def answered(self, answer: Json) -> None:
        """Take in what the driver has answered."""
        question = self.questions.pop(answer["Answer"], None)
        if question is not None and not question.done():
            question.set_result(answer)


class History:
    """The logs in a directory, read when they are asked for."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def rest_list(self, now: int) -> list[Json]:
        source = f"file://{self.log.where}"
        found: dict[str, Json] = {}
        for entry in self.log.entries():
            told = rest.application(self._brief(entry), now, source)
            found.setdefault(entry.id, {**told, "attempts": []})["attempts"] += told["attempts"]
        return list(found.values())

    @staticmethod
    def _brief(entry: Any) -> Application:
        app = Application()
        app.id, app.name, app.user, app.spark_version = entry.id, entry.name, entry.user, entry.spark_version
        app.attempt = entry.attempt
        app.started, app.ended, app.exit_code = entry.started, entry.ended, entry.exit_code
        app.last_event = entry.updated
        return app

    def find(self, number: str, attempt: str | None) -> Application | None:
        return self.log.application(number, attempt)

    def logs(self, number: str, attempt: str | None) -> list[Entry] | None:
        return [each for each in self.log.of(number) if attempt in (None, each.attempt)] or None


def _now() -> int:
    return int(time.time() * 1000)


# ---------------------------------------------------------------------------------------- REST


def answer(source: Applications, path: str, query: Mapping[str, list[str]], now: int) -> Any:
    """What ``/api/v1/<path>`` says: something for JSON; raises NotFound and its like."""
    parts = [part for part in path.split("/") if part]
    if parts == ["version"]:
        return {"spark": __version__}
    if not parts or parts[0] != "applications":
        raise NotFound(f"/api/v1/{path}")
    if len(parts) == 1:
        return _chosen(source.rest_list(now), query)
    number, rest_of = parts[1], parts[2:]
    attempt = rest_of.pop(0) if rest_of and rest_of[0].isdigit() else None
    if not rest_of:
        return _told_of(source, number, attempt, now)
    app = source.find(number, attempt)
    if app is None:
        raise NotFound(f"no such app: {number}" + (f"/{attempt}" if attempt else ""))
    return _of_application(app, number, rest_of, query, app.clock(now))


def _told_of(source: Applications, number: str, attempt: str | None, now: int) -> Json:
    """An application, or one attempt at it."""
    found = next((each for each in source.rest_list(now) if each["id"] == number), None)
    if found is None:
        raise NotFound(f"unknown app: {number}")
    if attempt is None:
        return found
    for each in found["attempts"]:
        if each.get("attemptId") == attempt:
            return dict(each)
    raise NotFound(f"unknown app {number}, attempt {attempt}")


def _of_application(
    app: Application, name: str, parts: list[str], query: Mapping[str, list[str]], now: int
) -> Any:
    def number(text: str) -> int:
        if not text.isdigit():
            raise NotFound(f"/api/v1/applications/{name}/{'/'.join(parts)}")
        return int(text)

    match parts:
        case ["jobs"]:
            return rest.jobs(app, query)
        case ["jobs", one]:
            return rest.job(app, number(one))
        case ["stages"]:
            return rest.stages(app, query, now)
        case ["stages", one]:
            return rest.stage_attempts(app, number(one), query, now)
        case ["stages", one, attempt]:
            return rest.stage_attempt(app, number(one), number(attempt), query, now)
        case ["stages", one, attempt, "taskSummary"]:
            return rest.task_summary(app, number(one), number(attempt), query)
        case ["stages", one, attempt, "taskList"]:
            return rest.task_list(app, number(one), number(attempt), query, now)
        case ["executors"]:
            return rest.executors(app, now)
        case ["allexecutors"]:
            return rest.executors(app, now, dead=True)
        case ["executors", _, "threads"]:
            raise Unavailable("Thread dumps not available through the history server.")
        case ["storage", "rdd"]:
            return rest.cached_rdds(app)
        case ["storage", "rdd", one]:
            return rest.cached_rdd(app, number(one))
        case ["environment"]:
            return rest.environment(app)
        case ["sql"]:
            return rest.executions(app, query, now)
        case ["sql", one]:
            return rest.execution(app, number(one), query, now)
        case ["allmiscellaneousprocess"]:
            return []
        case ["streaming", *_]:
            raise NotFound(f"no streaming listener attached to {app.name}")
        case [other]:
            raise NotFound(f"unknown app {name}, attempt {other}")
    raise NotFound(f"/api/v1/applications/{name}/{'/'.join(parts)}")


def _chosen(found: list[Json], query: Mapping[str, list[str]]) -> list[Json]:
    """The applications that ``status``, ``minDate``, ``maxDate`` and their like ask for."""
    statuses = {status.lower() for status in query.get("status", ())}
    if statuses:
        found = [each for each in found if _status(each) in statuses]
    for name, key, sign in (
        ("minDate", "startTimeEpoch", 1),
        ("maxDate", "startTimeEpoch", -1),
        ("minEndDate", "endTimeEpoch", 1),
        ("maxEndDate", "endTimeEpoch", -1),
    ):
        for text in query.get(name, ())[:1]:
            limit = text if "T" in text else text + ("T00:00:00.000GMT" if sign > 0 else "T23:59:59.999GMT")
            found = [
                each
                for each in found
                if (api_date(each["attempts"][0][key]) >= limit if sign > 0 else True)
                and (api_date(each["attempts"][0][key]) <= limit if sign < 0 else True)
            ]
    for text in query.get("limit", ())[:1]:
        if not text.isdigit():
            raise BadRequest(f"limit: {text}")
        found = found[: int(text)]
    return found


def _status(each: Json) -> str:
    return "completed" if each["attempts"][0]["completed"] else "running"


_LOGS = re.compile(r"applications/([^/]+)(?:/(\d+))?/logs/?")
_THREADS = re.compile(r"applications/([^/]+)/executors/([^/]+)/threads/?")


async def _rest(source: Applications, request: Request) -> Response:
    query = parse_qs(request.url.query, keep_blank_values=True)
    try:
        path = request.path_params["path"]
        if (logs := _LOGS.fullmatch(path)) is not None:
            return await run_in_threadpool(_archive, source, *logs.groups())
        if isinstance(source, Live):
            asked = _THREADS.fullmatch(path)
            if asked is not None and asked[1] == source.app.id:
                found: Any = await source.threads(asked[2])
            else:
                found = answer(source, path, query, _now())
        else:
            found = await run_in_threadpool(answer, source, path, query, _now())
    except NotFound as error:
        return PlainTextResponse(str(error), 404)
    except BadRequest as error:
        return PlainTextResponse(str(error), 400)
    except Unavailable as error:
        return PlainTextResponse(str(error), 503)
    text = json.dumps(found, indent=2, ensure_ascii=False)
    return Response(text, media_type="application/json", headers={"cache-control": "no-store"})


def _archive(source: Applications, number: str, attempt: str | None) -> Response:
    """The event logs of an application, or of one attempt at it, in a zip."""
    found = source.logs(number, attempt)
    if found is None:
        raise NotFound(f"no such app: {number}" + (f"/{attempt}" if attempt else ""))
    name = f"eventLogs-{number}" + (f"-{attempt}" if attempt else "")
    headers = {"content-disposition": f"attachment; filename={quote(name)}.zip", "cache-control": "no-store"}
    return StreamingResponse(zipped(found), media_type="application/octet-stream", headers=headers)


# ---------------------------------------------------------------------------------------- static files


def _static_files() -> dict[str, tuple[bytes, str]]:
    found = {}
    for each in (files("pyrite._ui") / "static").iterdir():
        if each.is_file():
            kind = mimetypes.guess_type(each.name)[0] or "application/octet-stream"
            found[each.name] = (each.read_bytes(), kind)
    return found


def _static_route() -> Route:
    kept = _static_files()

    async def static(request: Request) -> Response:
        found = kept.get(request.path_params["name"])
        if found is None:
            return PlainTextResponse("There is no such file.", 404)
        return Response(found[0], media_type=found[1], headers={"cache-control": "max-age=300"})

    return Route("/static/{name}", static)


def _page(templates: Templates, site: Site, path: str, request: Request) -> Response:
    parameters = parse_qsl(request.url.query)
    try:
        text = templates.page(site, path, parameters)
    except NotFound as error:
        return _told(templates, site, "Not here", str(error), 404)
    return Response(text, media_type="text/html", headers={"cache-control": "no-store"})


def _told(templates: Templates, site: Site, title: str, said: str, status: int) -> Response:
    """A page that says why there is no other."""
    text = templates.plain(
        "plain.html", title=title, text=said, root=site.root, heading=site.app.name, back=f"{site.base}/jobs/"
    )
    return Response(text, status, media_type="text/html")


def _missing(templates: Templates) -> Callable[[Request, Exception], Any]:
    async def missing(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = error.headers if isinstance(error, HTTPException) else None
        said = {404: "There is no such page.", 405: "This address takes another method."}
        text = templates.plain(
            "plain.html",
            title="Not here" if status == 404 else "Not so",
            text=said.get(status, "This cannot be done."),
            root="",
            heading="",
            back="/",
        )
        return Response(text, status, dict(headers or {}), media_type="text/html")

    return missing


# ---------------------------------------------------------------------------------------- live


def live_application(live: Live) -> Starlette:
    """The pages of the application that runs."""
    templates = Templates()
    live.site.csrf = live.forms.value

    def page_route(path: str) -> Route:
        async def show(request: Request) -> Response:
            live.last_asked = time.monotonic()
            return _page(templates, live.site, path, request)

        return Route(path, show)

    async def root(request: Request) -> Response:
        return RedirectResponse("/jobs/", 302)

    async def threads(request: Request) -> Response:
        executor = request.query_params.get("executorId", "driver")
        try:
            found = await live.threads(executor)
        except Unavailable as error:
            return _told(templates, live.site, "Not now", str(error), 503)
        except (BadRequest, NotFound) as error:
            return _told(templates, live.site, "Not here", str(error), 404)
        whose = "the driver" if executor == "driver" else f"worker {executor}"
        context = {"title": f"Threads of {whose}", "tab": "executors", "threads": found}
        text = templates.render("threads.html", live.site, context)
        return Response(text, media_type="text/html", headers={"cache-control": "no-store"})

    async def events(request: Request) -> Response:
        if live.streams >= _MOST_STREAMS:
            return PlainTextResponse("Too many pages are open.", 503)
        return StreamingResponse(
            _changes(live, request), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def api(request: Request) -> Response:
        live.last_asked = time.monotonic()
        return await _rest(live, request)

    async def metrics(request: Request) -> Response:
        return PlainTextResponse(rest.prometheus(live.app, _now()), media_type="text/plain; version=0.0.4")

    return Starlette(
        routes=[
            Route("/", root),
            *(page_route(path) for path in PAGES),
            _kill_route(live, "job", "/jobs/job/", "job"),
            _kill_route(live, "stage", "/stages/stage/", "stage"),
            _kill_route(live, "query", "/SQL/execution/", "execution"),
            Route("/executors/threadDump/", threads),
            Route("/events", events),
            Route("/api/v1/{path:path}", api),
            *(
                Route(path, metrics)
                for path in (
                    "/metrics/prometheus",
                    "/metrics/prometheus/",
                    "/metrics/executors/prometheus",
                    "/metrics/executors/prometheus/",
                )
            ),
            _static_route(),
        ],
        exception_handlers={404: _missing(templates), 405: _missing(templates)},
    )


def _kill_route(live: Live, what: str, page: str, key: str) -> Route:
    """Where the page's form asks the driver to kill a ``what``, which the request names under ``key``."""

    async def kill(request: Request) -> Response:
        form = await _form(request)
        if form is None or not live.forms.allows(request.headers, form.get("token", "")):
            return PlainTextResponse("This request does not come from a page of this server.", 403)
        if not live.site.kill or live.ask is None:
            return PlainTextResponse("Killing is switched off (spark.ui.killEnabled).", 403)
        if not form.get("id", "").isdigit():
            return PlainTextResponse(f"Which {what}?", 400)
        number = int(form["id"])
        live.ask({"request": f"kill {what}", key: number})
        return RedirectResponse(f"{page}?id={number}", 303)

    return Route(f"{page}kill/", kill, methods=["POST"])


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a small form; None for anything else."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        return None
    body = b""

    async def read() -> bool:
        nonlocal body
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MOST_BODY:
                return False
        return True

    try:
        if not await asyncio.wait_for(read(), 5):
            return None
    except (asyncio.TimeoutError, TimeoutError):
        return None
    return dict(parse_qsl(body.decode("utf-8", "replace")))


async def _changes(live: Live, request: Request) -> AsyncIterator[str]:
    """A message for each change of the model, at most every half second."""
    live.streams += 1
    told, silent = -1, 0.0
    try:
        yield "retry: 2000\n\n"
        while True:
            live.last_asked = time.monotonic()
            if live.app.version != told:
                told, silent = live.app.version, 0.0
                yield f"event: change\ndata: {told}\n\n"
            if live.app.ended is not None:
                yield "event: end\ndata: \n\n"
                return
            await asyncio.sleep(TELL_SECONDS)
            silent += TELL_SECONDS
            if silent >= BEAT_SECONDS:
                silent = 0.0
                yield ": still here\n\n"
    finally:
        live.streams -= 1


# ---------------------------------------------------------------------------------------- history


def history_application(log: Log) -> Starlette:
    """The list of logged applications, and the pages of each."""
    templates = Templates()
    source = History(log)
    columns = (
        Column("name", "Application", lambda each: each.name),
        Column("user", "User", lambda each: each.user),
        Column("started", "Started", lambda each: each.started),
        Column("ended", "Ended", lambda each: each.ended),
        Column("duration", "Duration", lambda each: each.ended and each.ended - each.started, True),
        Column("version", "Spark", lambda each: each.spark_version),
        Column("size", "Log", lambda each: each.bytes, True),
    )

    async def listing(request: Request) -> Response:
        entries = await run_in_threadpool(log.entries)
        table = Table(
            "applications",
            columns,
            entries,
            parse_qsl(request.url.query),
            "-started",
            text=lambda each: f"{each.name} {each.id} {each.user}",
        )
        text = templates.plain(
            "applications.html",
            title="Applications",
            table=table,
            where=log.where,
            root="",
            heading="History",
        )
        return Response(text, media_type="text/html", headers={"cache-control": "no-store"})

    async def show(request: Request) -> Response:
        number, path = request.path_params["id"], "/" + request.path_params["path"]
        base, attempt = f"/history/{number}", None
        if (counted := re.match(r"/(\d+)(?=/|$)", path)) is not None:
            attempt, path = counted[1], path[counted.end() :] or "/"
            base = f"{base}/{attempt}"
        app = await run_in_threadpool(log.application, number, attempt)
        if app is None:
            raise HTTPException(404)
        if path == "/":
            return RedirectResponse(f"{base}/jobs/", 302)
        if path not in PAGES:
            if path + "/" in PAGES:
                query = f"?{request.url.query}" if request.url.query else ""
                return RedirectResponse(f"{base}{path}/{query}", 302)
            raise HTTPException(404)
        site = Site(app, base, home="/")
        return await run_in_threadpool(_page, templates, site, path, request)

    async def api(request: Request) -> Response:
        return await _rest(source, request)

    return Starlette(
        routes=[
            Route("/", listing),
            Route("/history/{id}/{path:path}", show),
            Route("/api/v1/{path:path}", api),
            _static_route(),
        ],
        exception_handlers={404: _missing(templates), 405: _missing(templates)},
    )
