"""The text of an article: by the layout, else from structured data, else from the page's blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from lxml import etree

from kznews.extraction.blocks import Block, read_blocks
from kznews.extraction.body import (
    Body,
    add_images,
    known_boilerplate,
    letters_and_digits,
    read_body,
    read_paragraphs,
)
from kznews.extraction.boilerplate_elements import embedded_posts, without_paragraphs
from kznews.extraction.page import Page, UnreadablePageError, parse_html, select_elements
from kznews.extraction.printed_markup import prints_markup
from kznews.extraction.running_text import read_text
from kznews.items import Method
from kznews.outlets.addresses import followed, is_article_url
from kznews.outlets.layouts import ArticleLayout

_FEWEST_LETTERS = 200
"""Letters of the shortest text that structured data give whole; fewer are often a summary."""
_DISTINCT_LETTERS = 40
"""Letters of a block that does not stand in another text by chance."""
_LONGEST_GAP = 10_000
"""Letters between two blocks of a text, at most, that are short or not found in it."""
MOST_TAGS = 8_000
"""Tags of a page, at most, in which a text is looked for that no layout names: so many take a
second at most, whatever they are (`python -m benchmarks.hostile`). Of 441 pages of Kazakhstan's
outlets the largest has 4,720."""
_COVERED_SHARE = 0.9
"""Share of a text that the page's own blocks must cover to give it their paragraphs."""


class NotAnArticleError(UnreadablePageError):
    """A page that holds no article; the message names the URL and what is missing.

    `missing` is the field of Article that it is.
    """

    def __init__(self, message: str, *, missing: str = "body") -> None:
        super().__init__(message)
        self.missing = missing


def read_content(page: Page, layout: ArticleLayout | None, title: str) -> tuple[Body, Method]:
    """Read the body of the article called `title`, and say what gave it.

    Raises NotAnArticleError where nothing on the page could be an article's text, or where it has
    too many tags to look for a text that no layout names.
    """
    if layout is not None:
        body = _by_layout(page, layout)
        if body.paragraphs:
            return _without_title(body, title), "induced" if layout in page.induced else "layout"
        page.notes.append("body/layout_empty")
    stated = _without_title(_by_structured_data(page), title)
    if _is_whole(stated):
        return _with_images(stated, page, title), "structured"
    if page.tags > MOST_TAGS:
        raise NotAnArticleError(
            f"{page.url}: the page has more than {MOST_TAGS:,} tags, too many to find a text that "
            "no layout names"
        )
    body = _without_title(read_text(page, title), title)
    if stated.paragraphs and _count_letters(body.text) < 2 * _count_letters(stated.text):
        return _with_images(stated, page, title), "structured"
    if not body.paragraphs:
        raise NotAnArticleError(f"{page.url}: the page has no text that could be an article's")
    return _with_images(body, page, title), "general"


def _with_images(body: Body, page: Page, title: str) -> Body:
    add_images(body, title, page.blocks, page)
    return body


def _count_letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _without_title(body: Body, title: str) -> Body:
    if len(body.paragraphs) > 1 and body.paragraphs[0].casefold() == title.casefold():
        del body.paragraphs[0]
    return body


def _by_layout(page: Page, layout: ArticleLayout) -> Body:
    outlet = page.outlet
    elements = _outermost(select_elements(page, layout.body))

    def is_article(link: str) -> bool:
        url = followed(link, outlet) if outlet else None
        return outlet is not None and url is not None and is_article_url(url, outlet)

    return read_body(
        elements,
        dropped=frozenset(_dropped(page, layout, elements)),
        absolute=page.absolute,
        is_article=is_article,
        boilerplate=known_boilerplate(page),
    )


def _dropped(
    page: Page, layout: ArticleLayout, elements: Iterable[etree._Element]
) -> Iterator[etree._Element]:
    """Give what the layout drops inside the body's `elements`.

    The pages that a layout was induced from need not show what others do: posts of social networks,
    tags that were never closed.
    """
    is_induced = layout in page.induced
    for element in elements:
        for selector in _joined_selectors(layout.drop):
            for node in select_elements(element, selector):
                if not is_induced:
                    yield node
                elif not _holds_most(node, element):
                    yield from without_paragraphs(node)
        if is_induced:
            yield from embedded_posts(element)


def _outermost(elements: list[etree._Element]) -> list[etree._Element]:
    """Leave out what stands in another of the elements: its text is read with that."""
    if len(elements) < 2:
        return elements
    found = set(elements)
    return [each for each in elements if found.isdisjoint(each.iterancestors())]


def _holds_most(node: etree._Element, element: etree._Element) -> bool:
    """Tell whether most of an element's text stands in `node`: a tag that was never closed."""
    within, whole = (sum(len(piece) for piece in each.itertext()) for each in (node, element))
    return 2 * within > whole


@cache
def _joined_selectors(selectors: tuple[str, ...]) -> tuple[str, ...]:
    """Join the CSS selectors into one, which is faster to look for."""
    css = [each for each in selectors if not each.startswith(("/", "./", "(/"))]
    return (*filter(None, [", ".join(css)]), *(each for each in selectors if each not in css))


def _by_structured_data(page: Page) -> Body:
    text = page.structured.body
    if not text:
        return Body()
    if prints_markup(text):
        paragraphs = _texts(read_blocks(parse_html(text.encode(errors="ignore")), frozenset()))
    elif "\n" in text:
        paragraphs = text.split("\n")
    else:
        paragraphs = _printed_paragraphs(page, text) or [text]
    return read_paragraphs(paragraphs, known_boilerplate(page))


def _is_whole(body: Body) -> bool:
    """Tell whether a body is a whole text: some outlets state only the beginning."""
    text = body.text.rstrip()
    return not text.endswith(("…", "...")) and _count_letters(text) >= _FEWEST_LETTERS


def _texts(blocks: Iterable[Block]) -> list[str]:
    return ["\n".join(block.lines) for block in blocks]


def _printed_paragraphs(page: Page, text: str) -> list[str]:
    """Find the paragraphs in which the page prints `text`, which is one line; none in doubt.

    Long ones are found in it, in page order; short ones (a subheading) count where they fill the
    gap between two of these, since a button's one word may stand anywhere in a text.
    """
    whole = letters_and_digits(text)
    paragraphs = [(each, letters_and_digits(each)) for each in _texts(page.blocks)]
    found: list[str] = []
    short: list[tuple[str, str]] = []
    place = covered = 0
    for paragraph, letters in [*paragraphs, ("", "")]:
        is_long = len(letters) >= _DISTINCT_LETTERS
        end = place + _LONGEST_GAP + len(letters)
        start = whole.find(letters, place, end) if is_long else -1
        if start < 0 and paragraph:
            short.append((paragraph, letters))
            continue
        gap = whole[place:start] if paragraph else whole[place:]
        filling = _blocks_in_gap(gap, short, backwards=not found)
        found += [*(each for each, _ in filling), *filter(None, [paragraph])]
        covered += len(letters) + sum(len(each) for _, each in filling)
        place, short = start + len(letters), []
    return found if covered >= _COVERED_SHARE * len(whole) else []


def _blocks_in_gap(
    gap: str, blocks: list[tuple[str, str]], *, backwards: bool
) -> list[tuple[str, str]]:
    """Find the blocks (as printed, and their letters) that follow each other in the gap."""
    filling: list[tuple[str, str]] = []
    start, end = 0, len(gap)
    for block in reversed(blocks) if backwards else blocks:
        letters = block[1]
        if letters and backwards and gap.endswith(letters, start, end):
            end -= len(letters)
            filling.append(block)
        elif letters and not backwards and gap.startswith(letters, start, end):
            start += len(letters)
            filling.append(block)
    return filling[::-1] if backwards else filling
