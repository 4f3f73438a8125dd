"""Which MongoDB server a crawl writes to, and a client for it."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

import pymongo
from pymongo import AsyncMongoClient, MongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database as BlockingDatabase
from pymongo.errors import (
    ConfigurationError,
    InvalidURI,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
)
from scrapy.settings import BaseSettings

from kznews.mongo.driver_errors import brief_reason
from kznews.mongo.embedded import default_data_dir, embedded_mongod
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.values import Fields

Database = AsyncDatabase[Fields]
SyncDatabase = BlockingDatabase[Fields]
"""For threads and programs without an event loop: Scrapyd's nodes."""

_Client = TypeVar("_Client")

_UNAUTHORIZED = 13
_AUTHENTICATION_FAILED = 18
_DEFAULT_DATABASE = "kznews"
_DEFAULT_TIMEOUT = 5.0
"""Seconds within which a server must be found."""
_PATIENCE_SECONDS = 20 * 86_400.0
"""Seconds, for what may take long: the driver cannot count 25 days of milliseconds."""
_ANSWER_SECONDS = 60.0
"""Seconds for one answer: a server that hangs in a write is a server that is away."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """The address of a database: its server and its name."""

    uri: str | None
    """The server's URI; None for the embedded server."""
    database: str
    """The database's name."""
    data_dir: Path
    """The folder in which the embedded server keeps its data."""
    timeout: float
    """Seconds within which a server must be found."""

    @property
    def name(self) -> str:
        """The name for people and logs: the hosts, never the password."""
        if self.uri is None:
            return f"the embedded MongoDB in {self.data_dir}"
        # A password that is not escaped as it should be may hold anything, but comes before "@".
        hosts = self.uri.rsplit("@", 1)[-1].removeprefix("mongodb://")
        hosts = hosts.removeprefix("mongodb+srv://").split("/")[0].split("?")[0]
        return f"MongoDB at {unquote(hosts)}"  # a socket's path is quoted


def resolve(settings: BaseSettings) -> Address:
    """Find the database that settings or, where they say nothing, environment variables name.

    `MONGODB_URI`, or else `MONGODB_URI_FILE`, a file that holds it, as services are given secrets
    (default: the embedded server); `MONGODB_DATABASE` (`kznews`; a database in the
    URI is only where the user is looked up), `MONGODB_TIMEOUT` (seconds, 5), and for the embedded
    server `KZNEWS_DATA_DIR` (the user's data directory). Raises DatabaseUnavailable for a timeout
    that is no positive number, and for a file that cannot be read or is empty.
    """

    def value(name: str) -> str | None:
        return _value(settings, name)

    try:
        timeout = float(value("MONGODB_TIMEOUT") or _DEFAULT_TIMEOUT)
    except ValueError:
        timeout = 0
    if timeout <= 0:
        raise DatabaseUnavailable(
            f"MONGODB_TIMEOUT is {value('MONGODB_TIMEOUT')!r}: it must be a number of seconds"
        )
    uri, file = value("MONGODB_URI"), value("MONGODB_URI_FILE")
    return Address(
        uri=_uri_in(file) if file and not uri else uri,
        database=database_name(settings),
        data_dir=default_data_dir(value("KZNEWS_DATA_DIR")),
        timeout=timeout,
    )


def database_name(settings: BaseSettings) -> str:
    """Give the name of the database that settings, the environment or the default name."""
    return _value(settings, "MONGODB_DATABASE") or _DEFAULT_DATABASE


def _value(settings: BaseSettings, name: str) -> str | None:
    return settings.get(name) or os.environ.get(name) or None


def _uri_in(file: str) -> str:
    try:
        uri = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DatabaseUnavailable(f"MONGODB_URI_FILE cannot be read: {error}") from error
    if not uri:
        raise DatabaseUnavailable(f"MONGODB_URI_FILE names a file that is empty: {file}")
    return uri


@asynccontextmanager
async def open_database(address: Address) -> AsyncIterator[Database]:
    """Open the database at `address`: durable (`w: majority`, `j: true`), moments UTC and aware.

    Raises DatabaseUnavailable on entry within about `address.timeout`.
    """
    async with _server(address) as uri:
        client: AsyncMongoClient[Fields] = _client(AsyncMongoClient, uri, address)
        async with client:
            try:
                await client.admin.command("ping")
                await client[address.database].command("listCollections", nameOnly=True)
            except PyMongoError as error:
                raise as_unavailable(error, address) from error
            yield client[address.database]


@contextmanager
def open_sync_database(address: Address) -> Iterator[SyncDatabase]:
    """Open the database at `address` as `open_database` does, for code that blocks.

    Each operation fails where it is not answered within `address.timeout`.
    """
    with ExitStack() as stack:
        uri = address.uri
        if uri is None:
            uri = stack.enter_context(embedded_mongod(address.data_dir))
        milliseconds = int(address.timeout * 1000)
        client: MongoClient[Fields] = _client(MongoClient, uri, address, timeoutMS=milliseconds)
        database = stack.enter_context(client)[address.database]
        try:
            client.admin.command("ping")
            database.command("listCollections", nameOnly=True)
        except PyMongoError as error:
            raise as_unavailable(error, address) from error
        yield database


def patience() -> AbstractContextManager[object]:
    """Let what is done in a block on such a database take as long as the server needs.

    `pymongo.timeout(None)` does not: then each operation has the client's own limit.
    """
    return pymongo.timeout(_PATIENCE_SECONDS)


def as_unavailable(error: PyMongoError, address: Address) -> DatabaseUnavailable:
    """Say what `error`, met before the crawl could start, means for whoever started it."""
    code = error.code if isinstance(error, OperationFailure) else None
    if code == _AUTHENTICATION_FAILED:
        what = "refuses the user or the password of MONGODB_URI (is its authSource right?)"
    elif code == _UNAUTHORIZED:
        what = (
            f"does not let this user use the database {address.database!r}: {brief_reason(error)}"
        )
    elif isinstance(error, ServerSelectionTimeoutError):
        return DatabaseUnavailable(
            f"cannot reach {address.name} within {address.timeout:g} s: is it running, is "
            f"MONGODB_URI right? ({brief_reason(error)})"
        )
    else:
        what = f"fails with the database {address.database!r}: {brief_reason(error)}"
    return DatabaseUnavailable(f"{address.name} {what}")


@asynccontextmanager
async def _server(address: Address) -> AsyncIterator[str]:
    if address.uri is not None:
        yield address.uri
        return
    with ExitStack() as stack:  # closes in this thread only if closing in the other was cancelled
        uri = await asyncio.to_thread(stack.enter_context, embedded_mongod(address.data_dir))
        try:
            yield uri
        finally:
            await asyncio.to_thread(stack.close)


def _client(kind: Callable[..., _Client], uri: str, address: Address, **options: Any) -> _Client:
    driver = logging.getLogger("pymongo")
    if driver.level == logging.NOTSET:
        # Scrapy lets every level through to its handlers: the driver would write lines for each
        # command, which nobody sees and which take a tenth of a crawl's processor time.
        driver.setLevel(logging.INFO)
    milliseconds = int(address.timeout * 1000)
    try:
        return kind(
            uri,
            appname="kznews",
            tz_aware=True,
            w="majority",
            journal=True,
            serverSelectionTimeoutMS=milliseconds,
            connectTimeoutMS=milliseconds,
            socketTimeoutMS=int(_ANSWER_SECONDS * 1000),
            **options,
        )
    except (InvalidURI, ConfigurationError, ValueError, TypeError):
        # Their messages may quote a piece of the password.
        raise DatabaseUnavailable(
            "MONGODB_URI is no valid MongoDB URI (mongodb://user:password@host:27017/): "
            "are the characters : / ? # @ % of the password escaped (%40 for @), "
            "the options spelt right?"
        ) from None
