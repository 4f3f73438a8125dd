"""The canonical form of URLs: one for a page, however it was linked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

# What advertising and social networks add, and marks of the copy for telephones.
_TRACKING = re.compile(
    r"(?:utm_.*|yclid|ymclid|gclid|gclsrc|gbraid|wbraid|fbclid|ysclid|msclkid|igshid|mc_[ce]id"
    r"|_openstat|_ga|_gl|from|post_action|amp)",
    re.IGNORECASE,
)
_AMP_FIRST = re.compile("^(?:/amp)+(?=/)")
_AMP_LAST = re.compile("(?:/amp)+(/?)$")
_SLASHES = re.compile("/{2,}")
_PERCENT = re.compile("%(?:([0-9a-fA-F]{2})|)")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# Everything a path or query may hold as it is; the rest, Cyrillic too, is percent-encoded.
_SAFE = "%/:@!$&'()*+,;=?~"
_PLAIN = re.compile(r"[\w/:@!$&'()*+,;=?~.-]*", re.ASCII)
"""What is encoded already, as nearly all addresses are."""
_LONGEST_HOST = 253
"""Characters of the longest name of a host (RFC 1035)."""
_IP_ADDRESS = re.compile(r"[\d.]+|.*:.*")
_NO_ALIASES: Mapping[str, str] = MappingProxyType({})


def canonical_url(
    url: str,
    *,
    drop_parameters: frozenset[str] = frozenset(),
    host_aliases: Mapping[str, str] = _NO_ALIASES,
) -> str:
    """Return the one form of an absolute http or https URL; ValueError, naming it, for any other.

    - `https`, unless the URL names a port of its own or its host is an address or has no dot
      (a server on loopback has no certificate);
    - the host in lower case, in its ASCII form, without the default port; replaced where it is a
      key of `host_aliases` (also lower case). `www.` stays: without an alias it is another site;
    - the path with single slashes and one percent-encoding (Cyrillic encoded as UTF-8, hex digits
      upper case); without a first or last segment `amp`: `/a/amp` is `/a`, `/a/amp/` is `/a/`. A
      slash at the end is otherwise kept or left out as it is;
    - the query in its order, without tracking parameters and `drop_parameters` (exact names);
    - no fragment.

    The result is its own canonical URL.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError as error:  # an impossible port or host
        raise ValueError(f"not an http(s) URL: {url!r} ({error})") from error
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        raise ValueError(f"not an http(s) URL: {url!r}")
    scheme = parts.scheme
    if port == {"http": 80, "https": 443}[scheme]:
        port = None
    if port is None and "." in host and not _IP_ADDRESS.fullmatch(host):
        scheme = "https"
    host = host_aliases.get(host, host)
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
    path = _encoded(parts.path) or "/"
    path = _without_amp(_SLASHES.sub("/", path) if "//" in path else path)
    return urlunsplit(SplitResult(scheme, netloc, path, _query(parts, drop_parameters), ""))


def without_edition_prefix(url: str, prefix: str) -> str | None:
    """Return `url` without its first path segment where that is `prefix`, else None.

    `https://vlast.kz/kz/novosti/1.html` with `kz` gives `https://vlast.kz/novosti/1.html`.
    """
    parts = urlsplit(url)
    edition = f"/{prefix}/"
    if not f"{parts.path}/".startswith(edition):
        return None
    return urlunsplit(parts._replace(path="/" + parts.path[len(edition) :]))


@lru_cache(maxsize=1000)
def _ascii_host(name: str) -> str:
    # A crawl meets few hosts, and the codec is slow.
    name = name.rstrip(".")
    if len(name) > _LONGEST_HOST:  # the codec takes longer and longer
        raise ValueError("the name of its host is too long")
    return name.encode("idna").decode("ascii")


def _encoded(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return quote(_PERCENT.sub(_normal_escape, text), safe=_SAFE)


def _normal_escape(match: re.Match[str]) -> str:
    if match[1] is None:  # a bare percent sign
        return "%25"
    letter = chr(int(match[1], 16))
    return letter if letter in _UNRESERVED else match[0].upper()


def _without_amp(path: str) -> str:
    if "/amp" not in path:
        return path
    path = _AMP_FIRST.sub("", path)
    return _AMP_LAST.sub(r"\1", path) or "/"


def _query(parts: SplitResult, drop_parameters: frozenset[str]) -> str:
    kept = []
    for parameter in parts.query.split("&"):
        encoded = _encoded(parameter)
        name = encoded.partition("=")[0]
        if encoded and name not in drop_parameters and not _TRACKING.fullmatch(name):
            kept.append(encoded)
    return "&".join(kept)
