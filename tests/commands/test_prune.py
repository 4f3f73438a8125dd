from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.commands.conftest import TestDatabase
from tests.crawl.conftest import Crawled, scrapy
from tests.monitoring.outlets import hours, run

DAY = timedelta(days=1)


@pytest.fixture
def old(database: TestDatabase) -> TestDatabase:
    runs = [run(DAY * days) for days in (1, 61, 99, 101, 200)]
    runs.append(run(DAY * 150, outlet="tengrinews"))
    runs += [run(DAY * days, outlet="tengrinews", reason="shutdown") for days in (120, 130)]
    database["runs"].insert_many(runs)
    database["rejected"].insert_many(
        {"_id": str(days), "last_seen_at": datetime.now(UTC) - DAY * days + hours(1)}
        for days in (1, 100, *range(101, 2_200))
    )
    return database


def prune(database: TestDatabase, uri: str, *words: str) -> Crawled:
    store = {"MONGODB_URI": uri, "MONGODB_DATABASE": database.name}
    return scrapy(["prune", *words], store, {})


def numbers(database: TestDatabase) -> dict[str, int]:
    return {name: database[name].count_documents({}) for name in ("rejected", "runs")}


def test_old_documents_are_deleted_and_what_status_needs_is_kept(
    mongodb_uri: str, old: TestDatabase
) -> None:
    before = numbers(old)
    told = prune(old, mongodb_uri, "runs", "rejected", "--days=100", "--dry-run")
    assert told.exit_code == 0
    assert "runs: 3 documents would be deleted, from before 20" in told.log
    assert numbers(old) == before
    told = prune(old, mongodb_uri, "runs", "rejected", "--days=100")
    assert "rejected: 2,099 documents deleted, from before 20" in told.log
    assert numbers(old) == {"rejected": 2, "runs": 5}
    kept: dict[str, list[Any]] = {}
    for each in old["runs"].find(sort=[("finished_at", 1)]):
        kept.setdefault(each["spider"], []).append(each["succeeded"])
    # The last success, and the last run of all.
    assert kept == {"tengrinews": [True, False], "exclusive": [True, True, True]}
    assert "runs: 0 documents deleted" in prune(old, mongodb_uri, "runs", "--days=100").log


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ["articles", "--days=100"],
            "'articles' is not pruned: only rejected, runs, pages are",
        ),
        (["--days=100"], "name what to prune: rejected, runs, pages"),
        (["pages", "--days=90"], "how long pages are kept is set in ARCHIVE_KEEP, not with --days"),
        (["runs"], "say with --days how many days to keep: 60 or more"),
        (["runs", "--days=59"], "say with --days how many days to keep: 60 or more"),
    ],
)
def test_what_would_delete_too_much_is_refused(
    mongodb_uri: str, database: TestDatabase, words: list[str], why: str
) -> None:
    told = prune(database, mongodb_uri, *words)
    assert told.exit_code == 2
    assert why in told.log
