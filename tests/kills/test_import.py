"""An import of WARC files is killed at any step, and given again: all is kept, once."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass
from pathlib import Path

from scrapy.settings import Settings

from kznews.archive.reader import KeptPage, Reader
from kznews.archive.warc_export import WarcFile
from kznews.commands.archive_files import import_files
from kznews.mongo.connection import Address, resolve
from tests.archive.pages import HOUR, NOON, page
from tests.databases import Documents
from tests.kills.fates import Fate
from tests.scrapy_process import FORKS

FATES = [
    Fate(collection="dictionaries", text=r'^\{"update"', when="after"),
    Fate(collection="pages", text=r'^\{"insert"', when="after"),
    Fate(collection="pages", text=r'^\{"insert"', when="before", number=2),
]


@dataclass(frozen=True)
class Import:
    """A process that imports a file."""

    address: Address
    path: Path
    fate: Fate | None = None

    def __call__(self) -> None:
        if self.fate is not None:
            self.fate.await_it()
        asyncio.run(import_files(self.address, [self.path], 10**6))


def test_it_is_killed_and_given_again(
    mongodb_uri: str, database: Documents, tmp_path: Path
) -> None:
    # More than travel together; each is seen again.
    pages = []
    for number in range(100):
        each = page(number, hours=number)
        seen = each.seen_at, each.seen_at + HOUR
        pages.append(KeptPage(each.id, each.outlet, each.kind, each.url, seen, each.answer))
    path = tmp_path / "pages.warc.gz"
    with path.open("wb") as file:
        target = WarcFile(file, NOON)
        for kept in pages:
            list(target.write(kept))
    settings = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
    whole = Import(resolve(Settings(settings)), path)
    for fate in FATES:
        for name in ("pages", "dictionaries"):
            database[name].delete_many({})
        doomed = FORKS.Process(target=Import(whole.address, path, fate))
        doomed.start()
        doomed.join()
        assert doomed.exitcode == -signal.SIGKILL, fate
        whole()
        reader = Reader(database)
        assert sorted(map(reader.read, reader.select({})), key=lambda each: each.sightings) == (
            pages
        ), fate
        assert database["dictionaries"].count_documents({}) == 1, fate
