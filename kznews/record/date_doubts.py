"""Why the moment at which an article came out is not certain, in the words of a fixed list.

Pure functions.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from kznews.items import DateDoubt, is_relative_date
from kznews.mongo.values import Fields
from kznews.record.stories.publication_order import CLOCKS, states_midnight

Uncertainty = Literal[
    "no date",
    "day only",
    "midnight",
    "distance",
    "after it was seen",
    "modified before published",
    "offset",
    "repeated hour",
    "sources disagree",
    "weekday",
]
"""`no date`: its page states none. `day only`: a day, and no time. `midnight`: a time that machines
write where they know the day alone. `distance`: it was told as «2 часа назад». `after it was seen`:
it was there before its date. `modified before published`: it states a last change that is earlier.
The others are those that `published_doubts` holds."""
UNCERTAINTIES: tuple[Uncertainty, ...] = get_args(Uncertainty)


def uncertainties(article: Fields) -> list[Uncertainty]:
    """Tell what speaks against the date of an article, in a fixed order; nothing for most."""
    published: datetime | None = article["published_at"]
    if published is None:
        return ["no date"]
    stated_in = article["published_zone"]
    is_day = article["published_precision"] == "day"
    modified: datetime | None = article.get("modified_at")
    holds: dict[Uncertainty, bool] = {
        "day only": is_day,
        "midnight": not is_day and states_midnight(published, stated_in),
        "distance": is_relative_date(article["published_raw"], stated_in),
        "after it was seen": published - article["first_seen_at"] > CLOCKS,
        "modified before published": modified is not None and modified < published,
    }
    doubts = article.get("published_doubts") or []
    holds |= {doubt: doubt in doubts for doubt in get_args(DateDoubt)}
    return [each for each in UNCERTAINTIES if holds.get(each)]
