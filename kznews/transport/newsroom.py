"""NEWSROOM: which local server answers for every host, and where what it invents is stored."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from kznews.mongo.connection import database_name

_SUFFIX = "_newsroom"
"""The end of the names of databases that hold invented articles."""


class NewsroomError(Exception):
    """An error of NEWSROOM, which is not `http://`, a loopback address and a port."""


def newsroom_address(settings: BaseSettings) -> str | None:
    """Return `HOST:PORT` of NEWSROOM, e.g. `127.0.0.1:8000`; None where it is not set.

    Raises NewsroomError for any other address than one of this machine, which would be sent
    requests that are meant for every outlet, and where NEWSROOM is set and empty: whoever meant a
    newsroom must not get the network.
    """
    given: str | None = settings.get("NEWSROOM")
    if given is None:
        return None
    parts = urlsplit(given)
    try:
        port, loopback = parts.port, ip_address(parts.hostname or "").is_loopback
    except ValueError:
        port, loopback = None, False
    plain = parts.scheme == "http" and not parts.username and parts.path in {"", "/"}
    if not (plain and port and loopback):
        raise NewsroomError(f"NEWSROOM must be like http://127.0.0.1:8000, not {given!r}")
    return parts.netloc


def newsroom_database(settings: BaseSettings) -> str:
    """Give the name of the database for what a newsroom invents: never that of a real record."""
    name = database_name(settings)
    return name if name.endswith(_SUFFIX) else name + _SUFFIX
