"""Leases: a document is its holder's until a moment; after that, anybody may take it.

These are the fields and filters of take, renew, give back and reap, for callers with asyncio and
without. All moments are the server's: a ServerClock's reading where it is given as `now`; otherwise
`$$NOW`, which updates can use that are pipelines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kznews.mongo.values import Fields

NOW = "$$NOW"


def from_now(duration: timedelta) -> Fields:
    """Give the expression for the moment that lies so far ahead; behind, where it is negative."""
    return {"$add": [NOW, duration // timedelta(milliseconds=1)]}


def is_future(moment: str) -> Fields:
    """Give the expression that tells whether a field's (`$alive_until`) moment is to come."""
    return {"$gt": [moment, NOW]}


def expired_leases(now: datetime | None = None) -> Fields:
    """Give the filter of leases that ended: their holders died, or have no connection."""
    if now is not None:
        return {"lease_until": {"$lt": now}}
    return {"$expr": {"$lt": ["$lease_until", NOW]}}


@dataclass(frozen=True)
class Leases:
    """The leases of one holder in one collection."""

    holder: Mapping[str, Any]
    """The fields by which a document names its holder."""
    duration: timedelta
    state: str
    """The state of a document that is leased."""

    def take(self, now: datetime | None = None) -> Fields:
        """Give the fields that make a document the holder's."""
        holder = self.holder
        if now is None:  # in a pipeline, where a dollar would mean something
            holder = {name: {"$literal": value} for name, value in holder.items()}
        return {"state": self.state, **holder} | self.renew(now)

    def renew(self, now: datetime | None = None) -> Fields:
        """Give the fields that keep a document the holder's."""
        return {"lease_until": from_now(self.duration) if now is None else now + self.duration}

    def held(self, ids: Iterable[str] | None = None) -> Fields:
        """Give the filter of what the holder holds; of certain documents, where they are given."""
        mine: Fields = {"state": self.state, **self.holder}
        return mine if ids is None else {"_id": {"$in": [*ids]}} | mine
