"""Each outlet's facts agree with each other."""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from kznews.extraction.page import parse_html, select
from kznews.items import Article
from kznews.outlets import Outlet, all_outlets, broken_outlets, outlet_of
from kznews.outlets.addresses import canonical, edition_at, followed, is_article_url
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.parts import parts
from kznews.text.timezones import zone

OUTLETS = pytest.mark.parametrize("outlet", all_outlets(), ids=lambda outlet: outlet.name)
NO_SELECTORS = {"name", "html", "unverified", "evidence"}


def selectors(layout: ArticleLayout | ListingLayout) -> list[str]:
    found: list[str] = []
    for each in fields(layout):
        value = getattr(layout, each.name)
        if each.name not in NO_SELECTORS and value:
            found += [value] if isinstance(value, str) else value
    return found


def layouts(outlet: Outlet) -> list[ArticleLayout | ListingLayout]:
    listings = [each for each in outlet.listing_layouts if isinstance(each, ListingLayout)]
    return [*outlet.article_layouts, *listings]


def test_no_module_has_an_error() -> None:
    assert broken_outlets() == {}


@OUTLETS
def test_an_outlet_is_named_as_its_module(outlet: Outlet) -> None:
    assert import_module(f"kznews.outlets.{outlet.name}").OUTLET is outlet


def test_a_host_has_one_outlet() -> None:
    hosts = [host for outlet in all_outlets() for host in (*outlet.domains, *outlet.host_aliases)]
    assert len(hosts) == len(set(hosts)) > 0


@OUTLETS
def test_every_selector_can_be_read(outlet: Outlet) -> None:
    page = parse_html(b"<html/>")
    for layout in layouts(outlet):
        for selector in selectors(layout):
            select(page, selector)  # raises for what is neither CSS nor XPath
    strips = []
    if outlet.ticker is not None:
        strips.append(outlet.ticker.headline)
    strips += filter(None, (each.rate for each in outlet.rates))
    for selector in strips:
        select(page, selector)


@OUTLETS
def test_listings_are_the_outlets_own_and_no_articles(outlet: Outlet) -> None:
    assert bool(outlet.listings) == bool(outlet.listing_layouts)
    for listing in outlet.listings:
        assert outlet_of(listing.url) is outlet
        assert followed(listing.url, outlet) == listing.url
        assert not is_article_url(listing.url, outlet)


@OUTLETS
def test_time_zone_exists_and_copies_lead_home(outlet: Outlet) -> None:
    zone(outlet.time_zone)
    for copy, host in outlet.host_aliases.items():
        assert host in outlet.domains
        address = canonical(f"https://{copy}/a-b/", outlet)
        assert urlsplit(address).hostname == host


@OUTLETS
def test_unverified_names_fields(outlet: Outlet) -> None:
    for part in parts(outlet):
        assert set(part.facts.unverified) <= set(part.stated), (part.kind, part.name)


@OUTLETS
def test_what_is_confirmed_says_by_what(outlet: Outlet) -> None:
    for part in parts(outlet):
        where = f"{outlet.name}: the {part.kind} {part.name}"
        if part.is_guess:
            assert part.facts.evidence is None, f"{where} has evidence, and all is unverified"
        else:
            confirmed = set(part.stated) - set(part.facts.unverified)
            assert part.facts.evidence, f"{where} says not what confirmed {confirmed}"


@OUTLETS
def test_always_has_names_fields_of_articles(outlet: Outlet) -> None:
    assert outlet.always_has
    assert set(outlet.always_has) <= {each.name for each in fields(Article)}


@OUTLETS
def test_editions_and_ways_of_discovery_agree(outlet: Outlet) -> None:
    places = [(each.host, each.path) for each in outlet.editions]
    assert len(set(places)) == len(places)
    for host, path in places:
        assert host == host.lower()
        assert path.startswith("/")
        assert path.endswith("/")
    for way in outlet.ways:
        parts_of_url = urlsplit(way.url)
        assert parts_of_url.scheme == "https"
        assert parts_of_url.hostname in outlet.domains, way.section
    # Else its pages would count as another edition's.
    for listing in outlet.listings:
        edition = edition_at(listing.url, outlet)
        assert urlsplit(listing.url).hostname == edition.host
        assert f"{urlsplit(listing.url).path}/".startswith(edition.path)


@OUTLETS
def test_ways_of_discovery_have_names_of_their_own(outlet: Outlet) -> None:
    sections = [way.section for way in outlet.ways]
    assert len(set(sections)) == len(sections)


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
    ("host", "name"),
    [
        ("exclusive.kz", "exclusive"),
        ("EXCLUSIVE.kz", "exclusive"),
        ("test.exclusive.kz", "exclusive"),
        ("shop.exclusive.kz", None),
        ("azh.kz", "azh"),
        ("www.azh.kz", "azh"),
        ("ar.inform.kz", "inform"),
        ("rus.azattyq.org", "azattyq"),
        ("www.azattyqasia.org", "azattyq"),
        ("notazh.kz", None),
        ("gazeta.kz", None),
        ("kz", None),
    ],
)
def test_an_outlet_is_found_by_its_host(host: str, name: str | None) -> None:
    outlet = outlet_of(f"https://{host}/news/1")
    assert (outlet.name if outlet else None) == name


def test_each_outlet_with_listings_and_no_other_has_a_spider() -> None:
    spiders = SpiderLoader(Settings({"SPIDER_MODULES": ["kznews.spiders.outlets"]})).list()
    assert sorted(spiders) == [outlet.name for outlet in all_outlets() if outlet.listings]
    assert len(spiders) < len(all_outlets())
