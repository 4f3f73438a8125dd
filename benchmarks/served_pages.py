"""Sites that crawls are measured on: pages in a folder, and what a crawl should read of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from benchmarks.archive import CAPTURES
from benchmarks.page_weight import HeavyPages
from benchmarks.rereading import PARAGRAPH, articles_of
from benchmarks.servers import write_pages
from kznews.newsroom.site import Site

CAPTURED = CAPTURES / "tengrinews-2024-04.warc.gz"
_URLS_OF_A_SITEMAP = 150
_INDEX = "sitemap-index.xml"
_MEMBER = "sitemap-news-{number}.xml"
_XML = '<?xml version="1.0"?><{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</{name}>'


@dataclass(frozen=True)
class ServedSite:
    """A site that nginx serves."""

    name: str
    spider: str
    arguments: Mapping[str, object]
    """What the spider is given to read it all."""
    articles: frozenset[str]
    """Addresses."""
    pages: frozenset[str]
    """Addresses of all that the spider reads: listings or sitemaps, and articles."""


def newsroom_site(listing_pages: int, folder: Path, *, heavy: bool) -> ServedSite:
    """Write the newsroom's exclusive.kz, half of it in each layout; `heavy`: as real pages are."""
    site = Site({"exclusive/2022": listing_pages, "exclusive/wordpress": listing_pages})
    write_pages(site, "exclusive.kz", folder)
    articles = frozenset(each.url for each in site.articles if each.outlet == "exclusive")
    if heavy:
        pages = HeavyPages([each.title for each in site.articles])
        for file in sorted(folder.rglob("*.html")):
            file.write_bytes(pages.fill(file.read_bytes(), str(file.relative_to(folder))))
    listings = frozenset(
        f"https://exclusive.kz{target}"
        for target in site.targets("exclusive.kz")
        if "/category/" in target or target.partition("?")[0].endswith("/daily/")
    )
    return ServedSite(
        name=f"the newsroom's exclusive.kz, {'as heavy as real pages' if heavy else 'light'}",
        spider="exclusive",
        arguments={"pages": listing_pages},
        articles=articles,
        pages=articles | listings,
    )


def captured_site(copies: int, folder: Path) -> ServedSite:
    """Write captured articles of tengrinews.kz, each some times with words of all of them.

    So they have the markup and the lengths of real texts, and are no copies of each other. Their
    addresses stand in sitemaps.
    """
    articles: list[str] = []
    pages = articles_of(CAPTURED, copies)
    words = [
        word
        for page in pages[::copies]
        for paragraph in PARAGRAPH.findall(page.answer.body)
        for word in paragraph.split()
    ]
    for page in pages:
        file = folder / urlsplit(page.url).path.strip("/") / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        chance = Random(page.url)
        body = PARAGRAPH.sub(
            lambda found, chance=chance: (
                b"<p>%s</p>"  # type: ignore[misc]  # mypy sees no default
                % b" ".join(chance.choices(words, k=len(found[1].split())))
            ),
            page.answer.body,
        )
        file.write_bytes(body)
        articles.append(page.url)
    members = [
        articles[place : place + _URLS_OF_A_SITEMAP]
        for place in range(0, len(articles), _URLS_OF_A_SITEMAP)
    ]
    names = [_MEMBER.format(number=number) for number in range(len(members))]
    sitemaps = [f"https://tengrinews.kz/{name}" for name in names]
    for name, urls in zip(names, members, strict=True):
        (folder / name).write_text(_xml("urlset", "url", urls), "utf-8")
    (folder / _INDEX).write_text(_xml("sitemapindex", "sitemap", sitemaps), "utf-8")
    return ServedSite(
        name="captured articles of tengrinews.kz",
        spider="tengrinews",
        arguments={"sections": "sitemap", "since": "2020-01-01"},
        articles=frozenset(articles),
        pages=frozenset({f"https://tengrinews.kz/{_INDEX}", *sitemaps, *articles}),
    )


def _xml(name: str, part: str, urls: list[str]) -> str:
    changed = datetime(2024, 4, 1, tzinfo=UTC).isoformat()
    parts = (f"<{part}><loc>{url}</loc><lastmod>{changed}</lastmod></{part}>" for url in urls)
    return _XML.format(name=name, parts="".join(parts))
