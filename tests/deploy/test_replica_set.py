"""deploy/replica_set.py on three real mongods that authenticate each other."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from tests.deploy.conftest import ROOT
from tests.mongo.servers import OwnMongod
from tests.record.stores import open_store

NAME = "cluster"
ADMIN, USER = "p@ss:/word-of-admin", "kz:n%ews"


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[OwnMongod]]:
    folder = tmp_path_factory.mktemp("members")
    key = folder / "key"
    key.write_bytes(b64encode(os.urandom(96)))
    key.chmod(0o400)
    quiet = "diagnosticDataCollectionEnabled=false"
    options = ("--replSet", NAME, "--keyFile", str(key), "--oplogSize", "64")
    members = [OwnMongod(folder / f"mongo{n}", *options, "--setParameter", quiet) for n in range(3)]
    try:
        for member in members:
            member.uri += "?directConnection=true"  # it is no set yet
            member.start()
        yield members
    finally:
        for member in members:
            member.kill()


def make(members: list[OwnMongod], folder: Path, password: str) -> str:
    (folder / "admin").write_text(f"{ADMIN}\n")
    hosts = [f"127.0.0.1:{member.port}" for member in members]
    secrets = {
        "KZNEWS_ADMIN_PASSWORD_FILE": str(folder / "admin"),
        "KZNEWS_MONGO_PASSWORD": password,
    }
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "replica_set.py", "--name", NAME, *hosts],
        env=os.environ | secrets,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert password not in done.stdout + done.stderr
    return ",".join(hosts)


def test_three_mongods_become_a_set_with_a_user_of_one_database(
    members: list[OwnMongod], tmp_path: Path
) -> None:
    hosts = make(members[:2], tmp_path, "first")
    hosts = make(members, tmp_path, USER)  # again: one more member, another password

    async def use_it_as_a_crawl_does() -> None:
        uri = f"mongodb://kznews:kz%3An%25ews@{hosts}/?replicaSet={NAME}"
        async with open_store(uri, "kznews") as database:
            assert "articles" in await database.list_collection_names()

    asyncio.run(use_it_as_a_crawl_does())
    client: MongoClient[dict[str, Any]]
    with MongoClient(
        f"mongodb://{hosts}/?replicaSet={NAME}", username="kznews", password=USER
    ) as client:
        told = client.admin.command("hello")
        assert sorted(told["hosts"]) == sorted(hosts.split(","))
        with pytest.raises(OperationFailure, match="not authorized"):
            client["other"]["things"].find_one()
    with (
        MongoClient(f"mongodb://{hosts}/?replicaSet={NAME}") as client,
        pytest.raises(OperationFailure, match="requires authentication"),
    ):
        client["kznews"]["articles"].find_one()


def test_nothing_is_made_without_a_password(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KZNEWS_")}
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "replica_set.py", "127.0.0.1:9"],
        env=kept,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "export KZNEWS_ADMIN_PASSWORD or KZNEWS_ADMIN_PASSWORD_FILE" in done.stderr
