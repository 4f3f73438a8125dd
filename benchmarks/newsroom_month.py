"""A month of ten outlets, by real crawls: what was scripted, and what the record says afterwards.

The clock of the database server, by which all moments are told, is moved forward between crawls.
What a crawl could see is known from the newsroom's own list of requests: an edit that was
overwritten, or taken down, before its article was asked for is not seen, and no mismatch.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from time import monotonic
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.log import configure_logging
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

import kznews.mongo.clock as server_clock
from benchmarks.figures import table
from benchmarks.newsroom_comparison import Comparison, Visit
from benchmarks.newsroom_script import Script
from benchmarks.passing_time import let_pass_for_hosts
from benchmarks.project_settings import project_settings
from benchmarks.servers import own_mongod
from kznews.frontier.rounds import Rounds
from kznews.newsroom.answers import Request
from kznews.newsroom.site import KAZAKHSTAN
from kznews.record.stories import copies

_MOST_REQUESTS = 100_000
"""Requests that the newsroom remembers."""
_server_time = server_clock.server_time
_join = Rounds.join


class Month:
    """The crawls of a script, all outlets at once, and what each article's address answered."""

    def __init__(self, script: Script, uri: str) -> None:
        self.script = script
        self.visits: dict[str, list[Visit]] = {}
        """By the first address of an article."""
        self.requests: Counter[tuple[str, int]] = Counter()
        """By kind and status."""
        self.crawls: list[tuple[datetime, datetime]] = []
        """When those of a step began and ended, by the server's clock."""
        self.stories: dict[str, list[tuple[int, str]]] = {}
        """Stories that an article was of, with the first step, by its first address."""
        self._read = 0
        self._settings = project_settings()
        given: dict[str, object] = {
            "MONGODB_URI": uri,
            "MONGODB_DATABASE": "month_newsroom",
            "NEWSROOM": script.newsroom.address,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            # A host that keeps failing is left to the next crawl at once: that is hours later here.
            "HOST_PAUSE_MAX_WAIT": 0,
            "LOG_LEVEL": "CRITICAL",
        }
        for key, value in given.items():
            self._settings.set(key, value, priority="cmdline")

    async def live(self, database: Database[dict[str, Any]], minutes: float) -> None:
        """Let the month pass; it ends early where that takes longer than so many minutes."""
        last = monotonic() + minutes * 60
        for step in range(self.script.steps):
            if monotonic() > last:
                self.script.steps = step
                break
            let_pass_for_hosts(database, timedelta(hours=self.script.hours))
            self.script.play(step)
            later = self.script.moment(step) - datetime.now(UTC)
            _move_clock(later)
            began = datetime.now(UTC) + later
            await asyncio.gather(*map(self._crawl, self.script.outlets))
            self.crawls.append((began, datetime.now(UTC) + later))
            self._note(step)
            for article in database["articles"].find({}, {"url": 1, "aliases": 1, "story_id": 1}):
                self._note_story(article, step)
            if step % 4 == 0:
                print(f"{self.script.moment(step):%d %B}", file=sys.stderr, flush=True)

    async def _crawl(self, spider: str) -> None:
        runner = AsyncCrawlerRunner(self._settings)
        crawler = runner.create_crawler(spider)
        await runner.crawl(crawler)
        reason = crawler.stats.get_value("finish_reason") if crawler.stats else None
        if reason != "finished":
            print(f"A crawl of {spider} ended with {reason}", file=sys.stderr, flush=True)

    def _note(self, step: int) -> None:
        script = self.script
        new = script.newsroom.requests[self._read :]
        self._read += len(new)
        if self._read >= _MOST_REQUESTS:
            sys.exit(f"More than {_MOST_REQUESTS} requests: let fewer days pass")
        for request in new:
            address = f"https://{request.host}{request.target}"
            url = script.moved.get(address, address)
            if url in script.articles:
                kind = self._kind(url, address, request.status)
                text = script.texts[url] if request.status in {200, 304} else None
                is_down = script.articles[url].outlet in script.down[step]
                visit = Visit(step, request.status, text, is_down)
                self.visits.setdefault(url, []).append(visit)
            else:
                kind = _kind_of_others(request)
            self.requests[kind, request.status] += 1

    def _kind(self, url: str, address: str, status: int) -> str:
        if url != address:
            return "articles, at their new addresses"
        return "articles, again" if url in self.visits else "articles, first visits"

    def _note_story(self, article: dict[str, Any], step: int) -> None:
        for url in (article["url"], *(article.get("aliases") or ())):
            if url in self.script.articles:
                stories = self.stories.setdefault(url, [])
                story = str(article.get("story_id"))
                if not stories or stories[-1][1] != story:
                    stories.append((step, story))


def _move_clock(later: timedelta) -> None:
    """Move the server's clock forward, as this process reads it."""

    def told(hello: Any) -> datetime:
        return _server_time(hello) + later

    async def join(rounds: Rounds) -> tuple[datetime, int]:
        began, others = await _join(rounds)  # the server says this by its own clock
        return began + later, others

    for module in (server_clock, copies):
        vars(module)["server_time"] = told
    Rounds.join = join  # type: ignore[assignment, method-assign]


def _kind_of_others(request: Request) -> str:
    if request.target == "/robots.txt":
        return "robots.txt"
    if request.target.startswith("/kznews-"):
        return "the not-found page"
    if any(part in request.target for part in ("feed", "rss", "sitemap", ".xml")):
        return "feeds and sitemaps"
    return "listings"


def requests_told(requests: Counter[tuple[str, int]]) -> str:
    """Give the table of requests by kind and status."""
    statuses = sorted({status for _, status in requests})
    rows = [("requests", *map(str, statuses), "in all")]
    for kind in sorted({kind for kind, _ in requests}):
        counts = [requests[kind, status] for status in statuses]
        rows.append((kind, *map(str, counts), str(sum(counts))))
    return table(rows)


async def run(options: argparse.Namespace) -> None:
    """Make it all, and tell."""
    start = datetime.combine(datetime.now(KAZAKHSTAN).date(), time(23, 30), KAZAKHSTAN)
    script = Script(outlets=options.outlets, days=options.days, hours=options.hours, start=start)
    client: MongoClient[dict[str, Any]]
    with (
        own_mongod() as mongod,
        script.newsroom,
        MongoClient(mongod.address, tz_aware=True) as client,
    ):
        database: Database[dict[str, Any]] = client["month_newsroom"]
        month = Month(script, mongod.address)
        await month.live(database, options.minutes)
        comparison = Comparison(script, month.visits, month.crawls, month.stories)
        comparison.compare(database["articles"].find().to_list())
    print(
        f"{options.outlets} outlets, {script.steps * options.hours / 24:g} days, "
        f"crawled every {options.hours:g} hours: {len(script.articles)} articles"
    )
    print(comparison.told())
    print(requests_told(month.requests))


def main() -> None:
    """Run as `python -m benchmarks.newsroom_month`."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.newsroom_month", description=__doc__
    )
    parser.add_argument("--days", type=int, default=30, help="simulated (%(default)s)")
    parser.add_argument("--outlets", type=int, default=10, help="1 to 10 (%(default)s)")
    parser.add_argument("--hours", type=float, default=6, help="between crawls (%(default)s)")
    parser.add_argument(
        "--minutes", type=float, default=60, help="after which it ends early (%(default)s)"
    )
    options = parser.parse_args()
    configure_logging({"LOG_LEVEL": "CRITICAL"})
    install_reactor(project_settings()["TWISTED_REACTOR"])
    react(lambda _: deferred_from_coro(run(options)))


if __name__ == "__main__":
    main()
