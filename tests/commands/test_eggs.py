"""`scrapy eggs` against a real MongoDB."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.database import Database

from tests.crawl.conftest import scrapy

AT = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)


def test_columns_are_as_wide_as_the_longest_version(
    mongodb_uri: str, database: Database[dict[str, Any]]
) -> None:
    for number, version in enumerate(["one", "2026-11-22T172000Z-1234567"]):
        at = AT + timedelta(minutes=number)
        egg = {"project": "kznews", "version": version, "spiders": ["exclusive"], "size": 1000}
        database["eggs"].insert_one({**egg, "uploaded_at": at, "activated_at": at})
    environment = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
    listed = scrapy(["eggs"], environment, {})
    assert listed.exit_code == 0, listed.log
    lines = [line for line in listed.log.splitlines() if "2026-11-22 " in line]
    assert [line.split()[0] for line in lines] == ["2026-11-22T172000Z-1234567", "one"]
    assert {line.index("2026-11-22 ") for line in lines} == {28}
