"""Where a page says that its article stands in another language: addresses, nothing more.

A link with `hreflang`, or one whose whole text names a language («Қазақша», `RU`). Most switches
lead to the home page of the other edition, some to a list: these are none. Whether an article
stands at such an address, and in which language, is told by reading it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from kznews.extraction.page import Page
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
_ASKS_TO_READ = re.compile(r"^(?:читать|читайте|read) | (?:оқу|оқыңыз|читать)$")
_TEXT = etree.XPath("string()", smart_strings=False)
_LONGEST_NAME = 30
"""Characters of a link's text beyond which it names no language."""
_MOST_WITHIN = 3
"""Elements within a link beyond which it names no language: it is a card."""
_SLUG = re.compile(r"\d|[^-]{2}[-_][^-]{2}")


def read_translation_urls(page: Page, language: Language | None) -> list[str] | None:
    """Return where the article of a page, which is in `language`, stands in others.

    Canonical, of the same outlet, in page order; None where the page says nothing of it. Where
    links of one kind name several addresses for one language, as buttons on the cards of a list
    would, none is taken.
    """
    links = _Links(page)
    own = {page.url, *filter(None, map(page.absolute, links.canonical))}
    own |= {each for each in (_of_article(url, page) for url in own) if each}
    found: dict[str, None] = {}
    for of_a_kind in (links.stated, links.switches):
        of_language: dict[Language, set[str]] = {}
        for code, link in of_a_kind:
            url = page.absolute(link)
            address = _of_article(url, page) if url and code != language else None
            if address and address not in own and url not in own:
                of_language.setdefault(code, set()).add(address)
        found |= {next(iter(each)): None for each in of_language.values() if len(each) == 1}
    return list(found) or None


class _Links:
    """The links of a page that may name an address of its article."""

    def __init__(self, page: Page) -> None:
        self.canonical: list[str] = []
        """Targets of those that the page calls its own address."""
        self.stated: list[tuple[Language, str]] = []
        """Languages and targets of those with `hreflang`."""
        self.switches: list[tuple[Language, str]] = []
        """The same of those whose whole text names a language."""
        of_text: list[tuple[Language, str]] = []
        for element in page.links:
            kind = self.stated
            if element.tag == "link":
                if "canonical" in (element.get("rel") or ""):
                    self.canonical += filter(None, [element.get("href")])
                    continue
                code = _stated(element.get("hreflang"))
            # A page has hundreds of the others: of most nothing is asked but their text.
            elif stated := element.get("hreflang"):
                kind, code = of_text, _stated(stated)
            else:
                kind, code = self.switches, _named(element)
            if code and (link := element.get("href")):
                kind.append((code, link))
        self.stated += of_text


def _stated(language: str | None) -> Language | None:
    return _CODES.get(re.split("[-_]", language.strip().lower())[0]) if language else None


def _named(element: etree._Element) -> Language | None:
    """Tell the language that a link names."""
    # Nearly all links are headlines: most are told by their length.
    text = element.text or ""
    if len(text) > _LONGEST_NAME and len(text.strip()) > _LONGEST_NAME:
        return None
    within = len(element)
    if within > _MOST_WITHIN:
        return None
    if within and len(text) <= _LONGEST_NAME:
        text = cast("str", _TEXT(element))
    text = text.strip()
    if len(text) > _LONGEST_NAME:
        return None
    if not text:
        # A picture of a flag has a name, too.
        picture = next(element.iter("img"), None)
        alternatives = (
            element.get("title"),
            element.get("aria-label"),
            picture.get("alt") if picture is not None else None,
        )
        text = next(filter(None, alternatives), "")
    return _language_called(text) if len(text) <= _LONGEST_NAME else None


# The same menus stand on all pages of an outlet.
@lru_cache(maxsize=4096)
def _language_called(name: str) -> Language | None:
    name = " ".join(name.casefold().split()).strip(" .:→›»|[]()")
    return _NAMES.get(_ASKS_TO_READ.sub("", name).strip() if " " in name else name)


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
