"""The add-on that reads this package's settings when a crawl starts, before anything is opened."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.settings import BaseSettings

from kznews.setting_names import MisspeltSettingError, refuse_misspelt_settings
from kznews.transport.address_guard import Network, NetworkSettingError, allowed_networks
from kznews.transport.newsroom import NewsroomError, newsroom_address, newsroom_database
from kznews.transport.replay_files import ReplayError, replay_files

if TYPE_CHECKING:
    from kznews.transport.replay import Captures

logger = logging.getLogger(__name__)

# WARC files need no politeness, and answer the same however often they are asked.
_REPLAY_SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_SLOTS": {},
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_ENABLED": False,
}


class TransportAddon:
    """The add-on that opens what answers the crawl's requests, as its settings say.

    A wrong REPLAY, NEWSROOM or ALLOWED_PRIVATE_NETWORKS, or a setting of a misspelt name, ends the
    crawl before anything is fetched or opened: one CRITICAL line says why, and `scrapy crawl` exits
    with 1.
    """

    def __init__(self) -> None:
        self.captures: Captures | None = None
        """The captures that answer instead of the network; None without REPLAY."""
        self.newsroom: str | None = None
        """The address, HOST:PORT, that answers for every host; None without NEWSROOM."""
        self.allowed_networks: list[Network] = []
        """The networks that may be connected to besides the public ones."""
        self.handler: BaseDownloadHandler | None = None
        """The crawl's download handler, of every scheme; None until Scrapy asks for one."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Open what REPLAY and NEWSROOM name.

        Under REPLAY, delays and retries are dropped. Under NEWSROOM, the database is one of its
        own: `_newsroom` is added to the name of MONGODB_DATABASE.
        Settings of the project and of the spider yield, those of the command line do not.
        Raises MisspeltSettingError, ReplayError, NewsroomError, NetworkSettingError.
        """
        try:
            refuse_misspelt_settings(settings)
            self._open(settings)
        except (MisspeltSettingError, ReplayError, NewsroomError, NetworkSettingError) as error:
            logger.critical("%s", error)
            _leave_no_traceback()
            raise
        if self.captures is not None:
            for name, value in _REPLAY_SETTINGS.items():
                settings.set(name, value, priority="spider")

    def _open(self, settings: BaseSettings) -> None:
        files = replay_files(settings)
        self.newsroom = newsroom_address(settings)
        self.allowed_networks = allowed_networks(settings)
        if files and self.newsroom:
            raise NewsroomError("give either REPLAY or NEWSROOM")
        if files:
            from kznews.transport.replay import Captures  # noqa: PLC0415 - see TransportHandler

            self.captures = Captures(files)
        if self.newsroom:
            database = newsroom_database(settings)
            settings.set("MONGODB_DATABASE", database, priority="cmdline")
            logger.info(
                "NEWSROOM: %s answers for every host; what it invents is stored in the database %s",
                self.newsroom,
                database,
            )


def _leave_no_traceback() -> None:
    # asyncio logs the exception of a task that nobody asks for it, as `scrapy crawl` does not.
    # Where there is no task, whoever called the crawler gets the exception.
    with suppress(RuntimeError):
        task = asyncio.current_task()
        if task is not None:
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
