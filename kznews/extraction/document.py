"""A fetched page, parsed once."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from parsel import Selector

from kznews.extraction.decoding import decode
from kznews.extraction.structured import Structured, read_structured
from kznews.outlets import Outlet, outlet_of

_TEXTS_AND_BREAKS = etree.XPath(
    "descendant::text()[not(parent::script or parent::style)] | descendant::br"
)


class UnreadablePageError(ValueError):
    """The bytes are no page; the message names the URL."""


class Document:
    """A page's tree and what is known about where it came from.

    `notes` collects what was odd on the way (`charset/mismatch`), for the spider to count.
    """

    def __init__(
        self,
        body: bytes,
        url: str,
        *,
        content_type: str | None = None,
        outlet: Outlet | None = None,
        fetched_at: datetime | None = None,
    ) -> None:
        """Parse `body`; without `outlet` the URL's host decides, without `fetched_at` it is now.

        Raises UnreadablePageError for an empty page or one that is not HTML, ValueError where
        `url` is no absolute http(s) URL.
        """
        self.url = url
        self.host = _host(url)
        self.outlet = outlet or outlet_of(url)
        self.fetched_at = fetched_at or datetime.now(UTC)
        self.size = len(body)
        text, self.notes = decode(body, content_type)
        if not text.strip():
            raise UnreadablePageError(f"{url}: the page is empty")
        if "<" not in text:
            raise UnreadablePageError(f"{url}: the page is not HTML")
        self.selector = Selector(text=text, type="html", base_url=url, huge_tree=True)

    @cached_property
    def base_url(self) -> str:
        """What relative links on the page are relative to."""
        base = self.selector.xpath("//base/@href").get()
        return urljoin(self.url, base.strip()) if base else self.url

    @cached_property
    def structured(self) -> Structured:
        """The page's JSON-LD, OpenGraph and microdata."""
        structured = read_structured(self.selector)
        self.notes += structured.notes
        return structured

    def absolute(self, link: str) -> str | None:
        """The link as an absolute http(s) URL; None for what is not one (`mailto:`, `http://@x`).

        A link to a copy of the site (`test.`) becomes one to the site.
        """
        try:
            url = urljoin(self.base_url, link.strip())
            parts = urlsplit(url)
            parts.port  # noqa: B018  # raises for a port that is none
        except ValueError:
            return None
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            return None
        original = self.outlet and self.outlet.host_aliases.get(parts.hostname)
        return parts._replace(netloc=original).geturl() if original else url


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise ValueError(f"not an http(s) URL: {url!r} ({error})") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError(f"not an http(s) URL: {url!r}")
    return host


def select(node: Selector, selector: str) -> list[Selector]:
    """What `selector` (CSS, or XPath where it begins with `/` or `./`) names within `node`."""
    if selector.startswith(("/", "./")):
        return list(node.xpath(selector))
    return list(node.css(selector))


def text_of(node: Selector) -> str:
    """The node's text, as one line; a text node or an attribute gives itself."""
    root = node.root
    if not isinstance(root, etree._Element):
        return " ".join(str(root).split())
    pieces = cast("list[str | etree._Element]", _TEXTS_AND_BREAKS(root))
    # A line break separates words as a space does.
    text = "".join(" " if isinstance(piece, etree._Element) else piece for piece in pieces)
    return " ".join(text.split())


def first_text(node: Selector, selector: str | None) -> str | None:
    """The first text that is not empty among what `selector` names."""
    if selector is None:
        return None
    return next(filter(None, map(text_of, select(node, selector))), None)
