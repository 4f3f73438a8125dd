"""Fourth: an item that breaks its contract becomes a Rejection, which is kept; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from kznews.items import Article, Item, Rate, Rejection, Ticker
from kznews.pipelines.rejection import rejected
from kznews.text.currency import currency_code
from kznews.text.mojibake import is_garbled

# Two machines' clocks may differ by so much.
_CLOCK_TOLERANCE = timedelta(minutes=10)
# Before it, Kazakhstan's first news sites did not exist: an unset clock, or a misread date.
_FIRST_YEAR = 1995
_TITLE_LENGTH = 1000


class ValidatePipeline:
    """Lets valid items through; counts and logs the others with their URL as `items/rejected/…`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of one crawl."""
        return cls(crawler)

    def process_item(self, item: Item) -> Item:
        """Pass the item on, or a Rejection that holds its fields and says what is wrong."""
        if isinstance(item, Rejection):
            return item
        faults = list(faults_of(item))
        if not faults:
            return item
        return rejected(self.crawler, item, "; ".join(faults))


def faults_of(item: Article | Ticker | Rate) -> Iterator[str]:
    """Tell what breaks the contract of `kznews.items`, field by field; nothing for a valid item."""
    match item:
        case Article():
            yield from _article_faults(item)
        case Ticker():
            if not item.headline:
                yield "headline is empty"
            elif is_garbled(item.headline):
                yield "headline cannot be read: its charset was lost"
            if item.position < 1:
                yield f"position is {item.position}, which is not from 1"
            if item.url is not None:
                yield from _address_faults("url", item.url)
            yield from _address_faults("page_url", item.page_url)
            yield from _moment_faults("seen_at", item.seen_at)
        case Rate():
            yield from _rate_faults(item)


def _article_faults(article: Article) -> Iterator[str]:
    yield from _address_faults("url", article.url)
    if not article.title:
        yield "title is empty"
    elif len(article.title) > _TITLE_LENGTH:
        yield f"title has {len(article.title)} characters: a text was taken for a title"
    if not article.body:
        yield "body is empty: the page has no text, or only boilerplate"
    for name in ("title", "body"):
        if is_garbled(getattr(article, name)):
            yield f"{name} cannot be read: its charset was lost"
    yield from _moment_faults("fetched_at", article.fetched_at)
    if (article.published_at is None) != (article.published_precision is None):
        yield "published_at and published_precision go together"
    for name in ("published_at", "modified_at"):
        moment = getattr(article, name)
        if moment is not None:
            yield from _moment_faults(name, moment)
            if moment.tzinfo is not None and moment > article.fetched_at + _CLOCK_TOLERANCE:
                yield f"{name} {moment.isoformat()} is after the fetch"


def _rate_faults(rate: Rate) -> Iterator[str]:
    for name in ("base", "quote"):
        try:
            currency_code(getattr(rate, name))
        except ValueError as error:
            yield f"{name}: {error}"
    if not rate.value.is_finite() or rate.value <= 0:
        yield f"value is {rate.value}"
    if rate.units < 1:
        yield f"units is {rate.units}"
    yield from _moment_faults("seen_at", rate.seen_at)


def _address_faults(name: str, url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        yield f"{name} {url!r}: {error}"
        return
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield f"{name} {url!r} is no absolute http(s) address"


def _moment_faults(name: str, moment: datetime) -> Iterator[str]:
    if moment.tzinfo is None:
        yield f"{name} {moment.isoformat()} has no time zone"
    elif moment.year < _FIRST_YEAR:
        yield f"{name} {moment.isoformat()} is before {_FIRST_YEAR}"
