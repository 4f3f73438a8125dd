"""What users name: an article by an address of it, an outlet by its name."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.exceptions import UsageError

from kznews.mongo.connection import Database, SyncDatabase
from kznews.outlets import all_outlets, outlet_of
from kznews.outlets.addresses import canonical
from kznews.record.schema import ARTICLES


async def check_outlet(database: Database, name: str) -> None:
    """Raise UsageError for an outlet that is neither known nor stored."""
    if not _is_known(name) and not await database[ARTICLES.name].find_one({"outlet": name}):
        raise _no_outlet(name)


def check_outlet_at_once(database: SyncDatabase, name: str) -> None:
    """Do the same as `check_outlet`, for code that blocks."""
    if not _is_known(name) and not database[ARTICLES.name].find_one({"outlet": name}):
        raise _no_outlet(name)


def _is_known(outlet: str) -> bool:
    return outlet in {each.name for each in all_outlets()}


def _no_outlet(name: str) -> UsageError:
    return UsageError(f"there is no outlet {name!r}: `scrapy outlets` shows them")


def addresses_of(given: str) -> list[str]:
    """Give the forms of an address under which an article may be stored. Raises UsageError."""
    try:
        parts = urlsplit(given)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
        forms = [given, canonical(given, outlet_of(given), None)] if is_address else []
    except ValueError:
        forms = []
    if not forms:
        raise UsageError(f"{given!r} is no address: it begins with https:// or http://")
    return list(dict.fromkeys(forms))
