"""The items of the documents' examples are items."""

from __future__ import annotations

import json

from kznews.items import Article
from kznews.pipelines.convert import typed_item
from kznews.pipelines.normalize import NormalizePipeline
from kznews.pipelines.validate import faults_of
from tests.crawl.conftest import PROJECT
from tests.docs.documents import blocks


def test_the_example_of_an_item_of_ones_own_is_a_valid_article() -> None:
    [example] = blocks(PROJECT / "docs" / "crawling.md", "json")
    item = NormalizePipeline().process_item(typed_item(json.loads(example)))
    assert isinstance(item, Article)
    assert list(faults_of(item)) == []
