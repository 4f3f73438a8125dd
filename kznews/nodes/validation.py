"""What the API lets through, and a node runs: names, versions, ids, settings, arguments."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

SIGNALS = ("INT", "TERM", "KILL")
"""The signals by which a job may be ended: as Ctrl-C, as systemd does, at once."""

_LONGEST_VALUE = 1000
"""Characters of the value of a setting or an argument, at most."""
# These become names of files and of documents: no slash, no dot at the beginning, no space.
_NAMES = {
    "project": re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}"),
    "version": re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}"),
    "spider": re.compile(r"[A-Za-z0-9_][\w.-]{0,99}"),
    "job id": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
}
_ARGUMENT = re.compile(r"[a-z][a-z0-9_]{0,63}")


class Invalid(ValueError):  # noqa: N818 - what a client sent, not a fault of the code
    """What a client asked for is not allowed; the message says why, and repeats no value."""


def check_name(what: str, value: str) -> str:
    """Return a `project`, a `version`, a `spider` or a `job id`. Raises Invalid."""
    if not _NAMES[what].fullmatch(value):
        raise Invalid(f"the {what} is invalid: it must be of the form {_NAMES[what].pattern}")
    return value


def check_settings(given: Iterable[str], allowed: Collection[str]) -> dict[str, str]:
    """Read `NAME=value` each, of names that are allowed. Raises Invalid."""
    settings = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise Invalid("a setting must be of the form NAME=value")
        if name not in allowed:
            known = ", ".join(sorted(allowed)) or "none"
            raise Invalid(
                f"the setting {name[:64]!r} is not allowed here; allowed are: {known} "
                "(allowed_settings in scrapyd.conf)"
            )
        settings[name] = _check_value(name, value)
    return settings


def check_arguments(given: dict[str, list[str]]) -> dict[str, str]:
    """Read a spider's arguments; whether it knows them, only the spider can say. Raises Invalid."""
    arguments = {}
    for name, values in given.items():
        if not _ARGUMENT.fullmatch(name):
            raise Invalid(f"{name[:64]!r} is no name of a spider argument")
        if len(values) != 1:
            raise Invalid(f"the argument {name!r} is given {len(values)} times")
        arguments[name] = _check_value(name, values[0])
    return arguments


def check_signal(value: str) -> str:
    """Return a signal's name. Raises Invalid."""
    if value not in SIGNALS:
        raise Invalid(f"the signal must be one of {', '.join(SIGNALS)}")
    return value


def _check_value(name: str, value: str) -> str:
    if len(value) > _LONGEST_VALUE or not value.isprintable():
        raise Invalid(
            f"the value of {name!r} is invalid: at most {_LONGEST_VALUE} printable characters"
        )
    return value
