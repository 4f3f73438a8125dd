"""Rows of a frontier that has been at work for long, as many as are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from pymongo import MongoClient, WriteConcern
from pymongo.collection import Collection

from kznews.frontier.rows import Found
from kznews.frontier.schema import FRONTIER
from kznews.mongo.values import Fields

OUTLETS = ("exclusive", "tengrinews", "standard", "kapital", "inbusiness")
_MONTH = 30 * 24 * 3600  # seconds
_AT_ONCE = 10_000
_VALIDATORS = {"etag": '"6b02fef7-4a3c"', "last_modified": "Sun, 22 Nov 2026 14:40:55 GMT"}
_DIGEST = "6b02fef74a3c6b02fef74a3c6b02fef7"


def found(random: Random, outlet: str) -> Found:
    """Make a request such as a listing's card leads to."""
    identity = random.randbytes(20).hex()
    url = f"https://{outlet}.kz/nacbank-obyavil-kurs-tenge-na-segodnya-{identity[:8]}/"
    title = f"Нацбанк объявил курс тенге на сегодня, {identity[:8]}"
    return Found(
        id=f"{outlet}:{identity}",
        spider=outlet,
        url=url,
        policy="article",
        request=(
            f'{{"url":"{url}","callback":"parse_article","errback":"failed","meta":'
            f'{{"scheduling":{{"policy":"article","link_text":"{title}"}}}},"cb_kwargs":{{'
            '"published_at":"2026-11-19T19:00:00+00:00","published_precision":"day",'
            '"published_raw":"20.11.2026","published_zone":"Asia/Almaty","published_doubts":[]}}'
        ),
        priority=0,
        link_text=title,
        each_round=False,
        again=False,
    )


def rows(random: Random, number: int, now: datetime) -> Iterator[Fields]:
    """Make rows of five outlets in turn, in no order: nine of ten are read, most of these for good.

    Of the others one half is due; the rest waits for another attempt, or is dead.
    """
    for place in range(number):
        each = found(random, OUTLETS[place % len(OUTLETS)])
        added = now - timedelta(seconds=random.randrange(_MONTH))
        row = {"_id": each.id, **each.row(added)}
        lot = random.random()
        if lot < 0.9:
            due = now + timedelta(seconds=random.randrange(1, _MONTH)) if lot < 0.4 else None
            row |= {"state": "done", "due_at": due, "priority": -1, "visit": _visit(added)}
        elif lot < 0.95:
            row["priority"] = -random.randrange(2)
        elif lot < 0.99:
            due = now + timedelta(seconds=random.randrange(3600, _MONTH))
            row |= {"due_at": due, "attempts": 1, "error": "the server answered 500"}
        else:
            row |= {"state": "dead", "due_at": None, "error": "the server answered 404"}
        yield row


def fill(uri: str, name: str, number: int, random: Random) -> None:
    """Insert so many rows into a new database, without indexes: these are quicker built at once."""
    client: MongoClient[Fields]
    with MongoClient(uri) as client:
        collection: Collection[Fields] = client[name].get_collection(
            FRONTIER.name, write_concern=WriteConcern(1)
        )
        stock = rows(random, number, datetime.now(UTC))
        while batch := list(islice(stock, _AT_ONCE)):
            collection.insert_many(batch, ordered=False)


def _visit(at: datetime) -> Fields:
    return {
        "visited_at": at,
        "changed_at": at,
        "status": 200,
        "content": _DIGEST,
        "interval": 86400.0,
        "published_at": at,
        "memory": {},
        **_VALIDATORS,
    }
