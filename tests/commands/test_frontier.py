"""`scrapy frontier`: what it shows of a frontier, and what it says to nonsense."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient

from tests.commands.conftest import Frontier, TestDatabase
from tests.crawl.conftest import PROJECT
from tests.frontier.sample_frontier import (
    ALIVE,
    BROKEN,
    GONE,
    KILLED,
    LATER,
    READ,
    UNSTORABLE,
    fill,
)
from tests.ports import free_port

MOMENT = r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC"


@pytest.fixture(scope="module")
def shown(mongodb_uri: str) -> Iterator[str]:
    """The name of a filled database that no test changes."""
    client: MongoClient[dict[str, Any]]
    name = f"test_{uuid.uuid4().hex[:12]}"
    with MongoClient(mongodb_uri) as client:
        asyncio.run(fill(mongodb_uri, name))
        yield name
        client.drop_database(name)


def test_the_summary(frontier: Frontier, shown: str) -> None:
    answer = frontier(shown)
    assert (answer.exit_code, answer.errors) == (0, "")
    patterns = [
        rf"Frontier in the database '{shown}' of MongoDB at /\S+/mongod\.sock, {MOMENT}",
        "",
        rf"exclusive, crawled since {MOMENT} \((now|\d+ s ago)\)",
        "  queued          3  due now",
        rf"                  1  for later, the first {MOMENT} \(in \d\d min\)",
        "                  1  of them written by a newer kznews, and left to it",
        rf"  leased          2  by {ALIVE}, alive, until {MOMENT} \(in \d+ min\)",
        rf"                  1  by {KILLED}, not alive, until {MOMENT} \((now|\d+ s ago)\)",
        "  done            3",
        rf"                  1  to be visited again, the next {MOMENT} \(in \d\d min\)",
        "                  2  settled",
        "  dead            4",
        "                  2  HTTP 404",
        rf"                     such as {GONE[0]}",
        r"                  1  KeyError: 'title' in �\[31mour code",
        rf"                     such as {BROKEN}",
        "                  1  … cannot be stored: callback <lambda> is no method",
        rf"                     such as {UNSTORABLE}",
        "",
        "exclusive~replay, not being crawled",
        "  queued          1  due now",
        "  leased          0",
        "  done            0",
        "  dead            0",
        "",
        "hosts",
        "  failing.example  1 failure in a row",
        rf"  paused.example   paused until {MOMENT} \(in \d\d min\): 429, Retry-After",
        "  slow.example     Crawl-delay 10 s",
    ]
    lines = answer.output.splitlines()
    assert len(lines) == len(patterns)
    for line, pattern in zip(lines, patterns, strict=True):
        assert re.fullmatch(pattern, line), line


def test_the_summary_of_named_outlets(frontier: Frontier, shown: str) -> None:
    answer = frontier(shown, "exclusive~replay", "exclusive~replay")
    assert "exclusive~replay, not being crawled" in answer.output
    assert "crawled since" not in answer.output


def test_the_summary_for_machines(frontier: Frontier, shown: str) -> None:
    document = frontier(shown, "--json").document
    now = datetime.fromisoformat(document["now"])
    assert now.utcoffset() == timedelta(0)
    exclusive, replay = document["spiders"]
    assert (exclusive["spider"], replay["spider"]) == ("exclusive", "exclusive~replay")
    assert exclusive["queued"]["due"] == 3
    assert exclusive["workers"][0]["worker"] == ALIVE
    assert exclusive["dead"]["errors"][0] == {"error": "HTTP 404", "rows": 2, "url": GONE[0]}
    assert datetime.fromisoformat(exclusive["done"]["next_due_at"]) > now
    assert replay["queued"]["first_due_at"] is None
    assert [each["host"] for each in document["hosts"]] == [
        "failing.example",
        "paused.example",
        "slow.example",
    ]


def test_what_is_dead_the_latest_first(frontier: Frontier, shown: str) -> None:
    answer = frontier(shown, "--dead")
    assert (answer.exit_code, answer.errors) == (0, "")
    lines = answer.output.splitlines()
    assert [line for line in lines if line.startswith("https:")] == [
        UNSTORABLE,
        BROKEN,
        GONE[1],
        GONE[0],
    ]
    assert lines[3] == "    There is no request to revive."
    assert re.fullmatch(
        rf"    exclusive, dead since {MOMENT} \((now|\d+ s ago)\), 1 attempt", lines[5]
    )
    assert lines[6] == "    KeyError: 'title' in �[31mour code"


def test_what_is_dead_for_machines(frontier: Frontier, shown: str) -> None:
    document = frontier(shown, "--dead", "--json", "--limit=2").document
    assert document["more"] is True
    unstorable, broken = document["dead"]
    assert (unstorable["url"], unstorable["revivable"]) == (UNSTORABLE, False)
    assert datetime.fromisoformat(broken.pop("failed_at")) < datetime.fromisoformat(document["now"])
    assert broken == {
        "spider": "exclusive",
        "url": BROKEN,
        "attempts": 1,
        "error": "KeyError: 'title'\nin \x1b[31mour code",
        "revivable": True,
    }


def test_a_list_says_that_there_is_more(frontier: Frontier, shown: str) -> None:
    cut = frontier(shown, "--dead", "--limit", "3")
    assert cut.output.count("https:") == 3 + 1  # and one in an error
    assert cut.errors == "These are the first 3: --limit 0 prints all.\n"
    for limit in ("4", "0"):
        assert frontier(shown, "--dead", "--limit", limit).errors == ""


def test_fifty_are_listed_where_nothing_else_is_said(
    frontier: Frontier, filled: TestDatabase
) -> None:
    row = filled["frontier"].find_one({"url": BROKEN})
    assert row is not None
    filled["frontier"].insert_many(row | {"_id": f"{number}"} for number in range(50))
    answer = frontier(filled.name, "--dead", "--json")
    assert (len(answer.document["dead"]), answer.document["more"]) == (50, True)


def test_what_is_due_next(frontier: Frontier, shown: str) -> None:
    answer = frontier(shown, "--due", "exclusive")
    assert (answer.exit_code, answer.errors) == (0, "")
    *_, last = answer.output.partition(READ)
    assert re.fullmatch(
        rf"\n    exclusive, article, done, due {MOMENT} \(in \d\d min\)"
        rf"\n    visited {MOMENT} \(.*\), changed {MOMENT} \(.*\)\n",
        last,
    )
    assert "exclusive, article, queued, due" in answer.output
    assert "    never visited\n" in answer.output
    document = frontier(shown, "--due", "--json", "--limit=0").document
    assert len(document["due"]) == 6
    assert document["due"][-1]["url"] == READ
    assert document["more"] is False


def test_nothing_is_there_yet(frontier: Frontier, database: TestDatabase) -> None:
    answer = frontier(database.name)
    assert (answer.exit_code, answer.errors) == (0, "")
    assert "It is empty: nothing is there yet, a crawl fills it." in answer.output
    assert frontier(database.name, "--dead").output == "Nothing is dead.\n"
    assert frontier(database.name, "--due").output == "Nothing is due.\n"
    document = frontier(database.name, "--json").document
    assert (document["spiders"], document["hosts"]) == ([], [])
    assert frontier(database.name, "--revive-all").output.startswith("Revived 0 rows")
    assert frontier(database.name, "--revive", READ).exit_code == 2
    assert database.name not in database.client.list_database_names()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--daed"], "no option --daed"),
        (["--dead", "--due"], "not allowed with argument"),
        (["--revive", "x", "--revive-all"], "not allowed with argument"),
        (["--forget", "--dead", "exclusive"], "not allowed with argument"),
        (["--revive"], "argument --revive: expected at least one argument"),
        (["--forget"], "name a spider"),
        (["--matching", "404"], "--matching can be given with --revive-all only"),
        (["--matching", "404", "--dead"], "--matching can be given with --revive-all only"),
        (["--revive-all", "--matching", ""], "--matching needs a text"),
        (["--limit", "5"], "--limit can be given with --dead or --due only"),
        (["--limit", "5", "--revive-all"], "--limit can be given with --dead or --due only"),
        (["--dead", "--limit=-1"], "it must be a number from 0"),
        (["--due", f"--limit={2**63}"], "it must be a number from 0"),
        (["--dead", "--limit=many"], "argument --limit: invalid int value: 'many'"),
        (["news"], "the frontier has no spider 'news': there are exclusive, exclusive~replay"),
        (["exclusive", "news", "--forget"], "the frontier has no spider 'news'"),
        (["news", "--revive", READ], "the frontier has no spider 'news'"),
    ],
)
def test_arguments_that_make_no_sense(
    frontier: Frontier, shown: str, words: list[str], named: str
) -> None:
    answer = frontier(shown, *words)
    assert answer.exit_code == 2
    assert answer.output == ""
    # Scrapy puts its usage in front.
    assert answer.errors.splitlines()[-1].startswith("scrapy: error: ")
    assert named in answer.errors.splitlines()[-1]


def test_an_outlet_of_an_empty_frontier(frontier: Frontier, database: TestDatabase) -> None:
    answer = frontier(database.name, "exclusive")
    assert answer.exit_code == 2
    assert "the frontier has no spider 'exclusive': it is empty" in answer.errors


def test_an_address_of_mongodb_that_is_none(frontier: Frontier) -> None:
    answer = frontier("any", uri="mongodb://me:secret/word@127.0.0.1/")
    assert answer.exit_code == 2
    assert answer.errors.startswith("scrapy frontier: MONGODB_URI is no valid MongoDB URI")
    assert answer.errors.count("\n") == 1
    assert "secret" not in answer.errors


def scrapy_frontier(*words: str) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "scrapy", "frontier", *words]


# In a process of its own, where pymongo's unclosed sockets (see tests/mongo) trouble no test.
def test_mongodb_that_cannot_be_reached() -> None:
    host = f"127.0.0.1:{free_port()}"
    options = [f"--set=MONGODB_URI=mongodb://{host}/", "--set=MONGODB_TIMEOUT=0.3"]
    command = [word for word in scrapy_frontier(*options) if word not in {"-W", "error"}]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"scrapy frontier: cannot reach MongoDB at {host} within 0.3 s")
    assert done.stderr.count("\n") == 1


def test_a_reader_that_has_enough(mongodb_uri: str, filled: TestDatabase) -> None:
    row = filled["frontier"].find_one({"url": LATER})
    assert row is not None
    # Listed, more than a pipe holds.
    filled["frontier"].insert_many(row | {"_id": f"{number}"} for number in range(3000))
    options = [f"--set=MONGODB_URI={mongodb_uri}", f"--set=MONGODB_DATABASE={filled.name}"]
    with subprocess.Popen(
        scrapy_frontier("--due", "--limit=0", *options),
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"https://exclusive.kz/")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
