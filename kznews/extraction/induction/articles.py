"""The layouts of an outlet's articles, induced from their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from kznews.extraction.induction.agreement import Agreed
from kznews.extraction.induction.bodies import FoundBody, find_body, refit_body
from kznews.extraction.induction.dates import find_published
from kznews.extraction.induction.drops import find_drops
from kznews.extraction.induction.fields import (
    find_credit,
    find_images,
    find_lead,
    find_names,
    find_section_name,
    find_title,
)
from kznews.extraction.induction.flat_page import FlatPage
from kznews.extraction.induction.frame import Frame
from kznews.extraction.induction.induced import InducedLayout
from kznews.extraction.induction.marks import find_mark
from kznews.extraction.induction.samples import Sample
from kznews.extraction.induction.selectors import outermost
from kznews.extraction.induction.weights import Weights
from kznews.extraction.page import Page
from kznews.outlets.layouts import ArticleLayout

FEWEST_PAGES = 10
"""Pages that a layout is induced from, at least."""
MOST_PAGES = 60
"""Pages that layouts are induced from, at most: more tell no more, and cost time."""
_MOST_LAYOUTS = 8
_FEWEST_AGREEMENT = 0.9
"""Share of the pages where a field is known on which its selector is right, at least."""
_FEWEST_FOUND = 3
"""Pages on which a field is found, at least."""
_APART = ("lead", "published", "authors", "section", "tags", "image_credit")
"""Fields whose texts are no text of the article, wherever they stand."""

_METADATA = {
    "title": "title",
    "published": "published",
    "authors": "authors",
    "section": "section",
    "tags": "tags",
    "images": "image",
}
"""Fields that pages state to machines, too, by the name of the statement."""
_LISTS = frozenset({"authors", "tags"})


def induce_articles(pages: Sequence[Page], others: Sequence[Page] = ()) -> list[InducedLayout]:
    """Induce the layouts of the articles on pages of one outlet or host, newest first.

    Pages of several layouts may stand among each other, and pages that hold no article: a layout
    needs ten that are alike. `others` are pages that hold no article: listings, the home page; no
    layout's mark is on one of them. Of more than sixty pages, sixty are looked at.
    """
    step = max(1, -(-len(pages) // MOST_PAGES))
    flat_pages = [FlatPage(page) for page in pages[::step]]
    frame = Frame(flat_pages)
    left = [Weights(each, frame) for each in flat_pages]
    left = [each for each in left if each.title and each.all_content]
    groups: list[tuple[FoundBody, list[Weights]]] = []
    while len(left) >= FEWEST_PAGES and len(groups) < _MOST_LAYOUTS:
        found = find_body(left)
        if found is None or len(found.pages) < FEWEST_PAGES:
            break
        groups.append((found, [left[number] for number in found.pages]))
        left = [each for number, each in enumerate(left) if number not in found.pages]
    induced = []
    for found, group in groups:
        not_of_it = [each.flat.page for _, other in groups if other is not group for each in other]
        layout = _layout(found, group, [*others, *not_of_it])
        if layout is not None:
            induced.append(layout)
    return _named(induced)


def _layout(
    body: FoundBody, group: Sequence[Weights], others: Sequence[Page]
) -> InducedLayout | None:
    # What repeats among these pages alone: a list of articles repeats their standfirsts.
    frame = Frame([each.flat for each in group])
    group = [Weights(each.flat, frame) for each in group]
    samples = _samples(group, body)
    for sample, elements in zip(samples, _apart(samples, _fields(samples)), strict=True):
        sample.weights.set_apart(elements)
    body = refit_body(group) or body
    samples = _samples(group, body)
    fields = _fields(samples)
    title = fields.pop("title", None)
    if title is None:
        return None
    drops = find_drops(samples, _apart(samples, fields | {"title": title}))
    candidates = [body.selector, title.selector, *(each.selector for each in fields.values())]
    mark = find_mark(candidates, [sample.page for sample in samples], others)
    if mark is None:
        return None
    moments = sorted(sample.published.instant for sample in samples if sample.published is not None)
    first, last = (moments[0], moments[-1]) if moments else (None, None)
    return InducedLayout(
        layout=ArticleLayout(
            name="induced",
            mark=mark,
            title=str(title.selector),
            body=str(body.selector),
            drop=tuple(drops),
            evidence=_evidence(len(samples), first, last),
            unverified=_unverified(samples, {"title": title, **fields}),
            **{name: str(each.selector) for name, each in fields.items()},
        ),
        pages=len(samples),
        urls=tuple(sample.page.url for sample in samples),
        agreement={"title": title.agreement, "body": body.fit}
        | {name: each.agreement for name, each in fields.items()},
        first_published=first,
        last_published=last,
    )


def _samples(group: Sequence[Weights], body: FoundBody) -> list[Sample]:
    return [Sample(each, outermost(each.flat, body.selector.find(each.flat))) for each in group]


def _fields(samples: Sequence[Sample]) -> dict[str, Agreed]:
    found = {
        "title": find_title(samples),
        "lead": find_lead(samples),
        "published": find_published(samples),
        "authors": find_names(samples, "authors"),
        "section": find_section_name(samples),
        "tags": find_names(samples, "tags"),
        "images": find_images(samples),
        "image_credit": find_credit(samples),
    }
    return {
        name: each
        for name, each in found.items()
        if each and each.agreement >= _FEWEST_AGREEMENT and each.pages >= _FEWEST_FOUND
    }


def _apart(samples: Sequence[Sample], fields: dict[str, Agreed]) -> Iterator[list[int]]:
    """Give, for each page, the elements that hold another field than the text."""
    for sample in samples:
        yield [
            number
            for name in ("title", *_APART)
            if name in fields
            for number in _counting(name, fields[name], sample)
            if number not in sample.body
            # A standfirst that opens the text stays in it.
            and not (name == "lead" and sample.flat.holds(sample.core, number))
        ]


def _counting(name: str, field: Agreed, sample: Sample) -> list[int]:
    """Give the elements that a field reads: all, or the first that holds a text."""
    found = field.selector.find(sample.flat)
    if name in _LISTS:
        return found
    return [each for each in found if sample.flat.text(each)][:1]


def _unverified(samples: Sequence[Sample], fields: dict[str, Agreed]) -> tuple[str, ...]:
    """Name the fields that no metadata speaks for: how the pages are made does alone."""
    stated = {
        name: sum(bool(getattr(sample.page.structured, _METADATA[name])) for sample in samples)
        for name in fields
        if name in _METADATA
    }
    unconfirmed = [name for name in fields if 2 * stated.get(name, 0) < len(samples)]
    return ("body", "drop", *unconfirmed)


def _evidence(pages: int, first: datetime | None, last: datetime | None) -> str:
    said = f"induced from {pages} pages"
    if first is None or last is None:
        return said
    months = [f"{each:%B %Y}" for each in (first, last)]
    return f"{said} of {' to '.join(dict.fromkeys(months))}"


def _named(induced: list[InducedLayout]) -> list[InducedLayout]:
    """Order the layouts, the newest first, and name them by the month of their first article."""
    ordered = sorted(induced, key=_newness, reverse=True)
    names: Counter[str] = Counter()
    named = []
    for each in ordered:
        name = f"induced-{each.first_published:%Y-%m}" if each.first_published else "induced"
        names[name] += 1
        number = f"-{names[name]}" if names[name] > 1 else ""
        named.append(replace(each, layout=replace(each.layout, name=f"{name}{number}")))
    return named


def _newness(induced: InducedLayout) -> tuple[bool, datetime, int]:
    last = induced.last_published
    return last is not None, last or datetime.min.replace(tzinfo=UTC), induced.pages
