"""Which tickers are frozen: the same for days, or of headlines that are far older than the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median_low

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.stored_tickers import Pushed, last_change, shown_last
from kznews.record.ticker_articles import TickerArticle, articles_of

UNCHANGED = timedelta(days=3)
"""For how long a ticker shows the same headlines until it is called frozen; news come every day."""
OLD = timedelta(days=30)
"""How much older than the page half of its headlines' articles are, from which it is so, too."""
_FEWEST_DATED = 3
"""Articles with a date by which a ticker's age is judged, at least."""


@dataclass(frozen=True, kw_only=True)
class TickerState:
    """What an edition's ticker showed when it was last read."""

    outlet: str
    edition: str | None
    headlines: int
    last_seen_at: datetime
    changed_at: datetime
    """When it was last seen to be another than before, or first seen at all."""
    dates: tuple[datetime, ...] = ()
    """When its headlines' articles came out, as far as they are stored and state it; in order."""

    @property
    def is_unchanged(self) -> bool:
        """Whether it has shown the same for days."""
        return self.last_seen_at - self.changed_at >= UNCHANGED

    @property
    def is_old(self) -> bool:
        """Whether its headlines are far older than the page."""
        enough = len(self.dates) >= _FEWEST_DATED
        return enough and self.last_seen_at - median_low(self.dates) > OLD

    @property
    def frozen_since(self) -> datetime | None:
        """The moment of its last change, as far as is known; None where it is not frozen.

        That is when it was last seen to change, or, where all that it shows is old, when the last
        of its headlines' articles came out.
        """
        changes = [self.changed_at] if self.is_unchanged else []
        if self.is_old:
            changes.append(self.dates[-1])
        return min(changes, default=None)


def ticker_states(
    database: SyncDatabase, outlet: str | None = None, *, by_title: bool = True
) -> list[TickerState]:
    """Read what each edition's ticker showed last; `by_title` is that of `articles_of`."""
    pushed = shown_last(database, outlet)
    articles = articles_of(database, pushed, by_title=by_title)
    states = []
    for (of, edition), group in groupby(pushed, key=lambda each: (each.outlet, each.edition)):
        missed_at = last_change(database, of, edition)
        states.append(state_of(list(group), articles, missed_at))
    return states


def state_of(
    pushed: Iterable[Pushed],
    articles: Mapping[Pushed, TickerArticle],
    missed_at: datetime | None,
) -> TickerState:
    """Judge the headlines that an edition's ticker showed last.

    `missed_at`: when a page of it last missed a former one, where any did.
    """
    shown = list(pushed)
    came = [each.interval.first_seen_at for each in shown]
    dates = (articles[each].published_at for each in shown if each in articles)
    return TickerState(
        outlet=shown[0].outlet,
        edition=shown[0].edition,
        headlines=len(shown),
        last_seen_at=max(each.interval.last_seen_at for each in shown),
        changed_at=max([*came, *([missed_at] if missed_at is not None else [])]),
        dates=tuple(sorted(date for date in dates if date is not None)),
    )


def state_fields(state: TickerState) -> Fields:
    """Give what is known of a ticker as plain data, also where it is not frozen."""
    return {
        "outlet": state.outlet,
        "edition": state.edition,
        "headlines": state.headlines,
        "last_seen_at": state.last_seen_at,
        "changed_at": state.changed_at,
        "is_unchanged": state.is_unchanged,
        "newest_article_at": state.dates[-1] if state.dates else None,
        "articles_with_date": len(state.dates),
        "is_old": state.is_old,
        "frozen_since": state.frozen_since,
    }
