"""Conditional requests while the site changes: what is 304, and until when."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPMessage
from itertools import pairwise
from urllib.parse import urlsplit

from kznews.newsroom.misbehaviour import Edited
from kznews.newsroom.page import ServedPage
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.newsroom.client import fetch
from tests.newsroom.reading import (
    EXCLUSIVE,
    LISTING,
    OLD,
    OLD_LISTING,
    STANDARD,
    WORDPRESS,
    made,
    of,
    page_at,
)


def changes(site: Site, rng: random.Random) -> Iterator[str]:
    """Change `site` in every way, again and again."""
    left: dict[str, int] = {OLD: 20, WORDPRESS: 20}
    ways = ["publish", "publish", "pin", "edit", "edit", "remove", "pin again", "standard"] * 2
    rng.shuffle(ways)
    for way in ways:
        layout: str = rng.choice((OLD, WORDPRESS))
        article = rng.choice(of(site, layout))
        if way == "publish":
            count = min(left[layout], rng.randint(1, 5))
            if not count:
                continue
            left[layout] -= count
            site.publish(count, layout)
        elif way == "pin":
            site.pin(article)
        elif way == "pin again":
            site.pin(article)
            site.pin(article)
        elif way == "edit":
            site.edit(article)
        elif way == "remove":
            site.remove(article)
        else:
            (site.edit if rng.random() < 0.5 else site.remove)(rng.choice(of(site, STANDARD)))
        yield f"{way} {article.url}"


def test_last_modified_moves_when_and_only_when_the_bytes_do() -> None:
    site = made(20, pages=2)

    def all_pages() -> dict[str, ServedPage]:
        return {
            f"{host}{target}": site.page(host, target)
            for host in ("exclusive.kz", "standard.kz")
            for target in site.targets(host)
        }

    before = all_pages()
    unmoved = 0
    for change in changes(site, random.Random(3)):
        after = all_pages()
        for url, page in after.items():
            old = before[url].last_modified
            new = page.last_modified
            if old and new:
                same = page.body == before[url].body
                assert (new == old) if same else (new > old), (change, url)
                unmoved += same
            elif new:
                assert new > min(p.last_modified for p in before.values() if p.last_modified)
        before = after

    assert unmoved > 1000


def test_a_change_is_one_second() -> None:
    site = made(20)
    before = page_at(site, LISTING).last_modified
    assert before
    site.edit(of(site, WORDPRESS)[0])
    site.publish(1, WORDPRESS)

    assert page_at(site, LISTING).last_modified == before + timedelta(seconds=2)


def test_a_misbehaviour_moves_only_the_pages_that_it_changes() -> None:
    site = made()
    article = of(site, WORDPRESS)[0]
    path = urlsplit(article.url).path

    usual = page_at(site, article.url)
    assert site.page("exclusive.kz", urlsplit(LISTING).path, Edited()) == page_at(site, LISTING)
    moments = [usual.last_modified]
    for change in (Edited(), None, Edited()):
        moments += [site.page("exclusive.kz", path, change).last_modified]
    assert all(after and before and after > before for before, after in pairwise(moments))


def test_what_did_not_change_is_304(serving: Newsroom) -> None:
    site = serving.site
    article = of(site, WORDPRESS)[0]
    urls = [LISTING, f"{LISTING}page/2/", article.url, f"{article.url}amp/", OLD_LISTING]
    urls += [of(site, OLD)[0].url, f"{EXCLUSIVE}/robots.txt"]
    known: dict[str, HTTPMessage] = {}

    def statuses(condition: str, validator: str) -> list[int]:
        return [
            fetch(serving, url, headers={condition: headers[validator]}).status
            for url, headers in known.items()
        ]

    def changed(expected: list[int]) -> None:
        assert statuses("If-None-Match", "ETag") == expected
        assert statuses("If-Modified-Since", "Last-Modified") == expected
        known.update({url: fetch(serving, url).headers for url in urls})
        assert statuses("If-None-Match", "ETag") == [304] * len(urls)
        assert statuses("If-Modified-Since", "Last-Modified") == [304] * len(urls)

    known.update({url: fetch(serving, url).headers for url in urls})
    changed([304, 304, 304, 304, 304, 304, 304])
    site.publish(2, WORDPRESS)
    changed([200, 200, 304, 304, 304, 304, 304])
    site.edit(article)
    changed([304, 304, 200, 200, 304, 304, 304])
    site.pin(article)
    changed([200, 304, 304, 304, 304, 304, 304])
    # The first page of the old listing stands below each old article.
    site.publish(1, OLD)
    changed([304, 304, 304, 304, 200, 200, 304])
