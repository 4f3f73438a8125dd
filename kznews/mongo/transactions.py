"""Transactions: reads of one moment and the writes that follow from them, all of these or none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pymongo import WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.client_session import ClientSession
from pymongo.errors import OperationFailure
from pymongo.read_concern import ReadConcern

from kznews.mongo.connection import Database, SyncDatabase
from kznews.mongo.errors import DatabaseUnavailable

_T = TypeVar("_T")

_NO_TRANSACTIONS = 20
_READS = ReadConcern("snapshot")
_WRITES = WriteConcern("majority", j=True)


async def transact(database: Database, work: Callable[[AsyncClientSession], Awaitable[_T]]) -> _T:
    """Do `work` in a transaction and return its value; all that it asks, it asks in the session.

    Where somebody else writes a document that it writes, it is done again on what stands then.
    Raises DatabaseUnavailable where the server is no member of a replica set, and
    pymongo.errors.PyMongoError, also where no attempt came through within two minutes.
    """
    async with database.client.start_session() as session:
        try:
            return await session.with_transaction(work, read_concern=_READS, write_concern=_WRITES)
        except OperationFailure as error:
            _say_what_is_missing(error)
            raise


def transact_at_once(database: SyncDatabase, work: Callable[[ClientSession], _T]) -> _T:
    """Do the same as `transact`, for code that blocks."""
    with database.client.start_session() as session:
        try:
            return session.with_transaction(work, read_concern=_READS, write_concern=_WRITES)
        except OperationFailure as error:
            _say_what_is_missing(error)
            raise


def _say_what_is_missing(error: OperationFailure) -> None:
    if error.code == _NO_TRANSACTIONS:
        raise DatabaseUnavailable(
            "the MongoDB server has no transactions, since it is no member of a replica set: make "
            "it a replica set of one (`replSetName` in its configuration, then `rs.initiate()`)"
        ) from error
