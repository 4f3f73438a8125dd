"""Who has been told what: an alert is sent when a check's outcome changes, and not again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Set

from pymongo.errors import DuplicateKeyError

from kznews.mongo.bulk import persist
from kznews.mongo.connection import Database
from kznews.monitoring.delivery import Delivery
from kznews.monitoring.schema import ALERTS

logger = logging.getLogger(__name__)


class Alerts:
    """Tells of changes, once for all workers of the database.

    Each subject's failing checks are a document in `alerts`. Whoever finds other checks failing
    than stand there writes them first, in one step that only one worker takes, then sends. What
    could not be sent is taken back: the next run finds the change again, and those that had taken
    the alert get it twice. Where there is no address nothing is written: whoever is added is told.
    """

    def __init__(self, database: Database, delivery: Delivery) -> None:
        self._alerts = database[ALERTS.name]
        self._delivery = delivery

    async def tell(
        self, subject: str, failed: Mapping[str, str], *, undecided: Set[str] = frozenset()
    ) -> bool:
        """Send an alert on `subject` if other checks fail than when the last one was sent.

        Return whether nothing remains to be sent, as far as this worker knows.
        """
        before = await persist(lambda: self._alerts.find_one({"_id": subject}))
        changes: int = before["changes"] if before else 0
        told = {each["check"]: each["reason"] for each in before["failing"]} if before else {}
        # What could not be decided fails as before.
        failing = {check: told[check] for check in told if check in undecided} | {**failed}
        if failing.keys() == told.keys():
            return True
        if not self._delivery.has_addresses:
            return False
        if not await self._claim(subject, changes, failing):
            return True
        title, body = _alert(subject, failing, [check for check in told if check not in failing])
        sent = await asyncio.to_thread(self._delivery.send, title, body, is_bad=bool(failing))
        if not sent:
            await self._claim(subject, changes + 1, told)
        return sent

    async def _claim(self, subject: str, changes: int, failing: Mapping[str, str]) -> bool:
        """Write what fails, unless another worker has written since there were so many changes."""
        which = {"_id": subject, "changes": changes or {"$exists": False}}
        rows = [{"check": check, "reason": reason} for check, reason in failing.items()]
        update = {
            "$set": {"failing": rows, "changes": changes + 1},
            "$currentDate": {"since": True},
        }

        async def write() -> bool:
            try:
                written = await self._alerts.update_one(which, update, upsert=not changes)
            except DuplicateKeyError:  # another worker was quicker; `persist` would try for ever
                return False
            return bool(written.matched_count or written.upserted_id)

        return await persist(write)


def _alert(subject: str, failing: Mapping[str, str], mended: Iterable[str]) -> tuple[str, str]:
    """Write the title, one line, and the body, a line a check."""
    lines = [f"{check}: {reason}" for check, reason in failing.items()]
    body = "\n".join(lines + [f"{check}: well again" for check in mended])
    if not failing:
        return f"kznews: {subject} is well again", body
    return f"kznews: {subject} fails: {', '.join(failing)}", body
