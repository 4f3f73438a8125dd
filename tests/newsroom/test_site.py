"""What the newsroom publishes: counts, languages, and that it is the same everywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page
from kznews.newsroom.layout import UnknownLayoutError, all_layouts, layout_of
from kznews.newsroom.site import Site, UnknownHostError
from kznews.newsroom.transliteration import slug
from kznews.outlets.addresses import is_article_url
from tests.newsroom.reading import OLD, OLD_LISTING, TODAY, WORDPRESS, of, page_at, pages_of

KAZAKH = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
CARDS = 6
DAILY = "egemen/2025"
FINGERPRINT = """
import hashlib
from datetime import date
from kznews.newsroom.layout import all_layouts
from kznews.newsroom.site import Site
site = Site(dict.fromkeys([*all_layouts()][::5], 2), cards=2, today=date(2025, 4, 28))
digest = hashlib.sha256(repr([site.edited(article) for article in site.articles]).encode())
for host in site.hosts:
    for target in site.targets(host):
        digest.update(site.page(host, target).body)
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def full() -> Site:
    return Site({OLD: 16, WORDPRESS: 12}, today=TODAY)


@pytest.fixture(scope="module")
def every() -> Site:
    return Site(dict.fromkeys(all_layouts(), 1), cards=CARDS, today=TODAY)


def test_titles_urls_and_paragraphs_are_distinct(full: Site) -> None:
    titles = [article.title for article in full.articles]
    titles += [headline.text for headline in full.ticker]
    texts = [
        block.text for article in full.articles for block in article.blocks if block.kind != "item"
    ]

    assert len(set(titles)) == len(titles) == 28 * 17 + 25
    assert len({article.url for article in full.articles}) == 28 * 17
    assert len(set(texts)) == len(texts)


def test_articles_differ_in_most_of_their_words(full: Site) -> None:
    shingles = []
    for article in full.articles[::2]:
        words = re.findall(r"\w+", " ".join(article.paragraphs).lower())
        shingles.append(set(pairwise(words)))
    likeness = max(
        len(one & other) / len(one | other)
        for i, one in enumerate(shingles)
        for other in shingles[:i]
    )

    assert likeness < 0.5


def test_no_slot_is_left_open(full: Site) -> None:
    for article in full.articles:
        text = "\n".join((article.title, article.lead or "-", *article.paragraphs))
        assert not re.search(r"[{}\\]|  |None|\.\.", text), text
        assert re.match(r"[\w«]", article.title)


def test_five_cards_of_seventeen_are_kazakh_and_look_so(full: Site) -> None:
    for start in range(0, 28 * 17, 17):
        page = full.articles[start : start + 17]
        assert Counter(article.language for article in page) == {"ru": 12, "kk": 5}
    for article in full.articles:
        text = " ".join((article.title, *article.paragraphs))
        letters = [char for char in text if char.isalpha()]
        share = sum(char in KAZAKH for char in letters) / len(letters)
        assert (share > 0.08) if article.language == "kk" else (share == 0), text


def test_listings_are_walked_to_their_end(full: Site) -> None:
    for layout in (OLD, WORDPRESS):
        pages = pages_of(full, layout)
        assert {len(page) for page in pages} == {17}
        assert [url for page in pages for url in page] == [each.url for each in of(full, layout)]


@pytest.mark.parametrize("key", list(all_layouts()))
def test_every_address_of_a_layout_answers(every: Site, key: str) -> None:
    layout = all_layouts()[key]
    articles = of(every, key)
    cards = 0 if layout.shows else min(CARDS, layout.cards)
    assert len(articles) == cards * len(layout.played)
    assert all(is_article_url(article.url, layout.outlet) for article in articles)
    hosts = {each.host for each in layout.played}
    addresses = [f"https://{host}{target}" for host in hosts for target in every.targets(host)]
    assert {page_at(every, address).status for address in addresses} == {200}
    copies = {
        address
        for article in articles
        for address in addresses
        if address != article.url
        and urlsplit(address).hostname == urlsplit(article.url).hostname
        and urlsplit(article.url)._replace(scheme="", netloc="").geturl().rstrip("/") in address
    }
    assert bool(copies) == bool(layout.copies)


def test_a_day_s_archive_has_the_cards_of_that_day() -> None:
    site = Site({DAILY: 3}, unpublished={DAILY: 1}, today=TODAY)
    [first, *_] = layout_of(DAILY).played
    assert first.declared is not None
    assert first.declared.day_url is not None
    articles = [each for each in of(site, DAILY) if each.listing == first.listing]
    days = {each.appeared_at.date() for each in articles}
    assert len(days) > 1
    for day in days:
        url = day.strftime(first.declared.day_url)
        read = read_listing(Page(page_at(site, url).body, url))
        assert [card.url for card in read.cards] == [
            each.url for each in articles if each.appeared_at.date() == day
        ]
    before = (min(days) - timedelta(days=1)).strftime(first.declared.day_url)
    assert page_at(site, before).status == 404


def test_a_missing_slash_is_redirected(site: Site) -> None:
    article = of(site, WORDPRESS)[0]
    moved = page_at(site, f"{article.url.rstrip('/')}?a=b")

    assert (moved.status, moved.headers["Location"]) == (301, f"{article.url}?a=b")


def test_pages_beyond_the_listing_are_not_there(full: Site) -> None:
    for target in (
        "/expertiza/daily/?page=17",
        "/expertiza/daily/?page=0",
        "/category/kontekst-dnya/page/13/",
    ):
        assert full.page("exclusive.kz", target).status == 404


def test_the_header_shows_the_day_of_the_crawl(site: Site) -> None:
    text = page_at(site, of(site, OLD)[0].url).body.decode()

    assert "понедельник, 28 апреля 2025" in text


def test_same_bytes_in_another_process() -> None:
    def fingerprint(seed: str) -> str:
        run = subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        )
        return run.stdout

    assert fingerprint("1") == fingerprint("2")


def test_bytes_are_pinned() -> None:
    """Fails when a sentence or a template changes: then write the new digest here."""
    page = page_at(Site({OLD: 1}, today=TODAY), OLD_LISTING)

    assert sha256(page.body).hexdigest()[:16] == "f929eb60c74f4c10"


def test_impossible_numbers_are_named() -> None:
    with pytest.raises(ValueError, match=r"pages of exclusive/2022 must be from 0 to 200, not 201"):
        Site({OLD: 201})
    with pytest.raises(ValueError, match=r"Of exclusive/2022 from 0 to 17 may be .*, not 18"):
        Site({OLD: 1}, unpublished={OLD: 18})
    with pytest.raises(UnknownLayoutError, match="exclusive/1999"):
        Site({"exclusive/1999": 1})


def test_unknown_host() -> None:
    with pytest.raises(UnknownHostError, match=r"example\.kz"):
        Site({OLD: 0}).page("example.kz", "/")


def test_slug_is_spelt_as_the_site_does() -> None:
    title = "В Алматы вводят регистрацию туристов перед походами в горы"

    assert slug(title) == "v-almaty-vvodjat-registraciju-turistov-pered-pohodami-v-gory"
    assert slug("Ещё щука – Жанаозен!") == "eshhjo-shhuka-zhanaozen"
