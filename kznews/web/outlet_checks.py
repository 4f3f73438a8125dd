"""What is wrong with outlets, as `scrapy status` judges it: kept, and judged anew at the side.

Judging takes hundreds of small queries: no page waits for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock, Thread

from pymongo.errors import PyMongoError
from scrapy.settings import BaseSettings

from kznews.mongo.connection import open_database, resolve
from kznews.mongo.errors import DatabaseUnavailable
from kznews.monitoring.check import Limits, judge
from kznews.monitoring.checks import OUTLET_CHECKS, read_limits
from kznews.monitoring.status_queries import StatusReader
from kznews.monitoring.subjects import OutletNow
from kznews.outlets import all_outlets, broken_outlets

logger = logging.getLogger(__name__)

_OLD_AFTER = timedelta(minutes=2)
"""Age of what was judged after which it is judged anew, when it is asked for."""


@dataclass(frozen=True)
class Judged:
    """What is wrong with outlets, at a moment."""

    at: datetime
    failed: Mapping[str, Mapping[str, str]]
    """By outlet, the checks that failed, and what each of them says, in English."""


class OutletChecks:
    """The checks of all outlets that are crawled."""

    def __init__(self, settings: BaseSettings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._lock = Lock()
        self._judging: Thread | None = None
        self._last: Judged | None = None

    def last(self) -> Judged | None:
        """Give what was judged last; None where that is not done yet, or cannot be done.

        Where it is old, it is judged anew meanwhile, for who asks next.
        """
        with self._lock:
            is_old = self._last is None or self._now() - self._last.at > _OLD_AFTER
            if is_old and (self._judging is None or not self._judging.is_alive()):
                self._judging = Thread(target=self._judge, name="outlet checks", daemon=True)
                self._judging.start()
            return self._last

    def _judge(self) -> None:
        try:
            self._last = asyncio.run(_read(self._settings, read_limits(self._settings), self._now))
        except (ValueError, DatabaseUnavailable, PyMongoError) as error:
            self._last = None
            logger.error("The outlets could not be checked, see `scrapy status`: %s", error)


async def _read(settings: BaseSettings, limits: Limits, now: Callable[[], datetime]) -> Judged:
    intervals = {each.name: each.crawl_every for each in all_outlets() if each.ways}
    async with open_database(resolve(settings)) as database:
        report = await StatusReader(database, limits).report(
            intervals | dict.fromkeys(broken_outlets())
        )
    verdicts = {
        each.outlet: judge(OUTLET_CHECKS, OutletNow(each, report.now), limits).failed
        for each in report.outlets
    }
    return Judged(now(), {outlet: failed for outlet, failed in verdicts.items() if failed})
