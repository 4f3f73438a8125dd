"""Which paragraphs an outlet prints under everything: learnt from its articles, cut from them.

A phrase that kznews knows is cut when a page is read. What only its repetition gives away (an
outlet's own promotion, a note about its rights) is learnt here, from the articles that are stored:

- A worker remembers the paragraphs that it has met. One that stands in a second article of the
  outlet gets a row in `boilerplate`; from then on every article with it is put down there, once.
- A row with `ENOUGH` articles, of several days or sections, that make up `SHARE` of what the outlet
  has published since the first of them, is learnt. Articles whose longest other paragraph is the
  same count as one: a story that is told again and again takes its quotes along.
- A learnt paragraph is cut from what comes in. Where an operator sets `kept_by_operator: true` on
  its row, it stays.

Nothing here holds up the writing of articles, and nothing that is lost in a crash is missed: the
paragraph will stand in the next article, too.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from pymongo import UpdateOne

from kznews.items import Article
from kznews.mongo.bulk import persist, write_once
from kznews.mongo.connection import Database, SyncDatabase
from kznews.mongo.values import Fields, identity, moment
from kznews.record.paragraphs import paragraph_id
from kznews.record.schema import ARTICLES, BOILERPLATE

ENOUGH = 20
"""Articles, with different texts around it, before a paragraph is learnt."""
OCCASIONS = 3
"""Different days of publication, or different sections, that they must have."""
SHARE = 0.1
"""Of the outlet's articles since the first of them. A background paragraph of a running story
stands in some hundredths of them, what stands under a large section's articles in more."""
_MOST = 100
"""Articles that are put down: a paragraph that is not learnt by then never will be."""
_REMEMBERED = 50_000
"""Paragraphs of an outlet that a worker remembers; half of them are forgotten at once."""
_RELOADED_EVERY = 60.0  # seconds
_FLUSHED_AFTER = 1.0  # seconds


async def ever_learnt(database: Database, outlets: list[str]) -> frozenset[str]:
    """Read the ids of all paragraphs of the outlets that were learnt, rejected later or not."""
    rows = database[BOILERPLATE.name].find(
        {"outlet": {"$in": outlets}, "learnt_at": {"$ne": None}}, {"_id": 1}
    )
    return frozenset([row["_id"] async for row in rows])


def learnt_among(database: SyncDatabase, outlet: str, texts: Iterable[str]) -> frozenset[str]:
    """Read the ids of the paragraphs of these texts that `ever_learnt` has."""
    ids = {paragraph_id(outlet, each) for text in texts for each in text.split("\n\n")} - {None}
    rows = database[BOILERPLATE.name].find(
        {"_id": {"$in": sorted(filter(None, ids))}, "learnt_at": {"$ne": None}}, {"_id": 1}
    )
    return frozenset(row["_id"] for row in rows)


def share(sightings: list[Fields], published: int) -> float | None:
    """Give the share of `published` that `sightings` are; None where they prove nothing yet."""
    articles = len({each["beside"] for each in sightings} - {None})
    days = {each["day"] for each in sightings} - {None}
    sections = {each["section"] for each in sightings} - {None}
    if articles < ENOUGH or max(len(days), len(sections)) < OCCASIONS:
        return None
    stand_in = articles / max(articles, published)
    return stand_in if stand_in >= SHARE else None


@dataclass
class _Known:
    """What a worker knows of one outlet's paragraphs, by id."""

    loaded_at: float
    learnt: set[str] = field(default_factory=set)
    watched: set[str] = field(default_factory=set)
    """They have a row, which more articles may make learnt."""
    settled: set[str] = field(default_factory=set)
    """Learnt or not for good."""
    met: dict[str, Fields] = field(default_factory=dict)
    """In one article only: in which."""


@dataclass
class _Seen:
    """A paragraph that is to be put down, with the articles that it was met in."""

    outlet: str
    text: str
    sightings: dict[str, Fields] = field(default_factory=dict)
    """By the article's id."""


class Boilerplate:
    """The learnt paragraphs of all outlets, for one worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows = database[BOILERPLATE.name]
        self._known: dict[str, _Known] = {}
        self._seen: dict[str, _Seen] = {}
        self._flushing: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()
        self._loading = asyncio.Lock()

    async def close(self) -> None:
        """Write what was seen last."""
        self._ending.set()
        if self._flushing is not None:
            await self._flushing

    async def cut(self, article: Article) -> None:
        """Cut from the article's body, in place, what was learnt; nothing may be left of it."""
        known = await self._outlet(article.outlet)
        if known.learnt:
            paragraphs = article.body.split("\n\n")
            article.body = "\n\n".join(
                each
                for each in paragraphs
                if paragraph_id(article.outlet, each) not in known.learnt
            )

    def learn(self, article: Article) -> None:
        """Remember what the article, which was cut and then stored, holds."""
        known = self._known[article.outlet]
        paragraphs = {
            id_: each
            for each in article.body.split("\n\n")
            if (id_ := paragraph_id(article.outlet, each)) and id_ not in known.settled
        }
        if paragraphs:
            self._remember(article, known, paragraphs)

    def _remember(self, article: Article, known: _Known, paragraphs: Mapping[str, str]) -> None:
        longest, next_longest = (*sorted(article.body.split("\n\n"), key=len, reverse=True), "")[:2]
        day = None
        if article.published_at is not None and article.published_at.tzinfo is not None:
            day = article.published_at.astimezone(UTC).date().isoformat()
        beside_longest, beside_others = (
            {
                "article_id": identity(article.url),
                "day": day,
                "section": article.section,
                "beside": identity(other)[:16] if other else None,
            }
            for other in (next_longest, longest)
        )
        for id_, text in paragraphs.items():
            here = beside_longest if text == longest else beside_others
            if id_ in known.watched:
                self._see(article.outlet, id_, text, here)
                continue
            before = known.met.setdefault(id_, here)
            if before["article_id"] != here["article_id"]:
                del known.met[id_]
                known.watched.add(id_)
                self._see(article.outlet, id_, text, before)
                self._see(article.outlet, id_, text, here)
        if len(known.met) > _REMEMBERED:
            for id_ in list(known.met)[: _REMEMBERED // 2]:
                del known.met[id_]

    def _see(self, outlet: str, id_: str, text: str, sighting: Fields) -> None:
        seen = self._seen.setdefault(id_, _Seen(outlet, text))
        seen.sightings.setdefault(sighting["article_id"], sighting)
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        while self._seen:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), _FLUSHED_AFTER)
            seen, self._seen = self._seen, {}
            results = await write_once(
                self._rows,
                [_put_down(id_, each, [*each.sightings.values()]) for id_, each in seen.items()],
            )
            # Some of these are put down already, or there is no room for all: one by one.
            apart = [
                _put_down(id_, each, [sighting])
                for (id_, each), result in zip(seen.items(), results, strict=True)
                if result is None and len(each.sightings) > 1
                for sighting in each.sightings.values()
            ]
            await write_once(self._rows, apart)
            await persist(partial(self._judge, list(seen)))

    async def _judge(self, touched: list[str]) -> None:
        """Learn those of the rows that prove enough by now."""
        rows = self._rows.find(
            {
                "_id": {"$in": touched},
                "learnt_at": None,
                "kept_by_operator": False,
                f"sightings.{ENOUGH - 1}": {"$exists": True},
            }
        )
        async for row in rows:
            known = self._known[row["outlet"]]
            learnt = share(row["sightings"], await self._published_since(row))
            if learnt is not None:
                await self._rows.update_one(
                    {"_id": row["_id"], "learnt_at": None, "kept_by_operator": False},
                    {"$set": {"learnt_at": moment(datetime.now(UTC)), "share": learnt}},
                )
                known.learnt.add(row["_id"])
            if learnt is not None or len(row["sightings"]) >= _MOST:
                known.watched.discard(row["_id"])
                known.settled.add(row["_id"])

    async def _published_since(self, row: Fields) -> int:
        """Count the outlet's articles since the row's first, as far as it matters."""
        days = [each["day"] for each in row["sightings"]]
        query: Fields = {"outlet": row["outlet"]}
        if None not in days:
            query["published_at"] = {"$gte": datetime.fromisoformat(min(days)).replace(tzinfo=UTC)}
        enough = int(len(days) / SHARE) + 1
        return await self._database[ARTICLES.name].count_documents(query, limit=enough)

    async def _outlet(self, outlet: str) -> _Known:
        async with self._loading:
            known = self._known.get(outlet)
            if known is None or time.monotonic() > known.loaded_at + _RELOADED_EVERY:
                known = await self._reloaded(outlet, known)
            return known

    async def _reloaded(self, outlet: str, known: _Known | None) -> _Known:
        rows = await persist(partial(self._load, outlet))
        fresh = _Known(loaded_at=time.monotonic(), met=known.met if known else {})
        for row in rows:
            if row["learnt_at"] is not None and not row["kept_by_operator"]:
                fresh.learnt.add(row["_id"])
            is_open = (
                row["learnt_at"] is None
                and not row["kept_by_operator"]
                and row["sightings"] < _MOST
            )
            (fresh.watched if is_open else fresh.settled).add(row["_id"])
        self._known[outlet] = fresh
        return fresh

    async def _load(self, outlet: str) -> list[dict[str, Any]]:
        rows = self._rows.find(
            {"outlet": outlet},
            {"learnt_at": 1, "kept_by_operator": 1, "sightings": {"$size": "$sightings"}},
        )
        return [row async for row in rows]


def _put_down(id_: str, seen: _Seen, sightings: list[Fields]) -> UpdateOne:
    """Give the write that puts down all of these sightings of a paragraph, or none.

    Where one of them is put down already, or the row is full, it matches nothing and cannot be
    inserted.
    """
    unseen = {
        "_id": id_,
        "sightings.article_id": {"$nin": [each["article_id"] for each in sightings]},
        f"sightings.{max(0, _MOST - len(sightings))}": {"$exists": False},
    }
    new = {
        "outlet": seen.outlet,
        "text": seen.text,
        "first_seen_at": moment(datetime.now(UTC)),
        "learnt_at": None,
        "share": None,
        "kept_by_operator": False,
    }
    update = {"$push": {"sightings": {"$each": sightings}}, "$setOnInsert": new}
    return UpdateOne(unseen, update, upsert=True)
