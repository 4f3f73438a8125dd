"""robots.txt for every request, also for those that wait while it is fetched, and of any size."""

from __future__ import annotations

import logging
import re

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.python import to_unicode
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from kznews.frontier.politeness import HostPausedError

logger = logging.getLogger(__name__)

_MOST_BYTES = 500 * 1024
"""Bytes of a robots.txt that count: what RFC 9309 asks for at least."""
_MOST_AGENTS = 30
"""Agents of a robots.txt, besides ours, that are told apart."""
_USER_AGENT = re.compile(r"^\s*user[- ]?agent\s*:?(.*)$", re.IGNORECASE)


class SharedRobotsTxtMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware of robots.txt, but each request that waits for the rules gets them.

    In Scrapy 2.19 the requests that wait for a host's robots.txt share one Deferred, and awaiting
    it leaves None to the next: from the third on they pass as if there were no rules. And where the
    host is paused, so that there is no robots.txt either, they fail with HostPausedError.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        logging.getLogger(RobotsTxtMiddleware.__module__).addFilter(_without_traceback)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host; None where it has none."""
        pending = self._parsers.get(urlparse_cached(request).netloc)
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
        agent = self._robotstxt_useragent or self._default_useragent
        rules = _rules_of_few(text, to_unicode(agent))
        await super()._parse_robots(response.replace(body=rules.encode()), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, HostPausedError):
            # Nothing is known of the rules: not that there are none, and not for long.
            pending = self._parsers.pop(netloc)
            assert isinstance(pending, Deferred)  # it was under way
            pending.errback(exc)
            pending.addErrback(lambda _: None)
            raise exc
        super()._robots_error(exc, netloc)


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
