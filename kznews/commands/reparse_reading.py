"""Kept pages read with today's code, and the record corrected by it, in processes of their own."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import parent_process
from threading import Thread

from kznews import __version__
from kznews.archive.reader import KeptPage, Reader, UnreadablePageError
from kznews.commands.reparse_counts import ReparseCounts
from kznews.extraction.article import read_article
from kznews.extraction.content import NotAnArticleError
from kznews.items import Article
from kznews.layouts.kept_pages import outlet_named, page_of
from kznews.layouts.store import induced_layouts
from kznews.mongo.connection import Address, Database, open_database, open_sync_database
from kznews.mongo.values import Fields
from kznews.outlets.addresses import is_article_url
from kznews.outlets.layouts import ArticleLayout
from kznews.pipelines.normalize import NormalizePipeline
from kznews.pipelines.validate import faults_of
from kznews.record.boilerplate import Boilerplate
from kznews.record.corrections import Corrector
from kznews.record.history import versions_of
from kznews.record.pages import pages_of, read_from
from kznews.record.patches import UnfitPatchError
from kznews.record.schema import ARTICLES

Kept = tuple[str, str]
"""The `_id` of a kept page, and its URL."""


@dataclass(frozen=True)
class Rereading:
    """What is to be done with pages."""

    address: Address
    layout: str | None
    """Only pages of articles that this layout read: `none`, that no layout read; None: all."""
    dry_run: bool


class PageReader:
    """Reads pages of one database again, and corrects what was stored from them."""

    def __init__(self, database: Database, reader: Reader, rereading: Rereading) -> None:
        self._database = database
        self._reader = reader
        self._layout = rereading.layout
        self._induced: dict[str, tuple[ArticleLayout, ...]] = {}
        """Induced layouts by the outlet, as they were when this began."""
        self._boilerplate = Boilerplate(database)
        self._corrector = Corrector(database, by=f"kznews {__version__}", dry_run=rereading.dry_run)

    async def read(self, pages: Sequence[Kept]) -> ReparseCounts:
        """Read pages that something was read from, and those that gave no article."""
        counts = ReparseCounts()
        wanted = await self._named([page for page, _ in pages])
        if self._layout is None:
            known = await self._known(list({url for _, url in pages}))
            wanted |= {page for page, url in pages if url not in known}
        counts.passed_over = len(pages) - len(wanted)
        articles = []
        for document in self._reader.select({"_id": {"$in": list(wanted)}}):
            counts.read += 1
            article = await self._article(document, counts)
            if article is not None:
                articles.append(article)
        counts.add(await self._corrector.correct(articles))
        return counts

    async def _named(self, pages: list[str]) -> set[str]:
        """Tell which pages a version was read from, by the layout that is asked."""
        found = await self._database[ARTICLES.name].find(read_from(pages)).to_list()
        named = (page for article in found for page in self._pages_of(article))
        return set(pages).intersection(named)

    def _pages_of(self, article: Fields) -> set[str]:
        if self._layout is None:
            return pages_of(article)
        layout = None if self._layout == "none" else self._layout
        with suppress(UnfitPatchError):
            return {
                version.fields["page"]
                for version in versions_of(article)
                if version.fields["extraction"]["layout"] == layout
            }
        return set()

    async def _known(self, urls: list[str]) -> set[str]:
        """Tell at which addresses an article stands."""
        at: Fields = {"$or": [{"url": {"$in": urls}}, {"aliases": {"$in": urls}}]}
        stored = self._database[ARTICLES.name].find(at, {"url": True, "aliases": True})
        return {url for each in await stored.to_list() for url in (each["url"], *each["aliases"])}

    async def _induced_of(self, outlet: str) -> tuple[ArticleLayout, ...]:
        if outlet not in self._induced:
            self._induced[outlet] = await induced_layouts(self._database, outlet)
        return self._induced[outlet]

    async def _article(self, document: Fields, counts: ReparseCounts) -> Article | None:
        url = str(document["url"])
        try:
            article = _read(self._reader.read(document), await self._induced_of(document["outlet"]))
        except UnreadablePageError as error:
            counts.fail(url, f"damaged: {error}")
            return None
        except Exception as error:  # noqa: BLE001 - as in a crawl, a fault of ours is told, and the rest goes on
            counts.fail(url, f"{type(error).__name__}: {error}")
            return None
        await self._boilerplate.cut(article)
        faults = list(islice(faults_of(article), 1))
        if faults:
            counts.fail(url, f"invalid: {faults[0]}")
            return None
        return article


_resources = AsyncExitStack()
_runner = asyncio.Runner()
_page_reader: PageReader | None = None


def begin(rereading: Rereading) -> None:
    """Open the database for this process, until its end."""
    # Ctrl-C is for the command, which lets this process end what it does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Where the command was killed, nobody would ever tell this process to end.
    Thread(target=_end_with_command, name="end with the command", daemon=True).start()
    _runner.run(_open(rereading))


def read_pages(pages: Sequence[Kept]) -> ReparseCounts:
    """Read these pages."""
    assert _page_reader is not None  # begun
    return _runner.run(_page_reader.read(pages))


async def _open(rereading: Rereading) -> None:
    global _page_reader  # noqa: PLW0603 - the only way into a process of a pool
    address = rereading.address
    reader = Reader(_resources.enter_context(open_sync_database(address)))
    database = await _resources.enter_async_context(open_database(address))
    _page_reader = PageReader(database, reader, rereading)


def _end_with_command() -> None:
    command = parent_process()
    assert command is not None  # this process is of a pool
    command.join()
    os._exit(1)


def _read(kept: KeptPage, induced: tuple[ArticleLayout, ...]) -> Article:
    outlet = outlet_named(kept.outlet)
    if outlet is not None and not is_article_url(kept.url, outlet):
        raise NotAnArticleError(f"{kept.url}: the request led to what is no article's address")
    article = read_article(page_of(kept, induced))
    article.page = kept.id
    if kept.url != article.url:
        article.aliases.append(kept.url)
    NormalizePipeline().process_item(article)
    return article
