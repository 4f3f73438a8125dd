"""Where the text of an article stands on a page that nobody described: the blocks with its prose.

Running text is prose, block after block; around it stand links, labels and short lines. So the
text is the run of blocks with the most prose that the fewest others interrupt. Everything here
takes time in proportion to the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from lxml import etree

from kznews.extraction.blocks import Block

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LIST_ITEMS = frozenset({"dd", "dt", "li", "table", "tr"})
_HOLDERS = frozenset({"article", "body", "center", "div", "form", "html", "main", "section", "td"})
"""Elements that hold paragraphs side by side."""
_CAPTION_CLASS = re.compile(r"caption", re.I)
_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'»”“’)\]]*$")
_NOTICE = re.compile(
    r"(?:\buses?|\busing|использу\w+|пайдалан\w+) (?:\w+ ){0,3}cookie|cookie\w*[ -](?:\w+ ){0,3}(?:"
    r"improve|пайдалан|қолдан)",
    re.I,
)
"""What a notice about cookies says."""

_FEWEST_LETTERS_OF_PROSE = 60
"""Letters of the shortest block that is prose without ending as a sentence does."""
_FEWEST_LETTERS_OF_SENTENCE = 20
_MOST_LINKED = 0.5
"""Share of a block's letters that may stand in links, at most, if it is prose."""
_LETTERS_OF_HEADLINE = 20
"""Letters of the shortest link that is another article's title."""

# What a block adds to the run that it stands in: prose its letters, up to the longest paragraph's.
_MOST_OF_PROSE = 600
_OF_HEADING_OR_ITEM = -3
_OF_LINE = -15
_OF_LINKS = -30
_OF_LINKED_LETTER = -0.7
_OF_CARD = -30
_OF_LEVEL = -12
"""For each level of elements that two neighbours do not have in common."""
_MOST_LEVELS = 10
_OF_ARTICLE = -2000
"""For going from one element `article` to another."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Passage:
    """A block of a page, with what tells whether it is running text."""

    block: Block
    element: etree._Element
    text: str
    letters: int
    """Letters and digits."""
    linked: int
    """Letters and digits that stand in links."""
    heading: str | None
    """Tag of the heading that it is."""
    is_caption: bool
    is_in_list: bool
    """Whether it is an item of a list or a row of a table."""
    is_prose: bool
    holder: etree._Element
    """Element that holds the paragraphs among which this one stands."""

    @property
    def links_share(self) -> float:
        """Share of the letters that stand in links."""
        return self.linked / self.letters if self.letters else 0.0

    @property
    def ends_as_sentence(self) -> bool:
        """Whether it ends with a full stop or the like."""
        return _SENTENCE_END.search(self.text) is not None


def passages(blocks: Sequence[Block]) -> list[Passage]:
    """Tell of each block of a page what it is."""
    counts = sums(Counter(block.element for block in blocks if block.element is not None))
    return [_passage(block, block.element, counts) for block in blocks if block.element is not None]


def _passage(
    block: Block, element: etree._Element, counts: Mapping[etree._Element, int]
) -> Passage:
    around = [element, *islice(element.iterancestors(), 2)]
    text = " ".join(block.lines)
    letters = _count(text)
    linked = min(letters, sum(_count(each) for _, each in block.links))
    heading = next((each.tag for each in around if each.tag in _HEADINGS), None)
    is_caption = block.is_caption or any(counts[each] <= 2 and _is_caption(each) for each in around)
    unlinked = letters - linked
    is_sentence = unlinked >= _FEWEST_LETTERS_OF_SENTENCE and bool(_SENTENCE_END.search(text))
    return Passage(
        block=block,
        element=element,
        text=text,
        letters=letters,
        linked=linked,
        heading=heading,
        is_caption=is_caption,
        is_in_list=any(each.tag in _LIST_ITEMS for each in around),
        is_prose=(
            heading is None
            and not is_caption
            and linked <= _MOST_LINKED * letters
            and _NOTICE.search(text) is None
            and (unlinked >= _FEWEST_LETTERS_OF_PROSE or is_sentence)
        ),
        holder=_holder(element, counts),
    )


def _holder(element: etree._Element, counts: Mapping[etree._Element, int]) -> etree._Element:
    """Find the element that holds more than the one paragraph that stands in `element`."""
    last = element
    for each in chain([element], element.iterancestors()):
        if each.tag in _HOLDERS and counts[each] > 1:
            return each
        last = each
    return last


def _is_caption(element: etree._Element) -> bool:
    return (
        element.tag == "figcaption" or _CAPTION_CLASS.search(element.get("class") or "") is not None
    )


def _count(text: str) -> int:
    return sum(map(str.isalnum, text))


def sums(values: Mapping[etree._Element, int]) -> Counter[etree._Element]:
    """Add up the elements' values, for each element with those of all inside it."""
    depths: dict[etree._Element, int] = {}
    for element in values:
        above: etree._Element | None = element
        path = []
        while above is not None and above not in depths:
            path.append(above)
            above = above.getparent()
        depth = -1 if above is None else depths[above]
        for each in reversed(path):
            depth += 1
            depths[each] = depth
    total = Counter(values)
    for element in sorted(depths, key=depths.__getitem__, reverse=True):
        parent = element.getparent()
        if parent is not None:
            total[parent] += total[element]
    return total


def weights(found: Sequence[Passage]) -> list[float]:
    """Tell what each passage adds to the run of text that it stands in."""
    cards = _cards(found)
    return [_OF_CARD if each.holder in cards else _weight(each) for each in found]


def _weight(passage: Passage) -> float:
    if passage.is_prose:
        return min(passage.letters - passage.linked, _MOST_OF_PROSE)
    if passage.is_caption or not passage.letters:
        return 0
    if passage.links_share > _MOST_LINKED:
        return _OF_LINKS + passage.letters * _OF_LINKED_LETTER
    return _OF_HEADING_OR_ITEM if passage.heading or passage.is_in_list else _OF_LINE


def _cards(found: Sequence[Passage]) -> set[etree._Element]:
    """Find the elements that show another article: its title, which is a link, and a summary."""
    titled: set[etree._Element] = set()
    summaries: Counter[etree._Element] = Counter()
    others: set[etree._Element] = set()
    for each in found:
        if each.is_prose and each.holder in titled:
            summaries[each.holder] += 1
        elif each.is_prose:
            others.add(each.holder)
        elif each.links_share > _MOST_LINKED and each.letters >= _LETTERS_OF_HEADLINE:
            titled.add(each.holder)
    shown = [each for each, count in summaries.items() if count <= 2 and each not in others]
    # A single one may be a text with a link before it.
    alike = Counter(map(_design, shown))
    return {each for each in shown if alike[_design(each)] > 1}


def _design(element: etree._Element) -> tuple[str, str | None]:
    return element.tag, element.get("class")


def best_run(
    found: Sequence[Passage], values: Sequence[float], among: range
) -> tuple[range, float]:
    """Find the run of passages `among` all with the greatest sum of `values`, and that sum."""
    articles = _articles(found, among)
    best, run = 0.0, among[:0]
    total, start = 0.0, among.start
    for place in among:
        if total > 0:
            total += _price(found[place - 1], found[place], articles)
        if total <= 0:
            total, start = 0.0, place
        total += values[place]
        if total > best:
            best, run = total, range(start, place + 1)
    return run, best


def _price(
    one: Passage, other: Passage, articles: Mapping[etree._Element, etree._Element | None]
) -> float:
    """Tell what it costs a run to go from one passage to the next."""
    if one.holder is other.holder:
        return 0
    before, after = (articles[each.holder] for each in (one, other))
    if before is not None and after is not None and before is not after:
        return _OF_ARTICLE
    return _OF_LEVEL * max(0, _levels_between(one.element, other.element) - 1)


def _articles(
    found: Sequence[Passage], among: range
) -> dict[etree._Element, etree._Element | None]:
    """Give the outermost element `article` around each passage's holder."""
    articles: dict[etree._Element, etree._Element | None] = {}
    for place in among:
        holder = found[place].holder
        if holder not in articles:
            around = chain([holder], holder.iterancestors("article"))
            articles[holder] = next((each for each in around if each.tag == "article"), None)
    return articles


def _levels_between(one: etree._Element, other: etree._Element) -> int:
    """Count the levels from the deeper element up to the first that holds both."""
    ancestors = [
        [element, *islice(element.iterancestors(), _MOST_LEVELS)] for element in (one, other)
    ]
    places = ({each: level for level, each in enumerate(levels)} for levels in ancestors)
    first, second = places
    common: Collection[etree._Element] = first.keys() & second.keys()
    return min((max(first[each], second[each]) for each in common), default=_MOST_LEVELS)
