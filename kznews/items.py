"""What the crawl finds: articles, tickers and rates, and what it had to reject.

All moments are aware datetimes; they leave the pipelines in UTC. This is the one definition of what
is kept: the documents of the database, their validators, what makes a revision, what a page is
compared by at its next visit and what counts as a repetition all come from the fields here and from
the marks on them: `CONTENT`, `TOLD` and `VERBATIM`. A field that bears none is our reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_type_hints

Language = Literal["ru", "kk", "en", "zh"]
Kind = Literal[
    "news", "opinion", "interview", "press release", "advert", "photo", "video", "live text"
]
Topic = Literal[
    "politics",
    "economy",
    "society",
    "incidents",
    "law",
    "world",
    "sport",
    "culture",
    "science and technology",
    "health",
    "education",
    "environment",
    "regions",
    "auto",
    "lifestyle",
]
Script = Literal["Cyrl", "Latn", "Arab", "Hani"]
OutletKind = Literal["aggregator", "satire"]
Precision = Literal["minute", "day"]
DateDoubt = Literal["offset", "repeated hour", "sources disagree", "weekday"]
Method = Literal["layout", "induced", "structured", "general"]
MissReason = Literal[
    "not found",
    "gone",
    "deleted",
    "not-found page",
    "home page",
    "listing",
    "another article",
]
"""What showed that an article is not at its address: a status 404 or a page that says so, a status
410, a page that says that it was deleted, the outlet's own page for addresses that do not exist, a
redirect to the home page, to a list, to another article."""
RateSide = Literal["buy", "sell"]
RateKind = Literal["official", "market", "exchange office", "page strip"]


class Mark(Enum):
    """A mark on a field, which says what a change of it means."""

    CONTENT = "content"
    """The outlet says it: a change is an edit, and makes a revision."""
    TOLD = "told"
    """Stories compare it: see `told_text`."""
    VERBATIM = "verbatim"
    """It stays as the source wrote it: its text is never cleaned."""


CONTENT, TOLD, VERBATIM = Mark


@dataclass(kw_only=True)
class Image:
    """A picture of an article."""

    url: Annotated[str | None, VERBATIM]
    """Absolute; None where the page credits a picture that was not found on it."""
    caption: str | None = None
    credit: str | None = None
    """Who made it, without the word «Фото»: `ЮНИСЕФ`."""


@dataclass(kw_only=True)
class Extraction:
    """How an article was read."""

    layout: str | None
    """The name of the layout that read the page, the outlet's own or an induced one; None where
    none fitted."""
    method: Method
    """What gave the body: the outlet's layout, one that was induced from its pages, structured
    data, or the general extractor."""


@dataclass(kw_only=True)
class Article:
    """One article of one outlet."""

    url: Annotated[str, VERBATIM]
    """Canonical: no tracking parameters, no AMP, no test host."""
    outlet: str
    """The outlet's name, as in `scrapy crawl NAME`; the host where no outlet is known."""
    title: Annotated[str, CONTENT]
    body: Annotated[str, CONTENT, TOLD]
    """The running text: paragraphs in page order, separated by a blank line. Where the page's
    text opens with the lead, the lead is here too, once."""
    extraction: Extraction
    fetched_at: datetime
    """When the page was fetched."""
    lead: Annotated[str | None, CONTENT, TOLD] = None
    """The standfirst, where the page sets one apart."""
    dateline: str | None = None
    """The place, perhaps the day, and the agency that stood before the first sentence:
    `АСТАНА. KAZINFORM`. As printed, without the dash behind it; the body begins after it."""
    language: Language | None = None
    script: Script | None = None
    authors: Annotated[list[str], CONTENT] = field(default_factory=list)
    section: str | None = None
    """The outlet's own name of it."""
    topic: Topic | None = None
    """What the section is of, in one list for all outlets: by its name, or by a part of the
    address; None where neither is a name that is known to say a topic, and none is guessed."""
    tags: Annotated[list[str], CONTENT] = field(default_factory=list)
    published_at: Annotated[datetime | None, CONTENT] = None
    """As the article's own page, its metadata or its listing card states; None where none does.
    Never the crawl day, never the date in the page's header."""
    published_precision: Precision | None = None
    """`day`: only a date was stated; `published_at` is that day's start in the outlet's zone."""
    published_raw: Annotated[str | None, VERBATIM] = None
    """The words that `published_at` was read from."""
    published_zone: str | None = None
    """What made an instant of the stated wall time: the outlet's zone (`Asia/Almaty`), or the
    offset that the page states (`+05:00`). None where no wall time was stated: «2 часа назад»."""
    published_doubts: list[DateDoubt] = field(default_factory=list)
    """What on the page speaks against `published_at`; empty for most articles.

    - `offset`: the page states an offset that the outlet's zone did not have then. It may be an
      hour off, above all before 2024-03-01: sites stamp today's +05:00 on old articles.
    - `repeated hour`: the wall time came twice (29 February 2024, 23:00 to 24:00 in Almaty); this
      is the first.
    - `sources disagree`: another date on the page is of another moment.
    - `weekday`: the weekday beside the date is of another day.
    """
    modified_at: datetime | None = None
    images: Annotated[list[Image], CONTENT] = field(default_factory=list)
    attributed_to: list[str] = field(default_factory=list)
    """The sources that the text itself names, in its order, as one would search for them.

    Such as `Zakon.kz`, `пресс-служба МЧС`; how a name is put is `kznews.text.attribution`'s."""
    kind: Kind | None = None
    """What the outlet calls it; `news` where nothing speaks for another kind. The first that says
    it counts: a label, badge, tag or JSON-LD type of an advert; the outlet's own names of its
    sections; a section that holds adverts everywhere; another type in JSON-LD; a section, a part of
    the address or a label at the title or the text whose name says it everywhere («Колонка»,
    `/interview/`, «Фоторепортаж: …»); pictures with next to no text. So an interview that is
    sponsored is an advert. None where nobody looked: `kznews.extraction.kind`."""
    outlet_kind: OutletKind | None = None
    """What the outlet is, where its articles are not its own news: never a story's first publisher.
    `aggregator`: it gathers other outlets' articles. `satire`: it invents its news."""
    aliases: Annotated[list[str], VERBATIM] = field(default_factory=list)
    """Other URLs at which this same article was met."""
    translation_urls: Annotated[list[str] | None, VERBATIM] = None
    """Where its page says that it stands in other languages, canonical; None where it says nothing.
    Nobody looked whether an article stands there."""
    page: Annotated[str | None, VERBATIM] = None
    """The `_id` of the kept page that it was read from; None where none is kept."""


@dataclass(kw_only=True)
class Ticker:
    """One headline of the strip that an outlet pushes on every page."""

    outlet: str
    headline: str
    position: int
    """From 1, in page order."""
    page_url: Annotated[str, VERBATIM]
    seen_at: datetime
    url: Annotated[str | None, VERBATIM] = None
    """Where the headline leads, absolute and canonical, if it is a link."""
    language: Language | None = None
    edition: Annotated[str | None, VERBATIM] = None
    """Host and path of the page's edition, where that is not the outlet's main one: `kaz.x.kz/`."""


@dataclass(kw_only=True)
class Rate:
    """What `units` units of a currency cost in another, as one outlet states it."""

    outlet: str
    """The outlet that states it."""
    base: str
    """ISO 4217 code of the currency that is priced; `RUR` becomes `RUB`."""
    raw_code: Annotated[str, VERBATIM]
    """The code, name or sign that the outlet printed, or its icon's class."""
    value: Decimal
    """Exact, as printed, for `units` units."""
    kind: RateKind
    seen_at: datetime
    side: RateSide | None = None
    """Of an exchange office: whether it buys or sells the currency at this value; else None."""
    units: int = 1
    quote: str = "KZT"
    valid_on: date | None = None
    """The day that the outlet itself states; None where it states none."""


@dataclass(kw_only=True)
class Rejection:
    """A page or an item that could not be kept as what it should be, and why."""

    url: Annotated[str, VERBATIM]
    outlet: str
    reason: Annotated[str, VERBATIM]
    """For a reader: what is wrong, and where."""
    seen_at: datetime
    item: dict[str, Any] | None = None
    """The item's fields, where there was an item."""


Item = Article | Ticker | Rate | Rejection

SIGHTING_INTERVAL = timedelta(minutes=1)
"""How often it is stored that a headline or a rate, which stands on every page, was seen again."""

ARTICLE_UNCHANGED = object()
"""The Scrapy signal that a server said that an article's page is as it was (304); its arguments are
the page's `url` and when that was, `seen_at`."""
ARTICLE_MISSED = object()
"""The Scrapy signal that an article was not at its address; its arguments are that `url`, when that
was, `seen_at`, what showed it, `reason` (a MissReason), the answer's `status`, and the `page` that
was kept of it, or None."""
LISTING_SHOWN = object()
"""The Scrapy signal that an outlet showed a list of its articles; its arguments are the `url` and
when that was, `seen_at`. Whoever receives one of these three signals returns the task that notes
it."""

TICKER_SHOWN = object()
"""The Scrapy signal that a page showed an outlet's ticker, with these headlines and no other; its
arguments are `outlet`, `edition`, `headlines` and `seen_at`."""


@cache
def marked(kind: type, mark: Mark) -> tuple[str, ...]:
    """Name the fields of the item class `kind` that bear the mark, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(name for name, hint in hints.items() if mark in get_args(hint))


def is_relative_date(published_raw: str | None, published_zone: str | None) -> bool:
    """Tell whether an article's date is a distance from the fetch, as «2 часа назад»."""
    return published_raw is not None and published_zone is None


def told_text(article: Mapping[str, Any]) -> str:
    """Give the text that stories compare, from the fields of an article that are marked so.

    That is the body, and the lead where the body does not open with it. Headlines are left out:
    copies change them first.
    """
    lead, body = article["lead"] or "", str(article["body"])
    return body if body.startswith(lead) else f"{lead}\n\n{body}"


def rejection_of(item: Article | Ticker | Rate, fault: str) -> Rejection:
    """Make the Rejection that keeps `item` and says what is wrong with it.

    Its URL is the item's page; a rate, which knows none, is named by its outlet and pair.
    """
    match item:
        case Article():
            url, outlet = item.url, item.outlet
        case Ticker():
            url, outlet = item.page_url, item.outlet
        case Rate():
            url, outlet = f"{item.outlet}: {item.raw_code}/{item.quote}", item.outlet
    return Rejection(
        url=url,
        outlet=outlet,
        reason=f"{type(item).__name__.lower()}: {fault}",
        seen_at=datetime.now(UTC),
        item=asdict(item),
    )
