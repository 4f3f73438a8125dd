"""A request as a line of JSON in the frontier, and back: never pickle, so a row can run no code.

Only what differs from a plain request is written, under the names of Request's own parameters.
Callbacks are names of the spider's methods; headers are bytes, one character a byte (latin-1).
Nothing is stored that would come back as something else. Scrapy's own `request_from_dict` imports
the class that it is told, and so may not read what stands in a database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import FunctionType, MethodType
from typing import Any, Final

from scrapy import Request, Spider
from w3lib.url import safe_url_string

from kznews.frontier.scheduling import SCHEDULING, Scheduling
from kznews.frontier.schema import REQUEST_FORMAT
from kznews.frontier.visit import META

FORMAT: Final = REQUEST_FORMAT
"""Number of the JSON's format; raised with every change after which an older program would read a
row wrongly."""

FETCH_META: Final = frozenset(
    f"{META} is_start_request download_latency download_slot retry_times redirect_reasons"
    " redirect_times redirect_ttl redirect_urls cache_timestamp _auth_proxy _dont_cache"
    " _scheme_proxy".split()
)
"""Keys of the meta that Scrapy and the frontier write during one fetch. A spider that gives a
request its response's meta hands them on; they say nothing of the new one."""

_LARGEST: Final = 4 * 1024 * 1024
"""Bytes of JSON at most. MongoDB's documents end at 16 MiB, and a row repeats the URL."""
_FIELDS: Final = frozenset(
    {"url", "callback", "errback", "headers", "meta", "cb_kwargs", "priority", "dont_filter"}
)
_PLAIN: Final = {"method": "GET", "body": b"", "cookies": {}, "encoding": "utf-8", "flags": []}
"""Attributes of a request that are not stored, with the values that all requests must have."""

_BROKEN: Final = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""Errors that come of values of other types than they should have."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_decode = json.JSONDecoder().decode


class UnstorableRequestError(ValueError):
    """The request cannot be stored: its URL, and what is at fault."""

    def __init__(self, url: str, fault: str) -> None:
        # The message can be stored itself: not long, and no lone surrogate.
        shown = url[:1000].encode(errors="backslashreplace").decode()
        super().__init__(f"{shown} cannot be stored: {fault}")


class UnreadableRequestError(ValueError):
    """What is stored is no request for this program and spider: why."""


def pack(request: Request, spider: Spider) -> str:
    """Give the request as JSON in `FORMAT`; without `FETCH_META` and the environment's proxy.

    Raises UnstorableRequestError for all but a plain GET: another class, method or encoding, a
    body, cookies, flags; a callback that is no method of this spider under its own name; values
    that JSON does not give back equal (a tuple, a datetime, a key that is no string, NaN).
    """
    try:
        _refuse_special(request)
        fields: dict[str, Any] = {
            "url": request.url,
            "callback": _method_name(request, "callback", spider),
            "errback": _method_name(request, "errback", spider),
            "headers": _recoded(request.headers, lambda text: text.decode("latin-1")),
            "meta": _lasting_meta(request),
            "cb_kwargs": request.cb_kwargs,
            "priority": request.priority,
            "dont_filter": request.dont_filter,
        }
        for name in ("meta", "cb_kwargs"):
            for key, value in fields[name].items():
                _refuse_unequal(f"{name}[{key!r}]", {key: value})
        # All defaults are empty.
        text = _encode({name: value for name, value in fields.items() if value})
        if len(text.encode()) > _LARGEST:
            raise ValueError(f"it has more than {_LARGEST} bytes")
    except _BROKEN as error:
        raise UnstorableRequestError(request.url, str(error)) from None
    return text


def unpack(text: str, version: int, spider: Spider) -> Request:
    """Give the request that `pack` wrote in format `version`, for this spider.

    Raises UnreadableRequestError, with why, where it was not written so.
    """
    if version != FORMAT:
        age = "a newer" if version > FORMAT else "an older"
        raise UnreadableRequestError(
            f"written by {age} version of kznews: format {version}, this one reads {FORMAT}"
        )
    try:
        return _build(_decode(text), spider)
    except _BROKEN as error:
        raise UnreadableRequestError(f"the stored request cannot be read: {error}") from None


def _build(fields: dict[str, Any], spider: Spider) -> Request:
    if unknown := fields.keys() - _FIELDS:
        raise ValueError(f"{', '.join(sorted(unknown))} is not known")
    for field in fields.keys() & {"callback", "errback"}:
        name, fields[field] = fields[field], _method(spider, fields[field])
        if fields[field] is None:
            raise ValueError(f"{field} {name}: the spider {spider.name} has no such method")
    if "headers" in fields:
        fields["headers"] = _recoded(fields["headers"], lambda text: text.encode("latin-1"))
    if SCHEDULING in (meta := fields.get("meta", {})):
        meta[SCHEDULING] = Scheduling(**meta[SCHEDULING])
    return Request(**fields)


def _refuse_special(request: Request) -> None:
    if type(request) is not Request:
        raise ValueError(f"its class is {type(request).__qualname__}, not Request")
    for name, plain in _PLAIN.items():
        if getattr(request, name) != plain:
            raise ValueError(f"it is no plain GET: its {name} is not {plain!r}")
    if not -(2**63) <= request.priority < 2**63:
        raise ValueError("its priority has more than 64 bits")
    # Request makes its URL safe again: not always the same.
    if safe_url_string(request.url) != request.url:
        raise ValueError("its URL would be another when read back")


def _refuse_unequal(name: str, value: dict[str, Any]) -> None:
    """Refuse what does not come back from JSON as it is."""
    try:
        text = _encode(value)
        text.encode()  # a lone surrogate cannot be
        is_equal = _decode(text) == value
    except _BROKEN as error:
        raise ValueError(f"{name} is not of JSON's types: {error}") from None
    if not is_equal:
        raise ValueError(f"{name} is not of JSON's types: it would come back as {text[:100]}")


def _method_name(request: Request, field: str, spider: Spider) -> str | None:
    method = getattr(request, field)
    if method is None:
        return None
    name = getattr(method, "__name__", type(method).__name__)
    if not isinstance(method, MethodType) or _method(spider, name) != method:
        raise ValueError(f"{field} {name} is no method of the spider {spider.name} under this name")
    return str(name)


def _method(spider: Spider, name: str) -> MethodType | None:
    """Give the spider's own method of that name that a response may be given to."""
    # First of the class, where to look runs no property; and none such as `__init__`.
    function = None if name.startswith("__") else getattr(type(spider), name, None)
    method = getattr(spider, name) if isinstance(function, FunctionType) else None
    return method if isinstance(method, MethodType) else None


def _lasting_meta(request: Request) -> dict[str, Any]:
    meta = {key: value for key, value in request.meta.items() if key not in FETCH_META}
    if "_scheme_proxy" in request.meta:  # Scrapy took it from the environment, and will again
        meta.pop("proxy", None)
    if SCHEDULING in meta:
        if not isinstance(meta[SCHEDULING], Scheduling):
            raise ValueError(f"meta[{SCHEDULING!r}] is no Scheduling: {meta[SCHEDULING]!r:.100}")
        meta[SCHEDULING] = meta[SCHEDULING].fields()
    return meta


def _recoded(headers: Mapping[Any, Any], recode: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    return {recode(name): [recode(value) for value in values] for name, values in headers.items()}
