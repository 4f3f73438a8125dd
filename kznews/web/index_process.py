"""Keeps the index up to date while pages are served, where nobody else does: for its own process.

In a thread it would take the pages' processor time: terms are made in Python.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from typing import Any

from scrapy.utils.log import configure_logging

from kznews.mongo.connection import Address, open_sync_database
from kznews.mongo.errors import DatabaseUnavailable
from kznews.search.changes import NoChangesTold
from kznews.search.errors import IndexDamaged, IndexLocked, IndexUnusable
from kznews.search.index_folder import IndexFolder
from kznews.search.upkeep import Upkeep

logger = logging.getLogger(__name__)

_RETRY_SECONDS = 2.0
"""Seconds between two looks whether another process still writes the index."""
_FAILED_SECONDS = 15.0
"""Seconds after which it is tried again where the index could not be written."""


def run_index_process(address: Address, folder: IndexFolder, log_settings: dict[str, Any]) -> None:
    """Keep the index up to date until SIGTERM."""
    configure_logging(log_settings)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    keep_current(address, folder, ended)


def keep_current(address: Address, folder: IndexFolder, ended: threading.Event) -> None:
    """Keep the index up to date until told to end; wait for what is away, and begin anew.

    Where another process writes the index, it takes over when that one ends.
    """
    told: str | None = None
    while not ended.is_set():
        try:
            with open_sync_database(address) as database, folder.writing():
                upkeep = Upkeep(database, folder)
                try:
                    _follow(upkeep, ended.is_set)
                finally:
                    upkeep.close(finish=False)
        except IndexLocked:
            ended.wait(_RETRY_SECONDS)
        except (IndexUnusable, NoChangesTold, DatabaseUnavailable) as error:
            if str(error) != told:  # not the same each time
                logger.error("The index is not kept up to date: %s", error)
            told = str(error)
            ended.wait(_FAILED_SECONDS)


def _follow(upkeep: Upkeep, is_ended: Callable[[], bool]) -> None:
    try:
        upkeep.follow(is_ended)
    except IndexDamaged as error:
        logger.error("The index is built anew: %s", error)
        upkeep.rebuild()
        upkeep.follow(is_ended)
