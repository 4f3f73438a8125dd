"""How many articles an outlet has now and usually, from a count by hours. Pure functions.

`by_hour` counts articles by their age in whole hours: 0 is the last hour, 1 the hour before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from statistics import median

from kznews.monitoring.status_report import Window

HOURS_OF_WEEK = 7 * 24
WEEKS = 4
"""How far back the usual is looked for. A median of four is not moved by one odd week."""
HOURS = (WEEKS + 1) * HOURS_OF_WEEK
"""What must have been counted."""
KNOWN_FOR = timedelta(hours=HOURS)


def window(by_hour: Mapping[int, int], hours: int, *, crawled: float) -> Window:
    """Count the last `hours` and, for the usual, the same hours of the former four weeks.

    `crawled` is for how many hours the outlet has been crawled: a stretch that began before proves
    nothing, since of the time before its first crawl only what its listings still showed is known.
    """
    former = [
        _sum(by_hour, week * HOURS_OF_WEEK, hours)
        for week in range(1, WEEKS + 1)
        if week * HOURS_OF_WEEK + hours <= crawled
    ]
    return Window(articles=_sum(by_hour, 0, hours), usual=median(former) if former else None)


def longest_pause(by_hour: Mapping[int, int], *, crawled: float) -> float | None:
    """Give the seconds between the two articles that are farthest apart, before the newest one.

    To a whole hour more: within an hour the places are not known. None for less than a week that
    was crawled, or fewer than three articles: one gap is no habit.
    """
    ages = sorted(age for age, articles in by_hour.items() if articles and age <= crawled)
    if crawled < HOURS_OF_WEEK or len(ages) < 3:
        return None
    return max(older - younger + 1 for younger, older in pairwise(ages)) * 3600


def _sum(by_hour: Mapping[int, int], begin: int, hours: int) -> int:
    return sum(by_hour.get(age, 0) for age in range(begin, begin + hours))
