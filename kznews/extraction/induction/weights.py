"""Which texts of a page may be its article's, and which are surely not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate
from urllib.parse import urlsplit

from kznews.extraction.induction.flat_page import FlatPage, key_of
from kznews.extraction.induction.frame import Frame
from kznews.extraction.title import read_title

_OTHER_TAGS = frozenset({"nav", "aside", "footer", "form", "button"})
_OTHER_NAME = re.compile(
    r"comment|related|popular|recommend|similar|sidebar|read-?(?:also|more)|cookie|subscri"
    r"|(?:^|[\s_-])(?:menu|nav|also|card)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CARDS = frozenset({"a", "article", "div", "li", "section", "td", "tr"})
"""Tags of the elements that lists of articles are made of."""
_FEWEST_CARDS = 3
_CARDS_SHARE = 0.7
"""Share of the elements of a list that lead to articles, at least."""
_LETTERS_OF_TITLE = 15
"""Letters of the shortest link that is an article's title."""
_LETTERS_OF_TEXT = 40
"""Letters of the shortest text that is surely a paragraph."""
_SHORT = 0.3
"""What a letter of a shorter one weighs."""


class Weights:
    """How much of each text of a page is content, and how much is noise, in letters."""

    def __init__(self, flat: FlatPage, frame: Frame) -> None:
        self.flat = flat
        self.content = [0.0] * len(flat.texts)
        self.noise = [0.0] * len(flat.texts)
        self.title = read_title(flat.page, None)
        """The title, as it is read without a layout."""
        title = key_of(self.title or "")
        self.descriptions = set(map(key_of, _descriptions(flat))) - {""}
        """What metadata says the article is about: often its standfirst."""
        neutral = {title, *self.descriptions}
        others = self._others()
        for number, text in enumerate(flat.texts):
            if number in others or frame.has(text.key) or 2 * text.linked > text.letters:
                self.noise[number] = text.letters
            elif text.key not in neutral:
                weight = 1 if text.letters >= _LETTERS_OF_TEXT else _SHORT
                self.content[number] = weight * text.letters
        self.may_be_text = [weight > 0 for weight in self.content]
        """Of each text, whether it is of this page alone, and in no list of articles."""
        self._sum()

    def set_apart(self, elements: Iterable[int]) -> None:
        """Count what these elements hold neither as content nor as noise: it is another field."""
        for element in elements:
            for number in range(*self.flat.spans[element]):
                self.content[number] = self.noise[number] = 0.0
        self._sum()

    def content_in(self, element: int) -> float:
        """Give the weight of the content that an element holds."""
        first, behind = self.flat.spans[element]
        return self._contents[behind] - self._contents[first]

    def noise_in(self, element: int) -> float:
        """Give the weight of the noise that an element holds."""
        first, behind = self.flat.spans[element]
        return self._noises[behind] - self._noises[first]

    @property
    def all_content(self) -> float:
        """The weight of all content of the page."""
        return self._contents[-1]

    def _sum(self) -> None:
        self._contents = list(accumulate(self.content, initial=0.0))
        self._noises = list(accumulate(self.noise, initial=0.0))

    def _others(self) -> set[int]:
        """Give the numbers of the texts in parts of the page that are not of its article."""
        flat = self.flat
        found: set[int] = set()
        title = self._title_element()
        around = set(flat.ancestors(title)) if title is not None else set()
        for number, element in enumerate(flat.elements):
            if number in around or number == title:
                continue
            name = f"{element.get('class') or ''} {element.get('id') or ''}"
            if element.tag in _OTHER_TAGS or _OTHER_NAME.search(name):
                found.update(range(*flat.spans[number]))
        for number in (*self._cards(around), *self._other_articles(title)):
            found.update(range(*flat.spans[number]))
        return found

    def _title_element(self) -> int | None:
        key = key_of(self.title or "")
        headings = [
            number
            for number, element in enumerate(self.flat.elements)
            if element.tag in {"h1", "h2"}
            and key
            and key_of(self.flat.text(number)).startswith(key)
        ]
        first = [each for each in headings if self.flat.elements[each].tag == "h1"]
        return next(iter([*first, *headings]), None)

    def _cards(self, around: set[int]) -> list[int]:
        """Give the elements of lists of other articles."""
        flat = self.flat
        lists: dict[tuple[int, str, str], list[int]] = defaultdict(list)
        for number, element in enumerate(flat.elements):
            if element.tag in _CARDS and number not in around:
                key = (flat.parents[number], str(element.tag), element.get("class") or "")
                lists[key].append(number)
        found = []
        for members in lists.values():
            if len(members) >= _FEWEST_CARDS:
                cards = sum(map(self._leads_away, members))
                if cards >= _CARDS_SHARE * len(members):
                    found += members
        return found

    def _leads_away(self, number: int) -> bool:
        flat = self.flat
        for inner in range(number, flat.ends[number]):
            element = flat.elements[inner]
            if element.tag == "a":
                letters = sum(map(str.isalnum, flat.text(inner)))
                address = flat.page.absolute(element.get("href") or "")
                if letters >= _LETTERS_OF_TITLE and address:
                    return urlsplit(address).hostname == flat.page.host
        return False

    def _other_articles(self, title: int | None) -> list[int]:
        """Give the elements beside the article's that look like it: an endless page has them."""
        if title is None:
            return []
        flat = self.flat
        tag = str(flat.elements[title].tag)
        around = [flat.elements[number] for number in flat.ancestors(title)]
        return [
            flat.numbers[other]
            for element in around
            for other in element.itersiblings()
            if (other.tag, other.get("class")) == (element.tag, element.get("class"))
            and other in flat.numbers
            and next(other.iter(tag), None) is not None
        ]


def _descriptions(flat: FlatPage) -> list[str]:
    found = []
    for element in flat.page.root.iter("meta"):
        name = element.get("property") or element.get("name")
        if name in {"description", "og:description", "twitter:description"}:
            found.append(element.get("content") or "")
    return found
