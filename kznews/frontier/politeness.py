"""Courtesy to hosts, as one visitor however many workers there are.

Before each request: a turn at its host. After each answer or failure: what it tells about the host,
told to all workers through `hosts.Hosts`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotConfigured,
)
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from kznews.frontier.hosts import TROUBLE, Hosts, Standing
from kznews.frontier.retry_after import seconds_to_wait
from kznews.frontier.visit import visit_of
from kznews.mongo.addon import DatabaseAddon

logger = logging.getLogger(__name__)

_LOOK_EVERY = 1.0  # seconds
_LONG_CRAWL_DELAY = 30.0
_LONGEST_CRAWL_DELAY = 300.0
_TOO_MANY_REQUESTS = 429
_UNAVAILABLE = 503
# A name that cannot be resolved is most often our own network's fault: no host was asked.
_AWAY = (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)


class HostPausedError(IgnoreRequest):
    """A request's host is paused for longer than the crawl waits."""

    def __init__(self, host: str, until: datetime, reason: str) -> None:
        super().__init__(f"{host} is paused until {until:%Y-%m-%d %H:%M:%S} UTC: {reason}")
        self.host = host
        self.until = until
        """Server's time, UTC."""


@dataclass
class _Host:
    """What this worker knows of a host."""

    name: str
    room: asyncio.Semaphore
    """For requests that have had their turn and are not answered yet."""
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One request at a time waits for its turn, the others for that one."""
    crawl_delay: float = 0.0
    is_failing: bool = False
    """There may be failures in a row that an answer ends."""
    pause: Standing = field(default_factory=Standing)
    pause_ends: float = 0.0
    """By this machine's monotonic clock."""

    def pause_left(self) -> float:
        return max(0.0, self.pause_ends - time.monotonic())


class PolitenessMiddleware:
    """Lets each request wait for its turn at its host, with all workers of the database.

    Must stand closest to the downloader: robots.txt, retries and redirects pass it too. The time
    between two requests is the setting `HOST_DELAY`, or robots.txt's Crawl-delay where that is
    longer. A host that says Retry-After, or keeps failing, is paused for all workers; a page that
    fails is one failure, however often Scrapy retries it. Where a pause is longer than
    `HOST_PAUSE_MAX_WAIT`, its requests are refused with HostPausedError and their pages are put off
    until it ends. There is no politeness under REPLAY.

    Counts `politeness/turns`, `politeness/waited_seconds`, `politeness/pauses/HOST` (that this
    worker learnt of) and `politeness/postponed`.
    """

    def __init__(self, crawler: Crawler, hosts: Callable[[], Hosts]) -> None:
        settings = crawler.settings
        self._delay = settings.getfloat("HOST_DELAY")
        self._max_wait = settings.getfloat("HOST_PAUSE_MAX_WAIT", 60.0)
        # Turns are not given out before they can be used: a request that then waits in the
        # downloader would come too close to the next, and after a pause began.
        self._room = max(1, settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        self._user_agent: str = settings["USER_AGENT"]
        self._robots_user_agent: str | None = settings["ROBOTSTXT_USER_AGENT"]
        self._stats = crawler.stats
        self._open_hosts = hosts
        self._known: dict[str, _Host] = {}
        self._sent: dict[Request, _Host] = {}
        self._looking = asyncio.Lock()
        self._look_at = 0.0
        crawler.signals.connect(self._robots_parsed, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the crawl's. Raises NotConfigured under REPLAY."""
        if crawler.settings.get("REPLAY") is not None:
            raise NotConfigured
        return cls(crawler, lambda: Hosts(DatabaseAddon.of(crawler).database))

    async def process_request(self, request: Request) -> None:
        """Wait for the request's turn. Raises HostPausedError."""
        name = urlparse_cached(request).hostname
        if not name:
            return
        host = self._host(name)
        # What was said of an earlier attempt does not hold for this one.
        visit = visit_of(request)
        if visit.blame == "nobody":
            visit.error, visit.blame, visit.not_before = None, "page", None
        delay = max(self._delay, host.crawl_delay)
        if not delay:
            await self._wait_out(host, request)
            return
        await host.room.acquire()
        try:
            async with host.queue:
                await self._take_turn(host, request, delay)
        except BaseException:
            host.room.release()
            raise
        self._sent[request] = host

    async def process_response(self, request: Request, response: Response) -> Response:
        """Note what the answer tells about its host; the answer stays as it is."""
        host = self._asked(request)
        status = response.status
        if host is None:
            return response
        if status in {_TOO_MANY_REQUESTS, _UNAVAILABLE} and (seconds := _retry_after(response)):
            reason = f"it answered {status} with Retry-After"
            standing = await self._hosts.pause(host.name, seconds, reason)
            self._note(host, standing)
            _put_off(request, host, standing)
        elif status == _TOO_MANY_REQUESTS or status >= 500:
            await self._failed(host, request, f"it answered {status}")
        elif host.is_failing:
            host.is_failing = False
            await self._hosts.answered(host.name)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Note that a host did not answer; others deal with the exception."""
        host = self._asked(request)
        if host is not None and isinstance(exception, _AWAY):
            await self._failed(host, request, type(exception).__name__)

    async def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        name = urlparse_cached(request).hostname
        if not name:
            return
        agent = self._robots_user_agent or request.headers.get("User-Agent") or self._user_agent
        seconds = robotparser.crawl_delay(agent)
        host = self._host(name)
        if seconds and seconds > _LONG_CRAWL_DELAY:
            logger.warning(
                "%s: robots.txt asks for %g s between two requests; the crawl keeps to %g s",
                name,
                seconds,
                min(seconds, _LONGEST_CRAWL_DELAY),
            )
        host.crawl_delay = min(seconds or 0.0, _LONGEST_CRAWL_DELAY)
        await self._hosts.set_crawl_delay(name, host.crawl_delay or None)

    async def _take_turn(self, host: _Host, request: Request, delay: float) -> None:
        while True:
            standing = await self._hosts.ask(host.name, delay)
            self._note(host, standing)
            if not standing.wait:
                self._stats.inc_value("politeness/turns")
                return
            await self._wait(host, request, standing.wait)

    async def _wait_out(self, host: _Host, request: Request) -> None:
        """Wait until the host is not paused; else nobody has to wait for anybody."""
        await self._look()
        if not host.pause_left():
            return
        async with host.queue:
            while left := host.pause_left():
                await self._wait(host, request, left)
                await self._look()

    async def _wait(self, host: _Host, request: Request, seconds: float) -> None:
        if host.pause_left() > self._max_wait:
            _put_off(request, host, host.pause)
            self._stats.inc_value("politeness/postponed")
            raise HostPausedError(host.name, _end(host.pause), host.pause.reason)
        begun = time.monotonic()
        await asyncio.sleep(seconds)
        waited = self._stats.get_value("politeness/waited_seconds", 0.0) + time.monotonic() - begun
        self._stats.set_value("politeness/waited_seconds", waited)

    async def _look(self) -> None:
        """Learn of pauses without taking turns; but for the first time, only one request waits."""
        if time.monotonic() < self._look_at or (self._look_at and self._looking.locked()):
            return
        async with self._looking:
            if time.monotonic() < self._look_at:
                return
            for name, standing in (await self._hosts.troubled()).items():
                self._note(self._host(name), standing)
            self._look_at = time.monotonic() + _LOOK_EVERY

    async def _failed(self, host: _Host, request: Request, reason: str) -> None:
        if request.meta.get("retry_times"):
            # Its first try is counted: else two broken pages would look like a host that is away.
            standing = (await self._hosts.troubled()).get(host.name)
            if standing is None:
                return
        else:
            standing = await self._hosts.failed(host.name, reason)
        self._note(host, standing)
        if standing.paused_for or standing.failures >= TROUBLE:
            _put_off(request, host, standing)

    def _note(self, host: _Host, standing: Standing) -> None:
        host.is_failing = standing.failures > 0
        if not standing.paused_for:
            return
        ends = time.monotonic() + standing.paused_for
        if ends <= host.pause_ends:
            return
        if not host.pause_left():
            self._stats.inc_value(f"politeness/pauses/{host.name}")
            logger.warning(
                "%s is paused for %.0f s, for all workers: %s",
                host.name,
                standing.paused_for,
                standing.reason,
            )
        host.pause, host.pause_ends = standing, ends

    def _asked(self, request: Request) -> _Host | None:
        """Give the host of a request that is through, and its room to the next."""
        host = self._sent.pop(request, None)
        if host is not None:
            host.room.release()
            return host
        name = urlparse_cached(request).hostname
        return self._host(name) if name else None

    def _host(self, name: str) -> _Host:
        host = self._known.get(name)
        if host is None:
            host = self._known[name] = _Host(name, asyncio.Semaphore(self._room))
        return host

    @property
    def _hosts(self) -> Hosts:
        return self._open_hosts()


def _put_off(request: Request, host: _Host, standing: Standing) -> None:
    """Nobody blames the page for a host that is paused."""
    visit_of(request).fail(
        f"{host.name} is paused: {standing.reason}", "nobody", not_before=_end(standing)
    )


def _end(pause: Standing) -> datetime:
    assert pause.paused_until is not None  # it is a pause
    return pause.paused_until


def _retry_after(response: Response) -> float | None:
    """Tell how long the answer asks us to stay away; None where it does not, or for nonsense."""
    value, date = (response.headers.get(name) for name in ("Retry-After", "Date"))
    if value is None:
        return None
    sent = date.decode("latin-1") if date else None
    return seconds_to_wait(value.decode("latin-1"), sent, now=datetime.now(UTC))
