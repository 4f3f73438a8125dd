"""How many requests somebody may make: so many at once, and so many a second from then on."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

_MOST_KNOWN = 10_000
"""Users and addresses that are remembered, at most: the last."""


@dataclass
class _Bucket:
    left: float
    at: float


class RequestRate:
    """The allowance of each user or address; threads may share it."""

    def __init__(self, at_once: float, per_second: float) -> None:
        self._at_once = at_once
        self._per_second = per_second
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def wait_seconds(self, who: str, now: float | None = None) -> float:
        """Count a request; 0 where it is allowed, else the seconds after which one will be."""
        now = time.monotonic() if now is None else now
        with self._lock:
            bucket = self._buckets.setdefault(who, _Bucket(self._at_once, now))
            self._buckets.move_to_end(who)
            if len(self._buckets) > _MOST_KNOWN:
                self._buckets.popitem(last=False)
            grown = bucket.left + (now - bucket.at) * self._per_second
            bucket.left, bucket.at = min(grown, self._at_once), now
            if bucket.left < 1:
                return (1 - bucket.left) / self._per_second
            bucket.left -= 1
            return 0.0
