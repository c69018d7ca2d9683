"""Who may ask what: hosts, tokens, and the headers that keep browsers from being misled.

- Only names that the server goes by are taken in ``Host``: a foreign page cannot reach it by a name of its own.
- With a token (asked for beyond loopback) each request carries it: as ``Authorization: Bearer``, as a cookie, or
  once as ``?token=``, which sets the cookie.
- What changes something is a POST from a page of this server, with the token of its forms.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")

_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Guard:
    """Wraps an application: lets through only who may ask, and adds the headers.

    Parameters
    ----------
    host : str
        The address the server is bound to.
    token : str, optional
        What each request must carry.
    names : iterable of str
        More names that the server goes by.

    Raises
    ------
    ValueError
        When it is bound beyond loopback and there is no token.
    """

    def __init__(self, app: App, host: str, token: str | None, names: Iterable[str] = ()) -> None:
        self.local = host in LOOPBACK
        if not self.local and not token:
            raise ValueError(f"the web UI is served on {host} only with a token")
        self._app = app
        self._token = token or None
        self._names = {name.lower() for name in (*LOOPBACK, host, *names)}
        self._cookie = "pyrite-ui"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {key.lower(): value for key, value in scope["headers"]}

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        # Bound to all addresses, it goes by names that it cannot know: there the token keeps others out.
        if self.local and _host_name(headers.get(b"host", b"")) not in self._names:
            await _answer(guarded, 403, "This server does not go by that name.")
        elif self._token is None:
            await self._app(scope, receive, guarded)
        else:
            await self._with_token(scope, headers, receive, guarded)

    async def _with_token(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, send: Send
    ) -> None:
        port = (scope.get("server") or ("", 0))[1]
        cookie = f"{self._cookie}-{port}"
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for key, value in query if key == "token"]
        if scope["method"] in ("GET", "HEAD") and given and self._right(given[-1]):
            rest = urlencode([(key, value) for key, value in query if key != "token"])
            await send(
                {
                    "type": "http.response.start",
                    "status": 303,
                    "headers": [
                        # A path that begins with two slashes would lead to another host.
                        (
                            b"location",
                            ("/" + scope["path"].lstrip("/") + ("?" + rest if rest else "")).encode(),
                        ),
                        (b"set-cookie", f"{cookie}={given[-1]}; Path=/; HttpOnly; SameSite=Strict".encode()),
                        (b"content-length", b"0"),
                    ],
                }
            )
            await send({"type": "http.response.body", "body": b""})
            return
        bearer = headers.get(b"authorization", b"").decode("latin-1")
        offered = [bearer[7:].strip()] if bearer[:7].lower() == "bearer " else []
        for part in headers.get(b"cookie", b"").decode("latin-1").split(";"):
            name, _, value = part.strip().partition("=")
            if name == cookie:
                offered.append(value)
        if any(self._right(each) for each in offered):
            await self._app(scope, receive, send)
        else:
            await _answer(send, 401, "A token is needed: open the address that the program has shown.")

    def _right(self, given: str) -> bool:
        return bool(self._token) and hmac.compare_digest(
            given.encode("utf-8"), (self._token or "").encode("utf-8")
        )


class FormToken:
    """The token of this server's forms, and the check of a request that carries one."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(24)

    def allows(self, headers: Any, given: str) -> bool:
        """Whether a POST comes from a page of this server and carries the token."""
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
            return False
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        return hmac.compare_digest(given.encode("utf-8"), self.value.encode("utf-8"))


def _host_name(header: bytes) -> str:
    host = header.decode("latin-1").strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


async def _answer(send: Send, status: int, text: str) -> None:
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
