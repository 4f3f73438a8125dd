"""Where the database or the index is away, pages say so, and are there again when it is."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.settings import Settings
from starlette.testclient import TestClient

from kznews.mongo.connection import Address, open_sync_database
from kznews.search.errors import IndexDamaged
from kznews.search.index_folder import IndexFolder
from kznews.web.answer import Answer
from kznews.web.asked import Asked
from kznews.web.options import Options
from kznews.web.page import Page
from kznews.web.site import all_pages, create_app
from kznews.web.sources import Sources
from tests.mongo.servers import own_mongod, wait_until
from tests.web.conftest import Site


def test_a_database_that_is_away_is_told_until_it_answers_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with own_mongod(tmp_path / "mongod") as server:
        address = Address(uri=server.uri, database="kznews", data_dir=tmp_path, timeout=1)
        with open_sync_database(address) as database:
            sources = Sources(
                database=database, index=IndexFolder(tmp_path / "index"), settings=Settings()
            )
            options = Options(patience=1)
            client = TestClient(create_app(sources, options), "http://127.0.0.1")
            assert client.get("/about").status_code == 200
            server.kill()
            page = client.get("/about?ui=en")
            assert page.status_code == 503
            assert "The database does not answer. As soon as it does" in page.text
            assert "The page /about answers 503, since MongoDB does not answer" in caplog.text
            assert "Traceback" not in caplog.text
            server.start()
            wait_until(lambda: client.get("/about").status_code == 200, "it heals")


def test_an_index_that_is_away_is_told_until_it_is_there(site: Site, tmp_path: Path) -> None:
    empty = IndexFolder(tmp_path / "index")
    sources = replace(site.sources, index=empty)
    client = TestClient(create_app(sources), "http://127.0.0.1")
    assert client.get("/about.json").json()["indexed_until"] is None
    assert "is not built yet: articles cannot be found" in client.get("/about?ui=en").text
    replace(site, sources=sources).catch_up()
    assert client.get("/about.json").json()["indexed_until"]


def test_what_nobody_expected_is_logged_with_its_address(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Asked) -> Answer:
        raise LookupError("a fault of the code")

    def damaged(_: Asked) -> Answer:
        raise IndexDamaged("the index is damaged")

    of_test = Page("fails", "/fails", fail), Page("damaged", "/damaged", damaged, formats=("csv",))
    pages = all_pages() | {each.name: each for each in of_test}
    monkeypatch.setattr("kznews.web.site.all_pages", lambda: pages)
    client = TestClient(create_app(site.sources), "http://127.0.0.1")
    caplog.set_level(logging.ERROR)
    answer = client.get("/fails?zone=UTC&ui=en")
    assert answer.status_code == 500
    assert "The program has a fault" in answer.text
    assert "a fault of the code" not in answer.text
    assert "The page /fails?zone=UTC&ui=en failed" in caplog.text
    assert "LookupError: a fault of the code" in caplog.text
    told = client.get("/damaged.csv?ui=en")
    assert (told.status_code, told.text[:16]) == (503, "The search index")
