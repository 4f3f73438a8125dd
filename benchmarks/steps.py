"""Where the time of reading a page goes, beside what lxml alone needs to parse it.

All is processor time of this process. Steps are timed in place: the functions that do them are
wrapped while pages are read as a crawl reads them, and what one does within another counts once, as
the inner one's.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from statistics import median
from types import ModuleType
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from lxml import etree

from benchmarks.figures import table
from benchmarks.labelled import CAPTURES, CONTENT_TYPE
from kznews.extraction import article, page, rates, ticker
from kznews.extraction.page import Page
from kznews.items import Item
from kznews.newsroom.site import Site
from kznews.outlets import outlet_of
from kznews.outlets.addresses import is_article_url
from kznews.pipelines.normalize import NormalizePipeline
from kznews.pipelines.validate import faults_of
from kznews.record.stories.signature import signature
from kznews.record.stories.skeleton import skeleton_words
from kznews.transport.warc import list_records, read_answer


class _Signing:
    """What linking an article to its story computes of its text alone."""

    @staticmethod
    def sign(text: str) -> None:
        signature(skeleton_words(text))


_STEPS: dict[str, tuple[tuple[ModuleType | type, str], ...]] = {
    "decode": ((page, "to_utf8"),),
    "parse": ((page, "parse_html"),),
    "ticker, rates": ((ticker, "read_tickers"), (rates, "read_rates_strip")),
    "structured data": ((page, "read_structured"),),
    "body, cleaning": ((article, "read_content"), (article, "read_kind")),
    "dates": ((article, "_published"), (article, "_modified")),
    "language": ((article, "detect"),),
    "attribution": ((article, "attributed_to"),),
    "images": ((article, "read_images"),),
    "title, authors, tags": ((article, "read_article"),),
    "signature": ((_Signing, "sign"),),
    "normalize, validate": ((NormalizePipeline, "process_item"),),
}
_BARE = "lxml alone"
_FETCHED = datetime(2026, 11, 1, tzinfo=UTC)


class _Steps:
    """Seconds of each step of one page, without those of the steps within it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            begun = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                whole = time.process_time() - begun
                self.seconds[step] += whole - self._inner.pop()
                self._inner[-1] += whole

        return wrapper


@contextmanager
def _watched() -> Iterator[_Steps]:
    steps = _Steps()
    with ExitStack() as stack:
        for step, functions in _STEPS.items():
            for owner, name in functions:
                wrapper = steps.timed(step, getattr(owner, name))
                stack.enter_context(patch.object(owner, name, wrapper))
        yield steps


def _read(body: bytes, url: str) -> None:
    """What a crawl does with an article's page, but for the database."""
    page = Page(body, url, content_type=f"{CONTENT_TYPE}; charset=utf-8", fetched_at=_FETCHED)
    items: list[Item] = [*ticker.read_tickers(page), *rates.read_rates_strip(page)]
    read = article.read_article(page)
    items.append(read)
    _Signing.sign(read.body)
    normalize = NormalizePipeline()
    for item in items:
        assert not list(faults_of(normalize.process_item(item)))  # type: ignore[arg-type]


def _bare(body: bytes) -> None:
    etree.fromstring(body, etree.HTMLParser(encoding="utf-8", huge_tree=True))


def _seconds(function: Callable[[], None]) -> float:
    begun = time.process_time()
    function()
    return time.process_time() - begun


def split(pages: list[tuple[str, bytes]], rounds: int) -> dict[str, float]:
    """Milliseconds of each step, of the whole and of lxml alone: medians over pages and rounds."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    for url, body in pages:
        _read(body, url)  # what is loaded once is loaded
        for _ in range(rounds):
            times[_BARE].append(_seconds(partial(_bare, body)))
            times["all"].append(_seconds(partial(_read, body, url)))
            with _watched() as steps:
                _read(body, url)
            for step in _STEPS:
                times[step].append(steps.seconds[step])
    return {name: median(each) * 1000 for name, each in times.items()}


def tengrinews_pages() -> list[tuple[str, bytes]]:
    """Every fourth of the captured articles; none where the captures are not here."""
    warc = CAPTURES / "tengrinews-2024-04.warc.gz"
    outlet = outlet_of("https://tengrinews.kz/")
    if not warc.exists() or outlet is None:
        return []
    articles = [record for record in list_records(warc) if is_article_url(record.url or "", outlet)]
    return [(record.url or "", read_answer(record, 0).body) for record in articles[::4]]


def newsroom_pages() -> list[tuple[str, bytes]]:
    """Articles of the newsroom's exclusive.kz, in both layouts."""
    site = Site({"exclusive/2022": 1, "exclusive/wordpress": 1}, today=date(2025, 4, 28))
    addresses = [urlsplit(each.url) for each in site.articles]
    return [
        (each.geturl(), site.page("exclusive.kz", each.path).body)
        for each in addresses
        if each.hostname == "exclusive.kz"
    ]


def print_steps(rounds: int) -> None:
    for name, pages in (("tengrinews.kz", tengrinews_pages()), ("the newsroom", newsroom_pages())):
        if not pages:
            print(f"\nTime: no captures of {name} at {CAPTURES}.")
            continue
        found = split(pages, rounds)
        size = median(len(body) for _, body in pages) / 1000
        print(f"\nTime, {name}: {len(pages)} pages, the median has {size:.0f} KB")
        rows = [
            [step, f"{found[step]:.2f}", f"{found[step] / found[_BARE]:.2f}"]
            for step in (_BARE, *_STEPS, "all")
        ]
        print(table([["", "ms", "of lxml alone"], *rows]))
