"""First: an item of any class that itemadapter reads becomes an Article, a Ticker or a Rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from reprlib import repr as shortened
from types import NoneType
from typing import Any, Literal, Self, get_args, get_origin, get_type_hints

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler

from kznews.items import Article, Item, Rate, Rejection, Ticker
from kznews.pipelines.rejection import counted

_KINDS: tuple[type, ...] = (Article, Ticker, Rate)
_TYPED = frozenset[type]({*_KINDS, Rejection})
_WORDS: dict[Any, str] = {str: "text", int: "whole number", bool: "boolean"}


class UnfitError(ValueError):
    """Why an item has not the fields of an Article, a Ticker or a Rate."""


class ConvertPipeline:
    """Makes typed items of dicts, Scrapy's items, attrs objects, pydantic models and dataclasses.

    Their fields say which kind they are. What fits no kind becomes a Rejection: counted as
    `items/rejected/item`, logged with its URL, or with the spider's name where it has none.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of one crawl."""
        return cls(crawler)

    def process_item(self, item: object) -> Item:
        """Return the typed item, or a Rejection that says what is missing, unknown or misread."""
        try:
            return typed_item(item)
        except UnfitError as unfit:
            assert self.crawler.spider is not None
            return counted(self.crawler, _rejection(item, str(unfit), self.crawler.spider.name))


def typed_item(item: object) -> Item:
    """Give the item of `kznews.items` with the fields of `item`. Raises UnfitError.

    An item of `kznews.items` is returned as it is. Of others every required field must be there,
    and no unknown one. Nested objects may be dicts, too, moments and days ISO 8601 strings, exact
    numbers strings.
    """
    if type(item) in _TYPED:
        return item  # type: ignore[return-value]  # one of these types
    if not ItemAdapter.is_item(item):
        raise UnfitError(f"item: an object of the class {type(item).__name__} has no fields")
    given = ItemAdapter(item)
    kind = _kind_of(set(given))
    faults: list[str] = []
    converted = _object(kind, given, "", faults)
    if faults:
        raise UnfitError(f"{kind.__name__.lower()}: {'; '.join(faults)}")
    return converted  # type: ignore[no-any-return]  # an object of `kind`


def _kind_of(names: set[str]) -> type:
    """Tell which kind has fields of these names. Raises UnfitError where none has."""
    closest = max(_KINDS, key=lambda kind: len(names & _fields(kind).keys()))
    if not names & _fields(closest).keys():
        raise UnfitError("item: it has no field of an Article, a Ticker or a Rate")
    faults = _faults_of_names(closest, names)
    if faults:
        raise UnfitError(
            "item: its fields are not those of an Article, a Ticker or a Rate; "
            f"the closest is {closest.__name__}: {'; '.join(faults)}"
        )
    return closest


def _faults_of_names(kind: type, names: set[str]) -> list[str]:
    required = [name for name, is_required in _fields(kind).items() if is_required]
    missing = [name for name in required if name not in names]
    unknown = sorted(map(str, names - _fields(kind).keys()))
    return [
        f"{what} {', '.join(those)}"
        for what, those in (("missing", missing), ("unknown", unknown))
        if those
    ]


@cache
def _fields(kind: type) -> dict[str, bool]:
    """Give the fields of an item class, and whether each is required."""
    return {
        each.name: each.default is MISSING and each.default_factory is MISSING
        for each in fields(kind)
    }


_hints = cache(get_type_hints)


def _object(kind: type, given: Mapping[str, Any], place: str, faults: list[str]) -> Any:
    values = {
        name: _value(_hints(kind)[name], value, f"{place}{name}", faults)
        for name, value in given.items()
    }
    return None if faults else kind(**values)


def _value(hint: Any, value: Any, place: str, faults: list[str]) -> Any:
    """Give `value` as `hint` has it; what is wrong with it goes to `faults`, after its place."""
    parts = get_args(hint)
    if NoneType in parts:
        if value is None:
            return None
        [hint] = [each for each in parts if each is not NoneType]
        return _value(hint, value, place, faults)
    if get_origin(hint) is list:
        if isinstance(value, list | tuple):
            of_each = enumerate(value)
            return [_value(parts[0], each, f"{place}[{n}]", faults) for n, each in of_each]
        faults.append(f"{place}: {shortened(value)} is no list")
    elif get_origin(hint) is Literal:
        if value in parts:
            return value
        faults.append(f"{place}: {shortened(value)} is none of {', '.join(parts)}")
    elif is_dataclass(hint):
        return _nested(hint, value, place, faults)  # type: ignore[arg-type]  # a class
    else:
        try:
            return _scalar(hint, value)
        except ValueError as error:
            faults.append(f"{place}: {shortened(value)} {error}")
    return None


def _nested(kind: type, value: Any, place: str, faults: list[str]) -> Any:
    if not ItemAdapter.is_item(value):
        faults.append(f"{place}: {shortened(value)} has no fields")
        return None
    given = ItemAdapter(value)
    of_names = _faults_of_names(kind, set(given))
    if of_names:
        faults.append(f"{place}: {', '.join(of_names)}")
        return None
    return _object(kind, given, f"{place}.", faults)


def _scalar(hint: Any, value: Any) -> Any:
    """Give a text, number, moment or day. Raises ValueError: the words behind the value."""
    if hint is Decimal:
        if isinstance(value, float):
            raise ValueError("is a float, which is not exact: give a Decimal or a string")
        if isinstance(value, Decimal | int | str) and not isinstance(value, bool):
            try:
                return Decimal(value)
            except InvalidOperation:
                raise ValueError("is no number") from None
        raise ValueError("is no number")
    if hint in {datetime, date}:
        if isinstance(value, str):
            try:
                return hint.fromisoformat(value)
            except ValueError:
                raise ValueError(f"is no {hint.__name__} of ISO 8601") from None
        # A datetime is a date, too, but not a day.
        if isinstance(value, hint) and (hint is datetime or not isinstance(value, datetime)):
            return value
        raise ValueError(f"is no {hint.__name__}")
    if isinstance(value, hint) and (hint is bool or not isinstance(value, bool)):
        return value
    raise ValueError(f"is no {_WORDS[hint]}")


def _rejection(item: object, reason: str, spider: str) -> Rejection:
    given = dict(ItemAdapter(item)) if ItemAdapter.is_item(item) else {"repr": repr(item)}
    named = [given.get(name) for name in ("url", "page_url")]
    outlet = given.get("outlet")
    return Rejection(
        url=next((each for each in named if isinstance(each, str)), f"spider {spider}"),
        outlet=outlet if isinstance(outlet, str) else spider,
        reason=reason,
        seen_at=datetime.now(UTC),
        item=given,
    )
