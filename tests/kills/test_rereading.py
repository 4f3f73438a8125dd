"""Reading kept pages again is killed, doubled, and left alone by its command: nothing is lost."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from kznews.archive.keeper import Page
from kznews.archive.reader import Reader
from kznews.commands.reparse_reading import PageReader, Rereading, begin
from kznews.mongo.connection import open_database, open_sync_database, resolve
from kznews.record.documents import article_fields
from kznews.record.stories.linking import StoryLinker
from tests.archive.pages import Archive
from tests.commands.test_reparse import kept_pages, read
from tests.databases import Documents
from tests.kills.fates import Fate
from tests.mongo.servers import wait_until
from tests.record.stores import open_store, open_writer
from tests.scrapy_process import FORKS

FATES = [
    Fate(collection="articles", text=r'^\{"update"', when="after"),
    Fate(collection="signatures", text=r'^\{"update"', when="after"),
]


@dataclass(frozen=True)
class Again:
    """A process that reads all kept pages again."""

    rereading: Rereading
    pages: tuple[tuple[str, str], ...]
    fate: Fate | None = None

    def __call__(self) -> None:
        if self.fate is not None:
            self.fate.await_it()
        asyncio.run(self.read())

    async def read(self) -> None:
        address = self.rereading.address
        with open_sync_database(address) as blocking:
            async with open_database(address) as database:
                reader = PageReader(database, Reader(blocking), self.rereading)
                await reader.read(self.pages)


@pytest.fixture
def again(mongodb_uri: str, database: Documents) -> Again:
    """Three articles that were misread, and three pages that gave none; all are kept."""
    pages = kept_pages()
    Archive(mongodb_uri, database.name).keep(*pages)

    async def store(misread: list[Page]) -> None:
        async with (
            open_store(mongodb_uri, database.name) as opened,
            open_writer(mongodb_uri, database.name) as writer,
        ):
            linker = StoryLinker(opened)
            for page in misread:
                article = read(page)
                article.title, article.body = "Главная", "Меню, вход, поиск, погода, курсы валют."
                await writer.write(article)
                await linker.link(article_fields(article))

    asyncio.run(store(pages[:3]))
    settings = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
    rereading = Rereading(resolve(Settings(settings)), layout=None, dry_run=False)
    return Again(rereading, tuple((each.id, each.url) for each in pages))


def record(database: Documents) -> list[dict[str, Any]]:
    """What is stored, but for when it was written; each story by its articles."""
    rows = list(database["articles"].find().sort("_id", 1))
    stories = [row.pop("story_id") for row in rows]
    for row in rows:
        for name in ("reread_at", "write_number"):
            row.pop(name)
    signatures = {row["_id"]: row for row in database["signatures"].find()}
    return [
        row
        | {
            "story": stories[place] is not None and stories.index(stories[place]),
            "signature": signatures[row["_id"]]["minima"],
        }
        for place, row in enumerate(rows)
    ]


def test_it_is_killed_and_run_again(again: Again, database: Documents) -> None:
    former = {
        name: list(database[name].find()) for name in ("articles", "signatures", "story_merges")
    }
    again()
    expected = record(database)
    assert len(expected) == 6
    for fate in FATES:
        for name, rows in former.items():
            database[name].delete_many({})
            if rows:
                database[name].insert_many(rows)
        doomed = FORKS.Process(target=Again(again.rereading, again.pages, fate))
        doomed.start()
        doomed.join()
        assert doomed.exitcode == -signal.SIGKILL, fate
        again()
        found = record(database)
        differ = {
            name: (one[name], other[name])
            for one, other in zip(found, expected, strict=True)
            for name in one
            if one[name] != other[name]
        }
        assert differ == {}, fate


def test_two_at_once_do_what_one_does(again: Again, database: Documents) -> None:
    async def twice() -> None:
        await asyncio.gather(again.read(), again.read())

    asyncio.run(twice())
    found = record(database)
    assert len(found) == 6
    assert {row["title"] for row in found} == {read(page).title for page in kept_pages()}
    assert not any(row["revisions"] for row in found)
    again()
    assert record(database) == found


def _command(rereading: Rereading, file: Path) -> None:
    process = get_context("fork").Process(target=_pool_process, args=(rereading, file))
    process.start()
    process.join()


def _pool_process(rereading: Rereading, file: Path) -> None:
    begin(rereading)
    file.write_text(str(os.getpid()))
    signal.pause()


def test_a_process_that_reads_ends_with_its_command(again: Again, tmp_path: Path) -> None:
    file = tmp_path / "pid"
    command = FORKS.Process(target=_command, args=(again.rereading, file))
    command.start()
    wait_until(lambda: file.exists() and file.read_text() != "", "it has begun")
    pid = int(file.read_text())
    command.kill()
    command.join()

    def is_gone() -> bool:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
        return True

    wait_until(is_gone, "it ends, too")
