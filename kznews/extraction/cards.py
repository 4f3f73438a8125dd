"""What a listing, a feed or a sitemap shows of articles: cards, whatever they were read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kznews.extraction.dating import card_moment
from kznews.outlets import Outlet
from kznews.outlets.addresses import followed, is_article_url, time_zone_at
from kznews.text.characters import clean_line
from kznews.text.dates import Moment
from kznews.text.timezones import zone

MOST_CARDS = 200
"""Cards of a page that are read: three times as many as on any listing that was seen."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What is shown of one article."""

    url: str
    """Address of the article, canonical."""
    title: str | None
    published: Moment | None
    """Moment of publication that the card states."""
    changed: datetime | None = None
    """Moment of the article's last change that a sitemap states: no article is younger."""


@dataclass(frozen=True, kw_only=True)
class ListingPage:
    """What one page of a listing holds, or one answer of a feed or a sitemap."""

    layout: str | None
    """Name of the layout that found the cards, `feed` or `sitemap`; None where none did."""
    cards: list[Card] = field(default_factory=list)
    next_page: str | None = None
    """Address of the listing's next page, canonical."""
    unread: int = 0
    """Number of cards without a link that leads to an article of the outlet."""


def make_card(
    link: str | None,
    title: str | None,
    printed: str | None,
    *,
    page_url: str,
    outlet: Outlet,
    fetched_at: datetime,
    is_newest: bool,
    changed: datetime | None = None,
) -> Card | None:
    """Make a card of an absolute link, a title and a date as printed; None: no article's link.

    `page_url` is where the card stands: its edition's zone is that of the date. `is_newest`: the
    card is among the newest of the outlet, which decides dates without a year.
    """
    url = followed(link, outlet) if link else None
    if url is None or not is_article_url(url, outlet):
        return None
    published = (
        card_moment(
            printed,
            zone=zone(time_zone_at(page_url, outlet)),
            fetched_at=fetched_at,
            is_newest=is_newest,
        )
        if printed
        else None
    )
    cleaned = clean_line(title) if title else None
    return Card(url=url, title=cleaned or None, published=published, changed=changed)
