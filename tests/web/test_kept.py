"""A kept page is told of and shown, and can do nothing: no scripts, no requests, no way out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from kznews.archive.answers import Answer
from kznews.archive.keeper import Keeper, Page
from kznews.mongo.values import identity
from tests.record.stores import open_store
from tests.web.conftest import Site
from tests.web.record import KEPT, NOW

ARTICLE = f"/articles/{identity(KEPT)}"
HTML = "text/html; charset=windows-1251"
HOSTILE = b"""<!DOCTYPE html><html><head><base href="https://a.example/">
<link rel=preconnect href=https://a.example><LINK/rel="dns-prefetch"/href="//b.example">
<meta http-equiv=refresh content="0;url=https://a.example"><linked>
<script src=https://a.example/x.js>alert(1)</script></head>
<body onload=alert(1)><img src=//a.example/x.png><iframe src=//a.example></iframe>
<form action=//a.example><input autofocus onfocus=alert(1)></form></body></html>"""


def kept(site: Site, *pages: Page) -> None:
    """Keep pages, and say that versions of the article were read from them."""

    async def keep() -> None:
        assert site.address.uri is not None
        async with (
            open_store(site.address.uri, site.address.database) as database,
            Keeper(database, lambda _, __: None) as keeper,
        ):
            await asyncio.gather(*map(keeper.keep, pages))

    asyncio.run(keep())


def page(body: bytes, content_type: str = HTML, address: str = KEPT) -> Page:
    headers = [(b"Content-Type", content_type.encode()), (b"Set-Cookie", b"visitor=7")]
    return Page(
        "exclusive", "article", address, Answer(200, headers, body), NOW - timedelta(hours=1)
    )


CYRILLIC = page("<p>Пожар потушен, сообщили в департаменте.</p>".encode("cp1251"))
DANGEROUS = page(HOSTILE)
FEED = page(b"<?xml version='1.0'?><rss/>", "application/rss+xml")
DAMAGED, HUGE, DELETED = (page(b"<p>%d</p>" % number) for number in range(3))
PAGES = (CYRILLIC, DANGEROUS, FEED, DAMAGED, HUGE, DELETED)


@pytest.fixture(scope="module")
def pages(site: Site) -> Iterator[Site]:
    """The site, with these pages kept of its first article."""
    kept(site, *PAGES)
    database = site.sources.database
    # As absences name the pages of answers: an article of which all of them are.
    absence = {"last_seen_at": NOW, "missed_at": NOW, "missed_again_at": [], "confirmed_at": None}
    absence |= {"returned_at": NOW, "reason": "gone", "status": 410}
    absences = [absence | {"page": each.id} for each in PAGES]
    database["articles"].update_one({"_id": identity(KEPT)}, {"$set": {"absences": absences}})
    database["pages"].update_one({"_id": DAMAGED.id}, {"$set": {"data": b"not a frame"}})
    database["pages"].update_one({"_id": HUGE.id}, {"$set": {"size": 9_000_000}})
    database["pages"].delete_one({"_id": DELETED.id})
    yield site
    database["articles"].update_one({"_id": identity(KEPT)}, {"$set": {"absences": None}})


def test_what_is_known_of_a_page_is_told(pages: Site) -> None:
    own = pages.client.get(f"{ARTICLE}.json").json()["page"]
    told = pages.client.get(f"{ARTICLE}/pages/{own}.json").json()
    assert (told["status"], told["url"]) == (200, KEPT)
    assert told["sightings"] == ["2026-11-27T06:30:00Z"]
    assert told["headers"] == [{"name": "Content-Type", "value": "text/html; charset=utf-8"}]
    assert told["read_as"] == {"layout": "2025", "method": "layout"}
    page = pages.client.get(f"{ARTICLE}/pages/{own}").text
    assert f'<iframe class="served" sandbox src="{ARTICLE}/pages/{own}/served"' in page
    assert "27 нояб. 2026, 11:30" in page
    assert "макет 2025" in page


def test_a_page_is_shown_in_its_charset(pages: Site) -> None:
    answer = pages.client.get(f"{ARTICLE}/pages/{CYRILLIC.id}/served")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.text == "<p>Пожар потушен, сообщили в департаменте.</p>"
    feed = pages.client.get(f"{ARTICLE}/pages/{FEED.id}/served")
    assert feed.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_hostile_page_does_nothing(pages: Site) -> None:
    answer = pages.client.get(f"{ARTICLE}/pages/{DANGEROUS.id}/served")
    policy = {
        name: values
        for name, *values in map(str.split, answer.headers["Content-Security-Policy"].split(";"))
    }
    assert policy == {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'"],
        "sandbox": [],
    }
    assert answer.headers["X-DNS-Prefetch-Control"] == "off"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    # These connect to other hosts, whatever the policy says.
    assert not re.search(r"<(link|meta|base)[\s/>]", answer.text, re.IGNORECASE)
    assert "<kept-LINK/rel" in answer.text
    assert "<linked>" in answer.text
    assert "visitor=7" not in pages.client.get(f"{ARTICLE}/pages/{DANGEROUS.id}").text


@pytest.mark.parametrize(
    ("kept", "said"),
    [(DAMAGED, "The kept copy is damaged"), (HUGE, "it has 9 MB, and 8 MB can be shown")],
)
def test_what_cannot_be_shown_is_told(pages: Site, kept: Page, said: str) -> None:
    told = pages.client.get(f"{ARTICLE}/pages/{kept.id}?ui=en")
    assert told.status_code == 200
    assert said in told.text
    assert "<iframe" not in told.text
    served = pages.client.get(f"{ARTICLE}/pages/{kept.id}/served?ui=en")
    assert said in served.text
    assert served.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_page_that_is_not_there_is_told(pages: Site) -> None:
    deleted = pages.client.get(f"{ARTICLE}/pages/{DELETED.id}?ui=en")
    assert (deleted.status_code, "its time is over" in deleted.text) == (404, True)
    # Of another article, or of none.
    other = pages.client.get(
        f"/articles/{identity('https://exclusive.kz/articles/8/')}/pages/{HUGE.id}"
    )
    assert other.status_code == 404
