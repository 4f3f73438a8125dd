"""Orders by relevance that were given the first page of, kept for their further pages.

How relevant an article is depends on all others, so that an order changes whenever anything comes
in. The one that the first page was taken from is kept for a while: its pages neither skip nor
repeat anything.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

MOST_RANKED: Final = 1_000
"""Articles, copies too, among which the most relevant are given; by time all can be read."""
_KEPT = 500
"""Orders that are kept at once: those that were asked for last."""


class OrderGone(Exception):  # noqa: N818 - a state of the world, not a fault of the code
    """The error that an order is not kept any more."""


@dataclass(frozen=True)
class Rank:
    """A place in an order that is kept."""

    order: str
    place: int
    """Results before it."""


class KeptOrders:
    """Orders of ids, for threads that ask at once."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._orders: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def keep(self, ids: Sequence[str]) -> str:
        """Keep an order, and name it."""
        name = secrets.token_hex(8)
        with self._lock:
            self._orders[name] = bytes.fromhex("".join(ids))
            if len(self._orders) > self._kept:
                self._orders.popitem(last=False)
        return name

    def ids(self, name: str) -> list[str]:
        """Give an order's ids. Raises OrderGone."""
        with self._lock:
            if (order := self._orders.get(name)) is None:
                raise OrderGone(f"the order {name} is not kept any more")
            self._orders.move_to_end(name)
        return [order[place : place + 16].hex() for place in range(0, len(order), 16)]
