"""The titles of outlets, and which one a text means as its source: «сообщает Tengrinews.kz»."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kznews.outlets import all_outlets, outlet_of

_HOST = re.compile(r"(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,6})", re.IGNORECASE)
_DATELINE_PARTS = re.compile(r"\.\s+|[–—/|,;()]|\s-\s")


@lru_cache(maxsize=20_000)
def outlet_named(source: str) -> str | None:
    """Return the name of the outlet that a text names as its source; None where it is none."""
    if site := _HOST.fullmatch(source.strip()):
        host = site[1].lower()
        known = outlet_of(f"https://{host}/") or outlet_of(f"https://www.{host}/")
        if known is not None:
            return known.name
    # Every module here is imported as a crawl starts, which needs none of this.
    from kznews.text.attribution import is_name_of  # noqa: PLC0415

    return next((outlet for name, outlet in _names() if is_name_of(source, name)), None)


def outlets_in_dateline(dateline: str | None) -> list[str]:
    """Return the outlets that the line before an article's first sentence names: an agency's."""
    parts = _DATELINE_PARTS.split(dateline or "")
    found = (outlet_named(part.strip()) for part in parts if len(part.strip()) > 1)
    return list(dict.fromkeys(name for name in found if name))


def title_of(name: str) -> str:
    """Return the title that an outlet's readers know it by; of an unknown one, its name."""
    return _titles().get(name) or name


@cache
def _titles() -> dict[str, str]:
    return {outlet.name: outlet.title for outlet in all_outlets()}


@cache
def _names() -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, outlet.name)
        for outlet in all_outlets()
        for name in dict.fromkeys((outlet.title, *outlet.own_names))
    )
