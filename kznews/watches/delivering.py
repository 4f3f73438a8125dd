"""Delivers messages from the outbox: under a lease, and again later where an address is away.

Nothing is dropped: a message waits until its address takes it, or its saved search is removed. What
was handed to a server whose answer did not reach the database is sent again, under the same id.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta

from pymongo.errors import ConnectionFailure

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.leases import Leases, expired_leases, from_now
from kznews.mongo.values import Fields
from kznews.watches.delays import place
from kznews.watches.registry import Watch, watch
from kznews.watches.schema import TELLINGS
from kznews.watches.sending import Message, NotTaken, send

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=180)
"""Longer than a server may take for all steps of a sending."""
_AT_ONCE = 8
"""Addresses to which is sent at once."""
_FIRST_PAUSE = timedelta(seconds=15)
"""The time from the first failure to the next attempt, doubled with each further one."""
_LONGEST_PAUSE = timedelta(hours=1)
_RETRY_SECONDS = 0.5
"""Seconds between two attempts to note what was sent in a MongoDB that is away."""

Send = Callable[[str, Message], None]


class Courier:
    """The delivery of one database's messages, by one of the processes that may do it.

    Methods raise pymongo's errors.
    """

    def __init__(
        self,
        database: SyncDatabase,
        holder: str,
        *,
        lease: timedelta = LEASE,
        first_pause: timedelta = _FIRST_PAUSE,
        send: Send = send,
    ) -> None:
        self._tellings = database[TELLINGS.name]
        self._database = database
        self._leases = Leases({"holder": holder}, lease, "sending")
        self._first_pause = first_pause
        self._send = send
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="telling")
        self._under_way: dict[Future[None], str] = {}
        self._is_closed = False

    def deliver(self) -> int:
        """Begin to send what is due, without waiting for it; return how many. Not of two threads.

        To one address one message at a time is sent.
        """
        for each in [each for each in self._under_way if each.done()]:
            del self._under_way[each]
            each.result()
        begun = 0
        while len(self._under_way) < _AT_ONCE:
            telling = self._take()
            if telling is None:
                break
            sending = self._pool.submit(self._deliver, telling)
            self._under_way[sending] = telling["address"]
            begun += 1
        return begun

    def finish(self) -> None:
        """Send all that is due, and wait for it."""
        while self.deliver() or self._under_way:
            wait(self._under_way, return_when="FIRST_COMPLETED")

    def close(self) -> None:
        """Wait for what is under way; nothing may be sent afterwards."""
        self._is_closed = True
        self._pool.shutdown()
        for each in self._under_way:
            each.result()

    def _take(self) -> Fields | None:
        busy = {"address": {"$nin": [*self._under_way.values()]}}
        due = {"state": "waiting", "$expr": {"$lte": ["$due_at", "$$NOW"]}}
        lost = {"state": "sending"} | expired_leases()
        for which in (due, lost):
            taken = self._tellings.find_one_and_update(
                which | busy, [{"$set": self._leases.take()}], sort=[("due_at", 1)]
            )
            if taken is not None:
                return taken
        return None

    def _deliver(self, telling: Fields) -> None:
        of = watch(self._database, telling["watch"])
        address = dict(of.addresses).get(telling["address"]) if of is not None else None
        if of is None or address is None:
            self._tellings.delete_one({"_id": telling["_id"]})
            return
        try:
            self._send(address, _message(telling))
        except NotTaken as error:
            self._put_off(telling, of, str(error))
            return
        self._note_sent(telling["_id"])
        if telling["failures"]:
            logger.info("%s: it took the message %s", _name(of, telling["address"]), telling["_id"])

    def _note_sent(self, id_: str) -> None:
        """Note that a message was taken, whoever holds it now; waits for a MongoDB that is away."""
        sent = {"state": "sent", "sent_at": "$$NOW", "lease_until": None, "error": None}
        while True:
            try:
                self._tellings.update_one({"_id": id_}, [{"$set": sent}])
            except ConnectionFailure:
                if self._is_closed:
                    raise
                time.sleep(_RETRY_SECONDS)
            else:
                return

    def _put_off(self, telling: Fields, of: Watch, reason: str) -> None:
        pause = min(self._first_pause * 2 ** min(telling["failures"], 20), _LONGEST_PAUSE)
        failed = {
            "state": "waiting",
            "due_at": from_now(pause),
            "lease_until": None,
            "failures": {"$add": ["$failures", 1]},
            "failed_at": {"$ifNull": ["$failed_at", "$$NOW"]},
            "error": {"$literal": reason},
        }
        held = self._leases.held([telling["_id"]])
        self._tellings.update_one(held, [{"$set": failed}])
        # What waits for the same address waits with it.
        others = {"address": telling["address"], "state": "waiting"}
        later = {"$max": ["$due_at", from_now(pause)]}
        self._tellings.update_many(others, [{"$set": {"due_at": later}}])
        logger.error(
            "%s: the message %s is sent again in %d s: %s",
            _name(of, telling["address"]),
            telling["_id"],
            pause.total_seconds(),
            reason,
        )


def _message(telling: Fields) -> Message:
    return Message(
        id=telling["_id"],
        title=telling["title"],
        text=telling["text"],
        html=telling["html"],
        follows=telling["follows"],
    )


def _name(of: Watch, address: str) -> str:
    addresses = [{"id": id_, "address": each} for id_, each in of.addresses]
    return f"Address {place(addresses, address)} of the saved search {of.name!r}"
