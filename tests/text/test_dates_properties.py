"""Dates of all years and zones, in every form, are read back; texts at random do no harm."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kznews.text.dates import CLOCK_SKEW, read_moment, read_time_of_day, read_unix_time
from kznews.text.timezones import zone
from tests.text.printed_dates import (
    DAYS,
    NAMES,
    TAILS,
    TIMES,
    VIEWS,
    YEARLESS_DAYS,
    DayPrinter,
    TimedPrinter,
    month,
    worn,
)

ALMATY = zone("Asia/Almaty")
NOW = datetime(2026, 4, 28, 9, 30, 15, tzinfo=UTC)
CITIES = "Almaty Qostanay Qyzylorda Aqtobe Aqtau Atyrau Oral".split()
ZONES = [*(zone(f"Asia/{city}") for city in CITIES), zone("UTC")]

dates = st.dates(date(1995, 1, 1), date(2026, 4, 27))
times = st.times()
nows = st.integers(820_000_000, 2_050_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
zones = st.sampled_from(ZONES)
randoms = st.integers(0, 2**32).map(Random)


def started(day: date, place: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), place).astimezone(UTC)


def minute(day: date, at: time, place: ZoneInfo) -> datetime:
    """The first where the wall time came twice."""
    return datetime.combine(day, at.replace(second=0, microsecond=0), place).astimezone(UTC)


@pytest.mark.parametrize("printer", range(len(DAYS)))
@settings(max_examples=40)
@given(dates, zones, st.sampled_from(TAILS), randoms)
def test_every_printed_day_is_read_back(
    printer: int, day: date, place: ZoneInfo, tail: str, random: Random
) -> None:
    raw = worn(tail.format(DAYS[printer](day)), random)
    for now in (None, NOW):
        moment = read_moment(raw, zone=place, now=now)
        assert moment is not None
        assert (moment.instant, moment.precision) == (started(day, place), "day")
        assert (moment.zone, moment.doubts) == (place.key, ())


@pytest.mark.parametrize("printer", range(len(TIMES)))
@given(dates, times, zones, st.sampled_from(DAYS), st.sampled_from(TAILS), randoms)
@example(date(2024, 2, 29), time(23, 30), ALMATY, DAYS[0], TAILS[0], Random(0))
@example(date(2024, 3, 1), time(0, 0), ALMATY, DAYS[0], TAILS[0], Random(0))
def test_every_printed_moment_is_read_back(
    printer: int,
    day: date,
    at: time,
    place: ZoneInfo,
    day_printer: DayPrinter,
    tail: str,
    random: Random,
) -> None:
    raw = worn(tail.format(TIMES[printer](day_printer(day), at)), random)
    moment = read_moment(raw, zone=place, now=NOW)
    assert moment is not None
    assert (moment.instant, moment.precision) == (minute(day, at, place), "minute")


@given(dates, times, st.sampled_from(DAYS), st.sampled_from(VIEWS), randoms)
def test_views_after_a_time_change_nothing(
    day: date, at: time, day_printer: DayPrinter, views: str, random: Random
) -> None:
    raw = worn(f"{day_printer(day)}, {at:%H:%M}{views}", random)
    moment = read_moment(raw, zone=ALMATY)
    assert moment is not None
    assert moment.instant == minute(day, at, ALMATY)


@given(dates, times, st.integers(-12 * 4, 14 * 4))
def test_every_offset_is_honoured(day: date, at: time, quarters: int) -> None:
    there = datetime.combine(
        day, at.replace(second=0, microsecond=0), timezone(timedelta(minutes=15 * quarters))
    )
    hours = f"{quarters / 4:+.0f}" if quarters % 4 == 0 else f"{there:%z}"
    for raw in (
        there.isoformat(),
        f"{there:%Y-%m-%dT%H:%M:%S.250000%z}",
        f"{there:%a, %d %b %Y %H:%M:%S %z}",
        f"{there:%H:%M}, {there.day} {month(day, 'ru nominative')} {there.year} | GMT {hours}",
        f"{there.day} {month(day, 'kk')} {there.year}, {there:%H:%M} (UTC{hours})",
    ):
        moment = read_moment(raw, zone=ALMATY)
        assert moment is not None
        assert moment.instant == there
        assert moment.zone == there.isoformat()[-6:]
        assert not set(moment.doubts) - {"offset"}


@given(
    nows,
    st.integers(0, 364 * 24 * 60),
    zones,
    st.sampled_from(YEARLESS_DAYS),
    st.sampled_from(TIMES),
    randoms,
)
def test_a_date_without_a_year_is_of_the_year_before_now(
    now: datetime,
    minutes_ago: int,
    place: ZoneInfo,
    day_printer: DayPrinter,
    timed: TimedPrinter,
    random: Random,
) -> None:
    then = (now - timedelta(minutes=minutes_ago)).replace(second=0, microsecond=0)
    local = then.astimezone(place)
    assume(minute(local.date(), local.time(), place) == then)  # not the second of two same hours
    timed_raw = worn(timed(day_printer(local), local.time()), random)
    moment = read_moment(timed_raw, zone=place, now=now)
    assert moment is not None
    assert (moment.instant, moment.precision) == (then, "minute")
    moment = read_moment(day_printer(local), zone=place, now=now)
    assert moment is not None
    assert (moment.instant, moment.precision) == (started(local.date(), place), "day")


@given(
    nows,
    st.integers(1, 600),
    st.sampled_from(
        [
            (1, "{} минут назад"),
            (1, "{} мин. назад"),
            (1, "{} минут бұрын"),
            (1, "{} minut buryn"),
            (60, "{} часов назад"),
            (60, "{} час(-ов) назад"),
            (60, "{} сағат бұрын"),
            (60, "{} ساعات بۇرىن"),
            (60, "{} hours ago | News"),
        ]
    ),
)
def test_what_is_counted_back_from_the_fetch(
    now: datetime, count: int, form: tuple[int, str]
) -> None:
    minutes, text = form
    moment = read_moment(text.format(count), zone=ALMATY, now=now)
    assert moment is not None
    assert moment.instant <= now - timedelta(minutes=count * minutes)
    assert now - timedelta(minutes=count * minutes) - moment.instant < timedelta(minutes=1)
    assert moment.zone is None


@given(
    nows,
    times,
    zones,
    st.sampled_from(
        [
            (0, "Сегодня"),
            (0, "Бүгін"),
            (0, "bügin"),
            (0, "بۇگىن"),
            (1, "Вчера"),
            (1, "Кеше"),
            (1, "keşe"),
            (1, "كەشە"),
            (2, "Позавчера"),
            (2, "Алдыңғы күні"),
        ]
    ),
    st.sampled_from(TIMES),
)
def test_words_for_days(
    now: datetime, at: time, place: ZoneInfo, word: tuple[int, str], timed: TimedPrinter
) -> None:
    ago, text = word
    day = now.astimezone(place).date() - timedelta(days=ago)
    moment = read_moment(text, zone=place, now=now)
    assert moment is not None
    assert (moment.instant, moment.precision) == (started(day, place), "day")
    moment = read_moment(timed(text, at), zone=place, now=now)
    expected = minute(day, at, place)
    if expected > now + CLOCK_SKEW:
        assert moment is None
    else:
        assert moment is not None
        assert (moment.instant, moment.precision) == (expected, "minute")


PIECES = [
    *"0123456789.:,|-+/()·",
    *"28 2024 14:05 24:10 100500 апреля сәуірдің сәуір жылғы г. назад бұрын час сағат мин".split(),
    *"сегодня вчера кеше только что GMT Z +05:00 -03:00 Опубликовано Обновлено просмотров".split(),
    *"пн Apr PM ago the в полчаса один T 👁 قازان ٢٨ säuir №".split(),
    *NAMES["ru"].split(),
]


@given(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
        st.text(max_size=120),
    ),
    zones,
)
def test_no_text_fails_or_comes_from_the_future(raw: str, place: ZoneInfo) -> None:
    read_moment(raw, zone=place)
    for moment in (
        read_moment(raw, zone=place, now=NOW),
        read_time_of_day(raw, zone=place, now=NOW),
        read_unix_time(raw, now=NOW),
    ):
        assert moment is None or moment.instant <= NOW + CLOCK_SKEW


scores = st.integers(0, 30).map(str)


@given(
    st.one_of(
        st.integers(0, 10**13).map(str),
        st.integers(0, 10**13).map(lambda n: f"{n:,}".replace(",", " ")),
        st.decimals(0, 10**6, places=2).map(str),
        st.tuples(st.integers(0, 30), st.integers(0, 30)).map(
            lambda score: f"{score[0]}:{score[1]}"
        ),
        st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda of: f"{of[0]}/{of[1]}"),
        st.lists(st.integers(0, 40).map(str), min_size=2, max_size=4).map(".".join),
        st.integers(7_000_000_000, 7_999_999_999).map(lambda n: f"+{n}"),
    )
)
def test_a_number_is_no_date(raw: str) -> None:
    assert read_moment(raw, zone=ALMATY, now=NOW) is None
