from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from kznews.items import Item
from kznews.record.steps import Outcome
from tests.mongo.servers import PATIENCE, OwnMongod, own_mongod
from tests.record.samples import LATER, article, rate, ticker
from tests.record.stores import open_writer


def test_a_server_that_dies_and_comes_back_loses_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "kznews")
    with own_mongod(tmp_path / "db") as server:
        acknowledged, outcomes = asyncio.run(_write_through_a_crash(server))
        client: MongoClient[dict[str, Any]]
        with MongoClient(server.uri) as client:
            assert client["news"]["articles"].count_documents({}) == 598
            assert client["news"]["articles"].count_documents({"revisions": {"$ne": None}}) == 1
            assert client["news"]["rates"].count_documents({}) == 1
    assert acknowledged, "nothing was written before the crash: it proves nothing"
    assert len(acknowledged) < 600, "all was written before the crash: it proves nothing"
    assert outcomes.count("changed") == 1
    away = [r for r in caplog.records if "MongoDB does not answer as it should" in r.message]
    back = [r for r in caplog.records if "MongoDB answers again" in r.message]
    assert 1 <= len(away) <= 5
    assert len(back) >= 1


async def _write_through_a_crash(server: OwnMongod) -> tuple[list[str], list[Outcome]]:
    """What was acknowledged before the crash, and how all writes ended."""
    acknowledged: list[str] = []
    enough = asyncio.Event()
    async with open_writer(server.uri, "news", patience=0.5, batch_size=20) as writer:
        await writer.write(article(0))

        async def write(item: Item, name: str) -> Outcome:
            outcome = await writer.write(item)
            if not crashed:
                acknowledged.append(name)
                if len(acknowledged) >= 60:
                    enough.set()
            return outcome

        crashed = False
        items: list[Item] = [article(number) for number in range(1, 598)]
        items += [rate(), ticker(), article(0, title="Жаңа", fetched_at=LATER)]
        writes = [asyncio.create_task(write(item, str(item))) for item in items]
        await enough.wait()
        crashed = True
        await asyncio.to_thread(server.kill)
        starting = asyncio.create_task(asyncio.to_thread(_start_after, server, 1.2))
        outcomes = list(await asyncio.gather(*writes))
        await starting
    return acknowledged, outcomes


def _start_after(server: OwnMongod, seconds: float) -> None:
    time.sleep(seconds)  # the outage itself
    server.start()


def test_a_server_that_is_away_is_not_asked_without_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "pymongo")
    with own_mongod(tmp_path / "db") as server:
        asyncio.run(_wait_for(server, caplog))
    attempts = [r for r in caplog.records if "Server selection started" in r.message]
    assert len(attempts) < 60


async def _wait_for(server: OwnMongod, caplog: pytest.LogCaptureFixture) -> None:
    async with open_writer(server.uri, "news", patience=0.5) as writer:
        caplog.clear()  # what preparing the collections took
        await asyncio.to_thread(server.kill)
        writes = [asyncio.create_task(writer.write(article(number))) for number in range(50)]
        await asyncio.to_thread(_start_after, server, 1.5)
        assert await asyncio.gather(*writes) == ["inserted"] * 50


def test_rights_that_are_revoked_for_a_while(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with own_mongod(tmp_path / "db", "--auth") as server:
        address = server.uri.removeprefix("mongodb://")
        rights = [{"role": "readWrite", "db": "news"}, {"role": "dbAdmin", "db": "news"}]
        client: MongoClient[dict[str, Any]]
        with MongoClient(server.uri) as client:  # the first user may be made by anybody
            client.admin.command("createUser", "root", pwd="root", roles=["root"])
        with MongoClient(f"mongodb://root:root@{address}") as client:
            client.admin.command("createUser", "writer", pwd="writer", roles=rights)
            asyncio.run(_write_without_rights(f"mongodb://writer:writer@{address}", client, caplog))
            assert client["news"]["articles"].count_documents({}) == 50


async def _write_without_rights(
    uri: str, client: MongoClient[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    rights = client.admin.command("usersInfo", "writer")["users"][0]["roles"]
    async with open_writer(uri, "news", patience=5) as writer:
        client.admin.command("revokeRolesFromUser", "writer", roles=rights)
        writes = [asyncio.create_task(writer.write(article(number))) for number in range(50)]
        deadline = time.monotonic() + PATIENCE
        while "not authorized on news" not in caplog.text:
            assert time.monotonic() < deadline, "it is told"
            await asyncio.sleep(0.02)
        client.admin.command("grantRolesToUser", "writer", roles=rights)
        assert await asyncio.gather(*writes) == ["inserted"] * 50
