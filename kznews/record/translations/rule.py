"""Whether two articles of an outlet, in two languages, tell the same event. Pure functions.

Careful: who is told that two articles are one event must be able to trust it, and what is missed
costs less. The rule in words: docs/domain.md, "Translations".
`benchmarks/translations.py` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from kznews.record.translations.evidence import (
    Evidence,
    is_day,
    names_that_say_little,
    weight_of_number,
)

WINDOW = timedelta(hours=48)
"""How far apart translations appear, at most."""
_NAME = 1.0
_NAME_THAT_SAYS_LITTLE = 0.25
_PICTURE = 2.0
_ADDRESS = 3.0

_LEAST = 4.0
"""Weight that two translations have in common, at least."""
_LEAST_BESIDE_ADDRESS = 1.0
"""Weight of all else, at least, where their addresses are made alike."""
_LEAST_UNDATED = 6.0
"""The same where one of them states no date: it may be of another month."""
_LEAST_OF_NUMBERS = 2.0
"""Weight of numbers of 32 and more that they have in common, at least, …"""
_NAMES_INSTEAD = 4
"""… or names that say something, in their place, …"""
_WINDOW_OF_NAMES = timedelta(hours=12)
"""… of articles that are no further apart: the same people do something else tomorrow."""
_SHARE_OF_NUMBERS = 0.5
"""Share of the numbers' weight, in the article with the lower one, that the other has, too: of two
days of one series the names are the same, and the numbers are not."""
_SHARE_OF_NAMES = 0.4
"""Share of the names that say something, where these stand in the place of numbers."""


@dataclass(frozen=True)
class Shared:
    """What two articles have in common."""

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    pictures: tuple[str, ...]
    is_address: bool
    """Whether their addresses are made alike."""
    weight: float
    """How much all of it says."""


def shared(one: Evidence, other: Evidence) -> Shared:
    """Give what two articles have in common, what says the most first."""
    numbers = _in_both(one.numbers, other.numbers)
    names = _in_both(one.names, other.names)
    pictures = _in_both(one.pictures, other.pictures)
    is_address = not set(one.addresses).isdisjoint(other.addresses)
    weight = sum(map(weight_of_number, numbers)) + sum(map(_weight_of_name, names))
    weight += _PICTURE * bool(pictures) + _ADDRESS * is_address
    return Shared(numbers, names, pictures, is_address, round(weight, 2))


def may_say_it(one: Evidence, other: Evidence) -> bool:
    """Tell whether two articles have what `what_says_it` asks for at least: most have not.

    It is quicker to tell than what they have in common.
    """
    return (
        not one.telling_numbers.isdisjoint(other.telling_numbers)
        or not set(one.addresses).isdisjoint(other.addresses)
        or len(one.telling_names & other.telling_names) >= _NAMES_INSTEAD
    )


def what_says_it(
    one: Evidence, other: Evidence, common: Shared, *, apart: timedelta, is_dated: bool
) -> Literal["address", "rule"] | None:
    """Tell what says that two articles, which have that in `common`, are translations, if any does.

    `apart` is the time between them; `is_dated` says whether both state when they came out.
    """
    if is_translation(one, other, common, apart=apart, is_dated=is_dated):
        return "address" if common.is_address else "rule"
    # Addresses are made alike of a series, too, and of two lists of numbers by chance.
    others = common.weight - _ADDRESS
    if common.is_address and apart <= WINDOW and others >= _LEAST_BESIDE_ADDRESS:
        return "address" if _numbers_agree(one, other, common) else None
    return None


def is_translation(
    one: Evidence, other: Evidence, common: Shared, *, apart: timedelta, is_dated: bool
) -> bool:
    """Tell whether two articles are translations by the rule."""
    least = _LEAST if is_dated else _LEAST_UNDATED
    if apart > WINDOW or common.weight < least:
        return False
    if not _numbers_agree(one, other, common):
        return False
    if _weight_of_distinct(common.numbers) >= _LEAST_OF_NUMBERS:
        return True
    return apart <= _WINDOW_OF_NAMES and _have_the_names(one, other)


def _numbers_agree(one: Evidence, other: Evidence, common: Shared) -> bool:
    """Tell whether enough of the numbers are the same, some of each headline's, and some day."""
    if _days(one.numbers) and _days(other.numbers) and not _days(common.numbers):
        return False
    lighter = min(_weight(one.numbers), _weight(other.numbers))
    if _weight(common.numbers) < _SHARE_OF_NUMBERS * lighter:
        return False
    return all(
        not of_title or not set(of_title).isdisjoint(numbers)
        for of_title, numbers in (
            (one.title_numbers, other.numbers),
            (other.title_numbers, one.numbers),
        )
    )


def _have_the_names(one: Evidence, other: Evidence) -> bool:
    """Tell whether they have so many names in common, and those of the headlines."""
    fewer = min(len(one.telling_names), len(other.telling_names))
    in_both = len(one.telling_names & other.telling_names)
    return (
        in_both >= max(_NAMES_INSTEAD, _SHARE_OF_NAMES * fewer)
        and other.telling_names.issuperset(_telling(one.title_names))
        and one.telling_names.issuperset(_telling(other.title_names))
    )


def _in_both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    known = frozenset(other)
    return tuple(each for each in one if each in known)


def _weight(numbers: tuple[str, ...]) -> float:
    return sum(map(weight_of_number, numbers))


def _days(numbers: tuple[str, ...]) -> list[str]:
    return [each for each in numbers if is_day(each)]


def _weight_of_distinct(numbers: tuple[str, ...]) -> float:
    return sum(weight for weight in map(weight_of_number, numbers) if weight >= 1)


def _weight_of_name(name: str) -> float:
    return _NAME_THAT_SAYS_LITTLE if name in names_that_say_little() else _NAME


def _telling(names: tuple[str, ...]) -> list[str]:
    return [each for each in names if each not in names_that_say_little()]
