"""Folds the copies among what was found: which outlets told a story, and who was first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES
from kznews.record.stories.publication_order import Span, possible_moments

_OF_ORDER = (
    *("story_id", "outlet", "outlet_kind", "url", "appeared_at", "first_seen_at", "published_at"),
    *("published_precision", "published_raw", "published_zone", "published_doubts"),
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One article that tells a story."""

    outlet: str
    url: str
    at: datetime
    """The latest moment at which it can have come out."""
    span: Span
    """The moments at which it can have come out."""
    dated: datetime
    """The moment by which results are ordered."""
    is_news: bool
    """Its outlet neither only gathers others' articles nor invents its news."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """A story, told by two articles or more."""

    id: str
    articles: int
    outlets: tuple[str, ...]
    """Who told it, in the order in which they did, as far as that is known."""
    first: Told | None
    """Who told it first, or perhaps first; None where all only gather news or invent theirs."""
    oldest: datetime
    """The moment of its first article in the order of results, and of its last."""
    newest: datetime
    is_certain: bool
    """The first certainly came out before the articles of all other outlets."""


def stories(database: SyncDatabase, ids: Iterable[str]) -> dict[str, Story]:
    """Give the stories of these ids that more than one article tells. Raises PyMongoError."""
    found = tellings(database, ids)
    return {id_: story_of(id_, told) for id_, told in found.items() if len(told) > 1}


def tellings(database: SyncDatabase, ids: Iterable[str]) -> dict[str, list[Told]]:
    """Give all articles that tell the stories of these ids, in order. Raises PyMongoError."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    asked = database[ARTICLES.name].find({"story_id": {"$in": wanted}}, list(_OF_ORDER))
    found = asked.sort([("story_id", 1), ("appeared_at", 1)])
    return {
        story: [told_by(each) for each in articles]
        for story, articles in groupby(found, lambda each: str(each["story_id"]))
    }


def is_copy(article: Fields, told: Iterable[Told]) -> bool:
    """Tell whether another outlet certainly told an article's story before."""
    span = possible_moments(article)
    return any(
        each.is_news and each.outlet != article["outlet"] and each.span.is_before(span)
        for each in told
    )


def fold(keys: Sequence[int], most: int) -> list[int]:
    """Give the places of the first of each story among `keys`, which name a story each."""
    seen: set[int] = set()
    places = []
    for place, key in enumerate(keys):
        if key not in seen:
            seen.add(key)
            places.append(place)
            if len(places) == most:
                break
    return places


def told_by(article: Fields) -> Told:
    """Give an article as one that tells a story."""
    return Told(
        outlet=article["outlet"],
        url=article["url"],
        at=article["appeared_at"],
        span=possible_moments(article),
        dated=article.get("published_at") or article["appeared_at"],
        is_news=article.get("outlet_kind") is None,
    )


def story_of(id_: str, told: Sequence[Told]) -> Story:
    """Give the story that these articles tell, in the order in which they appeared."""
    news = [each for each in told if each.is_news]
    first = min(news, key=lambda each: each.span.latest, default=None)
    return Story(
        id=id_,
        articles=len(told),
        outlets=tuple(dict.fromkeys(each.outlet for each in told)),
        first=first,
        oldest=min(each.dated for each in told),
        newest=max(each.dated for each in told),
        is_certain=first is not None
        and all(first.span.is_before(each.span) for each in news if each.outlet != first.outlet),
    )
