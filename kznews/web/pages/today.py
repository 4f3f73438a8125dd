"""The last 24 hours, or a day: what is new, most copied, most edited, taken down, and when."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from typing import Any

from pymongo import DESCENDING

from kznews.outlets.names import title_of
from kznews.record.edited import most_edited
from kznews.record.removals import last_removals, removal_fields
from kznews.record.schema import ARTICLES
from kznews.record.stories.copy_counts import Copied, most_copied
from kznews.search import fields
from kznews.search.searching import Hit, Wanted
from kznews.search.tallies import Stretches, published
from kznews.web.answer import Answer, Entry, Feed, Table
from kznews.web.asked import Asked
from kznews.web.charts.bars import Bar, bars
from kznews.web.charts.labels import labels_of
from kznews.web.errors import BadRequest
from kznews.web.heat import heat
from kznews.web.page import Page, Parameter

PARTS = ("new", "copied", "edited", "removed")
"""What can be shown alone, and longer."""
_SHORT, _NEW, _LONG = 5, 12, 100
"""Entries of a part beside others, of what is new, and of a part alone."""
_OUTLETS = 15
"""Outlets whose hours are shown: those with the most articles."""
_YEARS = (1990, 2100)
"""The first and the last year of days: before, there was no outlet of the web."""
_HOUR = timedelta(hours=1)
_READ = (
    *("title", "outlet", "language", "published_at", "published_precision", "published_doubts"),
    *("story_id", "url", "lead", "appeared_at"),
)


def read(asked: Asked) -> Answer:
    """Tell of the last 24 hours, or of a day in the reader's zone."""
    database = asked.sources.database
    # Where nothing is stored there is no index, either.
    last = database[ARTICLES.name].find_one({}, ["published_at"], sort=[("fetched_at", DESCENDING)])
    if last is None:
        title = asked.say("today.empty")
        nothing: dict[str, Any] = {"articles": 0, "part": None, "hours": [], "by_hour": []}
        return Answer("empty.html", title, nothing, table=_table(nothing), feed=Feed(title, []))
    since, until = _time(asked)
    part = asked.parameters.choice("part")
    data: dict[str, Any] = {"since": since, "until": until, "part": part}
    shown: dict[str, Any] = {}
    if part is None:
        data |= _counts(asked, since, until)
        shown |= _shown_counts(asked, since, data["hours"], data["by_hour"])
        if not data["articles"] and last["published_at"] is not None:
            shown["last_day"] = last["published_at"].astimezone(asked.zone).date()
    for each in PARTS if part is None else (part,):
        most = _LONG if part is not None else _NEW if each == "new" else _SHORT
        match each:
            case "new":
                hits = asked.sources.searcher.search(
                    published(since, until),
                    Wanted(sort="newest", limit=most, projection=_READ, with_counts=False),
                ).hits
                shown["new"] = hits
                data["new"] = [_of_hit(hit) for hit in hits]
            case "copied":
                stories = most_copied(database, since, until, most)
                data["copied"] = [_of_copied(story) for story in stories]
            case "edited":
                found = most_edited(database, since, until, most)
                data["edited"] = [asdict(edited) for edited in found]
            case "removed":
                removals = last_removals(database, since, until, most)
                data["removed"] = [removal_fields(removal) for removal in removals]
    heading = asked.say("today.heading" if asked.parameters.day("day") is None else "today.of_day")
    title = asked.say(f"today.{part}") if part else heading
    feed = Feed(title, _entries(data, part or "new", asked))
    return Answer("today.html", title, data, table=_table(data), feed=feed, shown=shown)


def _time(asked: Asked) -> tuple[datetime, datetime]:
    day = asked.parameters.day("day")
    if day is None:
        return asked.now - timedelta(days=1), asked.now
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise BadRequest(
            asked.say("today.no_year", least=f"{_YEARS[0]}", most=f"{_YEARS[1]}"), "day"
        )
    begin = datetime.combine(day, time(), asked.zone)
    end = datetime.combine(day + timedelta(days=1), time(), asked.zone)
    return begin.astimezone(UTC), end.astimezone(UTC)


def _counts(asked: Asked, since: datetime, until: datetime) -> dict[str, Any]:
    """Count the articles by outlet and hour; hours begin with the time, or with the hour."""
    begin = since.replace(minute=since.minute - since.minute % 15, second=0, microsecond=0)
    hours = [begin + number * _HOUR for number in range(-(-(until - begin) // _HOUR))]
    counted = asked.sources.searcher.tally(
        published(since, until), fields.OUTLET, Stretches(_HOUR, begin)
    )
    sums: Counter[str] = Counter()
    by_outlet: dict[str, list[int]] = {}
    for (outlet, hour), count in counted.items():
        sums[outlet] += count
        row = by_outlet.setdefault(outlet, [0] * len(hours))
        row[(hour - begin) // _HOUR] += count
    order = sorted(sums, key=lambda name: (-sums[name], name))
    return {
        "articles": sums.total(),
        "hours": hours,
        "by_hour": [
            {"outlet": name, "articles": sums[name], "hours": by_outlet[name]} for name in order
        ],
    }


def _shown_counts(
    asked: Asked, since: datetime, hours: list[datetime], by_hour: list[dict[str, Any]]
) -> dict[str, Any]:
    labels = labels_of(asked.language, asked.zone)
    together = [sum(column) for column in zip(*(each["hours"] for each in by_hour), strict=True)]
    rows = by_hour[:_OUTLETS]
    most = max((count for each in rows for count in each["hours"]), default=0)
    counts = [
        Bar(labels.moment(hour, "minute"), count)
        for hour, count in zip(hours, together, strict=False)
    ]
    return {
        "chart": bars(
            "hours", asked.say("today.by_hour"), asked.say("today.by_hour_meaning"), counts, labels
        )
        if counts
        else None,
        "hours": [labels.moment(hour, "minute") for hour in hours],
        "rows": [
            each | {"cells": [(count, heat(count, most)) for count in each["hours"]]}
            for each in rows
        ],
    }


def _of_hit(hit: Hit) -> dict[str, Any]:
    document, story = hit.document, hit.story
    return {
        "id": hit.id,
        **{name: document.get(name) for name in ("outlet", "url", "title", "published_at")},
        "story": story.id if story else None,
        "outlets": list(story.outlets) if story else [document["outlet"]],
    }


def _of_copied(story: Copied) -> dict[str, Any]:
    first = story.first or {}
    return {
        "story": story.story_id,
        "copies": story.copies,
        "outlets": list(story.outlets),
        "is_certain": story.is_certain,
        "first": {name.lstrip("_"): value for name, value in first.items()} or None,
    }


def _entries(data: dict[str, Any], part: str, asked: Asked) -> list[Entry]:
    """Give a part as entries of a feed; an article that is edited again is told again."""
    match part:
        case "copied":
            told = [(each["first"], f"/copied/{each['story']}", data["since"])
                    for each in data[part] if each["first"]]  # fmt: skip
        case "edited":
            told = [(each, f"/edited/{each['last_at']:%Y%m%dT%H%M%S}", each["last_at"])
                    for each in data[part]]  # fmt: skip
        case "removed":
            told = [(each, "/removed", each["confirmed_at"]) for each in data[part]]
        case _:
            told = [(each, "", each["published_at"] or data["until"]) for each in data[part]]
    return [
        Entry(
            id=f"articles/{article['id']}{suffix}",
            title=article["title"],
            address=asked.address("article", id=article["id"])
            if "article" in asked.pages
            else article["url"],
            updated=updated,
            author=title_of(article["outlet"]),
        )
        for article, suffix, updated in told
    ]


def _table(data: dict[str, Any]) -> Table:
    """Give the rows of the part that is shown alone; else the counts by outlet and hour."""
    match data["part"]:
        case "new":
            columns: tuple[str, ...] = ("id", "outlet", "url", "title", "published_at", "story")
        case "copied":
            firsts = [each["first"] or {} for each in data["copied"]]
            rows = [
                (each["story"], len(each["outlets"]), each["copies"],
                 *(first.get(name) for name in ("outlet", "title", "url")))
                for each, first in zip(data["copied"], firsts, strict=True)
            ]  # fmt: skip
            return Table(("story", "outlets", "copies", "first_outlet", "title", "url"), rows)
        case "edited":
            columns = ("id", "outlet", "url", "title", "edits", "silent", "last_at")
        case "removed":
            columns = ("id", "outlet", "url", "title", "last_seen_at", "missed_at", "confirmed_at")
        case _:
            hours = [
                (each["outlet"], hour, count)
                for each in data["by_hour"]
                for hour, count in zip(data["hours"], each["hours"], strict=True)
            ]
            return Table(("outlet", "hour", "articles"), hours)
    return Table(columns, [[each[name] for name in columns] for each in data[data["part"]]])


PAGE = Page(
    "today",
    "/",
    read,
    (
        Parameter("day", "day", "The day, in the zone; without it, the last 24 hours"),
        Parameter("part", "choice", "Show one list alone, of 100 at most", choices=PARTS),
    ),
    formats=("json", "csv", "atom"),
    summary="What is new, most copied, most edited and taken down; the articles by outlet and hour",
)
