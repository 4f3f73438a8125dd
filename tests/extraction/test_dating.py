from __future__ import annotations

from datetime import UTC, datetime

from kznews.extraction.dating import stated_moment, visible_moment
from kznews.text.timezones import zone

ALMATY = zone("Asia/Almaty")
LATER = datetime(2024, 4, 8, tzinfo=UTC)


def test_the_zone_decides_where_only_the_offsets_differ() -> None:
    moment, contradict = stated_moment(
        ["2024-02-29T06:20:01+06:00", "2024-02-29T06:20:01+05:00"], zone=ALMATY, fetched_at=LATER
    )
    assert contradict
    assert moment is not None
    # +06 until 2024-03-01
    assert moment.instant == datetime(2024, 2, 29, 0, 20, tzinfo=UTC)
    moment, _ = stated_moment(
        ["2024-04-05T06:26:01+06:00", "2024-04-05T06:26:01+05:00"], zone=ALMATY, fetched_at=LATER
    )
    assert moment is not None
    assert moment.instant == datetime(2024, 4, 5, 1, 26, tzinfo=UTC)


def test_one_statement_is_believed_with_its_offset() -> None:
    moment, contradict = stated_moment(["2024-04-05T06:26:00Z"], zone=ALMATY, fetched_at=LATER)
    assert not contradict
    assert moment is not None
    assert moment.instant == datetime(2024, 4, 5, 6, 26, tzinfo=UTC)


def test_the_first_of_two_different_times_wins_and_is_noted() -> None:
    moment, contradict = stated_moment(
        ["2024-04-05T06:26:00+05:00", "2024-04-01T00:00:00+05:00"], zone=ALMATY, fetched_at=LATER
    )
    assert contradict
    assert moment is not None
    assert moment.instant == datetime(2024, 4, 5, 1, 26, tzinfo=UTC)


def test_nothing_readable() -> None:
    assert stated_moment(["", "вскоре"], zone=ALMATY, fetched_at=LATER) == (None, False)
    assert visible_moment(["Автор"], zone=ALMATY, fetched_at=LATER) is None


def test_no_moment_after_the_fetch() -> None:
    assert visible_moment(["12 мая 2031 10:00"], zone=ALMATY, fetched_at=LATER) is None
