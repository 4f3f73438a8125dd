"""A database and its index, shared by the tests of a module."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kznews.mongo.connection import Address, SyncDatabase, open_sync_database
from kznews.mongo.values import Fields
from kznews.record.documents import article_fields
from kznews.search.index_folder import IndexFolder
from kznews.search.query import parse
from kznews.search.searching import Results, Searcher, Wanted
from kznews.search.upkeep import Upkeep
from tests.record.samples import article


def stored(number: int, **changes: Any) -> Fields:
    """An article's document; fields that only the database has may be given, too."""
    own = {name: changes.pop(name) for name in ("story_id", "appeared_at")
           if name in changes}  # fmt: skip
    return article_fields(article(number, **changes)) | own


@dataclass(frozen=True)
class Indexed:
    """A database and the folder of its index."""

    database: SyncDatabase
    folder: IndexFolder
    address: Address

    def catch_up(self, **options: Any) -> bool:
        with self.folder.writing(), closing(Upkeep(self.database, self.folder)) as upkeep:
            return upkeep.catch_up(**options)

    def results(self, question: str, **wanted: Any) -> Results:
        return Searcher(self.database, self.folder).search(parse(question), Wanted(**wanted))

    def found(self, question: str) -> set[str]:
        """The numbers in the addresses of the articles that answer."""
        return {
            hit.document["url"].split("/")[-2] for hit in self.results(question, unfold=True).hits
        }


@pytest.fixture
def new_index(mongodb_uri: str, tmp_path: Path) -> Iterator[Callable[[], Indexed]]:
    """Make an empty database and its folder; the database is dropped afterwards."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    address = Address(uri=mongodb_uri, database=name, data_dir=tmp_path / "mongod", timeout=10)
    with open_sync_database(address) as database:
        yield lambda: Indexed(database, IndexFolder(tmp_path / "index"), address)
        database.client.drop_database(name)
