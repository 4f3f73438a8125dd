"""The running text of an article: its paragraphs in page order, each once, and its pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from kznews.items import Image
from kznews.text.boilerplate import captioned_credit, is_boilerplate, photo_credit
from kznews.text.characters import clean

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot "
    "th thead tr ul".split()
)
_VOID = frozenset({"br", "img"})
_NEVER_TEXT = frozenset(
    "audio button canvas embed form iframe input noscript object script select style svg template "
    "textarea video".split()
)
# «Фото: город Учкудук, 2024» under a picture tells what it shows, not who took it.
_CAPTION = re.compile(r"(?:На )?(?:фото|сурет|снимк|иллюстраци|коллаж)\w*\s*[:.–-].{2,200}", re.I)
_FURNITURE = re.compile(r"(?:\.svg|/pixel|/counter)(?:\?|$)|^data:", re.I)


@dataclass
class Body:
    """What stands inside an article's body element."""

    paragraphs: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    """Photo credits that stand before any picture: they belong to the article's main one."""

    @property
    def text(self) -> str:
        """Paragraphs separated by a blank line."""
        return "\n\n".join(self.paragraphs)


@dataclass
class _Block:
    """One paragraph as it stands on the page."""

    texts: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    """The part of the texts that is inside links to articles."""
    images: list[str] = field(default_factory=list)


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
    picture, or captions the one right above it, goes to that picture.
    """
    body = Body()
    below_picture = False
    for element in elements:
        for block in _blocks(element, dropped, lambda link: is_article(absolute(link) or "")):
            pictures = [Image(url=url) for link in block.images if (url := absolute(link))]
            body.images += pictures
            below_picture = below_picture or bool(pictures)
            text = "".join(block.texts)
            if block.linked and _letters("".join(block.linked)) == _letters(text):
                continue
            lines = [
                line
                for line in clean(text).split("\n")
                if line
                and not is_boilerplate(line)
                and not any(rule.fullmatch(line) for rule in boilerplate)
                and not _describes_picture(line, body, below_picture=below_picture)
            ]
            if not lines:
                continue
            below_picture = False
            paragraph = "\n".join(lines)
            if paragraph not in body.paragraphs[-1:]:
                body.paragraphs.append(paragraph)
    return body


def _describes_picture(line: str, body: Body, *, below_picture: bool) -> bool:
    """Whether the line only credits or captions a picture; what it says is kept with that one."""
    picture = body.images[-1] if body.images else None
    if picture is not None and below_picture and (described := captioned_credit(line)):
        picture.caption = picture.caption or described[0] or None
        picture.credit = picture.credit or described[1]
        return True
    if credit := photo_credit(line):
        if picture is None:
            body.credits.append(credit)
        elif picture.credit is None:
            picture.credit = credit
        return True
    if picture is not None and below_picture and _CAPTION.fullmatch(line):
        picture.caption = picture.caption or line
        return True
    return False


def _blocks(
    element: etree._Element,
    dropped: frozenset[etree._Element],
    links_to_article: Callable[[str], bool],
) -> Iterator[_Block]:
    """The paragraphs inside `element`: every piece of text once, split where blocks begin or end.

    Two `<br>` in a row split a paragraph too.
    """
    block = _Block()
    broken = False  # the last piece that was not blank is a `<br>`
    for kind, text, linked in _pieces(element, dropped, links_to_article):
        if kind == "image":
            block.images.append(text)
        elif kind == "text":
            block.texts.append(text)
            if linked:
                block.linked.append(text)
            broken = broken and text == " "
        elif kind == "line" and not broken:
            block.texts.append("\n")
            broken = True
        elif block.texts or block.images:
            yield block
            block = _Block()
            broken = False
    yield block


def _pieces(
    root: etree._Element,
    dropped: frozenset[etree._Element],
    links_to_article: Callable[[str], bool],
) -> Iterator[tuple[str, str, bool]]:
    """What stands inside `root`, in page order: `text`, `image`, `line` breaks, `block` borders.

    With a stack of its own: pages whose tags are never closed nest thousands deep.
    """
    steps: list[tuple[str, etree._Element, bool]] = [("enter", root, False)]
    while steps:
        step, element, linked = steps.pop()
        tag = element.tag
        if step == "tail":
            if element.tail:
                yield "text", _inline(element.tail), linked
        elif step == "leave":
            yield "block", "", linked
        elif tag in _VOID and element not in dropped:
            yield from _void(element, linked=linked)
        elif isinstance(tag, str) and tag not in _NEVER_TEXT and element not in dropped:
            inside = linked or (tag == "a" and links_to_article(element.get("href") or ""))
            if tag in _BLOCKS:
                yield "block", "", linked
                steps.append(("leave", element, linked))
            for child in reversed(element):
                steps += (("tail", child, inside), ("enter", child, inside))
            if element.text:
                yield "text", _inline(element.text), inside


def _void(element: etree._Element, *, linked: bool) -> Iterator[tuple[str, str, bool]]:
    if element.tag == "br":
        yield "line", "", linked
        return
    link = element.get("data-src") or element.get("src") or ""
    if link and not _FURNITURE.search(link):
        yield "image", link, linked


def _inline(text: str) -> str:
    """Line breaks in the source are spaces on the page."""
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
