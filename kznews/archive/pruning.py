"""Deletes pages that are old of their kind, and dictionaries that nothing needs any more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pymongo import DeleteOne
from pymongo.errors import DuplicateKeyError
from scrapy.settings import BaseSettings

from kznews.archive.schema import DICTIONARIES, PAGES, PRUNINGS
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields

InUse = Callable[[list[str]], Collection[str]]
"""Tells which of these pages something was read from that is still there."""

_AT_ONCE = 1_000
"""Pages looked at in one operation, at most."""
_DICTIONARY_UNUSED = timedelta(days=7)
"""Crawls hold dictionaries in memory, and say every hour which they use."""
_MOST_DAYS = 36_500


class ArchiveKeepError(ValueError):
    """An error of the setting ARCHIVE_KEEP; the message says what would do."""


@dataclass
class Pruned:
    """Number of pages that were deleted, and their bytes."""

    pages: int = 0
    bytes: int = 0
    """Of these pages, compressed."""
    in_use: int = 0
    """Old pages that stay, since something was read from them."""
    dictionaries: int = 0


def read_keep(settings: BaseSettings) -> dict[str, timedelta]:
    """Read ARCHIVE_KEEP: how long pages of a kind are kept. Raises ArchiveKeepError."""
    given = settings.getdict("ARCHIVE_KEEP")
    for kind, days in given.items():
        if days is not None and (type(days) is not int or not 0 < days <= _MOST_DAYS):
            raise ArchiveKeepError(
                f"ARCHIVE_KEEP: {kind!r} is kept for {days!r} days: give a whole number from 1 to "
                f"{_MOST_DAYS}, or None for ever"
            )
    return {kind: timedelta(days=days) for kind, days in given.items() if days is not None}


def prune(
    database: SyncDatabase,
    keep: Mapping[str, timedelta],
    now: datetime,
    in_use: InUse,
    *,
    dry_run: bool = False,
) -> Pruned:
    """Delete what is older than `keep` says and not in use; it may be cut off and repeated.

    Crawls may go on meanwhile: a page that is seen again at that moment stays, and one that a crawl
    finds gone it keeps anew.
    """
    pruned = Pruned()
    pages = database[PAGES.name]
    for old in _old(database, keep, now):
        used = set(in_use([each["_id"] for each in old]))
        gone = [each for each in old if each["_id"] not in used]
        pruned.in_use += len(used)
        pruned.bytes += sum(each["kept_size"] for each in gone)
        if dry_run:
            pruned.pages += len(gone)
            continue
        if gone:
            # As they were looked at: one that is seen again at this moment stays.
            seen = [
                DeleteOne({name: each[name] for name in ("_id", "last_seen_at")}) for each in gone
            ]
            pruned.pages += pages.bulk_write(seen, ordered=False).deleted_count
    pruned.dictionaries = _prune_dictionaries(database, now, dry_run=dry_run)
    return pruned


def prune_once_a_day(
    database: SyncDatabase, keep: Mapping[str, timedelta], now: datetime, in_use: InUse
) -> Pruned | None:
    """Prune, unless somebody has begun to today: then None."""
    day = now.date().isoformat()
    prunings = database[PRUNINGS.name]
    begun: Fields = {"_id": day, "began_at": now, "ended_at": None, "pages": 0, "dictionaries": 0}
    if prunings.find_one({"_id": day}, {"_id": True}) is not None:
        return None
    try:
        prunings.insert_one(begun)
    except DuplicateKeyError:
        return None
    pruned = prune(database, keep, now, in_use)
    told = {"pages": pruned.pages, "dictionaries": pruned.dictionaries}
    prunings.update_one({"_id": day}, {"$set": told, "$currentDate": {"ended_at": True}})
    return pruned


def _old(
    database: SyncDatabase, keep: Mapping[str, timedelta], now: datetime
) -> Iterator[list[Fields]]:
    """Give old pages in parts, the oldest of an outlet and kind first."""
    pages = database[PAGES.name]
    wanted = {"last_seen_at": True, "kept_size": True}
    for outlet in pages.distinct("outlet"):
        for kind, length in keep.items():
            of: Fields = {"outlet": outlet, "kind": kind, "last_seen_at": {"$lt": now - length}}
            part: list[Fields] = []
            for each in pages.find(of, wanted):
                part.append(each)
                if len(part) == _AT_ONCE:
                    yield part
                    part = []
            if part:
                yield part


def _prune_dictionaries(database: SyncDatabase, now: datetime, *, dry_run: bool) -> int:
    dictionaries = database[DICTIONARIES.name]
    unused: Fields = {"used_at": {"$lt": now - _DICTIONARY_UNUSED}}
    ids = [
        each["_id"]
        for each in dictionaries.find(unused, {"_id": True})
        if database[PAGES.name].find_one({"dictionary": each["_id"]}, {"_id": True}) is None
    ]
    if dry_run or not ids:
        return len(ids)
    return dictionaries.delete_many({"_id": {"$in": ids}} | unused).deleted_count
