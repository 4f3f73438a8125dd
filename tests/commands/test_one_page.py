"""Scrapy's commands for one page work in the project, and leave the crawl's memory alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo.database import Database

from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import PROJECT

Documents = Database[dict[str, Any]]
LISTING = "https://exclusive.kz/expertiza/daily/"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(Site({"exclusive/2022": 1})) as newsroom:
        yield newsroom


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
    if command[0] == "parse":
        command = [*command, newsroom.site.articles[0].url]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *command, "--nolog", "-s", f"NEWSROOM={newsroom.address}"],
        cwd=PROJECT,
        env={**os.environ, "MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout
    assert database["frontier"].count_documents({}) == 0
    assert database["rounds"].count_documents({}) == 0
