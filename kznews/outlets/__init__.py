"""The outlets that kznews knows: one module each, which holds its facts as `OUTLET`."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from urllib.parse import urlsplit

from kznews.outlets.outlet import Outlet

__all__ = ["Outlet", "all_outlets", "outlet_of"]


@cache
def all_outlets() -> tuple[Outlet, ...]:
    """Every outlet, by name."""
    modules = (import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    found = (module.OUTLET for module in modules if hasattr(module, "OUTLET"))
    return tuple(sorted(found, key=lambda outlet: outlet.name))


def outlet_of(url: str) -> Outlet | None:
    """The outlet that publishes at the URL's host, or at a host that it is a copy of."""
    host = (urlsplit(url).hostname or "").lower()
    for outlet in all_outlets():
        if host in outlet.domains or host in outlet.host_aliases:
            return outlet
    return None
