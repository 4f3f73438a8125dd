"""The running text of an article: its paragraphs in page order, each once, and its pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from kznews.extraction.blocks import Block, read_blocks
from kznews.extraction.page import Page
from kznews.extraction.printed_markup import prints_markup, read_printed_markup
from kznews.items import Image
from kznews.text.adverts import advert_label
from kznews.text.boilerplate import which_are_boilerplate
from kznews.text.characters import clean, clean_line
from kznews.text.credits import LONGEST_CAPTION, captioned_credit, photo_credit
from kznews.text.dateline import split_dateline

# «Фото: город Учкудук, 2024» under a picture tells what it shows, not who took it.
_CAPTION = re.compile(
    r"(?:На )?(?:фото|сурет|снимк|иллюстраци|коллаж)\w*\s*[:.–-].{2,}|"
    # «На фото Айдос Сапар», but not «На фото ниже …».
    r"На (?:фото(?:графии)?|снимке) (?=(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«]))[^.!?]{2,}[.!?]?",
    re.I,
)
# It says itself that it is a caption, also where its picture is not found.
_CAPTION_ALONE = re.compile(
    r"На (?:фото(?:графии)?|снимке)(?: \(.{3,20}\))? ?: ?.{2,}|Суретте ?: ?.{2,}", re.I
)
# A counter of views or comments, before the text.
_COUNTER = re.compile(r"[\d\s.,|•·👁💬]+")
_DISTINCT_CHARACTERS = 60
"""Characters of a paragraph that is not said twice by chance."""
_LONGEST_PLAIN_RUN = 50
"""Paragraphs in a row, all of them shorter, that are compared with an earlier run at most."""


@dataclass
class Body:
    """The text of an article, with the pictures that stand in it."""

    paragraphs: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    """Photo credits that stand before any picture: they belong to the article's main picture."""
    lead: str | None = None
    """Standfirst that the page sets apart, where no layout names it."""
    described: set[str] = field(default_factory=set)
    """Lines that caption or credit a picture, as printed."""
    dateline: str | None = None
    """Dateline that stood before the first sentence: «АСТАНА. KAZINFORM»."""
    main_image: Image | None = None
    """Picture that stands between the title and the text, where no layout names it."""
    is_advertising: bool = False
    """Whether a label in the text says that it is an advert."""

    @property
    def text(self) -> str:
        """Paragraphs, separated by a blank line."""
        return "\n\n".join(self.paragraphs)


def read_body(
    elements: Iterable[etree._Element],
    *,
    dropped: frozenset[etree._Element],
    absolute: Callable[[str], str | None],
    is_article: Callable[[str], bool],
    boilerplate: tuple[re.Pattern[str], ...] = (),
) -> Body:
    """Read the text inside `elements`, one after another.

    `dropped` elements are passed over with all they hold. A line (a paragraph, or what stands
    between two `<br>`) that is boilerplate is cut; so is a paragraph that is nothing but a link to
    another article (`is_article` of the absolute URL): a «read also». A line that only credits a
    picture, or captions the one right above it, goes to that picture. What is said twice in the
    same words (a block for phones, another for desks) is kept once.
    """
    blocks = [
        block
        for element in elements
        for block in read_blocks(element, dropped)
        if not _only_links(block, lambda link: is_article(absolute(link) or ""))
    ]
    return assemble(blocks, absolute, boilerplate)


def read_paragraphs(
    paragraphs: Iterable[str], boilerplate: tuple[re.Pattern[str], ...] = ()
) -> Body:
    """Make a body of paragraphs that were found otherwise; a line break ends a line of one."""
    blocks = [Block(lines=text.split("\n")) for text in paragraphs]
    return assemble(blocks, lambda link: link, boilerplate)


def add_images(body: Body, title: str, blocks: Sequence[Block], page: Page) -> None:
    """Find the pictures, captions and credits around the text of `body` among the page's blocks.

    That is from the title, or the first paragraph where it does not stand above, to the last
    paragraph, and the credit right below; further pictures belong to other articles.
    """
    lines = {letters_and_digits(line) for text in body.paragraphs for line in text.split("\n")}
    lines = {line for line in lines if len(line) >= _DISTINCT_CHARACTERS}
    texts = [letters_and_digits("".join(block.lines)) for block in blocks]
    places = [place for place, text in enumerate(texts) if text in lines]
    if not places:
        return
    first, last = places[0], places[-1]
    heading = letters_and_digits(title)
    start = max((place for place in range(first) if texts[place] == heading), default=first)
    end = last + 1
    while end < len(blocks) and end <= last + 2 and not blocks[end].images:
        end += 1
    before = assemble(blocks[start:first], page.absolute, ())
    within = assemble([*blocks[first : last + 1], *blocks[last + 1 : end]], page.absolute, ())
    described = before.described | within.described
    body.paragraphs = [each for each in body.paragraphs if each not in described] or body.paragraphs
    if before.images:
        body.main_image = before.images[0]
    body.images = within.images
    body.credits = body.credits or [*before.credits, *within.credits]


def known_boilerplate(page: Page) -> tuple[re.Pattern[str], ...]:
    """Give the patterns of lines that are boilerplate at the page's outlet alone."""
    return _patterns(page.outlet.boilerplate) if page.outlet else ()


@cache
def _patterns(rules: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule, re.I) for rule in rules)


def _without_markup(block: Block) -> list[Block]:
    if not any(map(prints_markup, block.lines)):
        return [block]
    read = read_printed_markup(block.lines)
    for each in read:
        each.is_caption = block.is_caption
    pictures = Block(images=block.images, is_caption=block.is_caption)
    return [pictures, *read] if block.images else read


def _only_links(block: Block, is_article: Callable[[str], bool]) -> bool:
    if not block.links:
        return False
    if 2 * sum(len(text) for _, text in block.links) < sum(map(len, block.lines)):
        return False
    linked = letters_and_digits("".join(text for _, text in block.links))
    return (
        bool(linked)
        and linked == letters_and_digits("".join(block.lines))
        and all(is_article(link) for link, text in block.links if letters_and_digits(text))
    )


def assemble(
    blocks: Sequence[Block],
    absolute: Callable[[str], str | None],
    boilerplate: tuple[re.Pattern[str], ...],
) -> Body:
    """Make a body of blocks: of their lines, what is text, and the pictures that they hold.

    Boilerplate is cut, credits and captions go to their pictures, repetitions are kept once.
    """
    blocks = [each for block in blocks for each in _without_markup(block)]
    body = Body()
    labels = _Labels()
    below_picture = False
    for block, lines in zip(blocks, _clean_lines(blocks, boilerplate), strict=True):
        pictures = [Image(url=url) for link in block.images if (url := absolute(link))]
        body.images += pictures
        below_picture = below_picture or bool(pictures)
        is_caption = block.is_caption and (below_picture or bool(body.images))
        kept = []
        for line, is_known in lines:
            if is_known and not (
                line.startswith("©") and (is_caption or below_picture) and photo_credit(line)
            ):
                labels.met(line, len(body.paragraphs))
            elif is_caption:
                _describe(body.images[-1], *caption_and_credit(line))
                body.described.add(line)
            elif len(line) <= LONGEST_CAPTION and _describes_picture(
                line, body, below_picture=below_picture
            ):
                body.described.add(line)
            else:
                kept.append(line)
        if kept:
            below_picture = False
            body.paragraphs.append("\n".join(kept))
    body.is_advertising = labels.mark(len(body.paragraphs))
    while body.paragraphs[1:] and _COUNTER.fullmatch(body.paragraphs[0]):
        del body.paragraphs[0]
    body.paragraphs = _without_repetitions(body.paragraphs)
    _take_dateline(body)
    return body


def _clean_lines(
    blocks: Sequence[Block], boilerplate: tuple[re.Pattern[str], ...]
) -> list[list[tuple[str, bool]]]:
    """Return each block's lines that are not empty, cleaned, and whether they are boilerplate."""
    printed = [line for block in blocks for line in block.lines]
    # All at once: most of the price of cleaning is for beginning with it.
    lines = clean("\n".join(printed)).split("\n")
    if len(lines) != len(printed):
        lines = [clean_line(line) for line in printed]
    known = which_are_boilerplate(lines)
    every = zip(lines, known, strict=True)
    return [
        [
            (line, is_known or any(rule.fullmatch(line) for rule in boilerplate))
            for line, is_known in (next(every) for _ in block.lines)
            if line
        ]
        for block in blocks
    ]


@dataclass
class _Labels:
    """Labels of adverts that were met among the lines of a body."""

    adverts: int = 0
    slots: list[int] = field(default_factory=list)
    """Numbers of paragraphs that stand before each bare «Реклама»."""

    def met(self, line: str, place: int) -> None:
        label = advert_label(line)
        if label == "slot":
            self.slots.append(place)
        self.adverts += label == "advert"

    def mark(self, paragraphs: int) -> bool:
        """Tell whether the labels mark the text, which has so many paragraphs.

        A bare «Реклама» marks it only if it stands once, at the beginning or at the end; elsewhere
        it labels a banner.
        """
        return self.adverts > 0 or (len(self.slots) == 1 and self.slots[0] in (0, paragraphs))


def caption_and_credit(printed: str) -> tuple[str | None, str | None]:
    """Read the caption and the credit of a picture from what is printed with it."""
    caption, credit = captioned_credit(printed) or (None, photo_credit(printed))
    return (printed, None) if credit is None else (caption or None, credit)


def _describe(picture: Image, caption: str | None, credit: str | None) -> None:
    picture.caption = picture.caption or caption or None
    picture.credit = picture.credit or credit


def _describes_picture(line: str, body: Body, *, below_picture: bool) -> bool:
    """Tell whether a line only credits or captions a picture, and keep what it says with that."""
    picture = body.images[-1] if body.images else None
    if picture is not None and below_picture and (described := captioned_credit(line)):
        _describe(picture, *described)
        return True
    if credit := photo_credit(line):
        if picture is None:
            body.credits.append(credit)
        else:
            _describe(picture, None, credit)
        return True
    is_caption = _CAPTION_ALONE.fullmatch(line) is not None
    if picture is not None and below_picture and (is_caption or _CAPTION.fullmatch(line)):
        _describe(picture, line, None)
        return True
    return is_caption


def _without_repetitions(paragraphs: list[str]) -> list[str]:
    """Leave out the runs of paragraphs that repeat an earlier run word for word.

    A run counts where it has a paragraph that is not said twice by chance; «- Да.» may be said
    twice in an interview, but not twice in a row.
    """
    if len(set(paragraphs)) == len(paragraphs):
        return paragraphs
    first: dict[str, int] = {}
    kept: list[str] = []
    place = 0
    while place < len(paragraphs):
        earlier = first.setdefault(paragraphs[place], place)
        if place and paragraphs[place - 1] == paragraphs[place]:
            earlier = place - 1
        length, is_distinct = 0, False
        while (
            earlier + length < place
            and place + length < len(paragraphs)
            and paragraphs[earlier + length] == paragraphs[place + length]
            and (is_distinct or length < _LONGEST_PLAIN_RUN)
        ):
            is_distinct |= len(paragraphs[place + length]) >= _DISTINCT_CHARACTERS
            length += 1
        if length and (is_distinct or earlier + length == place):
            place += length
            continue
        kept.append(paragraphs[place])
        place += 1
    return kept


def _take_dateline(body: Body) -> None:
    """Cut the dateline from the first paragraph, or the second where the first is a standfirst."""
    for place, paragraph in enumerate(body.paragraphs[:2]):
        line, _, others = paragraph.partition("\n")
        if divided := split_dateline(line):
            body.dateline, rest = divided
            text = "\n".join(filter(None, (rest, others)))
            body.paragraphs[place : place + 1] = [text] if text else []
            return


def letters_and_digits(text: str) -> str:
    """Return what two printings of one text have in common."""
    return "".join(filter(str.isalnum, text))
