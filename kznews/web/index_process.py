"""Keeps the index up to date while pages are served, where nobody else does: in its own process.

In a thread it would take the pages' processor time: terms are made in Python.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
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
"""Seconds after which it is tried again where the index could not be written, or a process died."""
_ENDING_SECONDS = 10.0
"""Seconds that the process has to end by itself."""


@contextmanager
def index_kept_current(
    address: Address, folder: IndexFolder, log_settings: Mapping[str, Any]
) -> Iterator[None]:
    """Keep the index up to date for as long as the block runs, where nobody else does.

    The process logs as Scrapy does with `log_settings`.
    """
    ended = threading.Event()
    supervisor = threading.Thread(
        target=_supervise, args=(address, folder, log_settings, ended), daemon=True
    )
    supervisor.start()
    try:
        yield
    finally:
        ended.set()
        supervisor.join()


def _supervise(
    address: Address,
    folder: IndexFolder,
    log_settings: Mapping[str, Any],
    ended: threading.Event,
) -> None:
    """Start the process, and again where it dies, until the block has ended."""
    spawning = multiprocessing.get_context("spawn")
    while not ended.is_set():
        # The end of this process, by whatever death, closes the pipe: that ends the other one.
        theirs, ours = spawning.Pipe(duplex=False)
        process = spawning.Process(
            target=_keep,
            args=(address, folder, dict(log_settings), theirs),
            name="kznews index",
            daemon=True,
        )
        process.start()
        theirs.close()
        while process.is_alive() and not ended.wait(0.2):
            pass
        ours.close()
        process.join(_ENDING_SECONDS)
        if process.is_alive():
            process.kill()
        if not ended.is_set():
            logger.error(
                "The process that keeps the index up to date died (exit code %s): another is "
                "started in %.0f s",
                process.exitcode,
                _FAILED_SECONDS,
            )
            ended.wait(_FAILED_SECONDS)


def _keep(
    address: Address, folder: IndexFolder, log_settings: dict[str, Any], parent: Connection
) -> None:
    """Be the process."""
    configure_logging(log_settings)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    ended = threading.Event()

    def wait_for_the_end() -> None:
        try:
            parent.recv()
        except (EOFError, OSError):
            ended.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    keep_current(address, folder, ended)


def keep_current(address: Address, folder: IndexFolder, ended: threading.Event) -> None:
    """Keep the index up to date until told to end; wait for what is away, and begin anew.

    Where another process writes the index, it takes over when that one ends.
    """
    told = _Told()
    while not ended.is_set():
        try:
            with open_sync_database(address) as database, folder.writing():
                upkeep = Upkeep(database, folder)
                try:
                    _follow(upkeep, ended.is_set, told)
                finally:
                    upkeep.close(finish=False)
        except IndexLocked as error:
            told.once(logging.INFO, f"The index is kept up to date elsewhere: {error}")
            ended.wait(_RETRY_SECONDS)
        except (IndexUnusable, NoChangesTold, DatabaseUnavailable) as error:
            told.once(logging.ERROR, f"The index is not kept up to date: {error}")
            ended.wait(_FAILED_SECONDS)


def _follow(upkeep: Upkeep, is_ended: Callable[[], bool], told: _Told) -> None:
    try:
        upkeep.follow(is_ended)
    except IndexDamaged as error:
        logger.error("The index is built anew: %s", error)
        upkeep.rebuild()
        upkeep.follow(is_ended)
    told.forget()


class _Told:
    """The last line that was logged: the same one is not logged again each time."""

    def __init__(self) -> None:
        self._line: str | None = None

    def once(self, level: int, line: str) -> None:
        """Log a line, where the last was another."""
        if line != self._line:
            logger.log(level, "%s", line)
        self._line = line

    def forget(self) -> None:
        """Begin anew."""
        self._line = None
