"""The site: which pages there are, and the application that answers for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kznews.web.answer import Answer
from kznews.web.answering import Answering
from kznews.web.asked import Asked
from kznews.web.errors import NotFound
from kznews.web.headers import SecurityHeaders
from kznews.web.page import Page
from kznews.web.sources import Sources

_MODULES = (
    "about",
    "tickers",
)  # fmt: skip
"""The modules of `pages/`: each has a PAGE, or PAGES."""
_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, kw_only=True)
class Options:
    """How the site is open to others."""


def all_pages() -> dict[str, Page]:
    """Give every page, by its name."""
    return {page.name: page for name in _MODULES for page in _pages_of(name)}


def _pages_of(name: str) -> tuple[Page, ...]:
    module = import_module(f"kznews.web.pages.{name}")
    pages: tuple[Page, ...] = (module.PAGE,) if hasattr(module, "PAGE") else module.PAGES
    return pages


def create_app(sources: Sources, options: Options = Options()) -> Starlette:
    """Make the application that answers for all pages."""
    pages = all_pages()
    nowhere = Answering(sources, pages, _NOWHERE)

    async def not_found(request: Request, _: Exception) -> Response:
        return await nowhere(request)

    return Starlette(
        routes=[*_routes(sources, pages), Mount("/static", StaticFiles(directory=_STATIC))],
        middleware=[Middleware(SecurityHeaders), Middleware(GZipMiddleware)],
        exception_handlers={404: not_found},
    )


def _routes(sources: Sources, pages: dict[str, Page]) -> Iterator[BaseRoute]:
    for page in pages.values():
        # The formats before the page: its last parameter would take `.json` in.
        for format_ in (*page.formats, "html"):
            methods = ["GET"] if page.write is None or format_ != "html" else ["GET", "POST"]
            endpoint = Answering(sources, pages, page, format_)
            yield Route(page.path_of(format_), _as_function(endpoint), methods=methods)


def _as_function(endpoint: Answering) -> Callable[[Request], Awaitable[Response]]:
    """Give what Starlette takes for an endpoint of one request: a function."""

    async def answer(request: Request) -> Response:
        return await endpoint(request)

    return answer


def _nothing_there(asked: Asked) -> Answer:
    raise NotFound(asked.say("frame.no_such_page"))


_NOWHERE = Page("nowhere", "/nowhere", _nothing_there)
