"""Finds the articles that headlines of tickers lead to, or name.

This is done when somebody asks, and not stored: an article comes in after the headline that leads
to it, its title is edited, it moves. What was stored would have to be mended with each of these;
and the article is found by an index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES
from kznews.record.stored_tickers import Pushed
from kznews.text.differences import Piece, word_changes
from kznews.text.normal_form import normal_text

FoundBy = Literal["address", "title"]
Wording = Literal["the title", "a former title", "other words"]

_BEFORE, _AFTER = timedelta(days=7), timedelta(days=1)
"""An article that a headline without a link names came out so long before it was pushed, at most,
or so long after."""
_READ = (
    "url",
    "aliases",
    "outlet",
    "title",
    "published_at",
    "first_seen_at",
    "revisions.former.title",
)


@dataclass(frozen=True, kw_only=True)
class TickerArticle:
    """The article of a headline, and how the headline is worded beside its title."""

    id: str
    """Its `_id`."""
    url: str
    title: str
    """As it is now."""
    published_at: datetime | None
    found_by: FoundBy
    wording: Wording
    words: tuple[Piece, ...]
    """How the title became the headline, word by word; empty where they are the same."""


def articles_of(
    database: SyncDatabase, pushed: Iterable[Pushed], *, by_title: bool = True
) -> dict[Pushed, TickerArticle]:
    """Find the articles of headlines, of the same outlet: by address, else by title.

    By title, the articles of an outlet's week are looked through: not for pages of many outlets.
    """
    headlines = list(dict.fromkeys(pushed))
    found: dict[Pushed, TickerArticle] = {}
    by_address = _by_address(database, {each.url for each in headlines if each.url})
    for each in headlines:
        article = by_address.get((each.outlet, each.url or ""))
        if article is not None:
            found[each] = _linked(each, article, "address")
    left = [each for each in headlines if by_title and each not in found]
    for outlet in dict.fromkeys(each.outlet for each in left):
        of_outlet = [each for each in left if each.outlet == outlet]
        titles = _by_title(database, outlet, of_outlet)
        for each in of_outlet:
            article = titles.get(_normal(each.headline))
            if article is not None:
                found[each] = _linked(each, article, "title")
    return found


def pushed_fields(pushed: Pushed, article: TickerArticle | None) -> Fields:
    """Give a headline with its article as plain data; moments are UTC."""
    return {
        "id": pushed.id,
        "outlet": pushed.outlet,
        "edition": pushed.edition,
        "headline": pushed.headline,
        "url": pushed.url,
        "language": pushed.language,
        "first_seen_at": pushed.interval.first_seen_at,
        "last_seen_at": pushed.interval.last_seen_at,
        "missed_at": pushed.interval.missed_at,
        "positions": pushed.positions,
        "pages": pushed.pages,
        "article": None
        if article is None
        else {
            "id": article.id,
            "url": article.url,
            "title": article.title,
            "published_at": article.published_at,
            "found_by": article.found_by,
            "wording": article.wording,
            "words": [{"part": each.part, "text": each.text} for each in article.words],
        },
    }


def _by_address(database: SyncDatabase, urls: set[str]) -> dict[tuple[str, str], Fields]:
    if not urls:
        return {}
    at = {"$in": sorted(urls)}
    articles = database[ARTICLES.name].find({"$or": [{"url": at}, {"aliases": at}]}, _READ)
    return {
        (article["outlet"], url): article
        for article in articles
        for url in (*article["aliases"], article["url"])
    }


def _by_title(
    database: SyncDatabase, outlet: str, headlines: Sequence[Pushed]
) -> dict[str, Fields]:
    """Read the articles that came out when the headlines were pushed, by their titles' form."""
    titles: dict[str, Fields] = {}
    for first, last in _times(headlines):
        then = {"$gte": first, "$lte": last}
        for which in ({"published_at": then}, {"published_at": None, "first_seen_at": then}):
            for article in database[ARTICLES.name].find({"outlet": outlet} | which, _READ):
                for title in (*_former_titles(article), article["title"]):
                    titles[_normal(title)] = article
    return titles


def _times(headlines: Sequence[Pushed]) -> Iterator[tuple[datetime, datetime]]:
    """Give the times in which the headlines' articles may have come out, those that meet as one."""
    begun: tuple[datetime, datetime] | None = None
    for at in sorted(each.interval.first_seen_at for each in headlines):
        first, last = at - _BEFORE, at + _AFTER
        if begun is not None and first <= begun[1]:
            begun = begun[0], last
            continue
        if begun is not None:
            yield begun
        begun = first, last
    if begun is not None:
        yield begun


def _linked(pushed: Pushed, article: Fields, found_by: FoundBy) -> TickerArticle:
    headline = _normal(pushed.headline)
    wording: Wording = "other words"
    if headline == _normal(article["title"]):
        wording = "the title"
    elif headline in map(_normal, _former_titles(article)):
        wording = "a former title"
    return TickerArticle(
        id=article["_id"],
        url=article["url"],
        title=article["title"],
        published_at=article["published_at"],
        found_by=found_by,
        wording=wording,
        words=(
            () if wording == "the title" else tuple(word_changes(article["title"], pushed.headline))
        ),
    )


def _former_titles(article: Fields) -> list[str]:
    former = [each["former"] for each in article.get("revisions") or ()]
    return [each["title"] for each in former if "title" in each]


def _normal(title: str) -> str:
    return normal_text(title).casefold().rstrip(".! ")
