"""The pages of a WARC file that layouts are induced from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from kznews.extraction.article_or_not import why_no_article
from kznews.extraction.induction.articles import MOST_PAGES
from kznews.extraction.page import Page, UnreadablePageError
from kznews.outlets import outlet_of
from kznews.outlets.addresses import is_article_url
from kznews.transport.warc import BodyTooLargeError, Record, list_records, read_answer

_MOST_OF_HOST = 3 * MOST_PAGES
"""Pages of an outlet or host that are looked at, at most."""
_LARGEST = 10_000_000
"""Bytes of the largest page that is looked at."""


def pages_of_file(file: Path, names: list[str]) -> dict[str, tuple[list[Page], list[Page]]]:
    """Give, by outlet or host, the pages of articles and those that hold none. Raises ReplayError.

    `names` are the only ones that are wanted, where there are any.
    """
    records: dict[str, list[Record]] = defaultdict(list)
    for record in list_records(file):
        if record.type in {"response", "resource"} and record.url:
            records[_name_of(record.url)].append(record)
    found = {}
    for name, own in records.items():
        if not names or name in names:
            step = max(1, -(-len(own) // _MOST_OF_HOST))
            found[name] = _divided(_parsed(own[::step]))
    return found


def _name_of(url: str) -> str:
    outlet = outlet_of(url)
    return outlet.name if outlet else (urlsplit(url).hostname or url).removeprefix("www.")


def _parsed(records: Iterable[Record]) -> Iterator[Page]:
    for record in records:
        assert record.url is not None  # chosen so
        with suppress(BodyTooLargeError, UnreadablePageError, ValueError):
            answer = read_answer(record, _LARGEST)
            if answer.status == 200:
                yield Page(answer.body, record.url, fetched_at=record.captured_at)


def _divided(pages: Iterable[Page]) -> tuple[list[Page], list[Page]]:
    articles: list[Page] = []
    others: list[Page] = []
    for page in pages:
        if page.outlet is not None and page.outlet.article_url is not None:
            is_article = is_article_url(page.url, page.outlet)
        else:
            is_article = why_no_article(page) is None
        (articles if is_article else others).append(page)
    return articles, others
