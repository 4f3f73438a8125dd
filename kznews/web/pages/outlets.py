"""The outlets: how much each of them publishes, in which languages, and what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from kznews.outlets import all_outlets
from kznews.outlets.names import title_of
from kznews.search import fields
from kznews.search.tallies import published
from kznews.web.answer import Answer, Table
from kznews.web.asked import Asked
from kznews.web.page import Page, Parameter

_WEEK = timedelta(days=7)
_MEAN = timedelta(days=28)
"""The time whose articles a day are told: whole weeks."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

_ORDERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "week": lambda each: -each["last_7_days"],
    "articles": lambda each: -each["articles"],
    "last": lambda each: -(each["last_found_at"] or _LONG_AGO).timestamp(),
    "red": lambda each: -len(each["red"] or ()),
    "name": lambda each: 0,
}


def read(asked: Asked) -> Answer:
    """Count the articles of every outlet that is known or has some."""
    searcher, now = asked.sources.searcher, asked.now
    recently = published(now - _MEAN, now)
    stored = searcher.outlets()
    week = searcher.tally(published(now - _WEEK, now), fields.OUTLET)
    month = searcher.tally(recently, fields.OUTLET)
    languages: dict[str, dict[str, int]] = defaultdict(dict)
    for (outlet, language), number in searcher.tally(
        recently, fields.OUTLET, fields.LANGUAGE
    ).items():
        languages[outlet][language] = number
    judged = asked.sources.checks.last()
    crawled = {each.name for each in all_outlets() if each.ways}
    names = sorted(crawled | stored.keys())
    found = [
        {
            "outlet": name,
            "title": title_of(name),
            "articles": stored[name].articles if name in stored else 0,
            "last_7_days": week.get((name,), 0),
            "a_day": round(month.get((name,), 0) / _MEAN.days, 1),
            "languages": languages.get(name, {}),
            "last_found_at": stored[name].last_found_at if name in stored else None,
            "is_crawled": name in crawled,
            # None: it is not judged yet.
            "red": sorted(judged.failed.get(name, ())) if judged else None,
        }
        for name in names
    ]
    found.sort(key=_ORDERS[asked.parameters.choice("sort") or "week"])
    data = {"checked_at": judged.at if judged else None, "outlets": found}
    columns = ("outlet", "title", "articles", "last_7_days", "a_day", "last_found_at")
    rows: list[list[Any]] = [[each[name] for name in columns] for each in found]
    return Answer("outlets.html", asked.say("outlets.heading"), data, table=Table(columns, rows))


PAGE = Page(
    "outlets",
    "/outlets",
    read,
    (
        Parameter(
            "sort",
            "choice",
            "The order: by articles of the last 7 days, of all times, by the last article, by what "
            "is wrong, by name",
            default="week",
            choices=tuple(_ORDERS),
        ),
    ),
    formats=("json", "csv"),
    summary="The outlets: how much each publishes, in which languages, and what is wrong",
)
