"""Old pages go, and nothing that is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from pymongo.database import Database
from scrapy.settings import Settings

from kznews.archive.keeper import Keeper
from kznews.archive.pruning import (
    ArchiveKeepError,
    Pruned,
    prune,
    prune_once_a_day,
    read_keep,
)
from kznews.archive.reader import Reader
from kznews.record.documents import article_fields
from kznews.record.pages import pages_in_use
from kznews.record.steps import next_version
from tests.archive.pages import HOUR, NOON, Archive, page
from tests.record.samples import article
from tests.record.stores import open_store

Documents = Database[dict[str, Any]]
DAY = 24
LISTINGS = {"listing": timedelta(days=30)}


@pytest.fixture
def archive(mongodb_uri: str, database: Documents) -> Archive:
    """Ten listings, one a day, and three articles of the first day."""
    archive = Archive(mongodb_uri, database.name)
    listings = [page(number, hours=number * DAY, kind="listing") for number in range(10)]
    archive.keep(*listings, *(page(number) for number in range(100, 103)))
    return archive


def urls(database: Documents) -> list[int]:
    reader = Reader(database)
    # Each can be read, with the dictionary that it needs.
    return sorted(int(reader.read(each).url[13:]) for each in reader.select({}))


def nothing(_: list[str]) -> Collection[str]:
    return ()


def test_old_listings_go_and_articles_stay(archive: Archive, database: Documents) -> None:
    now = NOON + timedelta(days=34, hours=1)
    told = prune(database, LISTINGS, now, nothing, dry_run=True)
    assert (told.pages, len(urls(database))) == (5, 13)
    pruned = prune(database, LISTINGS, now, nothing)
    assert pruned == told
    assert urls(database) == [*range(5, 10), 100, 101, 102]
    # Of what the dictionary was, nothing is left; others need it.
    assert pruned.dictionaries == 0
    assert prune(database, LISTINGS, now, nothing) == Pruned()
    # The same again is as young as it was seen last.
    archive.keep(page(5, hours=40 * DAY, kind="listing"))
    prune(database, LISTINGS, NOON + timedelta(days=69), nothing)
    assert urls(database) == [5, 100, 101, 102]


def test_what_something_was_read_from_stays(archive: Archive, database: Documents) -> None:
    first, second, *_ = (each["_id"] for each in Reader(database).select({"kind": "listing"}))
    stored = article_fields(article(page=second))
    edited = article_fields(article(page=first, title="Жаңа", fetched_at=NOON + timedelta(days=1)))
    database["articles"].insert_one(stored | next_version(stored, edited).fields)
    in_use = partial(pages_in_use, database)
    pruned = prune(database, LISTINGS, NOON + timedelta(days=99), in_use)
    assert (pruned.pages, pruned.in_use) == (8, 2)
    assert urls(database) == [0, 1, 100, 101, 102]


def test_a_dictionary_goes_a_week_after_the_last_page_that_needs_it(
    archive: Archive, database: Documents
) -> None:
    of_listings = {"kind": "listing"}
    used_at = database["dictionaries"].find_one(of_listings)["used_at"]  # type: ignore[index]
    assert prune(database, {}, used_at + timedelta(days=8), nothing).dictionaries == 0
    database["pages"].delete_many(of_listings)
    assert prune(database, {}, used_at + timedelta(days=6), nothing).dictionaries == 0
    assert prune(database, {}, used_at + timedelta(days=8), nothing).dictionaries == 1
    assert urls(database) == [100, 101, 102]


def test_a_page_that_is_seen_while_it_is_pruned_stays(
    archive: Archive, database: Documents
) -> None:
    def seen_meanwhile(ids: list[str]) -> Collection[str]:
        archive.keep(page(0, hours=50 * DAY, kind="listing"))
        return ()

    prune(database, LISTINGS, NOON + timedelta(days=60), seen_meanwhile)
    assert 0 in urls(database)


def test_a_page_that_is_pruned_while_it_is_seen_is_kept_anew(
    archive: Archive, mongodb_uri: str, database: Documents
) -> None:
    class Slow(Keeper):
        async def _known(self, ids: list[str]) -> set[str]:
            known = await super()._known(ids)
            prune(database, LISTINGS, NOON + timedelta(days=49), nothing)
            return known

    async def keep() -> None:
        async with (
            open_store(mongodb_uri, database.name) as store,
            Slow(store, lambda *_: None) as keeper,
        ):
            await keeper.keep(page(0, hours=50 * DAY, kind="listing"))

    asyncio.run(keep())
    assert urls(database) == [0, 100, 101, 102]


def test_one_machine_prunes_a_day(archive: Archive, database: Documents) -> None:
    now = NOON + timedelta(days=40)
    pruned = [prune_once_a_day(database, LISTINGS, now + HOUR * n, nothing) for n in range(3)]
    assert [each and each.pages for each in pruned] == [10, None, None]
    [told] = database["prunings"].find()
    assert (told["pages"], told["began_at"]) == (10, now)
    assert told["ended_at"] is not None
    assert prune_once_a_day(database, LISTINGS, now + HOUR * 24, nothing) == Pruned()


def test_how_long_pages_are_kept_is_read() -> None:
    def read(value: object) -> dict[str, timedelta]:
        return read_keep(Settings({"ARCHIVE_KEEP": value}))

    assert read({"listing": 7, "article": None}) == {"listing": timedelta(days=7)}
    assert read('{"feed": 1}') == {"feed": timedelta(days=1)}
    for wrong in ("7", 0, -1, 1.5, True, 10**9):
        with pytest.raises(ArchiveKeepError, match="ARCHIVE_KEEP: 'listing' is kept for"):
            read({"listing": wrong})
