"""Captured pages without their outlets' modules: some of them tell how to read the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.agreement import agreement
from benchmarks.extractors import Read
from benchmarks.labelled import Labelled, captured_pages
from benchmarks.truth_file import pages_with_truth
from kznews.extraction.article import read_article
from kznews.extraction.induction import InducedLayout, induce_articles
from kznews.extraction.page import Page
from kznews.outlets import outlet_of

FEWEST_BODY_F1, WORST_BODY_F1 = 0.985, 0.8
SEEN_EVERY, JUDGED_EVERY = 10, 4


def page(labelled: Labelled, *induced: InducedLayout) -> Page:
    outlet = outlet_of(labelled.url)
    assert outlet is not None
    return Page(
        labelled.body,
        labelled.url,
        outlet=replace(outlet, article_layouts=()),
        fetched_at=labelled.fetched_at,
        induced=tuple(each.layout for each in induced),
    )


@pytest.mark.parametrize("name", ["informburo", "tengrinews"])
def test_articles_that_were_not_seen(captures: Path, name: str) -> None:
    if name == "informburo":
        labelled = pages_with_truth("informburo-2023-03")
        seen = labelled[::SEEN_EVERY]
    else:
        labelled = [each for each in captured_pages() if "tengrinews.kz" in each.url]
        seen = labelled[::2]
    unseen = [each for each in labelled if each not in seen][::JUDGED_EVERY]
    [layout] = induce_articles([page(each) for each in seen])
    articles = [read_article(page(each, layout)) for each in unseen]
    found = agreement(
        [
            (
                each.truth,
                Read(
                    title=article.title,
                    text=article.body,
                    published=article.published_at,
                    tags=tuple(article.tags),
                ),
            )
            for each, article in zip(unseen, articles, strict=True)
        ]
    )
    assert found.body_f1 >= FEWEST_BODY_F1
    assert found.worst_body_f1 >= WORST_BODY_F1
    assert (found.title, found.instant, found.tags_f1) == (1, 1, 1)
    assert {each.extraction.method for each in articles} == {"induced"}
