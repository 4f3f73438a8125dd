"""What is stored of an article's evidence, and of two articles that are translations.

Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any, get_args

from kznews.items import Language
from kznews.mongo.values import Fields, identity
from kznews.record.translations.choice import By, Pair
from kznews.record.translations.evidence import Evidence, evidence_of
from kznews.record.translations.rule import WINDOW, shared, what_says_it

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


def asked_together(evidence: Iterable[Fields]) -> list[list[Fields]]:
    """Group articles whose candidates `candidates_of` finds by one question.

    They are of one outlet, one language and the same two days, and most have the same candidates.
    """
    groups: dict[tuple[str, str, int], list[Fields]] = {}
    for each in evidence:
        days = (each["appeared_at"] - _LONG_AGO) // WINDOW
        groups.setdefault((each["outlet"], each["language"], days), []).append(each)
    return list(groups.values())


def candidates_of(group: Sequence[Fields]) -> list[Fields]:
    """Give the pipeline that finds what a group is compared with, in `translation_evidence`.

    It finds at most MOST_COMPARED for each of the group; `compared_with` says which are whose.
    """
    by_pages = sorted({name for each in group for name in _by_pages(each)})
    by_rule = sorted({name for each in group for name in _by_rule(each)})
    moments = [each["appeared_at"] for each in group]
    near = {"$gte": min(moments) - WINDOW, "$lte": max(moments) + WINDOW}
    others = {"$in": [each for each in get_args(Language) if each != group[0]["language"]]}
    of = {"outlet": group[0]["outlet"], "language": others}
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
    ]


def compared_with(evidence: Fields, found: Iterable[Fields]) -> list[Fields]:
    """Give what an article is compared with, of all that was found for its group."""
    by_pages, by_rule = _by_pages(evidence), _by_rule(evidence)
    return [
        other
        for other in found
        if not by_pages.isdisjoint(other["sought"])
        or (
            abs(evidence["appeared_at"] - other["appeared_at"]) <= WINDOW
            and not by_rule.isdisjoint(other["sought"])
        )
    ]


def pair_document(one: Fields, other: Fields) -> Fields | None:
    """Give what is stored of two articles, from their evidence; None where nothing says it."""
    if one["language"] is None or other["language"] in {None, one["language"]}:
        return None
    first, second = sorted((one, other), key=lambda each: each["_id"])
    evidence = _evidence(first), _evidence(second)
    apart = abs(first["appeared_at"] - second["appeared_at"])
    common = shared(*evidence)
    by: By | None = "page"
    if not (_states(first, second) or _states(second, first)):
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


def _evidence(document: Fields) -> Evidence:
    lists: dict[str, Any] = {name: tuple(document[name]) for name in _LISTS}
    return Evidence(**lists)


def _by_pages(evidence: Fields) -> frozenset[str]:
    """Give what others seek whose pages name this one, or which its page names."""
    return frozenset(
        (_TO if each.startswith(_AT) else _AT) + each[len(_AT) :]
        for each in evidence["sought"]
        if each.startswith((_AT, _TO))
    )


def _by_rule(evidence: Fields) -> frozenset[str]:
    return frozenset(each for each in evidence["sought"] if not each.startswith((_AT, _TO)))


def _states(one: Fields, other: Fields) -> bool:
    """Tell whether the page of one article calls the other its translation."""
    # They stand last, and most pages state none; an article is compared with many.
    last = takewhile(lambda each: each.startswith(_TO), reversed(one["sought"]))
    stated = {each.removeprefix(_TO) for each in last}
    return any(_AT + each in other["sought"] for each in stated)


def _named(url: str) -> str:
    """Give a short name of an address; a slash at its end makes no other."""
    return identity(url.rstrip("/"))[:16]
