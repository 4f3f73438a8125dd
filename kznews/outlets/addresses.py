"""An outlet's addresses: the canonical one of a page, and which links may be followed."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from urllib.parse import urlsplit

from kznews.items import Language
from kznews.outlets.outlet import Edition, Outlet
from kznews.text.urls import canonical_url, without_edition_prefix


def canonical(url: str, outlet: Outlet | None, language: Language | None = None) -> str:
    """Return the one address of the page at `url` by the outlet's rules.

    A copy in another script, below a path of the main edition's host, gets the address of the page
    that it copies; so does, with the `language` of its text, a copy in another edition (Russian
    under `/kz/`). Raises ValueError for what is no http(s) URL.
    """
    if outlet is None:
        return canonical_url(url)
    address = canonical_url(
        url, drop_parameters=outlet.drop_parameters, host_aliases=outlet.host_aliases
    )
    if outlet.trailing_slash and is_article_url(address, outlet):
        parts = urlsplit(address)
        if not parts.path.endswith("/"):
            address = parts._replace(path=parts.path + "/").geturl()
    edition, main = edition_at(address, outlet), outlet.editions[0]
    may_copy = edition.path != "/" and (edition.host, main.path) == (main.host, "/")
    is_copy = edition.copies or (language is not None and language not in edition.languages)
    if may_copy and is_copy:
        return without_edition_prefix(address, edition.path.strip("/")) or address
    return address


def edition_at(url: str, outlet: Outlet) -> Edition:
    """Return the edition that the page at `url` is of: the main one where no other is named."""
    if len(outlet.editions) == 1:
        return outlet.editions[0]
    parts = urlsplit(url)
    return max(
        (
            edition
            for edition in outlet.editions
            if edition.host == parts.hostname and f"{parts.path}/".startswith(edition.path)
        ),
        key=lambda edition: len(edition.path),
        default=outlet.editions[0],
    )


def time_zone_at(url: str, outlet: Outlet) -> str:
    """Return the IANA name of the zone that the page at `url` prints its times in."""
    return edition_at(url, outlet).time_zone or outlet.time_zone


def followed(url: str, outlet: Outlet) -> str | None:
    """Return the URL to fetch for a link: canonical; None where it must not be followed.

    Never followed: other hosts, those of copies in another script among them, what the outlet's
    `never_follow` matches, and what is no address.
    """
    # The same links stand on all pages of an outlet.
    return _followed(url, _Same(outlet))


class _Same:
    """An outlet as a key, which is told by being the same object: it holds what has no hash."""

    __slots__ = ("outlet",)

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet

    def __hash__(self) -> int:
        return id(self.outlet)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.outlet is self.outlet


@lru_cache(maxsize=4000)
def _followed(url: str, same: _Same) -> str | None:
    outlet = same.outlet
    with suppress(ValueError):
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        target = parts.path + ("?" + parts.query if parts.query else "")
        is_own = host in outlet.domains or host in outlet.host_aliases
        if is_own and not (outlet.never_follow and outlet.never_follow.search(target)):
            address = canonical(url, outlet)
            return None if edition_at(address, outlet).copies else address
    return None


def is_article_url(url: str, outlet: Outlet) -> bool:
    """Tell whether the path is an article's by the outlet's pattern."""
    pattern = outlet.article_url
    return pattern is not None and pattern.search(urlsplit(url).path) is not None
