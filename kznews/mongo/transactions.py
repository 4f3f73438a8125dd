"""Transactions: reads of one moment and the writes that follow from them, all of these or none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pymongo import WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.read_concern import ReadConcern

from kznews.mongo.connection import Database

_T = TypeVar("_T")


async def transact(database: Database, work: Callable[[AsyncClientSession], Awaitable[_T]]) -> _T:
    """Do `work` in a transaction and return its value; all that it asks, it asks in the session.

    Where somebody else writes a document that it writes, it is done again on what stands then.
    Raises pymongo.errors.PyMongoError: where the server is no member of a replica set, and where no
    attempt came through within two minutes.
    """
    async with database.client.start_session() as session:
        return await session.with_transaction(
            work,
            read_concern=ReadConcern("snapshot"),
            write_concern=WriteConcern("majority", j=True),
        )
