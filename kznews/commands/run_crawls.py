"""The crawls of `scrapy run`: those of all outlets, each when it is due, in this process."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from pymongo.errors import PyMongoError
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from kznews.commands.crawl_outcome import exit_code, stats_of
from kznews.commands.tick import PROJECT, submit
from kznews.mongo.clock import server_time
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.driver_errors import brief_reason
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.values import Fields
from kznews.monitoring.log_count import CRAWLER
from kznews.nodes.jobs import Jobs
from kznews.nodes.node import Heartbeat, NameTaken, Node
from kznews.nodes.schedule import Tick, current_tick
from kznews.statistics import PAGES_READ, PAGES_UNCHANGED, stored_by_collection

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0
"""Seconds between two looks at what is due."""
_DAILY_LOOK_SECONDS = 60.0
"""Seconds between two looks at what is done once a day."""
_STUCK_SECONDS = 600.0
"""Seconds without a look after which the process ends: a crawl holds the processor."""
_GRACE_SECONDS = 60.0
"""Seconds that a crawl has to end once it was told to."""


@dataclass
class Outlet:
    """An outlet's spider, what it does now and what came of its crawls in this process."""

    spider: str
    every: timedelta
    next_at: datetime | None = None
    """The moment of its next tick, aware; None before the first look."""
    crawler: Crawler | None = None
    """Its crawl that goes on now."""
    began: float = 0.0
    """When that began: seconds of `time.monotonic`."""
    ended_at: datetime | None = None
    """When its last crawl here ended, aware."""
    outcome: str = ""
    """How that ended, in words."""
    last: Mapping[str, int] = field(default_factory=dict)
    """What it found, see `found_by`."""
    found: Counter[str] = field(default_factory=Counter)
    """What all its crawls in this process found."""
    last_tick: Tick | None = None
    """The last tick that was submitted, by whomever."""


def found_by(stats: Mapping[str, Any]) -> dict[str, int]:
    """Give what a crawl found, by what that is: pages read, articles new and changed."""
    articles = stored_by_collection(stats).get("articles", {})
    return {
        "crawls": 1,
        "pages": stats.get(PAGES_READ, 0) + stats.get(PAGES_UNCHANGED, 0),
        "new": articles.get("inserted", 0),
        "changed": articles.get("changed", 0),
    }


class Crawls:
    """Crawls that are begun as their jobs are taken, several at once, until they are stopped.

    The ticks are jobs in the nodes' queue, so that several such processes and Scrapyd's nodes share
    them: this process is a node that takes the ticks of its outlets and runs them itself.
    """

    def __init__(
        self,
        *,
        process: AsyncCrawlerProcess,
        database: SyncDatabase,
        node: Node,
        outlets: Mapping[str, timedelta],
        deadline: timedelta,
        do_daily_work: Callable[[datetime], None],
    ) -> None:
        """Make them.

        `deadline`: the longest time of one crawl. `do_daily_work` is called in a thread, again and
        again, with the server's moment.
        """
        self.outlets = {name: Outlet(name, every) for name, every in sorted(outlets.items())}
        self._process = process
        self._database = database
        self._node = node
        self._jobs = Jobs(database)
        self._deadline = deadline
        self._do_daily_work = do_daily_work
        self.tell: Callable[[Outlet], None] = lambda _: None
        """What is called after each crawl."""
        self._running: dict[str, asyncio.Task[None]] = {}
        """By job."""
        self._crawlers: dict[str, Crawler] = {}
        """By job, those that may still be told to end."""
        self._is_away = False
        self._stopping = asyncio.Event()
        self._stops: set[asyncio.Future[None]] = set()

    async def run(self) -> None:
        """Crawl until `stop` is called; then end all crawls and leave the cluster.

        Raises NameTaken where another process has taken this node's name.
        """
        await asyncio.to_thread(self._node.join)
        beats = asyncio.ensure_future(self._beat_on())
        daily = asyncio.ensure_future(self._work_daily())
        try:
            while not self._stopping.is_set():
                await self._look()
                if beats.done():
                    break
                await self._wait(_LOOK_SECONDS)
        finally:
            faulthandler.cancel_dump_traceback_later()
            await self._end_all()
            self._stopping.set()
            await asyncio.wait({beats, daily})
            await self._leave()
        beats.result()

    def stop(self) -> None:
        """Begin no crawl any more, and let those that go on end politely."""
        self._stopping.set()

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _look(self) -> None:
        # What holds the processor for ever cannot be told to end: the process says where it stood
        # and ends, and whatever supervises it starts it again.
        faulthandler.dump_traceback_later(_STUCK_SECONDS, exit=True)
        try:
            await asyncio.to_thread(self._submit)
            while len(self._running) < self._node.slots:
                free = [each.spider for each in self.outlets.values() if each.crawler is None]
                job = await asyncio.to_thread(self._node.take, PROJECT, None, spiders=free)
                if job is None:
                    break
                # Before anything else can fail: what was taken must end.
                self._running[job["_id"]] = asyncio.ensure_future(self._run(job))
                await asyncio.sleep(0)
        except PyMongoError as error:
            if not self._is_away:
                logger.error("No crawl begins while MongoDB is away: %s", brief_reason(error))
            self._is_away = True
            return
        if self._is_away:
            logger.warning("MongoDB answers again: crawls that are due begin")
        self._is_away = False

    def _submit(self) -> None:
        """Submit the ticks that have come."""
        now = server_time(self._database.client.admin.command("hello"))
        for each in self.outlets.values():
            tick = current_tick(each.spider, each.every, now)
            if tick != each.last_tick:
                submit(self._jobs, tick)
                each.last_tick = tick
            each.next_at = tick.at + each.every

    async def _run(self, job: Fields) -> None:
        """Run a job's crawl to its end, and record that."""
        outlet = self.outlets[job["spider"]]
        try:
            code, reason = await self._crawl(outlet, job["_id"])
        finally:
            self._crawlers.pop(job["_id"], None)
        try:
            await self._settle(job["_id"], code, reason)
        finally:
            del self._running[job["_id"]]
        self.tell(outlet)

    async def _crawl(self, outlet: Outlet, job: str) -> tuple[int, str | None]:
        """Run a crawl; return its exit code and why it failed. One that hangs is left to itself."""
        outlet.began = monotonic()
        try:
            crawler = outlet.crawler = self._process.create_crawler(outlet.spider)
            CRAWLER.set(crawler)  # of this task, and of those that it begins
            self._crawlers[job] = crawler
            crawl = self._process.crawl(crawler, _job=job)
        except Exception as error:
            logger.exception("%s: the crawl could not begin", outlet.spider)
            outlet.crawler = None
            return self._ended(outlet, {}, 1, f"it could not begin: {error}")
        crawl.add_done_callback(lambda _: setattr(outlet, "crawler", None))
        ended, _ = await asyncio.wait({crawl}, timeout=self._deadline.total_seconds())
        while not ended and self._is_away:  # it waits for MongoDB, as it should
            ended, _ = await asyncio.wait({crawl}, timeout=_LOOK_SECONDS)
        if not ended:
            why = f"it had not ended after {self._deadline.total_seconds():g} s"
            logger.error("%s: the crawl is stopped: %s", outlet.spider, why)
            self._stop(crawler)
            ended, _ = await asyncio.wait({crawl}, timeout=_GRACE_SECONDS)
            if not ended:
                why += f", nor {_GRACE_SECONDS:.0f} s after it was stopped"
                logger.error(
                    "%s: no crawl of it begins until that one ends: %s", outlet.spider, why
                )
            return self._ended(outlet, stats_of(crawler), 1, why)
        if (failure := crawl.exception()) is not None:
            logger.error("%s: the crawl failed", outlet.spider, exc_info=failure)
            return self._ended(outlet, stats_of(crawler), 1, f"{type(failure).__name__}: {failure}")
        stats = stats_of(crawler)
        code = exit_code(crawler)
        why = stats.get("finish_reason", "it did not begin")
        return self._ended(outlet, stats, code, why if code else None)

    def _ended(
        self, outlet: Outlet, stats: Mapping[str, Any], code: int, why: str | None
    ) -> tuple[int, str | None]:
        outlet.ended_at = datetime.now().astimezone()
        outlet.outcome = why or "finished"
        outlet.last = found_by(stats)
        outlet.found.update(outlet.last)
        return code, why

    async def _settle(self, job: str, code: int, reason: str | None) -> None:
        """Record a job's end, as soon as the database answers; once, where this process ends."""
        while True:
            is_stopping = self._stopping.is_set()
            try:
                await asyncio.to_thread(
                    self._node.conclude,
                    job,
                    exit_code=code,
                    reason=reason,
                    is_stopping=is_stopping,
                )
            except PyMongoError as error:
                if is_stopping:
                    logger.error("How job %s ended is not recorded: %s", job, brief_reason(error))
                    return
                await self._wait(_LOOK_SECONDS)
            else:
                return

    async def _work_daily(self) -> None:
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(self._work_if_due)
            except (PyMongoError, DatabaseUnavailable) as error:
                logger.error("What is done once a day is put off: %s", error)
            await self._wait(_DAILY_LOOK_SECONDS)

    def _work_if_due(self) -> None:
        self._do_daily_work(server_time(self._database.client.admin.command("hello")))

    async def _beat_on(self) -> None:
        """Renew the leases of this node's jobs, until all have ended."""
        pause = self._node.lease.total_seconds() / 3
        while not (self._stopping.is_set() and not self._running):
            try:
                self._heed(await asyncio.to_thread(self._node.beat))
                asked = await asyncio.to_thread(self._node.asked_to_end)
            except NameTaken:
                self._stopping.set()
                raise
            except PyMongoError as error:
                logger.error("MongoDB does not know that this process lives: %s", error)
            else:
                self._end(asked, "somebody has cancelled it")
            if self._stopping.is_set():
                await asyncio.sleep(_LOOK_SECONDS)
            else:
                await self._wait(pause)

    def _heed(self, beat: Heartbeat) -> None:
        for each in beat.reaped:
            logger.warning(
                "The crawl %s of %s was lost with it: it is %s now", each.id, each.node, each.state
            )
        self._end(beat.lost, "another process has it now")

    def _end(self, jobs: Collection[str], why: str) -> None:
        for job in jobs:
            crawler = self._crawlers.pop(job, None)
            if crawler is not None:
                logger.warning("The crawl %s is stopped: %s", job, why)
                self._stop(crawler)

    def _stop(self, crawler: Crawler) -> None:
        stop = asyncio.ensure_future(_stop(crawler))
        self._stops.add(stop)
        stop.add_done_callback(self._stops.discard)

    async def _end_all(self) -> None:
        self._end([*self._crawlers], "this process is being stopped")
        if self._running:
            await asyncio.wait({*self._running.values()}, timeout=_GRACE_SECONDS)

    async def _leave(self) -> None:
        try:
            await asyncio.to_thread(self._node.leave)
        except PyMongoError as error:
            logger.error("This process left without saying so: %s", brief_reason(error))


async def _stop(crawler: Crawler) -> None:
    """Tell a crawl to end. Scrapy forgets that it was told so before its engine had started."""
    while crawler.crawling and not _has_started(crawler):  # noqa: ASYNC110 - some never start
        await asyncio.sleep(_LOOK_SECONDS / 10)
    await crawler.stop_async()


def _has_started(crawler: Crawler) -> bool:
    try:
        return crawler.engine.running
    except RuntimeError:  # it has no engine yet
        return False
