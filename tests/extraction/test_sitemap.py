from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

import pytest

from kznews.extraction.page import UnreadablePageError
from kznews.extraction.sitemap import SitemapPage, read_sitemap
from kznews.outlets.exclusive import OUTLET

NOW = datetime(2025, 4, 28, 12, tzinfo=UTC)
URL = "https://exclusive.kz/sitemap.xml"
SITE = "https://exclusive.kz"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(*urls: str) -> bytes:
    return f"<urlset {NAMESPACES}>{''.join(urls)}</urlset>".encode()


def address(path: str, lastmod: str = "") -> str:
    stated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{SITE}/{path}/</loc>{stated}</url>"


def index(*members: tuple[str, str]) -> bytes:
    entries = (
        f"<sitemap><loc>{SITE}/{name}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for name, day in members
    )
    return f"<sitemapindex {NAMESPACES}>{''.join(entries)}</sitemapindex>".encode()


def read(body: bytes, not_before: date | None = None) -> SitemapPage:
    return read_sitemap(body, URL, outlet=OUTLET, fetched_at=NOW, not_before=not_before)


def paths(found: SitemapPage) -> list[str]:
    return [card.url.removeprefix(SITE).strip("/") for card in found.articles.cards]


def test_a_news_sitemap_gives_titles_and_moments() -> None:
    body = urlset(
        f"<url><loc>{SITE}/doroga-na-sever/</loc><news:news><news:publication><news:name>Exclusive"
        "</news:name></news:publication><news:publication_date>2025-04-28T14:05:00+05:00"
        "</news:publication_date><news:title>Дорога &amp; мост</news:title></news:news></url>"
    )
    [card] = read(body).articles.cards
    assert (card.url, card.title) == (f"{SITE}/doroga-na-sever/", "Дорога & мост")
    assert card.published is not None
    assert card.published.instant == datetime(2025, 4, 28, 9, 5, tzinfo=UTC)


def test_a_picture_has_an_address_and_a_title_of_its_own() -> None:
    picture = (
        f"<image:image><image:loc>{SITE}/media/posts/61/wide.jpg</image:loc><image:title>Фото"
        "</image:title></image:image>"
    )
    entry = address("doroga-na-sever", "2025-04-28").replace("</url>", f"{picture}</url>")
    [card] = read(urlset(entry)).articles.cards
    assert (card.url, card.title) == (f"{SITE}/doroga-na-sever/", None)


def test_the_newest_come_first_and_only_articles() -> None:
    body = urlset(
        address("a-b", "2025-04-01"),
        address("category/x"),
        address("undated-one"),
        address("c-d", "2025-04-27T10:00:00+05:00"),
        "<url><lastmod>2025-04-01</lastmod></url>",
        address("a-b", "2025-04-02"),
    )
    found = read(body)
    assert paths(found) == ["c-d", "a-b", "undated-one"]
    assert found.articles.cards[0].changed == datetime(2025, 4, 27, 5, tzinfo=UTC)
    assert found.articles.cards[0].published is None


def test_the_last_change_bounds_how_far_back_is_read() -> None:
    body = urlset(
        address("old-one", "2025-03-31"),
        address("of-day", "2025-04-01"),
        # Still 31 March in UTC.
        address("of-night", "2025-03-31T20:00:00Z"),
        address("undated-one", "soon"),
    )
    assert paths(read(body, date(2025, 4, 1))) == ["of-night", "of-day", "undated-one"]


def test_of_many_articles_the_newest_two_hundred_count_unless_a_day_is_given() -> None:
    body = urlset(
        *(address(f"a-{number}", f"2025-04-{number % 28 + 1:02}") for number in range(300))
    )
    newest = read(body).articles.cards
    assert len(newest) == 200
    assert newest[0].changed is not None
    assert newest[0].changed.date() == date(2025, 4, 28)
    assert len(read(body, date(2020, 1, 1)).articles.cards) == 300


def test_an_index_gives_its_sitemaps_by_date_else_by_number() -> None:
    dated = index(("1.xml", "2025-04-01"), ("2.xml", "2025-04-20"), ("3.xml", "2025-04-10"))
    assert [each.url for each in read(dated).members] == [
        f"{SITE}/{name}.xml" for name in (2, 3, 1)
    ]
    since = read(dated, date(2025, 4, 10))
    assert [each.url for each in since.members] == [f"{SITE}/2.xml", f"{SITE}/3.xml"]
    undated = index(("posts-9.xml", ""), ("posts-10.xml", ""), ("posts-2.xml", ""))
    assert [each.url for each in read(undated).members] == [
        f"{SITE}/posts-{number}.xml" for number in (10, 9, 2)
    ]


def test_a_packed_sitemap_is_read() -> None:
    assert paths(read(gzip.compress(urlset(address("a-b"))))) == ["a-b"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><body><p>404</p></body></html>", "no sitemap but <html>"),
        (b"<rss></rss>", "no sitemap but <rss>"),
        (b"", "no XML"),
        (b"Forbidden", "no XML"),
    ],
)
def test_what_is_no_sitemap_is_refused_and_its_address_named(body: bytes, words: str) -> None:
    with pytest.raises(UnreadablePageError, match=words) as error:
        read(body)
    assert str(error.value).startswith(URL)


def test_entities_are_not_expanded() -> None:
    body = (
        b'<!DOCTYPE urlset [<!ENTITY a "https://exclusive.kz/a-b/">]>'
        b"<urlset><url><loc>&a;</loc></url></urlset>"
    )
    assert paths(read(body)) == []
