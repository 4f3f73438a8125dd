"""Scrapy's commands that are no crawl of an outlet: they leave no trace in the crawls' record."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kznews.monitoring.recording import RunRecorder
from kznews.monitoring.run_checks import RunChecks

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand as _Command
else:  # Scrapy would take a class of this kind for a command
    _Command = object


class Unrecorded(_Command):
    """Goes before a command of Scrapy's that leaves no requests, no run and no alert behind.

    What it asks for is no part of any crawl, so it says nothing of an outlet's state. Politeness,
    robots.txt and the store are those of a crawl.
    """

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Set Scrapy's in-memory scheduler, and take out what records and checks runs."""
        super().process_options(args, opts)
        assert self.settings is not None  # set by Scrapy
        self.settings.set("SCHEDULER", "scrapy.core.scheduler.Scheduler", priority="cmdline")
        for extension in (RunRecorder, RunChecks):
            self.settings.set_in_component_priority_dict("EXTENSIONS", extension, None)
