"""Writes items durably, many at a time, and waits for a server that is away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from pymongo import UpdateOne

from kznews.items import Article, Item, MissReason
from kznews.mongo.batching import Batching, Write
from kznews.mongo.bulk import Refused, Result, insert_once, persist, update_once, write_all
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

        Only where the article holds all that was seen there: it is called once the article has its
        story, which it may have had there. Raises Refused as `write` does.
        """
        if not await self._forget_held(article):
            # Another worker wrote there meanwhile: what it saw is joined, too.
            await self._batching.add(article)
            await self._forget_held(article)

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

    async def _forget_held(self, article: Fields) -> bool:
        """Delete what stands at former addresses and is held; tell whether that was all."""
        articles = self._database[ARTICLES.name]
        ids = [article["_id"], *former_ids(article)]
        stored = await persist(lambda: self._found({"_id": {"$in": ids}}))
        here = stored.pop(article["_id"], None)
        if here is None:
            return True
        formers = [each for each in stored.values() if each["url"] in here["aliases"]]
        if not formers:
            return True
        boilerplate = await persist(lambda: ever_learnt(self._database, [here["outlet"]]))
        as_they_are = [
            {name: former.get(name) for name in ("_id", "write_number", "fetched_at")}
            for former in formers
            if holds(here, former, boilerplate)
        ]
        if not as_they_are:
            return False
        deleted = await persist(lambda: articles.delete_many({"$or": as_they_are}))
        return deleted.deleted_count == len(formers)

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
        done: set[_Write] = set()
        ids = {id_ for _, each in articles for id_ in (each["_id"], *former_ids(each))}
        met = [{"_id": {"$in": list(ids)}}, {"aliases": {"$in": [a["url"] for _, a in articles]}}]
        found = await persist(lambda: self._found({"$or": met}))
        stored = {id_: found[id_] for id_ in ids & found.keys()}
        unknown = {each["url"] for _, each in articles if each["_id"] not in stored}
        moved = [each for each in found.values() if not unknown.isdisjoint(each["aliases"])]
        stored |= {each["_id"]: each for each in moved}
        for write, as_read in articles:
            fetched = with_own_aliases(at_its_address(as_read, moved), stored)
            now.setdefault(fetched["_id"], (write, fetched))
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
                done.add(write)
        for id_, written in (await self._take(steps)).items():
            if written is not None:
                write, _ = now[id_]
                write.finish(written if isinstance(written, Refused) else steps[id_].outcome)
                done.add(write)
        # In their order: what is seen later is written later, or sightings are forgotten.
        return [each for each in articles if each[0] not in done]

    async def _take(self, steps: Mapping[str, Step]) -> dict[str, Result | None]:
        """Write the next state of articles, by `_id`; None: another writer was quicker."""
        articles = self._database[ARTICLES.name]
        new = {id_: each.fields for id_, each in steps.items() if each.decided_on is None}
        others = {
            id_: (each.decided_on, each.fields)
            for id_, each in steps.items()
            if each.decided_on is not None
        }
        inserted = await insert_once(articles, list(new.values()))
        updated = await update_once(articles, list(others.values()))
        return dict(zip([*new, *others], [*inserted, *updated], strict=True))

    async def _found(self, which: Fields) -> dict[str, Fields]:
        cursor = self._database[ARTICLES.name].find(which)
        return {document["_id"]: document async for document in cursor}
