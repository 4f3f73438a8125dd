"""The pages of tickers: a day as bars, a moment as a list, one headline."""

from __future__ import annotations

from typing import Any

from lxml import html

from kznews.record.documents import ticker_id
from kznews.record.stored_tickers import in_time, shown_between
from tests.web.conftest import Site
from tests.web.record import HOSTILE, HOUR, NOW

ID = ticker_id("exclusive", None, "Пожар в Алматы")


def test_a_day_is_shown_as_bars_and_says_what_is_certain(site: Site) -> None:
    page = site.client.get("/tickers?outlet=exclusive&day=2026-11-27&ui=ru")
    assert page.status_code == 200
    root: Any = html.fromstring(page.text)
    bars = root.xpath("//div[@class='intervals']//li")
    assert len(bars) == 3
    [fire] = [each for each in bars if "Пожар" in each.text_content()]
    assert fire.xpath(".//rect/@class") == ["certain", "possible"]
    assert fire.xpath(".//a/@href") == [f"/tickers/{ID}?ui=ru"]
    # Seen at 12:30 of Almaty alone, and gone an hour later.
    assert fire.xpath(".//@aria-label") == [
        "замечен один раз: 27 нояб. 2026, 12:30; к 27 нояб. 2026, 13:30 уже снят"
    ]
    assert "2026-11-26" in str(root.xpath("//nav[@class='pager']//a/@href"))


def test_a_moment_is_answered_by_a_list_with_positions(site: Site) -> None:
    # 12:30 in Almaty is 10:30 in Moscow.
    for address in (
        "/tickers.json?outlet=exclusive&day=2026-11-27&at=12:30",
        "/tickers.json?at=10:30&zone=Europe/Moscow&day=2026-11-27",
        "/tickers.json?at=2026-11-27T07:30Z",
    ):
        found = site.client.get(address).json()
        assert [(each["position"], each["headline"]) for each in found["headlines"]] == [
            *((1, "Пожар в Алматы"), (2, "Күн суытады"), (3, HOSTILE)),
        ]
        assert found["at"] == "2026-11-27T07:30:00Z"
        assert [each["outlet"] for each in found["tickers"]] == ["exclusive"]
    fire = found["headlines"][0]
    assert fire["article"]["wording"] == "a former title"
    # By 13:00 nobody had looked again: it may have been taken off.
    later = site.client.get("/tickers.json?day=2026-11-27&at=13:00").json()["headlines"]
    assert [each["may_be_gone"] for each in later] == [True, False, True]
    page = site.client.get("/tickers?day=2026-11-27&at=12:30&ui=en").text
    root: Any = html.fromstring(page)
    items = root.xpath("//ol[@class='headlines']/li")
    assert [each.get("value") for each in items] == ["1", "2", "3"]
    assert "its title was this before, now: Пожар на складе в Алматы потушен" in " ".join(
        items[0].text_content().split()
    )


def test_the_same_answer_is_a_table_and_a_feed(site: Site) -> None:
    [head, *rows] = site.client.get("/tickers.csv?day=2026-11-27").text.splitlines()
    assert head.lstrip("\ufeff").startswith("outlet,edition,headline,url,language,first_seen_at")
    assert len(rows) == 3
    feed = site.client.get("/tickers.atom?outlet=exclusive&day=2026-11-27").text
    assert feed.count("<entry>") == 3
    assert "<script>" not in feed


def test_a_headline_has_its_times_pages_and_article(site: Site) -> None:
    found = site.client.get(f"/tickers/{ID}.json").json()
    assert found["headline"] == "Пожар в Алматы"
    assert [(each["first_seen_at"], each["missed_at"]) for each in found["times"]] == [
        ("2026-11-27T07:30:00Z", "2026-11-27T08:30:00Z")
    ]
    assert found["sightings"][0]["position"] == 1
    page = site.client.get(f"/tickers/{ID}?ui=kk")
    assert page.status_code == 200
    assert "Жолда 1 рет болды" in page.text
    assert site.client.get("/tickers/none").status_code == 404


def test_what_is_no_time_or_day_is_told(site: Site) -> None:
    for at in ("25:00", "14:0", "9999-12-31T23:59-12:00", "0001-01-01T00:00", "1500-01-01"):
        answer = site.client.get("/tickers", params={"at": at, "ui": "en"})
        assert answer.status_code == 400, at
        assert "It is written so: 14:00" in answer.text
    for day in ("1900-01-01", "2199-12-31"):
        assert site.client.get(f"/tickers?day={day}&at=00:00").status_code == 200
    empty = site.client.get("/tickers?outlet=nobody&ui=en")
    assert empty.status_code == 200
    assert "Nothing of that time is stored." in empty.text


def test_no_more_headlines_are_read_than_a_page_shows(site: Site) -> None:
    database = site.sources.database
    shown = shown_between(database, NOW - 9 * HOUR, NOW, most=2)
    assert len(shown) == 2
    plan = str(database["tickers"].find(in_time(NOW - HOUR, NOW)).limit(2).explain())
    assert "IXSCAN" in plan
    assert "COLLSCAN" not in plan
