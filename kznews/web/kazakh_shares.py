"""The share of Kazakh among articles week by week, counted and drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from kznews.search import fields
from kznews.search.query_nodes import Filter, Node, Not
from kznews.search.searching import Searcher
from kznews.search.tallies import WEEKS, published
from kznews.web.asked import Asked
from kznews.web.charts.labels import labels_of
from kznews.web.charts.lines import Line, Point, lines

WEEK = timedelta(days=7)
_FEWEST = 5
"""Articles of a week of which a share is drawn."""
ADVERT = Filter("is", "=", "advert")
"""What the outlet itself says is an advert."""


@dataclass(frozen=True)
class Count:
    """Articles, and those of them that are Kazakh."""

    articles: int
    kazakh: int

    @property
    def share(self) -> float | None:
        """The share of Kazakh; None where there are no articles."""
        return self.kazakh / self.articles if self.articles else None

    def as_data(self) -> dict[str, Any]:
        """Give the numbers with their names."""
        return {"articles": self.articles, "kazakh": self.kazakh, "share": self.share}


Weeks = Mapping[datetime, Count]


def first_week(weeks: int, now: datetime) -> datetime:
    """Give the beginning of the first of so many weeks, of which this week is the last."""
    return now - (now - WEEKS.begin) % WEEK - (weeks - 1) * WEEK


def weekly_counts(
    searcher: Searcher, since: datetime, until: datetime, *others: Node
) -> dict[str, Weeks]:
    """Count articles that are no adverts, and those that are Kazakh, by outlet and week."""
    question = published(since, until, Not(ADVERT), *others)
    counted = searcher.tally(question, fields.LANGUAGE, fields.OUTLET, WEEKS)
    articles: Counter[tuple[str, datetime]] = Counter()
    kazakh: Counter[tuple[str, datetime]] = Counter()
    for (language, outlet, week), number in counted.items():
        articles[outlet, week] += number
        kazakh[outlet, week] += number if language == "kk" else 0
    found: dict[str, dict[datetime, Count]] = {}
    for (outlet, week), number in articles.items():
        found.setdefault(outlet, {})[week] = Count(number, kazakh[outlet, week])
    return {outlet: dict(sorted(weeks.items())) for outlet, weeks in found.items()}


def together(counts: Iterable[Count]) -> Count:
    """Add counts up."""
    several = list(counts)
    return Count(sum(each.articles for each in several), sum(each.kazakh for each in several))


def share_chart(asked: Asked, drawn: Mapping[str, Weeks], since: datetime, weeks: int) -> Markup:
    """Draw the share of Kazakh week by week, of what the labels say."""
    starts = [since + week * WEEK for week in range(weeks)]

    def point(of: Weeks, week: datetime) -> Point:
        count = of.get(week)
        if count is None or count.share is None or count.articles < _FEWEST:
            return Point(week, None)
        return Point(week, round(100 * count.share, 1))

    return lines(
        "kazakh",
        asked.say("languages.chart"),
        asked.say("languages.chart_meaning", number=_FEWEST),
        [Line(label, [point(of, week) for week in starts]) for label, of in drawn.items()],
        labels_of(asked.language, asked.zone),
        from_zero=True,
    )
