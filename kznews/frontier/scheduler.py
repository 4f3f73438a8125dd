"""The frontier as Scrapy's scheduler: what the engine and the spider see of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from kznews.frontier.buffer import Buffer
from kznews.frontier.progress import Progress
from kznews.frontier.queue import Known
from kznews.frontier.request_json import UnstorableRequestError, pack, unpack
from kznews.frontier.rows import Found, Lease
from kznews.frontier.scheduling import scheduling_of
from kznews.frontier.visit import META, Memory, visit_of
from kznews.frontier.worker import Worker
from kznews.frontier.worker_settings import WorkerSettings
from kznews.mongo.addon import DatabaseAddon
from kznews.mongo.bulk import Refused
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.values import Fields, storable

logger = logging.getLogger(__name__)

_LONGEST_URL = 2000
_ITEM_SIGNALS = (signals.item_scraped, signals.item_dropped)
_CONDITIONS = (("If-None-Match", "etag"), ("If-Modified-Since", "last_modified"))


class FrontierScheduler(BaseScheduler):
    """Hands out what is due of its spider, with all other workers of the database.

    The crawl is over when nothing is due and no worker holds anything. Its statistics are
    `frontier/…`: see `worker.Worker`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._settings = WorkerSettings.from_settings(crawler.settings)
        self._starts_when_due = crawler.settings.getbool("START_WHEN_DUE")
        self._replays = bool(crawler.settings.get("REPLAY"))
        self._buffer = Buffer(self._settings.capacity)
        self._worker: Worker | None = None
        self._ending: asyncio.Future[None] | None = None
        self._checks_items = True

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the scheduler of one crawl. Raises RevisitSettingError, ValueError for settings."""
        return cls(crawler)

    # What the engine calls.

    def open(self, spider: Spider) -> Deferred[None]:
        """Join the spider's crawl; fails with ScrapyChangedError. Without a database it is idle."""
        return deferred_from_coro(self._open(spider))

    def close(self, reason: str) -> Deferred[None]:
        """Write what is known and give back what was not visited."""
        return deferred_from_coro(self._close(reason))

    def has_pending_requests(self) -> bool:
        """Tell whether there is, or may come, something to do."""
        return self._worker is not None and not self._worker.is_drained

    def enqueue_request(self, request: Request) -> bool:
        """Take a request; False for one that cannot be stored: it is kept as dead, with the reason.

        Whether it is new turns out later, when it is written.
        """
        if self._worker is None:
            return False
        if self._buffer.take_hop(request):
            if "redirect_urls" in request.meta:  # they are about another address
                for header, _ in _CONDITIONS:
                    request.headers.pop(header, None)
            self._worker.lease_more()
            return True
        found = self._as_found(request)
        self._worker.add(found)
        return found.request is not None

    def next_request(self) -> Request | None:
        """Give the best request of the buffer, if there is one."""
        request = self._buffer.pop()
        if self._worker is not None:
            if request is None and self._buffer.is_stale:
                self._worker.renew_now()
            elif self._buffer.is_low:
                self._worker.lease_more()
        return request

    # What spiders call, through `door`.

    async def known(self, requests: Sequence[Request]) -> list[Known | None]:
        """Tell what the frontier knows of each request; None: nothing. A replay knows nothing."""
        if self._worker is None or self._replays:
            return [None] * len(requests)
        return await self._worker.known([self._id(request) for request in requests])

    async def remember(self, requests: Sequence[Request], memory: Memory) -> None:
        """Set these keys in the memory of the requests' pages, where they were read."""
        if self._worker is not None:
            await self._worker.remember([self._id(request) for request in requests], memory)

    # What the engine and its signals tell.

    def _request_finished(self, request: Request) -> None:
        visit = self._buffer.finish(request)
        if self._worker is not None and visit is not None:
            self._worker.finish(visit)

    def _answer_came(self, response: Response, request: Request) -> None:
        visit = visit_of(request)
        visit.last_status = response.status
        if self._worker is not None:
            visit.answered_at = self._worker.now()

    def _item_done(self, response: Response | Failure | None) -> None:
        """Check that an item's request is still in work, as the acknowledgement relies on."""
        request = response.request if isinstance(response, Response) else None
        if request is None or META not in request.meta:
            return
        if not self._buffer.is_working(request):
            logger.critical(
                "%s: Scrapy calls it finished while its items are on their way; the crawl ends",
                request.url,
            )
            self._end()
        # Once is enough, and a page has many items. Not now: the signal is on its way.
        asyncio.get_running_loop().call_soon(self._stop_checking_items)

    def _stop_checking_items(self) -> None:
        if self._checks_items:
            self._checks_items = False
            for signal in _ITEM_SIGNALS:
                self._crawler.signals.disconnect(self._item_done, signal)

    def _item_failed(self, response: Response | Failure | None, failure: Failure) -> None:
        if isinstance(response, Response):
            visit_of(response).fail(f"an item could not be stored: {_words(failure)}")

    def _item_dropped(self, response: Response | Failure | None, exception: Exception) -> None:
        if isinstance(response, Response) and isinstance(exception, Refused):
            visit_of(response).fail(f"an item could not be stored: {exception}")

    def _spider_failed(self, failure: Failure, response: Response | Failure | None) -> None:
        if isinstance(response, Response):
            visit_of(response).fail(_words(failure), "for_good")
        elif isinstance(response, Failure):  # an errback raised
            visit_of(response.request).fail(_words(failure))  # type: ignore[attr-defined]

    async def _open(self, spider: Spider) -> None:
        self._spider = spider
        self._spider_name = spider.name
        if self._replays:  # of the same files together, of others apart
            files = str(self._crawler.settings["REPLAY"])
            self._spider_name += f"~replay-{blake2b(files.encode(), digest_size=4).hexdigest()}"
        progress = Progress(self._crawler, self._request_finished)
        try:
            database = await DatabaseAddon.of(self._crawler).open()
        except DatabaseUnavailable:
            return  # the store pipeline, opened next, ends the crawl and says why
        self._worker = Worker(
            database,
            self._spider_name,
            self._settings,
            self._buffer,
            request_of=self._request_of,
            wake_engine=progress.wake_engine,
            count=self._count,
            on_failure=self._end,
        )
        # A replay that was stopped is no beginning: the files may be others under the same names.
        await self._worker.start(afresh=self._replays)
        for receiver, signal in (
            (self._answer_came, signals.response_received),
            *((self._item_done, signal) for signal in _ITEM_SIGNALS),
            (self._item_failed, signals.item_error),
            (self._item_dropped, signals.item_dropped),
            (self._spider_failed, signals.spider_error),
        ):
            self._crawler.signals.connect(receiver, signal)

    async def _close(self, reason: str) -> None:
        if self._worker is not None:
            try:
                await self._worker.stop(forget=self._replays and reason == "finished")
            finally:
                self._worker = None
                await DatabaseAddon.of(self._crawler).close()

    def _end(self) -> None:
        engine = self._crawler.engine
        assert engine is not None  # it calls us
        self._ending = asyncio.ensure_future(engine.close_spider_async(reason="frontier_broken"))

    # Rows and requests.

    def _as_found(self, request: Request) -> Found:
        scheduling = scheduling_of(request)
        link_text = scheduling.link_text
        is_start = bool(request.meta.get("is_start_request"))
        waits = is_start and self._starts_when_due and scheduling.policy is not None
        if waits:
            self._count("starts_that_wait", 1)
        error = text = None
        try:
            text = pack(request, self._spider)
        except UnstorableRequestError as refusal:
            error = str(refusal)
            logger.error("%s", error)
            self._count("refused", 1)
        return Found(
            id=self._id(request),
            spider=self._spider_name,
            # One that cannot be stored may have an address that cannot either.
            url=request.url if text is not None else storable(request.url[:_LONGEST_URL]),
            policy=storable(scheduling.policy),
            request=text,
            priority=request.priority if text is not None else 0,
            link_text=storable(link_text) if link_text is not None else None,
            each_round=self._replays or (is_start and not waits),
            again=scheduling.again or request.dont_filter,
            error=error,
        )

    def _request_of(self, lease: Lease) -> Request:
        request = unpack(lease.request, lease.format, self._spider)
        conditional = not (scheduling_of(request).unconditional or self._replays)
        if lease.visit is not None and conditional:
            _make_conditional(request, lease.visit)
        return request

    def _id(self, request: Request) -> str:
        fingerprinter = self._crawler.request_fingerprinter
        assert fingerprinter is not None  # made before the engine
        variant = scheduling_of(request).variant
        page = fingerprinter.fingerprint(request).hex()
        return f"{self._spider_name}:{page}" + (f":{variant}" if variant else "")

    def _count(self, what: str, by: int) -> None:
        if by:
            self._crawler.stats.inc_value(f"frontier/{what}", by)

    _spider: Spider
    _spider_name: str


def _make_conditional(request: Request, last: Fields) -> None:
    """Ask for the page only if it is another by now (RFC 9110, section 13)."""
    conditions: dict[str, Any] = {
        header: last[name] for header, name in _CONDITIONS if last[name] is not None
    }
    if conditions and "browser" not in request.meta:
        request.headers.update(conditions)
        statuses = request.meta.get("handle_httpstatus_list", [])
        request.meta["handle_httpstatus_list"] = [*statuses, 304]


def _words(failure: Failure) -> str:
    return f"{type(failure.value).__name__}: {failure.value}"
