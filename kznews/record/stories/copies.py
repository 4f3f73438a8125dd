"""Keeps the record of who copied whom: compares what is new or changed, story by story.

An article bears null in `compared_at` from the write that stores it, changes what is compared of
it, or gives it another story. A story is read, compared and told in one transaction, which writes
each of its articles: so whoever changes one of them meanwhile either makes the comparison be done
again, or comes after it and leaves null. Whatever is cut off, and however many do this at once, the
record is what follows from the articles as soon as none bears null.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial

from pymongo import DESCENDING, ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession

from kznews.mongo.clock import server_time
from kznews.mongo.connection import Database
from kznews.mongo.transactions import transact
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES, TO_COMPARE
from kznews.record.stories.copying import InDateline, Named, Publication, publications
from kznews.record.stories.schema import COMPARED, COPIES

_AT_ONCE = 100
"""Articles that are compared in one transaction, at most, besides the others of their stories."""
_READ = dict.fromkeys((*COMPARED, "story_id", "appeared_at"), True)


class CopyRecord:
    """The record of who copied whom in one database.

    The two functions tell which outlet a text names by a source's name, and in its dateline.
    """

    def __init__(
        self, database: Database, *, outlet_named: Named, outlets_in_dateline: InDateline
    ) -> None:
        self._database = database
        self._articles = database[ARTICLES.name]
        self._copies = database[COPIES.name]
        self._told = partial(
            publications, outlet_named=outlet_named, outlets_in_dateline=outlets_in_dateline
        )

    async def count_left(self, since: datetime | None = None) -> int:
        """Count the articles that are to be compared."""
        return await self._articles.count_documents(_to_compare(since), hint=TO_COMPARE)

    async def compare(self, since: datetime | None = None) -> AsyncIterator[int]:
        """Compare all that is to be, the newest first; give how many were by each transaction.

        Those of their stories that were compared before count, too.

        With `since`, only what appeared since then. Raises pymongo.errors.PyMongoError.
        """
        while True:
            found = self._articles.find(_to_compare(since), {"_id": True}, hint=TO_COMPARE)
            newest = found.sort("appeared_at", DESCENDING).limit(_AT_ONCE)
            ids = [each["_id"] async for each in newest]
            if not ids:
                return
            hello = await self._database.client.admin.command("hello")
            now = server_time(hello)
            yield await transact(self._database, partial(self._compare, ids, now))

    async def timeline(self, story_id: str) -> list[Publication]:
        """Give the articles of a story, whole, in the order of publication, as they are now."""
        return self._told(await self._articles.find({"story_id": story_id}).to_list())

    async def _compare(self, ids: list[str], now: datetime, session: AsyncClientSession) -> int:
        due = {"_id": {"$in": ids}} | _to_compare()
        found = self._articles.find(due, {"story_id": True}, session=session)
        stories = {each["_id"]: each["story_id"] async for each in found}
        # One that left its story may have been the first of it.
        former = self._copies.find(
            {"_id": {"$in": [*stories]}}, {"story_id": True}, session=session
        )
        left = {each["story_id"] async for each in former}
        members: dict[str, list[Fields]] = {}
        of = {"story_id": {"$in": [*left.union(stories.values())]}}
        async for article in self._articles.find(of, _READ, session=session):
            members.setdefault(article["story_id"], []).append(article)
        documents = [
            copy_document(story, each)
            for story, articles in members.items()
            if len(articles) > 1
            for each in self._told(articles)
        ]
        told = {each["_id"] for each in documents}
        all_ = [each["_id"] for articles in members.values() for each in articles]
        if alone := [id_ for id_ in all_ if id_ not in told]:
            await self._copies.delete_many({"_id": {"$in": alone}}, session=session)
        if documents:
            writes = [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in documents]
            await self._copies.bulk_write(writes, ordered=False, session=session)
        await self._articles.update_many(
            {"_id": {"$in": all_}}, {"$set": {"compared_at": now}}, session=session
        )
        return len(all_)


def _to_compare(since: datetime | None = None) -> Fields:
    """Give the filter of articles that are to be compared: those that have a story."""
    due: Fields = {"compared_at": None, "story_id": {"$type": "string"}}
    return due if since is None else due | {"appeared_at": {"$gte": since}}


def copy_document(story: str, one: Publication) -> Fields:
    """Give the document of `copies` that tells of an article of a story."""
    source, takeover = one.source, one.takeover
    least, most = one.delay_bounds
    return {
        "_id": one.id,
        "story_id": story,
        "outlet": one.outlet,
        "place": one.place,
        "appeared_at": one.article["appeared_at"],
        "not_before": one.span.earliest,
        "not_after": one.span.latest,
        "source_id": source.id if source else None,
        "source_outlet": source.outlet if source else None,
        "source_place": source.place if source else None,
        "is_certain": one.is_certain if source else None,
        "delay": one.delay,
        "least_delay": least,
        "most_delay": most,
        "naming": one.naming,
        "named_outlets": sorted(one.outlets),
        "common_source": one.common_source,
        "words": len(one.words),
        "taken": takeover.taken if takeover else None,
        "changed": takeover.changed if takeover else None,
        "added": takeover.added if takeover else None,
        "left_out": takeover.left_out if takeover else None,
        "share": takeover.share if takeover else None,
    }
