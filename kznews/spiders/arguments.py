"""Spider arguments (`-a name=value`), checked before anything is fetched."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

JOB = "_job"
SCRAPYDS_OWN = frozenset({JOB, "_version"})
"""Which job of which version it is: Scrapyd gives them to every spider."""


class ArgumentError(ValueError):
    """A spider argument is unknown or impossible; the message says which, and what would do."""


def refuse_unknown(given: Iterable[str], known: Collection[str]) -> None:
    """Raise ArgumentError for the first name in `given` that is not in `known`.

    Scrapyd's own always pass.
    """
    for name in given:
        if name not in known and name not in SCRAPYDS_OWN:
            raise ArgumentError(f"there is no argument {name!r}, only {', '.join(sorted(known))}")


def read_day(name: str, value: str) -> date:
    """Read `2026-04-01` as a day; no other form of ISO 8601."""
    if not _DAY.fullmatch(value):
        raise ArgumentError(f"{name}={value!r} is no day: give YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ArgumentError(f"{name}={value!r} is no day: {error}") from error


def read_count(name: str, value: str) -> int:
    """Read a whole number from 1."""
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise ArgumentError(f"{name}={value!r} is no whole number from 1 on")
    return int(value)


def read_names(name: str, value: str, known: Collection[str]) -> list[str]:
    """Read comma-separated names, each among `known`."""
    names = [part.strip() for part in value.split(",") if part.strip()]
    unknown = [part for part in names if part not in known]
    if unknown or not names:
        wrong = f"{unknown[0]!r}" if unknown else "nothing"
        raise ArgumentError(f"{name}={value!r} names {wrong}: there are {', '.join(known)}")
    return names
