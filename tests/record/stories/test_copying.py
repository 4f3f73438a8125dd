"""Who copied whom in a story, by rules alone: no database is asked."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from kznews.items import Article
from kznews.outlets.names import outlet_named, outlets_in_dateline
from kznews.record.documents import article_fields
from kznews.record.stories.copying import Publication, publications
from kznews.record.stories.publication_order import Span, possible_moments
from kznews.record.stories.skeleton import skeleton_words
from kznews.record.stories.takeover import Source
from tests.record.samples import NOON
from tests.record.stories.linked import edited, published
from tests.record.stories.spellings import in_latin
from tests.record.stories.texts import BRIDGE, FIRE, HARVEST

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def told(*articles: Article) -> dict[str, Publication]:
    """By outlet; the same whatever the order in which they are given."""
    fields = [article_fields(each) for each in articles]
    found = [publications(each, outlet_named, outlets_in_dateline) for each in permutations(fields)]
    assert all(each == found[0] for each in found)
    return {each.outlet: each for each in found[0]}


def source(one: Publication) -> tuple[str | None, bool]:
    return (one.source.outlet if one.source else None), one.is_certain


def span(**changes: Any) -> Span:
    return possible_moments(article_fields(published(1, FIRE, 0, **changes)))


@pytest.mark.parametrize(
    ("changes", "earliest", "latest"),
    [
        ({}, NOON, NOON + MINUTE),
        ({"published_at": NOON + timedelta(seconds=40)}, NOON, NOON + MINUTE),
        ({"published_precision": "day"}, NOON, NOON + DAY),
        ({"published_precision": "day", "fetched_at": NOON + HOUR}, NOON, NOON + HOUR),
        ({"published_doubts": ["offset"]}, NOON - HOUR, NOON + HOUR + MINUTE),
        ({"published_zone": None}, NOON - HOUR, NOON + HOUR + MINUTE),
        ({"published_doubts": ["repeated hour"]}, NOON, NOON + HOUR + MINUTE),
        ({"published_doubts": ["weekday"]}, None, NOON + 2 * DAY),
        ({"published_at": None, "published_precision": None}, None, NOON + 2 * DAY),
        ({"published_at": NOON + 7 * HOUR}, NOON + 7 * HOUR, NOON + 7 * HOUR + DAY),
        ({"published_at": NOON, "published_zone": "+12:00"}, NOON, NOON + DAY),
        ({"published_zone": "no zone"}, NOON, NOON + MINUTE),
        # Before it says that it came out: a clock, or a date that says nothing.
        ({"fetched_at": NOON - MINUTE}, NOON - 11 * MINUTE, NOON - MINUTE),
        ({"fetched_at": NOON - HOUR}, None, NOON - HOUR),
    ],
)
def test_an_article_came_out_in_a_span(changes: Any, earliest: Any, latest: Any) -> None:
    assert span(**{"fetched_at": NOON + 2 * DAY} | changes) == Span(earliest, latest)


def test_what_a_copy_took_over_is_counted_in_words() -> None:
    original = Source(words := skeleton_words(FIRE))
    paragraphs = FIRE.split("\n\n")
    cut = original.taken_by(skeleton_words("\n\n".join(paragraphs[:2])))
    left = len(skeleton_words("\n\n".join(paragraphs[2:])))
    assert (cut.taken, cut.changed, cut.added, cut.left_out) == (cut.words, 0, 0, left)
    moved = original.taken_by(skeleton_words(" ".join(reversed(paragraphs))))
    assert (moved.share, moved.left_out) == (1.0, 0)
    reworded = FIRE.replace("двенадцать расчетов", "несколько экипажей").replace("800", "900")
    changed = original.taken_by(skeleton_words(reworded))
    assert (changed.taken, changed.changed) == (len(words) - 3, 3)
    assert (changed.added, changed.left_out) == (0, 0)
    led = original.taken_by(skeleton_words(f"{paragraphs[0]}\n\n{BRIDGE}"))
    assert abs(led.added - len(skeleton_words(BRIDGE))) < 4
    other = Source(skeleton_words(BRIDGE)).taken_by(skeleton_words(FIRE))
    assert (other.share, Source([]).taken_by([]).share) == (0.0, 0.0)


def test_words_before_a_change_and_paragraphs_that_come_twice_are_taken_over() -> None:
    words = skeleton_words(FIRE)
    changed = Source(words).taken_by(skeleton_words(FIRE.replace("загорелся", "вспыхнул")))
    assert (changed.taken, changed.changed) == (len(words) - 1, 1)
    first = FIRE.split("\n\n")[0]
    twice = Source(skeleton_words(f"{first}\n\n{BRIDGE}\n\n{first}"))
    both = twice.taken_by(skeleton_words(f"{first}\n\n{first}"))
    assert (both.share, both.left_out) == (1.0, len(skeleton_words(BRIDGE)))


def test_a_text_in_another_script_was_taken_over() -> None:
    copy = skeleton_words(in_latin(HARVEST, "2021"))
    assert Source(skeleton_words(HARVEST)).taken_by(copy).share > 0.9


def test_the_source_is_the_earliest_that_explains_the_most() -> None:
    shortened = edited(FIRE, 1)
    found = told(
        published(1, FIRE, 0),
        published(2, f"{shortened}\n\n{BRIDGE}", 10),
        published(3, f"{shortened}\n\n{BRIDGE}", 20),
        published(4, FIRE, 30),
    )
    assert source(found["outlet1"]) == (None, True)
    assert source(found["outlet2"]) == ("outlet1", True)
    assert source(found["outlet3"]) == ("outlet2", True)
    assert source(found["outlet4"]) == ("outlet1", True)
    assert [each.place for each in found.values()] == ["first", "later", "later", "later"]
    assert (found["outlet4"].delay, found["outlet4"].delay_bounds) == (1800, (1740, 1860))


def test_a_source_that_is_named_may_explain_a_little_less() -> None:
    shorter = FIRE.replace("Движение по соседним улицам открыли в 18:00. ", "")
    before = published(1, FIRE, 0), published(2, shorter, 10)
    naming: dict[str, Any] = {"attributed_to": ["outlet2"]}
    assert source(told(*before, published(3, FIRE, 20))["outlet3"]) == ("outlet1", True)
    assert source(told(*before, published(3, FIRE, 20, **naming))["outlet3"]) == ("outlet2", True)


def test_of_another_text_nothing_was_taken_over() -> None:
    found = told(published(1, FIRE, 0), published(2, BRIDGE, 10))
    assert source(found["outlet2"]) == (None, True)


def test_ties_are_told_as_ties() -> None:
    found = told(published(1, FIRE, 0), published(2, FIRE, 0))
    assert [each.place for each in found.values()] == ["perhaps first"] * 2
    assert sorted(source(each) for each in found.values() if each.source)[0][1] is False
    # Its day began before the other came out, and ended after.
    day = published(2, FIRE, -60, published_precision="day")
    found = told(published(1, FIRE, 0), day, published(3, FIRE, 300))
    assert source(found["outlet2"]) == ("outlet1", False)
    assert found["outlet2"].delay is None
    assert found["outlet2"].delay_bounds == (-3660, 20 * 3600 - 3600)
    assert [each.place for each in found.values()] == ["perhaps first", "later", "perhaps first"]


def test_who_names_the_other_is_the_later() -> None:
    naming: dict[str, Any] = {"attributed_to": ["Zakon.kz"], "outlet": "outlet1"}
    for one, other in ((1, 2), (2, 1)):
        found = told(published(one, FIRE, 0, **naming), published(other, FIRE, 0, outlet="zakon"))
        assert source(found["outlet1"]) == ("zakon", True)
        assert source(found["zakon"]) == (None, True)
        assert (found["zakon"].place, found["outlet1"].place) == ("first", "later")
    # But not where it is certain that it was the earlier.
    found = told(published(1, FIRE, 0, **naming), published(2, FIRE, 9, outlet="zakon"))
    assert source(found["zakon"]) == ("outlet1", True)
    assert found["outlet1"].naming == "another outlet"


@pytest.mark.parametrize(
    ("changes", "naming", "common"),
    [
        ({"attributed_to": ["КазТАГа"]}, "source", None),
        ({"dateline": "АСТАНА. KAZTAG"}, "source", None),
        ({"attributed_to": ["Tengrinews"]}, "first", None),
        ({"attributed_to": ["Nur.kz"]}, "another outlet", None),
        ({"attributed_to": ["пресс-служба МЧС"]}, "outside", "пресс-служба МЧС"),
        ({"attributed_to": ["example.org"]}, "outside", None),
        ({"attributed_to": ["www.Example.kz"]}, "another outlet", None),
        ({}, "nobody", None),
    ],
)
def test_what_a_copy_names(changes: dict[str, Any], naming: str, common: str | None) -> None:
    found = told(
        published(1, edited(FIRE, 1), 0, outlet="tengrinews"),
        published(2, FIRE, 10, outlet="kaztag", attributed_to=["Пресс-служба МЧС"]),
        published(3, FIRE, 20, **changes),
        published(4, BRIDGE, 30, outlet="example.kz"),  # a site without a module
    )
    copy = found["outlet3"]
    assert source(copy) == ("kaztag", True)
    assert (copy.naming, copy.common_source) == (naming, common)


def test_an_aggregator_is_no_first_and_an_outlets_second_article_no_copy() -> None:
    found = told(
        published(1, FIRE, 0, outlet_kind="aggregator"),
        published(2, FIRE, 10),
        published(3, FIRE, 20, outlet="outlet4"),
        published(4, FIRE, 30, outlet="outlet4"),
    )
    assert (found["outlet1"].place, found["outlet2"].place) == ("later", "first")
    assert (found["outlet4"].place, found["outlet4"].source) == ("repeated", None)
    found = told(
        published(1, FIRE, 0, outlet_kind="aggregator"),
        published(2, FIRE, 10),
        published(3, FIRE, 20),
    )
    assert source(found["outlet3"]) == ("outlet2", True)


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("Zakon.kz", "zakon"),
        ("tengrinews", "tengrinews"),
        ("КазТАГа", "kaztag"),
        ("Хабар 24", "khabar24"),
        ("24.kz", "khabar24"),
        ("ҚазАқпарат", "inform"),
        ("example.kz", None),
        ("Интерфакс-Казахстан", None),
        ("пресс-служба МЧС", None),
    ],
)
def test_outlets_are_known_by_their_names(name: str, outlet: str | None) -> None:
    assert outlet_named(name) == outlet


def test_outlets_are_known_in_datelines() -> None:
    assert outlets_in_dateline("АСТАНА. 2 декабря. KAZINFORM") == ["inform"]
    assert outlets_in_dateline(None) == outlets_in_dateline("Алматы") == []
