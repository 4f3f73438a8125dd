"""What is stored of an article's evidence, and of two articles that are translations.

Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, get_args

from kznews.items import Language
from kznews.mongo.values import Fields, identity
from kznews.record.translations.choice import By, Pair
from kznews.record.translations.evidence import Evidence, evidence_of
from kznews.record.translations.rule import WINDOW, may_say_it, shared, what_says_it

MOST_COMPARED = 256
"""Articles that one is compared with, at most."""
_AT, _TO = "at:", "to:"
"""Kinds of what is sought: an address of the article; one that its page calls its translation's."""
_HOUR = timedelta(hours=1)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

OF_EVIDENCE: Fields = dict.fromkeys(
    (
        *("outlet", "language", "url", "aliases", "translation_urls", "title", "lead", "body"),
        *("images", "appeared_at", "published_at", "write_number", "story_id"),
    ),
    True,
)
"""Fields of an article's document that its evidence is read from, besides its `_id`."""


@dataclass(frozen=True)
class Compared:
    """An article as it is compared with others, from what is stored of its evidence."""

    document: Fields

    @cached_property
    def evidence(self) -> Evidence:
        """What tells its translations."""
        lists: dict[str, Any] = {name: tuple(self.document[name]) for name in _LISTS}
        return Evidence(**lists)

    @cached_property
    def sought(self) -> frozenset[str]:
        """What it is found by: others are compared with it that have something of this, too."""
        return frozenset(self.document["sought"])

    @cached_property
    def by_rule(self) -> frozenset[str]:
        """Those of `sought` that its text, pictures and address give."""
        return frozenset(each for each in self.sought if not each.startswith((_AT, _TO)))

    @cached_property
    def stated(self) -> frozenset[str]:
        """What the articles that its page calls its translations have in their `sought`."""
        return frozenset(_AT + each[len(_TO) :] for each in self.sought if each.startswith(_TO))

    @cached_property
    def by_pages(self) -> frozenset[str]:
        """What articles have in their `sought` that its page names, or whose pages name it."""
        own = (_TO + each[len(_AT) :] for each in self.sought if each.startswith(_AT))
        return self.stated.union(own)


def evidence_document(article: Fields) -> Fields:
    """Give what is stored of an article; its translations are still to be looked for.

    Of an article that was written once and has no story, `linked` is true at once, which saves a
    second write: it is given its story after its translations were looked for, and as long as it
    has none they are looked for again.
    """
    evidence = evidence_of(article)
    own = [article["url"], *article["aliases"]]
    stated = article.get("translation_urls") or []
    return {
        "_id": article["_id"],
        "outlet": article["outlet"],
        "language": article["language"],
        "sought": [
            *evidence.sought,
            *dict.fromkeys(_AT + _named(url) for url in own),
            *dict.fromkeys(_TO + _named(url) for url in stated),
        ],
        **{name: list(getattr(evidence, name)) for name in _LISTS},
        "appeared_at": article["appeared_at"],
        "is_dated": article["published_at"] is not None,
        "write_number": article.get("write_number") or 0,
        "linked": article["story_id"] is None and (article.get("write_number") or 0) <= 1,
    }


def asked_together(articles: Iterable[Compared]) -> list[list[Compared]]:
    """Group articles whose candidates `candidates_of` finds by one question.

    They are of one outlet, one language and the same two days, and most have the same candidates.
    """
    groups: dict[tuple[str, str, int], list[Compared]] = {}
    for each in articles:
        of = each.document
        days = (of["appeared_at"] - _LONG_AGO) // WINDOW
        groups.setdefault((of["outlet"], of["language"], days), []).append(each)
    return list(groups.values())


def candidates_of(group: Sequence[Compared]) -> list[Fields]:
    """Give the pipeline that finds what a group is compared with, in `translation_evidence`.

    It finds the `_id`, `write_number` and `appeared_at` of at most MOST_COMPARED for each of the
    group; `compared_with` says which are whose.
    """
    by_pages = sorted({name for each in group for name in each.by_pages})
    by_rule = sorted({name for each in group for name in each.by_rule})
    moments = [each.document["appeared_at"] for each in group]
    near = {"$gte": min(moments) - WINDOW, "$lte": max(moments) + WINDOW}
    one = group[0].document
    others = {"$in": [each for each in get_args(Language) if each != one["language"]]}
    of = {"outlet": one["outlet"], "language": others}
    return [
        {
            "$match": {
                "$or": [
                    of | {"sought": {"$in": by_pages}},
                    *([of | {"sought": {"$in": by_rule}, "appeared_at": near}] if by_rule else []),
                ]
            }
        },
        {"$limit": MOST_COMPARED * len(group)},
        {"$project": {"write_number": True, "appeared_at": True}},
    ]


def compared_with(article: Compared, found: Iterable[Compared]) -> list[Compared]:
    """Give what an article is compared with, of all that was found for its group."""
    by_pages, by_rule = article.by_pages, article.by_rule
    appeared_at = article.document["appeared_at"]
    return [
        other
        for other in found
        if not by_pages.isdisjoint(other.sought)
        or (
            abs(appeared_at - other.document["appeared_at"]) <= WINDOW
            and not by_rule.isdisjoint(other.sought)
        )
    ]


def pair_document(me: Compared, other: Compared) -> Fields | None:
    """Give what is stored of two articles, from their evidence; None where nothing says it."""
    one = me.document
    if one["language"] is None or other.document["language"] in {None, one["language"]}:
        return None
    is_stated = not (me.stated.isdisjoint(other.sought) and other.stated.isdisjoint(me.sought))
    if not (is_stated or may_say_it(me.evidence, other.evidence)):
        return None
    first, second = sorted((one, other.document), key=lambda each: each["_id"])
    evidence = (me.evidence, other.evidence) if first is one else (other.evidence, me.evidence)
    apart = abs(first["appeared_at"] - second["appeared_at"])
    common = shared(*evidence)
    by: By | None = "page"
    if not is_stated:
        is_dated = first["is_dated"] and second["is_dated"]
        by = what_says_it(*evidence, common, apart=apart, is_dated=is_dated)
    if by is None:
        return None
    return {
        "_id": identity(first["_id"], second["_id"]),
        "outlet": one["outlet"],
        "articles": [first["_id"], second["_id"]],
        "languages": [first["language"], second["language"]],
        "by": by,
        "numbers": list(common.numbers),
        "names": list(common.names),
        "pictures": list(common.pictures),
        "weight": common.weight,
        "hours_apart": round(apart / _HOUR, 2),
        "found_at": datetime.now(UTC).replace(microsecond=0),
    }


def pair_of(document: Fields) -> Pair:
    """Give the pair that is stored."""
    first, second = document["articles"]
    its, others = document["languages"]
    return Pair(
        articles=(first, second),
        languages=(its, others),
        by=document["by"],
        weight=document["weight"],
        hours_apart=document["hours_apart"],
    )


_LISTS = ("numbers", "names", "pictures", "title_numbers", "title_names", "addresses")


def _named(url: str) -> str:
    """Give a short name of an address; a slash at its end makes no other."""
    return identity(url.rstrip("/"))[:16]
