"""When two spellings of a URL are one page to a web archive."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlsplit

from w3lib.url import safe_url_string

_DEFAULT_PORTS = (None, 80, 443)


def url_key(url: str) -> str:
    """Return the same text for every spelling of one page's http or https URL.

    As web-archive replay does (SURT), it ignores scheme, `www.`, default port, user name, fragment,
    trailing slash, how characters are escaped, and the order of query parameters.
    Raises ValueError where `url` is no URL.
    """
    parts = urlsplit(safe_url_string(url))
    host = (parts.hostname or "").removeprefix("www.")
    port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
    path = quote(unquote_to_bytes(parts.path)).rstrip("/")
    # Latin-1 keeps each byte apart, whatever encoding the escapes were written in.
    query = sorted(parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1"))
    return f"{host}{port}{path}?{'&'.join(f'{name}={value}' for name, value in query)}"
