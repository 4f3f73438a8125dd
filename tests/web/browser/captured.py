"""Real pages of two outlets for the tasks: crawls read them from WARC files and store them.

Each crawl begins at a sitemap that is written here, and lists the chosen pages. No page of the
captures was captured again with another headline: of one a second answer is made.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from parsel import Selector

from kznews.transport.warc import list_records, read_answer
from tests.crawl.conftest import scrapy
from tests.transport.crawls import Warc

_RUSSIAN, _MIXED = "tengrinews-2024-04", "informburo-2023-03"
_EVERY = 16
"""One in so many of the pages that no task asks about is read, too."""
PRICES = re.compile(r"\bинфляци|\bбаға(?:ның)? өсім", re.IGNORECASE)
FUND = re.compile(r"\bСамрук")
"""What tasks ask about."""
HEADLINE = "Доходность пенсионных активов ЕНПФ снова отстаёт от инфляции"
LATER = "Доходность пенсионных активов ЕНПФ превысила уровень инфляции"
"""Of an article: as it was captured, and as the second answer says."""
_SITEMAPS = {
    "tengrinews": ("https://tengrinews.kz/sitemap-index.xml", "sitemap-news-0.xml"),
    "informburo": ("https://informburo.kz/sitemap.xml", "sitemaps/articles/0.xml"),
}
"""Where an outlet's index of sitemaps is, and how a sitemap in it is called."""
_OWN = (
    "./*[not(self::script or contains(@class, 'content_main_text'))]"
    "//text()[not(ancestor::script or ancestor::blockquote[@class])]"
)
"""What of an article's element of tengrinews.kz is its text."""
_XML = '<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</{root}>'
_XML_TYPE = (("Content-Type", "application/xml; charset=utf-8"),)


@dataclass(frozen=True)
class Told:
    """What stands on a page, read without the code that is tested."""

    outlet: str
    url: str
    title: str
    text: str
    is_kazakh: bool
    published: datetime | None
    """Of articles of informburo.kz alone: they are the older ones."""
    body: bytes
    captured_at: datetime


def store(captures: Path, folder: Path, environment: dict[str, str]) -> list[Told]:
    """Crawl the chosen pages, then the one of which there is a second answer; tells the chosen."""
    chosen = [
        page
        for place, page in enumerate((*_mixed(captures), *_russian(captures)))
        if page.is_kazakh
        or PRICES.search(page.text)
        or FUND.search(page.text)
        or place % _EVERY == 0
    ]
    [edited] = [page for page in chosen if page.title == HEADLINE]
    warc, later = Warc(folder / "first.warc.gz"), Warc(folder / "later.warc.gz")
    for page in chosen:
        warc.add(page.url, page.body, date=_written(page.captured_at))
    for outlet in _SITEMAPS:
        urls = [page.url for page in chosen if page.outlet == outlet]
        _list(warc, outlet, urls, chosen[0].captured_at)
    at = edited.captured_at + timedelta(hours=3)
    answer = edited.body.replace(HEADLINE.encode(), LATER.encode())
    later.add(edited.url, answer, date=_written(at))
    _list(later, edited.outlet, [edited.url], at)
    with ThreadPoolExecutor(len(_SITEMAPS)) as threads:
        list(threads.map(lambda outlet: _crawl(outlet, warc, environment), _SITEMAPS))
    _crawl(edited.outlet, later, environment)
    return chosen


def _crawl(outlet: str, warc: Warc, environment: dict[str, str]) -> None:
    command = ["crawl", outlet, "-a", "sections=sitemap", "-a", "since=2020-01-01"]
    done = scrapy(command, environment, {"REPLAY": warc.path, "DOWNLOAD_DELAY": 0})
    assert done.exit_code == 0, done.log


def _list(warc: Warc, outlet: str, urls: list[str], at: datetime) -> None:
    """Add an index of sitemaps and the one that it names, which lists the addresses."""
    index, name = _SITEMAPS[outlet]
    member = f"{index.rpartition('/')[0]}/{name}"
    changed = f"<lastmod>{at.isoformat()}</lastmod>"
    for url, root, part, listed in (
        (index, "sitemapindex", "sitemap", [member]),
        (member, "urlset", "url", urls),
    ):
        parts = "".join(f"<{part}><loc>{each}</loc>{changed}</{part}>" for each in listed)
        body = _XML.format(root=root, parts=parts).encode()
        warc.add(url, body, date=_written(at), headers=_XML_TYPE)


def _mixed(captures: Path) -> Iterator[Told]:
    """Give the articles of informburo.kz, some of them Kazakh, by what is written beside them."""
    with gzip.open(captures / f"{_MIXED}.truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        truth: dict[str, dict[str, Any]] = {each["url"]: each for each in map(json.loads, lines)}
    for url, body, at in _pages(captures / f"{_MIXED}.warc.gz"):
        if (facts := truth.get(url)) is not None:
            yield Told(
                outlet="informburo",
                url=url,
                title=facts["title"],
                text="\n".join((facts["title"], facts["excerpt"] or "", *facts["body"])),
                is_kazakh=facts["lang"] == "kk",
                published=datetime.fromisoformat(facts["published"]),
                body=body,
                captured_at=at,
            )


def _russian(captures: Path) -> Iterator[Told]:
    """Give the articles of tengrinews.kz, all Russian."""
    for url, body, at in _pages(captures / f"{_RUSSIAN}.warc.gz"):
        if re.search(r"/article/.*-\d+/$", url):
            page = Selector(text=body.decode())
            title = page.css("h1").xpath("normalize-space()").get() or ""
            parts = page.css(".content_main_text").xpath(_OWN).getall()
            # What follows leads to other articles.
            text = "\n".join((title, *parts)).partition("Смотрите также")[0]
            yield Told("tengrinews", url, title, text, False, None, body, at)


def _pages(warc: Path) -> Iterator[tuple[str, bytes, datetime]]:
    for record in list_records(warc):
        if record.type == "response" and record.url and record.captured_at:
            yield record.url, read_answer(record, 0).body, record.captured_at


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
