"""A DNS that answers each time with another address, as an attacker's does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, succeed

HOST = "rebinding.test"
ANSWERS = ("127.0.0.2", "127.0.0.1")
_answers = cycle(ANSWERS)


class Resolver(CachingThreadedResolver):
    """The crawl's resolver, but for `HOST`, which has its answers in turn."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        if name == HOST:
            return succeed(next(_answers))
        return super().getHostByName(name, timeout)
