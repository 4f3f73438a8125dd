"""One worker's share of a spider's crawl: everything that the scheduler does in the background.

One task (`_run`) goes round: it writes what was found, then what became of the visits (children
before parents: a crash in between repeats a page and loses none), leases more where the buffer runs
low, and renews what is held. The engine never waits for it, it wakes the engine.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from scrapy import Request

from kznews.frontier.buffer import Buffer
from kznews.frontier.queue import Known, Queue
from kznews.frontier.request_json import UnreadableRequestError
from kznews.frontier.revisits import Revisits
from kznews.frontier.rounds import Rounds
from kznews.frontier.rows import Found, Lease, Outcome, outcome
from kznews.frontier.visit import Memory, Visit, wait_for_writes
from kznews.frontier.worker_settings import WorkerSettings
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields

logger = logging.getLogger(__name__)

# Seconds in which work is gathered into one write, while there is other work to do.
_GATHER = 0.02
# Seconds after which a step tells of an outage, not of a slow machine.
_OUTAGE = 2.0
# Seconds after which a new worker counts the others again: workers are often started together.
_SETTLED = 1.0
# Seconds between two looks for work of a worker that has none.
_POLL = 0.25


class Worker:
    """Brings rows into `buffer` and what became of them back, as one of any number of workers.

    `request_of` makes a row's request, or raises UnreadableRequestError; `wake_engine` makes the
    engine look at the buffer; `count` counts (`added`, `known`, `refused`, `reclaimed`, `lost`,
    `over_budget`, what `rows.Outcome` names); `on_failure` is called where the task ends by a fault
    of ours.
    """

    def __init__(
        self,
        database: Database,
        spider: str,
        settings: WorkerSettings,
        buffer: Buffer,
        *,
        request_of: Callable[[Lease], Request],
        wake_engine: Callable[[], None],
        count: Callable[[str, int], None],
        on_failure: Callable[[], None],
    ) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.is_drained = False
        """Nothing is to be done, here or elsewhere."""
        self._spider = spider
        self._settings = settings
        self._buffer = buffer
        self._request_of = request_of
        self._wake_engine = wake_engine
        self._count = count
        self._on_failure = on_failure
        self._clock = ServerClock(database)
        self._queue = Queue(
            database, self._clock, spider=spider, worker=self.name, lease=settings.lease
        )
        self._rounds = Rounds(database, spider, self.name, lease=settings.lease)
        self._revisits = Revisits(database, self._clock, self._queue, spider, settings)
        self._found: dict[str, Found] = {}
        self._finished: list[Visit] = []
        self._wake = asyncio.Event()
        self._closing = False
        self._lease_again_at = 0.0
        self._told_waiting = False
        self._task: asyncio.Task[None] | None = None
        self._step_began = 0.0
        self._reclaim_from = 0.0

    async def start(self, *, afresh: bool) -> None:
        """Join the spider's round, and begin.

        `afresh`: the first worker of a round forgets what former rounds left.
        """
        await self._clock.read()
        self._queue.begin()
        self._round_began, others = await self._rounds.join()
        self._share(others)
        if others:
            logger.info("%s: this crawl joins %d other workers", self._spider, others)
        elif afresh:
            await self._revisits.forget()
        await self._revisits.begin()
        self._renew_at = time.monotonic() + min(self._settings.lease / 3, _SETTLED)
        self._task = asyncio.create_task(self._run())

    async def stop(self, *, forget: bool) -> None:
        """Write what is known, give back what was not visited, leave the round.

        `forget`: delete the spider's rows if this was the round's last worker.
        """
        self._closing = True
        self._wake.set()
        if self._task is not None:
            with suppress(Exception):  # told when it happened
                await self._task
        await self._queue.release(self._buffer.leases())
        others = await self._rounds.leave()
        await self._revisits.write()
        if forget and not others:
            await self._revisits.forget()
        else:
            await self._tell_what_waits()

    # What the scheduler tells and asks.

    def add(self, found: Found) -> None:
        """Take in a request that a page led to."""
        self.is_drained = False
        earlier = self._found.get(found.id)
        if earlier is None or not (earlier.again or earlier.each_round):
            self._found[found.id] = found
        self._wake.set()

    def finish(self, visit: Visit) -> None:
        """Take in a visit that has ended."""
        self._finished.append(visit)
        self._wake.set()

    def now(self) -> datetime:
        """Tell the server's time, aware, UTC."""
        return self._clock.now()

    def renew_now(self) -> None:
        """Renew what is held before its time: it may be too late for some of it."""
        self._renew_at = 0.0
        self._wake.set()

    def lease_more(self) -> None:
        """Lease more now, where the buffer is low: the engine has taken from it."""
        self._wake.set()

    async def known(self, ids: Sequence[str]) -> list[Known | None]:
        """Tell what is known of rows."""
        known = await self._queue.known(ids)
        return [known.get(id_) for id_ in ids]

    async def remember(self, ids: Sequence[str], memory: Memory) -> None:
        """Set these keys in the memory of pages that were read."""
        await self._queue.remember(ids, memory)

    # The task.

    async def _run(self) -> None:
        try:
            self._step_began = time.monotonic()
            # Once: what falls due later is for a later crawl, or this one might never end. Not in
            # `start`, where it would keep the engine from being stopped in order.
            self._count("over_budget", await self._revisits.promote())
            await self._reclaim()
            while True:
                self._step_began = time.monotonic()
                await self._write()
                if not self._closing:
                    await self._refill()
                elif not self._found and not self._finished:
                    return  # what came while the last was written is written too
                if self._buffer.has_ready or self.is_drained:
                    self._wake_engine()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), self._time_to_wait())
                if self._buffer.has_ready and not self._closing:
                    await asyncio.sleep(_GATHER)
                self._wake.clear()
                if time.monotonic() > self._renew_at:
                    self._step_began = time.monotonic()
                    await self._renew()
        except Exception:
            logger.critical("The frontier failed; the crawl ends", exc_info=True)
            self.is_drained = True
            self._on_failure()
            raise

    def _time_to_wait(self) -> float:
        """Tell how long to wait for something to do."""
        until = self._renew_at
        if not self.is_drained and self._buffer.is_low and self._buffer.room > 0:
            until = min(until, self._lease_again_at)
        return max(until - time.monotonic(), 0.001)

    async def _write(self) -> None:
        finished, self._finished = self._finished, []
        found, self._found = list(self._found.values()), {}
        if found:
            await self._add(found)
        if finished:
            await self._acknowledge(finished)
            if self._is_idle:  # perhaps that was the last
                self._lease_again_at = 0.0

    async def _add(self, found: list[Found]) -> None:
        leased, new, refused = await self._queue.add(
            found, room=self._buffer.room, round_began=self._round_began
        )
        for lease in leased:
            self._hold(lease)
        for each, why in refused:
            logger.error("%s: the request cannot be kept in the frontier: %s", each.url, why)
        self._count("refused", len(refused))
        self._count("added", new)
        self._count("known", len(found) - new - len(refused))
        self._lease_again_at = 0.0

    async def _acknowledge(self, finished: list[Visit]) -> None:
        await wait_for_writes(finished)
        visited = []
        for visit in finished:
            lease = self._buffer.let_go(visit.row)
            if lease is None:
                self._count("lost", 1)
                continue
            try:
                what, fields = self._outcome(lease, visit)
            except Exception as error:
                # A note that makes no sense must not end this crawl, and each one after it.
                logger.exception("%s: it is not understood how the visit ended", lease.url)
                visit.fail(f"{type(error).__name__}: {error}", "for_good")
                what, fields = self._outcome(lease, visit)
            self._count(what, 1)
            self._revisits.note(lease, fields)
            if what == "dead":
                logger.error("%s: the request is given up: %s", lease.url, visit.error)
            visited.append((lease, fields))
        refusals = await self._queue.acknowledge(visited)
        buried = []
        for (lease, _), refused in zip(visited, refusals, strict=True):
            if refused is not None:
                why = f"what came of it cannot be kept: {refused}"
                logger.error("%s: %s", lease.url, why)
                self._count("refused", 1)
                visit = Visit(lease.id)
                visit.fail(why, "for_good")
                buried.append((lease, self._outcome(lease, visit)[1]))
        await self._queue.acknowledge(buried)

    def _outcome(self, lease: Lease, visit: Visit) -> tuple[Outcome, Fields]:
        return outcome(
            lease,
            visit,
            now=self._clock.now(),
            policies=self._settings.policies,
            most_attempts=self._settings.attempts,
            paces=self._revisits.paces,
        )

    async def _refill(self) -> None:
        # Nothing half written may be left when it is alone: it would be blamed for that, too.
        written = not self._found and not self._finished
        suspect = self._buffer.next_suspect() if written else None
        if suspect is not None:
            await self._queue.mark_alone(suspect)
            self._make_ready(suspect)
        room = self._buffer.room
        if self.is_drained or not self._buffer.is_low or room <= 0:
            return
        if time.monotonic() < self._lease_again_at:
            return
        leases = await self._queue.lease(room)
        for lease in leases:
            self._hold(lease)
        if len(leases) < room:
            self._lease_again_at = time.monotonic() + _POLL
            if self._is_idle:
                await self._look_for_work()

    @property
    def _is_idle(self) -> bool:
        return self._buffer.is_empty and not self._found and not self._finished

    async def _look_for_work(self) -> None:
        """Look whether there is anything to do elsewhere, where there is nothing here."""
        await self._reclaim()
        if await self._queue.is_due():
            self._lease_again_at = 0.0
            return
        leased = await self._queue.leased()
        if leased and not self._told_waiting:
            self._told_waiting = True
            logger.info(
                "%s: the crawl waits for %d pages that other workers hold (a dead worker's come "
                "free within %g s)",
                self._spider,
                leased,
                self._settings.lease,
            )
        # Something may have been found meanwhile.
        self.is_drained = not leased and self._is_idle

    async def _reclaim(self) -> None:
        now = time.monotonic()
        if now - self._step_began > max(self._settings.lease / 3, _OUTAGE):
            # MongoDB was away: nobody could renew. Who lives does so now, before others' pages are
            # taken for those of the dead.
            self._reclaim_from = now + self._settings.lease
            self.renew_now()
        if now < self._reclaim_from:
            return
        reclaimed = await self._queue.reclaim(self._settings.attempts)
        if reclaimed.queued:
            logger.warning(
                "%s: %d pages of workers that died are queued again",
                self._spider,
                reclaimed.queued,
            )
            self._lease_again_at = 0.0
        if reclaimed.dead:
            logger.error(
                "%s: %d pages killed their workers again and again and are given up",
                self._spider,
                reclaimed.dead,
            )
        self._count("reclaimed", reclaimed.queued)
        self._count("dead", reclaimed.dead)

    async def _renew(self) -> None:
        self._renew_at = time.monotonic() + self._settings.lease / 3
        await self._clock.read()
        await self._revisits.write()
        self._buffer.lose(await self._queue.renew(self._buffer.leases()))
        self._share(await self._rounds.stay())
        await self._reclaim()

    def _share(self, others: int) -> None:
        # A worker with plenty costs others their work, one with little waits for MongoDB.
        capacity = self._settings.capacity
        self._buffer.capacity = max(1, capacity // 2) if others else capacity

    async def _tell_what_waits(self) -> None:
        later, first, newer = await self._queue.waiting()
        if first is not None:
            logger.info(
                "%s: %d pages wait for a later crawl, the first until %s UTC",
                self._spider,
                later,
                f"{first:%Y-%m-%d %H:%M:%S}",
            )
        if newer:
            logger.warning(
                "%s: %d pages were queued by a newer version of kznews and are left to it",
                self._spider,
                newer,
            )

    def _hold(self, lease: Lease) -> None:
        if self._buffer.take_back(lease):
            return
        if lease.is_suspect:
            self._buffer.suspect(lease)
        else:
            self._buffer.hold(lease)
            self._make_ready(lease)

    def _make_ready(self, lease: Lease) -> None:
        visit = Visit(
            lease.id,
            memory=dict(lease.visit["memory"]) if lease.visit else {},
            was_read=lease.visit is not None,
            is_repeated=lease.attempts > 0 or lease.crashes > 0,
        )
        try:
            request = self._request_of(lease)
        except UnreadableRequestError as error:
            logger.error("%s: %s", lease.url, error)
            visit.fail(str(error), "for_good")
            self.finish(visit)
        else:
            self._buffer.make_ready(lease, request, visit)
            # At once: what the task writes next may have to wait for MongoDB.
            self._wake_engine()

    _round_began: datetime
    _renew_at: float
