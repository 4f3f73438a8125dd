"""A prepared database for saved searches, emptied between tests, and what is stored in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kznews.mongo.connection import Address, SyncDatabase, open_database, open_sync_database
from kznews.mongo.preparation import prepare
from kznews.mongo.values import Fields
from kznews.record.documents import article_fields
from kznews.record.schema import ARTICLES
from kznews.search import changes
from kznews.watches.composing import Composer
from kznews.watches.finding import Finder
from kznews.watches.schema import COLLECTIONS
from tests.databases import new_database
from tests.record.samples import article


@pytest.fixture(scope="module")
def address(mongodb_uri: str) -> Iterator[Address]:
    with new_database(mongodb_uri) as made:
        address = Address(uri=mongodb_uri, database=made.name, data_dir=Path("unused"), timeout=10)

        async def do() -> None:
            async with open_database(address) as database:
                await prepare(database, COLLECTIONS)

        asyncio.run(do())
        yield address


@pytest.fixture
def database(address: Address) -> Iterator[SyncDatabase]:
    with open_sync_database(address) as database:
        yield database
        for name in (ARTICLES.name, *(each.name for each in COLLECTIONS)):
            database[name].delete_many({})


@pytest.fixture(autouse=True)
def quick_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server says soon that nothing changed."""
    monkeypatch.setattr(changes, "_WAIT_SECONDS", 0.02)


def stored(number: int, **changes: Any) -> Fields:
    """An article's document, fetched just now."""
    own = {name: changes.pop(name) for name in ("story_id",) if name in changes}
    now = datetime.now(UTC)
    given = {"fetched_at": now, "published_at": now - timedelta(minutes=5), "published_doubts": []}
    return article_fields(article(number, **given | changes)) | own


@pytest.fixture
def find(database: SyncDatabase) -> Callable[[], None]:
    """Finds what was stored until now."""
    return Finder(database, "tests", settle=0).catch_up


@pytest.fixture
def compose(database: SyncDatabase) -> Callable[[], int]:
    """Makes messages of what was found, at once."""
    return Composer(database, None, gather=timedelta(0)).compose
