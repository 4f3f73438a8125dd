"""Where title, date, authors and the rest stand: by agreement with metadata and conventions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from kznews.extraction.conventions import find_byline, find_section, find_tags
from kznews.extraction.induction.agreement import Agreed, Known, agreed_selector
from kznews.extraction.induction.flat_page import key_of
from kznews.extraction.induction.samples import Sample, texts_taken
from kznews.extraction.induction.selectors import Selector
from kznews.text.characters import clean_line
from kznews.text.credits import captioned_credit, photo_credit

_TAGS = re.compile(r"(?:^|[\s_-])tags?(?:$|[\s_-])", re.IGNORECASE)
_LETTERS_OF_LEAD = range(30, 600)
"""Letters that a standfirst may have."""
_LEAD_SHARE = 0.5
"""Share of the pages that have a standfirst, at least, where metadata does not confirm it."""


def find_title(samples: Sequence[Sample]) -> Agreed | None:
    """Find where the title stands that metadata, or the only heading, says."""
    known = [Known(sample.flat, _near_title(sample)) for sample in samples]
    titles = {id(sample.flat): sample.weights.title for sample in samples}

    def is_right(of: Known, selector: Selector, found: Sequence[int]) -> bool:
        texts = (texts_taken(of.flat, number, selector.taken) for number in found)
        first = next(filter(None, (clean_line(text) for each in texts for text in each)), None)
        return first == titles[id(of.flat)]

    def may_be(selector: Selector) -> Iterator[Selector]:
        yield selector
        yield replace(selector, taken="::text")

    return agreed_selector(known, is_right, may_be=may_be, tags_alone=frozenset({"h1"}))


def _near_title(sample: Sample) -> list[int]:
    """Give the elements whose text is the title, numbers aside: a count of views may be in it."""
    title = key_of(sample.weights.title or "")
    flat = sample.flat
    return [
        number
        for number in sample.short
        if flat.elements[number].tag not in {"a", "title"}
        and title
        and key_of(flat.text(number)) == title
    ]


def find_names(samples: Sequence[Sample], name: Literal["authors", "tags"]) -> Agreed | None:
    """Find the authors, or the tags, that metadata states, or where conventions find them."""
    expected: dict[int, set[str]] = {}
    known = []
    for sample in samples:
        names = _names(sample, name)
        expected[id(sample.flat)] = {each.casefold() for each in names}
        known.append(Known(sample.flat, sample.named(names) if names else []))

    def is_right(of: Known, selector: Selector, found: Sequence[int]) -> bool:
        texts = (of.flat.text(number).strip(" ,;#").casefold() for number in found)
        return set(filter(None, texts)) == expected[id(of.flat)]

    return agreed_selector(known, is_right)


def _names(sample: Sample, name: Literal["authors", "tags"]) -> list[str]:
    page = sample.page
    if name == "tags":
        return page.structured.tags or find_tags(page.root) or list(_tags_by_name(sample))
    site = (page.structured.site_name or "").casefold()
    own = {page.host, site, *(map(str.casefold, page.outlet.own_names) if page.outlet else ())}
    authors = [each for each in page.structured.authors if each.casefold() not in own]
    return authors or find_byline(page.root)


def _tags_by_name(sample: Sample) -> Iterator[str]:
    """Give the texts of the links in elements that are called tags."""
    flat = sample.flat
    for number in sample.short:
        if flat.elements[number].tag == "a" and any(
            _TAGS.search(flat.elements[each].get("class") or "")
            for each in flat.ancestors(number)[:2]
        ):
            yield flat.text(number).strip(" ,;#")


def find_section_name(samples: Sequence[Sample]) -> Agreed | None:
    """Find the section that metadata states, or that conventions find."""
    expected: dict[int, str] = {}
    known = []
    for sample in samples:
        page = sample.page
        section = page.structured.section or find_section(page.root, sample.weights.title or "")
        expected[id(sample.flat)] = (section or "").casefold()
        known.append(Known(sample.flat, sample.named([section]) if section else []))
    if len(set(expected.values()) - {""}) < 2:
        return None  # one and the same on all pages: its name says nothing

    def is_right(of: Known, _: Selector, found: Sequence[int]) -> bool:
        texts = (of.flat.text(number).strip(" ,;#").casefold() for number in found)
        return next(filter(None, texts), None) == expected[id(of.flat)]

    return agreed_selector(known, is_right)


def find_lead(samples: Sequence[Sample]) -> Agreed | None:
    """Find the standfirst that is set apart between the title and the text.

    Also the first paragraph of the text, where metadata gives it as the description.
    """
    known = [Known(sample.flat, list(_leads(sample))) for sample in samples]

    def is_right(of: Known, _: Selector, found: Sequence[int]) -> bool:
        printed = [number for number in found if of.flat.text(number)]
        return bool(printed) and set(printed) <= set(of.elements)

    found = agreed_selector(known, is_right)
    if found is None or found.pages < _LEAD_SHARE * len(samples):
        return None
    return found


def _leads(sample: Sample) -> Iterator[int]:
    flat, weights = sample.flat, sample.weights
    if sample.title is None or not sample.body:
        return
    opening = flat.spans[sample.core][0]
    for number in sample.short:
        first, behind = flat.spans[number]
        text = flat.text(number)
        letters = sum(map(str.isalnum, text))
        is_set_apart = sample.title < number < sample.core and behind <= opening
        is_description = key_of(text) in weights.descriptions
        opens_text = first == opening and sample.core < number < flat.ends[sample.core]
        if (
            letters in _LETTERS_OF_LEAD
            and (
                (is_set_apart and (is_description or weights.may_be_text[first]))
                or (opens_text and is_description)
            )
            and next(flat.elements[number].iterancestors("figure"), None) is None
            and not photo_credit(clean_line(text))
        ):
            yield number


def find_images(samples: Sequence[Sample]) -> Agreed | None:
    """Find the picture between the title and the text, or the one that metadata names."""
    stated = [sample.page.structured.image for sample in samples]
    usual = {each for each in stated if each and 2 * stated.count(each) > len(stated)}
    known = [Known(sample.flat, list(_images(sample, usual))) for sample in samples]

    def is_right(of: Known, _: Selector, found: Sequence[int]) -> bool:
        return set(found) <= set(of.elements)

    return agreed_selector(known, is_right)


def _images(sample: Sample, not_one: set[str]) -> Iterator[int]:
    page, flat = sample.page, sample.flat
    stated = page.structured.image
    wanted = page.absolute(stated) if stated and stated not in not_one else None
    if sample.title is None or not sample.body:
        return
    for number, element in enumerate(flat.elements):
        if element.tag != "img" or any(flat.holds(body, number) for body in sample.body):
            continue
        address = page.absolute(element.get("data-src") or element.get("src") or "")
        if address and (address == wanted if wanted else sample.title < number < sample.body[0]):
            yield number


def find_credit(samples: Sequence[Sample]) -> Agreed | None:
    """Find the credit of the picture above the text."""
    known = [Known(sample.flat, list(_credits(sample))) for sample in samples]

    def is_right(of: Known, _: Selector, found: Sequence[int]) -> bool:
        printed = [number for number in found if of.flat.text(number)]
        return bool(printed) and set(printed) <= set(of.elements)

    return agreed_selector(known, is_right, tags_alone=frozenset({"figcaption"}))


def _credits(sample: Sample) -> Iterator[int]:
    flat = sample.flat
    if sample.title is None or not sample.body:
        return
    for number in sample.short:
        if sample.title < number < sample.core:
            text = clean_line(flat.text(number))
            is_caption = flat.elements[number].tag == "figcaption"
            if text and (is_caption or photo_credit(text) or captioned_credit(text)):
                yield number
