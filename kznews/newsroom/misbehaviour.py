"""How a page of the newsroom can be made to fail: see `Newsroom.misbehave`.

`times=n`: only the first n requests that the rule is for; None: all of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slow:
    """Waits, then answers as usual; requests on other connections do not wait for it.

    At `*` it is the latency of all pages that nothing else is said about.
    """

    seconds: float
    times: int | None = None


@dataclass(frozen=True)
class Fail:
    """Answers with an error status and an HTML page that says so."""

    status: int = 500
    times: int | None = None


@dataclass(frozen=True)
class Unavailable:
    """Answers 503 with Retry-After."""

    retry_after: int
    """Seconds."""
    times: int | None = None


@dataclass(frozen=True)
class RedirectLoop:
    """Answers 302 forever."""

    growing: bool = False
    """False: to the very same URL. True: each time to a new one (`?hop=1`, `?hop=2`, …)."""
    times: int | None = None


@dataclass(frozen=True)
class CutOff:
    """Announces the whole page, sends half of its bytes, closes the connection."""

    times: int | None = None


@dataclass(frozen=True)
class WrongCharset:
    """Sends the page in cp1251, while header and page still say UTF-8.

    Letters that cp1251 lacks (most Kazakh ones) are sent as character references.
    """

    times: int | None = None


@dataclass(frozen=True)
class Huge:
    """Streams the page with so much more text in it, in chunks, without Content-Length."""

    megabytes: int
    times: int | None = None


@dataclass(frozen=True)
class Edited:
    """An editor changed the article: the title kept, one paragraph changed, one added.

    `Site.edited` says what it is now. Pages that are no articles stay as they are. `Site.edit` does
    so for good, at all addresses of an article.
    """

    times: int | None = None


@dataclass(frozen=True)
class Removed:
    """The page is gone, its cards are still there.

    `Site.remove` takes an article away for good, from all its addresses and from the listing.
    """

    status: int = 404
    """404 or 410."""
    times: int | None = None


@dataclass(frozen=True)
class BrokenJsonLd:
    """The article's page carries JSON-LD that is no JSON; other pages stay as they are."""

    times: int | None = None


@dataclass(frozen=True)
class NoArticle:
    """The article's page is 200, but has only the site's header and footer.

    Other pages stay as they are.
    """

    times: int | None = None


@dataclass(frozen=True)
class EmptyListing:
    """The listing's page is 200, but has no cards and no pager; other pages stay as they are."""

    times: int | None = None


ContentChange = Edited | BrokenJsonLd | NoArticle | EmptyListing
"""What changes the content of a page; the rest changes how it is sent."""

Misbehaviour = (
    Slow
    | Fail
    | Unavailable
    | RedirectLoop
    | CutOff
    | WrongCharset
    | Huge
    | Removed
    | ContentChange
)
