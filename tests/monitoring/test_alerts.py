from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo.database import Database

from kznews.monitoring.alerts import Alerts
from kznews.monitoring.delivery import Delivery
from tests.monitoring.receivers import Hook, webhook
from tests.record.stores import open_store

SyncDatabase = Database[dict[str, Any]]
LATE = {"late": "by 3 h"}
BOTH = LATE | {"dead": "9 of 10"}


@pytest.fixture
def hook() -> Iterator[Hook]:
    with webhook() as hook:
        yield hook


class Runs:
    """Runs of `exclusive`, one after another or at once."""

    def __init__(self, uri: str, name: str, hook: Hook) -> None:
        self._uri, self._name = uri, name
        self._hook = hook

    def end(
        self,
        *failed: dict[str, str],
        undecided: frozenset[str] = frozenset(),
        addresses: list[str] | None = None,
    ) -> list[str]:
        """The titles of the alerts that these runs send, all at once."""
        before = len(self._hook.posts)
        told = [self._hook.address] if addresses is None else addresses

        async def ending() -> None:
            async with open_store(self._uri, self._name) as database:
                alerts = Alerts(database, Delivery(told))
                await asyncio.gather(
                    *(alerts.tell("exclusive", each, undecided=undecided) for each in failed)
                )

        asyncio.run(ending())
        return [post["title"] for post in self._hook.posts[before:]]


@pytest.fixture
def runs(mongodb_uri: str, database: SyncDatabase, hook: Hook) -> Runs:
    return Runs(mongodb_uri, database.name, hook)


def test_only_a_change_is_told(runs: Runs, database: SyncDatabase, hook: Hook) -> None:
    assert runs.end({}) == []
    assert database["alerts"].count_documents({}) == 0
    assert runs.end(LATE) == ["kznews: exclusive fails: late"]
    assert runs.end({"late": "by 4 h"}) == []
    assert runs.end(BOTH) == ["kznews: exclusive fails: late, dead"]
    assert hook.posts[-1]["message"] == "late: by 3 h\ndead: 9 of 10"
    assert runs.end({"dead": "9 of 10"}) == ["kznews: exclusive fails: dead"]
    assert hook.posts[-1]["message"] == "dead: 9 of 10\nlate: well again"
    assert runs.end({}) == ["kznews: exclusive is well again"]
    assert hook.posts[-1]["message"] == "dead: well again"
    assert runs.end({}) == []
    assert runs.end(LATE) == ["kznews: exclusive fails: late"]
    [kept] = database["alerts"].find()
    assert kept["failing"] == [{"check": "late", "reason": "by 3 h"}]
    assert kept["changes"] == 5


def test_what_a_small_run_cannot_decide_stays_as_it_was(runs: Runs) -> None:
    runs.end(BOTH)
    assert runs.end({}, undecided=frozenset(BOTH)) == []
    assert runs.end(LATE, undecided=frozenset({"dead", "layout"})) == []
    assert runs.end({}, undecided=frozenset({"late"})) == ["kznews: exclusive fails: late"]
    assert runs.end({}) == ["kznews: exclusive is well again"]


def test_of_many_workers_one_tells(runs: Runs) -> None:
    assert runs.end(*[LATE] * 8) == ["kznews: exclusive fails: late"]
    assert runs.end(*[BOTH] * 8) == ["kznews: exclusive fails: late, dead"]
    assert runs.end(*[{}] * 8) == ["kznews: exclusive is well again"]


def test_what_was_not_taken_is_told_by_the_next_run(runs: Runs, hook: Hook) -> None:
    hook.status = 500
    runs.end(LATE)
    hook.status = 200
    assert runs.end(LATE) == ["kznews: exclusive fails: late"]
    hook.status = 500
    runs.end({})
    hook.status = 200
    assert runs.end({}) == ["kznews: exclusive is well again"]
    assert runs.end({}) == []


@pytest.mark.parametrize("addresses", [[], ["nonsense"]], ids=["none", "unknown"])
def test_what_nobody_could_be_told_is_told_once_there_is_an_address(
    runs: Runs, database: SyncDatabase, addresses: list[str]
) -> None:
    runs.end(LATE, addresses=addresses)
    assert database["alerts"].count_documents({}) == 0
    assert runs.end(LATE) == ["kznews: exclusive fails: late"]
    runs.end({}, addresses=addresses)
    assert runs.end({}) == ["kznews: exclusive is well again"]
    assert runs.end({}) == []
