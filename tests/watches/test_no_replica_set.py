"""A MongoDB that is no replica set tells nobody what changes: that is said where it matters."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from scrapy.settings import Settings
from starlette.testclient import TestClient

from kznews.mongo.connection import Address, open_sync_database
from kznews.search.index_folder import IndexFolder
from kznews.web.site import create_app
from kznews.web.sources import Sources
from tests.command_in_process import RunCommand
from tests.mongo.servers import own_mongod


def test_a_search_that_nothing_can_follow_is_not_saved_and_it_is_said_why(
    run_command: RunCommand, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    why = "this MongoDB is no replica set, so it tells nobody what changes"
    with own_mongod(tmp_path / "mongod") as server:
        settings = {"MONGODB_URI": server.uri, "MONGODB_DATABASE": "kznews"}
        for words in (("add", "w", "өрт"), ("run", "--once")):
            answer = run_command("watch", *words, **settings)
            assert answer.exit_code == 2
            assert why in answer.errors
            assert "Traceback" not in answer.errors

        address = Address(uri=server.uri, database="kznews", data_dir=tmp_path, timeout=10)
        with open_sync_database(address) as database:
            index = IndexFolder(tmp_path / "index")
            sources = Sources(database=database, index=index, settings=Settings())
            client = TestClient(create_app(sources), "http://127.0.0.1:8000")
            form = {"name": "w", "question": "өрт", "addresses": ""}
            caplog.set_level(logging.ERROR)
            page = client.post(
                "/watches?ui=en", data=form, headers={"Origin": "http://127.0.0.1:8000"}
            )
            assert page.status_code == 503
            assert "The search cannot be saved: MongoDB is no replica set" in page.text
            assert 'value="w"' in page.text  # what was typed is not lost
            assert why in caplog.text
            assert "Traceback" not in caplog.text
            assert client.get("/watches").status_code == 200
            assert database["watches"].find_one() is None
