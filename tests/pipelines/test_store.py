from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from pymongo.database import Database

from kznews.mongo.mongod import free_port

SyncDatabase = Database[dict[str, Any]]


class Site:
    """A page over real HTTP, and how often it was asked for."""

    def __init__(self) -> None:
        self.visits = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.visits += 1
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    with site.server:
        Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        yield site
        site.server.shutdown()


def crawl(
    url: str, *, options: tuple[str, ...] = ("-W", "error"), **settings: Any
) -> tuple[dict[str, Any], str]:
    """Statistics and log of a crawl in a process of its own."""
    command = [sys.executable, *options, "-m", "tests.pipelines.crawl", url]
    done = subprocess.run(
        [*command, json.dumps(settings)], capture_output=True, text=True, timeout=60, check=True
    )
    stats: dict[str, Any] = json.loads(done.stdout)
    return stats, done.stderr


def stored(stats: dict[str, Any]) -> dict[str, int]:
    return {key: value for key, value in stats.items() if key.startswith("items/")}


def test_a_crawl_is_stored_and_recorded(
    site: Site, mongodb_uri: str, database: SyncDatabase
) -> None:
    store: dict[str, Any] = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
    stats, log = crawl(site.url, **store)
    assert stored(stats) == {
        "items/stored/articles/inserted": 2,
        "items/stored/tickers/inserted": 1,
        "items/stored/rates/inserted": 1,
        "items/stored/rejected/inserted": 2,
        "items/rejected/article": 1,
    }
    assert "Traceback" not in log
    assert "Warning" not in log
    assert database["articles"].count_documents({}) == 2
    refused = database["rejected"].find_one({"url": "https://exclusive.kz/articles/3/"})
    assert refused is not None
    assert refused["reason"].startswith("article: the validator of its collection refuses it")
    assert refused["item"]["language"] == "de"
    assert refused["item"]["body"] == "Бірінші абзац.\n\nЕкінші абзац."

    again, _ = crawl(site.url, **store)
    assert stored(again) == {
        "items/stored/articles/unchanged": 2,
        "items/stored/tickers/unchanged": 1,
        "items/stored/rates/unchanged": 1,
        "items/stored/rejected/unchanged": 2,
        "items/rejected/article": 1,
    }

    first, second = database["runs"].find().sort("started_at")
    now = datetime.now(UTC)
    assert now - timedelta(minutes=2) < first["started_at"] < first["finished_at"] < now
    for run in (first, second):
        del run["_id"], run["started_at"], run["finished_at"]
    expected = {
        "outlet": "sample",
        "job": None,
        "finish_reason": "finished",
        "succeeded": True,
        "pages": 1,
        "unchanged": 0,
        "rejected": 2,
        "errors": 1,
        "dead": 2,
        "methods": {"layout": 2},
        "failures": {"http_404": 1},
        "notes": {"layout/2025": 2, "jsonld/broken": 1},
    }
    assert first == expected | {
        "stored": {
            "articles": {"inserted": 2},
            "tickers": {"inserted": 1},
            "rates": {"inserted": 1},
            "rejected": {"inserted": 2},
        }
    }
    assert second["stored"]["articles"] == {"unchanged": 2}


def test_without_a_database_nothing_is_fetched(site: Site) -> None:
    port = free_port()
    uri = f"mongodb://me:pa55word@127.0.0.1:{port}/"
    # Without warnings as errors: pymongo 4.20 forgets a socket where it never gets a connection.
    stats, log = crawl(site.url, options=(), MONGODB_URI=uri, MONGODB_TIMEOUT=0.3)
    assert stats["finish_reason"] == "database_unavailable"
    assert site.visits == 0
    critical = [line for line in log.splitlines() if "CRITICAL" in line]
    assert len(critical) == 1
    assert f"cannot reach MongoDB at 127.0.0.1:{port}" in critical[0]
    assert "Traceback" not in log
    assert "ERROR" not in log
    assert "pa55word" not in log


def test_without_a_network_the_database_stays_as_it_was(
    mongodb_uri: str, database: SyncDatabase
) -> None:
    store: dict[str, Any] = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
    stats, _ = crawl(f"http://127.0.0.1:{free_port()}/", **store)
    assert stats["finish_reason"] == "finished"
    names = database.list_collection_names()
    assert "runs" in names
    assert {name: database[name].count_documents({}) for name in names} == dict.fromkeys(names, 0)
