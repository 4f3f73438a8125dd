"""What feeds, sitemaps and listings show of an outlet's facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from kznews.extraction.cards import Card, ListingPage
from kznews.extraction.feed import read_feed
from kznews.extraction.json_document import JsonDocument
from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page, UnreadablePageError, first_text, select, select_elements
from kznews.extraction.probed_facts import ProbedFacts, shortened
from kznews.extraction.sitemap import read_sitemap
from kznews.outlets import Outlet
from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import JsonListingLayout, ListingLayout
from kznews.text.terminal import write_count

Way = Feed | Sitemap | Listing


class ProbedDiscovery:
    """The feeds, sitemaps and listings of one outlet, with what their answers show."""

    def __init__(self, outlet: Outlet, facts: ProbedFacts) -> None:
        self._outlet = outlet
        self._facts = facts
        self._pages: Counter[str] = Counter()
        self._cards: Counter[str] = Counter()
        self._unread: dict[str, int] = {}
        self._notes: Counter[str] = Counter()

    def way_at(self, url: str) -> Way | None:
        """Give the way of discovery whose address it is."""
        ways = (way for way in self._outlet.ways if way.url.rstrip("/") == url.rstrip("/"))
        return next(ways, None)

    def refuse(self, way: Way, why: str) -> None:
        """Note that a way's address does not give what it should."""
        seen = self._facts.of(way, "url")
        seen.asked += 1
        seen.contradict(why)

    def meet_feed(self, body: bytes, url: str, fetched_at: datetime) -> None:
        """Look at what was served as a feed."""
        way = self.way_at(url)
        try:
            found = read_feed(body, url, outlet=self._outlet, fetched_at=fetched_at)
        except UnreadablePageError as error:
            if way is not None:
                self.refuse(way, str(error))
            return
        self._note(url, found, "feed")
        if way is not None:
            self._judge_way(way, found)

    def meet_sitemap(self, body: bytes, url: str, fetched_at: datetime) -> None:
        """Look at what was served as a sitemap."""
        way = self.way_at(url)
        try:
            found = read_sitemap(body, url, outlet=self._outlet, fetched_at=fetched_at)
        except UnreadablePageError as error:
            if way is not None:
                self.refuse(way, str(error))
            return
        self._note(url, found.articles, "sitemap")
        if way is None:
            return
        if not found.members:
            self._judge_way(way, found.articles)
            return
        seen = self._facts.of(way, "url")
        seen.asked += 1
        seen.confirm(len(found.members), found.members[0].url)
        if isinstance(way, Sitemap) and way.members is not None:
            seen = self._facts.of(way, "members")
            seen.asked += 1
            fitting = [each.url for each in found.members if re.search(way.members, each.url)]
            if fitting:
                seen.confirm(len(fitting), fitting[0])
            else:
                seen.contradict(f"in no address of the index, such as {found.members[0].url}")

    def meet_listing(self, document: Page | JsonDocument) -> None:
        """Look at a page of a listing."""
        way = self.way_at(document.url)
        listing = way if isinstance(way, Listing) else None
        try:
            found = read_listing(document, 1 if listing else 2, listing)
        except UnreadablePageError as error:
            if listing is not None:
                self.refuse(listing, str(error))
            return
        self._note(document.url, found, "listing")
        self._notes.update(document.notes)
        if listing is not None:
            self._judge_way(listing, found)
            self._meet_wait(listing, document)
        elif found.cards:
            self._meet_further_page(document.url, found.cards)
        for layout in self._outlet.listing_layouts:
            self._facts.of(layout, "card").asked += 1
            if layout.name == found.layout:
                self._meet_layout(layout, document, found, is_first=listing is not None)
                break

    def remarks(self) -> Iterator[str]:
        """Say what was seen beside the facts."""
        for kind, count in self._pages.items():
            yield f"{kind}: {write_count(count, 'page')}, {write_count(self._cards[kind], 'card')}"
        for url, count in self._unread.items():
            verb = "leads" if count == 1 else "lead"
            yield f"{write_count(count, 'card')} on {url} {verb} to no article"
        for note, count in sorted(self._notes.items()):
            yield f"noted on {write_count(count, 'listing')}: {note}"

    def _note(self, url: str, found: ListingPage, kind: str) -> None:
        self._pages[kind] += 1
        self._cards[kind] += len(found.cards)
        if found.unread:
            self._unread[url] = found.unread

    def _judge_way(self, way: Way, found: ListingPage) -> None:
        if found.cards:
            seen = self._facts.of(way, "url")
            seen.asked += 1
            seen.confirm(len(found.cards), _words(found.cards[0]))
        else:
            lost = f"{write_count(found.unread, 'card')}, and none of them leads to an article"
            self.refuse(way, lost if found.unread else "it shows no article")

    def _meet_wait(self, listing: Listing, document: Page | JsonDocument) -> None:
        if listing.wait_for is not None and isinstance(document, Page):
            seen = self._facts.of(listing, "wait_for")
            seen.asked += 1
            if found := select(document, listing.wait_for):
                seen.confirm(len(found), None)

    def _meet_further_page(self, url: str, cards: list[Card]) -> None:
        for listing in self._outlet.listings:
            for name in ("page_url", "day_url"):
                template = getattr(listing, name)
                if template is not None and _fits(template, url):
                    seen = self._facts.of(listing, name)
                    seen.asked += 1
                    seen.confirm(len(cards), _words(cards[0]))

    def _meet_layout(
        self,
        layout: ListingLayout | JsonListingLayout,
        document: Page | JsonDocument,
        found: ListingPage,
        *,
        is_first: bool,
    ) -> None:
        cards, count = found.cards, len(found.cards) + found.unread
        for name in ("card", "link", "address", "parts", "title", "published", "html", "script"):
            self._facts.of(layout, name).asked += name != "card"
        self._facts.of(layout, "card").confirm(count, None)
        lost = f"most lead to no article on {document.url}"
        for name in ("link", "address", "parts"):
            if found.unread > len(cards):
                self._facts.of(layout, name).contradict(lost)
            elif cards:
                self._facts.of(layout, name).confirm(len(cards), cards[0].url)
        for name in ("html", "script"):
            self._facts.of(layout, name).confirm(count, None)
        titles = [each.title for each in cards if each.title]
        if titles:
            self._facts.of(layout, "title").confirm(len(titles), titles[0])
        dates = [each.published.raw for each in cards if each.published]
        printed = _printed_date(layout, document)
        if dates:
            self._facts.of(layout, "published").confirm(len(dates), dates[0])
        elif printed:
            self._facts.of(layout, "published").contradict(f"«{shortened(printed)}» is no date")
        if isinstance(layout, ListingLayout) and isinstance(document, Page):
            self._meet_pager(layout, document, found, is_first=is_first)

    def _meet_pager(
        self, layout: ListingLayout, page: Page, found: ListingPage, *, is_first: bool
    ) -> None:
        if layout.day_heading is not None:
            seen = self._facts.of(layout, "day_heading")
            seen.asked += 1
            nodes = select_elements(page, layout.card)
            if texts := list(
                filter(None, (first_text(each, layout.day_heading) for each in nodes))
            ):
                seen.confirm(len(texts), texts[0])
        if layout.next_page is not None:
            seen = self._facts.of(layout, "next_page")
            seen.asked += 1
            if text := first_text(page, layout.next_page):
                if found.next_page:
                    seen.confirm(1, found.next_page)
                else:
                    seen.contradict(f"«{shortened(text)}» leads to no page of the outlet")
        if layout.pager is not None and is_first:  # the number of a later page is not known
            seen = self._facts.of(layout, "pager")
            seen.asked += 1
            if "listing/pager_unread" in page.notes:
                seen.contradict(f"it has later pages, but none is the second on {page.url}")
            elif found.next_page and select(page, layout.pager):
                seen.confirm(1, found.next_page)


def _fits(template: str, url: str) -> bool:
    """Tell whether an address is one that a template of pages or of days gives."""
    pattern = re.sub(r"\\{(?:page|offset)\\}|%(?:\\-)?[A-Za-z]", r"[^/&]+", re.escape(template))
    return re.fullmatch(pattern, url) is not None


def _words(card: Card) -> str:
    return card.title or card.url


def _printed_date(
    layout: ListingLayout | JsonListingLayout, document: Page | JsonDocument
) -> str | None:
    """Give the first date that a card prints where cards are elements of the page."""
    if not isinstance(layout, ListingLayout) or not isinstance(document, Page):
        return None
    nodes = select_elements(document, layout.card)
    return next(filter(None, (first_text(each, layout.published) for each in nodes)), None)
