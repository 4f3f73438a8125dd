from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kznews.extraction.cards import ListingPage
from kznews.extraction.json_document import JsonDocument, is_json
from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page, UnreadablePageError
from kznews.outlets.discovery import Listing
from kznews.outlets.exclusive import OUTLET
from kznews.outlets.layouts import JsonListingLayout

NOW = datetime(2025, 4, 28, 12, tzinfo=UTC)
SITE = "https://exclusive.kz"
URL = f"{SITE}/api/news/?page=1&size=2"
LAYOUT = JsonListingLayout(
    name="api",
    card="days[].news[]",
    link="alias",
    parts={"section": "category.slug"},
    address="/expertiza/{section}/{link}/",
    title="title",
    published="published_at",
)
LISTING = Listing(
    section="news",
    url=URL,
    page_url=SITE + "/api/news/?page={page}&start={offset}",
)


def news(number: int, **other: Any) -> dict[str, Any]:
    return {"alias": number, "title": f"Дорога {number}", "category": {"slug": "daily"}} | other


def read(*articles: Any, layout: JsonListingLayout = LAYOUT, number: int = 1) -> ListingPage:
    data = {"days": [{"news": articles[:1]}, {"news": articles[1:]}]}
    outlet = replace(OUTLET, listing_layouts=(layout,))
    document = JsonDocument(json.dumps(data).encode(), URL, outlet=outlet, fetched_at=NOW)
    return read_listing(document, number, LISTING)


def test_cards_and_the_next_page() -> None:
    found = read(news(1), news(2), number=3)
    assert (found.layout, found.unread) == ("api", 0)
    assert [(card.url, card.title) for card in found.cards] == [
        (f"{SITE}/expertiza/daily/1/", "Дорога 1"),
        (f"{SITE}/expertiza/daily/2/", "Дорога 2"),
    ]
    assert found.next_page == f"{SITE}/api/news/?page=4&start=6"


def test_cards_that_lead_to_no_article_are_counted() -> None:
    found = read(news(1), {"title": "no address"}, news(2, category={}), "text", news(3, alias=[1]))
    assert (len(found.cards), found.unread) == (1, 4)


@pytest.mark.parametrize(
    "stated",
    ["2025-04-28T09:05:00Z", "2025-04-28 14:05", 1745831100, 1745831100000, "1745831100"],
)
def test_the_moment_in_any_form(stated: object) -> None:
    [card] = read(news(1, published_at=stated)).cards
    assert card.published is not None
    assert card.published.instant == datetime(2025, 4, 28, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize("stated", [None, "", "soon", True, 10**30, [], -(10**30)])
def test_what_is_no_moment_is_left_out(stated: object) -> None:
    [card] = read(news(1, published_at=stated)).cards
    assert card.published is None


def test_an_answer_without_cards_is_empty() -> None:
    assert read() == ListingPage(layout=None)


def test_json_in_a_script_of_the_page() -> None:
    layout = replace(LAYOUT, script="script#__NEXT_DATA__")
    data = json.dumps({"days": [{"news": [news(1)]}]})
    html = f'<p>Лента</p><script id="__NEXT_DATA__" type="application/json">{data}</script>'
    outlet = replace(OUTLET, listing_layouts=(layout,))
    page = Page(html.encode(), URL, outlet=outlet, fetched_at=NOW)
    assert [card.title for card in read_listing(page).cards] == ["Дорога 1"]
    broken = Page(html.replace("}]", "").encode(), URL, outlet=outlet, fetched_at=NOW)
    with pytest.raises(UnreadablePageError, match="no JSON"):
        read_listing(broken)


def test_of_too_many_cards_the_first_are_read_and_that_is_noted() -> None:
    outlet = replace(OUTLET, listing_layouts=(LAYOUT,))
    body = json.dumps({"days": [{"news": [news(number) for number in range(1, 260)]}]})
    document = JsonDocument(body.encode(), URL, outlet=outlet, fetched_at=NOW)
    assert len(read_listing(document).cards) == 200
    assert document.notes == ["listing/too_many_cards"]


@pytest.mark.parametrize("body", [b'{"a": ', b"[" * 100_000])
def test_broken_json_is_refused_and_its_address_named(body: bytes) -> None:
    with pytest.raises(UnreadablePageError, match="no JSON") as error:
        JsonDocument(body, URL)
    assert str(error.value).startswith(URL)


def test_json_is_told_from_pages() -> None:
    assert is_json(b'\xef\xbb\xbf \n{"a": 1}')
    assert is_json(b"[]")
    assert not is_json(b"<p>{}</p>")
    assert not is_json(b"")


def test_links_that_are_no_addresses_lead_nowhere() -> None:
    document = JsonDocument(b"{}", URL)
    assert document.absolute("/a/") == f"{SITE}/a/"
    assert document.absolute("mailto:a@b") is None
    assert document.absolute("http://[") is None


def test_json_of_too_many_lists_is_refused() -> None:
    body = b"[" + b"[]," * 100_000 + b"[]]"
    with pytest.raises(UnreadablePageError, match="more than 100,000 lists and objects"):
        JsonDocument(body, "https://a.kz/list.json")
