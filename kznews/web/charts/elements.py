"""Elements of SVG and HTML as markup: what they hold and their attributes are escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2s

from markupsafe import Markup, escape

_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Signs that no page may hold."""
_PAGES = re.compile(r"https?://|/(?!/)|[?#]|$", re.IGNORECASE)
"""How an address begins that is a page's."""

Attribute = str | int | float | None


def element(
    name: str, attributes: dict[str, Attribute] | None = None, *content: Markup | str
) -> Markup:
    """Give an element; attributes that are None are left out."""
    told = "".join(
        f' {text(key)}="{text(value)}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    inner = "".join(each if isinstance(each, Markup) else text(each) for each in content)
    tag = text(name)
    # All parts are escaped; `Markup.format` does it once more, at four times the cost.
    return Markup(f"<{tag}{told}>{inner}</{tag}>")  # noqa: S704


def text(value: str | float) -> Markup:
    """Give a text that is safe between tags and in an attribute; numbers with three decimals."""
    if isinstance(value, float):
        value = f"{value:.3f}".rstrip("0").rstrip(".")
    return escape(_UNPRINTED.sub("", str(value)))


def joined(parts: Iterable[Markup]) -> Markup:
    """Put elements one after another."""
    return Markup("").join(parts)


def share(part: float) -> str:
    """Give a share of the width as a length."""
    return f"{min(max(part, 0.0), 1.0) * 100:.3f}".rstrip("0").rstrip(".") + "%"


def identifier(name: str, part: str) -> str:
    """Give the id of a part of a chart, from a name that no other chart of the page has."""
    return f"chart-{blake2s(name.encode('utf-8', 'replace'), digest_size=6).hexdigest()}-{part}"


def safe_address(href: str | None) -> str | None:
    """Give an address that a link may lead to: a page, here or on the web; None for any other."""
    return href if href is not None and _PAGES.match(href) else None


def link(href: str | None, label: str, *content: Markup) -> Markup:
    """Set a link around parts of a drawing, where there is one; its words are shown on pointing."""
    title = element("title", None, label)
    address = safe_address(href)
    if address is None:
        return element("g", None, title, *content)
    return element("a", {"href": address, "aria-label": label}, title, *content)


def drawing(
    name: str,
    height: int,
    words: tuple[str, str],
    *content: Markup,
    kind: str,
    has_links: bool = False,
) -> Markup:
    """Give a drawing that is as wide as its place; `words` are its title and what it shows.

    One that has links is a group of them: what is within an image cannot be reached.
    """
    title, description = words
    title_id, description_id = identifier(name, "title"), identifier(name, "desc")
    return element(
        "svg",
        {
            "class": f"chart {kind}",
            "width": "100%",
            "height": height,
            "role": "group" if has_links else "img",
            "aria-labelledby": title_id,
            "aria-describedby": description_id,
        },
        element("title", {"id": title_id}, title),
        element("desc", {"id": description_id}, description),
        *content,
    )
