from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kznews.text.dates import read_moment
from kznews.text.timezones import zone

ALMATY = zone("Asia/Almaty")
NOW = datetime(2026, 4, 28, 9, 30, 15, tzinfo=UTC)


def almaty(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY).astimezone(UTC)


@pytest.mark.parametrize(
    ("raw", "local"),
    [
        ("05 апреля 2024 06:26", "2024-04-05 06:26"),
        ("15:00, 23 Ноябрь 2025 | GMT +5", "2025-11-23 15:00"),
        ("21:38, 18 Августа 2025", "2025-08-18 21:38"),
        ("28 АПРЕЛЯ 2025, 14:05", "2025-04-28 14:05"),
        ("24 февраля 2022, 16:09 | Общество", "2022-02-24 16:09"),
        ("Общество | 24 февраля 2022, 16:09", "2022-02-24 16:09"),
        ("05 апреля 2024 | 06:26", "2024-04-05 06:26"),
        ("16 Қараша 2018, 16:49 7886", "2018-11-16 16:49"),
        ("16 Қараша 2018, 16:49 7 886", "2018-11-16 16:49"),
        ("02.12.2025, 09:06 69561", "2025-12-02 09:06"),
        ("13.04.2021г. в 20:30", "2021-04-13 20:30"),
        ("03.04.2026 12:30", "2026-04-03 12:30"),
        ("25.06.2024, 11:46", "2024-06-25 11:46"),
        ("09.04.2026 · 15:37", "2026-04-09 15:37"),
        ("16:20, 07.01.2025", "2025-01-07 16:20"),
        ("Пятница, 04 Июл 2025, 12:00", "2025-07-04 12:00"),
        ("8 мая 2020 г. 12:28", "2020-05-08 12:28"),
        ("8 мая 2020 г. в 9:05", "2020-05-08 09:05"),
        ("12 июля 2024 12:01:59", "2024-07-12 12:01"),
        ("10 декабря 2024, 13:02", "2024-12-10 13:02"),
        ("24 қараша 2012, 13:00", "2012-11-24 13:00"),
        ("12 Қыркүйек 2024 ж. 10:22", "2024-09-12 10:22"),
        ("28 сәуір 2025, сағат 14:05", "2025-04-28 14:05"),
        ("18:57, 24 - قازان 2025 | GMT +5", "2025-10-24 18:57"),
        ("Опубликовано: 25 июня 2024 в 11:46", "2024-06-25 11:46"),
        ("\n  28 апреля\u00a02025,\n 14:05 ", "2025-04-28 14:05"),
        ("2024-03-25 22:51", "2024-03-25 22:51"),
        ("2024-03-25T22:51:00", "2024-03-25 22:51"),
        ("2024-03-25T22:51:00.123456", "2024-03-25 22:51"),
        ("29 февраля 2024, 22:59", "2024-02-29 22:59"),
        ("29 февраля 2024 23:30", "2024-02-29 23:30"),
        ("1 марта 2024 00:00", "2024-03-01 00:00"),
    ],
)
def test_moments(raw: str, local: str) -> None:
    moment = read_moment(raw, zone=ALMATY)
    assert moment is not None
    assert (moment.instant, moment.precision) == (almaty(local), "minute")
    assert moment.instant.tzinfo is UTC
    assert moment.raw == " ".join(raw.split())


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("11 февраля, 2025", "2025-02-11"),
        ("понедельник, 28 апреля 2025", "2025-04-28"),
        ("28 апреля 2025, понедельник", "2025-04-28"),
        ("Дүйсенбі, 28 сәуір 2025", "2025-04-28"),
        ("19 сентября 2024 года", "2024-09-19"),
        ("25.05.2020", "2020-05-25"),
        ("03/04/2026", "2026-04-03"),
        ("2024-03-25", "2024-03-25"),
        ("25 апр. 2024", "2024-04-25"),
        ("28 сент 2024", "2024-09-28"),
        ("2025 жылғы 28 сәуір", "2025-04-28"),
        ("2024 жылғы 19 маусымда", "2024-06-19"),
        ("2025 жылғы сәуірдің 28-і", "2025-04-28"),
        ("2025 жылғы қыркүйектің 9-ында", "2025-09-09"),
        ("2025 ж. 28 сәуір", "2025-04-28"),
        ("21 Ақпан, 2025", "2025-02-21"),
        ("3 қаңтар 2024 жыл", "2024-01-03"),
        ("28-сәуір, 2025 жыл", "2025-04-28"),
        ("28 сәуiр 2025", "2025-04-28"),
        ("28 CӘУIР 2025", "2025-04-28"),
        ("28 сəуір 2025", "2025-04-28"),
        ("16 Караша 2018", "2018-11-16"),
        ("28 ءساۋىر 2025", "2025-04-28"),
        ("28 ساۋىر 2025", "2025-04-28"),
        ("2025 جىلعى 12 قىركۇيەك", "2025-09-12"),
        ("28 May 2024", "2024-05-28"),
        ("April 28, 2025", "2025-04-28"),
    ],
)
def test_days_start_at_local_midnight(raw: str, day: str) -> None:
    moment = read_moment(raw, zone=ALMATY)
    assert moment is not None
    assert (moment.instant, moment.precision) == (almaty(day), "day")


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("2024-03-25T22:51:00+05:00", "2024-03-25T17:51"),
        ("2024-02-25T22:51:00+06:00", "2024-02-25T16:51"),
        ("2024-02-25T22:51:00+0500", "2024-02-25T17:51"),
        ("2026-04-08T10:37:05.000Z", "2026-04-08T10:37"),
        ("Fri, 04 Jul 2025 12:00:00 +0500", "2025-07-04T07:00"),
        ("Fri, 04 Jul 2025 12:00:00 GMT", "2025-07-04T12:00"),
        ("04 Jul 2025 12:00:00 -0330", "2025-07-04T15:30"),
        ("15:00, 23 Ноябрь 2023 | GMT +5", "2023-11-23T10:00"),
        ("15:00, 23 Ноябрь 2023 (UTC+06:00)", "2023-11-23T09:00"),
    ],
)
def test_an_offset_in_the_text_goes_before_the_zone(raw: str, instant: str) -> None:
    moment = read_moment(raw, zone=ALMATY)
    assert moment is not None
    assert moment.instant == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert moment.precision == "minute"


def test_the_zone_is_the_outlets() -> None:
    raw = "5 февраля 2024, 12:00"
    almaty_time = read_moment(raw, zone=ALMATY)
    atyrau_time = read_moment(raw, zone=zone("Asia/Atyrau"))
    assert almaty_time is not None
    assert atyrau_time is not None
    assert atyrau_time.instant - almaty_time.instant == timedelta(hours=1)


def test_a_time_that_came_twice_is_its_first() -> None:
    moment = read_moment("29 февраля 2024 23:30", zone=ALMATY)
    assert moment is not None
    assert moment.instant == datetime(2024, 2, 29, 17, 30, tzinfo=UTC)


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


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Общество",
        "14:05",
        "2024",
        "В 2024 году",
        "мая 2024",
        "28 апреля 2025 года прошла встреча",
        "до 28 апреля 2025",
        "28 апреля 2025 назад",
        "5 мая 2024 5 мая 2023",
        "5 мая 2024, 10:00 11:00",
        "5 мая 2024 | 6 мая 2024",
        "Встреча 5 мая 2024",
        "31 февраля 2024",
        "31.13.2024",
        "04/28/2024",
        "13.04.21",
        "28.04",
        "5 мая 2024 14:75",
        "5 мая 2024 24:30",
        "2024-03-25T22:51:00+25:00",
        "28 мамонта 2024",
        "сәуір 28-і 2025 шаһар",
        "2 апта бұрын",
        "месяц назад",
        "назад",
        "завтра",
        "USD/KZT: 425.67",
        "1 2 3 ... 16",
        "Читайте также " * 20,
        "28 апреля 2025" * 50,
        "0 мая 2024",
        "20240428",
    ],
)
def test_what_is_no_date_is_none(raw: str) -> None:
    assert read_moment(raw, zone=ALMATY, now=NOW) is None
    assert read_moment(raw, zone=ALMATY) is None


def test_more_than_a_day_ahead_is_none() -> None:
    assert read_moment("29 апреля 2026, 14:30", zone=ALMATY, now=NOW) is not None
    assert read_moment("29 апреля 2026, 14:31", zone=ALMATY, now=NOW) is None
    assert read_moment("29 апреля 2026, 14:31", zone=ALMATY) is not None


def test_now_must_be_aware() -> None:
    with pytest.raises(ValueError, match="aware"):
        read_moment("Сегодня", zone=ALMATY, now=datetime(2026, 4, 28))  # noqa: DTZ001 — the point


@pytest.mark.parametrize(
    ("raw", "instant", "precision"),
    [
        ("28.апр.2024", "2024-04-27T19:00", "day"),
        ("28 апреля 2024, 14.05", "2024-04-28T09:05", "minute"),
    ],
)
def test_dateparser_is_asked_last(raw: str, instant: str, precision: str) -> None:
    moment = read_moment(raw, zone=ALMATY)
    assert moment is not None
    assert moment.instant == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert moment.precision == precision


def test_dateparser_is_imported_only_when_asked() -> None:
    program = (
        "import sys; from kznews.text.dates import read_moment;"
        "from kznews.text.timezones import zone;"
        "assert read_moment('2025 жылғы 28 сәуір', zone=zone('Asia/Almaty'));"
        "assert 'dateparser' not in sys.modules and 'pytz' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


MONTHS = {
    "genitive": """января февраля марта апреля мая июня июля августа сентября октября ноября
        декабря""",
    "nominative": """Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь
        Декабрь""",
    "short": "Янв Фев Мар Апр Май Июн Июл Авг Сен Окт Ноя Дек",
    "kk": """қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша
        желтоқсан""",
    "kk genitive": """қаңтардың ақпанның наурыздың сәуірдің мамырдың маусымның шілденің тамыздың
        қыркүйектің қазанның қарашаның желтоқсанның""",
    "kk locative": """қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте
        қазанда қарашада желтоқсанда""",
    "kk arabic": """قاڭتار اقپان ناۋرىز ءساۋىر مامىر ماۋسىم شىلدە تامىز قىركۇيەك قازان قاراشا
        جەلتوقسان""",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
WEEKDAYS = "Понедельник Вторник Среда Четверг Пятница Суббота Воскресенье"


def month(day: date, form: str) -> str:
    return MONTHS[form].split()[day.month - 1]


def weekday(day: date) -> str:
    return WEEKDAYS.split()[day.weekday()]


ZONES = [zone(name) for name in ("Asia/Almaty", "Asia/Atyrau", "Asia/Qyzylorda", "UTC")]

DAY_FORMS: list[Callable[[date], str]] = [
    lambda d: f"{d.day} {month(d, 'genitive')}, {d.year}",
    lambda d: f"{d.day:02} {month(d, 'nominative')} {d.year}",
    lambda d: f"{d.day} {month(d, 'genitive').upper()} {d.year} года",
    lambda d: f"{weekday(d)}, {d.day:02} {month(d, 'short')} {d.year}",
    lambda d: f"{d.day} {month(d, 'kk').title()}, {d.year}",
    lambda d: f"{d.day} {month(d, 'kk').replace('і', 'i')} {d.year} ж.",
    lambda d: f"{d.year} жылғы {d.day} {month(d, 'kk')}",
    lambda d: f"{d.year} жылғы {d.day} {month(d, 'kk locative')}",
    lambda d: f"{d.year} ж. {d.day} {month(d, 'kk')}",
    lambda d: f"{d.year} жылғы {month(d, 'kk genitive')} {d.day}-і",
    lambda d: f"{d.day} - {month(d, 'kk arabic')} {d.year}",
    lambda d: f"{d.day} {month(d, 'en')} {d.year}",
    lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}г.",
    lambda d: f"{d:%Y-%m-%d}",
]
TIMED_FORMS: list[Callable[[str, time], str]] = [
    lambda day, t: f"{day}, {t:%H:%M}",
    lambda day, t: f"{day} {t:%H:%M}",
    lambda day, t: f"{t:%H:%M}, {day}",
    lambda day, t: f"{day} в {t:%H:%M}",
    lambda day, t: f"{day}, {t:%H:%M} | Общество",
    lambda day, t: f"{day}, {t:%H:%M} 7886",
]
DATES = st.dates(date(1990, 1, 1), date(2035, 12, 31))
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@settings(deadline=None, derandomize=True, max_examples=300)
@given(DATES, st.sampled_from(DAY_FORMS), st.sampled_from(ZONES))
def test_every_printed_day_is_read_back(
    day: date, form: Callable[[date], str], place: ZoneInfo
) -> None:
    moment = read_moment(form(day), zone=place)
    assert moment is not None
    assert moment.instant == datetime.combine(day, time(), place)
    assert moment.precision == "day"


@settings(deadline=None, derandomize=True, max_examples=500)
@given(
    DATES, TIMES, st.sampled_from(DAY_FORMS), st.sampled_from(TIMED_FORMS), st.sampled_from(ZONES)
)
def test_every_printed_moment_is_read_back(
    day: date,
    at: time,
    form: Callable[[date], str],
    timed: Callable[[str, time], str],
    place: ZoneInfo,
) -> None:
    moment = read_moment(timed(form(day), at), zone=place)
    assert moment is not None
    assert moment.instant == datetime.combine(day, at, place)
    assert moment.precision == "minute"


@settings(deadline=None, derandomize=True, max_examples=200)
@given(DATES, TIMES, st.integers(-14 * 4, 14 * 4))
def test_every_offset_is_honoured(day: date, at: time, quarters: int) -> None:
    there = datetime.combine(day, at, timezone(timedelta(minutes=15 * quarters)))
    rfc_822 = f"{there:%d} {month(day, 'en')} {there:%Y %H:%M:%S %z}"
    for raw in (there.isoformat(), rfc_822):
        moment = read_moment(raw, zone=ALMATY)
        assert moment is not None
        assert moment.instant == there


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    st.builds(datetime.combine, DATES, TIMES, st.just(UTC)),
    st.integers(0, 364 * 24 * 60),
    st.sampled_from(["genitive", "nominative", "kk", "kk locative"]),
)
def test_a_date_without_a_year_is_of_the_year_before_now(
    now: datetime, minutes_ago: int, form: str
) -> None:
    then = now - timedelta(minutes=minutes_ago)
    local = then.astimezone(ALMATY)
    moment = read_moment(f"{local.day} {month(local, form)}, {local:%H:%M}", zone=ALMATY, now=now)
    assert moment is not None
    assert moment.instant == then or local.fold == 1


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [*"0123456789 .:,|-+", "28", "2024", "апреля", "сәуір", "жылғы", "назад", "час", "GMT"]
        )
    )
)
def test_nothing_crashes_and_nothing_comes_from_the_future(parts: list[str]) -> None:
    moment = read_moment(" ".join(parts), zone=ALMATY, now=NOW)
    assert moment is None or moment.instant <= NOW + timedelta(days=1)
