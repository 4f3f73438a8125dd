"""A request in, an answer out: the way of every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pymongo
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from kznews.outlets import DEFAULT_TIME_ZONE
from kznews.text.timezones import zone
from kznews.web.answer import Answer
from kznews.web.asked import Asked
from kznews.web.errors import BadRequest, Moved
from kznews.web.failures import failure
from kznews.web.formats import MEDIA_TYPES, to_atom, to_csv, to_json
from kznews.web.languages import LANGUAGES, Language, wished
from kznews.web.options import Options
from kznews.web.page import Page
from kznews.web.parameters import Parameters, read_parameters
from kznews.web.rendering import render
from kznews.web.sources import Sources

_MOST_FORM_BYTES = 64 * 1024
_MOST_VALUES = 100
"""Values of a query or a form, at most."""

Given = dict[str, list[str]]


class Answering:
    """Answers requests to one page in one format, for Starlette."""

    def __init__(
        self,
        sources: Sources,
        options: Options,
        pages: Mapping[str, Page],
        page: Page,
        format_: str = "html",
    ) -> None:
        self._sources = sources
        self._options = options
        self._pages = pages
        self._page = page
        self._format = format_

    async def __call__(self, request: Request) -> Response:
        """Answer a request; whatever goes wrong is an answer, too."""
        body = await _body(request) if request.method == "POST" else b""
        return await run_in_threadpool(self.answer, request, body)

    def answer(self, request: Request, body: bytes | None) -> Response:
        """Answer a request whose body was read: None for one that is too long."""
        asked = self._asked(request)
        try:
            asked = self._checked(asked, request, body)
            read = self._page.write if request.method == "POST" else self._page.read
            assert read is not None  # the router lets no other through
            with pymongo.timeout(self._options.patience):
                answer = read(asked)
            return answer if isinstance(answer, Response) else respond(answer, asked)
        except Moved as moved:
            return RedirectResponse(moved.address, 308)
        except Exception as error:  # noqa: BLE001 - each becomes a page, and is logged there
            return respond(failure(error, asked), asked)

    def _asked(self, request: Request) -> Asked:
        """Take in what can be read of any request, so that what is wrong can be told."""
        return Asked(
            page=self._page,
            format=self._format,
            parameters=Parameters({}, {}),
            given={name: [value] for name, value in request.path_params.items()},
            zone=zone(DEFAULT_TIME_ZONE),
            language=wished(request.headers.get("accept-language", "")),
            now=self._sources.now(),
            sources=self._sources,
            options=self._options,
            pages=self._pages,
            base=f"{request.url.scheme}://{request.url.netloc}",
            user=request.scope.get("user_name"),
        )

    def _checked(self, asked: Asked, request: Request, body: bytes | None) -> Asked:
        """Give the same, checked. Raises BadRequest."""
        query = _fields(request.url.query, asked)
        language = _language(query, asked.language)
        asked = _with(asked, language=language)
        given = {**query, **asked.given}
        asked = _with(asked, zone=_zone(query, asked))
        if body is None:
            raise BadRequest(asked.say("frame.form_too_long"))
        parameters = read_parameters(
            (*self._page.of_query, *_of_path(self._page)),
            given,
            zone=asked.zone,
            now=asked.now,
            say=asked.say,
        )
        form = {name: values[0] for name, values in _fields(body.decode("utf-8"), asked).items()}
        return _with(asked, given=given, parameters=parameters, form=form)


def respond(answer: Answer, asked: Asked) -> Response:
    """Write an answer in the format that was asked for; failures are text where it is not JSON."""
    match asked.format:
        case "json":
            content = to_json(answer.data)
        case "html":
            content = render(answer, asked).encode()
        case "csv" if answer.table is not None:
            content = to_csv(answer.table, asked)
        case "atom" if answer.feed is not None:
            content = to_atom(answer.feed, asked)
        case _:
            return _download(answer)
    return Response(content, answer.status, media_type=MEDIA_TYPES[asked.format])


def _download(answer: Answer) -> Response:
    if answer.export is None:
        error = answer.data["error"]  # only what failed has no file
        return Response(f"{error['what']}\n", answer.status, media_type="text/plain")
    return StreamingResponse(
        answer.export.chunks,
        media_type=answer.export.media_type,
        headers={"Content-Disposition": f'attachment; filename="{answer.export.name}"'},
    )


async def _body(request: Request) -> bytes | None:
    """Read a form; None for one that is too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_FORM_BYTES:
            return None
    return body


def _fields(text: str, asked: Asked) -> Given:
    try:
        return parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_VALUES, errors="strict")
    except UnicodeDecodeError:
        raise BadRequest(asked.say("frame.odd_signs")) from None
    except ValueError:
        raise BadRequest(asked.say("frame.too_many_values", most=_MOST_VALUES)) from None


def _language(query: Given, otherwise: Language) -> Language:
    for known in LANGUAGES:
        if query.get("ui") == [known]:
            return known
    return otherwise


def _zone(query: Given, asked: Asked) -> ZoneInfo:
    [name, *_] = query.get("zone") or [""]
    if not name:
        return asked.zone
    try:
        return zone(name)
    except ValueError:
        raise BadRequest(asked.say("frame.unknown_zone"), "zone") from None


def _of_path(page: Page) -> list[Any]:
    return [each for each in page.parameters if each.name in page.of_path]


def _with(asked: Asked, **changes: Any) -> Asked:
    return Asked(**{**vars(asked), **changes})
