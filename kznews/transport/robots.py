"""robots.txt for every request, also for those that wait while it is fetched."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser


class PatientRobotsTxtMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, but each waiting request gets the rules.

    In Scrapy 2.19 the requests that wait for a host's robots.txt share one Deferred, and awaiting
    it leaves None to the next: from the third on they pass as if there were no rules.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        logging.getLogger(RobotsTxtMiddleware.__module__).addFilter(_without_traceback)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host; None where it has none."""
        pending = self._parsers.get(urlparse_cached(request).netloc)
        if not isinstance(pending, Deferred):
            return await super().robot_parser(request)
        mine: Deferred[RobotParser | None] = Deferred()

        def share(rules: RobotParser | None) -> RobotParser | None:
            mine.callback(rules)
            return rules

        pending.addCallback(share)
        return await maybe_deferred_to_future(mine)


def _without_traceback(record: logging.LogRecord) -> bool:
    """A host that cannot be reached is told in words; how Twisted found out helps nobody."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind is not None and (kind.__module__ == "scrapy.exceptions" or issubclass(kind, OSError)):
        record.exc_info = None
    return True
