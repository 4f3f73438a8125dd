"""The outlets that kznews knows: one module each, which holds the outlet's facts as `OUTLET`."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from urllib.parse import urlsplit

from kznews.outlets.outlet import Outlet

__all__ = ["DEFAULT_TIME_ZONE", "Outlet", "all_outlets", "outlet_of"]

DEFAULT_TIME_ZONE = "Asia/Almaty"
"""IANA name of the time zone of an outlet that is not known: most outlets keep Almaty's time."""


@cache
def all_outlets() -> tuple[Outlet, ...]:
    """Return every outlet, by name."""
    modules = (import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    found = (module.OUTLET for module in modules if hasattr(module, "OUTLET"))
    return tuple(sorted(found, key=lambda outlet: outlet.name))


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
