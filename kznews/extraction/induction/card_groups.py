"""The cards of an unknown page: alike elements, each around the links to one article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from kznews.extraction.page import Page, select_elements, text_of
from kznews.outlets.addresses import followed

_FRAME = frozenset({"nav", "footer", "aside"})
_PASSING_CLASS = re.compile(
    r"\d{2}|^(?:first|last|odd|even|active|current|big|small|row|col.*)$|--"
)
"""A class that not all cards have, or that is of the page's grid."""
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_FEWEST_LETTERS = 10
"""Letters of the shortest link that is a title: «Далее» is none."""


@dataclass(frozen=True)
class CardGroup:
    """Alike cards of a page, in page order."""

    selector: str
    cards: tuple[etree._Element, ...]
    urls: tuple[str, ...]
    """Address of the article of each card."""


def article_links(
    page: Page, is_article: Callable[[str], bool]
) -> Iterator[tuple[etree._Element, str]]:
    """Give the links to articles outside menus, asides and footers, with their addresses."""
    assert page.outlet is not None
    walk = etree.iterwalk(page.root, events=("start",))
    for _, element in walk:
        if element.tag in _FRAME:
            walk.skip_subtree()
        elif element.tag == "a" and element.get("href"):
            address = page.absolute(element.get("href", ""))
            url = followed(address, page.outlet) if address else None
            if url is not None and url != page.url and is_article(url):
                yield element, url


def card_groups(page: Page, is_article: Callable[[str], bool]) -> list[CardGroup]:
    """Find the groups of cards, the one with the most articles first."""
    links = list(article_links(page, is_article))
    titled = {url for link, url in links if sum(map(str.isalpha, text_of(link))) >= _FEWEST_LETTERS}
    links = [(link, url) for link, url in links if url in titled]
    shown: dict[etree._Element, set[str]] = defaultdict(set)
    for link, url in links:
        shown[link].add(url)
        for ancestor in link.iterancestors():
            shown[ancestor].add(url)
    signatures: dict[tuple[object, ...], list[etree._Element]] = defaultdict(list)
    for card in dict.fromkeys(_card(link, shown) for link, _ in links):
        signatures[_signature(card)].append(card)
    groups = []
    for _, cards in sorted(signatures.items(), key=lambda group: -len(group[1])):
        group = _group(page, cards, shown)
        if group is not None:
            groups.append(group)
    groups.sort(key=lambda group: -len(set(group.urls)))
    return groups


def class_names(element: etree._Element) -> list[str]:
    """Give the classes of an element that may name it."""
    names = (element.get("class") or "").split()
    return [name for name in names if _NAME.fullmatch(name) and not _PASSING_CLASS.search(name)]


def _card(link: etree._Element, shown: dict[etree._Element, set[str]]) -> etree._Element:
    """Give the largest element around a link that links to no other article."""
    card = link
    for ancestor in link.iterancestors():
        if ancestor.tag in {"body", "html", "main"} or len(shown[ancestor]) > 1:
            break
        card = ancestor
    return card


def _signature(card: etree._Element) -> tuple[object, ...]:
    parent = card.getparent()
    around = () if parent is None else (parent.tag, *sorted(class_names(parent)))
    return (card.tag, tuple(sorted(class_names(card))), around)


def _group(
    page: Page, cards: Sequence[etree._Element], shown: dict[etree._Element, set[str]]
) -> CardGroup | None:
    """Find the selector that finds these cards and the fewest other elements."""
    wanted = set(cards)
    best: tuple[tuple[int, int], CardGroup] | None = None
    for selector in _selectors(cards):
        found = select_elements(page, selector)
        own = [each for each in found if len(shown.get(each, ())) == 1]
        nested = set(own)
        own = [each for each in own if not any(up in nested for up in each.iterancestors())]
        if len(wanted & set(own)) < 0.9 * len(wanted):
            continue
        others = len(found) - len(own)
        if others * 2 > len(own):
            continue
        urls = tuple(next(iter(shown[each])) for each in own)
        rank = (len(set(urls)) - 3 * others, -len(selector))
        if best is None or rank > best[0]:
            best = rank, CardGroup(selector, tuple(own), urls)
    return best[1] if best else None


def _selectors(cards: Sequence[etree._Element]) -> Iterator[str]:
    tag = str(cards[0].tag)
    names = Counter(name for card in cards for name in dict.fromkeys(class_names(card)))
    common = [name for name, count in names.items() if count == len(cards)]
    yield from (f"{tag}.{name}" for name in common)
    if len(common) > 1:
        yield tag + "".join(f".{name}" for name in common)
    for around in _around(cards):
        yield f"{around} > {tag}"
        yield from (f"{around} > {tag}.{name}" for name in common)


def _around(cards: Iterable[etree._Element]) -> Iterator[str]:
    """Give selectors of the element that the cards are in, by its class or id, or its parent's."""
    parents = {card.getparent() for card in cards}
    path = ""
    for _ in range(3):
        if not parents or None in parents:
            return
        elements = [parent for parent in parents if parent is not None]
        tag = str(elements[0].tag)
        if any(each.tag != tag for each in elements):
            return
        ids = {each.get("id") for each in elements}
        [own_id] = ids if len(ids) == 1 else [None]
        common = set.intersection(*(set(class_names(each)) for each in elements))
        for name in sorted(common):
            yield f"{tag}.{name}{path}"
        if own_id and _NAME.fullmatch(own_id) and not _PASSING_CLASS.search(own_id):
            yield f"{tag}#{own_id}{path}"
        path = f" > {tag}{path}"
        parents = {each.getparent() for each in elements}
