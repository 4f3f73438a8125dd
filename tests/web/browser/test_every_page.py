"""Every page in Chromium: readable by everybody, in both colours, at 320 px, with the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Browser
from pymongo import MongoClient

from benchmarks.page_addresses import addresses
from kznews.outlets import all_outlets
from kznews.watches.registry import add
from kznews.web.site import all_pages
from tests.web.browser.conftest import Served
from tests.web.browser.reader import MEETING, NAMES, OUTSIDE, Reader, axe_faults, reading, wider

NO_PAGES_FOR_PEOPLE = {"served", "openapi", "login"}
"""Pages that are no part of this: as an outlet served it, for programs, where tokens are needed."""
PAGES_OF_ALL_COLOURS = {"search", "article", "versions", "rates", "tickers", "copying", "today"}
"""Pages that have between them all colours of the one style sheet."""


@pytest.fixture(scope="module")
def reader(served: Served, browser: Browser) -> Iterator[Reader]:
    with reading(browser, served.base) as reader:
        yield reader


@pytest.fixture(scope="module")
def shown(served: Served) -> dict[str, str]:
    with MongoClient[dict[str, Any]](served.uri, tz_aware=True) as client:
        database = client[served.database]
        add(database, "nickel", "никель", ["json://127.0.0.1:9/"])
        return addresses(database, "мост")


def test_every_page_is_looked_at(shown: dict[str, str]) -> None:
    looked_at = {what.partition(",")[0] for what in shown}
    assert looked_at == all_pages().keys() - NO_PAGES_FOR_PEOPLE


def test_who_reads_asks_again_where_mongodb_is_away(reader: Reader) -> None:
    away: dict[str, Any] = {"status": 503, "content_type": "text/html", "body": "away"}
    reader.page.route("**/about", lambda route: route.fulfill(**away), times=2)
    assert reader.open("/about").status == 200
    assert reader.faults == []


def test_no_page_keeps_anybody_out_or_calls_another_host(
    reader: Reader, shown: dict[str, str]
) -> None:
    page, found = reader.page, []
    names = [each.name for each in all_outlets()]
    for (what, address), language in zip(shown.items(), cycle(("ru", "kk", "en")), strict=False):
        told_before = len(reader.faults)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        separator = "&" if "?" in address else "?"
        answer = reader.open(f"{address}{separator}ui={language}")
        assert answer.status == 200, f"{what}: {address}"
        found += [f"{what}, light: {each}" for each in axe_faults(page)]
        named = page.evaluate(NAMES, names)
        found += [f"{what}: the name of an outlet, not its title: {each}" for each in named]
        found += [f"{what}, wide: labels meet: {each}" for each in page.evaluate(MEETING)]
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 320, "height": 700})
        found += [f"{what}, 320 px: {each}" for each in wider(page)]
        found += [f"{what}, 320 px: labels meet: {each}" for each in page.evaluate(MEETING)]
        found += [f"{what}, 320 px: a label is cut: {each}" for each in page.evaluate(OUTSIDE)]
        if what.partition(",")[0] in PAGES_OF_ALL_COLOURS:
            dark = axe_faults(page, only=("color-contrast",))
            found += [f"{what}, dark: {each}" for each in dark]
        if what == "kept":  # what the policy refuses the page in the frame, Chromium tells
            told = reader.faults[told_before:]
            reader.faults[told_before:] = [each for each in told if "asks for" in each]
    assert found == []
    assert reader.faults == []


def test_a_page_that_says_what_is_wrong_is_readable_too(reader: Reader) -> None:
    for address in ("/nowhere", "/tickers?at=32"):
        assert reader.open(address).status in {400, 404}
        assert axe_faults(reader.page) == []
        assert wider(reader.page) == []
    # Of the two answers themselves, Chromium tells that they failed.
    assert all("Failed to load resource" in each for each in reader.faults)
    reader.faults.clear()


_REACHABLE = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(each => each.checkVisibility() && !each.disabled).length"""
_FOCUSED = """() => {
  const each = document.activeElement;
  if (each === document.body) return null;
  each.dataset.met = (Number(each.dataset.met) || 0) + 1;
  const style = getComputedStyle(each), box = each.getBoundingClientRect();
  return {met: Number(each.dataset.met), text: each.innerText || each.name || each.id,
          outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
          seen: box.width > 0 && box.height > 0 && box.right > 0};
}"""


def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    reader: Reader, shown: dict[str, str]
) -> None:
    page = reader.page
    page.set_viewport_size({"width": 1280, "height": 900})
    for what in ("tickers", "article"):
        reader.open(shown[what])
        count, reached = page.evaluate(_REACHABLE), 0
        page.keyboard.press("Tab")
        skip = page.evaluate("document.activeElement.getAttribute('href')")
        assert skip == "#content"
        while (focused := page.evaluate(_FOCUSED)) is not None:
            reached += focused["met"] == 1  # a field of a day is several steps
            assert focused["outline"] or focused["met"] > 1, focused
            assert focused["seen"], focused
            page.keyboard.press("Tab")
        assert reached == count, what
    reader.open(shown["tickers"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
