from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kznews.extraction.dating import (
    Dating,
    card_moment,
    changed_moment,
    published_moment,
    stated_moment,
)
from kznews.text.timezones import zone

ALMATY = zone("Asia/Almaty")
LATER = datetime(2024, 4, 8, 12, tzinfo=UTC)
URL = "https://example-gazeta.kz/news/most-1"


def weigh(
    shown: str | None,
    *stated: str,
    is_known: bool = True,
    url: str = URL,
    fetched_at: datetime = LATER,
    place: str = "Asia/Almaty",
) -> Dating:
    return published_moment(
        [shown] if shown else [],
        stated,
        url=url,
        zone=zone(place),
        fetched_at=fetched_at,
        is_known=is_known,
    )


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# What is shown, what is stated; the instant, its zone, doubts, notes.
CASES: list[tuple[str | None, list[str], str, str, tuple[str, ...], list[str]]] = [
    # They agree.
    (
        "05 апреля 2024 06:26",
        ["2024-04-05T06:26:59+05:00"],
        "2024-04-05T01:26",
        "+05:00",
        (),
        [],
    ),
    ("05 апреля 2024 06:26", ["2024-04-05T01:26:00Z"], "2024-04-05T01:26", "Asia/Almaty", (), []),
    ("05 апреля 2024 06:26", [], "2024-04-05T01:26", "Asia/Almaty", (), []),
    # A time goes before the day that it lies on, whichever says it.
    ("5 апреля 2024", ["2024-04-05T06:26:00+05:00"], "2024-04-05T01:26", "+05:00", (), []),
    ("05.04.2024 06:26", ["2024-04-05"], "2024-04-05T01:26", "Asia/Almaty", (), []),
    (
        "05.04.2024 06:26",
        ["2024-04-05T00:00:00+05:00"],
        "2024-04-05T01:26",
        "Asia/Almaty",
        (),
        [],
    ),
    ("5 апреля 2024", ["2024-04-05T00:00:00+05:00"], "2024-04-04T19:00", "Asia/Almaty", (), []),
    # The shown date goes first where the two are of different wall times.
    (
        "05.04.2024 06:26",
        ["2024-04-04T06:26:00+05:00"],
        "2024-04-05T01:26",
        "Asia/Almaty",
        ("sources disagree",),
        ["published/disagrees"],
    ),
    (
        "5 апреля 2024",
        ["2024-04-03T06:26:00+05:00"],
        "2024-04-04T19:00",
        "Asia/Almaty",
        ("sources disagree",),
        ["published/disagrees"],
    ),
    # A stated offset is honoured, and doubted where the zone was another then.
    (
        "5 февраля 2024, 06:26",
        ["2024-02-05T06:26:00+05:00"],
        "2024-02-05T01:26",
        "+05:00",
        ("offset",),
        ["published/disagrees"],
    ),
    (None, ["2024-02-05T06:26:00+05:00"], "2024-02-05T01:26", "+05:00", ("offset",), []),
    (None, ["2024-02-05T06:26:00+06:00"], "2024-02-05T00:26", "+06:00", (), []),
    (None, ["2024-04-05T06:26:00+06:00"], "2024-04-05T00:26", "+06:00", ("offset",), []),
    # A wall time that readers see is no UTC.
    (
        "05.04.2024 06:26",
        ["2024-04-05T06:26:00Z"],
        "2024-04-05T01:26",
        "Asia/Almaty",
        ("offset",),
        ["published/disagrees"],
    ),
    (None, ["2024-04-05T06:26:00Z"], "2024-04-05T06:26", "+00:00", (), []),
    # Two offsets: the zone decides; without a doubt where it has kept its own since.
    (
        None,
        ["2024-02-29T06:20:01+06:00", "2024-02-29T06:20:01+05:00"],
        "2024-02-29T00:20",
        "Asia/Almaty",
        ("offset",),
        ["published/metadata_disagrees"],
    ),
    (
        "05 апреля 2024 06:26",
        ["2024-04-05T06:26:01+06:00", "2024-04-05T06:26:01+05:00"],
        "2024-04-05T01:26",
        "Asia/Almaty",
        (),
        ["published/metadata_disagrees"],
    ),
    # The first of two different statements.
    (
        None,
        ["2024-04-05T06:26:00+05:00", "2024-04-01T00:10:00+05:00"],
        "2024-04-05T01:26",
        "+05:00",
        ("sources disagree",),
        ["published/metadata_disagrees"],
    ),
    # Which of the two same hours it was, only an offset can say.
    (
        "29 февраля 2024, 23:30",
        [],
        "2024-02-29T17:30",
        "Asia/Almaty",
        ("repeated hour",),
        [],
    ),
    ("29 февраля 2024, 23:30", ["2024-02-29T23:30:00+05:00"], "2024-02-29T18:30", "+05:00", (), []),
    ("29 февраля 2024, 23:30", ["2024-02-29T23:30:00+06:00"], "2024-02-29T17:30", "+06:00", (), []),
    # A date without its year, and one that no layout vouches for, go last.
    ("Сегодня, 14:05", ["2024-04-05T14:05:00+05:00"], "2024-04-05T09:05", "+05:00", (), []),
    ("Сегодня, 14:05", [], "2024-04-08T09:05", "Asia/Almaty", (), []),
    # An attribute may hold Unix time.
    ("1712280360", [], "2024-04-05T01:26", "+00:00", (), []),
    # The date goes before its weekday.
    ("Понедельник, 5 апреля 2024", [], "2024-04-04T19:00", "Asia/Almaty", ("weekday",), []),
]


@pytest.mark.parametrize(("shown", "stated", "expected", "place", "doubts", "notes"), CASES)
def test_what_a_page_says_comes_to(
    shown: str | None,
    stated: list[str],
    expected: str,
    place: str,
    doubts: tuple[str, ...],
    notes: list[str],
) -> None:
    dating = weigh(shown, *stated)
    assert dating.moment is not None
    assert dating.moment.instant == instant(expected)
    assert dating.moment.zone == place
    assert dating.moment.doubts == doubts
    assert dating.notes == notes


@pytest.mark.parametrize(
    "stated", ["1970-01-01T00:00:00Z", "0000-00-00 00:00:00", "1899-12-30", "2031-04-05T06:26Z", ""]
)
def test_what_is_stated_but_no_date_of_news_is_not_asked(stated: str) -> None:
    for is_known in (True, False):
        dating = weigh("01.04.2024 10:00", stated, is_known=is_known)
        assert dating.moment is not None
        assert (dating.moment.raw, dating.moment.doubts) == ("01.04.2024 10:00", ())
        assert dating.notes == []


def test_a_zero_of_a_clock_is_no_date() -> None:
    assert weigh(None, "1970-01-01T00:00:00Z") == Dating()


def test_without_a_layout_what_is_stated_goes_first() -> None:
    shown = "01.04.2024 10:00"
    stated = "2024-04-05T06:26:00+05:00"
    dating = weigh(shown, stated, is_known=False)
    assert dating.moment is not None
    assert dating.moment.raw == stated
    assert dating.moment.doubts == ("sources disagree",)
    assert dating.notes == ["published/disagrees"]
    agreeing = weigh("05.04.2024 06:26", stated, is_known=False)
    assert (agreeing.moment, agreeing.notes) == (weigh(None, stated).moment, [])
    relative = weigh("Сегодня, 14:05", stated, is_known=False)
    assert (relative.moment, relative.notes) == (weigh(None, stated).moment, [])
    alone = weigh(shown, is_known=False).moment
    assert alone is not None
    assert alone.raw == shown


def test_the_outlets_zone() -> None:
    moments = [weigh("5 февраля 2024, 12:00", place=f"Asia/{city}") for city in ("Almaty", "Oral")]
    assert [each.moment and each.moment.instant for each in moments] == [
        instant("2024-02-05T06:00"),
        instant("2024-02-05T07:00"),
    ]


@pytest.mark.parametrize(
    ("shown", "stated"),
    [(None, []), ("Автор", ["", "вскоре"]), ("14:05", []), ("7886", []), ("2:1", [])],
)
def test_a_page_that_states_no_date_has_none(shown: str | None, stated: list[str]) -> None:
    assert weigh(shown, *stated) == Dating()


def test_what_lies_after_the_fetch_is_no_publication() -> None:
    dating = weigh("12 мая 2031 10:00", "2031-05-12T10:00:00+05:00")
    assert dating == Dating(notes=["published/in_future"])
    fallen_back = weigh("12 мая 2031 10:00", "2024-04-05T06:26:00+05:00").moment
    assert fallen_back is not None
    assert fallen_back.instant == instant("2024-04-05T01:26")


@pytest.mark.parametrize(
    ("path", "expected", "precision"),
    [
        ("/articles/obshestvo/2024/04/05/most-otkryt", "2024-04-04T19:00", "day"),
        ("/2024-04-05-most-otkryt/", "2024-04-04T19:00", "day"),
        ("/2024-04-05/most-otkryt/", "2024-04-04T19:00", "day"),
        ("/20240405/most-1234567.html", "2024-04-04T19:00", "day"),
        ("/ru/news/biznes/most_otkryt_date_2024_04_05", "2024-04-04T19:00", "day"),
        ("/most-otkryt-1712280360/", "2024-04-05T01:26", "minute"),
    ],
)
def test_the_date_in_the_address_is_asked_last(path: str, expected: str, precision: str) -> None:
    url = f"https://example-gazeta.kz{path}"
    dating = weigh(None, url=url)
    assert dating.moment is not None
    assert (dating.moment.instant, dating.moment.precision) == (instant(expected), precision)
    assert dating.notes == ["published/from_address"]
    assert weigh("1 апреля 2024", url=url).notes == []


@pytest.mark.parametrize(
    "path",
    [
        "/2024/most/",
        "/2024/04/most/",
        "/2024/13/05/most/",
        "/2031/04/05/most/",
        "/news/20240405",
        "/most_2024_04_05_otkryt",
        "/2024-04/05/most/",
        "/most-7012345678/",
        "/most-1999999999/",
    ],
)
def test_not_every_number_in_an_address_is_a_date(path: str) -> None:
    assert weigh(None, url=f"https://example-gazeta.kz{path}") == Dating()


def test_a_bare_time_is_read_on_the_first_page_of_a_listing_only() -> None:
    def card(text: str, *, is_newest: bool) -> datetime | None:
        moment = card_moment(text, zone=ALMATY, fetched_at=LATER, is_newest=is_newest)
        return moment.instant if moment else None

    # It is 17:00 in Almaty.
    assert card("14:05", is_newest=True) == instant("2024-04-08T09:05")
    assert card("сағат 14:05", is_newest=True) == instant("2024-04-08T09:05")
    assert card("17:04", is_newest=True) == instant("2024-04-08T12:04")
    assert card("17:30", is_newest=True) == instant("2024-04-07T12:30")
    assert card("14:05", is_newest=False) is None
    assert card("Вчера, 14:05", is_newest=False) == instant("2024-04-07T09:05")
    assert card("1712280360000", is_newest=False) == instant("2024-04-05T01:26")
    for text in ("2:1", "7886", "24/7", "Общество"):
        assert card(text, is_newest=True) is None


def test_changes_are_weighed_alike() -> None:
    moment = stated_moment(
        ["2024-02-29T06:20:01+06:00", "2024-02-29T06:20:01+05:00"], zone=ALMATY, fetched_at=LATER
    )
    assert moment is not None
    assert moment.instant == instant("2024-02-29T00:20")
    assert stated_moment(["вскоре"], zone=ALMATY, fetched_at=LATER) is None


@pytest.mark.parametrize(
    ("stated", "changed", "expected"),
    [
        # It is 11:26 in Almaty, 06:26 in UTC.
        ("2024-04-05T06:26:00Z", "2024-04-05T07:00:30Z", "2024-04-05T07:00"),
        ("2024-04-05T11:26:00Z", "2024-04-05T12:00:30Z", "2024-04-05T07:00"),
        ("2024-04-05 06:26:00", "2024-04-05 07:00:00", "2024-04-05T07:00"),
        # Another program wrote it.
        ("2024-04-05T11:26:00Z", "2024-04-05T12:00:00+05:00", "2024-04-05T07:00"),
        ("2024-04-05T09:10:00Z", "2024-04-05T12:00:00Z", "2024-04-05T12:00"),
        # Written ahead, and published later: not changed.
        ("2024-04-05T06:26:00Z", "2024-04-05T03:00:00Z", None),
        ("2024-04-05T11:26:00Z", "2024-04-05T11:26:40Z", None),
        ("2024-04-05T11:26:00Z", "2024-04-05T11:20:00Z", None),
        # In the future, also when it is put right.
        ("2024-04-05T11:26:00+05:00", "2024-04-08T18:00:00+05:00", None),
        ("2024-04-05T11:26:00Z", "2024-04-09T12:00:00Z", None),
    ],
)
def test_a_change_is_put_right_by_as_many_hours_as_the_publication(
    stated: str, changed: str, expected: str | None
) -> None:
    published = published_moment(
        ["5 апреля 2024, 11:26"], [stated], url=URL, zone=ALMATY, fetched_at=LATER, is_known=True
    ).moment
    assert published is not None
    assert published.instant == instant("2024-04-05T06:26")
    moment = changed_moment([changed], [stated], published=published, zone=ALMATY, fetched_at=LATER)
    assert (moment.instant if moment else None) == (instant(expected) if expected else None)


def test_a_change_just_before_the_fetch_is_put_right_into_the_past() -> None:
    stated = "2024-04-08T12:00:00Z"
    published = published_moment(
        ["8 апреля 2024, 12:00"], [stated], url=URL, zone=ALMATY, fetched_at=LATER, is_known=True
    ).moment
    moment = changed_moment(
        ["2024-04-08T16:00:00Z"], [stated], published=published, zone=ALMATY, fetched_at=LATER
    )
    assert moment is not None
    assert moment.instant == instant("2024-04-08T11:00")


@pytest.mark.parametrize("nothing", ["", " ", "\n\t", "\u200b", "&nbsp;", "\xad"])
def test_what_was_read_from_is_never_empty(nothing: str) -> None:
    now: dict[str, Any] = {"zone": ALMATY, "fetched_at": LATER}
    assert card_moment(nothing, **now, is_newest=True) is None
    assert stated_moment([nothing], **now) is None
    found = published_moment([nothing], [nothing], url=URL, is_known=True, **now)
    assert found.moment is None
    told = published_moment(
        [nothing, f"7 апреля 2024{nothing}"], [nothing], url=URL, is_known=True, **now
    )
    assert told.moment is not None
    assert told.moment.raw == "7 апреля 2024"
