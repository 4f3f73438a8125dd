"""What a year of crawling adds to composed articles: copies, edits, removals, tickers, rates.

Each document is made by the code that makes it in crawls, and written as it is: the index of search
does not follow, and needs not where it holds none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any

from pymongo import InsertOne, UpdateOne, WriteConcern

from kznews.items import Rate
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields, identity
from kznews.outlets.names import outlet_named, outlets_in_dateline
from kznews.record.absences import Absence, absence_fields
from kznews.record.documents import sighting, ticker_id
from kznews.record.history import document_of, observe, versions_of
from kznews.record.lifetimes import Seen, is_long, lifetime_fields, with_miss, with_sighting
from kznews.record.schema import ARTICLES, RATES, TICKERS
from kznews.record.stories.copies import copy_document
from kznews.record.stories.copying import publications
from kznews.record.stories.schema import COPIES
from kznews.record.versions import version_fields
from kznews.watches.registry import add
from kznews.watches.schema import FINDINGS, TELLINGS, WATCHES

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
_AT_ONCE = 2_000
_COPIED = timedelta(days=95)
"""How far back articles are made copies of each other: the longest time that pages count them."""
_STORY_EVERY = 14
"""Of so many articles one begins a story, of four articles on average."""
_EDITED, _REMOVED, _HEADLINES, _FINDS = 0.05, 0.005, 0.3, 0.02
"""What there is for each article: edits, removals, headlines of tickers, finds of each search."""
_TOLD_ANEW = ("title", "body", "language", "revisions")
"""What a copy does not keep of its own."""
_RATE_DAYS = 400
_SHOWN = 12
"""Headlines that each ticker shows now."""
_SEARCHES = ("теңге", "банк", "министерства OR акимат", "баға", "инфляция")


def fill_year(database: SyncDatabase, now: datetime) -> None:
    """Add it all, up to a moment, to a database that holds composed articles."""
    random = Random(16)
    for each in (COPIES, TICKERS, RATES, WATCHES, FINDINGS, TELLINGS):
        database[each.name].drop()
        if each.indexes:
            database[each.name].create_indexes(list(each.indexes))
    articles = database[ARTICLES.name]
    number = articles.estimated_document_count()
    outlets = sorted(articles.distinct("outlet"))
    for name, made in (
        ("copies", _copies(database, random, now)),
        ("edits", _edits(database, random, now, int(number * _EDITED))),
        ("removals", _removals(database, random, now, int(number * _REMOVED))),
        ("headlines", _headlines(random, now, outlets, int(number * _HEADLINES))),
        ("rates", _rates(random, now, outlets[:10])),
        ("finds", _finds(database, now, int(number * _FINDS))),
    ):
        print(f"{name}: {_write(database, made):,} documents written", flush=True)


Write = tuple[str, InsertOne[Fields] | UpdateOne]


def _write(database: SyncDatabase, made: Iterable[Write]) -> int:
    written = 0
    writes = iter(made)
    while batch := list(islice(writes, _AT_ONCE)):
        for name in {name for name, _ in batch}:
            collection = database.get_collection(name, write_concern=WriteConcern(1))
            collection.bulk_write([each for to, each in batch if to == name], ordered=False)
        written += len(batch)
    return written


def _copies(database: SyncDatabase, random: Random, now: datetime) -> Iterator[Write]:
    """Make articles that came out one after another the copies of the first of them."""
    then = {"published_at": {"$gte": now - _COPIED, "$lt": now}}
    found = iter(database[ARTICLES.name].find(then).sort("published_at", 1))
    for first in found:
        if random.randrange(_STORY_EVERY):
            continue
        wanted = 30 if random.random() < 0.02 else 2 + int(random.expovariate(0.5))
        of_story = {"story_id": first["_id"]}
        others = (each | _copied(random, first) for each in islice(found, wanted - 1))
        members = [each | of_story for each in (first, *others)]
        told = publications(members, outlet_named, outlets_in_dateline)
        for each in members:
            changed = {name: each[name] for name in ("story_id", *_TOLD_ANEW)}
            yield ARTICLES.name, UpdateOne({"_id": each["_id"]}, {"$set": changed})
        if len(members) > 1:
            for one in told:
                yield COPIES.name, InsertOne(copy_document(first["_id"], one))


def _copied(random: Random, first: Fields) -> Fields:
    """Give the text of a copy: with one paragraph less, and a word or two changed.

    It has no former versions: those are kept as what differs from the text that it had.
    """
    paragraphs = first["body"].split("\n\n")
    if len(paragraphs) > 2 and random.random() < 0.5:
        del paragraphs[random.randrange(1, len(paragraphs))]
    words = "\n\n".join(paragraphs).split(" ")
    words[random.randrange(len(words))] = "сообщается"
    told = {"title": first["title"], "language": first["language"], "body": " ".join(words)}
    return told | {"revisions": None}


def _edits(database: SyncDatabase, random: Random, now: datetime, number: int) -> Iterator[Write]:
    then = {"published_at": {"$lt": now - DAY}}
    found = database[ARTICLES.name].find(then).sort("published_at", -1).limit(number * 5)
    for article in found:
        if random.randrange(5):
            continue
        versions = versions_of(article)
        for turn in range(1 + int(random.expovariate(1))):
            fields = version_fields(article) | versions[-1].fields
            changed = fields | {"body": fields["body"] + f"\n\nДополнено: {turn + 1}."}
            if turn == 0:
                changed["title"] = f"{fields['title']}: дополнено"
            at = article["last_seen_at"] + (turn + 1) * random.randrange(1, 9) * HOUR
            versions = observe(versions, changed, at).versions
        fields = document_of(versions) | {"fetched_at": versions[-1].last_seen_at}
        yield ARTICLES.name, UpdateOne({"_id": article["_id"]}, {"$set": fields})


def _removals(
    database: SyncDatabase, random: Random, now: datetime, number: int
) -> Iterator[Write]:
    then = {"published_at": {"$lt": now - 5 * DAY}}
    names = {"last_seen_at": True}
    for article in (
        database[ARTICLES.name].find(then, names).sort("published_at", -1).limit(number * 50)
    ):
        if random.randrange(50):
            continue
        missed = article["last_seen_at"] + random.randrange(1, 40) * HOUR
        again = tuple(missed + hours * HOUR for hours in (8, 26))
        absence = Absence(
            last_seen_at=article["last_seen_at"],
            missed_at=missed,
            missed_again_at=again,
            confirmed_at=again[-1],
            reason="gone",
            status=410,
            page=None,
        )
        fields = absence_fields([absence])
        yield ARTICLES.name, UpdateOne({"_id": article["_id"]}, {"$set": fields})


def _headlines(
    random: Random, now: datetime, outlets: Sequence[str], number: int
) -> Iterator[Write]:
    """Give headlines of a year, most of them some hours long, and those that are shown now."""
    for place in range(number):
        outlet = outlets[place % len(outlets)]
        is_shown = place < _SHOWN * len(outlets)
        ago = random.random() * (0.5 if is_shown else 365)
        first = (now - ago * DAY).replace(microsecond=0)
        where = {"page_url": f"https://{outlet}.kz/", "position": 1 + place % _SHOWN}
        lasted = now - HOUR - first if is_shown else random.lognormvariate(1.5, 1) * HOUR
        lifetime = with_sighting((), Seen(first, where))
        for part in (0.3, 0.6, 1):
            at = (first + max(part * lasted, timedelta(0))).replace(microsecond=0)
            lifetime = with_sighting(lifetime, Seen(at, where))
        if not is_shown:
            lifetime = with_miss(lifetime, lifetime[-1].last_seen_at + HOUR)
        headline = f"Бұл {outlet} басылымының ойдан шығарылған {place}-жаңалығы"
        document: dict[str, Any] = {
            "_id": ticker_id(outlet, None, headline),
            "outlet": outlet,
            "edition": None,
            "headline": headline,
            "url": f"https://{outlet}.kz/{place}/",
            "language": "kk",
            "write_number": 4,
            "is_long": is_long(lifetime),
        }
        yield TICKERS.name, InsertOne(document | where | lifetime_fields(lifetime))


def _rates(random: Random, now: datetime, outlets: Sequence[str]) -> Iterator[Write]:
    """Give official rates of each day, and strips that say them: one of three a day late."""
    values = {"USD": 480.0, "EUR": 547.0, "RUB": 6.0}
    former: dict[str, Decimal] = {}
    for back in range(_RATE_DAYS, -1, -1):
        at = now - back * DAY
        values = {code: each * random.uniform(0.993, 1.007) for code, each in values.items()}
        todays = {code: Decimal(f"{each:.2f}") for code, each in values.items()}
        for code, value in todays.items():
            rate: dict[str, Any] = {"base": code, "raw_code": code, "seen_at": at}
            bank = Rate(outlet="nationalbank", kind="official", value=value, **rate,
                        valid_on=(at + 5 * HOUR).date())  # fmt: skip
            yield RATES.name, _stored(bank, None)
            for place, outlet in enumerate(outlets):
                shown = former.get(code, value) if place % 3 == 2 else value
                until = None if back == 0 else at + 23 * HOUR
                strip = Rate(outlet=outlet, kind="page strip", value=shown, **rate)
                yield RATES.name, _stored(strip, until)
        former = todays


def _stored(rate: Rate, until: datetime | None) -> InsertOne[Fields]:
    told = sighting(rate)
    document = told.fields | {"first_seen_at": told.seen_at, "last_seen_at": told.seen_at}
    if told.seen is not None:
        lifetime = with_sighting((), told.seen)
        if until is not None:
            lifetime = with_sighting(lifetime, Seen(until))
            lifetime = with_miss(lifetime, until + HOUR)
        document |= lifetime_fields(lifetime) | {"write_number": 1}
    # The same value on two days is one document in crawls; here each day has its own.
    return InsertOne(document | {"_id": identity(told.id, str(told.seen_at))})


def _finds(database: SyncDatabase, now: datetime, number: int) -> Iterator[Write]:
    newest = database[ARTICLES.name].find(
        {"published_at": {"$lt": now}}, ["outlet", "url", "title", "published_at"]
    )
    found = newest.sort("published_at", -1).limit(number).to_list()
    for place, question in enumerate(_SEARCHES):
        name = f"search-{place}"
        add(database, name, question, [])
        for article in found:
            yield (
                FINDINGS.name,
                InsertOne(
                    {
                        "_id": identity(name, article["_id"]),
                        "watch": name,
                        "article_id": article["_id"],
                        "kind": "new",
                        "edits": [],
                        **{each: article[each] for each in ("outlet", "url", "title")},
                        "stored_at": article["published_at"],
                        "message": identity(name),
                    }
                ),
            )
