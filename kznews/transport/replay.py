"""REPLAY: WARC files answer instead of the network."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from kznews.transport.replay_files import ReplayError
from kznews.transport.url_key import url_key
from kznews.transport.warc import (
    BodyTooLargeError,
    Record,
    list_records,
    read_answer,
)

logger = logging.getLogger(__name__)

_ANSWER_TYPES = ("response", "resource")


class Captures:
    """The newest capture of each URL in some WARC files; of equally new ones, the last one listed.

    A revisit is a capture, too, where the one that it refers to is listed before. Memory holds keys
    and the places of records, no content.
    Raises ReplayError where a file is missing, no WARC, cut off or damaged anywhere, and where no
    page is captured in any.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self.number = 0
        """Number of captures listed."""
        self.skipped: Counter[str] = Counter()
        """Number of records that were no answer, by WARC type, and as `self-redirect`."""
        self._newest: dict[str, Record] = {}
        self._by_digest: dict[tuple[str, str], Record] = {}
        started = monotonic()
        for path in files:
            for record in list_records(path):
                self._add(record)
        if not self.number:
            raise ReplayError(f"REPLAY: no page is captured in {', '.join(map(str, files))}")
        logger.info(
            "REPLAY: %d captures of %d URLs answer instead of the network (listed in %.1f s)",
            self.number,
            len(self),
            monotonic() - started,
        )

    def __len__(self) -> int:
        return len(self._newest)

    def find(self, url: str) -> Record | None:
        """Return the newest capture of the page at `url`, however that is spelt."""
        return self._newest.get(url_key(url))

    def _add(self, record: Record) -> None:
        if record.type == "revisit" and record.url and record.digest:
            self._meet_again(record.url, record.digest, record.captured_at)
            return
        if record.type not in _ANSWER_TYPES or not (record.url or "").startswith(
            ("http:", "https:")
        ):
            self.skipped[record.type] += 1
            return
        assert record.url is not None
        try:
            key = url_key(record.url)
        except ValueError as error:
            raise ReplayError(f"{record.path}, record at byte {record.offset}: {error}") from error
        if _redirects_to(record, key):
            # http → https, or to `www.`: the same page to us, and following it would never end.
            self.skipped["self-redirect"] += 1
            return
        self.number += 1
        if record.digest:
            self._by_digest[key, record.digest] = record
        self._take(key, record)

    def _meet_again(self, url: str, digest: str, at: datetime) -> None:
        """Take in a revisit: the bytes of an earlier capture of the URL, met again."""
        with suppress(ValueError):
            key = url_key(url)
            record = self._by_digest.get((key, digest))
            if record is not None:
                self._take(key, replace(record, captured_at=at))
                return
        self.skipped["revisit"] += 1

    def _take(self, key: str, record: Record) -> None:
        known = self._newest.get(key)
        if known is None or record.captured_at >= known.captured_at:
            self._newest[key] = record


def _redirects_to(record: Record, key: str) -> bool:
    if record.location is None or record.status not in range(300, 400):
        return False
    try:
        return url_key(urljoin(record.url or "", record.location)) == key
    except ValueError:  # a Location that is no URL leads nowhere
        return False


class ReplayHandler(BaseDownloadHandler):
    """Answers every GET from captures, and 404 where there is none.

    Each answer's flags hold `replay`; a captured one has a `WARC-Date` header (ISO 8601, UTC).
    Counts: `replay/found`, `replay/missing`, `replay/robots_missing` (a robots.txt that was not
    captured; to Scrapy that allows everything), and what the files hold.
    Raises DownloadCancelledError for a body over the size limit, as over the network; ReplayError
    where a file has changed since the start.
    """

    def __init__(self, crawler: Crawler, captures: Captures) -> None:
        super().__init__(crawler)
        self._captures = captures
        self._maxsize = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        crawler.stats.set_value("replay/captures", captures.number)
        crawler.stats.set_value("replay/urls", len(captures))
        for kind, count in captures.skipped.items():
            crawler.stats.set_value(f"replay/skipped/{kind}", count)

    async def download_request(self, request: Request) -> Response:
        """Answer as captured, or with 404."""
        record = self._captures.find(request.url) if request.method == "GET" else None
        if record is None:
            is_robots = urlsplit(request.url).path == "/robots.txt"
            name = "robots_missing" if is_robots else "missing"
            self.crawler.stats.inc_value(f"replay/{name}")
            return Response(request.url, status=404, flags=["replay"])
        limit = request.meta.get("download_maxsize", self._maxsize)
        try:
            answer = read_answer(record, limit)
        except BodyTooLargeError as error:
            raise DownloadCancelledError(
                f"the capture of {request.url} is larger than download max size ({limit})"
            ) from error
        self.crawler.stats.inc_value("replay/found")
        headers = Headers()
        for name, value in answer.headers:
            headers.appendlist(name, value)
        headers["WARC-Date"] = record.captured_at.isoformat()
        kind = responsetypes.from_args(headers=headers, url=request.url, body=answer.body)
        return kind(
            request.url,
            status=answer.status,
            headers=headers,
            body=answer.body,
            flags=["replay"],
        )
