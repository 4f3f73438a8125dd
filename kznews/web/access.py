"""Who is let in: by the name that the site is called by, by a token, by how much was asked."""

from __future__ import annotations

import base64
import binascii
import logging
import math
import time
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kznews.text.terminal import one_line
from kznews.web.options import Options
from kznews.web.request_rate import RequestRate

logger = logging.getLogger(__name__)

COOKIE = "kznews"
LOGIN = "/login"
_OPEN = ("/static/", LOGIN)
"""What needs no token: the login page and what it is shown with."""
_LOGINS_AT_ONCE, _LOGINS_PER_SECOND = 10, 0.1


class Access:
    """Refuses what may not be answered; tells the others' user as `user_name` of the scope."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app = app
        self._options = options
        self._rate = RequestRate(options.at_once, options.per_second)
        self._logins = RequestRate(_LOGINS_AT_ONCE, _LOGINS_PER_SECOND)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.monotonic(), 0

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        request = Request(scope)
        refused = self._refused(request)
        try:
            await (refused or self._app)(scope, receive, counted)
        finally:
            # Without the query: whoever reads the log need not know what people look for.
            logger.info(
                "%s %s for %s: %d in %.0f ms",
                request.method,
                one_line(request.url.path),
                scope.get("user_name") or _client(request),
                status,
                (time.monotonic() - begun) * 1000,
            )

    def _refused(self, request: Request) -> Response | None:
        hosts = self._options.hosts
        if hosts is not None and _host(request.headers) not in hosts:
            return PlainTextResponse(
                "This address of the pages is not one of this machine's: open "
                "http://127.0.0.1/ with the port that `scrapy serve` says\n",
                421,
            )
        path = request.url.path
        if not request.url.path.startswith("/static/"):
            user = self._user(request)
            request.scope["user_name"] = user
            if self._options.tokens and user is None and not path.startswith(_OPEN):
                return _to_login(request)
            if wait := self._rate.wait_seconds(user or _client(request)):
                return _too_many(wait)
        if request.method == "POST":
            if not _is_own_form(request):
                return PlainTextResponse("This form was sent from another site\n", 403)
            if path == LOGIN and (wait := self._logins.wait_seconds(_client(request))):
                return _too_many(wait)
        return None

    def _user(self, request: Request) -> str | None:
        tokens = self._options.tokens
        if token := _given_token(request.headers):
            return tokens.user_of(token)
        return tokens.user_of_cookie(request.cookies.get(COOKIE, ""))


def _given_token(headers: Headers) -> str | None:
    """Give the token of an Authorization header: Bearer, or the password of Basic, for feeds."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return value.strip()
        case "basic":
            try:
                return base64.b64decode(value, validate=True).decode().partition(":")[2]
            except (binascii.Error, ValueError):
                return "?"  # nobody's
    return None


def _host(headers: Headers) -> str | None:
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return None


def _client(request: Request) -> str:
    return request.client.host if request.client is not None else "?"


def _is_own_form(request: Request) -> bool:
    """Tell whether a form comes from a page of this site: browsers say so, programs with tokens."""
    origin = request.headers.get("origin")
    if origin is None:
        return "authorization" in request.headers
    return origin == f"{request.url.scheme}://{request.url.netloc}"


def _to_login(request: Request) -> Response:
    wishes_page = "text/html" in request.headers.get("accept", "") and request.method == "GET"
    if wishes_page and "authorization" not in request.headers:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{LOGIN}?next={quote(asked, safe='')}", 303)
    return PlainTextResponse(
        "A token is needed: send it as the header `Authorization: Bearer TOKEN`\n",
        401,
        {"WWW-Authenticate": 'Bearer realm="kznews", Basic realm="kznews"'},
    )


def _too_many(wait: float) -> Response:
    seconds = math.ceil(wait)
    return PlainTextResponse(
        f"Too many requests: please ask again in {seconds} s\n", 429, {"Retry-After": str(seconds)}
    )
