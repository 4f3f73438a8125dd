"""`scrapy index`: builds the index of `scrapy search`, and keeps it up to date."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.utils.log import configure_logging

from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say, say_on_stderr
from kznews.mongo.connection import Address, open_sync_database
from kznews.text.terminal import write_bytes, write_count, write_duration

if TYPE_CHECKING:
    from kznews.search.upkeep import Progress

_TOLD_EVERY = 5.0
"""Seconds between two lines that tell how far the building is."""


class Command(DatabaseCommand, ScrapyCommand):
    """Brings the index of articles and headlines up to date with the database, and ends.

    The first time it builds it, which takes longer; with `--follow` it stays, and what a crawl
    stores is found within seconds. May be killed at any moment: it goes on from there. One process
    at a time writes the index, any number of others search it meanwhile. Ends with 2 and a line on
    stderr where there is no database, and where the index cannot be written.
    """

    summary = "Build the index of `scrapy search`, or bring it up to date"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add whether to stay, and whether to begin anew."""
        super().add_options(parser)
        parser.add_argument(
            "--follow", action="store_true", help="stay, and follow the database until interrupted"
        )
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="build it anew, beside the old one, which is searched until the new one is there",
        )

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Build, and follow."""
        from kznews.search.changes import NoChangesTold  # noqa: PLC0415 - what `-h` does not need
        from kznews.search.errors import IndexUnusable  # noqa: PLC0415

        try:
            return self._work(address, opts)
        except (IndexUnusable, NoChangesTold) as error:
            return self.fail(str(error))

    def _work(self, address: Address, opts: argparse.Namespace) -> int:
        from kznews.search.index_folder import IndexFolder  # noqa: PLC0415
        from kznews.search.upkeep import Upkeep  # noqa: PLC0415

        assert self.settings is not None  # set by Scrapy
        folder = IndexFolder.of(address, self.settings)
        if opts.follow:
            # Whoever follows for weeks says when, and why, it built the index anew.
            configure_logging({**self.settings.copy_to_dict(), "LOG_ENABLED": True})
        with open_sync_database(address) as database, folder.writing():
            upkeep = Upkeep(database, folder, _Teller().tell)
            try:
                if opts.rebuild:
                    upkeep.rebuild()
                if opts.follow:
                    upkeep.follow()
                else:
                    upkeep.catch_up()
                count = write_count(upkeep.count(), "document")
            finally:
                upkeep.close()
        say(f"The index is up to date: {count}, {write_bytes(folder.size())}, in {folder.path}")
        return 0


class _Teller:
    """The lines on stderr that tell how far the building of an index is."""

    def __init__(self) -> None:
        self._begun = self._told = time.monotonic()

    def tell(self, progress: Progress) -> None:
        """Print a line, where the last was printed some seconds ago."""
        now = time.monotonic()
        if not sys.stderr.isatty() or now < self._told + _TOLD_EVERY:
            return
        self._told = now
        left = timedelta(seconds=(now - self._begun) / progress.done * progress.left)
        say_on_stderr(
            f"{progress.done:,} articles and headlines are indexed, {progress.left:,} are left: "
            f"about {write_duration(left)}"
        )
