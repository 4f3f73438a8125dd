"""Scrapyd as a node: what must be there before it starts, and how it is put together."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from pymongo.errors import PyMongoError
from scrapy.settings import Settings
from scrapyd.app import application as scrapyd_application
from scrapyd.exceptions import ConfigError

from kznews.mongo.connection import as_unavailable, open_database, resolve
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.preparation import prepare
from kznews.nodes.cluster import cluster
from kznews.nodes.schema import COLLECTIONS
from kznews.nodes.signing import EggKeyError, check_key


def application(config: Any) -> Any:
    """Make Scrapyd's application. Raises ConfigError, which ends Scrapyd with its message.

    Nobody gets in without a password, whatever the address; Scrapyd itself would let everybody in
    where none is given.
    """
    for variable, option in (("SCRAPYD_USERNAME", "username"), ("SCRAPYD_PASSWORD", "password")):
        if not (os.environ.get(variable) or config.get(option, "")):
            raise ConfigError(f"{variable} is not set: whoever can use Scrapyd can run any code")
    try:
        check_key()
        cluster(config)  # from here on it is open, to the end
        asyncio.run(_prepare())
        return scrapyd_application(config)
    except (DatabaseUnavailable, EggKeyError) as error:
        raise ConfigError(f"kznews: {error}") from error


async def _prepare() -> None:
    address = resolve(Settings())
    async with open_database(address) as database:
        try:
            await prepare(database, COLLECTIONS)
        except PyMongoError as error:
            raise as_unavailable(error, address) from error
