"""`scrapy frontier --revive`, `--revive-all`, `--forget`: what they change, and what they leave."""

from __future__ import annotations

import asyncio

from kznews.frontier.rounds import Rounds
from kznews.mongo.clock import ServerClock
from tests.commands.conftest import Frontier, TestDatabase
from tests.frontier.sample_frontier import (
    ALIVE,
    BROKEN,
    GONE,
    LEASE,
    NEWER,
    READ,
    UNSTORABLE,
    Crawl,
)
from tests.record.stores import open_store

UNKNOWN = "https://exclusive.kz/unknown/"


def leave(uri: str, name: str) -> None:
    """End the part of the worker that is alive in the round of `exclusive`."""

    async def end() -> None:
        async with open_store(uri, name) as opened:
            assert await Rounds(opened, "exclusive", ALIVE, lease=LEASE).leave() == 0

    asyncio.run(end())


def test_a_dead_page_is_revived_as_if_it_had_never_failed(
    frontier: Frontier, filled: TestDatabase, mongodb_uri: str
) -> None:
    filled["frontier"].update_one({"url": GONE[0]}, {"$set": {"attempts": 5, "crashes": 2}})
    answer = frontier(filled.name, "--revive", GONE[0], BROKEN, GONE[0])
    assert (answer.exit_code, answer.errors) == (0, "")
    assert answer.output == "Revived 2 rows, due at once.\n"
    row = filled["frontier"].find_one({"url": GONE[0]})
    assert row is not None
    state = ("state", "attempts", "crashes", "error", "failed_at", "worker", "lease_until")
    assert [row[name] for name in state] == ["queued", 0, 0, None, None, None, None]
    assert filled["frontier"].count_documents({"state": "dead"}) == 2

    async def lease() -> list[str]:
        async with open_store(mongodb_uri, filled.name) as opened:
            clock = ServerClock(opened)
            await clock.read()
            crawl = Crawl(opened, clock, ALIVE, "exclusive", LEASE)
            return [each.url for each in await crawl.queue.lease(50)]

    assert {GONE[0], BROKEN} <= set(asyncio.run(lease()))


def test_what_cannot_be_revived_is_named(frontier: Frontier, filled: TestDatabase) -> None:
    asked = (READ, UNKNOWN, GONE[1], UNSTORABLE, NEWER)
    answer = frontier(filled.name, "exclusive", "--revive", *asked)
    assert answer.exit_code == 2
    assert answer.output == "Revived 1 row, due at once.\n"
    assert sorted(answer.errors.splitlines()) == sorted(
        f"scrapy frontier: not revived: {each}"
        for each in (
            f"{READ} (exclusive): it is done, not dead",
            f"{NEWER} (exclusive): it is queued, not dead",
            f"{UNKNOWN}: it is not known",
            (
                f"{UNSTORABLE} (exclusive): there is no request to revive: "
                f"{UNSTORABLE} cannot be stored: callback <lambda> is no method"
            ),
        )
    )
    states = {row["url"]: row["state"] for row in filled["frontier"].find({"spider": "exclusive"})}
    assert [states[url] for url in (READ, GONE[1], UNSTORABLE)] == ["done", "queued", "dead"]


def test_a_revival_for_machines(frontier: Frontier, filled: TestDatabase) -> None:
    answer = frontier(filled.name, "--json", "--revive", GONE[0], UNKNOWN)
    assert (answer.exit_code, answer.errors) == (2, "")
    left = [{"spider": None, "url": UNKNOWN, "why": "it is not known"}]
    assert answer.document == {"revived": 1, "left": left}


def test_only_the_named_outlets_pages_are_revived(frontier: Frontier, filled: TestDatabase) -> None:
    answer = frontier(filled.name, "exclusive~replay", "--revive", GONE[0])
    assert answer.exit_code == 2
    assert answer.errors == f"scrapy frontier: not revived: {GONE[0]}: it is not known\n"
    assert frontier(filled.name, "exclusive~replay", "--revive-all").output.startswith(
        "Revived 0 rows"
    )
    assert filled["frontier"].count_documents({"state": "dead"}) == 4


def test_all_are_revived(frontier: Frontier, filled: TestDatabase) -> None:
    answer = frontier(filled.name, "--revive-all")
    assert answer.exit_code == 0
    assert answer.output == "Revived 3 rows, due at once.\n"
    assert answer.errors.startswith(
        f"scrapy frontier: not revived: {UNSTORABLE} (exclusive): there is no request to revive"
    )
    assert answer.errors.count("\n") == 1
    (left,) = filled["frontier"].find({"state": "dead"})
    assert left["url"] == UNSTORABLE
    assert frontier(filled.name, "--revive-all").output.startswith("Revived 0 rows")


def test_all_of_an_error_are_revived(frontier: Frontier, filled: TestDatabase) -> None:
    assert frontier(filled.name, "--revive-all", "--matching", "HTTP .*").output.startswith(
        "Revived 0 rows"
    )
    answer = frontier(filled.name, "--revive-all", "--matching", "HTTP 4", "--json")
    assert answer.document == {"revived": 2, "left": []}
    assert filled["frontier"].count_documents({"state": "dead"}) == 2
    assert filled["frontier"].count_documents({"url": {"$in": GONE}, "state": "queued"}) == 2


def test_few_of_many_that_cannot_be_revived_are_named(
    frontier: Frontier, filled: TestDatabase
) -> None:
    row = filled["frontier"].find_one({"url": UNSTORABLE})
    assert row is not None
    filled["frontier"].insert_many(row | {"_id": f"{number}"} for number in range(1029))
    answer = frontier(filled.name, "--revive-all")
    assert answer.errors.count("\n") == 21
    assert answer.errors.endswith("not revived: 1,010 more, which --json names\n")


def test_a_named_outlet_is_forgotten(
    frontier: Frontier, filled: TestDatabase, mongodb_uri: str
) -> None:
    leave(mongodb_uri, filled.name)
    answer = frontier(filled.name, "--forget", "exclusive")
    assert (answer.exit_code, answer.errors) == (0, "")
    assert answer.output == "Forgot 14 rows of exclusive.\n"
    assert filled["frontier"].distinct("spider") == ["exclusive~replay"]
    answer = frontier(filled.name, "--forget", "exclusive~replay", "--json")
    assert answer.document == {"forgotten": {"exclusive~replay": 1}}
    assert filled["frontier"].count_documents({}) == 0


def test_an_outlet_that_is_being_crawled_is_not_forgotten(
    frontier: Frontier, filled: TestDatabase
) -> None:
    answer = frontier(filled.name, "--forget", "exclusive~replay", "exclusive")
    assert answer.exit_code == 2
    assert answer.output == ""
    assert answer.errors == (
        f"scrapy frontier: nothing was forgotten: exclusive is being crawled by {ALIVE}; "
        "a worker that was killed counts until its lease ends\n"
    )
    assert filled["frontier"].count_documents({}) == 15
