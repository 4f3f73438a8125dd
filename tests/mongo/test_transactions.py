from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pymongo.asynchronous.client_session import AsyncClientSession
from scrapy.settings import Settings

from kznews.mongo.connection import open_database, resolve
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.transactions import transact
from tests.mongo.servers import OwnMongod


def test_a_server_without_transactions_is_told_to_be_none_of_a_replica_set(tmp_path: Path) -> None:
    mongod = OwnMongod(tmp_path / "mongod")
    mongod.start()

    async def main() -> None:
        async with open_database(resolve(Settings({"MONGODB_URI": mongod.uri}))) as database:

            async def work(session: AsyncClientSession) -> None:
                await database["articles"].find_one(session=session)

            with pytest.raises(DatabaseUnavailable, match="make it a replica set of one"):
                await transact(database, work)

    try:
        asyncio.run(main())
    finally:
        mongod.kill()
