"""What is done once a day beside the crawls: the archive is pruned, layouts are induced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from scrapy.settings import BaseSettings

from kznews.archive.pruning import prune_once_a_day
from kznews.commands.prune import in_words
from kznews.layouts.renewal import Renewal, renew_next
from kznews.mongo.connection import Address, SyncDatabase, patience
from kznews.record.pages import pages_in_use
from kznews.text.terminal import write_count


def do_daily_work(
    database: SyncDatabase,
    address: Address,
    settings: BaseSettings,
    *,
    keep: Mapping[str, timedelta],
    now: datetime,
    tell: Callable[[str], object],
) -> None:
    """Do what is due of it, and tell what was done. `now` is the server's moment, aware.

    `keep`: how long pages of each kind are kept. Any number of processes may do so at once. Raises
    pymongo.errors.PyMongoError, DatabaseUnavailable.
    """
    with patience():
        pruned = prune_once_a_day(database, keep, now, partial(pages_in_use, database))
        if pruned is not None and (pruned.pages or pruned.dictionaries):
            tell(f"archive: {in_words(pruned)} deleted, as ARCHIVE_KEEP says")
        renewal = renew_next(database, now)
    if renewal is not None:
        tell(_reread(renewal, address, settings))


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
