from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.frontier.retry_after import LONGEST, seconds_to_wait

SENT = "Sun, 06 Nov 1994 08:49:37 GMT"
# Our clock, which is years off: it counts only where the server does not say its own time.
NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("0", 0),
        ("-5", 0),
        ("Sun, 06 Nov 1994 08:50:37 GMT", 60),
        ("Sunday, 06-Nov-94 08:50:37 GMT", 60),
        ("Sun Nov  6 08:50:37 1994", 60),
        ("Sun, 06 Nov 1994 08:49:07 GMT", 0),
        ("86401", LONGEST),
        ("9" * 5000, LONGEST),
        ("Sun, 13 Nov 1994 08:49:37 GMT", LONGEST),
        ("", None),
        ("soon", None),
        ("1.5", None),
        ("٣", None),
        ("5 s", None),
        ("Sun, 46 Nov 1994 08:49:37 GMT", None),
    ],
)
def test_it_is_seconds_or_a_moment(retry_after: str, seconds: float | None) -> None:
    assert seconds_to_wait(retry_after, SENT, now=NOW) == seconds


@pytest.mark.parametrize("date", [None, "", "just now"])
def test_without_the_servers_own_time_ours_counts(date: str | None) -> None:
    until = "Wed, 01 Apr 2026 00:01:30 GMT"
    assert seconds_to_wait(until, date, now=NOW) == 90
    there = NOW.astimezone(timezone(timedelta(hours=5)))
    assert seconds_to_wait(until, date, now=there) == 90


_DATE = st.from_regex(
    r"(Sun, )?[0-9]{1,3} (Nov|Jan) [0-9]{1,10} [0-9]{1,3}:[0-9]{1,3} (GMT|[+-][0-9]{1,9})?"
)
_HEADER = st.text() | st.text(alphabet='Sun, 06 Nov 1994 08:49:37 GMT-+()\\"\t') | _DATE


@given(_HEADER, _HEADER | st.none())
def test_nothing_that_a_server_says_breaks_it(retry_after: str, date: str | None) -> None:
    seconds = seconds_to_wait(retry_after, date, now=NOW)
    assert seconds is None or 0 <= seconds <= LONGEST
