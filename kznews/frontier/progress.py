"""How the frontier learns that a request is finished, and a check that it still can.

Scrapy has no public signal for it. What the engine has in work is in `engine._slot.inprogress`: a
request is taken out once its callback or errback and all item pipelines are through with what they
gave. Private, but exact; so it is tried out each time a frontier opens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import scrapy
from scrapy import Request
from scrapy.crawler import Crawler


class ScrapyChangedError(RuntimeError):
    """Scrapy does not tell any more when a request is finished: nothing may be crawled."""


class _InProgress(set[Request]):
    """A set that tells what is taken out of it."""

    def __init__(self, finished: Callable[[Request], None]) -> None:
        super().__init__()
        self._finished = finished

    def remove(self, request: Request) -> None:
        super().remove(request)
        self._finished(request)


class Progress:
    """The engine's work, watched from the moment that the scheduler opens.

    `finished` is called with each request that the engine is through with, also those that the
    scheduler never gave it (robots.txt). Raises ScrapyChangedError.
    """

    def __init__(self, crawler: Crawler, finished: Callable[[Request], None]) -> None:
        self._finished = finished
        slot: Any = getattr(crawler.engine, "_slot", None)
        try:
            if slot.inprogress != set():
                raise ScrapyChangedError(f"{_SCRAPY} has requests in work before it begins")
            self._in_progress = slot.inprogress = _InProgress(self._probed)
            self._wake = slot.nextcall.schedule
            self._probe(slot)
        except AttributeError as error:
            raise ScrapyChangedError(
                f"{_SCRAPY} has changed: {error}; kznews learns from its engine's slot when a "
                "request is finished"
            ) from error

    def wake_engine(self) -> None:
        """Let the engine ask for requests, or see that it is idle, now: else in 5 s at worst."""
        self._wake()

    def _probe(self, slot: Any) -> None:
        probe = Request("data:,")
        self._told: list[Request] = []
        slot.add_request(probe)
        if probe not in self._in_progress or self._told:
            raise ScrapyChangedError(f"{_SCRAPY} keeps what it has in work elsewhere")
        slot.remove_request(probe)
        if self._told != [probe]:
            raise ScrapyChangedError(f"{_SCRAPY} takes finished requests out in another way")

    def _probed(self, request: Request) -> None:
        if request.url == "data:,":
            self._told.append(request)
        else:
            self._finished(request)


_SCRAPY = f"Scrapy {scrapy.__version__}"
