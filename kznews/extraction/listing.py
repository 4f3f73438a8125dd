"""The cards on a page of a listing and the address of the listing's next page."""

from __future__ import annotations

from lxml import etree

from kznews.extraction.cards import MOST_CARDS, Card, ListingPage, make_card
from kznews.extraction.json_document import JsonDocument, search_json
from kznews.extraction.json_listing import read_json_cards
from kznews.extraction.page import Page, first_text, select, select_elements, text_of
from kznews.outlets import Outlet
from kznews.outlets.addresses import followed
from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import JsonListingLayout, ListingLayout


def read_listing(
    document: Page | JsonDocument, number: int = 1, listing: Listing | None = None
) -> ListingPage:
    """Read page `number` of a listing by the first of the outlet's layouts that finds a card.

    The next page is the one that the layout's link or pager leads to, else the one that the
    `page_url` of the `listing` gives.

    Where its pager has later pages but no link to the next one, that is noted as
    `listing/pager_unread`: the listing must not seem to end here. Of a page with more than 200
    cards the first count, noted as `listing/too_many_cards`. A page without any card gives an
    empty ListingPage: whether that is an end or an alarm is the spider's to say. Raises ValueError
    where the page's outlet is not known, UnreadablePageError where JSON in a script is broken.
    """
    outlet = document.outlet
    if outlet is None:
        raise ValueError(f"{document.url}: a listing of an unknown outlet cannot be read")
    for layout in outlet.listing_layouts:
        page = None
        if isinstance(layout, JsonListingLayout):
            found = read_json_cards(document, layout, is_newest=number == 1)
        else:
            page = _page(document, layout)
            found = _html_cards(page, layout, is_newest=number == 1) if page else None
        if found is None:
            continue
        cards: dict[str, Card] = {}
        for card in found:
            if card is not None:
                cards.setdefault(card.url, card)
        linked = (
            _linked_page(page, layout, number)
            if isinstance(layout, ListingLayout) and page is not None
            else None
        )
        return ListingPage(
            layout=layout.name,
            cards=list(cards.values()),
            next_page=linked or _counted_page(listing, number, len(found), outlet),
            unread=found.count(None),
        )
    return ListingPage(layout=None)


def _page(document: Page | JsonDocument, layout: ListingLayout) -> Page | None:
    """Give the page that a layout reads: the document, or the HTML that stands in its JSON."""
    if isinstance(document, Page):
        return document if layout.html is None else None
    html = search_json(layout.html, document.data) if layout.html else None
    if not isinstance(html, str) or "<" not in html:
        return None
    page = Page(
        html.encode(errors="replace"),
        document.url,
        content_type="text/html; charset=utf-8",
        outlet=document.outlet,
        fetched_at=document.fetched_at,
    )
    page.notes = document.notes
    return page


def _html_cards(page: Page, layout: ListingLayout, *, is_newest: bool) -> list[Card | None] | None:
    nodes = select_elements(page, layout.card)
    if len(nodes) > MOST_CARDS:
        page.notes.append("listing/too_many_cards")
    return [_card(node, layout, page, is_newest=is_newest) for node in nodes[:MOST_CARDS]] or None


def _card(
    node: etree._Element, layout: ListingLayout, page: Page, *, is_newest: bool
) -> Card | None:
    assert page.outlet is not None  # checked by read_listing
    link = first_text(node, layout.link)
    stated = (first_text(node, each) for each in (layout.day_heading, layout.published))
    return make_card(
        page.absolute(link) if link else None,
        first_text(node, layout.title),
        ", ".join(filter(None, stated)),
        page_url=page.url,
        outlet=page.outlet,
        fetched_at=page.fetched_at,
        is_newest=is_newest,
    )


def _linked_page(page: Page, layout: ListingLayout, number: int) -> str | None:
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


def _counted_page(listing: Listing | None, number: int, cards: int, outlet: Outlet) -> str | None:
    """Give the next page where no link leads to it: pages are taken to be of one size."""
    if listing is None or listing.page_url is None:
        return None
    return followed(listing.page_url.format(page=number + 1, offset=number * cards), outlet)


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
