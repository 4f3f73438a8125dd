"""Transactions: reads of one moment and the writes that follow from them, all of these or none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pymongo import WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import OperationFailure
from pymongo.read_concern import ReadConcern

from kznews.mongo.connection import Database
from kznews.mongo.errors import DatabaseUnavailable

_T = TypeVar("_T")

_NO_TRANSACTIONS = 20


async def transact(database: Database, work: Callable[[AsyncClientSession], Awaitable[_T]]) -> _T:
    """Do `work` in a transaction and return its value; all that it asks, it asks in the session.

    Where somebody else writes a document that it writes, it is done again on what stands then.
    Raises DatabaseUnavailable where the server is no member of a replica set, and
    pymongo.errors.PyMongoError, also where no attempt came through within two minutes.
    """
    async with database.client.start_session() as session:
        try:
            return await session.with_transaction(
                work,
                read_concern=ReadConcern("snapshot"),
                write_concern=WriteConcern("majority", j=True),
            )
        except OperationFailure as error:
            if error.code == _NO_TRANSACTIONS:
                raise DatabaseUnavailable(
                    "the MongoDB server has no transactions, since it is no member of a replica "
                    "set: make it a replica set of one (`replSetName` in its configuration, then "
                    "`rs.initiate()`)"
                ) from error
            raise
