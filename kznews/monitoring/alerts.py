"""Who has been told what: an alert is sent when a check's outcome changes, and not again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Set
from dataclasses import dataclass

from pymongo.errors import DuplicateKeyError

from kznews.mongo.bulk import persist
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.monitoring.delivery import Delivery
from kznews.monitoring.schema import ALERTS

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is another since the last alert on a subject."""

    subject: str
    failing: dict[str, str]
    """All checks that fail now, with the reason; one that could not be decided fails as before."""
    mended: list[str]

    @property
    def title(self) -> str:
        """One line."""
        if not self.failing:
            return f"kznews: {self.subject} is well again"
        return f"kznews: {self.subject} fails: {', '.join(self.failing)}"

    @property
    def body(self) -> str:
        """A line a check."""
        lines = [f"{check}: {reason}" for check, reason in self.failing.items()]
        return "\n".join(lines + [f"{check}: well again" for check in self.mended])


class Alerts:
    """Tells of changes, once for all workers of the database.

    Each subject's failing checks are a document in `alerts`. Whoever finds other checks failing
    than stand there writes them first, in one step that only one worker takes, then sends. What
    could not be sent is taken back: the next run finds the change again, and those that had taken
    the alert get it twice.
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
        change = _change(subject, before, failed, undecided)
        if change is None or not await self._claim(subject, before, _stored(change.failing)):
            return True
        sent = await asyncio.to_thread(
            self._delivery.send, change.title, change.body, is_bad=bool(change.failing)
        )
        if not sent:
            told = before["failing"] if before else []
            await self._claim(subject, {"changes": _number(before) + 1}, told)
        return sent

    async def _claim(self, subject: str, before: Fields | None, failing: list[Fields]) -> bool:
        """Write what fails, unless another worker has written since `before`."""
        number = _number(before)
        which = {"_id": subject, "changes": number or {"$exists": False}}
        update = {
            "$set": {"failing": failing, "changes": number + 1},
            "$currentDate": {"since": True},
        }

        async def write() -> bool:
            try:
                written = await self._alerts.update_one(which, update, upsert=before is None)
            except DuplicateKeyError:  # another worker was quicker; `persist` would try for ever
                return False
            return bool(written.matched_count or written.upserted_id)

        return await persist(write)


def _change(
    subject: str, before: Fields | None, failed: Mapping[str, str], undecided: Set[str]
) -> Change | None:
    told = {each["check"]: each["reason"] for each in before["failing"]} if before else {}
    failing = {check: reason for check, reason in told.items() if check in undecided} | {**failed}
    if failing.keys() == told.keys():
        return None
    return Change(
        subject=subject,
        failing=failing,
        mended=[check for check in told if check not in failing],
    )


def _stored(failing: Mapping[str, str]) -> list[Fields]:
    return [{"check": check, "reason": reason} for check, reason in failing.items()]


def _number(document: Fields | None) -> int:
    return document["changes"] if document else 0
