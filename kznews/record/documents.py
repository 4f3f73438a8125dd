"""Items as documents: which collection, which `_id`, which fields. Pure functions.

An `_id` is the start of the SHA-256 of what makes a thing itself, so that the same thing written
twice, by whomever, is one document:
`printf '%s' https://exclusive.kz/… | sha256sum | cut -c1-32` gives an article's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from bson.decimal128 import Decimal128

from kznews.items import Article, Rate, Rejection, Ticker
from kznews.mongo.values import Fields, identity, moment, storable
from kznews.record.lifetimes import Seen
from kznews.record.schema import RATES, REJECTED, TICKERS

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """A thing that has no versions: it was there at `seen_at`, `fields` are what was seen."""

    collection: str
    id: str
    fields: Fields
    seen_at: datetime
    seen: Seen | None = None
    """The sighting as a part of the thing's lifetime; None for what has none."""

    @property
    def update(self) -> Fields:
        """For an upsert, where it has no lifetime; it may be applied whenever, and again."""
        return {
            "$set": self.fields,
            "$min": {"first_seen_at": self.seen_at},
            "$max": {"last_seen_at": self.seen_at},
        }


def article_fields(article: Article) -> Fields:
    """Give the document of `article`, met for the first time; ValueError for a naive moment."""
    fields = {name: _stored(getattr(article, name)) for name in _names(Article)}
    fields |= {
        "_id": identity(article.url),
        "aliases": [url for url in dict.fromkeys(article.aliases) if url != article.url],
        "former_ids": None,
        "first_seen_at": fields["fetched_at"],
        "last_seen_at": fields["fetched_at"],
        "revisions": None,
        "absences": None,
        "presence": "live",
        "write_number": 1,
        "story_id": None,
        "compared_at": None,
        "reread_at": None,
        "reread_by": None,
    }
    return fields | {"appeared_at": appeared_at(fields)}


def appeared_at(article: Fields) -> datetime:
    """Give the latest moment at which an article can have come out: copies are ordered by it.

    That is `published_at` where it is known to the minute; else when the article was first seen,
    but where its day is known the end of that day at the latest. So no article is called the first
    on the strength of a vague date.
    """
    published: datetime | None = article["published_at"]
    seen: datetime = article["first_seen_at"]
    if published is None:
        return seen
    if article["published_precision"] == "day":
        return min(seen, published + _DAY)
    return published


def sighting(item: Ticker | Rate | Rejection) -> Sighting:
    """Give the document of an `item` that has no versions; ValueError for a naive moment."""
    match item:
        case Ticker():
            return _ticker(item)
        case Rate():
            return _rate(item)
        case Rejection():
            return _rejection(item)


def ticker_id(outlet: str, edition: str | None, headline: str) -> str:
    """Give the `_id` of a headline of an outlet; of another edition than the main one, its own."""
    return identity(outlet, headline) if edition is None else identity(outlet, edition, headline)


def _ticker(ticker: Ticker) -> Sighting:
    seen_at = moment(ticker.seen_at)
    return Sighting(
        collection=TICKERS.name,
        id=ticker_id(ticker.outlet, ticker.edition, ticker.headline),
        fields=_without_seen_at(ticker),
        seen_at=seen_at,
        seen=Seen(seen_at, {"page_url": ticker.page_url, "position": ticker.position}),
    )


def _rate(rate: Rate) -> Sighting:
    """Make the value a part of the identity: a corrected rate is a further document.

    One that states its day has no lifetime: it is of that day, whenever it is seen.
    """
    pair = f"{rate.base}/{rate.quote}"
    fields = _without_seen_at(rate) | {"pair": pair}
    value = f"{rate.value:f}"  # 425.670 is 425.67 in another spelling
    value = value.rstrip("0").rstrip(".") if "." in value else value
    valid_on = fields["valid_on"] or ""
    side = (rate.side,) if rate.side else ()  # so the others keep the ids that they had before
    seen_at = moment(rate.seen_at)
    if rate.valid_on is not None:
        fields |= {"missed_at": None, "intervals": None, "write_number": None}
    return Sighting(
        collection=RATES.name,
        id=identity(rate.outlet, pair, rate.kind, valid_on, str(rate.units), value, *side),
        fields=fields,
        seen_at=seen_at,
        seen=Seen(seen_at) if rate.valid_on is None else None,
    )


def _without_seen_at(item: Ticker | Rate) -> Fields:
    kind: type = type(item)
    names = _names(kind)
    return {name: _stored(getattr(item, name)) for name in names if name != "seen_at"}


def _rejection(rejection: Rejection) -> Sighting:
    """Make one document a URL, a kind of reason and, where there was an item, what it said.

    The kind is the reason's words before the first colon.
    """
    item = storable(rejection.item)
    said = {key: value for key, value in (item or {}).items() if key not in _TIMES_OF_MEETING}
    return Sighting(
        collection=REJECTED.name,
        id=identity(
            rejection.url,
            rejection.outlet,
            rejection.reason.partition(": ")[0],
            json.dumps(said, default=str, ensure_ascii=False, sort_keys=True),
        ),
        fields={
            "url": storable(rejection.url),
            "outlet": rejection.outlet,
            "reason": storable(rejection.reason),
            "item": item,
        },
        seen_at=moment(rejection.seen_at),
    )


_TIMES_OF_MEETING = {"fetched_at", "seen_at"}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _stored(value: Any) -> Any:
    """Give a field's value as MongoDB keeps it; ValueError for a naive moment."""
    match value:
        case str() | None:
            return value
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case Decimal():
            return Decimal128(value)
        case list():
            return [_stored(each) for each in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {name: _stored(getattr(value, name)) for name in _names(type(value))}
    return value
