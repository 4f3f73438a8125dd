"""What is done once a day beside the crawls: the archive is pruned, layouts are induced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from kznews.archive.pruning import ArchiveKeepError, prune_once_a_day, read_keep
from kznews.commands.prune import in_words
from kznews.layouts.renewal import Renewal, renew_next
from kznews.mongo.connection import Address, SyncDatabase, patience
from kznews.record.pages import pages_in_use
from kznews.text.terminal import write_count


class DailyWork:
    """The work of one day: any number of processes may try to do it, and one of them does."""

    def __init__(self, settings: BaseSettings) -> None:
        """Read how long pages are kept. Raises UsageError for a wrong setting ARCHIVE_KEEP."""
        self._settings = settings
        try:
            self._keep = read_keep(settings)
        except ArchiveKeepError as error:
            raise UsageError(str(error)) from error

    def do(
        self,
        database: SyncDatabase,
        address: Address,
        now: datetime,
        tell: Callable[[str], object],
    ) -> None:
        """Do what is due of it, and tell what was done. `now` is the server's moment, aware.

        Raises pymongo.errors.PyMongoError, DatabaseUnavailable.
        """
        with patience():
            in_use = partial(pages_in_use, database)
            pruned = prune_once_a_day(database, self._keep, now, in_use)
            if pruned is not None and (pruned.pages or pruned.dictionaries):
                tell(f"archive: {in_words(pruned)} deleted, as ARCHIVE_KEEP says")
            renewal = renew_next(database, now)
        if renewal is not None:
            tell(_reread(renewal, address, self._settings))


def _reread(renewal: Renewal, address: Address, settings: BaseSettings) -> str:
    """Read again what no layout had read, and say what was induced."""
    # Imported here: it loads all that reads pages, and few days need it.
    from kznews.commands.reparse import reread_without_layout  # noqa: PLC0415

    pages = write_count(renewal.pages, "page")
    if not renewal.layouts:
        return f"{renewal.outlet}: {pages} that no layout reads are too unlike for one"
    counts = reread_without_layout(address, settings, renewal.outlet)
    layouts = write_count(len(renewal.layouts), "layout")
    return (
        f"{renewal.outlet}: {layouts} induced from {pages} that no layout read; "
        f"{counts.read:,} were read again"
    )
