"""Who told a story first, and who copied: as far as dates make it certain."""

from __future__ import annotations

from datetime import timedelta

from kznews.mongo.values import Fields
from kznews.search.folding import is_copy, story_of, told_by
from tests.record.samples import NOON
from tests.search.conftest import stored


def published(outlet: str, minutes: int, **changes: object) -> Fields:
    at = NOON + timedelta(minutes=minutes)
    said = {"published_at": at, "fetched_at": NOON + timedelta(days=1), "published_doubts": []}
    return stored(minutes, outlet=outlet, **said | changes)


def test_the_first_is_certain_where_it_came_out_before_all_other_outlets() -> None:
    zakon, again, nur = published("zakon", 0), published("zakon", 1), published("nur", 9)
    story = story_of("a", [told_by(each) for each in (zakon, again, nur)])
    assert (story.articles, story.outlets, story.is_certain) == (3, ("zakon", "nur"), True)
    assert story.first is not None
    assert story.first.url == zakon["url"]
    told = [told_by(each) for each in (zakon, again, nur)]
    assert [is_copy(each, told) for each in (zakon, again, nur)] == [False, False, True]


def test_a_day_makes_no_first_certain() -> None:
    day = published("zakon", -720, published_precision="day")
    story = story_of("a", [told_by(each) for each in (day, published("nur", 9))])
    assert story.first is not None
    assert (story.first.outlet, story.is_certain) == ("nur", False)
    assert not is_copy(day, [told_by(published("nur", 9))])


def test_who_gathers_news_is_never_the_first() -> None:
    gathered = published("baq", 0, outlet_kind="aggregator")
    story = story_of("a", [told_by(each) for each in (gathered, published("nur", 9))])
    assert story.first is not None
    assert story.first.outlet == "nur"
    assert not is_copy(published("nur", 9), [told_by(gathered)])
    assert story_of("a", [told_by(gathered)] * 2).first is None
