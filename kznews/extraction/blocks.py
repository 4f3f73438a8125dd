"""The blocks of text inside an element, as they stand on the page: where each begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hr legend li main ol p pre section summary table tbody "
    "td tfoot th thead tr ul".split()
)
# A `nav` inside a text is its table of contents.
_NEVER_TEXT = frozenset(
    "audio button canvas datalist dialog embed form iframe input map nav noscript object script "
    "select style svg template textarea video".split()
)
# Addresses of pictures that are no content: icons, counters of visits.
_NO_PICTURE = re.compile(r"(?:\.svg|/pixel|/counter)(?:\?|$)|^data:", re.I)
_CAPTION_CLASS = re.compile(
    r"caption|copyright|credit|(?:photo|image|img)[-_]+(?:author|desc)", re.I
)
_LONGEST_CELL = 200
"""Characters of the longest cell of data; one with more is a column of the page's layout."""


@dataclass
class Block:
    """One paragraph, heading, list item, table row or caption."""

    lines: list[str] = field(default_factory=list)
    """Lines of text, split at `<br>`; white space is one space, and none is at the ends."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Links in the block: address and text of each."""
    images: list[str] = field(default_factory=list)
    """Addresses of the pictures in the block, as printed."""
    is_caption: bool = False
    """Whether the page's markup says that the block is the caption of a picture."""
    element: etree._Element | None = None
    """Element that the block stands in: a paragraph, a list item; None for one made of text."""


def read_blocks(
    root: etree._Element,
    dropped: frozenset[etree._Element],
    *,
    opened: frozenset[etree._Element] = frozenset(),
) -> list[Block]:
    """Split the text and pictures inside `root` into blocks, in page order.

    `dropped` elements are passed over with all they hold; `opened` ones (a form around the whole
    page) are read though their tag says that they hold no text. Two `<br>` in a row split a
    paragraph, too. A row of a table is one block, its cells set apart by ` | `; unless they hold so
    much that the table only lays out the page.
    """
    reader = _Reader(root)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if (element.tag in _NEVER_TEXT and element not in opened) or element in dropped:
                walk.skip_subtree()
            else:
                reader.enter(element)
        else:
            is_read = element.tag not in _NEVER_TEXT or element in opened
            if is_read and element not in dropped:
                reader.leave(element)
            if element.tail and element is not root:
                reader.pieces.append(element.tail)
    reader.end_block()
    return reader.blocks


class _Reader:
    """State of reading one element into blocks."""

    def __init__(self, root: etree._Element) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        """Pieces of text of the line that is being read."""
        self._block = Block()
        self._after_break = False
        self._around = root
        """Element of blocks that the reader is in."""
        self._row: etree._Element | None = None
        """Row of a table that is being read."""
        self._cells: list[str] = []
        self._link: tuple[str, int] | None = None
        """Link that is being read: its address, and how many pieces stand before it."""
        self._caption: etree._Element | None = None

    def enter(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self._break_line()
        elif tag == "img":
            link = element.get("data-src") or element.get("src") or ""
            if link and not _NO_PICTURE.search(link):
                self._block.images.append(link)
        elif tag == "a":
            self._link = (element.get("href") or "", len(self.pieces))
        elif tag in _BLOCKS:
            self._border(element)
            self._around = element
            if self._caption is None and self._is_caption(element):
                self._caption = element
                self._block.is_caption = True
        if element.text:
            self.pieces.append(element.text)

    def leave(self, element: etree._Element) -> None:
        if element.tag == "a" and self._link is not None:
            link, start = self._link
            self._block.links.append((link, "".join(self.pieces[start:])))
            self._link = None
        elif element is self._row:
            self._end_cell()
            self.pieces = [" | ".join(self._cells)]
            self._row, self._cells = None, []
            self.end_block()
            self._go_out(element)
        elif element.tag in _BLOCKS:
            self._border(element)
            self._go_out(element)
            if element is self._caption:
                self._caption = None
                self._block.is_caption = False

    def _go_out(self, element: etree._Element) -> None:
        parent = element.getparent()
        self._around = element if parent is None else parent

    def _border(self, element: etree._Element) -> None:
        """End the block before `element` or its end; inside a row of a table, end only cells."""
        if self._row is None:
            self.end_block()
            if element.tag == "tr" and is_data_row(element):
                self._row = element
        elif element.tag in ("td", "th"):
            self._end_cell()
        else:
            self.pieces.append(" ")

    def _end_cell(self) -> None:
        if cell := self._take_line():
            self._cells.append(cell)

    def _break_line(self) -> None:
        if self._row is not None:
            self.pieces.append(" ")
        elif line := self._take_line():
            self._block.lines.append(line)
            self._after_break = True
        elif self._after_break:
            self.end_block()

    def end_block(self) -> None:
        """End the block: what is read next belongs to another one."""
        if line := self._take_line():
            self._block.lines.append(line)
        self._after_break = False
        if self._block.lines or self._block.images:
            self._block.element = self._around
            self.blocks.append(self._block)
            self._block = Block(is_caption=self._caption is not None)

    def _take_line(self) -> str:
        line = " ".join("".join(self.pieces).split()) if self.pieces else ""
        self.pieces = []
        if self._link is not None:
            # A link that goes on behind the line's end.
            self._block.links.append((self._link[0], line))
            self._link = (self._link[0], 0)
        return line

    def _is_caption(self, element: etree._Element) -> bool:
        if element.tag == "figcaption":
            figure = next(element.iterancestors("figure"), None)
            return figure is not None and next(figure.iter("img"), None) is not None
        below_picture = bool(self.blocks) and bool(self.blocks[-1].images)
        return below_picture and _CAPTION_CLASS.search(element.get("class") or "") is not None


def is_data_row(row: etree._Element) -> bool:
    """Tell whether a row's cells hold data: a table may also lay out the page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return (
        len(cells) > 1
        and next(row.iter("table", "ul", "ol", "img"), None) is None
        and all(sum(map(len, cell.itertext())) <= _LONGEST_CELL for cell in cells)
    )
