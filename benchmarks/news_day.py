"""An outlet's days: when it publishes, what it edits and what it takes down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from kznews.newsroom.article import Article
from kznews.newsroom.layout import layout_of
from kznews.newsroom.site import KAZAKHSTAN, Site

_LAYOUT = "exclusive/wordpress"

CURVE = (1, 1, 0, 0, 0, 1, 2, 4, 7, 9, 10, 10, 9, 8, 9, 10, 9, 8, 6, 4, 3, 2, 2, 1)
"""How much of a day's news comes in each of its hours."""
_CHANGED_WITHIN = 5.0  # hours
# How much later than now an article may be dated.
_EARLY = timedelta(minutes=9)


@dataclass(frozen=True)
class Change:
    """What became of one of the day's articles."""

    url: str
    hour: float
    """Of the day, when it happened."""
    is_removal: bool


class NewsDay:
    """A day of an outlet, after a day before it that went by evenly.

    `articles` come each day, on top of `known_pages` full pages of the listing; of the first two
    thirds of the day's so many are edited (`edits`), and one is removed, within five hours. The
    same arguments make the same day.
    """

    def __init__(self, *, articles: int, edits: int, known_pages: int) -> None:
        self.published: dict[str, float] = {}
        """The day's articles by URL, with the hour when they came."""
        self.changes: list[Change] = []
        self._random = Random(7)
        self._articles = articles
        self._edits = edits
        pages = known_pages + -(-2 * articles // layout_of(_LAYOUT).cards)
        today = (datetime.now(KAZAKHSTAN) + _EARLY).date()
        self.site = Site(
            {"exclusive/2022": 1, _LAYOUT: pages},
            unpublished={_LAYOUT: 2 * articles},
            a_day={_LAYOUT: articles},
            today=today,
        )

    def day_before(self, hours: float) -> Iterator[None]:
        """Live it; yields every so many hours, when the news of that time is out."""
        times = round(24 / hours)
        for time in range(times):
            count = self._articles * (time + 1) // times - self._articles * time // times
            if count:
                self.site.publish(count)
            yield

    def day(self, hours: float) -> Iterator[float]:
        """Live it; yields the hour, every so many hours, when the news up to then is out."""
        random = self._random
        moments = sorted(
            hour + random.random() for hour in random.choices(range(24), CURVE, k=self._articles)
        )
        first = range(self._articles * 2 // 3)
        chosen = random.sample(first, min(self._edits + 1, len(first)))
        changes: dict[float, list[tuple[Article, bool]]] = defaultdict(list)
        for time in range(round(24 / hours)):
            now = (time + 1) * hours
            while len(self.published) < self._articles and moments[len(self.published)] < now:
                [article] = self.site.publish(1)
                number = len(self.published)
                came = self.published[article.url] = moments[number]
                if number in chosen:
                    at = came + random.uniform(0.2, _CHANGED_WITHIN)
                    changes[at].append((article, number == chosen[0]))
            for at in sorted(at for at in changes if at < now):
                for article, is_removal in changes.pop(at):
                    (self.site.remove if is_removal else self.site.edit)(article)
                    self.changes.append(Change(article.url, at, is_removal))
            yield now
