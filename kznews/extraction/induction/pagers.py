"""The way to a listing's next page, found on a page of which nothing is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from kznews.extraction.induction.card_groups import class_names
from kznews.extraction.page import Page, first_text, select_elements, text_of
from kznews.outlets.addresses import followed

_NEXT_CLASS = re.compile(r"next|older|forward|sled", re.IGNORECASE)
_NEXT_TEXT = re.compile(
    r"(?:следующая|следующая страница|след\.?|далее|вперед|вперёд|ещё|еще|показать ещё|показать еще"
    r"|загрузить ещё|загрузить еще|больше новостей|старые записи|келесі|келесі бет|тағы|алға"
    r"|тағы жүктеу|көбірек|next|next page|older|older posts|more|load more|show more)?[ »›>→]*",
    re.IGNORECASE,
)


class Pager(NamedTuple):
    """How a layout says where the next page is."""

    next_page: str | None
    """Selector of the next page's address."""
    numbers: str | None
    """Selector of the element around the numbered links."""


def find_pager(page: Page, is_article: Callable[[str], bool]) -> Pager:
    """Find the pager of a listing's page: a link to the next one, or numbers."""
    for selector in _next_selectors(page):
        link = first_text(page, selector)
        if link and _is_next(page, link, is_article):
            return Pager(selector, None)
    return Pager(None, _numbers(page, is_article))


def _is_next(page: Page, link: str, is_article: Callable[[str], bool]) -> bool:
    address = page.absolute(link)
    assert page.outlet is not None
    url = followed(address, page.outlet) if address else None
    return url is not None and url.rstrip("/") != page.url.rstrip("/") and not is_article(url)


def _next_selectors(page: Page) -> Iterator[str]:
    yield "a[rel~=next]::attr(href)"
    yield "link[rel~=next]::attr(href)"
    for link in page.root.iter("a"):
        text = text_of(link)
        is_next = bool(text) and _NEXT_TEXT.fullmatch(text) is not None
        for name in class_names(link):
            if _NEXT_CLASS.search(name) and (is_next or len(text) < 12):
                yield f"a.{name}::attr(href)"
        parent = link.getparent()
        for name in class_names(parent) if parent is not None else ():
            if _NEXT_CLASS.search(name) and len(text) < 25:
                yield f"{parent.tag}.{name} a::attr(href)" if parent is not None else ""
        if is_next and '"' not in text:
            yield f'//a[normalize-space() = "{text}"]/@href'


def _numbers(page: Page, is_article: Callable[[str], bool]) -> str | None:
    """Find the selector of the element around the link to page 2, by its class or id."""
    for link in page.root.iter("a"):
        if text_of(link) != "2" or not _is_next(page, link.get("href") or "", is_article):
            continue
        for around in link.iterancestors():
            if around.tag in {"body", "html", "main"}:
                break
            if sum(text_of(each).isdecimal() for each in around.iterdescendants("a")) < 1:
                continue
            for name in _names(around):
                if select_elements(page, name)[:1] == [around]:
                    return name
    return None


def _names(element: etree._Element) -> list[str]:
    own = (
        [f"#{element.get('id')}"]
        if re.fullmatch(r"[A-Za-z][\w-]*", element.get("id") or "")
        else []
    )
    return [*(f"{element.tag}.{name}" for name in class_names(element)), *own]
