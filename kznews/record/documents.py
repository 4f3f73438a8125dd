"""Items as documents: which collection, which `_id`, which fields. Pure functions.

An `_id` is the start of the SHA-256 of what makes a thing itself, so that the same thing written
twice, by whomever, is one document:
`printf '%s' https://exclusive.kz/… | sha256sum | cut -c1-32` gives an article's.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bson.decimal128 import Decimal128

from kznews.items import Article, Rate, Rejection, Ticker
from kznews.mongo.values import identity, moment, storable
from kznews.record.schema import RATES, REJECTED, TICKERS

Fields = dict[str, Any]

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """A thing that has no versions: it was there at `seen_at`, `fields` are what was seen."""

    collection: str
    id: str
    fields: Fields
    seen_at: datetime

    @property
    def update(self) -> Fields:
        """For an upsert of `id`; the same whenever, and however often, it is applied."""
        return {
            "$set": self.fields,
            "$min": {"first_seen_at": self.seen_at},
            "$max": {"last_seen_at": self.seen_at},
        }


def article_fields(article: Article) -> Fields:
    """Give the document of `article`, met for the first time; ValueError for a naive moment."""
    fetched_at = moment(article.fetched_at)
    fields = {
        "_id": identity(article.url),
        "url": article.url,
        "aliases": [url for url in dict.fromkeys(article.aliases) if url != article.url],
        "outlet": article.outlet,
        "language": article.language,
        "script": article.script,
        "title": article.title,
        "lead": article.lead,
        "dateline": article.dateline,
        "body": article.body,
        "authors": article.authors,
        "section": article.section,
        "tags": article.tags,
        "published_at": _moment_or_none(article.published_at),
        "published_precision": article.published_precision,
        "published_raw": article.published_raw,
        "published_zone": article.published_zone,
        "published_doubts": article.published_doubts,
        "modified_at": _moment_or_none(article.modified_at),
        "images": [asdict(image) for image in article.images],
        "attributed_to": article.attributed_to,
        "is_advertising": article.is_advertising,
        "extraction": asdict(article.extraction),
        "first_seen_at": fetched_at,
        "fetched_at": fetched_at,
        "story_id": None,
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


def _ticker(ticker: Ticker) -> Sighting:
    return Sighting(
        collection=TICKERS.name,
        id=identity(ticker.outlet, ticker.headline),
        fields={
            "outlet": ticker.outlet,
            "headline": ticker.headline,
            "url": ticker.url,
            "language": ticker.language,
            # Where it stood, and on which page, when it was last seen.
            "position": ticker.position,
            "page_url": ticker.page_url,
        },
        seen_at=moment(ticker.seen_at),
    )


def _rate(rate: Rate) -> Sighting:
    """Make the value a part of the identity: a corrected rate is a further document."""
    pair = f"{rate.base}/{rate.quote}"
    valid_on = rate.valid_on.isoformat() if rate.valid_on else None
    value = f"{rate.value:f}"  # 425.670 is 425.67 in another spelling
    value = value.rstrip("0").rstrip(".") if "." in value else value
    return Sighting(
        collection=RATES.name,
        id=identity(rate.source, pair, rate.kind, valid_on or "", str(rate.units), value),
        fields={
            "source": rate.source,
            "pair": pair,
            "base": rate.base,
            "raw_code": rate.raw_code,
            "quote": rate.quote,
            "value": Decimal128(rate.value),
            "units": rate.units,
            "kind": rate.kind,
            "valid_on": valid_on,
        },
        seen_at=moment(rate.seen_at),
    )


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


def _moment_or_none(value: datetime | None) -> datetime | None:
    return None if value is None else moment(value)
