"""When outlets showed their articles: so an outlet that is down makes none of them gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from pymongo import UpdateOne

from kznews.mongo.bulk import persist, write_all
from kznews.mongo.connection import Database
from kznews.record.absences import SIGN_DISTANCE, Signs
from kznews.record.schema import SIGNS_OF_LIFE

_HOUR = timedelta(hours=1)
_MOST_NOTED = 10_000
"""The number of notes that a process remembers: those of some weeks of an outlet."""
_Kind = Literal["articles", "listings"]


@dataclass(frozen=True)
class Sign:
    """A page that an outlet showed: an article, or a list of articles."""

    url: str
    at: datetime
    kind: _Kind = "articles"

    @property
    def host(self) -> str:
        """Host that showed it."""
        return host_of(self.url)


def host_of(url: str) -> str:
    """Give the host of an address; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class SignNotes:
    """Notes of signs, by host and hour; what this process has noted is not written again."""

    def __init__(self, database: Database) -> None:
        self._signs = database[SIGNS_OF_LIFE.name]
        self._noted: set[_Key] = set()

    async def note(self, signs: Iterable[Sign]) -> None:
        """Note signs; returns when that is durable."""
        keys = {(each.host, _hour(each.at), each.kind) for each in signs if each.host}
        new = sorted(keys - self._noted)
        operations = [
            UpdateOne(
                {"_id": _id(host, hour)},
                {
                    "$setOnInsert": {"host": host, "hour": hour, _OTHER[kind]: False},
                    "$set": {kind: True},
                },
                upsert=True,
            )
            for host, hour, kind in new
        ]
        await write_all(self._signs, operations)
        if len(self._noted) > _MOST_NOTED:
            self._noted.clear()
        self._noted.update(new)


async def signs_near(database: Database, host: str, moments: Iterable[datetime]) -> list[Signs]:
    """Give the signs of a host near each of these moments, in their order."""
    ids = [[_id(host, hour) for hour in _hours_near(moment)] for moment in moments]
    near = {"_id": {"$in": sorted({id_ for each in ids for id_ in each})}}
    found = await persist(lambda: database[SIGNS_OF_LIFE.name].find(near).to_list())
    shown = {each["_id"]: each for each in found}
    return [
        Signs(
            articles=any(shown[id_]["articles"] for id_ in each if id_ in shown),
            listings=any(shown[id_]["listings"] for id_ in each if id_ in shown),
        )
        for each in ids
    ]


_Key = tuple[str, datetime, _Kind]
_OTHER: dict[_Kind, _Kind] = {"articles": "listings", "listings": "articles"}


def _hours_near(moment: datetime) -> list[datetime]:
    first, last = _hour(moment - SIGN_DISTANCE), _hour(moment + SIGN_DISTANCE)
    return [first + number * _HOUR for number in range((last - first) // _HOUR + 1)]


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _id(host: str, hour: datetime) -> str:
    return f"{host} {hour:%Y-%m-%dT%H}"
