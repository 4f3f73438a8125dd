from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kznews.text.dates import read_moment
from kznews.text.timezones import zone

ALMATY = zone("Asia/Almaty")
NOW = datetime(2026, 4, 28, 9, 30, 15, tzinfo=UTC)


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
        "10.10.10.10",
        "28.04, 14.05",
        "28 апреля, 14.05",
        "24/7",
        "2:1",
        "12:30",
        "28.04.25",
        "5.81 14:05",
        "v2.4.2024",
        "2024.1.2",
        "1.2.3",
        "10.12.2024.1",
        "+7 (701) 123-45-67",
        "8-800-080-77-77",
        "87011234567",
        "77011234567",
        "1745831100",
        "1745831100000",
        "7886",
        "69 561",
        "1 234 567",
        "₸5,2 млрд",
        "31 апреля 2024 14:05",
        "29 февраля 2025",
        "30 ақпан 2024",
        "28 апреля 2025, 24:10",
        "28 апреля 2025, 25:10",
        "28 апреля 2025, 14:60",
        "28.13.2025",
        "32.01.2025",
        "00.00.0000",
        "0000-00-00 00:00:00",
        "2025-02-30T14:05:00+05:00",
        "2025-13-01",
        "ертең",
        "через 2 часа",
        "2 недели назад",
        "год назад",
        "давно назад",
        "300000 дней назад",
        "10:00-18:00",
        "5 мая 2024, 10:00-12:00",
        "Встреча 28 апреля 2025",
        "28 апреля - 5 мая 2025",
        "28-30 апреля 2025",
        "с 28 апреля 2025",
        "28 апреля 2025 28 мая 2025",
        "28 апреля 2025 | 28 мая 2025",
        "апрель 2025",
        "2025 жылғы сәуір",
        "Сәуір",
        "Обновлено: 28 апреля 2025",
        "Жаңартылды: 28 сәуір 2025",
        "+5",
        "GMT +5",
        "12°C",
        "12 мин",
        "2 мин чтения",
        "100 просмотров",
        "2025-04",
        "13:75",
        "5 час",
        "© 2024",
        "© 2010-2025",
        "ст. 28 п. 4",
        "№ 28 от 04",
        "USD 510.59",
        "14:05 USD 510.59",
        "Дата",
        "Опубликовано",
        "вечером",
        "Март",
        "8 Марта, 25",
        "ул. 28 апреля",
        "28 апреля 25",
        "28 апреля 205",
        "28 апреля 20255",
        "ISBN 978-5-04-2024",
        "Встреча 5 мая 2024, 10:00",
        "28 апреля 14:05 2014",
        "Обед 12:00",
        "Счет 14:05 в нашу пользу",
        "28 апреля 14:05, 28 мая",
        "3 дня назад | 2 часа назад",
        "2 часа назад | 14:05",
        "2024-03-25T22:51:00+15:00",
        "28 сәуірден 2025",
        "5 ақпаннан 10 ақпанға дейін",
        "12:28 сегодня и завтра",
        "1000 дней назад",
        "99999999999 минут назад",
        "13:05 PM",
        "28 апреля 2025, 13:05 pm",
        "28 апреля 2025, 0:05 am",
        "№ 28.04.2025",
        "2025 2025 2025",
        "1 2 3 4 5 6 7 8 9 10",
        "1 к 1 к 1 к 1 к 1 к 1 к 1 к 1 к 1 к 1 к 1 к 1 к 1 к 1 к 1",
    ],
)
def test_what_is_no_date_is_none(raw: str) -> None:
    assert read_moment(raw, zone=ALMATY, now=NOW) is None
    assert read_moment(raw, zone=ALMATY) is None


@pytest.mark.parametrize("day", ["28 апреля 2026", "28.04.2026", "2026 жылғы 28 сәуір"])
def test_nothing_is_read_that_lies_ahead(day: str) -> None:
    """It is 14:30:15 in Almaty; a page's clock may go five minutes fast."""
    assert read_moment(day, zone=ALMATY, now=NOW) is not None
    assert read_moment(f"{day}, 14:35", zone=ALMATY, now=NOW) is not None
    assert read_moment(f"{day}, 14:36", zone=ALMATY, now=NOW) is None
    assert read_moment(day.replace("28", "29"), zone=ALMATY, now=NOW) is None
    assert read_moment(f"{day}, 14:36", zone=ALMATY) is not None


def test_whether_a_day_lies_ahead_is_asked_in_its_zone() -> None:
    late = datetime(2026, 4, 28, 20, 0, tzinfo=UTC)  # 29 April, 01:00 in Almaty
    assert read_moment("29 апреля 2026", zone=ALMATY, now=late) is not None
    assert read_moment("29 апреля 2026", zone=zone("UTC"), now=late) is None
    assert read_moment("29 апреля 2026 | GMT +3", zone=ALMATY, now=late) is None
    assert read_moment("2026-04-29T00:30:00+05:00", zone=zone("UTC"), now=late) is not None


def test_now_must_be_aware() -> None:
    with pytest.raises(ValueError, match="aware"):
        read_moment("Сегодня", zone=ALMATY, now=datetime(2026, 4, 28))  # noqa: DTZ001 — the point
