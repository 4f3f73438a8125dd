"""The layout of a listing, induced from one page of it: cards, links, titles, dates, the pager.

Alike elements, each around the links to one article, are its cards; within them, the title is what
reads as a headline in nearly every one, the date what reads as a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from kznews.extraction.dating import card_moment
from kznews.extraction.induction.card_groups import (
    CardGroup,
    article_links,
    card_groups,
    class_names,
)
from kznews.extraction.induction.pagers import find_pager
from kznews.extraction.outline import reads_as_headline
from kznews.extraction.page import Page, first_text, select_elements, text_of
from kznews.outlets import DEFAULT_TIME_ZONE
from kznews.outlets.addresses import followed
from kznews.outlets.layouts import ListingLayout
from kznews.text.timezones import zone

NAME = "induced"
"""Name of an induced layout, where it is given no other."""
_FEWEST_CARDS = 4
_COVERED = 0.8
"""Share of a page's articles that its cards must lead to; else its links stand for cards."""
_MOST_DISTINCT = 40
"""Selectors within a card that are tried."""
_TITLE_WORDS = re.compile(r"title|name|head|caption|zag|subject|link", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}:\d{2}\b")
_DAY = re.compile(r"\d|сегодня|вчера|назад|бүгін|кеше|бұрын|today|yesterday|ago", re.IGNORECASE)
_LONGEST_DATE = 45


@dataclass(frozen=True, kw_only=True)
class InducedListing:
    """The layout of one page of a listing, and what it finds there."""

    layout: ListingLayout
    urls: tuple[str, ...]
    """Addresses of the articles that the layout finds, in page order."""
    articles: int
    """Number of the articles that the page links to, outside its frame."""


def induce_listing(page: Page, is_article: Callable[[str], bool]) -> InducedListing | None:
    """Induce the layout of a page of a listing; None where it shows fewer than four articles.

    `is_article` tells which addresses are articles'. The page's outlet says which hosts are its.
    """
    every = set(titled_links(page, is_article))
    if len(every) < _FEWEST_CARDS:
        return None
    pager = find_pager(page, is_article)
    groups = card_groups(page, is_article)
    group = groups[0] if groups else None
    found: ListingLayout | None = None
    urls: tuple[str, ...] = ()
    if group is not None and len(every & set(group.urls)) >= _COVERED * len(every):
        found = _layout_of(group, page)
        urls = tuple(dict.fromkeys(group.urls))
    if found is None:
        found = _layout_of_links(page)
        urls = tuple(dict.fromkeys(url for link, url in article_links(page, is_article)))
    layout = replace(found, next_page=pager.next_page, pager=pager.numbers)
    return InducedListing(layout=layout, urls=urls, articles=len(every))


def titled_links(page: Page, is_article: Callable[[str], bool]) -> list[str]:
    """Give the articles whose links read as headlines; where few do, all whose links have words."""
    texts = [(url, text_of(link)) for link, url in article_links(page, is_article)]
    headlines = [url for url, text in texts if reads_as_headline(text)]
    return headlines if len(headlines) >= _FEWEST_CARDS else [url for url, text in texts if text]


def _layout_of(group: CardGroup, page: Page) -> ListingLayout | None:
    link = _link_selector(group, page)
    title = _title_selector(group)
    if link is None or title is None:
        return None
    return ListingLayout(
        name=NAME,
        card=group.selector,
        link=link,
        title=title,
        published=_date_selector(group, page, title),
    )


def _layout_of_links(page: Page) -> ListingLayout:
    """Give the layout of a page whose links stand for cards: those with words."""
    host = page.host
    inside = f'contains(@href, "//{host}/") or starts-with(@href, "/")'
    return ListingLayout(
        name=f"{NAME} links",
        card=f"//a[{inside}][string-length(normalize-space()) > 14][not(ancestor::nav or "
        "ancestor::footer or ancestor::aside)]",
        link="./@href",
        title="./self::a",
    )


def _link_selector(group: CardGroup, page: Page) -> str | None:
    """Find what gives, in every card, the address of its article first."""

    def fits(selector: str) -> bool:
        links = (first_text(card, selector) for card in group.cards)
        addresses = (page.absolute(link) if link else None for link in links)
        return all(
            address is not None
            and page.outlet is not None
            and followed(address, page.outlet) == url
            for address, url in zip(addresses, group.urls, strict=True)
        )

    if group.cards[0].tag == "a":
        return "./@href" if fits("./@href") else None
    links = ["a::attr(href)"]
    for element in group.cards[0].iterdescendants("a"):
        links += [f"a.{name}::attr(href)" for name in class_names(element)]
        links += [f"{own}::attr(href)" for own in _paths_to(element, group.cards[0])]
    return next(filter(fits, dict.fromkeys(links)), None)


def _paths_to(element: etree._Element, card: etree._Element) -> Iterator[str]:
    for around in element.iterancestors():
        if around is card:
            return
        yield from (f".{name} a" for name in class_names(around))
        if around.tag in {"h2", "h3", "h4", "h5"}:
            yield f"{around.tag} a"


def _inner_selectors(cards: Sequence[etree._Element]) -> list[str]:
    """Give selectors of the elements within the first cards, in page order."""
    found: dict[str, None] = {}
    for card in cards[:3]:
        for element in card.iterdescendants(etree.Element):
            names = class_names(element)
            for name in names:
                found.setdefault(f"{element.tag}.{name}")
            if not names or element.tag in {"h2", "h3", "h4", "h5", "time", "a"}:
                found.setdefault(str(element.tag))
            if len(found) >= _MOST_DISTINCT:
                break
    return list(found)


def _title_selector(group: CardGroup) -> str | None:
    """Find what reads as a headline in nearly every card, is linked, and is no more than that."""
    best: tuple[tuple[float, ...], str] | None = None
    itself = ["./self::a"] if group.cards[0].tag == "a" else []
    for place, selector in enumerate([*_inner_selectors(group.cards), *itself]):
        texts = [first_text(card, selector) or "" for card in group.cards]
        headlines = sum(map(reads_as_headline, texts))
        filled = sum(map(bool, texts))
        if filled < 0.9 * len(texts) or len(set(texts)) < 0.8 * len(texts):
            continue
        rank = (
            headlines >= 0.6 * len(texts),
            _is_linked(group.cards[0], selector),
            bool(_TITLE_WORDS.search(selector)) or selector.startswith(("h2", "h3", "h4", "h5")),
            -sum(map(len, texts)) / len(texts) // 40,
            -place,
        )
        if best is None or rank > best[0]:
            best = rank, selector
    if best is None:
        return None
    own = f"{best[1]}::text" if not best[1].startswith("./") else "./text()"
    return own if _holds_more(group, best[1], own) else best[1]


def _holds_more(group: CardGroup, selector: str, own: str) -> bool:
    """Tell whether the title's element also holds a time, in most cards, behind its own text."""
    timed = 0
    for card in group.cards:
        whole, title = first_text(card, selector) or "", first_text(card, own) or ""
        rest = whole.removeprefix(title)
        timed += reads_as_headline(title) and _TIME.search(rest) is not None
    return timed >= 0.6 * len(group.cards)


def _is_linked(card: etree._Element, selector: str) -> int:
    """Tell how what the selector finds is linked: 2, it stands in a link; 1, its text is one's."""
    first = next((each for each in select_elements(card, selector) if text_of(each)), None)
    if first is None:
        return 0
    if card.tag == "a" or first.tag == "a" or next(first.iterancestors("a"), None) is not None:
        return 2
    own = text_of(first)
    return int(any(text_of(link) == own for link in first.iterdescendants("a")))


def _date_selector(group: CardGroup, page: Page, title: str) -> str | None:
    """Find what reads as a date, with its day, in most cards."""
    at = zone(page.outlet.time_zone if page.outlet else DEFAULT_TIME_ZONE)

    def reads_as_date(text: str | None) -> bool:
        return (
            text is not None
            and len(text) <= _LONGEST_DATE
            and _DAY.search(_TIME.sub("", text)) is not None
            and card_moment(text, zone=at, fetched_at=page.fetched_at, is_newest=True) is not None
        )

    best: tuple[tuple[float, ...], str] | None = None
    inner = _inner_selectors(group.cards)
    attributes = [f"{each}::attr(datetime)" for each in inner if each.startswith("time")]
    for place, selector in enumerate([*attributes, *inner]):
        if selector == title:
            continue
        dates = sum(reads_as_date(first_text(card, selector)) for card in group.cards)
        if dates < 0.6 * len(group.cards):
            continue
        rank = (round(dates / len(group.cards), 1), -place)
        if best is None or rank > best[0]:
            best = rank, selector
    return best[1] if best else None
