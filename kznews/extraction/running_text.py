"""The running text of an article on a single page that nobody described.

What the names of the page's elements call something else is left out; then the text is the run of
blocks with the most prose, from the title on, with what stands among its paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from lxml import etree

from kznews.extraction.blocks import read_blocks
from kznews.extraction.body import Body, assemble, known_boilerplate
from kznews.extraction.boilerplate_elements import boilerplate_elements, certain_boilerplate
from kznews.extraction.main_content import Passage, best_run, passages, sums, weights
from kznews.extraction.page import Page, text_of
from kznews.extraction.printed_markup import without_markup
from kznews.text.adverts import advert_label
from kznews.text.characters import clean_line, comparison_key
from kznews.text.credits import photo_credit
from kznews.text.date_grammar import read_printed

_LEAD_CLASS = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|standfirst|sub-?title|sub-?head\w*|deck|dek|excerpt|intro\w*|anons|"
    r"announce|summary|desc\w*|short\w*)(?:$|[\s_-])",
    re.I,
)
_READ_ALSO = re.compile(
    r"(?:related(?: (?:post|article|stor(?:y|ies)|links?|coverage))?s?|see (?:also|more)|explore|"
    r"(?:also )?read(?: more| also| next)?|you may also like|more(?: on this| from)?|don.t miss|"
    r"recommended|watch) ?[:|]",
    re.I,
)
_ADVERT = re.compile(r"\W*(?:advert(?:isement)?s?|sponsored(?: content)?|promoted)\W*", re.I)
# What a page prints before its text: «12:28, 8 мая 2020 г.», «28.04.2025 14:05».
_DATED = re.compile(
    r"(?=.{4,45}$)(?:\D{0,14}\d{1,2}(?:[./ ]|-[ін] )\S{2,10}[./, ]{1,2}\d{4}|\d{1,2}:\d{2}\b).*"
)
_LONGEST_DATE = 60
"""Characters of the longest line before the text that is a date."""
_SHARE_OF_A_TEXT = 0.5
"""Share of the page's prose in an element that may be the text whatever its name says."""
_SHARE_OF_PROSE = 0.75
"""Share of prose among an element's letters if it holds a text and little else."""
_SHARE_OF_A_PART = 0.1
"""Share of the page's prose in such an element, at least, if its name is to be doubted."""
_LETTERS_OF_AN_ARTICLE = 100
"""Letters of prose behind which another heading may begin another article."""
_WORD = re.compile(r"\b[^\W\d_]{2,}\b")
_FEWEST_WORDS_OF_LEAD = 3
"""Words of the shortest standfirst; a date or a label has fewer."""
_FEWEST_WORDS = 3
"""Words of the shortest heading that is an article's title, and no name of a site or section."""
_FOR_BEING_NEXT = 150
"""What the first prose behind the title counts more than its letters."""
_MUCH_MORE = 3
"""How many times as much text there must be elsewhere if what follows the title is to be none."""
_SHARE_OF_A_HOLDER = 0.15
"""Share of a text's prose that an element holds if all of its blocks belong to the text."""
_LINKS = 0.9
"""Share of a line's letters in links if it is nothing but links."""
_MOST_LINKED = 0.5
"""Share of a line's letters in links, at most, if it is text among the paragraphs of a part."""


def read_text(page: Page, title: str) -> Body:
    """Read the text of the article called `title`; an empty body where the page has no prose."""
    root = next(page.root.iter("body"), page.root)
    heading = _heading(root, title)
    found = passages(page.blocks)
    if dropped := _dropped(root, found, heading):
        found = passages(read_blocks(root, dropped, opened=page.opened_forms))
    text = _text_among(found, _places_of_article(found, heading, title))
    lead = _take_lead(text)
    body = assemble([each.block for each in text], page.absolute, known_boilerplate(page))
    lead = without_markup(clean_line(lead)) if lead else None
    if lead and lead not in body.paragraphs:
        body.lead = lead
    return body


def _heading(root: etree._Element, title: str) -> etree._Element | None:
    """Find the heading that is the title; else the first of the first level."""
    key = comparison_key(title)
    headings = list(root.iter("h1", "h2"))
    same = (each for each in headings if comparison_key(clean_line(text_of(each))) == key)
    return next(same, next((each for each in headings if each.tag == "h1"), None))


def _dropped(
    root: etree._Element, found: Sequence[Passage], heading: etree._Element | None
) -> frozenset[etree._Element]:
    """Find the elements that are no text by their names, as far as what is left may be one."""
    kept = set() if heading is None else {heading, *heading.iterancestors()}
    letters: Counter[etree._Element] = Counter()
    prose: Counter[etree._Element] = Counter()
    for each, value in zip(found, weights(found), strict=True):
        letters[each.element] += each.letters
        if value > 0:
            prose[each.element] += each.letters - each.linked
    letters, prose = sums(letters), sums(prose)
    certain = certain_boilerplate(prose.keys() - kept)
    total = prose[root] - sum(prose[each] for each in certain)
    most = {element for element, count in prose.items() if count > _SHARE_OF_A_TEXT * total}
    kept |= most - certain
    texts = {
        element
        for element, count in prose.items()
        if count > _SHARE_OF_A_PART * total and count > _SHARE_OF_PROSE * letters[element]
    }
    return frozenset(boilerplate_elements(root, kept, texts))


def _places_of_article(
    found: Sequence[Passage], heading: etree._Element | None, title: str
) -> range:
    """Tell which passages stand between the title and the next article of an endless page."""
    start = 0
    if heading is not None:
        inside = set(heading.iter())
        start = max((at + 1 for at, each in enumerate(found) if each.element in inside), default=0)
    key = comparison_key(title).split()
    last = {each.holder: at for at, each in enumerate(found) if each.is_prose}
    letters = 0
    end_of_text = 0
    for place in range(start, len(found)):
        each = found[place]
        if each.is_prose:
            letters += each.letters
            end_of_text = max(end_of_text, last[each.holder])
        if (
            each.heading == "h1"
            and letters >= _LETTERS_OF_AN_ARTICLE
            and end_of_text < place
            and len(own := comparison_key(each.text).split()) >= _FEWEST_WORDS
            and own != key
        ):
            return range(start, place)
    return range(start, len(found))


def _text_among(found: Sequence[Passage], places: range) -> list[Passage]:
    values = weights(found)
    nearest = next((place for place in places if values[place] > 0), None)
    if places.start and nearest is not None:
        values[nearest] += _FOR_BEING_NEXT
    run, total = best_run(found, values, places)
    if places.start and places.stop == len(found):
        anywhere, most = best_run(found, values, range(len(found)))
        if most > _MUCH_MORE * total:
            places, run = range(len(found)), anywhere
    return _without_ends(_members(found, places, run))


def _members(found: Sequence[Passage], places: range, run: range) -> list[Passage]:
    """Return the run's text, with what else stands among its paragraphs, before and behind."""
    prose: Counter[etree._Element] = Counter()
    for place in run:
        if found[place].is_prose:
            prose[found[place].holder] += found[place].letters
    fewest = _SHARE_OF_A_HOLDER * prose.total()
    holders = {holder for holder, letters in prose.items() if letters >= fewest}
    most_linked = {each.holder: 0.0 for each in found}
    most_linked |= dict.fromkeys(prose, _MOST_LINKED) | dict.fromkeys(holders, _LINKS)
    before = [
        each
        for each in found[places.start : run.start]
        if (_is_named_lead(each.element) and len(_WORD.findall(each.text)) >= _FEWEST_WORDS_OF_LEAD)
        or (each.holder in holders and _is_text(each, most_linked[each.holder]))
    ]
    behind = (each for each in found[run.stop : places.stop] if each.holder in holders)
    others = chain(found[run.start : run.stop], behind)
    return before + [each for each in others if _is_text(each, most_linked[each.holder])]


def _is_text(passage: Passage, most_linked: float) -> bool:
    if passage.is_caption:
        return passage.block.is_caption
    if (passage.linked and _READ_ALSO.match(passage.text)) or _ADVERT.fullmatch(passage.text):
        return False
    if passage.is_prose or not passage.letters:
        return True
    return passage.links_share < most_linked


def _without_ends(text: list[Passage]) -> list[Passage]:
    """Leave out labels before the first and behind the last paragraph: a date, «Share»."""
    while text and not _may_end_text(text[-1]):
        text.pop()
    first = next((place for place, each in enumerate(text) if each.is_prose), len(text))
    opening = [
        each
        for each in text[:first]
        if (_may_end_text(each) or each.heading) and not _is_dated(each.text)
    ]
    return opening + text[first:]


def _may_end_text(passage: Passage) -> bool:
    return (
        passage.is_prose
        or passage.is_caption
        or not passage.letters
        or passage.is_in_list
        or (passage.heading is None and passage.ends_as_sentence)
        # They are no text, but say something of it or its pictures.
        or advert_label(clean_line(passage.text)) is not None
        or photo_credit(clean_line(passage.text)) is not None
    )


def _is_dated(line: str) -> bool:
    return len(line) <= _LONGEST_DATE and (
        _DATED.fullmatch(line) is not None or read_printed(clean_line(line)) is not None
    )


def _take_lead(text: list[Passage]) -> str | None:
    """Take the standfirst from before the text, if the page sets it apart."""
    lines = [each for each in text if each.letters and not each.is_caption][:2]
    if len(lines) < 2:
        return None
    first, second = lines
    around = {second.element, second.element.getparent()}
    is_named = any(
        _is_named_lead(each)
        for each in (first.element, first.element.getparent())
        if each is not None and each not in around
    )
    if is_named or (first.heading and first.holder is not second.holder):
        text.remove(first)
        return first.text
    return None


def _is_named_lead(element: etree._Element) -> bool:
    return _LEAD_CLASS.search(element.get("class") or "") is not None
