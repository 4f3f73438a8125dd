"""The telling of saved searches within `scrapy run`, from when there is one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pymongo.errors import PyMongoError

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.driver_errors import brief_reason
from kznews.watches.schema import WATCHES

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 10.0
"""Seconds between two looks whether a search was saved."""


@contextmanager
def telling(database: SyncDatabase, pages: str | None) -> Iterator[None]:
    """Tell of what answers saved searches while the block lasts."""
    stop = threading.Event()
    thread = threading.Thread(
        target=_tell, args=(database, pages, stop), name="watches", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _tell(database: SyncDatabase, pages: str | None, stop: threading.Event) -> None:
    while not _has_watches(database):
        if stop.wait(_LOOK_SECONDS):
            return
    # Here, since it loads the index's library, and many save no search.
    from kznews.search.changes import NoChangesTold  # noqa: PLC0415
    from kznews.watches.watcher import Watcher  # noqa: PLC0415

    try:
        Watcher(database, pages, stop).run()
    except NoChangesTold as error:
        logger.error("Nothing is told of what answers saved searches: %s", error)


def _has_watches(database: SyncDatabase) -> bool:
    try:
        return database[WATCHES.name].find_one({}, ["_id"]) is not None
    except PyMongoError as error:
        logger.error("Whether searches are saved is not known: %s", brief_reason(error))
        return False
