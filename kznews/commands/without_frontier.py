"""Scrapy's commands that look at one page: they leave the crawl's memory alone."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand as _Command
else:  # Scrapy would take a class of this kind for a command
    _Command = object


class WithoutFrontier(_Command):
    """Goes before a command of Scrapy's whose requests live no longer than itself.

    Their callbacks cannot be stored, and their pages are no part of any crawl. Politeness,
    robots.txt and the store are those of a crawl.
    """

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Set Scrapy's in-memory scheduler, over the project's own."""
        super().process_options(args, opts)
        assert self.settings is not None  # set by Scrapy
        self.settings.set("SCHEDULER", "scrapy.core.scheduler.Scheduler", priority="cmdline")
