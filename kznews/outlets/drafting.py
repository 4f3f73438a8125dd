"""The draft of an outlet's module: facts that were found, as the code that states them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from textwrap import indent
from typing import Any

from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.parts import Part

_WIDTH = 100
_PARTS = {
    "kznews.outlets.discovery": (Feed, Listing, Sitemap),
    "kznews.outlets.layouts": (ArticleLayout, ListingLayout),
    "kznews.outlets.outlet": (Edition, Outlet),
}
_WITH_EVIDENCE = (Feed, Listing, Sitemap, ArticleLayout, ListingLayout)


def draft_module(outlet: Outlet, evidence: str | None = None) -> str:
    """Write the module of an outlet.

    `evidence` says what confirmed the facts; without it all of them are named as unverified, for
    whoever looks at the pages to strike out.
    """
    body = f"OUTLET = {_value(outlet, evidence)}\n"
    used = {
        module: [each.__name__ for each in classes if f"{each.__name__}(" in body]
        for module, classes in _PARTS.items()
    }
    imports = "".join(
        f"from {module} import {', '.join(sorted(names))}\n"
        for module, names in used.items()
        if names
    )
    return (
        f'"""{outlet.editions[0].host}: {outlet.title}.\n\n'
        "A draft: found by a crawl of the site, confirmed by nobody. Strike out of `unverified` "
        "what\nits pages show; name the languages of each edition, the commonest first.\n"
        '"""\n\nfrom __future__ import annotations\n\n'
        f"{'import re' + chr(10) * 2 if 're.compile(' in body else ''}{imports}\n{body}"
    )


def _value(value: Any, evidence: str | None) -> str:
    if isinstance(value, re.Pattern):
        return f"re.compile({_string(value.pattern)})"
    if isinstance(value, str):
        return _string(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _call(value, evidence)
    if isinstance(value, tuple):
        return _sequence([_value(each, evidence) for each in value])
    return repr(value)


def _string(text: str) -> str:
    if "\\" in text and '"' not in text and not text.endswith("\\"):
        return f'r"{text}"'
    if '"' in text and "'" not in text and "\\" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _call(value: Any, evidence: str | None) -> str:
    stated = dict(_stated(value))
    if isinstance(value, _WITH_EVIDENCE):
        if evidence is None:
            stated["unverified"] = Part(value).stated
        else:
            stated["evidence"] = evidence
    parts = [f"{name}={_value(each, evidence)}" for name, each in stated.items()]
    name = type(value).__name__
    line = f"{name}({', '.join(parts)})"
    if len(line) <= _WIDTH // 2 and "\n" not in line:
        return line
    return f"{name}(\n{indent(''.join(f'{part},{chr(10)}' for part in parts), ' ' * 4)})"


def _sequence(parts: list[str]) -> str:
    line = f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
    if len(line) <= _WIDTH // 2 and "\n" not in line:
        return line
    return f"(\n{indent(''.join(f'{part},{chr(10)}' for part in parts), ' ' * 4)})"


def _stated(value: Any) -> Iterator[tuple[str, Any]]:
    """Give the fields that differ from their defaults."""
    for each in fields(value):
        given = getattr(value, each.name)
        default = each.default_factory() if callable(each.default_factory) else each.default
        if given != default and each.name not in {"evidence", "unverified"}:
            yield each.name, given
