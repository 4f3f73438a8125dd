"""How a page of the newsroom can be made to fail: see `Newsroom.misbehave`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Misbehaviour:
    """A way to answer badly."""

    times: int | None = field(default=None, kw_only=True)
    """The number of requests, the first that the rule is for, that it counts for; None: all."""


@dataclass(frozen=True)
class Slow(Misbehaviour):
    """Waits, then answers as usual; requests on other connections do not wait for it.

    At `*` it is the latency of all pages that nothing else is said about.
    """

    seconds: float


@dataclass(frozen=True)
class Fail(Misbehaviour):
    """Answers with an error status and an HTML page that says so.

    With 404 or 410 an article is gone while its cards are still there: `Site.remove` takes it away
    for good, with its cards.
    """

    status: int = 500


@dataclass(frozen=True)
class Unavailable(Misbehaviour):
    """Answers 503 with Retry-After."""

    retry_after: int
    """Seconds."""


@dataclass(frozen=True)
class RedirectLoop(Misbehaviour):
    """Answers 302 forever."""

    growing: bool = False
    """False: to the very same URL. True: each time to a new one (`?hop=1`, `?hop=2`, …)."""


@dataclass(frozen=True)
class Redirected(Misbehaviour):
    """Leads elsewhere: an article that was taken down, or that moved."""

    to: str
    """An absolute URL."""
    status: int = 301


@dataclass(frozen=True)
class Notice(Misbehaviour):
    """Answers 200 with a page that has a title, a heading and a paragraph, and nothing else."""

    heading: str
    text: str


@dataclass(frozen=True)
class CutOff(Misbehaviour):
    """Announces the whole page, sends half of its bytes, closes the connection."""


@dataclass(frozen=True)
class WrongCharset(Misbehaviour):
    """Sends the page in cp1251, while header and page still say UTF-8.

    Letters that cp1251 lacks (most Kazakh ones) are sent as character references.
    """


@dataclass(frozen=True)
class Huge(Misbehaviour):
    """Streams the page with so much more text in it, in chunks, without Content-Length."""

    megabytes: int


@dataclass(frozen=True)
class ContentChange(Misbehaviour):
    """Changes the content of the pages that it fits; other pages stay as they are."""


@dataclass(frozen=True)
class Edited(ContentChange):
    """An editor changed the article: the title kept, one paragraph changed, one added.

    `Site.edited` says what it is now. `Site.edit` does so for good, at all addresses of an article.
    """


@dataclass(frozen=True)
class BrokenJsonLd(ContentChange):
    """The article's page carries JSON-LD that is no JSON."""


@dataclass(frozen=True)
class NoArticle(ContentChange):
    """The article's page is 200, but has only the site's header and footer."""


@dataclass(frozen=True)
class EmptyListing(ContentChange):
    """The listing's page is 200, but has no cards and no pager."""


@dataclass(frozen=True)
class HtmlFeed(ContentChange):
    """The feed or sitemap is answered with 200 and an HTML page, as where it was switched off."""


@dataclass(frozen=True)
class EmptyFeed(ContentChange):
    """The feed or sitemap is valid, but has no items."""


@dataclass(frozen=True)
class FrozenFeed(ContentChange):
    """The feed or sitemap is as it was when the site opened."""
