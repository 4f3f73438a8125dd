from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.database import Database

from tests.pipelines.crawls import crawl, serve
from tests.ports import free_port

SyncDatabase = Database[dict[str, Any]]
RECORDER = {"EXTENSIONS": {"kznews.monitoring.recording.RunRecorder": 700}}


def settings(uri: str, database: SyncDatabase) -> dict[str, Any]:
    return RECORDER | {"MONGODB_URI": uri, "MONGODB_DATABASE": database.name}


def test_a_crawl_is_recorded(mongodb_uri: str, database: SyncDatabase) -> None:
    with serve() as site:
        for _ in range(2):
            _, log = crawl(site.url, **settings(mongodb_uri, database))
            assert "Traceback" not in log
    first, second = database["runs"].find().sort("started_at")
    now = datetime.now(UTC)
    assert now - timedelta(minutes=2) < first["started_at"] < first["finished_at"] < now
    first_began = first["started_at"]
    for run in (first, second):
        del run["_id"], run["started_at"], run["finished_at"]
    expected: dict[str, Any] = {
        "spider": "sample",
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
        "unmet": [],
        "discovered": {},
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
    [size] = database["sizes"].find()
    assert size["_id"] in {f"{first_began:%Y-%m-%d}", f"{now:%Y-%m-%d}"}
    assert first_began < size["noted_at"] < now
    assert size["bytes_on_disk"] > 0


def test_without_a_database_the_recorder_is_silent() -> None:
    uri = f"mongodb://127.0.0.1:{free_port()}/"
    with serve() as site:
        # Without warnings as errors: pymongo 4.20 forgets a socket where it never connects.
        _, log = crawl(
            site.url, warnings_are_errors=False, **RECORDER, MONGODB_URI=uri, MONGODB_TIMEOUT=0.3
        )
    assert "Traceback" not in log
    assert "ERROR" not in log


def test_without_a_network_nothing_is_recorded(mongodb_uri: str, database: SyncDatabase) -> None:
    stats, _ = crawl(f"http://127.0.0.1:{free_port()}/", **settings(mongodb_uri, database))
    assert stats["finish_reason"] == "finished"
    # The frontier keeps its row for the next crawl.
    names = set(database.list_collection_names()) - {"frontier", "rounds", "schemas"}
    assert "runs" in names
    assert {name: database[name].count_documents({}) for name in names} == dict.fromkeys(names, 0)
