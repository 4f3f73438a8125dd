"""What one worker holds: rows that wait for the engine, and rows that the engine has in work."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import count

from scrapy import Request

from kznews.frontier.rows import Lease
from kznews.frontier.visit import META, Visit, visit_of

# The place of what goes before everything: half done, or alone in work.
_FIRST = -(10**9)


class Buffer:
    """Leases with their requests, in memory only: what is lost here expires in the database.

    A row may have several requests in the engine at once: a retry or a redirect is taken in before
    its origin is finished. The row is finished with the last of them.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        """How many rows it takes in; what is already held may be more."""
        self._held: dict[str, Lease] = {}
        self._ready: list[tuple[int, int, Request]] = []
        self._order = count()
        self._working: dict[Request, Visit] = {}
        # By row: requests on their way, and how many hops (retries, redirects) it has made.
        self._requests: dict[str, int] = {}
        self._hops: dict[str, int] = {}
        self._suspects: list[Lease] = []
        self._alone: Lease | None = None

    # What there is.

    @property
    def room(self) -> int:
        """How many more rows may be held; none while a suspect waits or is in work."""
        return 0 if self._is_exclusive else max(0, self.capacity - len(self._held))

    @property
    def is_low(self) -> bool:
        """Whether the engine may soon have nothing to do."""
        return len(self._ready) * 2 < self.capacity

    @property
    def has_ready(self) -> bool:
        """Whether a request waits for the engine."""
        return bool(self._ready)

    @property
    def is_stale(self) -> bool:
        """Whether what is ready must be renewed before it may be begun."""
        if not self._ready:
            return False
        lease = self._held.get(visit_of(self._ready[0][2]).row)
        return lease is not None and not lease.is_valid

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held."""
        return not self._held

    def leases(self) -> Iterator[Lease]:
        """Give all that is held."""
        return iter(self._held.values())

    def is_working(self, request: Request) -> bool:
        """Tell whether the engine has it in work, as far as is known here."""
        return request in self._working

    # Rows come and go.

    def hold(self, lease: Lease) -> None:
        """Take in a row; `make_ready` brings its request, once it is its turn."""
        self._held[lease.id] = lease

    def make_ready(self, lease: Lease, request: Request, visit: Visit) -> None:
        """Let the engine have `request` of a row that is held."""
        request.meta[META] = visit
        self._requests[lease.id] = 1
        self._hops[lease.id] = 0
        self._push(_FIRST if lease.alone else -lease.priority, request)

    def take_back(self, lease: Lease) -> bool:
        """Take in a row if its request is still on its way here: its last lease was lost."""
        if lease.id not in self._requests:
            return False
        self.hold(lease)
        return True

    def let_go(self, row: str) -> Lease | None:
        """Hold a row no more; None where it was lost before."""
        if self._alone is not None and self._alone.id == row:
            self._alone = None
        return self._held.pop(row, None)

    def lose(self, rows: Iterable[str]) -> None:
        """Forget rows that are another worker's now; what is in work is worked on to its end."""
        working = {visit.row for visit in self._working.values()}
        for row in set(rows) - working:
            self._held.pop(row, None)

    @property
    def _is_hopping(self) -> bool:
        """Whether a retry or a redirect waits: its row is in work."""
        return bool(self._ready) and self._ready[0][0] == _FIRST

    # Suspects: rows that are to be in work alone.

    @property
    def _is_exclusive(self) -> bool:
        return bool(self._suspects) or self._alone is not None

    def suspect(self, lease: Lease) -> None:
        """Take in a row that must have the worker for itself; until then nothing new is begun."""
        self.hold(lease)
        self._suspects.append(lease)

    def next_suspect(self) -> Lease | None:
        """Give the row that may be visited alone now: nothing else is in work."""
        while self._suspects and self._alone is None and not self._working and not self._is_hopping:
            # The one that was tried the least: what ends workers may be something else, and must
            # not always meet the same page.
            lease = min(self._suspects, key=lambda each: each.attempts)
            self._suspects.remove(lease)
            if lease.id in self._held:
                self._alone = lease
                return lease
        return None

    # The engine takes and finishes.

    def pop(self) -> Request | None:
        """Give the best request, if one may be begun."""
        while self._ready and (not self._is_exclusive or self._ready[0][0] == _FIRST):
            request = self._ready[0][2]
            visit = visit_of(request)
            row = visit.row
            lease = self._held.get(row)
            if lease is not None and not lease.is_valid:
                return None  # another worker may have it by now: a renewal tells
            heapq.heappop(self._ready)
            if lease is None:
                del self._requests[row], self._hops[row]
                continue
            self._working[request] = visit
            self._hops[row] = _hops_of(request)
            return request
        return None

    def take_hop(self, request: Request) -> bool:
        """Take in `request` if it is a retry or a redirect of one in work.

        A request whose spider copied the meta of its page has made no more hops than the page.
        """
        visit = request.meta.get(META)
        if not isinstance(visit, Visit) or _hops_of(request) <= self._hops.get(visit.row, 10**9):
            return False
        self._requests[visit.row] += 1
        self._push(_FIRST, request)
        return True

    def finish(self, request: Request) -> Visit | None:
        """Note that the engine is through with `request`; give the visit that ends with it."""
        visit = self._working.pop(request, None)
        if visit is None:  # robots.txt: none of ours
            return None
        self._requests[visit.row] -= 1
        if self._requests[visit.row]:
            return None
        del self._requests[visit.row], self._hops[visit.row]
        return visit

    def _push(self, place: int, request: Request) -> None:
        heapq.heappush(self._ready, (place, next(self._order), request))


def _hops_of(request: Request) -> int:
    meta = request.meta
    return int(meta.get("retry_times", 0)) + int(meta.get("redirect_times", 0))
