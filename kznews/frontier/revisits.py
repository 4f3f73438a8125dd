"""The revisits of one spider's pages: which are made now, and what they tell about the pace."""

from __future__ import annotations

from functools import partial

from kznews.frontier.allowances import Allowances
from kznews.frontier.budget import most_overdue
from kznews.frontier.pace import Observation, Paces
from kznews.frontier.pace_store import PaceStore
from kznews.frontier.queue import Queue
from kznews.frontier.rows import Lease, observation
from kznews.frontier.worker_settings import WorkerSettings
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields


class Revisits:
    """The revisits of one spider's pages, as one worker makes them."""

    def __init__(
        self,
        database: Database,
        clock: ServerClock,
        queue: Queue,
        spider: str,
        settings: WorkerSettings,
    ) -> None:
        self.paces: Paces = {}
        """As they were when the worker began: within one crawl they change little."""
        self._clock = clock
        self._queue = queue
        self._settings = settings
        self._store = PaceStore(database, spider)
        self._allowances = Allowances(database, clock, spider)
        self._observed: list[Observation] = []

    async def begin(self) -> None:
        """Read the paces."""
        self.paces = await self._store.read()

    async def promote(self) -> int:
        """Queue what is due again, as far as the budgets allow; return how much has to wait."""
        await self._queue.promote(but=[*self._settings.budgets])
        waiting = 0
        for policy, a_day in self._settings.budgets.items():
            due = await self._queue.due_again(policy)
            if not due:
                continue
            count_watched = partial(self._queue.watched, policy)
            granted = await self._allowances.take(policy, len(due), a_day, count_watched)
            chosen = most_overdue(due, granted, self._clock.now()) if granted < len(due) else due
            await self._queue.promote_rows([row["_id"] for row in chosen])
            waiting += len(due) - len(chosen)
        return waiting

    def note(self, lease: Lease, fields: Fields) -> None:
        """Note what a visit tells about the pace; `fields` is what is set in its row."""
        observed = observation(lease, fields, self._settings.policies)
        if observed is not None:
            self._observed.append(observed)

    async def write(self) -> None:
        """Write what was noted."""
        observed, self._observed = self._observed, []
        await self._store.add(observed)

    async def forget(self) -> None:
        """Delete the spider's rows, what is known of their pace, what is left of the budgets."""
        await self._queue.forget()
        await self._store.forget()
        await self._allowances.forget()
