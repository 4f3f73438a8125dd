"""What speaks against an article's date is told, and nothing of a date that is certain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kznews.record.date_doubts import uncertainties
from kznews.record.documents import article_fields
from tests.record.samples import NOON, article

DAY = {"published_at": datetime(2026, 3, 31, 19, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"published_at": None, "published_precision": None}, ["no date"]),
        (DAY | {"published_precision": "day"}, ["day only"]),
        (DAY, ["midnight"]),
        ({"published_raw": "2 часа назад", "published_zone": None}, ["distance"]),
        ({"published_at": NOON + timedelta(minutes=11)}, ["after it was seen"]),
        ({"published_at": NOON + timedelta(minutes=9)}, []),
        (
            {"modified_at": datetime(2026, 4, 1, 6, 29, tzinfo=UTC)},
            ["modified before published"],
        ),
        ({"published_doubts": ["weekday", "offset"]}, ["offset", "weekday"]),
    ],
)
def test_what_speaks_against_a_date_is_told(changes: dict[str, Any], told: list[str]) -> None:
    given: dict[str, Any] = {"published_doubts": []} | changes
    assert uncertainties(article_fields(article(**given))) == told
