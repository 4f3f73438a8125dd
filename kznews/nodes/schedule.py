"""The schedule: when each spider's crawls are due. Pure rules.

There is no leader. Whoever looks at the schedule, any number of nodes at any time, works out the
same ticks from the database server's clock, and gives their jobs the same ids: the first to store a
job has it, for the others it is there already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Tick:
    """One moment at which a spider is to be run."""

    spider: str
    at: datetime
    """Aware, UTC, whole seconds."""

    @property
    def job(self) -> str:
        """The id of its job: `exclusive-20261122T172000Z`."""
        return f"{self.spider}-{self.at:%Y%m%dT%H%M%SZ}"


def current_tick(spider: str, every: timedelta, now: datetime) -> Tick:
    """Give the spider's last tick up to `now` (aware).

    Ticks lie `every` (whole seconds; ValueError otherwise) apart, and each spider's are shifted by
    its name, so that not all begin at once. Those that passed while nobody looked are over: a crawl
    catches up with what former ones have missed.
    """
    seconds = int(every.total_seconds())
    if seconds < 1 or every != timedelta(seconds=seconds):
        raise ValueError(
            f"{spider}: crawl_every is {every}: it must be whole seconds, at least one"
        )
    shift = crc32(spider.encode()) % seconds
    passed = int((now - _EPOCH).total_seconds())
    at = (passed - shift) // seconds * seconds + shift
    return Tick(spider, _EPOCH + timedelta(seconds=at))
