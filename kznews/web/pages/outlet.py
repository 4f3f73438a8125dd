"""An outlet: how much it publishes and when, its languages, its edits and removals, its faults."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from kznews.outlets import all_outlets
from kznews.outlets.names import title_of
from kznews.record.edited import most_edited
from kznews.record.removals import last_removals, removal_fields
from kznews.search import fields
from kznews.search.query_nodes import Filter
from kznews.search.searching import Wanted
from kznews.search.tallies import DAYS, Stretches, published
from kznews.web.answer import Answer, Entry, Feed, Table
from kznews.web.asked import Asked
from kznews.web.charts.bars import Bar, bars
from kznews.web.charts.labels import labels_of
from kznews.web.errors import NotFound
from kznews.web.heat import heat
from kznews.web.kazakh_shares import first_week, share_chart, weekly_counts
from kznews.web.page import Page, Parameter

_DAYS = 28
"""How far back hours and days are counted: whole weeks."""
_WEEKS = 26
"""How far back the share of Kazakh is counted."""
_NEWEST = 10
_LISTED = 10
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_READ = ("title", "outlet", "language", "published_at", "published_precision", "published_doubts",
         "story_id", "url", "lead", "appeared_at")  # fmt: skip


def read(asked: Asked) -> Answer:
    """Tell of an outlet. Raises NotFound."""
    sources, now = asked.sources, asked.now
    name = asked.path["name"]
    of = Filter("outlet", "=", name)
    known = next((each for each in all_outlets() if each.name == name), None)
    stored = sources.searcher.outlets().get(name)
    languages = {
        language: number
        for (language,), number in sources.searcher.tally(of, fields.LANGUAGE).items()
    }
    found = sources.searcher.search(
        published(_BEGIN, now, of),
        Wanted(sort="newest", limit=_NEWEST, unfold=True, projection=_READ, with_counts=False),
    )
    if known is None and stored is None:
        raise NotFound(asked.say("outlet.unknown"))
    since = now - timedelta(days=_DAYS)
    edited = most_edited(sources.database, since, now, _LISTED, outlet=name)
    removed = last_removals(sources.database, since, now, _LISTED, outlet=name)
    hours = _by_hour(asked, since, of)
    by_day = sources.searcher.tally(published(since, now, of), DAYS)
    first = first_week(_WEEKS, now)
    weeks = weekly_counts(sources.searcher, first, now, of).get(name, {})
    judged = sources.checks.last()
    newest = [each.document for each in found.hits]
    title = title_of(name)
    data: dict[str, Any] = {
        "outlet": name,
        "title": title,
        "site": f"https://{known.domains[0]}/" if known else None,
        "articles": stored.articles if stored else 0,
        "languages": languages,
        "last_found_at": stored.last_found_at if stored else None,
        "days": _DAYS,
        "by_day": [{"day": day, "articles": count} for (day,), count in sorted(by_day.items())],
        "by_weekday_and_hour": hours,
        "kazakh": [{"week": week} | count.as_data() for week, count in weeks.items()],
        "newest": [_shown(each) for each in newest],
        "edited": [asdict(each) for each in edited],
        "removed": [removal_fields(each) for each in removed],
        "has_ticker": known is not None and known.ticker is not None,
        "has_rates": known is not None and bool(known.rates),
        "checked_at": judged.at if judged else None,
        "red": dict(judged.failed.get(name, {})) if judged else None,
    }
    entries = [
        Entry(
            id=f"articles/{each['_id']}",
            title=each["title"],
            address=asked.address("article", id=each["_id"]) if "article" in asked.pages
            else each["url"],
            updated=each["published_at"] or each["appeared_at"],
            text=each.get("lead") or "",
            author=title,
        )
        for each in newest
    ]  # fmt: skip
    shown = {
        "days": _days_chart(asked, since, by_day),
        "kazakh": share_chart(asked, {title: weeks}, first, _WEEKS) if weeks else None,
        "heat": _heat(hours),
        "newest": newest,
    }
    rows = [
        (weekday, hour, count)
        for weekday, counts in enumerate(hours, 1)
        for hour, count in enumerate(counts)
    ]
    return Answer(
        "outlet.html",
        title,
        data,
        table=Table(("weekday", "hour", "articles"), rows),
        feed=Feed(title, entries),
        shown=shown,
    )


def _by_hour(asked: Asked, since: datetime, of: Filter) -> list[list[int]]:
    """Count articles by weekday, from Monday, and hour, in the reader's zone."""
    begin = since.replace(minute=0, second=0, microsecond=0)
    quarters = Stretches(timedelta(minutes=15), begin)
    counted: Counter[tuple[int, int]] = Counter()
    tally = asked.sources.searcher.tally(published(since, asked.now, of), quarters)
    # Quarters of hours: there are zones of half hours, and of three quarters.
    for (moment,), count in tally.items():
        local = moment.astimezone(asked.zone)
        counted[local.weekday(), local.hour] += count
    return [[counted[weekday, hour] for hour in range(24)] for weekday in range(7)]


def _heat(hours: list[list[int]]) -> list[list[int]]:
    most = max(map(max, hours))
    return [[heat(count, most) for count in row] for row in hours]


def _days_chart(asked: Asked, since: datetime, by_day: dict[tuple[Any, ...], int]) -> Any:
    labels = labels_of(asked.language, asked.zone)
    start = since - (since - DAYS.begin) % DAYS.length
    days = [start + number * DAYS.length for number in range(_DAYS + 1)]
    return bars(
        "days",
        asked.say("outlet.by_day"),
        asked.say("outlet.by_day_meaning"),
        [Bar(labels.moment(day, "day"), by_day.get((day,), 0)) for day in days],
        labels,
    )


def _shown(article: dict[str, Any]) -> dict[str, Any]:
    return {name: article.get(name) for name in ("_id", "title", "language", "url", "published_at")}


PAGE = Page(
    "outlet",
    "/outlets/{name}",
    read,
    (Parameter("name", meaning="The name of an outlet, as in `/outlets`", most=40),),
    formats=("json", "csv", "atom"),
    summary="An outlet: how much it publishes and when, its languages, edits, removals and faults",
)
