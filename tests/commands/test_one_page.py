"""Scrapy's commands that are no crawl work in the project, and leave the crawls' record alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.database import Database

from kznews.commands.fetch import Command
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import PROJECT
from tests.monitoring.receivers import webhook

Documents = Database[dict[str, Any]]
LISTING = "https://exclusive.kz/expertiza/daily/"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(Site({"exclusive/2022": 1})) as newsroom:
        yield newsroom


def test_a_terminal_obeys_nothing_of_a_fetched_page(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, other_end = os.openpty()
    with os.fdopen(other_end, "w", encoding="utf-8") as stdout, os.fdopen(terminal, "rb") as shown:
        monkeypatch.setattr(sys, "stdout", stdout)
        Command()._print_bytes("\x1b]0;бет\x07\u202e".encode())
        assert shown.readline().decode() == "\ufffd]0;бет\ufffd\ufffd\r\n"


@pytest.mark.parametrize(
    ("command", "typed", "shown"),
    [
        (["fetch", LISTING], "", "События дня"),
        (["shell", LISTING], "print(response.status, 'answered')\n", "200 answered"),
        (
            ["parse", "--spider=exclusive", "-c", "parse_article"],
            "",
            "'outlet': 'exclusive'",
        ),
        (["check", "exclusive"], "", ""),
        (["bench", "-s", "CLOSESPIDER_TIMEOUT=1"], "", ""),
    ],
)
def test_one_page(
    newsroom: Newsroom,
    database: Documents,
    mongodb_uri: str,
    command: list[str],
    typed: str,
    shown: str,
) -> None:
    told = {
        "_id": "exclusive",
        "failing": [{"check": "pages", "reason": "not one page could be read"}],
        "since": datetime(2026, 11, 28, tzinfo=UTC),
        "changes": 1,
    }
    database["alerts"].insert_one(told)
    if command[0] == "parse":
        command = [*command, newsroom.site.articles[0].url]
    with webhook() as hook:
        store = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
        newsroom_only = ["--nolog", "-s", f"NEWSROOM={newsroom.address}"]
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", *command, *newsroom_only],
            cwd=PROJECT,
            env={**os.environ, **store, "KZNEWS_ALERTS": hook.address},
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout
    assert hook.posts == []
    assert list(database["alerts"].find()) == [told]
    for name in ("frontier", "rounds", "runs"):
        assert database[name].count_documents({}) == 0, name
