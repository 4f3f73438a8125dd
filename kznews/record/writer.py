"""Writes items durably, many at a time, and waits for a server that is away."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from pymongo import UpdateOne

from kznews.items import Article, Item
from kznews.mongo.batching import Batching, Write
from kznews.mongo.bulk import Refused, persist, write_all, write_once
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.record.boilerplate import ever_learnt
from kznews.record.documents import Sighting, article_fields, sighting
from kznews.record.schema import ARTICLES, REVISIONS
from kznews.record.versions import Outcome, first_version, next_version, revision_update

_Write = Write[Sighting | Fields, Outcome]
"""Of an item; fields are an article's."""


class Writer:
    """Writes items to the collections of one database; leaving its context writes what still waits.

    Writes that are under way together travel together: a batch leaves when it holds `batch_size`
    items, or `max_delay` seconds after its first. Memory is bounded by the callers, who wait.
    """

    def __init__(
        self, database: Database, *, batch_size: int = 200, max_delay: float = 0.02
    ) -> None:
        self._database = database
        self._batching: Batching[Sighting | Fields, Outcome] = Batching(
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

    async def _write_batch(self, batch: list[_Write]) -> None:
        sightings: dict[str, list[tuple[_Write, Sighting]]] = {}
        articles: list[tuple[_Write, Fields]] = []
        for write in batch:
            if isinstance(write.document, Sighting):
                sightings.setdefault(write.document.collection, []).append((write, write.document))
            else:
                articles.append((write, write.document))
        for collection, seen in sightings.items():
            await self._write_sightings(collection, seen)
        while articles:
            articles = await self._write_articles(articles)

    async def _write_sightings(self, collection: str, seen: list[tuple[_Write, Sighting]]) -> None:
        operations = [UpdateOne({"_id": each.id}, each.update, upsert=True) for _, each in seen]
        results = await write_all(self._database[collection], operations)
        for (write, _), result in zip(seen, results, strict=True):
            write.finish("unchanged" if result == "matched" else result)

    async def _write_articles(
        self, articles: list[tuple[_Write, Fields]]
    ) -> list[tuple[_Write, Fields]]:
        """Write the first of those with the same `_id`; return those that are still to be written.

        These are the others, and those that another process has written in between.
        """
        now: dict[str, tuple[_Write, Fields]] = {}
        later: list[tuple[_Write, Fields]] = []
        for write, fetched in articles:
            if fetched["_id"] in now:
                later.append((write, fetched))
            else:
                now[fetched["_id"]] = (write, fetched)
        stored = await persist(lambda: self._stored_articles(list(now)))
        rewritten = {
            fetched["outlet"]
            for id_, (_, fetched) in now.items()
            if id_ in stored and stored[id_]["body"] != fetched["body"]
        }
        boilerplate = frozenset[str]()
        if rewritten:
            boilerplate = await persist(lambda: ever_learnt(self._database, list(rewritten)))
        steps = {
            id_: next_version(stored[id_], fetched, boilerplate)
            if id_ in stored
            else first_version(fetched)
            for id_, (_, fetched) in now.items()
        }
        revisions = {id_: step.revision for id_, step in steps.items() if step.revision}
        kept = await write_all(
            self._database[REVISIONS.name],
            [UpdateOne(*revision_update(each), upsert=True) for each in revisions.values()],
        )
        for id_, result in zip(revisions, kept, strict=True):
            if isinstance(result, Refused):  # then the former version must stay where it is
                del steps[id_]
                now[id_][0].finish(Refused(f"its former version cannot be kept: {result}"))
        results = await write_once(
            self._database[ARTICLES.name],
            [UpdateOne(step.filter, step.update, upsert=True) for step in steps.values()],
        )
        for (id_, step), written in zip(steps.items(), results, strict=True):
            if written is None:
                later.append(now[id_])
            else:
                now[id_][0].finish(written if isinstance(written, Refused) else step.outcome)
        return later

    async def _stored_articles(self, ids: list[str]) -> dict[str, Fields]:
        cursor = self._database[ARTICLES.name].find({"_id": {"$in": ids}})
        return {document["_id"]: document async for document in cursor}
