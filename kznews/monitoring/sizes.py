"""How large the database is, noted once a day, so that `scrapy status` can tell how it grows."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pymongo import ASCENDING
from pymongo.errors import PyMongoError

from kznews.archive.schema import DICTIONARIES, PAGES
from kznews.mongo.connection import Database
from kznews.mongo.driver_errors import brief_reason
from kznews.mongo.values import Fields
from kznews.monitoring.schema import SIZES

logger = logging.getLogger(__name__)

_LOOK_BACK = timedelta(days=7)
_LEAST_SPAN = timedelta(hours=20)
"""The shortest time that growth is told of: less may be one large crawl."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large the database is, how it grows, and what room it has."""

    bytes_on_disk: int
    """With its indexes, as the server keeps them."""
    bytes_a_day: float | None
    """Its growth in the last week, as far as that was noted; None for less than a day."""
    archive_bytes: int
    """Of these bytes, the kept pages', with their indexes."""
    archive_bytes_a_day: float | None
    """The growth of these, likewise."""
    free_bytes: int | None
    """On the disk where the server keeps it; None where the server does not tell."""


async def note_size(database: Database, now: datetime) -> None:
    """Note today's size, unless some run did. A server that refuses is logged, and no more."""
    today: Fields = {"_id": now.date().isoformat()}
    sizes = database[SIZES.name]
    try:
        if await sizes.find_one(today) is None:
            size = {
                "bytes_on_disk": _on_disk(await database.command("dbStats")),
                "archive_bytes": await _archive(database),
            }
            noted = {"$set": size, "$currentDate": {"noted_at": True}}
            await sizes.update_one(today, noted, upsert=True)
    except PyMongoError as error:
        logger.warning("Today's size of the database is not noted: %s", brief_reason(error))


async def read_size(database: Database, now: datetime) -> Size:
    """Ask the server; `now` is its time."""
    answer = await database.command("dbStats")
    size = _on_disk(answer)
    since: date = (now - _LOOK_BACK).date()
    noted = await database[SIZES.name].find_one(
        {"_id": {"$gte": since.isoformat()}}, sort=[("_id", ASCENDING)]
    )
    archive = await _archive(database)

    def a_day(of: str, now_bytes: int) -> float | None:
        # Who did not know of the archive did not note it.
        if noted is None or noted.get(of) is None or now - noted["noted_at"] < _LEAST_SPAN:
            return None
        days: float = (now - noted["noted_at"]) / timedelta(days=1)
        return float(now_bytes - noted[of]) / days

    total, used = answer.get("fsTotalSize"), answer.get("fsUsedSize")
    # Both are 0 of a database that does not exist yet.
    free = int(total - used) if total and used is not None else None
    return Size(
        bytes_on_disk=size,
        bytes_a_day=a_day("bytes_on_disk", size),
        archive_bytes=archive,
        archive_bytes_a_day=a_day("archive_bytes", archive),
        free_bytes=free,
    )


async def _archive(database: Database) -> int:
    stats = [await database.command("collStats", each.name) for each in (PAGES, DICTIONARIES)]
    # A collection that is not there yet has no size.
    names = ("storageSize", "totalIndexSize")
    return sum(int(each.get(name, 0)) for each in stats for name in names)


def _on_disk(answer: Fields) -> int:
    return int(answer["storageSize"] + answer["indexSize"])
