"""Kept pages read with today's code, in processes of their own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from kznews.archive.reader import KeptPage, Reader, UnreadablePageError
from kznews.extraction.article import read_article
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.page import Page
from kznews.items import Article
from kznews.mongo.connection import Address, open_sync_database
from kznews.outlets import all_outlets
from kznews.outlets.addresses import is_article_url
from kznews.pipelines.normalize import NormalizePipeline

_resources = ExitStack()
_reader: Reader | None = None


@dataclass(frozen=True)
class Reading:
    """What a page was read as."""

    page: str
    """Its `_id`."""
    url: str
    article: Article | None
    fault: str | None = None
    """Why it gave no article; the first words name the kind of fault."""


def begin(address: Address) -> None:
    """Open the database for this process, until its end."""
    global _reader  # noqa: PLW0603 - the only way into a process of a pool
    _reader = Reader(_resources.enter_context(open_sync_database(address)))


def read_pages(ids: Sequence[str]) -> list[Reading]:
    """Read these pages."""
    assert _reader is not None  # begun
    return [_read(_reader, each) for each in _reader.select({"_id": {"$in": list(ids)}})]


def _read(reader: Reader, document: dict[str, object]) -> Reading:
    id_, url = str(document["_id"]), str(document["url"])
    try:
        kept = reader.read(document)
    except UnreadablePageError as error:
        return Reading(id_, url, None, f"damaged: {error}")
    try:
        return Reading(id_, url, _article(kept))
    except Exception as error:  # noqa: BLE001 - as in a crawl, a fault of ours is told, and the rest goes on
        return Reading(id_, url, None, f"{type(error).__name__}: {error}")


def _article(kept: KeptPage) -> Article:
    sent = {name.lower(): value for name, value in kept.answer.headers}
    content_type = sent.get(b"content-type")
    outlet = {each.name: each for each in all_outlets()}.get(kept.outlet)
    if outlet is not None and not is_article_url(kept.url, outlet):
        raise NotAnArticleError(f"{kept.url}: the request led to what is no article's address")
    page = Page(
        kept.answer.body,
        kept.url,
        content_type=content_type.decode("latin-1") if content_type else None,
        outlet=outlet,
        fetched_at=kept.sightings[0],
    )
    article = read_article(page)
    article.page = kept.id
    if kept.url != article.url:
        article.aliases.append(kept.url)
    NormalizePipeline().process_item(article)
    return article
