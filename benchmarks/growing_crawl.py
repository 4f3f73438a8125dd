"""Crawls of one site into a database with few rows and into one with many, by turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from benchmarks.crawls import CrawlFailedError, workers
from benchmarks.figures import spread, table
from benchmarks.growing_frontier import hold_back
from benchmarks.processor import cpu_seconds
from benchmarks.served_pages import ServedSite, newsroom_site
from benchmarks.servers import Server, own_nginx
from kznews.archive.schema import PAGES
from kznews.frontier.schema import FRONTIER
from kznews.record.schema import ARTICLES, SIGNATURES
from kznews.record.translations.schema import TRANSLATION_EVIDENCE
from kznews.statistics import PAGES_READ

_LISTING_PAGES = 14
_CONCURRENCY = 16
_LAST_ROWS = 20_000
"""Rows of the frontier among which those of the last crawl are."""
Documents = Database[dict[str, Any]]


@dataclass(frozen=True)
class _Crawl:
    seconds: float
    """A page, from its start to its end."""
    worker: float
    """Seconds of processor a page."""
    mongod: float
    """Likewise."""


def crawl(mongod: Server, names: Sequence[str], rounds: int) -> str:
    """Crawl into both databases by turns, few rows first; tell what that cost."""
    done: dict[str, list[_Crawl]] = {name: [] for name in names}
    client: MongoClient[dict[str, Any]]
    with (
        TemporaryDirectory(prefix="kznews-pages-") as folder,
        MongoClient(mongod.address) as client,
    ):
        Path(folder).chmod(0o755)  # nginx reads as another user
        site = newsroom_site(_LISTING_PAGES, Path(folder), heavy=True)
        with own_nginx(Path(folder)) as nginx:
            for name in names:  # the pages of the stock are nowhere
                hold_back(client[name], site.spider)
            for turn in range(-1, rounds):
                for name in names:
                    _forget(client[name], site)
                    crawled = _crawl(site, mongod, nginx, name)
                    if turn >= 0:  # caches are warm
                        done[name].append(crawled)
    few, many = done.values()
    lines: list[Sequence[str]] = [("a page", "few", "many", "ratio")]
    for what in ("seconds", "worker", "mongod"):
        costs = [[getattr(each, what) for each in crawls] for crawls in (few, many)]
        ratios = [large / small for small, large in zip(*costs, strict=True)]
        lines.append(
            (
                "ms until it is there" if what == "seconds" else f"ms of the {what}'s processor",
                *(f"{1000 * median(each):.1f}" for each in costs),
                spread(ratios),
            )
        )
    return f"{len(site.pages)} pages a crawl, {rounds} crawls of each kind\n{table(lines)}"


def _crawl(site: ServedSite, mongod: Server, nginx: Server, name: str) -> _Crawl:
    settings = {
        "MONGODB_URI": mongod.address,
        "MONGODB_DATABASE": name,
        "NEWSROOM": nginx.address,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": _CONCURRENCY,
    }
    pages = len(site.pages)
    with workers(1, site.spider, settings, **site.arguments) as [worker]:
        before = cpu_seconds(mongod.pid)
        crawled = worker.finish()
        used = cpu_seconds(mongod.pid) - before
    if (read := crawled.stats.get(PAGES_READ, 0)) != pages:
        raise CrawlFailedError(f"{read} of {pages} pages were read\n{crawled.log}")
    return _Crawl((crawled.ended - crawled.began) / pages, crawled.cpu / pages, used / pages)


def _forget(database: Documents, site: ServedSite) -> None:
    """Delete what a crawl of the site stored."""
    articles = database[ARTICLES.name].find({"url": {"$in": list(site.articles)}}, {"_id": True})
    ids = {"_id": {"$in": [each["_id"] for each in articles]}}
    for collection in (ARTICLES, SIGNATURES, TRANSLATION_EVIDENCE):
        database[collection.name].delete_many(ids)
    # By their addresses no index finds them; to read all would fill the cache with the others.
    last = database[FRONTIER.name].find({}, {"url": True}).sort("$natural", -1).limit(_LAST_ROWS)
    mine = [each["_id"] for each in last if each["url"] in site.pages]
    database[FRONTIER.name].delete_many({"_id": {"$in": mine}})
    database[PAGES.name].delete_many({"url": {"$in": list(site.pages)}})
