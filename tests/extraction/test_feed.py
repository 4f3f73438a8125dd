from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from kznews.extraction.cards import Card
from kznews.extraction.feed import read_feed
from kznews.extraction.page import UnreadablePageError
from kznews.outlets.exclusive import OUTLET

NOW = datetime(2025, 4, 28, 12, tzinfo=UTC)
URL = "https://exclusive.kz/feed/"
ARTICLE = "https://exclusive.kz/doroga-na-sever/"


def rss(*items: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Exclusive</title>{''.join(items)}</channel></rss>"
    ).encode()


def item(link: str = ARTICLE, title: str = "Дорога", date: str = "") -> str:
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item><title>{title}</title><link>{link}</link>{dated}</item>"


def cards(body: bytes) -> list[Card]:
    return read_feed(body, URL, outlet=OUTLET, fetched_at=NOW).cards


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>Дорога</title>
<link href="{ARTICLE}"/><id>urn:1</id><published>2025-04-28T14:05:00+05:00</published>
</entry></feed>""".encode()
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"url": ARTICLE, "title": "Дорога", "date_published": "2025-04-28T09:05:00Z"},
            "no item",
            {"title": "no address"},
        ],
    }
).encode()


@pytest.mark.parametrize(
    "body", [rss(item(date="Mon, 28 Apr 2025 14:05:00 +0500")), ATOM, JSON_FEED]
)
def test_each_kind_of_feed_gives_address_title_and_moment(body: bytes) -> None:
    [card] = cards(body)
    assert (card.url, card.title) == (ARTICLE, "Дорога")
    assert card.published is not None
    assert card.published.instant == datetime(2025, 4, 28, 9, 5, tzinfo=UTC)


def test_a_date_without_an_offset_is_of_the_outlets_zone() -> None:
    [card] = cards(rss(item(date="Mon, 28 Apr 2025 14:05:00")))
    assert card.published is not None
    assert card.published.instant == datetime(2025, 4, 28, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "title",
    [
        "Дорога &amp; мост",
        "Дорога &amp;amp; мост",
        "&lt;b&gt;Дорога&lt;/b&gt; &amp;amp; мост",
        "<![CDATA[Дорога & мост]]>",
    ],
)
def test_a_title_is_plain_text_however_often_it_was_escaped(title: str) -> None:
    assert [card.title for card in cards(rss(item(title=title)))] == ["Дорога & мост"]


def test_entries_without_an_article_are_counted_and_repeated_ones_given_once() -> None:
    body = rss(item(), item(title="again"), item("https://kursiv.kz/a-b/"), item(""), item("tag/x"))
    found = read_feed(body, URL, outlet=OUTLET, fetched_at=NOW)
    assert [card.title for card in found.cards] == ["Дорога"]
    assert found.unread == 3


def test_an_identifier_that_is_an_address_stands_for_a_missing_link() -> None:
    body = rss(f"<item><title>Дорога</title><guid>{ARTICLE}</guid></item>")
    assert [card.url for card in cards(body)] == [ARTICLE]


@pytest.mark.parametrize("charset", ["windows-1251", "utf-16", "utf-8"])
def test_a_feed_is_read_in_the_charset_that_it_declares(charset: str) -> None:
    declared = f'<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel>'
    body = f"{declared}{item()}</channel></rss>".encode(charset)
    assert [card.title for card in cards(body)] == ["Дорога"]


@pytest.mark.parametrize(
    "before",
    [
        "\ufeff<?xml version='1.0'?>\n<!-- <b> -->\n<?xml-stylesheet href='/a'?>",
        "<!DOCTYPE rss SYSTEM 'rss-0.91.dtd' [<!ENTITY nbsp '&#160;'>\n]>",
        "Warning: in line 5<br>\n",
    ],
)
def test_what_stands_before_a_feed_is_left_out(before: str) -> None:
    body = f"{before}<rss version='2.0'><channel>{item()}</channel></rss>".encode()
    assert [card.title for card in cards(body)] == ["Дорога"]


def test_a_feed_without_entries_has_no_cards() -> None:
    assert cards(rss()) == []


def test_a_feed_that_is_cut_off_gives_what_came() -> None:
    whole = rss(item(), item("https://exclusive.kz/most-na-yug/", "Мост"))
    assert [card.title for card in cards(whole[:-60])][:1] == ["Дорога"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><body>404</body></html>", "no feed but an HTML page"),
        (b"", "no feed but empty"),
        (b"Forbidden", "no feed but of another kind"),
        (b'{"version": "2.0", "items": []}', "no JSON Feed"),
        (b'{"items": 5}', "no JSON Feed"),
        (b'[{"a": 1}', "no JSON"),
        (b"<rss>" + b"x" * 2_000_001, "more than 2,000,000 bytes"),
        (b"<rss><channel>" + b"<item/>" * 10_000, "more than 10,000 tags"),
        (b"<rss><channel>" + b"a\n" * 100_001, "more than 100,000 lines and references"),
        (b"<rss><channel>" + b"&lt;" * 100_001, "more than 100,000 lines and references"),
        (b"<rss " + b"a='1' " * 300 + b"/>", "too many attributes"),
    ],
)
def test_what_is_no_feed_is_refused_and_its_address_named(body: bytes, words: str) -> None:
    with pytest.raises(UnreadablePageError, match=words) as error:
        cards(body)
    assert str(error.value).startswith(URL)
