"""The add-on that makes the download delay one of all workers together."""

from __future__ import annotations

from scrapy.settings import BaseSettings


class FrontierAddon:
    """Moves DOWNLOAD_DELAY to HOST_DELAY, which `politeness` keeps over all workers.

    Scrapy's own delay is each worker's, on top of it: it is set to 0. Stands after the add-on that
    reads REPLAY, which needs no delay.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        """Move it, whoever set it. Raises ValueError for a delay below 0 or that is no number."""
        delay = settings.getfloat("DOWNLOAD_DELAY")
        if delay < 0:
            raise ValueError(f"DOWNLOAD_DELAY is {delay:g}: it must be seconds from 0")
        settings.set("HOST_DELAY", delay, priority="cmdline")
        settings.set("DOWNLOAD_DELAY", 0, priority="cmdline")
