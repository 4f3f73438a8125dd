"""A strip that stands on every page is given once a minute, and again where it has changed."""

from __future__ import annotations

from datetime import timedelta

from kznews.items import SIGHTING_INTERVAL
from kznews.spiders.strips import LastStrip, LastTickers
from tests.pipelines.items import NOW, rate, ticker

SECOND = timedelta(seconds=1)


def test_the_same_strip_on_another_page_is_repeated_for_a_minute() -> None:
    last = LastStrip()
    assert not last.is_repeated([ticker(), rate()], NOW)
    soon = NOW + SIGHTING_INTERVAL - SECOND
    assert last.is_repeated([ticker(page_url="https://a.kz/2", seen_at=soon), rate()], soon)
    # From the first one on, not from the last one that was left out.
    assert not last.is_repeated([ticker(), rate()], soon + SECOND)


def test_another_strip_is_not_repeated() -> None:
    last = LastStrip()
    assert not last.is_repeated([ticker()], NOW)
    assert not last.is_repeated([ticker(headline="Новый мост")], NOW)
    assert not last.is_repeated([ticker()], NOW)
    assert not last.is_repeated([], NOW)


def test_pages_of_two_editions_may_come_in_turns() -> None:
    last = LastTickers()
    kazakh = ticker(headline="Жаңа көпір", edition="exclusive.kz/kz/")
    assert not last.is_repeated([ticker()], NOW)
    assert not last.is_repeated([kazakh], NOW)
    assert last.is_repeated([ticker()], NOW + SECOND)
    assert last.is_repeated([kazakh], NOW + SECOND)


def test_a_replay_may_go_back_in_time() -> None:
    last = LastStrip()
    assert not last.is_repeated([ticker()], NOW)
    assert not last.is_repeated([ticker()], NOW - SIGHTING_INTERVAL)
