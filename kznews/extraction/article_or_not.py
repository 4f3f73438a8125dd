"""Whether a page that no layout knows holds an article, or is a list, an error, a page of the site.

Its address, its headings, what it says of itself to machines and its outline are asked in this
order: what is certain decides, the outline weighs links against text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from kznews.extraction.outline import Outline, outline_of, reads_as_headline
from kznews.extraction.page import Page, head_title, text_of
from kznews.extraction.printed_date import printed_date
from kznews.outlets.addresses import is_article_url
from kznews.text.characters import clean_line, comparison_key
from kznews.text.page_kinds import (
    PageKind,
    has_slug,
    is_section_name,
    kind_of_address,
    kind_of_heading,
)

_TYPES = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:https?://schema\.org/)?(\w+)"')
_LISTS: dict[str, PageKind] = {
    "CollectionPage": "listing",
    "SearchResultsPage": "search page",
    "ProfilePage": "author page",
    "AboutPage": "static page",
    "ContactPage": "static page",
    "ImageGallery": "gallery",
}
"""Kind of a page by its type in JSON-LD."""
# https://developer.wordpress.org/reference/functions/body_class/
_BODIES: dict[str, PageKind] = {
    "error404": "error page",
    "search-results": "search page",
    "search-no-results": "search page",
    "post-type-archive": "listing",
    "archive": "listing",
    "blog": "listing",
}
"""Kind of a page by the class that WordPress gives to its `body`."""
_OF_LISTS = frozenset({"home", "hfeed", "category", "tag", "author", "date"})
"""Classes, one of which such a list has, too: other sites call many things an archive."""
_OF_ONE_PAGE = frozenset({"single", "single-post", "page", "singular"})

_PASSWORDS = etree.XPath("//input[@type='password']")
_LETTERS_OF_TEXTS = (150, 400, 700, 1500)
"""Letters of running text in one element, each of which fewer lists have."""
_LETTERS_OF_A_TEXT = 400
"""Letters of the shortest text that needs no other proof."""
_LETTERS_OF_ANNOUNCEMENTS = 600
"""Letters of running text from which on it matters whether it stands together."""
_FEWEST_LINKS = 3
"""Links with headlines on a page that is called a list."""
_FEWEST_CARDS = 8
"""Links with headlines that weigh against a page; fewer stand below most articles."""
_TEXT_IN_PIECES = 0.15
"""Share of a page's running text that stands together, where all of it is cards' announcements."""
_ENOUGH = 2
"""Points from which on a page is an article."""


def why_no_article(page: Page) -> str | None:
    """Tell why the page is no article, as a statement about it; None where it may be one.

    What kind it is of instead is noted on the page: `no_article/tag_page`.
    """
    found = _by_address(page) or _by_headings(page) or _by_metadata(page) or _by_outline(page)
    if found is None:
        return None
    kind, reason = found
    page.notes.append(f"no_article/{kind.replace(' ', '_')}")
    article = "an" if kind[0] in "aeiou" else "a"
    return f"the page is {article} {kind}, no article: {reason}"


Finding = tuple[PageKind, str]
"""Kind of a page that is no article, and what says so."""


def _by_address(page: Page) -> Finding | None:
    if page.outlet is not None and is_article_url(page.url, page.outlet):
        return None
    kind = kind_of_address(page.url)
    return (kind, "its address says so") if kind else None


def _by_headings(page: Page) -> Finding | None:
    title = clean_line(head_title(page))
    kind = kind_of_heading(title)
    if kind == "error page":
        return kind, f"its title is «{title}»"
    headings = [clean_line(text_of(each)) for each in page.root.iter("h1")]
    # What a window of the site is headed («Sign in») says nothing of an article beside it.
    if page.structured.published or any(map(reads_as_headline, headings)):
        return None
    if kind is not None:
        return kind, f"its title is «{title}»"
    for heading in headings:
        if kind := kind_of_heading(heading):
            return kind, f"it is headed «{heading}»"
    return None


def _by_metadata(page: Page) -> Finding | None:
    types = set(_types(page))
    states_article = bool(page.structured.published) or any("Article" in each for each in types)
    for name, kind in _LISTS.items():
        if name in types and not states_article:
            return kind, f"it says that it is a {name}"
    classes = _body_classes(page)
    for name in classes & _BODIES.keys() if not classes & _OF_ONE_PAGE else ():
        kind = _BODIES[name]
        if kind != "listing" or classes & _OF_LISTS:
            return kind, f"its body is of the class {name}"
    return None


def _by_outline(page: Page) -> Finding | None:
    outline = outline_of(page)
    if _points(page, outline) >= _ENOUGH:
        return None
    if _PASSWORDS(page.root):
        return "login page", "it asks for a password and shows no article"
    if len(outline.headlines) < _FEWEST_LINKS:
        return None
    return "listing", (
        f"it shows {len(outline.headlines)} links with headlines against "
        f"{outline.letters_together} letters of text in one place"
    )


def _points(page: Page, outline: Outline) -> int:
    """Weigh what speaks for an article against what speaks for a list."""
    headings = outline.headings or _titled(page)
    headline = next(filter(reads_as_headline, headings), None)
    together, cards = outline.letters_together, outline.letters_of_headlines
    is_dated = bool(page.structured.published or (headline and printed_date(page.root, headline)))
    is_long = together >= _LETTERS_OF_A_TEXT
    points = 2 * is_dated + has_slug(page.url)
    points += sum(together >= letters for letters in _LETTERS_OF_TEXTS)
    if headline is not None:
        is_over_text = is_long or not outline.headings or outline.letters_below_heading
        points += 2 if is_over_text else 1
    elif not headings:
        points -= 1
    elif all(map(is_section_name, headings)):
        points -= 2
    if len(outline.headlines) >= _FEWEST_CARDS:
        points -= (cards > together) + (cards > 3 * together)
        points -= cards > 8 * together and not (is_dated and headline)
    if outline.letters > _LETTERS_OF_ANNOUNCEMENTS and (
        together < _TEXT_IN_PIECES * outline.letters
    ):
        points -= 2
    return points


def _titled(page: Page) -> list[str]:
    """Give the smaller headings with which the head's title begins."""
    title = comparison_key(clean_line(head_title(page)))
    texts = (clean_line(text_of(each)) for each in page.root.iter("h2", "h3"))
    return [text for text in texts if text and title.startswith(comparison_key(text))]


def _types(page: Page) -> Iterator[str]:
    for script in page.root.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from _TYPES.findall(script.text or "")


def _body_classes(page: Page) -> set[str]:
    body = next(page.root.iter("body"), None)
    return set() if body is None else set((body.get("class") or "").split())
