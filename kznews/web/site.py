"""The site: which pages there are, and the application that answers for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kznews.web import pages as modules_of_pages
from kznews.web.access import Access
from kznews.web.answer import Answer
from kznews.web.answering import Answering
from kznews.web.asked import Asked
from kznews.web.errors import NotFound
from kznews.web.headers import SecurityHeaders
from kznews.web.options import Options
from kznews.web.page import Page
from kznews.web.sources import Sources

_STATIC = Path(__file__).parent / "static"


def all_pages() -> dict[str, Page]:
    """Give every page, by its name: those of the modules of `pages/`, each has a PAGE, or PAGES."""
    modules = sorted(each.name for each in iter_modules(modules_of_pages.__path__))
    return {page.name: page for name in modules for page in _pages_of(name)}


def _pages_of(name: str) -> tuple[Page, ...]:
    module = import_module(f"kznews.web.pages.{name}")
    pages: tuple[Page, ...] = (module.PAGE,) if hasattr(module, "PAGE") else module.PAGES
    return pages


def create_app(sources: Sources, options: Options | None = None) -> Starlette:
    """Make the application that answers for all pages."""
    options = options or Options()
    pages = all_pages()

    async def not_found(request: Request, _: Exception) -> Response:
        path = request.url.path
        here = replace(_NOWHERE, path=quote(path))
        format_ = "json" if path.endswith(".json") else "html"
        return await Answering(sources, options, pages, here, format_)(request)

    return Starlette(
        routes=[
            *_routes(sources, options, pages),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Access, options=options),
            Middleware(GZipMiddleware),
        ],
        exception_handlers={404: not_found},
    )


def _routes(sources: Sources, options: Options, pages: dict[str, Page]) -> Iterator[BaseRoute]:
    for page in pages.values():
        # The formats before the page: its last parameter would take `.json` in.
        for format_ in (*page.formats, "html"):
            methods = ["GET"] if page.write is None or format_ != "html" else ["GET", "POST"]
            endpoint = Answering(sources, options, pages, page, format_)
            yield Route(page.path_of(format_), _as_function(endpoint), methods=methods)


def _as_function(endpoint: Answering) -> Callable[[Request], Awaitable[Response]]:
    """Give what Starlette takes for an endpoint of one request: a function."""

    async def answer(request: Request) -> Response:
        return await endpoint(request)

    return answer


def _nothing_there(asked: Asked) -> Answer:
    raise NotFound(asked.say("frame.no_such_page"))


_NOWHERE = Page("nowhere", "/", _nothing_there, formats=())
