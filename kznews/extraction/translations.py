"""Where a page says that its article stands in another language: addresses, nothing more.

A link with `hreflang`, or one whose whole text names a language («Қазақша», `RU`). Most switches
lead to the home page of the other edition, some to a list: these are none. Whether an article
stands at such an address, and in which language, is told by reading it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from lxml import etree

from kznews.extraction.page import Page, text_of
from kznews.items import Language
from kznews.outlets.addresses import canonical, followed, is_article_url

# Sites write the country's code for the language's, too.
_CODES: dict[str, Language] = {
    **dict.fromkeys(("kk", "kz", "kaz", "qaz"), "kk"),
    **dict.fromkeys(("ru", "rus"), "ru"),
    **dict.fromkeys(("en", "eng"), "en"),
    **dict.fromkeys(("zh", "cn"), "zh"),
}
_NAMES: dict[str, Language] = {
    **_CODES,
    **dict.fromkeys(("қаз", "қазақ", "қазақша", "каз", "казахский", "қазақ тілі"), "kk"),
    **dict.fromkeys(("қазақ тілінде", "на казахском", "на казахском языке"), "kk"),
    **dict.fromkeys(("рус", "русский", "орысша", "орыс тілінде"), "ru"),
    **dict.fromkeys(("на русском", "на русском языке", "по-русски"), "ru"),
    **dict.fromkeys(("англ", "english", "английский", "ағылшынша", "in english"), "en"),
    **dict.fromkeys(("на английском", "на английском языке", "ағылшын тілінде"), "en"),
    **dict.fromkeys(("中文", "chinese"), "zh"),
}
_ASKS_TO_READ = re.compile(r"^(?:читать|читайте|read)\s+|\s+(?:оқу|оқыңыз|читать)$")
_LONGEST_NAME = 40
"""Characters of a link's text beyond which it names no language."""
_SLUG = re.compile(r"\d|[^-]{2}[-_][^-]{2}")


def read_translation_urls(page: Page, language: Language | None) -> list[str] | None:
    """Return where the article of a page, which is in `language`, stands in others.

    Canonical, of the same outlet, in page order; None where the page says nothing of it. Where
    links of one kind name several addresses for one language, as buttons on the cards of a list
    would, none is taken.
    """
    own = {page.url, *_canonical_addresses(page)}
    own |= {each for each in (_of_article(url, page) for url in own) if each}
    found: dict[str, None] = {}
    for links in (_stated(page), _switches(page)):
        of_language: dict[Language, set[str]] = {}
        for code, link in links:
            url = page.absolute(link)
            address = _of_article(url, page) if url and code != language else None
            if address and address not in own and url not in own:
                of_language.setdefault(code, set()).add(address)
        found |= {next(iter(each)): None for each in of_language.values() if len(each) == 1}
    return list(found) or None


def _stated(page: Page) -> Iterator[tuple[Language, str]]:
    """Give the languages and targets of links with `hreflang`."""
    for tag in ("link", "a"):
        for element in page.root.iter(tag):
            stated, link = element.get("hreflang"), element.get("href")
            if stated and link and "canonical" not in (element.get("rel") or ""):
                code = _CODES.get(re.split("[-_]", stated.strip().lower())[0])
                if code:
                    yield code, link


def _switches(page: Page) -> Iterator[tuple[Language, str]]:
    """Give those of links whose whole text names a language."""
    for element in page.root.iter("a"):
        link = element.get("href")
        if link and (code := _NAMES.get(_name(element))):
            yield code, link


def _name(element: etree._Element) -> str:
    # A picture of a flag has a name, too.
    picture = next(element.iter("img"), None)
    alternatives = (
        text_of(element),
        element.get("title"),
        element.get("aria-label"),
        picture.get("alt") if picture is not None else None,
    )
    text = next(filter(None, alternatives), "")
    if len(text) > _LONGEST_NAME:
        return ""
    return _ASKS_TO_READ.sub("", text.casefold().strip(" .:→›»|[]()")).strip()


def _canonical_addresses(page: Page) -> Iterator[str]:
    """Give the addresses that the page calls its own."""
    for element in page.root.iter("link"):
        if "canonical" in (element.get("rel") or ""):
            url = page.absolute(element.get("href") or "")
            if url:
                yield url


def _of_article(url: str, page: Page) -> str | None:
    """Give the canonical address of what may be an article of the page's outlet."""
    outlet = page.outlet
    if outlet is not None:
        address = followed(url, outlet)
        if address is None or (outlet.article_url and not is_article_url(address, outlet)):
            return None
    else:
        with suppress(ValueError):
            if _site(urlsplit(url).hostname or "") != _site(page.host):
                return None
        try:
            address = canonical(url, None)
        except ValueError:
            return None
    segments = [each for each in urlsplit(address).path.split("/") if each]
    return address if segments and _SLUG.search(segments[-1]) else None


def _site(host: str) -> str:
    """Give what the hosts of one outlet's editions have in common: `kaz.example.kz`."""
    return ".".join(host.rsplit(".", 2)[-2:])
