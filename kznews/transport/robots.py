"""robots.txt for every request, also for those that wait while it is fetched, and of any size.

What a host says there is kept for all workers and later crawls (RFC 9309, 2.4): for a day, and for
a month where the host does not answer, or answers with an error of its own.
"""

from __future__ import annotations

import logging
import re

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.python import to_unicode
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from kznews.frontier.hosts import Hosts, KeptRobots
from kznews.frontier.politeness import HostPausedError
from kznews.mongo.addon import DatabaseAddon

logger = logging.getLogger(__name__)

_MOST_BYTES = 500 * 1024
"""Bytes of a robots.txt that count: what RFC 9309 asks for at least."""
_MOST_AGENTS = 30
"""Agents of a robots.txt, besides ours, that are told apart."""
_USER_AGENT = re.compile(r"^\s*user[- ]?agent\s*:?(.*)$", re.IGNORECASE)


_TOO_MANY_REQUESTS = 429
_FRESH = 24 * 3600.0
"""Seconds for which it is not asked for again."""
_LAST_RESORT = 30 * 24 * 3600.0
"""Seconds for which it holds where it cannot be had anew."""
_MOST_KEPT = 64 * 1024
"""Characters of a robots.txt that is kept: its host's document is written at each turn."""


class SharedRobotsTxtMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware of robots.txt, but each request that waits for the rules gets them.

    In Scrapy 2.19 the requests that wait for a host's robots.txt share one Deferred, and awaiting
    it leaves None to the next: from the third on they pass as if there were no rules. And where the
    host is paused, so that there is no robots.txt either, they fail with HostPausedError.

    Counts `robotstxt/kept_count`: hosts whose robots.txt was known. A replay knows and keeps none.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._keeps = crawler.settings.get("REPLAY") is None
        self._old: dict[str, KeptRobots] = {}
        logging.getLogger(RobotsTxtMiddleware.__module__).addFilter(_without_traceback)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host; None where it has none."""
        url = urlparse_cached(request)
        if url.netloc not in self._parsers and self._keeps and url.hostname:
            kept = await self._hosts.robots(url.hostname, url.netloc)
            # Another request may have been quicker.
            if kept is not None and url.netloc not in self._parsers:
                if kept.age < _FRESH:
                    await self._use(kept, url.netloc, request)
                else:
                    self._old[url.netloc] = kept
        pending = self._parsers.get(url.netloc)
        if not isinstance(pending, Deferred):
            return await super().robot_parser(request)
        mine: Deferred[RobotParser | None] = Deferred()

        def share(rules: RobotParser | None) -> RobotParser | None:
            mine.callback(rules)
            return rules

        def refuse(failure: Failure) -> Failure:
            mine.errback(failure)
            return failure

        pending.addCallbacks(share, refuse)
        return await maybe_deferred_to_future(mine)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if len(response.body) > _MOST_BYTES:
            logger.warning(
                "%s has %d bytes, of which the first %d count",
                response.url,
                len(response.body),
                _MOST_BYTES,
            )
        text = response.body[:_MOST_BYTES].decode("utf-8-sig", "ignore")
        old = self._old_rules(netloc)
        if response.status >= 500 and old is not None:
            logger.warning(
                "%s answers %d: what it said %.0f hours ago holds on",
                response.url,
                response.status,
                old.age / 3600,
            )
            text = old.text
        elif response.status < 500 and response.status != _TOO_MANY_REQUESTS:
            if response.status >= 400:  # there are no rules (RFC 9309, 2.3.1.3)
                text = ""
            host = urlparse_cached(request).hostname
            if self._keeps and host and len(text) <= _MOST_KEPT:
                await self._hosts.keep_robots(host, netloc, text)
        await super()._parse_robots(response.replace(body=self._of_few(text)), netloc, request)

    async def _use(self, kept: KeptRobots, netloc: str, request: Request) -> None:
        """Take what was kept for the rules of a host; no answer is counted, since none came."""
        self._stats.inc_value("robotstxt/kept_count")
        pending: Deferred[RobotParser | None] = Deferred()
        self._parsers[netloc] = pending
        rules = self._rules(kept.text)
        await self.crawler.signals.send_catch_log_async(
            signals.robots_parsed, robotparser=rules, request=request
        )
        self._parsers[netloc] = rules
        pending.callback(rules)

    def _rules(self, text: str) -> RobotParser:
        body = self._of_few(text)
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, body)
        return rules

    def _of_few(self, text: str) -> bytes:
        agent = self._robotstxt_useragent or self._default_useragent
        return _rules_of_few(text, to_unicode(agent)).encode()

    def _old_rules(self, netloc: str) -> KeptRobots | None:
        """Give what holds where there is no answer now."""
        old = self._old.get(netloc)
        return old if old is not None and old.age < _LAST_RESORT else None

    @property
    def _hosts(self) -> Hosts:
        return Hosts(DatabaseAddon.of(self.crawler).database)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, HostPausedError):
            # Nothing is known of the rules: not that there are none, and not for long.
            pending = self._parsers.pop(netloc)
            assert isinstance(pending, Deferred)  # it was under way
            pending.errback(exc)
            pending.addErrback(lambda _: None)
            raise exc
        old = self._old_rules(netloc)
        if old is None or isinstance(exc, IgnoreRequest):
            super()._robots_error(exc, netloc)
            return
        rules = self._rules(old.text)
        pending, self._parsers[netloc] = self._parsers[netloc], rules
        assert isinstance(pending, Deferred)  # it was under way
        pending.callback(rules)


def _rules_of_few(text: str, agent: str) -> str:
    """Give all agents but ours and the first 30 one name.

    Scrapy's parser keeps each rule once for each agent that it is for: of 100 KB of agents before
    100 KB of rules it makes hundreds of millions.
    """
    agent = agent.lower()
    others: set[str] = set()
    lines = []
    for line in text.splitlines():
        found = _USER_AGENT.match(line)
        name = found[1].partition("#")[0].strip().lower() if found else "*"
        is_kept = name == "*" or name.replace("*", "") in agent or len(others) < _MOST_AGENTS
        others.add(name)
        lines.append(line if is_kept else "User-agent: another")
    return "\n".join(lines)


def _without_traceback(record: logging.LogRecord) -> bool:
    """Let a record of a host that cannot be reached pass, without the traceback of how it was."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind is not None and (kind.__module__ == "scrapy.exceptions" or issubclass(kind, OSError)):
        record.exc_info = None
    return True
