"""What every spider does with a page that came to nothing: count it, log it, keep why."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from kznews.extraction.page import UnreadablePageError
from kznews.frontier.door import visit_of
from kznews.items import Rejection
from kznews.spiders.failures import failure_of
from kznews.statistics import PAGES_READ, PAGES_UNCHANGED

logger = logging.getLogger(__name__)

KEPT_PAGE = "kept_page"
"""Where the meta of an answer's request holds the `_id` of the page that is kept of it."""


class RecordingSpider(Spider):
    """Counts the pages that it reads and loses none that it cannot read.

    `failed` is the errback of all its requests.
    """

    crawl_every: ClassVar[timedelta | None] = None
    """How often the schedule (`scrapy tick`) runs it; None: never."""
    page_kinds: ClassVar[dict[str, str]] = {}
    """Kinds of pages by the name of their callback, where they are not called alike."""

    def failed(self, failure: Failure) -> Iterator[Rejection]:
        """Count and log a request that gave no page; keep it if the outlet itself answered so."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        url = request.meta.get("redirect_urls", [request.url])[0]
        why = failure_of(failure)
        self._count(f"failures/{why.kind}")
        logger.log(why.level, "%s: %s", url, why.reason)
        visit = visit_of(request)
        if visit.error is None or visit.blame != "nobody":  # its host may be known to be in trouble
            visit.fail(why.reason, why.blame, not_before=why.not_before)
        if why.outlet_answered:
            yield self._rejection(url, why.reason)

    @contextmanager
    def _kept(self, response: Response, kind: str) -> Iterator[list[Rejection]]:
        """Read a page within: what then cannot be read is kept, with the reason, in the list."""
        self._count(PAGES_READ)
        lost: list[Rejection] = []
        try:
            yield lost
        except UnreadablePageError as error:
            visit_of(response).fail(str(error))
            lost.append(self._rejection(response.url, str(error), f"{kind}/unreadable"))
        except Exception as error:
            # A fault of ours must not lose the page: it is counted, told whole, and kept.
            logger.exception("%s: the page could not be read", response.url)
            reason = f"{type(error).__name__}: {error}"
            # To read it again would fail again, until the code is another.
            visit_of(response).fail(reason, "for_good")
            lost.append(self._rejection(response.url, reason, f"{kind}/broken"))

    def _is_unchanged(self, response: Response) -> bool:
        """Tell, and count, an answer that says that the page is as it was (304)."""
        unchanged = response.status == 304
        self._count(PAGES_UNCHANGED, int(unchanged))
        return unchanged

    def _rejection(self, url: str, reason: str, kind: str | None = None) -> Rejection:
        if kind is not None:
            self._count(kind)
            logger.error("%s: %s", url, reason)
        return Rejection(url=url, outlet=self.name, reason=reason, seen_at=datetime.now(UTC))

    def _count(self, key: str, by: int = 1) -> None:
        if by:
            self.crawler.stats.inc_value(key, by)


def fetch_time(response: Response) -> datetime:
    """Tell when the page was fetched, or when the capture that a replay answers with was made."""
    if "replay" in response.flags:
        captured = response.headers.get(b"WARC-Date")
        if captured:
            return datetime.fromisoformat(captured.decode("ascii"))
    return visit_of(response).answered_at or datetime.now(UTC)
