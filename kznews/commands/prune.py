"""`scrapy prune COLLECTION ...`: delete old documents that no crawl needs."""

from __future__ import annotations

import argparse
from datetime import timedelta
from functools import partial

from pymongo.collection import Collection
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.archive.pruning import ArchiveKeepError, Pruned, prune, read_keep
from kznews.archive.schema import PAGES
from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.mongo.clock import server_time
from kznews.mongo.connection import Address, SyncDatabase, open_sync_database, patience
from kznews.mongo.values import Fields
from kznews.monitoring.schema import RUNS
from kznews.record.pages import pages_in_use
from kznews.record.schema import REJECTED
from kznews.text.terminal import write_bytes, write_count, write_moment

_AGES = {REJECTED.name: "last_seen_at", RUNS.name: "finished_at"}
"""The field that tells how old a document is, by collection."""
_LEAST_DAYS = 60
"""The fewest days that are kept: `scrapy status` compares with the five weeks before."""
_AT_ONCE = 1_000
"""Documents deleted in one operation, at most."""


class Command(DatabaseCommand, ScrapyCommand):
    """Deletes the documents of these collections that are older than so many days.

    Of `pages`, what is older than ARCHIVE_KEEP says, but for what a version of an article was read
    from. Of `runs`, each spider's last one and its last success stay, however old: `scrapy status`
    would not miss a spider without any. Crawls may go on meanwhile; a command that was killed may
    be repeated. Ends with 2 and a line on stderr where there is no database.
    """

    summary = "Delete old runs, rejected items or kept pages"
    arguments = "<collection ...>"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the age, and the option that only counts."""
        super().add_options(parser)
        parser.add_argument(
            "--days",
            type=int,
            metavar="NUMBER",
            help=f"keep the documents of so many days, {_LEAST_DAYS} at least",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="count what would be deleted, and delete nothing"
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for a collection that has no such documents, and for too few days."""
        known = (*_AGES, PAGES.name)
        for name in args:
            if name not in known:
                raise UsageError(f"{name!r} is not pruned: only {', '.join(known)} are")
        if not args:
            raise UsageError(f"name what to prune: {', '.join(known)}")
        assert self.settings is not None  # set by Scrapy
        try:
            self._keep = read_keep(self.settings)
        except ArchiveKeepError as error:
            raise UsageError(str(error)) from error
        if set(args) == {PAGES.name}:
            if opts.days is not None:
                raise UsageError("how long pages are kept is set in ARCHIVE_KEEP, not with --days")
        elif opts.days is None or not _LEAST_DAYS <= opts.days <= timedelta.max.days // 1000:
            raise UsageError(f"say with --days how many days to keep: {_LEAST_DAYS} or more")

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Delete, or count."""
        # As long as it takes: MongoDB may have to look at all documents of a collection.
        with open_sync_database(address) as database, patience():
            now = server_time(database.client.admin.command("hello"))
            before = now - timedelta(days=opts.days or 0)
            what = "would be deleted" if opts.dry_run else "deleted"
            for name in dict.fromkeys(args):
                if name == PAGES.name:
                    in_use = partial(pages_in_use, database)
                    pruned = prune(database, self._keep, now, in_use, dry_run=opts.dry_run)
                    say(f"{name}: {in_words(pruned)} {what}, as ARCHIVE_KEEP says", flush=True)
                    continue
                old: Fields = {_AGES[name]: {"$lt": before}}
                if name == RUNS.name:
                    old["_id"] = {"$nin": _last_runs(database)}
                number = (_count if opts.dry_run else _delete)(database[name], old)
                say(
                    f"{name}: {write_count(number, 'document')} {what}, from before "
                    f"{write_moment(before)} UTC",
                    flush=True,
                )
        return 0


def in_words(pruned: Pruned) -> str:
    """Say what was pruned of the archive."""
    return (
        f"{write_count(pruned.pages, 'document')} of {write_bytes(pruned.bytes)} and "
        f"{pruned.dictionaries:,} of their dictionaries"
    )


def _last_runs(database: SyncDatabase) -> list[str]:
    """Name each spider's last run and its last success."""
    runs = database[RUNS.name]
    found = (
        runs.find_one({"spider": spider} | which, {"_id": True}, sort=[(field, -1)])
        for spider in runs.distinct("spider")
        for which, field in (({}, "started_at"), ({"succeeded": True}, "finished_at"))
    )
    return [each["_id"] for each in found if each is not None]


def _count(collection: Collection[Fields], old: Fields) -> int:
    return collection.count_documents(old)


def _delete(collection: Collection[Fields], old: Fields) -> int:
    """Delete in parts, each of which is answered soon; return how many."""
    deleted = 0
    while ids := [each["_id"] for each in collection.find(old, {"_id": True}, limit=_AT_ONCE)]:
        deleted += collection.delete_many({"_id": {"$in": ids}} | old).deleted_count
    return deleted
