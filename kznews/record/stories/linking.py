"""Gives each article its story, as it comes in: many at a time, whoever else is at it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pymongo import UpdateOne

from kznews.items import TOLD, Article, marked, told_text
from kznews.mongo.batching import Batching, Write
from kznews.mongo.bulk import Collection, Refused, insert_once, persist, write_all, write_once
from kznews.mongo.connection import Database
from kznews.mongo.queries import found_by_each
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES, SIGNATURES
from kznews.record.stories.likeness import Text, akin, same_text
from kznews.record.stories.merges import StoryMerges
from kznews.record.stories.signature import Signature, signature

_BATCH = 64
"""Articles linked together, at most."""
_ASKED_TOGETHER = 16
"""Articles whose candidates are asked for in one query, at most."""
_DAY = timedelta(days=1)
_LOOKED_AT = 64
"""Signatures looked at, at most, of those that have a band in common with a text's. A copy has
several in common, others one by chance: it is met early."""
_LEAST_ESTIMATE = 0.08
"""Estimated likeness of a signature below which its text is not read."""
_VERIFIED = 10
"""Texts read, of those: the most alike."""


@dataclass
class _Signed:
    """An article that is being linked to its story."""

    id: str
    text: Text
    signature: Signature
    fetched_at: datetime
    appeared_at: datetime
    first_story_id: str = ""
    """The story that its text begins; it may be merged into another."""
    is_first: bool = False
    """Whether its text is the first that is signed: as long as it is not linked, it has no story,
    which says it; so its signature need not be written a second time."""
    is_resumed: bool = False
    """Whether its linking was begun before, and its story is not written."""
    candidates: list[Fields] = field(default_factory=list)
    """Signatures of the articles whose texts may be the same."""


class StoryLinker:
    """Links articles of one database; those that are given at the same time are linked together.

    An article's signature is written first, then others like it are looked for: of two workers
    that store two copies at the same moment at least one sees the other's. What has gone wrong in
    between is mended when the article is linked again, which a crawl does, because a page counts
    as read only when its article has its story.
    """

    def __init__(self, database: Database) -> None:
        self._articles = database[ARTICLES.name]
        self._signatures = database[SIGNATURES.name]
        self._merges = StoryMerges(database)
        # Without a delay: what comes while others are linked is linked together after them.
        self._batching: Batching[Fields, None] = Batching(
            self._link_batch, size=_BATCH, max_delay=0
        )

    async def link(self, article: Fields) -> None:
        """Give `article` (`article_fields`, and stored) its story; returns when that is durable.

        While no server answers it waits. An article whose text is as it was when it was linked
        costs one look. One that was edited keeps its story as long as its signature is like the
        former; else it leaves it, and joins or begins another. Satire stays alone.
        """
        await self._batching.add(article)

    async def _link_batch(self, batch: list[Write[Fields, None]]) -> None:
        await self._link([each.document for each in batch])
        for each in batch:
            each.finish(None)

    async def _link(self, articles: list[Fields]) -> None:
        newest: dict[str, Fields] = {}
        for article in sorted(articles, key=lambda each: each["fetched_at"]):
            newest[article["_id"]] = article
        signed = []
        for article in newest.values():
            signed.append(_sign(article))
            await asyncio.sleep(0)  # others may want the processor
        signed = await self._write_signatures(signed)
        if not signed:
            return
        sought = [each for each in signed if each.signature.bands]
        for place in range(0, len(sought), _ASKED_TOGETHER):
            await self._find_candidates(sought[place : place + _ASKED_TOGETHER])
        await self._join(signed)
        await self._tell(signed)

    async def _write_signatures(self, signed: list[_Signed]) -> list[_Signed]:
        """Return those whose story is to be found; the others are as they were, or outdated."""
        open_: list[_Signed] = []
        while signed:
            ids = [each.id for each in signed]
            stored = await _by_id(self._signatures, ids)
            unfinished = await self._unfinished(list(stored))
            to_write = []
            for each in signed:
                former = stored.get(each.id)
                each.is_first = former is None
                if former is not None and former["minima"] == each.signature.minima:
                    if not former["linked"] or each.id in unfinished:
                        each.first_story_id, each.is_resumed = former["first_story_id"], True
                        open_.append(each)
                # Of the same fetch, another text is a better reading of it.
                elif former is None or former["fetched_at"] <= each.fetched_at:
                    each.first_story_id = _first_story_id(each, former)
                    to_write.append(each)
            new = [each for each in to_write if each.is_first]
            others = [each for each in to_write if not each.is_first]
            updates = [_signature_update(each, stored[each.id]) for each in others]
            results = [
                *await insert_once(self._signatures, list(map(_signature_document, new))),
                *await write_once(self._signatures, updates),
            ]
            signed = []
            for each, result in zip([*new, *others], results, strict=True):
                if isinstance(result, Refused):
                    raise result
                (signed if result is None else open_).append(each)
        return open_

    async def _unfinished(self, ids: list[str]) -> set[str]:
        """Tell which articles have no story, or one that was merged before they were given it.

        Their linking was begun and not ended, or they were deleted and found again.
        """
        if not ids:
            return set()
        articles = await _by_id(self._articles, ids, {"story_id": True})
        stories = {id_: each["story_id"] for id_, each in articles.items()}
        standing = await self._merges.standing(filter(None, stories.values()))
        return {id_ for id_, story in stories.items() if story is None or standing[story] != story}

    async def _find_candidates(self, signed: list[_Signed]) -> None:
        pipelines = [alike(each.signature.bands, each.appeared_at) for each in signed]
        found = await persist(lambda: found_by_each(self._signatures, pipelines, _LOOKED_AT))
        for one, alike_ones in zip(signed, found, strict=True):
            others = [each for each in alike_ones if each["_id"] != one.id]
            if not others:
                continue
            estimates = one.signature.estimate([each["minima"] for each in others])
            ranked = sorted(zip(estimates, others, strict=True), key=lambda pair: -pair[0])
            one.candidates = [
                each for estimate, each in ranked[:_VERIFIED] if estimate >= _LEAST_ESTIMATE
            ]

    async def _join(self, signed: list[_Signed]) -> None:
        """Make one story of those whose texts are the same.

        The texts that began the two stories must be akin, too: so a chain of copies of copies ends
        where it has little in common with its beginning, and an article that holds two others does
        not make them one.
        """
        candidates = {
            each["_id"]: each["first_story_id"] for one in signed for each in one.candidates
        }
        if not candidates:
            return
        stories = {each.first_story_id for each in signed} | set(candidates.values())
        standing = await self._merges.standing(stories)
        texts = _Texts(await _by_id(self._articles, list(candidates), _COMPARED))
        for one in signed:
            texts.put(one.id, one.text)
        beginnings = await self._beginnings(set(standing.values()), texts)
        united: dict[str, str] = {}
        for one in signed:
            for other in one.candidates:
                winner, loser = sorted(
                    _end(standing[story], united)
                    for story in (one.first_story_id, other["first_story_id"])
                )
                if winner == loser:
                    continue
                await asyncio.sleep(0)  # others may want the processor
                if texts.same(one.id, other["_id"]) and texts.akin(
                    beginnings.get(winner), beginnings.get(loser)
                ):
                    united[loser] = winner
        if united:
            await self._merges.unite(united)
        # Of these some may have been left when a worker died.
        await self._merges.settle(
            each["first_story_id"] for one in signed if one.is_resumed for each in one.candidates
        )

    async def _beginnings(self, stories: set[str], texts: _Texts) -> dict[str, str]:
        """Give the articles that began `stories`, but for those that have another text now."""
        articles = {_beginner(story): story for story in stories}
        missing = [article_id for article_id in articles if article_id not in texts]
        if missing:
            texts.update(await _by_id(self._articles, missing, _COMPARED))
        signatures = await _by_id(self._signatures, list(articles), {"first_story_id": True})
        return {
            story: article_id
            for article_id, story in articles.items()
            if article_id in texts
            and article_id in signatures
            and signatures[article_id]["first_story_id"] == story
        }

    async def _tell(self, signed: list[_Signed]) -> None:
        """Write into the articles which story is theirs, until that is so."""
        open_ = {each.id: each.first_story_id for each in signed}
        while open_:
            ends = await self._merges.settle(open_.values())
            stories = {id_: ends[began] for id_, began in open_.items()}
            await write_all(
                self._articles,
                [
                    UpdateOne({"_id": id_}, {"$set": {"story_id": story, "compared_at": None}})
                    for id_, story in stories.items()
                ],
            )
            # What has changed since it was read: a story was merged, or the article edited.
            standing = await self._merges.standing(stories.values())
            now = await _by_id(self._signatures, list(open_), {"first_story_id": True})
            open_ = {
                id_: now[id_]["first_story_id"]
                for id_, began in open_.items()
                if standing[stories[id_]] != stories[id_] or now[id_]["first_story_id"] != began
            }
        await write_all(
            self._signatures,
            [
                UpdateOne(
                    {"_id": each.id, "minima": each.signature.minima}, {"$set": {"linked": True}}
                )
                for each in signed
                if not each.is_first
            ],
        )


_COMPARED = dict.fromkeys((*marked(Article, TOLD), "title", "outlet", "script"), True)
LINKED_BY = (*_COMPARED, "outlet_kind", "fetched_at", "appeared_at")
"""Fields of an article's document that it is linked by, besides its `_id`."""


async def _by_id(
    collection: Collection,
    ids: list[str],
    fields: Fields | None = None,
    condition: Fields | None = None,
) -> dict[str, Fields]:
    async def read() -> dict[str, Fields]:
        cursor = collection.find({"_id": {"$in": ids}} | (condition or {}), fields)
        return {document["_id"]: document async for document in cursor}

    return await persist(read)


class _Texts:
    """The texts of articles, each taken apart when it is first asked for."""

    def __init__(self, articles: dict[str, Fields]) -> None:
        self._articles = dict(articles)
        self._read: dict[str, Text] = {}

    def __contains__(self, id_: str) -> bool:
        return id_ in self._read or id_ in self._articles

    def put(self, id_: str, text: Text) -> None:
        """Put the text of an article in place of any that was stored."""
        self._read[id_] = text

    def update(self, articles: Mapping[str, Fields]) -> None:
        self._articles |= articles

    def same(self, one: str, other: str) -> bool:
        """Tell whether two articles tell the same text; one that is gone tells none."""
        return one in self and other in self and same_text(self._of(one), self._of(other))

    def akin(self, one: str | None, other: str | None) -> bool:
        """Tell whether the texts that began two stories may be copies; None is not known."""
        return one is None or other is None or akin(self._of(one), self._of(other))

    def _of(self, id_: str) -> Text:
        if id_ not in self._read:
            self._read[id_] = _text(self._articles[id_])
        return self._read[id_]


def _text(article: Fields) -> Text:
    # An edition in another script is made by machine, not written anew.
    source = f"{article['outlet']} {article['script']}"
    return Text.of(told_text(article), source=source, title=article["title"])


def alike(bands: Sequence[int], appeared_at: datetime) -> list[Fields]:
    """Give the pipeline that finds the signatures which have one of `bands`, on `signatures`.

    Of those that appeared up to eight days before or after, and of some more: what was stored of
    other times is not even touched, so the query costs the same however much that is.
    """
    periods = sorted({period_of(appeared_at + days * _DAY) for days in (-8, 0, 8)})
    return [
        {"$match": {"period": {"$in": periods}, "bands": {"$in": list(bands)}}},
        {"$limit": _LOOKED_AT},
        {"$project": {"minima": True, "first_story_id": True}},
    ]


def period_of(moment: datetime) -> str:
    """Give the half of a month under which a signature is found: `2026-04-1`, `2026-04-2`."""
    return f"{moment:%Y-%m}-{1 if moment.day <= 15 else 2}"


def _sign(article: Fields) -> _Signed:
    text = _text(article)
    # Invented news is nobody's copy, and nobody's is its copy: it is found by nothing.
    is_satire = article.get("outlet_kind") == "satire"
    return _Signed(
        id=article["_id"],
        text=text,
        signature=signature([] if is_satire else text.words),
        fetched_at=article["fetched_at"],
        appeared_at=article["appeared_at"],
    )


def _first_story_id(signed: _Signed, former: Fields | None) -> str:
    """Give the story that a new text begins: as a rule the earliest text's id is the smallest."""
    if former is not None and not set(former["bands"]).isdisjoint(signed.signature.bands):
        return str(former["first_story_id"])
    return f"{signed.fetched_at:%Y%m%d%H%M%S}-{signed.id}"


def _end(story: str, united: dict[str, str]) -> str:
    while story in united:
        story = united[story]
    return story


def _beginner(story: str) -> str:
    """Give the id of the article that began `story`."""
    return story.partition("-")[2]


def _signature_update(signed: _Signed, former: Fields) -> UpdateOne:
    return UpdateOne(
        {"_id": signed.id, "fetched_at": former["fetched_at"]},
        {"$set": _signature_document(signed)},
        upsert=True,
    )


def _signature_document(signed: _Signed) -> Fields:
    return {
        "_id": signed.id,
        "bands": list(signed.signature.bands),
        "minima": signed.signature.minima,
        "fetched_at": signed.fetched_at,
        "period": period_of(signed.appeared_at),
        "first_story_id": signed.first_story_id,
        "linked": signed.is_first,
    }
