"""An outlet's addresses: the canonical one of a page, and which links may be followed."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from kznews.items import Language
from kznews.outlets.outlet import Outlet
from kznews.text.urls import canonical_url, without_edition_prefix


def canonical(url: str, outlet: Outlet | None, language: Language | None = None) -> str:
    """Return the one address of the page at `url` by the outlet's rules.

    With the `language` of its text, a copy in another edition (Russian under `/kz/`) gets the
    address of the page that it copies. Raises ValueError for what is no http(s) URL.
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
    if language is not None:
        for prefix, edition in outlet.edition_prefixes.items():
            copied = without_edition_prefix(address, prefix)
            if copied is not None and edition != language:
                return copied
    return address


def followed(url: str, outlet: Outlet) -> str | None:
    """Return the URL to fetch for a link: canonical; None where it must not be followed.

    Never followed: other hosts, what the outlet's `never_follow` matches, and what is no address.
    """
    with suppress(ValueError):
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        target = parts.path + ("?" + parts.query if parts.query else "")
        is_own = host in outlet.domains or host in outlet.host_aliases
        if is_own and not (outlet.never_follow and outlet.never_follow.search(target)):
            return canonical(url, outlet)
    return None


def is_article_url(url: str, outlet: Outlet) -> bool:
    """Tell whether the path is an article's by the outlet's pattern."""
    pattern = outlet.article_url
    return pattern is not None and pattern.search(urlsplit(url).path) is not None
