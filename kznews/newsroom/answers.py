"""What the newsroom answers to a request: a site's page, unless a rule says otherwise."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from kznews.newsroom.misbehaviour import (
    ContentChange,
    CutOff,
    Fail,
    Huge,
    Misbehaviour,
    Notice,
    Redirected,
    RedirectLoop,
    Slow,
    Unavailable,
    WrongCharset,
)
from kznews.newsroom.page import PLAIN, ServedPage, error, notice
from kznews.newsroom.rules import HOP, Rules
from kznews.newsroom.site import Site, UnknownHostError

logger = logging.getLogger(__name__)

REQUESTS_KEPT = 100_000


class Request(NamedTuple):
    """A request that the newsroom answered."""

    at: float
    """The moment when it arrived, as `time.monotonic()` says."""
    host: str
    """The host of the Host header, without the port; empty where it names none."""
    target: str
    """Path and query, as sent."""
    status: int
    """The answer's status."""
    headers: dict[str, str]
    """The request's headers, by lower-case names."""


class Answer(NamedTuple):
    """An answer, and how it is sent."""

    page: ServedPage
    how: Misbehaviour | None


class Answers:
    """Answers requests for a site, badly where its rules say so, and keeps what was asked for."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.rules = Rules()
        self.stopping = threading.Event()
        """Set when the newsroom closes: whoever waits must end."""
        self._lock = threading.Lock()
        self._requests: deque[Request] = deque(maxlen=REQUESTS_KEPT)

    @property
    def requests(self) -> tuple[Request, ...]:
        """What was asked for, in order of the answers: the last 100,000."""
        with self._lock:
            return tuple(self._requests)

    def answer(self, host: str | None, target: str, headers: Mapping[str, str]) -> Answer | None:
        """Answer a request, of lower-case header names; None where the newsroom closes first."""
        arrived = time.monotonic()
        how = None
        if host is None:
            page = error(400)
        else:
            how = self.rules.take(host, target)
            if isinstance(how, Slow) and self.stopping.wait(how.seconds):
                return None
            page = self._page(host, target, how)
        if page.status == 200 and not isinstance(how, CutOff | Huge) and _has(headers, page):
            page = replace(page, status=304)
        request = Request(arrived, host or "", target, page.status, dict(headers))
        with self._lock:
            self._requests.append(request)
        logger.debug("%s%s %d", request.host, target, page.status)
        return Answer(page, how)

    def _page(self, host: str, target: str, how: Misbehaviour | None) -> ServedPage:
        match how:
            case Fail(status=status):
                return error(status)
            case Unavailable(retry_after=seconds):
                return replace(error(503), headers={"Retry-After": str(seconds)})
            case RedirectLoop(growing=growing):
                location = f"https://{host}{_next_hop(target) if growing else target}"
                return ServedPage(body=b"", status=302, headers={"Location": location})
            case Redirected(to=location, status=status):
                return ServedPage(body=b"", status=status, headers={"Location": location})
            case Notice(heading=heading, text=text):
                return notice(heading, text)
        change = how if isinstance(how, ContentChange) else None
        try:
            page = self.site.page(host, target, change)
        except UnknownHostError:
            words = f"The newsroom plays {' and '.join(self.site.hosts)}, not {host}.\n"
            return ServedPage(body=words.encode(), status=421, content_type=PLAIN)
        if isinstance(how, WrongCharset):
            return replace(page, body=page.body.decode().encode("cp1251", "xmlcharrefreplace"))
        return page


def _has(headers: Mapping[str, str], page: ServedPage) -> bool:
    """Tell whether a client with these conditions already has this very page."""
    if known := headers.get("if-none-match"):
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return bool(tags & {page.etag, "*"})
    since = headers.get("if-modified-since")
    if since is None or page.last_modified is None:
        return False
    try:
        return page.last_modified <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        # Not an HTTP date: RFC 9110 §13.1.3 says to ignore the header.
        return False


def _next_hop(target: str) -> str:
    found = HOP.search(target)
    if found:
        return f"{target[: found.start(1)]}{int(found[1]) + 1}"
    return f"{target}{'&' if '?' in target else '?'}hop=1"
