"""The share of Kazakh among articles, by outlet and week."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kznews.outlets.names import title_of
from kznews.search import fields
from kznews.search.query_nodes import Not
from kznews.search.tallies import published
from kznews.web.answer import Answer, Table
from kznews.web.asked import Asked
from kznews.web.kazakh_shares import (
    ADVERT,
    WEEK,
    Count,
    Weeks,
    first_week,
    share_chart,
    together,
    weekly_counts,
)
from kznews.web.page import Page, Parameter

_LINES = 4
"""Outlets that the chart shows, beside all together: those with the most articles."""


def read(asked: Asked) -> Answer:
    """Count the articles of each outlet and week, and those that are Kazakh."""
    searcher = asked.sources.searcher
    weeks = int(asked.parameters.choice("weeks") or 12)
    since, until = first_week(weeks, asked.now), asked.now
    counted = weekly_counts(searcher, since, until)
    starts = [since + week * WEEK for week in range(weeks)]
    all_weeks: Weeks = {
        week: together(of[week] for of in counted.values() if week in of) for week in starts
    }
    sums = {outlet: together(of.values()) for outlet, of in counted.items()}
    order = sorted(sums, key=lambda name: (-sums[name].articles, name))
    whole = together(sums.values())
    advert_languages = searcher.tally(published(since, until, ADVERT), fields.LANGUAGE)
    adverts = Count(sum(advert_languages.values()), advert_languages.get(("kk",), 0))
    no_advert = published(since, until, Not(ADVERT))
    data = {
        "since": since,
        "until": until,
        "weeks": starts,
        "all": whole.as_data() | {"weeks": _listed(all_weeks, starts)},
        "outlets": [
            {"outlet": name} | sums[name].as_data() | {"weeks": _listed(counted[name], starts)}
            for name in order
        ],
        "adverts": adverts.as_data(),
        "of_unknown_language": searcher.count(no_advert) - whole.articles,
    }
    drawn: dict[str, Weeks] = {asked.say("languages.all"): all_weeks}
    drawn |= {title_of(name): counted[name] for name in order[:_LINES]}
    rows = [
        (outlet, week.date() + timedelta(days=1), count.articles, count.kazakh, count.share)
        for outlet in order
        for week, count in counted[outlet].items()
    ]
    return Answer(
        "languages.html",
        asked.say("languages.heading"),
        data,
        table=Table(("outlet", "week", "articles", "kazakh", "share"), rows),
        shown={"chart": share_chart(asked, drawn, since, weeks)},
    )


def _listed(of: Weeks, starts: list[datetime]) -> list[dict[str, Any] | None]:
    return [of[week].as_data() if week in of else None for week in starts]


PAGE = Page(
    "languages",
    "/languages",
    read,
    (
        Parameter(
            "weeks",
            "choice",
            "How many weeks back articles are counted, this week with them",
            default="12",
            choices=("12", "26", "52"),
        ),
    ),
    formats=("json", "csv"),
    summary="The share of Kazakh among articles, by outlet and week",
)
