"""A request as a line of JSON in the frontier, and back: never pickle, so a row can run no code.

Only what differs from a plain request is written, under the names of Request's own parameters.
Callbacks are names of the spider's methods; headers and body are bytes, one character a byte
(latin-1). Nothing is stored that would come back as something else.
"""

from __future__ import annotations

import json
import math
from types import FunctionType, MethodType
from typing import Any, Final

from scrapy import Request, Spider
from scrapy.http import FormRequest, Headers, JsonRequest, XmlRpcRequest
from w3lib.url import safe_url_string

from kznews.frontier.scheduling import SCHEDULING, Scheduling
from kznews.frontier.schema import REQUEST_FORMAT
from kznews.frontier.visit import META

FORMAT: Final = REQUEST_FORMAT
"""Of the JSON; raised with every change after which an older program would read a row wrongly."""

FETCH_META: Final = frozenset(
    {
        META,
        "is_start_request",
        "download_latency",
        "download_slot",
        "redirect_reasons",
        "redirect_times",
        "redirect_ttl",
        "redirect_urls",
        "retry_times",
        "cache_timestamp",
        "_auth_proxy",
        "_dont_cache",
        "_scheme_proxy",
    }
)
"""Meta that Scrapy and the frontier write during one fetch. A spider that gives a request its
response's meta hands them on; they say nothing of the new one."""

_LARGEST: Final = 4 * 1024 * 1024
"""Bytes. MongoDB's documents end at 16 MiB, and a row repeats the URL."""
_DEEPEST: Final = 100
"""Levels of lists and dicts: far from where Python's own recursion ends, and ends what holds
itself."""
_SUBCLASSES: Final[dict[str, type[Request]]] = {
    # Scrapy's own, for which reading them back is known to be exact. A path to a class is never
    # stored: who can write to the frontier would choose what is imported and called.
    each.__name__: each
    for each in (FormRequest, JsonRequest, XmlRpcRequest)
}
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "url": (str,),
    "class": (str,),
    "callback": (str,),
    "errback": (str,),
    "method": (str,),
    "headers": (dict,),
    "body": (str,),
    "cookies": (dict, list),
    "meta": (dict,),
    "encoding": (str,),
    "priority": (int,),
    "dont_filter": (bool,),
    "flags": (list,),
    "cb_kwargs": (dict,),
    "dumps_kwargs": (dict,),
}

_DEFAULTS: Final[dict[str, Any]] = {
    "class": None,
    "callback": None,
    "errback": None,
    "method": "GET",
    "headers": {},
    "body": "",
    "cookies": {},
    "meta": {},
    "encoding": "utf-8",
    "priority": 0,
    "dont_filter": False,
    "flags": [],
    "cb_kwargs": {},
    "dumps_kwargs": None,
}
_SUBCLASS_DEFAULTS: Final[dict[str, Any]] = {
    name: None for name, value in _DEFAULTS.items() if value is None
}

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
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
    """Give the request as JSON in `FORMAT`.

    `FETCH_META` is left out, as are a timeout and a proxy that Scrapy's settings gave it.
    Raises UnstorableRequestError for what would not come back as it is: a callback that is no
    method of this spider, NO_CALLBACK, a subclass of Request other than Scrapy's own, and values
    that are not exactly JSON's (a tuple, a datetime, a key that is no string, NaN).
    """
    fields = {
        "url": request.url,
        "class": _class_name(request),
        "callback": _method_name(request, spider, "callback"),
        "errback": _method_name(request, spider, "errback"),
        "method": request.method,
        "headers": _header_strings(request),
        "body": request.body.decode("latin-1"),
        "cookies": request.cookies,
        "meta": _lasting_meta(request, spider),
        "encoding": request.encoding,
        "priority": request.priority,
        "dont_filter": request.dont_filter,
        "flags": request.flags,
        "cb_kwargs": request.cb_kwargs,
        "dumps_kwargs": request.dumps_kwargs if isinstance(request, JsonRequest) else None,
    }
    # A subclass has defaults of its own: there, all is written.
    defaults = _DEFAULTS if fields["class"] is None else _SUBCLASS_DEFAULTS
    fields = {
        name: value
        for name, value in fields.items()
        if name not in defaults or value != defaults[name]
    }
    fault = _fault_of_fields(fields) or _fault_of_row(request)
    if fault is not None:
        raise UnstorableRequestError(request.url, fault)
    try:
        text = _encode(fields)
    except ValueError as error:  # Python's own limit: no number of more than 4300 digits.
        raise UnstorableRequestError(request.url, str(error)) from None
    if len(text) > _LARGEST or len(text.encode()) > _LARGEST:
        raise UnstorableRequestError(request.url, f"it has more than {_LARGEST} bytes")
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
        fields = _decode(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableRequestError(f"the request is broken JSON: {error}") from None
    if type(fields) is not dict or "url" not in fields:
        raise UnreadableRequestError("the request is not a JSON object with a url")
    fault = _fault_of_fields(fields)
    if fault is not None:
        raise UnreadableRequestError(f"the request is not as kznews writes it: {fault}")
    kind = _class(fields.pop("class", None))
    if not fields.keys() <= set(kind.attributes):
        unknown = ", ".join(sorted(fields.keys() - set(kind.attributes)))
        raise UnreadableRequestError(f"a {kind.__name__} has no {unknown}")
    for field in ("callback", "errback"):
        if field in fields:
            name, fields[field] = fields[field], _method(spider, fields[field])
            if fields[field] is None:
                raise UnreadableRequestError(
                    f"{field} {name}: the spider {spider.name} has no such method"
                )
    try:
        return _build(kind, fields)
    except (TypeError, ValueError, LookupError) as error:
        raise UnreadableRequestError(f"the request is not as kznews writes it: {error}") from None


def _build(kind: type[Request], fields: dict[str, Any]) -> Request:
    headers = fields.pop("headers", None)
    if "body" in fields:
        fields["body"] = fields["body"].encode("latin-1")
    if SCHEDULING in (meta := fields.get("meta", {})):
        meta[SCHEDULING] = Scheduling(**meta[SCHEDULING])
    request = kind(**fields)
    if headers is not None:
        # Not by the constructor: a subclass adds its own to them.
        request.headers = _headers(headers, request.encoding)
    return request


def _class_name(request: Request) -> str | None:
    if type(request) is Request:
        return None
    kind = type(request)
    if _SUBCLASSES.get(kind.__name__) is not kind:
        known = ", ".join(_SUBCLASSES)
        raise UnstorableRequestError(
            request.url,
            f"its class {kind.__module__}.{kind.__name__} is neither Scrapy's Request nor {known}",
        )
    return kind.__name__


def _class(name: str | None) -> type[Request]:
    if name is None:
        return Request
    if name not in _SUBCLASSES:
        raise UnreadableRequestError(f"class {name!r} is none of {', '.join(_SUBCLASSES)}")
    return _SUBCLASSES[name]


def _method_name(request: Request, spider: Spider, field: str) -> str | None:
    """Give the name under which the spider has the method."""
    method = getattr(request, field)
    if method is None:
        return None
    if isinstance(method, MethodType):
        name = getattr(method.__func__, "__name__", "")
        if _method(spider, name) == method:
            return str(name)
        # `self.__parse` is `_Spider__parse` in the class, and a decorator may change the name.
        for base in type(spider).__mro__:
            for name, value in vars(base).items():
                if value is method.__func__ and _method(spider, name) == method:
                    return name
    name = getattr(method, "__qualname__", type(method).__name__).rpartition("<locals>.")[2]
    raise UnstorableRequestError(
        request.url, f"{field} {name} is no method of the spider {spider.name}"
    )


def _method(spider: Spider, name: str) -> MethodType | None:
    """Give the spider's own method of that name that a response may be given to."""
    if name[:2] == name[-2:] == "__":  # `__init__` and the like
        return None
    # First of the class, where to look runs no property.
    function = getattr(type(spider), name, None)
    method = getattr(spider, name) if isinstance(function, FunctionType) else None
    # Neither a static method nor one that an attribute of the spider hides.
    return method if isinstance(method, MethodType) and method.__self__ is spider else None


def _header_strings(request: Request) -> dict[str, list[str]]:
    strings: dict[str, list[str]] = {}
    headers = request.headers
    # Not by Headers' own methods, which see only what was set by them.
    for name, values in dict.items(headers):
        if headers.normkey(name) != name:
            raise UnstorableRequestError(
                request.url, f"header {name!r} would be {headers.normkey(name)!r} when read back"
            )
        if type(values) is not list or any(type(value) is not bytes for value in values):
            raise UnstorableRequestError(request.url, f"header {name!r} has a value not of bytes")
        strings[name.decode("latin-1")] = [value.decode("latin-1") for value in values]
    return strings


def _headers(strings: dict[str, Any], encoding: str) -> Headers:
    raw: dict[bytes, list[bytes]] = {}
    for name, values in strings.items():
        if type(values) is not list or any(type(value) is not str for value in values):
            raise ValueError(f"headers[{name!r}] is no list of strings")
        raw[name.encode("latin-1")] = [value.encode("latin-1") for value in values]
    return Headers(raw, encoding=encoding)


def _lasting_meta(request: Request, spider: Spider) -> dict[str, Any]:
    meta = request.meta
    kept = {key: value for key, value in meta.items() if key not in FETCH_META}
    # Scrapy's middlewares fill in both, and will again, by the settings that hold then.
    if "_scheme_proxy" in meta:
        kept.pop("proxy", None)
    if "download_timeout" in kept and kept["download_timeout"] == spider.settings.getfloat(
        "DOWNLOAD_TIMEOUT"
    ):
        del kept["download_timeout"]
    if SCHEDULING in kept:
        said = kept[SCHEDULING]
        if not isinstance(said, Scheduling):
            raise UnstorableRequestError(
                request.url, f"meta[{SCHEDULING!r}] is {_with_article(said)}, not a Scheduling"
            )
        kept[SCHEDULING] = said.fields()
    return kept


def _fault_of_row(request: Request) -> str | None:
    if not -(2**63) <= request.priority < 2**63:
        return "priority has more than 64 bits"
    if not _url_survives(request):
        return f"its URL would be another when read back in {request.encoding}"
    return None


def _url_survives(request: Request) -> bool:
    """Request makes its URL safe again: not always the same, and in UTF-16 never."""
    if request.meta.get("verbatim_url"):
        return True
    try:
        return safe_url_string(request.url, request.encoding) == request.url
    except ValueError:
        return False


def _fault_of_fields(fields: dict[str, Any]) -> str | None:
    for name, value in fields.items():
        types = _TYPES.get(name)
        if types is None:
            return f"{name} is not known"
        if type(value) not in types:
            return f"{name} is {_with_article(value)}"
        if (fault := _fault(value)) is not None:
            return name + fault
    return None


def _fault(value: Any, depth: int = 0) -> str | None:
    """Tell what would not come back from JSON as it is: `['x'][2] is a tuple`."""
    kind = type(value)
    if value is None or kind is int or kind is bool:
        return None
    if kind is str:
        return None if value.isascii() else _fault_of_text(value)
    if kind is float:
        return None if math.isfinite(value) else f" is {value}"
    if kind is not dict and kind is not list:
        return f" is {_with_article(value)}"
    if depth >= _DEEPEST:
        return f" is more than {_DEEPEST} levels deep, or holds itself"
    if kind is dict:
        return _fault_of_dict(value, depth + 1)
    for index, item in enumerate(value):
        if (fault := _fault(item, depth + 1)) is not None:
            return f"[{index}]{fault}"
    return None


def _with_article(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def _fault_of_text(text: str) -> str | None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return " holds a lone surrogate"
    return None


def _fault_of_dict(value: dict[Any, Any], depth: int) -> str | None:
    for key, item in value.items():
        if type(key) is not str:
            return f" has the key {key!r}, {_with_article(key)}"
        if (fault := _fault_of_text(key)) is not None:
            return f" has a key that{fault}"
        if (fault := _fault(item, depth)) is not None:
            return f"[{key!r}]{fault}"
    return None
