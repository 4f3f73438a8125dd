"""What the first answers need is loaded before anybody asks; what is away stops nothing."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from scrapy.settings import Settings

from kznews.mongo.connection import Address, open_sync_database
from kznews.search.index_folder import IndexFolder
from kznews.search.searching import OfOutlet, Searcher
from kznews.web.options import Options
from kznews.web.rendering import environment
from kznews.web.site import all_pages
from kznews.web.sources import Sources
from kznews.web.texts import wording
from kznews.web.warming import warm_up
from tests.web.conftest import Site


def test_templates_texts_and_the_index_are_loaded_before_anybody_asks(
    site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.cache_clear()
    wording.cache_clear()
    opened: list[Searcher] = []
    outlets = Searcher.outlets

    def counted(searcher: Searcher) -> dict[str, OfOutlet]:
        opened.append(searcher)
        return outlets(searcher)

    monkeypatch.setattr(Searcher, "outlets", counted)
    sources = replace(site.sources)  # with a searcher that has opened nothing yet
    caplog.set_level(logging.INFO)
    warm_up(sources, Options(), all_pages(), Event())
    templates = environment()
    assert templates.cache is not None
    assert len(templates.cache) == len(templates.list_templates())
    assert wording.cache_info().currsize == 1
    assert sources.searcher in opened
    assert "11 pages were tried in " in caplog.text
    assert [each.levelname for each in caplog.records if each.levelno > logging.INFO] == []


def test_an_end_ends_it(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    ended = Event()
    ended.set()
    caplog.set_level(logging.INFO)
    warm_up(site.sources, Options(), all_pages(), ended)
    assert any(each.startswith("0 pages were tried in ") for each in caplog.messages)


def test_where_mongodb_is_away_it_is_no_error(
    tmp_path: Path, mongodb_uri: str, caplog: pytest.LogCaptureFixture
) -> None:
    address = Address(uri=mongodb_uri, database="kznews", data_dir=tmp_path, timeout=1)
    with open_sync_database(address) as database:
        away = Sources(
            database=database, index=IndexFolder(tmp_path / "index"), settings=Settings()
        )
        caplog.set_level(logging.INFO)
        warm_up(away, Options(patience=0.000001), all_pages(), Event())
    assert any(each.startswith("0 pages were tried in ") for each in caplog.messages)
    assert [each for each in caplog.records if each.levelno > logging.WARNING] == []
