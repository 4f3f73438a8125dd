"""The pages of a day, of outlets, of languages and of copying say what the record holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kznews.record.schema import ARTICLES
from kznews.record.stories.schema import COPIES
from tests.mongo.servers import wait_until
from tests.web.conftest import Site
from tests.web.record import DAY, HOUR, NOW, STORY, address_of, id_of


def _copy(number: int, outlet: str, **fields: Any) -> dict[str, Any]:
    # What is not asked for here.
    others = dict.fromkeys(
        ("not_before", "source_id", "least_delay", "most_delay", "common_source", "taken",
         "changed", "added", "left_out")
    )  # fmt: skip
    return (
        others
        | {
            "_id": id_of(number, outlet),
            "not_after": NOW,
            "named_outlets": [],
            "words": 100,
            "story_id": STORY,
            "outlet": outlet,
            "place": "later",
            "appeared_at": NOW - HOUR,
            "source_outlet": None,
            "source_place": None,
            "is_certain": None,
            "naming": "nobody",
            "delay": None,
            "share": 1.0,
        }
        | fields
    )


@pytest.fixture(scope="module", autouse=True)
def copied(site: Site) -> Iterator[None]:
    """Zakon was first; kapital copied it within the hour, and exclusive perhaps did."""
    copies = site.sources.database[COPIES.name]
    taken = {"source_outlet": "zakon", "source_place": "first"}
    copies.insert_many(
        [
            _copy(2, "zakon", place="first", appeared_at=NOW - 3 * HOUR),
            _copy(3, "kapital", **taken, is_certain=True, delay=3600),
            _copy(4, "kapital", **taken, is_certain=True, delay=7200, appeared_at=NOW - 10 * DAY),
            _copy(
                1,
                "exclusive",
                **taken,
                is_certain=False,
                place="perhaps first",
                delay=60,
                appeared_at=NOW - 4 * HOUR,
            ),
        ]
    )
    yield
    copies.delete_many({})


def read(site: Site, address: str) -> Any:
    answer = site.client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_last_24_hours(site: Site) -> None:
    told = read(site, "/today.json")
    assert told["articles"] == 4
    assert [each["outlet"] for each in told["by_hour"]] == ["exclusive", "kapital", "zakon"]
    assert [sum(each["hours"]) for each in told["by_hour"]] == [2, 1, 1]
    # The two copies are one story.
    assert [each["title"].split()[0] for each in told["new"]] == ["Инфляция", "Пожар", "Елде"]
    [copied] = told["copied"]
    assert copied["outlets"] == ["exclusive", "kapital"]
    assert (copied["first"]["outlet"], copied["is_certain"]) == ("zakon", True)
    [edited] = told["edited"]
    assert (edited["edits"], edited["kinds"][0]) == (1, "headline")
    [removed] = told["removed"]
    assert removed["title"] == "Снятая статья о тарифах"


def test_a_day_begins_at_midnight_of_the_readers_zone(site: Site) -> None:
    for zone, begin in (("Asia/Almaty", "2026-11-25T19:00:00Z"), ("UTC", "2026-11-26T00:00:00Z")):
        told = read(site, f"/today.json?day=2026-11-26&zone={zone}")
        assert (told["since"], told["articles"]) == (begin, 1)
        assert told["hours"][0] == begin
    assert site.client.get("/?day=0001-01-01").status_code == 400


def test_a_part_is_shown_alone_in_each_format(site: Site) -> None:
    for part in ("new", "copied", "edited", "removed"):
        assert set(read(site, f"/today.json?part={part}")) == {"since", "until", "part", part}
        assert site.client.get(f"/today.atom?part={part}").text.count("<entry>") >= 1
        assert len(site.client.get(f"/today.csv?part={part}").text.splitlines()) >= 2


def test_outlets_are_told_with_what_is_wrong(site: Site) -> None:
    def zakon() -> Any:
        told = read(site, "/outlets.json")
        return next(each for each in told["outlets"] if each["outlet"] == "zakon")

    assert (zakon()["articles"], zakon()["languages"]) == (31, {"ru": 31})
    wait_until(lambda: zakon()["red"] is not None, "the checks")
    told = read(site, "/outlets/zakon.json")
    assert sum(map(sum, told["by_weekday_and_hour"])) == 31
    assert told["red"] == {}
    # Published at 09:30 UTC, Friday to Monday before, and hours before that.
    assert read(site, "/outlets/kapital.json?zone=UTC")["by_weekday_and_hour"][4][7] == 1
    assert read(site, "/outlets/kapital.json")["by_weekday_and_hour"][4][12] == 1
    assert read(site, "/outlets/exclusive.json")["edited"][0]["edits"] == 1
    assert site.client.get("/outlets/nobody").status_code == 404


def test_what_is_wrong_is_told_in_the_readers_words(site: Site) -> None:
    checks = site.sources.checks
    wait_until(lambda: checks.last() is not None, "the checks")
    told = checks.last()
    assert told is not None
    failed = {"zakon": {"silent": "its newest article is 3 days old"}}
    checks._last = type(told)(told.at, failed)
    assert "Басылым әдеттегіден ұзақ үнсіз" in site.client.get("/outlets/zakon?ui=kk").text
    assert "silent" in site.client.get("/outlets?ui=en&sort=red").text
    checks._last = told


def test_the_share_of_kazakh_leaves_adverts_out(site: Site) -> None:
    told = read(site, "/languages.json")
    assert told["all"]["articles"] == sum(each["articles"] for each in told["outlets"])
    assert told["weeks"][-1] == "2026-11-22T19:00:00Z"
    assert (told["all"]["kazakh"], told["adverts"]["articles"]) == (1, 0)
    exclusive = next(each for each in told["outlets"] if each["outlet"] == "exclusive")
    assert exclusive["weeks"][-1]["kazakh"] == 1
    rows = site.client.get("/languages.csv").text
    assert "exclusive,2026-11-23," in rows
    articles = site.sources.database[ARTICLES.name]
    kazakh = articles.find_one({"_id": id_of(4)})
    assert kazakh is not None
    advert = {"_id": id_of(99), "url": address_of(99), "kind": "advert"}
    articles.insert_one(kazakh | advert)
    site.catch_up()
    after = read(site, "/languages.json")
    assert (after["adverts"]["kazakh"], after["all"]) == (1, told["all"])
    articles.delete_one({"_id": id_of(99)})
    site.catch_up()


def test_who_copies_whom_over_a_chosen_time(site: Site) -> None:
    told = read(site, "/copying.json")
    assert told["pairs"] == [
        {"outlet": "kapital", "source": "zakon", "certain": 2, "uncertain": 0},
        {"outlet": "exclusive", "source": "zakon", "certain": 0, "uncertain": 1},
    ]
    delays = told["delays"]
    assert (delays["copies"], delays["quarter"], delays["three_quarters"]) == (2, 3600, 7200)
    assert told["firsts"][0] == {"outlet": "zakon", "certain": 1, "perhaps": 0}
    week = read(site, "/copying.json?days=7")
    assert (week["copies"], week["delays"]["half"]) == (2, 3600)
    page = site.client.get("/copying?ui=en&sort=source&source=zakon").text
    assert page.index(">Kapital.kz<") < page.index(">Exclusive.kz<")


def test_what_is_counted_of_copies_is_read_from_indexes(site: Site) -> None:
    copies = site.sources.database[COPIES.name]
    since = NOW - timedelta(days=30)
    place = {"$in": ["first", "perhaps first"]}
    of = {"place": place, "appeared_at": {"$gte": since, "$lt": NOW}}
    plan = copies.find(of, {"_id": False, "outlet": True, "place": True}).explain()
    assert "FETCH" not in str(plan["queryPlanner"]["winningPlan"])
