"""The outlets that kznews knows: one module each, which holds the outlet's facts as `OUTLET`."""

from __future__ import annotations

import pkgutil
import traceback
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from kznews.outlets.outlet import Outlet

__all__ = [
    "DEFAULT_TIME_ZONE",
    "BrokenOutletError",
    "Outlet",
    "all_outlets",
    "broken_outlets",
    "outlet_of",
]

DEFAULT_TIME_ZONE = "Asia/Almaty"
"""IANA name of the time zone of an outlet that is not known: most outlets keep Almaty's time."""


class BrokenOutletError(Exception):
    """An error of an outlet's module: there is no outlet to crawl."""


def all_outlets() -> tuple[Outlet, ...]:
    """Return every outlet whose module has no error, by name."""
    return _load()[0]


def broken_outlets() -> Mapping[str, str]:
    """Say what is wrong with each outlet's module that has an error, by the outlet's name."""
    return _load()[1]


@cache
def _load() -> tuple[tuple[Outlet, ...], Mapping[str, str]]:
    found: list[Outlet] = []
    broken: dict[str, str] = {}
    for name in sorted(each.name for each in pkgutil.iter_modules(__path__)):
        try:
            module = import_module(f"{__name__}.{name}")
        except Exception as error:  # noqa: BLE001 - of whatever kind, the other outlets go on
            broken[name] = _where_and_what(name, error)
        else:
            found += [module.OUTLET] if hasattr(module, "OUTLET") else []
    return tuple(sorted(found, key=lambda outlet: outlet.name)), broken


def _where_and_what(name: str, error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [str(each.lineno) for each in frames if Path(each.filename).stem == name]
    line = f", line {lines[-1]}" if lines else ""  # an error of syntax says its line itself
    return f"the module {__name__}.{name} has an error{line}: {type(error).__name__}: {error}"


def outlet_of(url: str) -> Outlet | None:
    """Return the outlet that publishes at the URL's host; None where none is known to."""
    host = (urlsplit(url).hostname or "").lower()
    outlets = _outlets_by_host()
    if host in outlets:
        return outlets[host]
    while "." in host:
        host = host.partition(".")[2]
        outlet = outlets.get(host)
        if outlet is not None and outlet.owns_subdomains:
            return outlet
    return None


@cache
def _outlets_by_host() -> dict[str, Outlet]:
    return {
        host: outlet for outlet in all_outlets() for host in (*outlet.domains, *outlet.host_aliases)
    }
