"""Feeds, sitemaps and robots.txt that the newsroom serves of an outlet."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from kznews.newsroom.article import Article, Block
from kznews.newsroom.discovery import Published, places
from kznews.newsroom.misbehaviour import ContentChange, EmptyFeed, FrozenFeed, HtmlFeed
from kznews.newsroom.page import ServedPage
from kznews.newsroom.site import Site
from kznews.outlets.discovery import Feed, Sitemap
from kznews.outlets.outlet import Edition, Outlet
from kznews.text.timezones import zone
from tests.newsroom.reading import TODAY

WEEKLY = "uralskweek/wordpress"
FEED = "/feed/"
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
NEWEST = datetime(2025, 3, 2, 18, 40, tzinfo=zone("Asia/Almaty"))
RUSSIAN = Edition(host="a.kz", languages=("ru",))
KAZAKH = Edition(host="kaz.a.kz", languages=("kk",))
OUTLET = Outlet(
    name="a",
    title="A & B",
    editions=(RUSSIAN, KAZAKH),
    time_zone="Asia/Almaty",
    feeds=(
        Feed(section="rss", url="https://a.kz/rss"),
        Feed(section="atom", url="https://kaz.a.kz/atom.xml"),
        Feed(section="json", url="https://a.kz/feed.json"),
    ),
    sitemaps=(
        Sitemap(section="news", url="https://a.kz/news-sitemap.xml"),
        Sitemap(section="all", url="https://kaz.a.kz/sitemap.xml.gz"),
        Sitemap(section="index", url="https://a.kz/wp-sitemap.xml", members="-posts-post-"),
    ),
)


def published(count: int) -> list[Published]:
    """Articles of two editions in turn, one a day back."""
    return [
        Published(
            edition,
            Article(
                url=f"https://{edition.host}/{number}?a=1&b=2",
                outlet="a",
                layout="a/2025",
                language="kk" if edition is KAZAKH else "ru",
                title=f"«Kaspi & Halyk» <{number}>",
                blocks=(Block("Мәтін"),),
                appeared_at=NEWEST - timedelta(days=number),
            ),
        )
        for number in range(count)
        for edition in (RUSSIAN, KAZAKH)
    ]


def answers(count: int, change: ContentChange | None = None) -> dict[str, ServedPage]:
    whole = published(count)
    found = places(OUTLET, whole, lambda at_opening: whole[2:] if at_opening else whole)
    made = {f"https://{host}{target}": route(change) for (host, target), route in found}
    return {url: page for url, page in made.items() if page is not None}


def urls(edition: Edition, count: int) -> list[str]:
    return [each.article.url for each in published(count) if each.edition is edition]


def locations(page: ServedPage) -> list[str | None]:
    return [each.text for each in etree.fromstring(page.body).iter(f"{SITE}loc")]


def test_rss_has_the_newest_articles_of_its_edition() -> None:
    page = answers(30)["https://a.kz/rss"]
    items = etree.fromstring(page.body).findall("channel/item")
    assert page.content_type == "application/rss+xml; charset=utf-8"
    assert [each.findtext("link") for each in items] == urls(RUSSIAN, 20)
    assert items[0].findtext("title") == "«Kaspi & Halyk» <0>"
    assert parsedate_to_datetime(items[0].findtext("pubDate") or "") == NEWEST


def test_atom_and_json_feeds_are_told_by_their_address() -> None:
    made = answers(2)
    atom = etree.fromstring(made["https://kaz.a.kz/atom.xml"].body)
    name = "{http://www.w3.org/2005/Atom}"
    entries = atom.findall(f"{name}entry")
    assert [each.findtext(f"{name}id") for each in entries] == urls(KAZAKH, 2)
    assert atom.findtext(f"{name}updated") == NEWEST.isoformat()
    feed = json.loads(made["https://a.kz/feed.json"].body)
    assert [each["url"] for each in feed["items"]] == urls(RUSSIAN, 2)
    assert feed["items"][0]["title"] == "«Kaspi & Halyk» <0>"


def test_a_news_sitemap_has_two_days() -> None:
    page = answers(30)["https://a.kz/news-sitemap.xml"]
    entries = list(etree.fromstring(page.body).iter(f"{NEWS}news"))
    assert locations(page) == urls(RUSSIAN, 3)
    assert entries[0].findtext(f"{NEWS}title") == "«Kaspi & Halyk» <0>"
    assert entries[0].findtext(f"{NEWS}publication_date") == NEWEST.isoformat()


def test_a_plain_sitemap_may_be_compressed() -> None:
    page = answers(30)["https://kaz.a.kz/sitemap.xml.gz"]
    assert page.content_type == "application/gzip"
    assert locations(replace(page, body=gzip.decompress(page.body))) == urls(KAZAKH, 30)


def test_an_index_has_a_sitemap_a_month_and_one_without_articles() -> None:
    made = answers(30)
    members = [f"https://a.kz/wp-sitemap-posts-post-{number}.xml" for number in (1, 2)]
    index = made["https://a.kz/wp-sitemap.xml"]
    assert locations(index) == [*members, "https://a.kz/wp-sitemap-pages.xml"]
    changed = [each.text for each in etree.fromstring(index.body).iter(f"{SITE}lastmod")]
    assert changed == [(NEWEST - timedelta(days=2)).isoformat(), NEWEST.isoformat()]
    assert locations(made[members[1]]) == urls(RUSSIAN, 2)
    assert locations(made[members[0]]) == urls(RUSSIAN, 30)[2:]
    assert locations(made["https://a.kz/wp-sitemap-pages.xml"]) == []


@pytest.mark.parametrize(
    ("members", "address"),
    [
        (r"/sitemaps/articles/\d+\.xml$", "https://a.kz/sitemaps/articles/1.xml"),
        (r"/sitemap-articles-\d+\.xml$", "https://a.kz/sitemap-articles-1.xml"),
        (r"/news_\d{4}_\d{2}\.xml", "https://a.kz/news_2025_03.xml"),
        ("post-sitemap", "https://a.kz/map/post-sitemap1.xml"),
        (r"/sitemap\.news", "https://a.kz/map/sitemap.news1.xml"),
        (r"index-2", "https://a.kz/map/index-2025-03.xml"),
    ],
)
def test_the_addresses_of_an_index_s_members_fit_its_pattern(members: str, address: str) -> None:
    index = Sitemap(section="index", url="https://a.kz/map/index.xml", members=members)
    found = dict(places(replace(OUTLET, sitemaps=(index,)), published(2), lambda _: ()))
    assert address in {f"https://{host}{target}" for host, target in found}


def test_members_that_no_address_fits_are_named() -> None:
    odd = replace(
        OUTLET,
        sitemaps=(Sitemap(section="odd", url="https://a.kz/s.xml", members=r"^x\d{5}$"),),
    )
    with pytest.raises(ValueError, match=r"templates/a/discovery\.toml, \[members\], odd = "):
        dict(places(odd, published(1), lambda _: ()))


def test_robots_txt_names_the_sitemaps_of_its_host() -> None:
    lines = answers(1)["https://a.kz/robots.txt"].body.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-2:] == [
        "Sitemap: https://a.kz/news-sitemap.xml",
        "Sitemap: https://a.kz/wp-sitemap.xml",
    ]


def test_robots_txt_may_ask_to_wait() -> None:
    site = Site({WEEKLY: 1}, today=TODAY)
    lines = site.page("uralskweek.kz", "/robots.txt").body.decode().splitlines()
    assert "Crawl-delay: 0.2" in lines
    assert "" not in lines


@pytest.mark.parametrize("url", [f"https://a.kz/{name}" for name in ("rss", "wp-sitemap.xml")])
def test_a_feed_or_sitemap_may_be_html_empty_or_frozen(url: str) -> None:
    assert answers(3, HtmlFeed())[url].content_type.startswith("text/html")
    empty, frozen, whole = (
        answers(3, change)[url].body.decode() for change in (EmptyFeed(), FrozenFeed(), None)
    )
    assert empty.count("<link>https://a.kz/") + empty.count("<loc>") <= 1
    assert etree.fromstring(empty.encode()) is not None
    assert frozen != whole
    assert len(frozen) < len(whole) or NEWEST.isoformat() not in frozen


def test_a_feed_follows_the_site_and_is_unchanged_meanwhile() -> None:
    site = Site({WEEKLY: 2}, unpublished={WEEKLY: 3}, today=date(2025, 4, 28))

    def links(change: ContentChange | None = None) -> list[str]:
        root = etree.fromstring(site.page("uralskweek.kz", FEED, change).body)
        return [each.findtext("link") or "" for each in root.findall("channel/item")]

    opened = [article.url for article in site.articles]
    before = site.page("uralskweek.kz", FEED)
    assert links() == opened
    assert site.page("uralskweek.kz", FEED) == before
    new = [article.url for article in site.publish(3)]
    assert links() == [*new, *opened]
    assert links(FrozenFeed()) == opened
    after = site.page("uralskweek.kz", FEED)
    assert before.last_modified is not None
    assert after.last_modified is not None
    assert after.last_modified > before.last_modified
    site.remove(site.articles[0])
    assert links() == [*new[1:], *opened]
