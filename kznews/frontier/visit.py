"""What passes between a page's callback and the frontier: what was known, and what was learnt."""

from __future__ import annotations

import asyncio
import logging
from asyncio import Future
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from scrapy import Request
from scrapy.http import Response

logger = logging.getLogger(__name__)

META = "visit"
"""Where a request's meta holds its Visit. Redirects and retries share it with their origin."""

Blame = Literal["page", "for_good", "nobody", "missing"]
"""Whose fault a failure is. `page`: counted, and tried again later until its attempts are used up;
`for_good`: dead at once; `nobody`: the page was not asked for, or its host is away: not counted;
`missing`: the page was read before and is not shown now: due again by the policy of this name."""

MISSING: Final = "missing"
"""The policy of REVISIT by which a page that was read, and is not shown now, is due again."""

# What a server answers to one who asks too early or too often, or whom it does not trust today.
_PASSING = frozenset({401, 403, 408, 425, 429})

Memory = dict[str, Any]
"""Of JSON's types."""


@dataclass
class Visit:
    """One fetch of one row: the scheduler makes it, middlewares and callbacks fill it.

    A request that ends without `read_status` and without `error` has failed all the same.
    """

    row: str
    """The row's `_id`."""
    memory: Memory = field(default_factory=dict)
    """What the last visit left for this one; what this one leaves for the next."""
    was_read: bool = False
    """A former visit read the page: if it is gone now, it was taken down."""
    is_repeated: bool = False
    """A former visit failed or was cut off: what it found may be stored, and yet it is not done."""
    last_status: int | None = None
    """The last status that the server answered with, whatever became of it."""
    answered_at: datetime | None = None
    """When, by the database server's clock: this machine's may be off."""
    read_status: int | None = None
    """Of the answer that reached the callback; 304 means that nothing changed."""
    etag: str | None = None
    last_modified: str | None = None
    """Validators of that answer, as sent."""
    digest: str | None = None
    """A digest of what the callback read: where it differs from the last, the page changed. Where
    the callback sets none, it is the body's."""
    page_date: datetime | None = None
    """From which the page's age counts, aware; None: not known, then the row's own age counts."""
    request_count: int = 0
    """How many requests the callback has given."""
    settled: bool = False
    """Nobody needs to visit the page again: what it showed is at another address."""
    complete: bool = True
    """False where the callback left something out that another crawl would want: then the page is
    asked for in full the next time."""
    writes: list[Future[Any]] = field(default_factory=list)
    """What is being written of the page besides its items: the row waits for it, too."""
    error: str | None = None
    """Why it failed, for people."""
    blame: Blame = "page"
    """With `error`."""
    not_before: datetime | None = None
    """With `nobody`: when to try again, server's time; None: at once, in the next crawl."""

    def fail(
        self, error: str, blame: Blame = "page", *, not_before: datetime | None = None
    ) -> None:
        """Note that the page came to nothing; the last word counts."""
        self.error, self.blame, self.not_before = error, blame, not_before


def blame_for(status: int) -> Blame:
    """Tell whose fault it is that a server answered with `status`, from 300 on."""
    return "for_good" if 400 <= status < 500 and status not in _PASSING else "page"


def visit_of(page: Request | Response) -> Visit:
    """Give the Visit of a request or a response; one that nobody reads where there is no frontier.

    So a callback can be run without a crawl.
    """
    meta = page.meta if isinstance(page, Request) or page.request is not None else {}
    visit = meta.get(META)
    return visit if isinstance(visit, Visit) else Visit(row="")


async def wait_for_writes(visits: Sequence[Visit]) -> None:
    """Wait until all that is being written of these visits' pages is durably there."""
    for visit in visits:
        for write in visit.writes:
            try:
                await asyncio.shield(write)
            except Exception as error:
                logger.exception("%s: a part of the visit cannot be written", visit.row)
                visit.fail(f"{type(error).__name__}: {error}")
