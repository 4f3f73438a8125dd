from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kznews.text.dates import read_moment, read_time_of_day
from kznews.text.timezones import zone

ALMATY = zone("Asia/Almaty")
NOW = datetime(2026, 4, 28, 9, 30, 15, tzinfo=UTC)


def almaty(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY).astimezone(UTC)


@pytest.mark.parametrize(
    ("raw", "instant", "precision"),
    [
        ("12:28, Сегодня", "2026-04-28T07:28", "minute"),
        ("Сегодня, 14:05", "2026-04-28T09:05", "minute"),
        ("Сегодня 14:05", "2026-04-28T09:05", "minute"),
        ("Сегодня в 14:05", "2026-04-28T09:05", "minute"),
        ("Вчера, 09:10", "2026-04-27T04:10", "minute"),
        ("Вчера, 09:10 | Общество", "2026-04-27T04:10", "minute"),
        ("Вчера | 09:10", "2026-04-27T04:10", "minute"),
        ("Бүгін, 14:05", "2026-04-28T09:05", "minute"),
        ("сегодня", "2026-04-27T19:00", "day"),
        ("бүгiн", "2026-04-27T19:00", "day"),
        ("Вчера", "2026-04-26T19:00", "day"),
        ("кеше", "2026-04-26T19:00", "day"),
        ("позавчера", "2026-04-25T19:00", "day"),
        ("алдыңғы күні", "2026-04-25T19:00", "day"),
        ("2 часа назад", "2026-04-28T07:30", "minute"),
        ("час назад", "2026-04-28T08:30", "minute"),
        ("5 час(-ов) назад", "2026-04-28T04:30", "minute"),
        ("40 минут назад", "2026-04-28T08:50", "minute"),
        ("5 минут бұрын", "2026-04-28T09:25", "minute"),
        ("бір сағат бұрын", "2026-04-28T08:30", "minute"),
        ("3 дня назад", "2026-04-24T19:00", "day"),
        ("3 күн бұрын", "2026-04-24T19:00", "day"),
        ("только что", "2026-04-28T09:30", "minute"),
        ("қазір", "2026-04-28T09:30", "minute"),
        ("5 апреля 06:26", "2026-04-05T01:26", "minute"),
        ("28 апреля 14:29", "2026-04-28T09:29", "minute"),
        ("28 апреля", "2026-04-27T19:00", "day"),
        ("29 апреля", "2025-04-28T19:00", "day"),
        ("3 декабря", "2025-12-02T19:00", "day"),
        ("28 сәуірде", "2026-04-27T19:00", "day"),
        ("сәуірдің 28-і", "2026-04-27T19:00", "day"),
        ("қыркүйектің 9-ы", "2025-09-08T19:00", "day"),
        ("маусымның 6-сы", "2025-06-05T19:00", "day"),
        ("позавчера, 14:05", "2026-04-26T09:05", "minute"),
        ("алдыңғы күні, 14:05", "2026-04-26T09:05", "minute"),
        ("Бүгін сағат 14:05-те", "2026-04-28T09:05", "minute"),
        ("14:05 | Бүгін", "2026-04-28T09:05", "minute"),
        ("Сегодня 14:05 7886", "2026-04-28T09:05", "minute"),
        ("Сегодня, 28 апреля, 14:05", "2026-04-28T09:05", "minute"),
        ("вчера 14:05 | 1234", "2026-04-27T09:05", "minute"),
        ("keşe 14:05", "2026-04-27T09:05", "minute"),
        ("كەشە، 14:05", "2026-04-27T09:05", "minute"),
        ("yesterday, 14:05", "2026-04-27T09:05", "minute"),
        ("bügin", "2026-04-27T19:00", "day"),
        ("بۇگىن", "2026-04-27T19:00", "day"),
        ("1 сағат 20 минут бұрын", "2026-04-28T08:10", "minute"),
        ("1 час 20 минут назад", "2026-04-28T08:10", "minute"),
        ("полчаса назад", "2026-04-28T09:00", "minute"),
        ("жарты сағат бұрын", "2026-04-28T09:00", "minute"),
        ("полтора часа назад", "2026-04-28T08:00", "minute"),
        ("две минуты назад", "2026-04-28T09:28", "minute"),
        ("минуту назад", "2026-04-28T09:29", "minute"),
        ("30 мин. назад", "2026-04-28T09:00", "minute"),
        ("осыдан 5 минут бұрын", "2026-04-28T09:25", "minute"),
        ("5 مينۋت بۇرىن", "2026-04-28T09:25", "minute"),
        ("5 минут назад | Общество", "2026-04-28T09:25", "minute"),
        ("an hour ago", "2026-04-28T08:30", "minute"),
        ("жаңа ғана", "2026-04-28T09:30", "minute"),
        ("день назад", "2026-04-26T19:00", "day"),
        ("бір күн бұрын", "2026-04-26T19:00", "day"),
        ("28 апреля, вт", "2026-04-27T19:00", "day"),
        ("28 сәуір күні", "2026-04-27T19:00", "day"),
        ("28.04 14:05", "2026-04-28T09:05", "minute"),
        ("14:05, 28.04", "2026-04-28T09:05", "minute"),
        ("28 апреля 14:05 1234", "2026-04-28T09:05", "minute"),
        ("Apr 28, 14:05", "2026-04-28T09:05", "minute"),
        ("14:05 28 сәуір", "2026-04-28T09:05", "minute"),
        ("5 декабря, 14:05", "2025-12-05T09:05", "minute"),
    ],
)
def test_what_only_now_can_tell(raw: str, instant: str, precision: str) -> None:
    moment = read_moment(raw, zone=ALMATY, now=NOW)
    assert moment is not None
    assert moment.instant == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert moment.precision == precision
    assert read_moment(raw, zone=ALMATY) is None


def test_today_is_the_outlets_today() -> None:
    late = datetime(2025, 12, 31, 20, 0, tzinfo=UTC)  # 1 January, 01:00 in Almaty
    for raw, local in [
        ("Сегодня", "2026-01-01"),
        ("1 января", "2026-01-01"),
        ("Вчера, 23:50", "2025-12-31 23:50"),
        ("31 декабря, 23:50", "2025-12-31 23:50"),
    ]:
        moment = read_moment(raw, zone=ALMATY, now=late)
        assert moment is not None
        assert moment.instant == almaty(local)


def test_29_february_without_a_year_is_of_the_last_leap_year_if_that_is_near() -> None:
    found = read_moment("29 февраля", zone=ALMATY, now=datetime(2025, 4, 1, tzinfo=UTC))
    assert found is not None
    assert found.instant == almaty("2024-02-29")
    assert read_moment("29 февраля", zone=ALMATY, now=NOW) is None


def test_what_is_counted_from_the_fetch_has_no_zone() -> None:
    for raw, place in (("2 часа назад", None), ("только что", None), ("вчера", "Asia/Almaty")):
        moment = read_moment(raw, zone=ALMATY, now=NOW)
        assert moment is not None
        assert moment.zone == place


def test_a_date_without_its_year_a_little_ahead_is_of_no_year() -> None:
    """It is 14:30:15: a clock that is five minutes fast, a zone mistaken, another day."""
    for raw, local in [
        ("28 апреля, 14:35", "2026-04-28 14:35"),
        ("28 апреля, 14:36", None),
        ("28 апреля, 16:30", None),
        ("28 апреля, 16:31", "2025-04-28 16:31"),
        ("29 апреля, 10:00", "2025-04-29 10:00"),
    ]:
        moment = read_moment(raw, zone=ALMATY, now=NOW)
        assert (moment.instant if moment else None) == (almaty(local) if local else None), raw


def test_a_time_alone_is_the_last_up_to_now() -> None:
    for raw, local in [
        ("14:05", "2026-04-28 14:05"),
        ("сағат 9:10", "2026-04-28 09:10"),
        ("14:35", "2026-04-28 14:35"),
        ("14:36", "2026-04-27 14:36"),
        ("23:50 | Общество", "2026-04-27 23:50"),
        ("14:05 1234", "2026-04-28 14:05"),
    ]:
        moment = read_time_of_day(raw, zone=ALMATY, now=NOW)
        assert moment is not None
        assert (moment.instant, moment.precision) == (almaty(local), "minute")
        assert read_moment(raw, zone=ALMATY, now=NOW) is None


@pytest.mark.parametrize(
    "raw",
    ["", "2:1", "24:10", "14:60", "24/7", "7886", "10:00-18:00", "Вчера, 14:05", "14:05 15:00"],
)
def test_what_is_no_time_of_day(raw: str) -> None:
    assert read_time_of_day(raw, zone=ALMATY, now=NOW) is None
