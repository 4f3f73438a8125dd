"""The process that tells: it finds, composes and delivers until it is told to end.

Any number of processes may do so on one database: one of them finds, all compose and deliver.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from pymongo.errors import PyMongoError

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.driver_errors import brief_reason
from kznews.mongo.errors import DatabaseUnavailable
from kznews.watches.composing import Composer
from kznews.watches.delivering import Courier
from kznews.watches.finding import Finder
from kznews.watches.position import begin

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0
"""Seconds between two looks at what is to be told, where this process finds nothing meanwhile."""
_RETRY_SECONDS = 5.0
"""Seconds between two attempts to reach a MongoDB that is away."""


class Watcher:
    """The telling of one database's saved searches, in this process."""

    def __init__(
        self, database: SyncDatabase, pages: str | None, stop: threading.Event | None = None
    ) -> None:
        """Make it.

        `pages`: the address of kznews' pages, if messages are to link to them; `stop` ends `run`.
        """
        self._database = database
        self._pages = pages
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._stop = stop or threading.Event()
        self._look = threading.Event()

    def stop(self) -> None:
        """Let `run` end as soon as what is under way is done."""
        self._stop.set()
        self._look.set()

    def run(self) -> None:
        """Tell until stopped; waits for a MongoDB that is away. Raises NoChangesTold."""
        self._again_and_again("Nothing is told", lambda: begin(self._database))
        finding = threading.Thread(target=self._find_on, name="finding", daemon=True)
        finding.start()
        try:
            self._again_and_again("Nothing is told", self._tell_on)
        finally:
            self._stop.set()
            finding.join()

    def run_once(self) -> None:
        """Tell what was stored until now, and return.

        Raises NoChangesTold, DatabaseUnavailable and pymongo's errors.
        """
        begin(self._database)
        Finder(self._database, self._holder).catch_up()
        Composer(self._database, self._pages, gather=timedelta(0)).compose()
        courier = Courier(self._database, self._holder)
        try:
            courier.finish()
        finally:
            courier.close()

    def _find_on(self) -> None:
        finder = Finder(self._database, self._holder, tell=self._look.set)
        self._again_and_again("Nothing new is found", lambda: finder.follow(self._stop.is_set))

    def _tell_on(self) -> None:
        composer = Composer(self._database, self._pages)
        courier = Courier(self._database, self._holder)
        try:
            while not self._stop.is_set():
                self._look.clear()
                composer.compose()
                courier.deliver()
                self._look.wait(_LOOK_SECONDS)
        finally:
            courier.close()

    def _again_and_again(self, what: str, work: Callable[[], None]) -> None:
        """Do `work` until it ends by itself; where MongoDB is away, again when it is back."""
        is_away = False
        while not self._stop.is_set():
            begun = time.monotonic()
            try:
                work()
            except (PyMongoError, DatabaseUnavailable) as error:
                if not is_away or time.monotonic() > begun + _RETRY_SECONDS:
                    reason = brief_reason(error) if isinstance(error, PyMongoError) else str(error)
                    logger.error(
                        "%s while MongoDB is away or refuses: %s. It goes on by itself",
                        what,
                        reason,
                    )
                is_away = True
                self._stop.wait(_RETRY_SECONDS)
            else:
                return
