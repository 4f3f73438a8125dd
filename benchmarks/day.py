"""Requests for each new article, over a simulated day of an outlet that is crawled all the time.

Each of the crawls is a real one; between them, all that the frontier remembers is made older.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from random import Random
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from pymongo import MongoClient
from pymongo.database import Database
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.log import configure_logging
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

from benchmarks.figures import table
from benchmarks.news_day import Change, NewsDay
from benchmarks.passing_time import let_pass
from benchmarks.project_settings import project_settings
from benchmarks.servers import own_mongod
from kznews.frontier.revisit import Policies
from kznews.newsroom.server import Newsroom
from kznews.outlets.exclusive import OUTLET
from kznews.settings import REVISIT

Documents = Database[dict[str, Any]]

_LISTINGS = tuple(urlsplit(listing.url).path for listing in OUTLET.listings)
_KINDS = (
    "robots.txt",
    "listings, first pages",
    "listings, later pages",
    "new articles",
    "articles of the day, again",
    "older articles, again",
)


class Crawls:
    """Crawls of the newsroom in this process, one after the other; each is counted."""

    def __init__(self, newsroom: Newsroom, uri: str, name: str, *, scheduler: str | None = None):
        self.requests: Counter[tuple[str, int]] = Counter()
        """By kind and status."""
        self.bytes = 0
        self.met: set[str] = set()
        """Paths of articles that have been asked for."""
        self._newsroom = newsroom
        self._settings = project_settings()
        given: dict[str, object] = {
            "MONGODB_URI": uri,
            "MONGODB_DATABASE": name,
            "NEWSROOM": newsroom.address,
            "DOWNLOAD_DELAY": 0,
            "START_WHEN_DUE": True,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "LOG_LEVEL": "CRITICAL",
        }
        if scheduler is not None:
            given["SCHEDULER"] = scheduler
        for key, value in given.items():
            self._settings.set(key, value, priority="cmdline")

    async def crawl(self, of_the_day: Collection[str] = (), **arguments: str) -> None:
        """Crawl once; `of_the_day` are URLs of articles."""
        before = len(self._newsroom.requests)
        runner = AsyncCrawlerRunner(self._settings)
        crawler = runner.create_crawler("exclusive")
        await runner.crawl(crawler, **arguments)
        reason = crawler.stats.get_value("finish_reason")
        if reason != "finished":
            sys.exit(f"A crawl ended with {reason}")
        self.bytes += crawler.stats.get_value("downloader/response_bytes", 0)
        paths = {urlsplit(url).path for url in of_the_day}
        for request in self._newsroom.requests[before:]:
            self.requests[self._kind(request.target, paths), request.status] += 1

    def forget(self) -> None:
        """Begin to count."""
        self.requests.clear()
        self.bytes = 0

    def _kind(self, target: str, of_the_day: Collection[str]) -> str:
        robots, first, later, new, again, older = _KINDS
        if target == "/robots.txt":
            return robots
        if target in _LISTINGS:
            return first
        if target.startswith(_LISTINGS):
            return later
        if target not in self.met:
            self.met.add(target)
            return new
        return again if target in of_the_day else older


class Found:
    """When what happened was in the database: hours of the day."""

    def __init__(self, day: NewsDay, database: Documents) -> None:
        self.articles: dict[str, float] = {}
        """Hours from an article's publication until it was stored."""
        self.changes: dict[Change, float] = {}
        """Hours from a change until it was known."""
        self._day = day
        self._database = database

    def look(self, hour: float) -> None:
        """See what the crawl of this hour has found."""
        missing = {
            url: came for url, came in self._day.published.items() if url not in self.articles
        }
        stored = self._database["articles"].find({"url": {"$in": list(missing)}}, {"url": True})
        self.articles |= {each["url"]: hour - missing[each["url"]] for each in stored}
        for change in self._day.changes:
            if change not in self.changes and self._knows(change):
                self.changes[change] = hour - change.hour

    def _knows(self, change: Change) -> bool:
        where = (
            {"frontier": {"url": change.url, "visit.missing_since": {"$type": "date"}}}
            if change.is_removal
            else {"articles": {"url": change.url, "revisions": {"$ne": None}}}
        )
        return any(self._database[name].find_one(query) for name, query in where.items())


@dataclass(frozen=True)
class Outcome:
    """Of a day, and of the naive way to do the same."""

    day: NewsDay
    crawls: Crawls
    times: int
    found: Found
    naive: dict[str, Crawls]
    """By name, a single crawl each."""


async def live(uri: str, options: argparse.Namespace) -> Outcome:
    """Let two days pass, and count the second one."""
    hours = options.minutes / 60
    day = NewsDay(articles=options.articles, edits=options.edits, known_pages=options.known_pages)
    client: MongoClient[dict[str, Any]]
    with Newsroom(day.site) as newsroom, MongoClient(uri, tz_aware=True) as client:
        database: Documents = client["day_newsroom"]
        crawls = Crawls(newsroom, uri, database.name)
        await crawls.crawl()
        _settle(database)
        print("The older articles are read", file=sys.stderr, flush=True)
        pace = max(hours, 1.0)
        for _ in day.day_before(pace):
            let_pass(database, timedelta(hours=pace))
            await crawls.crawl()
        print("The day before is over", file=sys.stderr, flush=True)
        crawls.forget()
        found = Found(day, database)
        times = 0
        for hour in day.day(hours):
            let_pass(database, timedelta(hours=hours))
            await crawls.crawl(day.published)
            found.look(hour)
            times += 1
        naive = {}
        for name, arguments in (
            (f"all {OUTLET.pages} pages of its listings and their articles", {}),
            ("the first page of its listings and their articles", {"pages": "1"}),
        ):
            memory = Crawls(newsroom, uri, "naive", scheduler="scrapy.core.scheduler.Scheduler")
            await memory.crawl(**arguments)
            naive[name] = memory
    return Outcome(day, crawls, times, found, naive)


def _settle(database: Documents) -> None:
    """Let the older articles have been found over days, instead of all by one crawl.

    Those that bear no date are too old to be visited again; of the others each has been visited
    twice, and is due some time in the interval that comes next.
    """
    policies, random = Policies.from_setting(REVISIT), Random(11)
    rows = database["frontier"].find({"policy": "article", "state": "done"}).sort("_id")
    for row in rows.to_list():
        visit = row["visit"]
        settled: dict[str, Any] = {"due_at": None}
        if visit["page_date"] is not None and visit["interval"] is not None:
            age = visit["visited_at"] - visit["page_date"]
            last = timedelta(seconds=visit["interval"])
            following = policies.interval("article", age=age, last=last, changed=False)
            assert following is not None  # it was due again
            settled = {
                "due_at": visit["visited_at"] + following * random.random(),
                "visit.interval": following.total_seconds(),
            }
        database["frontier"].update_one({"_id": row["_id"]}, {"$set": settled})


def report(outcome: Outcome, minutes: float) -> str:
    """Tell of the day."""
    crawls, found, day = outcome.crawls, outcome.found, outcome.day
    statuses = sorted({status for _, status in crawls.requests})
    total = crawls.requests.total()
    new = len(day.published)
    rows: list[Sequence[str]] = [
        ("", *(str(status) for status in statuses), "in all", "per new article")
    ]
    for kind in _KINDS:
        counts = [crawls.requests[kind, status] for status in statuses]
        rows.append((kind, *map(str, counts), str(sum(counts)), f"{sum(counts) / new:.2f}"))
    sums = [
        sum(count for (_, of), count in crawls.requests.items() if of == status)
        for status in statuses
    ]
    rows.append(("all", *map(str, sums), str(total), f"{total / new:.2f}"))
    waits = sorted(wait * 60 / minutes for wait in found.articles.values())
    told = f"{outcome.times} crawls, {minutes:g} minutes apart; {new} new articles, "
    lines = [
        f"{told}{len(found.articles)} of them found",
        table(rows),
        f"{crawls.bytes / 1e6:.1f} MB came, {crawls.bytes / new / 1e3:.0f} kB per new article",
    ]
    if waits:
        lines.append(
            "from publication to the database, in crawls to wait for: "
            f"median {median(map(ceil, waits)):g}, worst {ceil(waits[-1])}; "
            f"p95 {waits[ceil(0.95 * len(waits)) - 1] * minutes:.1f} minutes"
        )
    for name, is_removal in (("edited", False), ("removed", True)):
        happened = [change for change in day.changes if change.is_removal == is_removal]
        after = sorted(found.changes[change] for change in happened if change in found.changes)
        told = ", ".join(f"{hours:.1f}" for hours in after) or "none"
        lines.append(f"{len(happened)} {name}, {len(after)} of these noticed, hours later: {told}")
    for name, memory in outcome.naive.items():
        requests = memory.requests.total() * outcome.times
        lines.append(
            f"the same spider without a memory, {name} in each crawl: {requests:,} requests, "
            f"{requests / new:,.0f} per new article, {requests / total:.0f} times as many, "
            f"and {memory.bytes * outcome.times / 1e6:,.0f} MB (one crawl, multiplied)"
        )
    return "\n".join(lines)


async def run(options: argparse.Namespace) -> None:
    """Make it all, and tell."""
    with own_mongod() as mongod:
        outcome = await live(mongod.address, options)
    print(report(outcome, options.minutes))


def main() -> None:
    """Run as `python -m benchmarks.day`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.day", description=__doc__)
    parser.add_argument("--articles", type=int, default=60, help="new ones a day (%(default)s)")
    parser.add_argument("--edits", type=int, default=5, help="of these (%(default)s)")
    parser.add_argument("--minutes", type=float, default=10, help="between crawls (%(default)s)")
    parser.add_argument(
        "--known-pages", type=int, default=20, help="of the listing, before (%(default)s)"
    )
    options = parser.parse_args()
    configure_logging({"LOG_LEVEL": "CRITICAL"})
    install_reactor(project_settings()["TWISTED_REACTOR"])
    react(lambda _: deferred_from_coro(run(options)))


if __name__ == "__main__":
    main()
