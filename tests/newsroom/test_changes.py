"""What the newsroom publishes, pins, edits and removes on command."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from kznews.newsroom.misbehaviour import Edited
from kznews.newsroom.site import Site, UnknownHostError
from tests.newsroom.reading import (
    OLD,
    STANDARD,
    TODAY,
    WORDPRESS,
    addresses,
    made,
    of,
    page_at,
    pages_of,
)

BOTH = pytest.mark.parametrize("layout", [OLD, WORDPRESS])


def bodies(site: Site) -> dict[str, bytes]:
    return {
        target: site.page("exclusive.kz", target).body for target in site.targets("exclusive.kz")
    }


def cut(urls: list[str]) -> list[list[str]]:
    return [urls[i : i + 17] for i in range(0, len(urls), 17)]


@BOTH
def test_cards_move_down_as_articles_are_published(layout: str) -> None:
    site, whole = made(20), of(made(), layout)
    urls = [article.url for article in whole]

    assert pages_of(site, layout) == cut(urls[20:])
    assert of(site, layout) == whole[20:]
    assert list(site.publish(2, layout)) == whole[18:20]
    assert pages_of(site, layout) == cut(urls[18:])
    assert len(pages_of(site, layout)) == 2
    assert list(site.publish(3, layout)) == whole[15:18]
    assert pages_of(site, layout) == cut(urls[15:])
    assert len(pages_of(site, layout)) == 3
    assert of(site, layout) == whole[15:]


def test_once_all_is_published_the_site_is_the_whole_one() -> None:
    site, whole = made(20), made()
    assert bodies(site) != bodies(whole)
    for count in (1, 4, 15):
        site.publish(count, WORDPRESS)
        site.publish(count, OLD)

    assert bodies(site) == bodies(whole)
    assert site.articles == whole.articles


@BOTH
def test_an_unpublished_article_has_no_page(layout: str) -> None:
    site, whole = made(2), made()
    newest, second = of(whole, layout)[:2]
    places = [*addresses(newest), *addresses(second), newest.url.rstrip("/")]

    assert {page_at(site, url).status for url in places} == {404}
    site.publish(1, layout)
    assert {page_at(site, url).status for url in addresses(second)} == {200}
    assert {page_at(site, url).status for url in addresses(newest)} == {404}
    site.publish(1, layout)
    assert {page_at(site, url).status for url in places} <= {200, 301}


@BOTH
def test_a_site_may_open_empty(layout: str) -> None:
    site = made(51)
    assert pages_of(site, layout) == []

    (first,) = site.publish(1, layout)
    assert pages_of(site, layout) == [[first.url]]


def test_no_article_promotes_an_unpublished_one() -> None:
    # With so many pages the oldest article promotes another, and none is older.
    site = made(5, pages=1)
    oldest = of(site, WORDPRESS)[-1]
    promoted = re.findall(r'также: <a href="([^"]*)"', page_at(site, oldest.url).body.decode())

    assert [page_at(site, url).status for url in promoted] == [200]


@pytest.mark.parametrize("count", [0, -1, 6])
def test_impossible_count_is_named(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} articles of exclusive/wordpress: 5 are"):
        made(5).publish(count, WORDPRESS)


@BOTH
def test_a_pinned_card_stays_on_top(layout: str) -> None:
    site = made(20)
    first, second = pages_of(site, layout)
    old = of(site, layout)[-1]
    site.pin(old)

    assert pages_of(site, layout) == [[old.url, *first], second]
    (new,) = site.publish(1, layout)
    urls = [new.url, *first, *second]
    assert pages_of(site, layout) == [[old.url, *urls[:17]], urls[17:]]
    assert old.url in urls[17:]
    assert of(site, layout)[0] == new


@BOTH
def test_a_pinned_card_of_the_first_page_moves_to_its_top(layout: str) -> None:
    site = made()
    first, *others = pages_of(site, layout)
    for article in of(site, layout)[3:5]:
        site.pin(article)

    assert pages_of(site, layout) == [[first[4], first[3], *first[:3], *first[5:]], *others]


def test_only_a_card_can_be_pinned() -> None:
    site, whole = made(1), made()
    of_ticker = replace(of(site, OLD)[0], url=next(each.url for each in site.ticker if each.url))

    with pytest.raises(ValueError, match="No article is published at https://exclusive"):
        site.pin(of(whole, WORDPRESS)[0])
    with pytest.raises(ValueError, match=f"No listing could pin the article at {of_ticker.url}"):
        site.pin(of_ticker)


@BOTH
@pytest.mark.parametrize("times", [1, 3])
def test_an_edited_article_is_so_at_all_its_addresses(layout: str, times: int) -> None:
    site = made()
    article = next(article for article in of(site, layout) if article.language == "ru")
    listing = pages_of(site, layout)
    states = [article]
    for _ in range(times):
        expected = site.edited(article)
        states.append(site.edit(article))
        assert states[-1] == expected

    assert states[1] == made().edited(article)
    texts = [state.paragraphs for state in states]
    for before, after in pairwise(texts):
        assert len(after) == len(before) + 1
        assert sum(a != b for a, b in zip(before, after, strict=False)) == 1
    for url in addresses(article):
        text = unescape(re.sub(r"<[^>]*>", "", page_at(site, url).body.decode()))
        text = text.replace("\xa0", " ")
        assert all(paragraph in text for paragraph in texts[-1])
    assert states[-1] in site.articles
    assert article not in site.articles
    assert pages_of(site, layout) == listing


def test_the_first_edit_is_what_edited_shows_for_once() -> None:
    site = made()
    article = of(site, WORDPRESS)[0]
    target = urlsplit(article.url).path
    shown = site.page("exclusive.kz", target, Edited()).body
    site.edit(article)

    assert page_at(site, article.url).body == shown
    assert site.page("exclusive.kz", target, Edited()).body != shown


@BOTH
def test_a_removed_article_leaves_no_trace(layout: str) -> None:
    site = made()
    urls = [article.url for article in of(site, layout)]
    gone, pinned = of(site, layout)[5], of(site, layout)[40]
    site.pin(pinned)
    site.remove(pinned)
    site.remove(gone)

    assert pages_of(site, layout) == cut([url for url in urls if url not in {gone.url, pinned.url}])
    for article in (gone, pinned):
        places = [*addresses(article), article.url.rstrip("/")]
        assert {page_at(site, url).status for url in places} == {404}
        assert article not in site.articles


def test_the_only_card_can_be_removed() -> None:
    site = Site({OLD: 1}, unpublished={OLD: 16}, today=TODAY)
    other = next(headline.url for headline in site.ticker if headline.url)
    before = page_at(site, other)
    site.remove(of(site, OLD)[0])

    assert pages_of(site, OLD) == []
    after = page_at(site, other)
    assert after.body != before.body
    assert after.last_modified != before.last_modified


def test_articles_of_standard_change_too() -> None:
    site = made()
    gone, changed, *_ = of(site, STANDARD)
    rows = "https://standard.kz/ru/post/archive.json"
    before = page_at(site, rows)
    edited = site.edit(changed)

    assert edited.paragraphs[-1] in page_at(site, changed.url).body.decode()
    assert page_at(site, rows) == before
    site.remove(gone)
    assert page_at(site, gone.url).status == 404
    after = page_at(site, rows)
    assert gone.title not in [row["title"] for row in json.loads(after.body)]
    assert changed.title in [row["title"] for row in json.loads(after.body)]
    assert after.last_modified != before.last_modified


def test_what_is_not_published_cannot_change() -> None:
    site = made(1)
    absent, gone = of(made(), WORDPRESS)[0], of(site, WORDPRESS)[0]
    site.remove(gone)

    for article in (absent, gone):
        for change in (site.edit, site.remove, site.pin, site.edited):
            with pytest.raises(ValueError, match=f"No article is published at {article.url}"):
                change(article)


def test_targets_are_those_of_a_known_host() -> None:
    site = made(1, pages=1)

    assert site.targets("test.exclusive.kz") == site.targets("exclusive.kz")
    assert len(site.targets("www.standard.kz")) == 25
    with pytest.raises(UnknownHostError, match=r"example\.kz"):
        site.targets("example.kz")
