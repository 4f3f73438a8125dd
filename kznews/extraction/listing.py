"""The cards on a page of a listing and the link to the listing's next page."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from kznews.extraction.dating import card_moment
from kznews.extraction.page import Page, first_text, select, select_elements, text_of
from kznews.outlets.addresses import followed, is_article_url, time_zone_at
from kznews.outlets.layouts import JsonListingLayout, ListingLayout
from kznews.text.characters import clean_line
from kznews.text.dates import Moment
from kznews.text.timezones import zone

_MOST_CARDS = 200
"""Cards of a page that are read: three times as many as on any page that was seen."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a listing shows of one article."""

    url: str
    """Address of the article, canonical."""
    title: str | None
    published: Moment | None
    """Moment of publication that the card states."""


@dataclass(frozen=True, kw_only=True)
class ListingPage:
    """What one page of a listing holds."""

    layout: str | None
    """Name of the layout that found the cards; None where none did."""
    cards: list[Card] = field(default_factory=list)
    next_page: str | None = None
    """Address of the listing's next page, canonical."""
    unread: int = 0
    """Number of cards without a link that leads to an article of the outlet."""


def read_listing(page: Page, number: int = 1) -> ListingPage:
    """Read page `number` of a listing by the first of the outlet's layouts that finds a card.

    Where its pager has later pages but no link to the next one, that is noted as
    `listing/pager_unread`: the listing must not seem to end here. Of a page with more than 200
    cards the first count, noted as `listing/too_many_cards`. A page without any card gives an
    empty ListingPage: whether that is an end or an alarm is the spider's to say. Raises ValueError
    where the page's outlet is not known.
    """
    if page.outlet is None:
        raise ValueError(f"{page.url}: a listing of an unknown outlet cannot be read")
    for layout in page.outlet.listing_layouts:
        if isinstance(layout, JsonListingLayout):
            continue
        nodes = select_elements(page, layout.card)
        if not nodes:
            continue
        if len(nodes) > _MOST_CARDS:
            page.notes.append("listing/too_many_cards")
        cards: dict[str, Card] = {}
        unread = 0
        for node in nodes[:_MOST_CARDS]:
            card = _card(node, layout, page, is_newest=number == 1)
            if card is None:
                unread += 1
            else:
                cards.setdefault(card.url, card)
        return ListingPage(
            layout=layout.name,
            cards=list(cards.values()),
            next_page=_next_page(page, layout, number),
            unread=unread,
        )
    return ListingPage(layout=None)


def _card(
    node: etree._Element, layout: ListingLayout, page: Page, *, is_newest: bool
) -> Card | None:
    outlet = page.outlet
    assert outlet is not None  # checked by read_listing
    link = first_text(node, layout.link)
    absolute = page.absolute(link) if link else None
    url = followed(absolute, outlet) if absolute else None
    if url is None or not is_article_url(url, outlet):
        return None
    title = first_text(node, layout.title)
    printed = first_text(node, layout.published)
    return Card(
        url=url,
        title=clean_line(title) if title else None,
        published=card_moment(
            printed,
            zone=zone(time_zone_at(page.url, outlet)),
            fetched_at=page.fetched_at,
            is_newest=is_newest,
        )
        if printed
        else None,
    )


def _next_page(page: Page, layout: ListingLayout, number: int) -> str | None:
    outlet = page.outlet
    assert outlet is not None  # checked by read_listing
    links: list[str] = []
    if layout.next_page is not None:
        links += map(text_of, select(page, layout.next_page))
    if layout.pager is not None:
        numbered = _numbered_links(page, layout.pager)
        links += [link for printed, link in numbered if printed == number + 1]
        if not links and any(printed > number for printed, _ in numbered):
            page.notes.append("listing/pager_unread")
    targets = (page.absolute(link) for link in links)
    return next(filter(None, (followed(url, outlet) for url in targets if url)), None)


def _numbered_links(page: Page, pager: str) -> list[tuple[int, str]]:
    """Return the numbers and addresses of the links in the innermost pager that has links."""
    for element in reversed(select_elements(page, pager)):
        if links := [link for link in element.iterdescendants("a") if link.get("href")]:
            return [
                (int(number), link.get("href", ""))
                for link in links
                if (number := text_of(link)).isdecimal()
            ]
    return []
