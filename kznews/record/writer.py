"""Writes items durably, many at a time, and waits for a server that is away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from pymongo import UpdateOne

from kznews.items import Article, Item, MissReason
from kznews.mongo.batching import Batching, Write
from kznews.mongo.bulk import Refused, Result, insert_once, persist, write_all, write_once
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields, moment
from kznews.record.absences import Miss
from kznews.record.boilerplate import ever_learnt
from kznews.record.documents import Sighting, article_fields, sighting
from kznews.record.lifetime_writing import TickerShown, note_ticker, write_sightings
from kznews.record.moves import at_its_address, former_ids, holds, joined_version, with_own_aliases
from kznews.record.patches import UnfitPatchError
from kznews.record.presence import Missed, Unchanged, note_missed, note_unchanged
from kznews.record.schema import ARTICLES
from kznews.record.signs_of_life import Sign, SignNotes
from kznews.record.steps import Outcome, Step, first_version, next_version

_Visit = Unchanged | Missed | Sign
"""Of a page that gave no item."""
_Document = Sighting | Fields | _Visit
"""Of an item or of a visit; fields are an article's."""
_Write = Write[_Document, Outcome]


class Writer:
    """Writes items to the collections of one database; leaving its context writes what still waits.

    Writes that are under way together travel together: a batch leaves when it holds `batch_size`
    items, or `max_delay` seconds after its first. Memory is bounded by the callers, who wait.
    """

    def __init__(
        self, database: Database, *, batch_size: int = 200, max_delay: float = 0.02
    ) -> None:
        self._database = database
        self._signs = SignNotes(database)
        self._batching: Batching[_Document, Outcome] = Batching(
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

    async def write(self, item: Item) -> Outcome:
        """Write `item`; returns when a majority of the servers has it in its journal.

        While no server answers it waits. Raises Refused for a document that MongoDB does not take.
        """
        try:
            document = article_fields(item) if isinstance(item, Article) else sighting(item)
        except (ValueError, TypeError, AttributeError, ArithmeticError) as error:
            raise Refused(f"{type(error).__name__}: {error}") from error
        return await self._batching.add(document)

    async def note_unchanged(self, url: str, seen_at: datetime) -> None:
        """Note that the server said that the article at `url` is as it was; returns as `write`."""
        await self._batching.add(Unchanged(url, moment(seen_at)))

    async def forget_former(self, article: Fields) -> None:
        """Delete what stood at former addresses of a stored article (`article_fields`).

        Only where the article holds its history: it is called once the article has its story,
        which it may have had there.
        """
        articles = self._database[ARTICLES.name]
        ids = [article["_id"], *former_ids(article)]
        stored = await persist(lambda: self._found({"_id": {"$in": ids}}))
        here = stored.pop(article["_id"], None)
        as_they_are = [
            {"_id": former["_id"], "write_number": former.get("write_number")}
            for former in stored.values()
            if here is not None and holds(here, former)
        ]
        if as_they_are:
            await persist(lambda: articles.delete_many({"$or": as_they_are}))

    async def note_missed(
        self, url: str, seen_at: datetime, *, reason: MissReason, status: int, page: str | None
    ) -> None:
        """Note that the article at `url` was not there; returns as `write`."""
        miss = Miss(at=moment(seen_at), reason=reason, status=status, page=page)
        await self._batching.add(Missed(url, miss))

    async def note_listing(self, url: str, seen_at: datetime) -> None:
        """Note that the outlet showed a list of its articles at `url`; returns as `write`."""
        await self._batching.add(Sign(url, moment(seen_at), "listings"))

    async def note_ticker(self, shown: TickerShown) -> None:
        """Note which headlines a page no longer shows; returns as `write`."""
        await note_ticker(self._database, shown)

    async def _write_batch(self, batch: list[_Write]) -> None:
        sightings: dict[str, list[tuple[_Write, Sighting]]] = {}
        articles: list[tuple[_Write, Fields]] = []
        visits: list[tuple[_Write, _Visit]] = []
        for write in batch:
            match write.document:
                case Sighting() as seen:
                    sightings.setdefault(seen.collection, []).append((write, seen))
                case Unchanged() | Missed() | Sign() as visit:
                    visits.append((write, visit))
                case fields:
                    articles.append((write, fields))
        read = (Sign(fields["url"], fields["fetched_at"]) for _, fields in articles)
        unchanged = [visit for _, visit in visits if isinstance(visit, Unchanged)]
        shown = (Sign(visit.url, visit.at) for visit in unchanged)
        listed = (visit for _, visit in visits if isinstance(visit, Sign))
        # First: what a kill loses then makes no article gone.
        await self._signs.note((*read, *shown, *listed))
        for collection, of_it in sightings.items():
            await self._write_sightings(collection, of_it)
        while articles:
            articles = await self._write_articles(articles)
        await note_unchanged(self._database, unchanged)
        missed = [visit for _, visit in visits if isinstance(visit, Missed)]
        await note_missed(self._database, missed)
        for write, _ in visits:
            write.finish("unchanged")

    async def _write_sightings(self, collection: str, seen: list[tuple[_Write, Sighting]]) -> None:
        lasting = [each for each in seen if each[1].seen is not None]
        results = await write_sightings(self._database, collection, [each for _, each in lasting])
        others = [each for each in seen if each[1].seen is None]
        operations = [UpdateOne({"_id": each.id}, each.update, upsert=True) for _, each in others]
        results += await write_all(self._database[collection], operations)
        for (write, _), result in zip([*lasting, *others], results, strict=True):
            write.finish("unchanged" if result == "matched" else result)

    async def _write_articles(
        self, articles: list[tuple[_Write, Fields]]
    ) -> list[tuple[_Write, Fields]]:
        """Write the first of those with the same `_id`; return those that are still to be written.

        These are the others, and those that another process has written in between.
        """
        now: dict[str, tuple[_Write, Fields]] = {}
        later: list[tuple[_Write, Fields]] = []
        ids = {id_ for _, each in articles for id_ in (each["_id"], *former_ids(each))}
        met = [{"_id": {"$in": list(ids)}}, {"aliases": {"$in": [a["url"] for _, a in articles]}}]
        found = await persist(lambda: self._found({"$or": met}))
        stored = {id_: found[id_] for id_ in ids & found.keys()}
        unknown = {each["url"] for _, each in articles if each["_id"] not in stored}
        moved = [each for each in found.values() if not unknown.isdisjoint(each["aliases"])]
        stored |= {each["_id"]: each for each in moved}
        for write, as_read in articles:
            fetched = with_own_aliases(at_its_address(as_read, moved), stored)
            if fetched["_id"] in now:
                later.append((write, as_read))
            else:
                now[fetched["_id"]] = (write, fetched)
        rewritten = {
            fetched["outlet"]
            for id_, (_, fetched) in now.items()
            if any(former in stored for former in former_ids(fetched))
            or (
                id_ in stored
                and (stored[id_].get("revisions") or stored[id_]["body"] != fetched["body"])
            )
        }
        boilerplate = frozenset[str]()
        if rewritten:
            boilerplate = await persist(lambda: ever_learnt(self._database, list(rewritten)))
        steps: dict[str, Step] = {}
        for id_, (write, fetched) in now.items():
            try:
                steps[id_] = joined_version(stored, fetched, boilerplate) or (
                    next_version(stored[id_], fetched, boilerplate)
                    if id_ in stored
                    else first_version(fetched)
                )
            except UnfitPatchError as error:
                write.finish(Refused(f"the article's former versions cannot be read: {error}"))
        for id_, written in (await self._take(steps)).items():
            if written is None:
                later.append(now[id_])
            else:
                outcome = steps[id_].outcome
                now[id_][0].finish(written if isinstance(written, Refused) else outcome)
        return later

    async def _take(self, steps: Mapping[str, Step]) -> dict[str, Result | None]:
        """Write the next state of articles, by `_id`; None: another writer was quicker."""
        articles = self._database[ARTICLES.name]
        new = {id_: step.inserted for id_, step in steps.items() if step.inserted is not None}
        others = {id_: step for id_, step in steps.items() if id_ not in new}
        updates = [UpdateOne(each.filter, each.update, upsert=True) for each in others.values()]
        inserted = await insert_once(articles, list(new.values()))
        updated = await write_once(articles, updates)
        return dict(zip([*new, *others], [*inserted, *updated], strict=True))

    async def _found(self, which: Fields) -> dict[str, Fields]:
        cursor = self._database[ARTICLES.name].find(which)
        return {document["_id"]: document async for document in cursor}
