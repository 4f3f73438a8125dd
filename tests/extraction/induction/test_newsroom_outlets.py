"""Outlets of the newsroom without their modules: half of their pages tells how to read the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.agreement import agreement
from benchmarks.extractors import Read
from benchmarks.labelled import Labelled
from benchmarks.newsroom_pages import newsroom_pages
from kznews.extraction.article import read_article
from kznews.extraction.induction import induce_articles
from kznews.extraction.page import Page
from kznews.items import Article
from kznews.outlets import outlet_of
from kznews.outlets.layouts import ArticleLayout

OUTLETS = ("azattyq", "egemen", "inform", "informburo", "orda", "sputnik", "vlast", "zakon")
EACH = 24
"""Articles of each listing."""


def page(labelled: Labelled, *induced: ArticleLayout) -> Page:
    """A page of an outlet of which only the hosts are known."""
    outlet = outlet_of(labelled.url)
    assert outlet is not None
    return Page(
        labelled.body,
        labelled.url,
        outlet=replace(outlet, article_layouts=(), section_path=None),
        fetched_at=labelled.fetched_at,
        induced=induced,
    )


def read(found: Article) -> Read:
    return Read(
        title=found.title,
        text=found.body,
        published=found.published_at,
        authors=tuple(found.authors),
        tags=tuple(found.tags),
    )


@pytest.mark.parametrize("outlet", OUTLETS)
def test_the_other_half_is_read_as_well_as_by_the_module(outlet: str) -> None:
    labelled = newsroom_pages(EACH, [outlet])[outlet]
    seen, unseen = labelled[::2], labelled[1::2]
    induced = induce_articles([page(each) for each in seen])
    layouts = [each.layout for each in induced]
    articles = [read_article(page(each, *layouts)) for each in unseen[::2]]
    assert {each.extraction.method for each in articles} == {"induced"}
    found = agreement(
        [(each.truth, read(article)) for each, article in zip(unseen[::2], articles, strict=True)]
    )
    assert found == replace(
        found,
        title=1,
        instant=1,
        body_precision=1,
        body_recall=1,
        body_f1=1,
        worst_body_f1=1,
        authors_f1=1,
        tags_f1=1,
    )
