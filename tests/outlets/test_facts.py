"""Each outlet's facts agree with each other."""

from __future__ import annotations

from dataclasses import fields
from urllib.parse import urlsplit

import pytest

from kznews.extraction.page import parse_html, select
from kznews.outlets import Outlet, all_outlets, outlet_of
from kznews.outlets.addresses import canonical, followed, is_article_url
from kznews.outlets.outlet import ArticleLayout, ListingLayout
from kznews.outlets.unlisted import Newsroom, newsroom_of
from kznews.text.timezones import zone

OUTLETS = pytest.mark.parametrize("outlet", all_outlets(), ids=lambda outlet: outlet.name)
NO_SELECTORS = {"name", "unverified"}


def selectors(layout: ArticleLayout | ListingLayout) -> list[str]:
    found: list[str] = []
    for each in fields(layout):
        value = getattr(layout, each.name)
        if each.name not in NO_SELECTORS and value:
            found += [value] if isinstance(value, str) else value
    return found


def layouts(outlet: Outlet) -> list[ArticleLayout | ListingLayout]:
    return [*outlet.article_layouts, *outlet.listing_layouts]


def test_names_are_unique() -> None:
    names = [outlet.name for outlet in all_outlets()]
    assert len(names) == len(set(names)) > 0


@OUTLETS
def test_every_selector_can_be_read(outlet: Outlet) -> None:
    page = parse_html(b"<html/>")
    for layout in layouts(outlet):
        for selector in selectors(layout):
            select(page, selector)  # raises for what is neither CSS nor XPath
    strips = []
    if outlet.ticker is not None:
        strips.append(outlet.ticker.headline)
    if outlet.rates is not None:
        strips += filter(None, [outlet.rates.entry])
    for selector in strips:
        select(page, selector)


@OUTLETS
def test_listings_are_the_outlets_own_and_no_articles(outlet: Outlet) -> None:
    assert outlet.listings
    for listing in outlet.listings:
        assert outlet_of(listing.url) is outlet
        assert followed(listing.url, outlet) == listing.url
        assert not is_article_url(listing.url, outlet)
        assert bool(listing.ready) == listing.needs_browser


@OUTLETS
def test_zone_exists_and_copies_lead_home(outlet: Outlet) -> None:
    zone(outlet.time_zone)
    for copy, host in outlet.host_aliases.items():
        assert host in outlet.domains
        address = canonical(f"https://{copy}/a-b/", outlet)
        assert urlsplit(address).hostname == host


@OUTLETS
def test_unverified_names_fields(outlet: Outlet) -> None:
    for layout in layouts(outlet):
        for name in layout.unverified:
            assert getattr(layout, name)


EXCLUSIVE = outlet_of("https://exclusive.kz/")


@pytest.mark.parametrize(
    ("url", "is_article"),
    [
        ("https://exclusive.kz/expertiza/politika/126245/", True),
        ("https://exclusive.kz/expertiza/daily/118353", True),
        ("https://exclusive.kz/v-almaty-vvodjat-registraciju-turistov/", True),
        ("https://exclusive.kz/kz/v-almaty-vvodjat-registraciju-turistov/", True),
        ("https://exclusive.kz/", False),
        ("https://exclusive.kz/expertiza/daily/", False),
        ("https://exclusive.kz/category/kontekst-dnya/", False),
        ("https://exclusive.kz/category/kontekst-dnya/page/2/", False),
        ("https://exclusive.kz/wp-json/wp/v2/posts", False),
        ("https://exclusive.kz/author/redakcija-exclusive/", False),
    ],
)
def test_exclusive_articles(url: str, *, is_article: bool) -> None:
    assert EXCLUSIVE is not None
    assert is_article_url(url, EXCLUSIVE) is is_article


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (
            "https://exclusive.kz/expertiza/daily/126245/?utm_source=popular&utm_medium=block",
            "https://exclusive.kz/expertiza/daily/126245/",
        ),
        (
            "https://test.exclusive.kz/expertiza/daily/126245/",
            "https://exclusive.kz/expertiza/daily/126245/",
        ),
        (
            "https://exclusive.kz/expertiza/daily/?page=2",
            "https://exclusive.kz/expertiza/daily/?page=2",
        ),
        ("https://exclusive.kz/expertiza/politika/126245/?id=27234&post_action=like", None),
        ("https://exclusive.kz/expertiza/politika/126245/?post_action=like", None),
        ("https://exclusive.kz/expertiza/politika/126245/?id=27234", None),
        ("https://exclusive.kz/tags/voda/", None),
        ("https://exclusive.kz/tag/voda/", None),
        ("https://exclusive.kz/search/?q=voda", None),
        ("https://exclusive.kz/?s=voda", None),
        ("https://kursiv.kz/news/", None),
        ("https://notexclusive.kz/a-b/", None),
    ],
)
def test_exclusive_links(link: str, target: str | None) -> None:
    assert EXCLUSIVE is not None
    assert followed(link, EXCLUSIVE) == target


@pytest.mark.parametrize(
    ("host", "time_zone", "name"),
    [
        ("azh.kz", "Asia/Atyrau", "Ак Жайык"),
        ("www.uralskweek.kz", "Asia/Oral", "Уральская неделя"),
        ("diapazon.kz", "Asia/Aqtobe", "Диапазон"),
        ("www.lada.kz", "Asia/Aqtau", None),
        ("ar.inform.kz", "Asia/Almaty", "Kazinform"),
        ("gazeta.kz", "Asia/Almaty", None),
        ("kz", "Asia/Almaty", None),
    ],
)
def test_what_is_known_of_outlets_without_a_module(
    host: str, time_zone: str, name: str | None
) -> None:
    newsroom = newsroom_of(host)
    assert newsroom.time_zone == zone(newsroom.time_zone).key == time_zone
    assert name in newsroom.own_names if name else not newsroom.own_names


def test_only_outlets_without_a_module_are_unlisted() -> None:
    domains = [domain for outlet in all_outlets() for domain in outlet.domains]
    assert all(newsroom_of(domain) == Newsroom() for domain in domains)
