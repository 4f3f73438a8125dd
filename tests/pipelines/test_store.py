from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo.database import Database

from tests.pipelines.crawls import Site, crawl, serve
from tests.ports import free_port

SyncDatabase = Database[dict[str, Any]]


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


def stored(stats: dict[str, Any]) -> dict[str, int]:
    return {key: value for key, value in stats.items() if key.startswith("items/")}


def test_a_crawl_is_stored(site: Site, mongodb_uri: str, database: SyncDatabase) -> None:
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
    assert database["translation_evidence"].count_documents({"linked": True}) == 2
    refused = database["rejected"].find_one({"url": "https://exclusive.kz/articles/3/"})
    assert refused is not None
    assert refused["reason"].startswith("article: the validator of its collection refuses it")
    assert refused["item"]["language"] == "de"
    assert refused["item"]["body"] == "Бірінші абзац.\n\nЕкінші абзац."
    # Another version may be able to store it: its page is not done, and comes again.
    row = database["frontier"].find_one({})
    assert row is not None
    assert (row["state"], row["attempts"], row["visit"]) == ("queued", 1, None)
    assert "the validator of its collection refuses it" in row["error"]

    again, _ = crawl(site.url, **store)
    assert stored(again) == {
        "items/stored/articles/unchanged": 2,
        "items/stored/tickers/unchanged": 1,
        "items/stored/rates/unchanged": 1,
        "items/stored/rejected/unchanged": 2,
        "items/rejected/article": 1,
    }


def test_without_a_database_nothing_is_fetched(site: Site) -> None:
    port = free_port()
    uri = f"mongodb://me:pa55word@127.0.0.1:{port}/"
    # Without warnings as errors: pymongo 4.20 forgets a socket where it never gets a connection.
    stats, log = crawl(site.url, warnings_are_errors=False, MONGODB_URI=uri, MONGODB_TIMEOUT=0.3)
    assert stats["finish_reason"] == "database_unavailable"
    assert site.visits == 0
    critical = [line for line in log.splitlines() if "CRITICAL" in line]
    assert len(critical) == 1
    assert f"cannot reach MongoDB at 127.0.0.1:{port}" in critical[0]
    assert "Traceback" not in log
    assert "ERROR" not in log
    assert "pa55word" not in log
