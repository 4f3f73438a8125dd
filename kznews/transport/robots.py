"""robots.txt for every request, also for those that wait while it is fetched."""

from __future__ import annotations

import logging

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import RobotParser
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from kznews.frontier.politeness import HostPausedError


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

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, HostPausedError):
            # Nothing is known of the rules: not that there are none, and not for long.
            pending = self._parsers.pop(netloc)
            assert isinstance(pending, Deferred)  # it was under way
            pending.errback(exc)
            pending.addErrback(lambda _: None)
            raise exc
        super()._robots_error(exc, netloc)


def _without_traceback(record: logging.LogRecord) -> bool:
    """Let a record of a host that cannot be reached pass, without the traceback of how it was."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind is not None and (kind.__module__ == "scrapy.exceptions" or issubclass(kind, OSError)):
        record.exc_info = None
    return True
