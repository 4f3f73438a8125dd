"""The outlet's own pages for addresses that do not exist: how they look, asked for politely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from kznews.frontier.door import SCHEDULING, Scheduling, known, visit_of

if TYPE_CHECKING:
    from kznews.extraction.look import Look

_PATH = "/kznews-bunday-bet-joq-4d1f07/"
"""The path of an address that no outlet has."""
_LOOK = "look"
_MOST_DOUBTFUL = 1000
"""The number of pages of a crawl that wait for the outlet's not-found page, at most."""


@dataclass(frozen=True)
class DoubtfulPage:
    """A page at an article's address that holds no article, and does not say why."""

    url: str
    """The article's address."""
    look: Look
    seen_at: datetime
    status: int
    page: str | None
    """The `_id` of the kept page."""


class NotFoundPages:
    """The not-found pages of one outlet, by host.

    They are asked for as any page, by robots.txt and in the host's turn, at most once a day: the
    frontier remembers them, by the policy `not_found` of REVISIT. Only a host that shows a doubtful
    page is asked.
    """

    def __init__(
        self, crawler: Crawler, *, callback: Callable[..., Any], errback: Callable[..., Any]
    ) -> None:
        self._crawler = crawler
        self._callback = callback
        self._errback = errback
        self._looks: dict[str, Look | None] = {}
        self._doubtful: dict[str, list[DoubtfulPage]] = {}

    async def recall(self, hosts: Sequence[str]) -> None:
        """Learn what former crawls saw."""
        requests = [self._request(host) for host in hosts]
        for host, state in zip(hosts, await known(self._crawler, requests), strict=True):
            if state is not None and _LOOK in state.memory:
                self._looks[host] = state.memory[_LOOK]

    @property
    def has_looks(self) -> bool:
        """Whether the not-found page of a host is known, and is no status 404."""
        return any(self._looks.values())

    def is_known(self, host: str) -> bool:
        """Tell whether the host was asked: for its not-found page, or in vain."""
        return host in self._looks

    def is_like(self, host: str, look: Look) -> bool:
        """Tell whether a page looks like the not-found page of its host, as far as it is known."""
        from kznews.extraction.look import is_alike  # noqa: PLC0415 - few crawls need it

        known_look = self._looks.get(host)
        return known_look is not None and is_alike(known_look, look)

    def ask(self, doubtful: DoubtfulPage) -> Iterator[Request]:
        """Give the request for the not-found page of a doubtful page's host, once in a crawl."""
        host = urlsplit(doubtful.url).hostname or ""
        if host in self._looks:
            return
        waiting = self._doubtful.setdefault(host, [])
        if not waiting:
            yield self._request(host)
        if len(waiting) < _MOST_DOUBTFUL:
            waiting.append(doubtful)

    def meet(self, response: Response, look: Look | None) -> list[DoubtfulPage]:
        """Take in a host's not-found page; return the pages that look like it.

        `look`: None where the host says by its status that nothing is there, or leads elsewhere.
        """
        from kznews.extraction.look import is_alike  # noqa: PLC0415 - few crawls need it

        asked = response.meta.get("redirect_urls", [response.url])[0]
        host = urlsplit(asked).hostname or ""
        if response.status == 304:
            look = visit_of(response).memory.get(_LOOK)
        visit_of(response).memory[_LOOK] = look
        self._looks[host] = look
        waiting = self._doubtful.pop(host, [])
        return [each for each in waiting if look is not None and is_alike(look, each.look)]

    def _request(self, host: str) -> Request:
        return Request(
            f"https://{host}{_PATH}",
            callback=self._callback,
            errback=self._errback,
            meta={
                "handle_httpstatus_list": [404, 410],
                SCHEDULING: Scheduling(policy="not_found"),
            },
        )
