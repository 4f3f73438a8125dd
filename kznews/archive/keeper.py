"""Writes pages durably, many at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from types import TracebackType
from typing import Literal, Self

from pymongo import DESCENDING, UpdateOne

from kznews.archive.answers import Answer, page_id
from kznews.archive.compression import (
    MOST_DICTIONARIES,
    Compressed,
    DamagedDataError,
    Dictionary,
    Shapes,
    compress_dictionary,
    decompress_alone,
)
from kznews.archive.schema import DICTIONARIES, MOST_SIGHTINGS, PAGES
from kznews.mongo.batching import Batching, Write
from kznews.mongo.bulk import Refused, insert_all, persist, write_all
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields, moment

logger = logging.getLogger(__name__)

Outcome = Literal["kept", "seen_again", "refused"]

# Bytes of a document that MongoDB takes are 16 MiB; the URL and the sightings need some of them.
_MOST_BYTES = 15 * 1024 * 1024
# Seconds after which it is said again that a dictionary is in use: one that no page needs may be
# deleted a week after that.
_SAID_EVERY = 3600.0


@dataclass(frozen=True)
class Page:
    """A page as a server sent it."""

    outlet: str
    kind: str
    """`article`, `listing`, `feed`, …: whatever the outlet's pages of one kind are called."""
    url: str
    answer: Answer
    seen_at: datetime

    @cached_property
    def id(self) -> str:
        """Its `_id`."""
        return page_id(self.url, self.answer)


@dataclass(frozen=True)
class Sighting:
    """A server's answer that the page at `url` is as it was (304)."""

    url: str
    seen_at: datetime
    page: str | None = None
    """The `_id` of the page that was seen; None: the last one that is kept."""


_Write = Write[Page | Sighting, Outcome]


class Keeper:
    """Keeps pages in one database; leaving its context writes what still waits.

    `count` counts what is not an outcome: `bytes` as served and `bytes_kept` of pages that were
    new, and `dictionaries`.
    """

    def __init__(
        self,
        database: Database,
        count: Callable[[str, int], None],
        *,
        batch_size: int = 64,
        max_delay: float = 0.02,
    ) -> None:
        self._pages = database[PAGES.name]
        self._dictionaries = database[DICTIONARIES.name]
        self._count = count
        self._shapes: dict[tuple[str, str], Shapes] = {}
        self._said: dict[str, float] = {}
        self._damaged: set[str] = set()
        self._batching: Batching[Page | Sighting, Outcome] = Batching(
            self._write_batch, size=batch_size, max_delay=max_delay
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._batching.__aexit__(kind, error, traceback)

    def keep(self, page: Page) -> asyncio.Future[Outcome]:
        """Keep a page; the result comes when a majority of the servers has it in its journal."""
        return self._batching.add(page)

    def sight(self, sighting: Sighting) -> asyncio.Future[Outcome]:
        """Note that the last page at a URL was seen again; `refused` where none is kept."""
        return self._batching.add(sighting)

    async def _write_batch(self, batch: list[_Write]) -> None:
        pages: dict[str, list[tuple[_Write, datetime]]] = {}
        first: dict[str, Page] = {}
        for write in batch:
            if isinstance(write.document, Page):
                page = write.document
                pages.setdefault(page.id, []).append((write, moment(page.seen_at)))
                first.setdefault(page.id, page)
        outcomes: dict[str, Outcome] = {}
        left = list(first)
        while left:
            outcomes |= await self._insert({id_: first[id_] for id_ in left})
            again = {id_ for id_ in left if outcomes[id_] == "seen_again"}
            await self._sight_again(
                [
                    (id_, at)
                    for id_ in left
                    for place, (_, at) in enumerate(pages[id_])
                    if place or id_ in again
                ]
            )
            # Pruned in between: seen now, the others are not any more.
            left = list(again - await self._known(list(again)))
        for id_, seen in pages.items():
            for place, (write, _) in enumerate(seen):
                outcome = outcomes.get(id_, "seen_again")
                write.finish("seen_again" if place and outcome == "kept" else outcome)
        for write in batch:
            if isinstance(write.document, Sighting):
                await self._sight_last(write, write.document)

    async def _known(self, ids: list[str]) -> set[str]:
        if not ids:
            return set()
        return set(await persist(lambda: self._pages.distinct("_id", {"_id": {"$in": ids}})))

    async def _insert(self, pages: dict[str, Page]) -> dict[str, Outcome]:
        """Insert pages; one that is there already, or that another worker inserts, is as good.

        They are not looked for before: most pages that come are new.
        """
        outcomes: dict[str, Outcome] = {}
        compressed: dict[str, Compressed] = {}
        for id_, page in pages.items():
            one = (await self._shapes_of(page)).compress(page.answer.block)
            if len(one.data) > _MOST_BYTES:
                logger.error("%s: the page is too large to be kept", page.url)
                outcomes[id_] = "refused"
            else:
                compressed[id_] = one
        await self._use((pages[id_], each) for id_, each in compressed.items())
        documents = [_document(pages[id_], each) for id_, each in compressed.items()]
        results = await insert_all(self._pages, documents)
        for (id_, each), result in zip(compressed.items(), results, strict=True):
            if isinstance(result, Refused):
                logger.error("%s: the page cannot be kept: %s", pages[id_].url, result)
                outcomes[id_] = "refused"
            elif result == "matched":
                outcomes[id_] = "seen_again"
            else:
                outcomes[id_] = "kept"
                self._count("bytes", len(pages[id_].answer.body))
                self._count("bytes_kept", len(each.data))
        return outcomes

    async def _use(self, compressed: Iterable[tuple[Page, Compressed]]) -> None:
        """Make sure that the dictionaries are there before the pages that need them."""
        now = time.monotonic()
        used = {
            each.dictionary.id: (page, each.dictionary)
            for page, each in compressed
            if each.dictionary is not None
            and self._said.get(each.dictionary.id, -_SAID_EVERY) <= now - _SAID_EVERY
        }
        if not used:
            return
        ids = list(used)
        there = set(
            await persist(lambda: self._dictionaries.distinct("_id", {"_id": {"$in": ids}}))
        )
        operations = []
        for id_, (page, dictionary) in used.items():
            update: Fields = {"$currentDate": {"used_at": True}}
            if id_ not in there:
                update["$setOnInsert"] = _dictionary(page, dictionary)
            elif id_ in self._damaged:  # the page that it was is still there
                update["$set"] = {"data": compress_dictionary(dictionary.content)}
            operations.append(UpdateOne({"_id": id_}, update, upsert=id_ not in there))
        await write_all(self._dictionaries, operations)
        self._said |= dict.fromkeys(ids, now)
        self._count("dictionaries", len(used.keys() - there))

    async def _sight_again(self, seen: Sequence[tuple[str, datetime]]) -> None:
        if seen:
            operations = [UpdateOne({"_id": id_}, _seen_at(at)) for id_, at in seen]
            await write_all(self._pages, operations)

    async def _sight_last(self, write: _Write, sighting: Sighting) -> None:
        """Note a sighting of the last page at a URL that was one, or of the page that is named."""
        seen: Fields = {"_id": sighting.page} if sighting.page else {"status": 200}
        page = await persist(
            lambda: self._pages.find_one(
                seen | {"url": sighting.url},
                {"_id": True},
                sort=[("last_seen_at", DESCENDING)],
            )
        )
        if page is not None:
            await self._sight_again([(page["_id"], moment(sighting.seen_at))])
        write.finish("refused" if page is None else "seen_again")

    async def _shapes_of(self, page: Page) -> Shapes:
        key = page.outlet, page.kind
        if key not in self._shapes:
            self._shapes[key] = await self._load(*key)
        return self._shapes[key]

    async def _load(self, outlet: str, kind: str) -> Shapes:
        """Read what earlier crawls compressed with, and the last page that fitted nothing."""
        of = {"outlet": outlet, "kind": kind}
        rows = await persist(
            lambda: self._dictionaries.find(
                of, sort=[("created_at", DESCENDING)], limit=MOST_DICTIONARIES
            ).to_list()
        )
        found = {row["_id"]: _dictionary_of(row) for row in rows}
        dictionaries = [each for each in found.values() if each is not None]
        self._damaged |= {id_ for id_, each in found.items() if each is None}
        if len(rows) == MOST_DICTIONARIES:
            return Shapes(dictionaries)
        last = await persist(
            lambda: self._pages.find_one(
                {**of, "dictionary": None}, sort=[("last_seen_at", DESCENDING)]
            )
        )
        spare = _dictionary_of(last) if last else None
        return Shapes(dictionaries, spare.content if spare else None)


def _dictionary_of(row: Fields) -> Dictionary | None:
    try:
        return Dictionary(decompress_alone(row["data"]))
    except DamagedDataError as error:
        logger.error(
            "%s in the archive is damaged, and serves as no dictionary: %s", row["_id"], error
        )
        return None


def _document(page: Page, compressed: Compressed) -> Fields:
    seen_at = moment(page.seen_at)
    return {
        "_id": page.id,
        "outlet": page.outlet,
        "kind": page.kind,
        "url": page.url,
        "status": page.answer.status,
        "sightings": [seen_at],
        "first_seen_at": seen_at,
        "last_seen_at": seen_at,
        "size": len(page.answer.body),
        "kept_size": len(compressed.data),
        "data": compressed.data,
        "dictionary": compressed.dictionary.id if compressed.dictionary else None,
    }


def _dictionary(page: Page, dictionary: Dictionary) -> Fields:
    return {
        "outlet": page.outlet,
        "kind": page.kind,
        "created_at": datetime.now(UTC),
        "data": compress_dictionary(dictionary.content),
    }


def _seen_at(at: datetime) -> list[Fields]:
    """Give the update that notes a sighting, once, however often it is applied."""
    full = {"$gte": [{"$size": "$sightings"}, MOST_SIGHTINGS]}
    known = {"$in": [at, "$sightings"]}
    added = {"$concatArrays": ["$sightings", [at]]}
    return [
        {
            "$set": {
                "sightings": {"$cond": [{"$or": [known, full]}, "$sightings", added]},
                "first_seen_at": {"$min": ["$first_seen_at", at]},
                "last_seen_at": {"$max": ["$last_seen_at", at]},
            }
        }
    ]
