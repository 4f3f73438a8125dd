"""What it costs to put the periods of a strip together: as many steps a value, however many."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from types import FrameType

from bson import Decimal128

from kznews.mongo.values import Fields
from kznews.record.strip_periods import strip_periods

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def values(days: int) -> list[Fields]:
    """Make what a strip says of the dollar that changes every day."""
    return [
        {
            "outlet": "nur",
            "kind": "unspecified",
            "side": None,
            "base": "USD",
            "value": Decimal128(f"{500 + day}"),
            "units": 1,
            "first_seen_at": BEGUN + day * DAY,
            "last_seen_at": BEGUN + day * DAY + timedelta(hours=20),
        }
        for day in range(days)
    ]


def calls(days: int) -> int:
    """Count the calls of functions while the periods are put together."""
    made, number = values(days), 0

    def note(_frame: FrameType, event: str, _: object) -> None:
        nonlocal number
        number += event == "call"

    sys.setprofile(note)
    try:
        found = strip_periods(made)
    finally:
        sys.setprofile(None)
    assert [each.first_seen_at for each in found] == [each["first_seen_at"] for each in made]
    return number


def test_twice_as_many_values_take_twice_as_many_steps() -> None:
    assert calls(400) < 2.5 * calls(200)
