from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError
from scrapy.settings import Settings

from kznews.mongo.connection import open_database, open_sync_database, patience, resolve
from kznews.mongo.embedded import embedded_mongod
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.preparation import prepare
from tests.mongo.servers import own_mongod
from tests.ports import free_port
from tests.record.stores import CRAWL_COLLECTIONS

SECRET = "pa55word"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "MONGODB_URI",
        "MONGODB_URI_FILE",
        "MONGODB_DATABASE",
        "MONGODB_TIMEOUT",
        "KZNEWS_DATA_DIR",
    ):
        monkeypatch.delenv(name, raising=False)


def _open(settings: dict[str, Any]) -> str:
    """The URI-free name of the database that the settings lead to, opened and prepared."""

    async def run() -> str:
        # Less than the 30 s for which pymongo waits if nothing is said.
        async with asyncio.timeout(25), open_database(resolve(Settings(settings))) as database:
            await prepare(database, CRAWL_COLLECTIONS)
            return str(database.name)

    return asyncio.run(run())


def _failure(settings: dict[str, Any]) -> str:
    with pytest.raises(DatabaseUnavailable) as failure:
        _open(settings)
    told = str(failure.value)
    assert SECRET not in told
    return told


def test_a_setting_wins_over_the_environment_and_the_embedded_server_is_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    address = resolve(Settings())
    assert (address.uri, address.database, address.timeout) == (None, "kznews", 5.0)
    assert address.data_dir.name == "mongod"
    monkeypatch.setenv("MONGODB_URI", "mongodb://environment/")
    monkeypatch.setenv("MONGODB_DATABASE", "environment")
    monkeypatch.setenv("KZNEWS_DATA_DIR", str(tmp_path))
    address = resolve(Settings())
    assert (address.uri, address.database) == ("mongodb://environment/", "environment")
    assert address.data_dir == tmp_path / "mongod"
    address = resolve(Settings({"MONGODB_URI": "mongodb://setting/", "MONGODB_DATABASE": "set"}))
    assert (address.uri, address.database) == ("mongodb://setting/", "set")


def test_a_file_may_hold_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "uri"
    file.write_text("mongodb://from.file/\n")
    monkeypatch.setenv("MONGODB_URI_FILE", str(file))
    assert resolve(Settings()).uri == "mongodb://from.file/"
    assert resolve(Settings({"MONGODB_URI": "mongodb://said/"})).uri == "mongodb://said/"
    file.write_text(" \n")
    with pytest.raises(DatabaseUnavailable, match="names a file that is empty"):
        resolve(Settings())
    file.unlink()
    with pytest.raises(DatabaseUnavailable, match="MONGODB_URI_FILE cannot be read"):
        resolve(Settings())


@pytest.mark.parametrize("timeout", ["soon", "-1", "0"])
def test_a_timeout_that_is_none(timeout: str) -> None:
    assert f"MONGODB_TIMEOUT is '{timeout}'" in _failure({"MONGODB_TIMEOUT": timeout})


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        (f"mongodb://me:{SECRET}@db.example:27017/?tls=true", "MongoDB at db.example:27017"),
        (f"mongodb://me:{SECRET}@a:1,b:2/admin", "MongoDB at a:1,b:2"),
        (f"mongodb+srv://me:{SECRET}@cluster.example", "MongoDB at cluster.example"),
        ("mongodb://db.example", "MongoDB at db.example"),
        (f"mongodb://me:{SECRET}/@:?@db.example/", "MongoDB at db.example"),
    ],
)
def test_its_name_holds_no_password(uri: str, name: str) -> None:
    assert resolve(Settings({"MONGODB_URI": uri})).name == name


# Told to end while it connects once more, pymongo 4.20 leaves its socket to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_unreachable() -> None:
    port = free_port()
    told = _failure(
        {
            "MONGODB_URI": f"mongodb://me:{SECRET}@127.0.0.1:{port}/",
            "MONGODB_TIMEOUT": "0.5",
        }
    )
    assert f"cannot reach MongoDB at 127.0.0.1:{port} within 0.5 s" in told
    assert "Connect call failed" in told
    gc.collect()


@pytest.mark.parametrize(
    "uri",
    [
        f"mongodb://me:{SECRET}/x@127.0.0.1/",
        f"mongodb://me:{SECRET}@@127.0.0.1/",
        f"postgres://me:{SECRET}@127.0.0.1/",
        f"mongodb://me:{SECRET}@127.0.0.1:port/",
    ],
)
def test_an_address_that_is_none(uri: str) -> None:
    assert "MONGODB_URI is no valid MongoDB URI" in _failure({"MONGODB_URI": uri})


def test_a_database_name_that_is_none(mongodb_uri: str) -> None:
    told = _failure({"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": "kz news"})
    assert "kz news" in told


def test_users_and_passwords(tmp_path: Path) -> None:
    with own_mongod(tmp_path / "db", "--auth") as server:
        client: MongoClient[dict[str, Any]]
        with MongoClient(server.uri) as client:
            # The first user may be made from this machine without one.
            client["admin"].command("createUser", "root", pwd=SECRET, roles=["root"])
        with MongoClient(server.uri, username="root", password=SECRET) as client:
            client["admin"].command("createUser", "guest", pwd=SECRET, roles=[])
        at = f"127.0.0.1:{server.port}"
        wrong = _failure({"MONGODB_URI": f"mongodb://root:{SECRET}x@{at}/"})
        assert f"MongoDB at {at} refuses the user or the password" in wrong
        for user in ("", f"guest:{SECRET}@"):
            told = _failure({"MONGODB_URI": f"mongodb://{user}{at}/"})
            assert "does not let this user use the database 'kznews': " in told
            assert "full error" not in told
        assert _open({"MONGODB_URI": f"mongodb://root:{SECRET}@{at}/"}) == "kznews"


def test_without_a_uri_the_embedded_server_is_used_and_shared(tmp_path: Path) -> None:
    settings = {"KZNEWS_DATA_DIR": str(tmp_path), "MONGODB_DATABASE": "mine"}
    client: MongoClient[dict[str, Any]]
    with embedded_mongod(tmp_path / "mongod") as uri, MongoClient(uri) as client:
        assert _open(settings) == "mine"
        assert "articles" in client["mine"].list_collection_names()


def test_what_may_take_long_has_another_limit_than_the_clients(mongodb_uri: str) -> None:
    settings = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": "slow", "MONGODB_TIMEOUT": 1}
    slow = {"$where": "sleep(1500) || true"}
    with open_sync_database(resolve(Settings(settings))) as database:
        database["slow"].insert_one({})
        try:
            with pytest.raises(PyMongoError, match="tim"):
                list(database["slow"].find(slow))
            with patience():
                assert len(list(database["slow"].find(slow))) == 1
        finally:
            database.client.drop_database("slow")
