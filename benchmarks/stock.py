"""Rows of a frontier that has been at work for long, as many as are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from bson.raw_bson import RawBSONDocument

from benchmarks.templates import Template
from kznews.frontier.rows import Found
from kznews.mongo.values import Fields

OUTLETS = ("exclusive", "tengrinews", "standard", "kapital", "inbusiness")
_MONTH = timedelta(days=30)
_KINDS = {
    "again": 0.4,
    "settled": 0.5,
    "due": 0.025,
    "lower": 0.025,
    "failed": 0.04,
    "dead": 0.01,
}
"""Shares of all rows: read and due again later, read for good, due, due with a lower priority,
waiting for another attempt, given up."""
_LATER = ("again", "failed")
_SHOWN = 8
"""Characters of a row's identity that its URL and title have."""


def found(random: Random, outlet: str) -> Found:
    """Make a request such as a listing's card leads to."""
    identity = random.randbytes(20).hex()
    url = f"https://{outlet}.kz/nacbank-obyavil-kurs-tenge-na-segodnya-{identity[:_SHOWN]}/"
    title = f"Нацбанк объявил курс тенге на сегодня, {identity[:_SHOWN]}"
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


def rows(random: Random, number: int, now: datetime) -> Iterator[RawBSONDocument]:
    """Make rows of five outlets in turn, of a month, in the order in which they were added.

    Nine of ten are read, most of these for good. Of the others one half is due; the rest waits for
    another attempt, or is dead.
    """
    templates = {(outlet, kind): _template(outlet, kind) for outlet in OUTLETS for kind in _KINDS}
    kinds, shares = list(_KINDS), list(_KINDS.values())
    for place in range(number):
        kind = random.choices(kinds, shares)[0]
        identity = random.randbytes(20).hex()
        added = now - _MONTH * (1 - place / number)
        earliest = timedelta(hours=1) if kind == "failed" else timedelta(seconds=1)
        due = now + earliest + random.random() * _MONTH
        values = (identity, identity[:_SHOWN], added)
        template = templates[OUTLETS[place % len(OUTLETS)], kind]
        yield (
            template.with_values(*values, due) if kind in _LATER else template.with_values(*values)
        )


def _template(outlet: str, kind: str) -> Template:
    each = found(Random(0), outlet)
    identity = each.id.removeprefix(f"{outlet}:")
    added, due = (datetime(2001, 2, 3, 4, 5, second, tzinfo=UTC) for second in (6, 7))
    row: Fields = {"_id": each.id, **each.row(added)}
    if kind in ("again", "settled"):
        row |= {"state": "done", "priority": -1, "visit": _visit(added)}
        row["due_at"] = due if kind == "again" else None
    elif kind == "lower":
        row["priority"] = -1
    elif kind == "failed":
        row |= {"due_at": due, "attempts": 1, "error": "the server answered 500"}
        row["failed_at"] = added
    elif kind == "dead":
        row |= {"state": "dead", "due_at": None, "error": "the server answered 404"}
        row["failed_at"] = added
    values = (identity, identity[:_SHOWN], added)
    return Template(row, (*values, due) if kind in _LATER else values)


def _visit(at: datetime) -> Fields:
    return {
        "visited_at": at,
        "changed_at": at,
        "status": 200,
        "etag": '"6b02fef7-4a3c"',
        "last_modified": "Sun, 22 Nov 2026 14:40:55 GMT",
        "digest": "6b02fef74a3c6b02fef74a3c6b02fef7",
        "changes": 1,
        "interval": 86400.0,
        "page_date": at,
        "memory": {},
        "missing_since": None,
    }
