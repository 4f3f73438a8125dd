"""What a backup holds is what a restored database has: to the last byte, index and validator."""

from __future__ import annotations

import asyncio
import gzip
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument

from kznews.mongo.backup import BackupError, back_up, restore
from kznews.mongo.connection import SyncDatabase
from kznews.record.documents import article_fields
from tests.crawl.conftest import scrapy
from tests.record.samples import article
from tests.record.stores import open_store

ODD = "a/b %2F ü.x"
"""The name of a collection that no file may have."""


def told(_name: str, _documents: int) -> None:
    pass


@pytest.fixture
def filled(mongodb_uri: str, database: SyncDatabase) -> SyncDatabase:
    async def prepare() -> None:
        async with open_store(mongodb_uri, database.name):
            pass

    asyncio.run(prepare())
    database["articles"].insert_many(article_fields(article(n)) for n in range(1_200))
    # As an older version of kznews left one.
    strange = {"_id": "old", "nothing": "of today"}
    database["articles"].insert_one(strange, bypass_document_validation=True)
    database[ODD].insert_one({"_id": 1, "signs": "\0 é"})
    database.create_collection("newest", viewOn="articles", pipeline=[{"$limit": 1}])
    return database


@pytest.fixture
def empty(database: SyncDatabase) -> Iterator[SyncDatabase]:
    """A second database, that does not exist yet."""
    name = f"{database.name}_restored"
    yield database.client[name]
    database.client.drop_database(name)


def whole(database: SyncDatabase) -> dict[str, Any]:
    """All that a database holds: options, indexes and the documents' bytes by `_id`."""
    raw: CodecOptions[Any] = CodecOptions(document_class=RawBSONDocument)
    held = {}
    for each in database.list_collections(filter={"name": {"$ne": "system.views"}}):
        name, is_view = each["name"], each["type"] == "view"
        documents: Any = database.get_collection(name, codec_options=raw).find()
        held[name] = (
            each["options"],
            [] if is_view else [*database[name].list_indexes()],
            {str(document["_id"]): document.raw for document in documents},
        )
    return held


def test_all_of_a_database_is_restored(
    filled: SyncDatabase, empty: SyncDatabase, tmp_path: Path
) -> None:
    read: list[str] = []
    folder = tmp_path / "backups" / "today"
    back_up(filled, folder, lambda name, _: read.append(name), first={"frontier"})
    assert read[0] == "frontier"
    assert folder.stat().st_mode & 0o777 == 0o700
    numbers: dict[str, int] = {}
    restore(empty, folder, numbers.__setitem__)
    assert whole(empty) == whole(filled)
    documents = {name: len(held) for name, (_, _, held) in whole(filled).items()}
    assert numbers == documents | {"newest": 0}


def test_what_a_restored_frontier_calls_done_is_restored(
    filled: SyncDatabase, empty: SyncDatabase, tmp_path: Path
) -> None:
    def crawl(name: str, _documents: int) -> None:
        # As a crawl does: what a page gave first, then the page.
        filled["articles"].insert_one({"_id": name}, bypass_document_validation=True)
        filled["frontier"].insert_one({"_id": name}, bypass_document_validation=True)

    crawl("before", 0)
    back_up(filled, tmp_path / "live", crawl, first={"frontier"})
    restore(empty, tmp_path / "live", told)
    done = {each["_id"] for each in empty["frontier"].find()}
    assert "before" in done
    assert done <= {each["_id"] for each in empty["articles"].find()}


def test_a_restore_that_was_killed_goes_on(
    filled: SyncDatabase, empty: SyncDatabase, tmp_path: Path
) -> None:
    back_up(filled, tmp_path / "whole", told, first=())

    class Killed(BaseException):
        pass

    def kill(name: str, _documents: int) -> None:
        if name == "articles":
            raise Killed

    with pytest.raises(Killed):
        restore(empty, tmp_path / "whole", kill)
    empty["articles"].delete_many({"url": {"$regex": "7/$"}})
    empty["articles"].drop_indexes()
    back_up(filled, tmp_path / "other", told, first=())
    with pytest.raises(BackupError, match="holds a part of the backup 'whole'"):
        restore(empty, tmp_path / "other", told)
    restore(empty, tmp_path / "whole", told)
    assert whole(empty) == whole(filled)


def test_a_database_that_is_not_empty_is_refused_and_stays_as_it_is(
    filled: SyncDatabase, empty: SyncDatabase, tmp_path: Path
) -> None:
    back_up(filled, tmp_path / "whole", told, first=())
    empty["articles"].insert_one({"_id": "mine"})
    before = whole(empty)
    with pytest.raises(BackupError, match="is not empty, it has articles: restore into another"):
        restore(empty, tmp_path / "whole", told)
    assert whole(empty) == before


def test_a_backup_that_cannot_be_written_leaves_nothing(
    filled: SyncDatabase, tmp_path: Path
) -> None:
    folder = tmp_path / "today"
    with no_file_above(20_000), pytest.raises(OSError, match="too large"):
        back_up(filled, folder, told, first=())
    assert [*tmp_path.iterdir()] == []
    (tmp_path / "today.partial").mkdir()
    with pytest.raises(BackupError, match="or was killed; in that case delete it"):
        back_up(filled, folder, told, first=())
    folder.mkdir()
    with pytest.raises(BackupError, match="exists already"):
        back_up(filled, folder, told, first=())


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """A disk on which no file may have more bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("kept", [0.5, 0.999])
def test_a_backup_that_is_damaged_is_told(
    filled: SyncDatabase, empty: SyncDatabase, tmp_path: Path, kept: float
) -> None:
    folder = tmp_path / "whole"
    back_up(filled, folder, told, first=())
    file = folder / "articles.bson.gz"
    packed = file.read_bytes()
    file.write_bytes(packed[: int(len(packed) * kept)])
    with pytest.raises(BackupError, match=r"articles\.bson\.gz is damaged"):
        restore(empty, folder, told)
    file.write_bytes(packed)
    restore(empty, folder, told)
    assert whole(empty) == whole(filled)


def test_a_folder_without_a_backup_is_refused(empty: SyncDatabase, tmp_path: Path) -> None:
    killed = tmp_path / "killed.partial"
    killed.mkdir()
    (killed / "runs.metadata.json.gz").write_bytes(gzip.compress(b"{}"))
    for folder in (killed, tmp_path / "nowhere"):
        with pytest.raises(BackupError, match="holds no whole backup"):
            restore(empty, folder, told)
    with pytest.raises(BackupError, match="nothing is stored"):
        back_up(empty, tmp_path / "empty", told, first=())


def test_the_commands(
    mongodb_uri: str, filled: SyncDatabase, empty: SyncDatabase, tmp_path: Path
) -> None:
    store = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": filled.name}
    folder = tmp_path / "today"
    done = scrapy(["backup", str(folder)], store, {})
    assert done.exit_code == 0
    lines = done.log.splitlines()
    assert lines[0] == "frontier: 0 documents"
    assert "articles: 1,201 documents" in lines
    assert lines[-1].startswith(f"The backup {folder} is whole: ")
    into = store | {"MONGODB_DATABASE": empty.name}
    done = scrapy(["restore", str(folder)], into, {})
    assert done.exit_code == 0
    assert f"The database '{empty.name}' of MongoDB at " in done.log.splitlines()[-1]
    assert whole(empty) == whole(filled)
    done = scrapy(["restore", str(folder)], into, {})
    assert done.exit_code == 2
    assert done.log.startswith(f"scrapy restore: the database '{empty.name}' is not empty")
    done = scrapy(["backup", "/proc/nowhere/today"], store, {})
    assert done.exit_code == 2
    assert done.log.startswith("scrapy backup: cannot write /proc/nowhere/today: ")
