"""Finds the translations of articles as they come in, whoever else is at it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Set

from pymongo import UpdateOne
from scrapy.utils.datatypes import LocalCache

from kznews.mongo.batching import Batching, Write
from kznews.mongo.bulk import Collection, Refused, insert_once, persist, write_all, write_once
from kznews.mongo.connection import Database
from kznews.mongo.queries import found_by_each
from kznews.mongo.values import Fields
from kznews.record.moves import former_ids
from kznews.record.schema import ARTICLES
from kznews.record.translations.choice import held
from kznews.record.translations.documents import (
    MOST_COMPARED,
    OF_EVIDENCE,
    Compared,
    asked_together,
    candidates_of,
    compared_with,
    evidence_document,
    pair_document,
    pair_of,
)
from kznews.record.translations.schema import TRANSLATION_EVIDENCE, TRANSLATIONS

_AT_ONCE = 64
"""Callers whose articles are linked together, at most."""
_ASKED_TOGETHER = 8
"""Articles whose candidates are asked for in one query, at most."""
_REMEMBERED = 2000
"""Articles whose evidence a linker remembers, at most; each takes 5 to 7 kB."""


class TranslationLinker:
    """Links articles of one database to their translations on the same outlet.

    An article's evidence is written first, then others with something in common are looked for: of
    two workers that store two translations at the same moment at least one sees the other's. What
    is stored of pairs follows from the evidence alone, and each worker ends only when it has read
    that nothing is left to be changed. So whoever was killed, or came late with what it had read
    before, is put right by the next; a page counts as read only when this is done. An article is
    given its story after this (`StoryLinker`), unless it moved: one without a story is looked at
    again, whatever its evidence says.
    """

    def __init__(self, database: Database) -> None:
        self._articles = database[ARTICLES.name]
        self._evidence = database[TRANSLATION_EVIDENCE.name]
        self._pairs = database[TRANSLATIONS.name]
        # Without a delay: what comes while others are linked is linked together after them.
        self._batching: Batching[set[str], None] = Batching(
            self._link_batch, size=_AT_ONCE, max_delay=0
        )
        # To decode what an article is compared with takes longer than to compare it, and articles
        # of the same days are compared with the same ones.
        self._remembered: LocalCache[str, Compared] = LocalCache(_REMEMBERED)

    async def link(self, article_ids: Iterable[str]) -> None:
        """Find the translations of stored articles, as these are now; returns when it is durable.

        An article that says what it said when this was last done costs one look. Those that are
        given at the same time are linked together.
        """
        await self._batching.add(set(article_ids))

    async def _link_batch(self, batch: list[Write[set[str], None]]) -> None:
        ids = set[str]().union(*(each.document for each in batch))
        await self._link_all(sorted(ids))
        for each in batch:
            each.finish(None)

    async def _link_all(self, ids: list[str]) -> None:
        if not ids:
            return
        articles = await _found(self._articles, {"_id": {"$in": ids}}, OF_EVIDENCE)
        stored = {each["_id"]: each for each in await _found(self._evidence, {"_id": {"$in": ids}})}
        gone = await self._gone(ids, articles)
        stored |= {each["_id"]: each for each in gone}
        to_link = [*gone]
        for article in articles:
            evidence = evidence_document(article)
            former = stored.get(evidence["_id"])
            is_known = former is not None and former == evidence | {
                "linked": True,
                "write_number": former["write_number"],
            }
            if not is_known or article["story_id"] is None:
                to_link.append(evidence)
            await asyncio.sleep(0)  # others may want the processor
        ours, new = await self._write_evidence(to_link, known=stored.keys())
        for place in range(0, len(ours), _ASKED_TOGETHER):
            some = list(map(Compared, ours[place : place + _ASKED_TOGETHER]))
            candidates = await self._candidates(some)
            await asyncio.gather(
                *(
                    self._link(each, found, is_new=each.document["_id"] in new)
                    for each, found in zip(some, candidates, strict=True)
                )
            )
        await write_all(
            self._evidence,
            [
                UpdateOne(
                    {"_id": each["_id"], "write_number": each["write_number"]},
                    {"$set": {"linked": True}},
                )
                for each in ours
                if not each["linked"]
            ],
        )

        if gone:
            empty = {"_id": {"$in": [each["_id"] for each in gone]}, "sought": []}
            await persist(lambda: self._evidence.delete_many(empty))

    async def _write_evidence(
        self, evidence: list[Fields], known: Set[str]
    ) -> tuple[list[Fields], set[str]]:
        """Return what is to be linked, and the ids of that of which nothing was stored.

        The rest is another worker's, which has a later state of the article and links that.
        """
        new = [each for each in evidence if each["_id"] not in known]
        written = dict(zip(_ids(new), await insert_once(self._evidence, new), strict=True))
        inserted = {id_ for id_, result in written.items() if result == "inserted"}
        # Who was quicker may have had an earlier state of the article.
        others = [each for each in evidence if written.get(each["_id"]) is None]
        results = await write_once(self._evidence, list(map(_evidence_update, others)))
        written |= zip(_ids(others), results, strict=True)
        for result in written.values():
            if isinstance(result, Refused):
                raise result
        return [each for each in evidence if written[each["_id"]] is not None], inserted

    async def _gone(self, ids: list[str], articles: list[Fields]) -> list[Fields]:
        """Give what is to be stored of articles that were deleted, or moved to another address.

        They say nothing any more.
        """
        there = {each["_id"] for each in articles}
        missing = {*ids, *(former for each in articles for former in former_ids(each))} - there
        if not missing:
            return []
        known = await _found(self._evidence, {"_id": {"$in": sorted(missing)}})
        if not known:
            return []
        of_these = {"_id": {"$in": [each["_id"] for each in known]}}
        there = {each["_id"] for each in await _found(self._articles, of_these, {"_id": True})}
        return [
            each | {"language": None, "sought": [], "linked": False}
            for each in known
            if each["_id"] not in there
        ]

    async def _link(self, me: Compared, candidates: list[Compared], *, is_new: bool) -> None:
        pairs = _pairs(me, candidates)
        if is_new and not pairs:
            return  # nobody knew it: no pair of it is stored
        id_: str = me.document["_id"]
        while writes := await self._differences(id_, pairs):
            await write_all(self._pairs, writes)
            [now] = map(Compared, await _found(self._evidence, {"_id": id_}))
            [candidates] = await self._candidates([now])
            pairs = _pairs(now, candidates)

    async def _candidates(self, articles: list[Compared]) -> list[list[Compared]]:
        """Give what each of some articles is compared with."""
        asking = [each for each in articles if each.sought and each.document["language"]]
        of_each: dict[str, list[Compared]] = {}
        groups = asked_together(asking)
        while groups:
            crowded: list[Compared] = []
            for group, found in zip(groups, await self._found_for(groups), strict=True):
                if len(group) > 1 and len(found) >= MOST_COMPARED * len(group):
                    crowded += group  # of some of them there may be more: each is asked for apart
                    continue
                for each in group:
                    of_each[each.document["_id"]] = compared_with(each, found)
            groups = [[each] for each in crowded]
        return [of_each.get(each.document["_id"], []) for each in articles]

    async def _found_for(self, groups: list[list[Compared]]) -> list[list[Compared]]:
        pipelines = list(map(candidates_of, groups))
        most = MOST_COMPARED * max(map(len, groups))
        found = await persist(lambda: found_by_each(self._evidence, pipelines, most))
        named = {each["_id"]: each for some in found for each in some}
        known = {
            id_: each
            for id_, now in named.items()
            if (each := self._remembered.get(id_)) and each.document | now == each.document
        }
        unknown = [id_ for id_ in named if id_ not in known]
        if unknown:
            read = await _found(self._evidence, {"_id": {"$in": unknown}})
            known |= {each["_id"]: Compared(each) for each in read}
            self._remembered.update(known)
        return [[known[each["_id"]] for each in some if each["_id"] in known] for some in found]

    async def _differences(self, id_: str, pairs: dict[str, Fields]) -> list[UpdateOne]:
        """Give the writes that make what is stored of an article's pairs what it should be."""
        # Whom the article is, or was, paired with may fit others better now, and these others.
        near = {id_, *_articles_of(pairs)}
        stored = await self._stored(near)
        former = _articles_of({n: each for n, each in stored.items() if id_ in each["articles"]})
        if former - near:
            stored |= await self._stored(former - near)
            near |= former
        if near == {id_}:
            return []
        if others := _articles_of(stored) - near:
            stored |= await self._stored(others)
        now = dict(stored)
        for name, pair in stored.items():
            if id_ in pair["articles"]:
                now[name] = pair | {"by": None}
        for name, pair in pairs.items():
            now[name] = pair | {"found_at": stored.get(name, pair)["found_at"]}
        told = held(pair_of(each) for each in now.values() if each["by"] is not None)
        writes: list[UpdateOne] = []
        for name, pair in now.items():
            if near.isdisjoint(pair["articles"]):
                continue  # others, which are not known here, may be nearer to its articles
            new = pair | {"holds": tuple(pair["articles"]) in told}
            if new == stored.get(name):
                continue
            is_own = id_ in pair["articles"]
            # Of pairs of others only this is known here: what says them may be changing.
            fields = new if is_own else {"holds": new["holds"]}
            writes.append(UpdateOne({"_id": name}, {"$set": fields}, upsert=is_own))
        return writes

    async def _stored(self, articles: Iterable[str]) -> dict[str, Fields]:
        found = await _found(self._pairs, {"articles": {"$in": list(articles)}})
        return {each["_id"]: each for each in found}


async def _found(
    collection: Collection, condition: Fields, fields: Fields | None = None
) -> list[Fields]:
    async def read() -> list[Fields]:
        return [each async for each in collection.find(condition, fields)]

    return await persist(read)


def _ids(documents: list[Fields]) -> list[str]:
    return [each["_id"] for each in documents]


def _pairs(me: Compared, candidates: list[Compared]) -> dict[str, Fields]:
    return {pair["_id"]: pair for other in candidates if (pair := pair_document(me, other))}


def _articles_of(pairs: dict[str, Fields]) -> set[str]:
    return {article for pair in pairs.values() for article in pair["articles"]}


def _evidence_update(evidence: Fields) -> UpdateOne:
    return UpdateOne(
        {"_id": evidence["_id"], "write_number": {"$lte": evidence["write_number"]}},
        {"$set": evidence},
        upsert=True,
    )
