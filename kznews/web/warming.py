"""Makes the first answers as quick as later ones: loads what pages need before anybody asks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from urllib.parse import urlencode

from starlette.requests import Request

from kznews.search.errors import IndexUnusable
from kznews.web.answering import Answering
from kznews.web.options import Options
from kznews.web.page import Page
from kznews.web.rendering import MENU, environment
from kznews.web.sources import Sources

logger = logging.getLogger(__name__)

_MOST_SECONDS = 30.0
"""Seconds after which no other page is tried."""
_QUESTION = "жаңалық"
"""What pages of questions are asked: a word that has several stems."""


@contextmanager
def warming(sources: Sources, options: Options, pages: Mapping[str, Page]) -> Iterator[None]:
    """Try the pages in a thread beside the block, which may end before all are tried."""
    ended = threading.Event()
    thread = threading.Thread(
        target=warm_up, args=(sources, options, pages, ended), name="warming", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def warm_up(
    sources: Sources, options: Options, pages: Mapping[str, Page], ended: threading.Event
) -> None:
    """Load all templates, then answer each page of the menu, and one outlet's, for nobody.

    So modules, texts, connections and the index are there for who asks first. Where MongoDB or the
    index is away, the rest is left for later: whoever asks is told.
    """
    begun = monotonic()
    templates = environment()
    for name in templates.list_templates():
        templates.get_template(name)
    tried = 0
    for name, query, of_path in _worth_trying(sources):
        if ended.is_set() or monotonic() - begun > _MOST_SECONDS:
            break
        answering = Answering(sources, options, pages, pages[name])
        if answering.answer(_request(pages[name], query, of_path), b"").status_code >= 500:
            break
        tried += 1
    logger.info(
        "%d pages were tried in %.1f s, for quick first answers", tried, monotonic() - begun
    )


def _worth_trying(sources: Sources) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Give names of pages, what is asked of them, and the values in their paths."""
    for name in MENU:
        asks = name in {"search", "attention"}
        yield name, urlencode({"q": _QUESTION}) if asks else "", {}
    try:
        outlets = sources.searcher.outlets()
    except IndexUnusable:
        return
    if outlets:
        most = max(outlets, key=lambda each: outlets[each].articles)
        yield "outlet", "", {"name": most}


def _request(page: Page, query: str, of_path: dict[str, str]) -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "server": ("127.0.0.1", 80),
            "path": page.path,
            "path_params": of_path,
            "query_string": query.encode(),
            "headers": [],
        }
    )
