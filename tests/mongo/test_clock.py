from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pymongo import AsyncMongoClient

from kznews.mongo.clock import ServerClock
from kznews.mongo.values import Fields


@pytest.fixture(params=["UTC", "Asia/Almaty", "America/Los_Angeles"])
def _zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The time zone of this machine."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_zone")
def test_it_is_the_servers_wherever_we_are(mongodb_uri: str) -> None:
    async def told() -> datetime:
        client: AsyncMongoClient[Fields]
        async with AsyncMongoClient(mongodb_uri, tz_aware=True) as client:
            clock = ServerClock(client["test"])
            await clock.read()
            return clock.now()

    assert abs(asyncio.run(told()) - datetime.now(UTC)) < timedelta(minutes=1)
