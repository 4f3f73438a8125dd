"""Reads kept pages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pymongo import ASCENDING, DESCENDING

from kznews.archive.answers import Answer, page_id
from kznews.archive.compression import DamagedDataError, Dictionary, decompress_alone
from kznews.archive.schema import DICTIONARIES, PAGES
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields

# Dictionaries held ready, at most: those of an outlet's kinds, and some more.
_MOST_READY = 32


class UnreadablePageError(Exception):
    """An error of a kept page that cannot be given back; the message names it and says why."""


@dataclass(frozen=True)
class KeptPage:
    """A page as it was served."""

    id: str
    outlet: str
    kind: str
    url: str
    sightings: tuple[datetime, ...]
    """When it was seen, aware, in order: the first hundred times, and the last."""
    answer: Answer


class Reader:
    """Gives kept pages of one database back, each checked against its `_id`."""

    def __init__(self, database: SyncDatabase) -> None:
        self._pages = database[PAGES.name]
        self._dictionaries = database[DICTIONARIES.name]
        self._ready: OrderedDict[str, Dictionary] = OrderedDict()

    def read(self, document: Fields) -> KeptPage:
        """Give the page of a document of `pages`. Raises UnreadablePageError."""
        id_, url = document["_id"], document["url"]
        try:
            answer = Answer.of_block(self._block(document))
        except (DamagedDataError, ValueError) as error:
            raise UnreadablePageError(f"the page {id_} ({url}) is damaged: {error}") from error
        if page_id(url, answer) != id_:
            raise UnreadablePageError(f"the page {id_} ({url}) is damaged: it is not what was kept")
        moments = {*document["sightings"], document["first_seen_at"], document["last_seen_at"]}
        return KeptPage(
            id=id_,
            outlet=document["outlet"],
            kind=document["kind"],
            url=url,
            sightings=tuple(sorted(moments)),
            answer=answer,
        )

    def find(self, url: str, at: datetime | None = None) -> Fields | None:
        """Give the document of the page that stood at `url` then; None of `at`: the last one."""
        of: Fields = {"url": url}
        last = self._pages.find_one(of, sort=[("last_seen_at", DESCENDING)])
        if at is None or last is None:
            return last
        before = self._pages.aggregate(
            [
                {"$match": of | {"first_seen_at": {"$lte": at}}},
                {"$set": {"before": {"$max": {"$filter": {
                    "input": {"$concatArrays": ["$sightings", ["$last_seen_at"]]},
                    "cond": {"$lte": ["$$this", at]},
                }}}}},
                {"$sort": {"before": DESCENDING}},
                {"$limit": 1},
                {"$unset": "before"},
            ]
        )  # fmt: skip
        return next(iter(before), None)

    def select(self, question: Fields) -> Iterator[Fields]:
        """Give the documents of pages that match, in the order in which they were first seen."""
        return iter(self._pages.find(question, sort=[("first_seen_at", ASCENDING), ("_id", 1)]))

    def _block(self, document: Fields) -> bytes:
        id_ = document["dictionary"]
        if id_ is None:
            return decompress_alone(document["data"])
        return self._dictionary(id_).decompress(document["data"])

    def _dictionary(self, id_: str) -> Dictionary:
        if id_ not in self._ready:
            row = self._dictionaries.find_one({"_id": id_})
            if row is None:
                raise DamagedDataError(f"its dictionary {id_} is missing")
            dictionary = Dictionary(decompress_alone(row["data"]))
            if dictionary.id != id_:
                raise DamagedDataError(f"its dictionary {id_} is another")
            self._ready[id_] = dictionary
            if len(self._ready) > _MOST_READY:
                self._ready.popitem(last=False)
        self._ready.move_to_end(id_)
        return self._ready[id_]
