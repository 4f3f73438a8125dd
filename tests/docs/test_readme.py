"""The README is one screen, and what it names is there."""

from __future__ import annotations

import re

from scrapy.spiderloader import SpiderLoader

from benchmarks.project_settings import project_settings
from tests.docs.documents import DOCUMENTS, tables, text

LARGEST = 6144
"""Bytes."""


def test_it_is_one_screen() -> None:
    assert len(text("README.md").encode()) <= LARGEST


def test_its_spiders_and_those_of_the_examples_exist() -> None:
    spiders = set(SpiderLoader.from_settings(project_settings()).list())
    told = tables(text("README.md"), "spider")
    # `scrapy list` names all of them: a new outlet needs no row.
    assert {"exclusive", "nationalbank"} <= set(told) <= spiders
    assert all(all(cells) for cells in told.values())
    for document in DOCUMENTS:
        named = re.findall(r"scrapy crawl (\w+)", document.read_text("utf-8"))
        assert set(named) <= spiders, document.name
