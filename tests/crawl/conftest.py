"""Real crawls: `scrapy crawl` in a process of its own, into a real mongod."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import Documents, empty_database
from tests.scrapy_process import run_scrapy

PROJECT = Path(__file__).parents[2]
_LONGEST = 120  # seconds: no crawl here takes a tenth of it


@dataclass(frozen=True)
class Crawled:
    """How a crawl ended."""

    exit_code: int
    log: str


Crawl = Callable[..., Crawled]


def scrapy(command: list[str], environment: dict[str, str], settings: dict[str, object]) -> Crawled:
    """Runs a scrapy command from the project's folder."""
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return Crawled(
        *run_scrapy(
            [*command, *options],
            environment={**os.environ, **environment},
            folder=PROJECT,
            timeout=_LONGEST,
        )
    )


def crawl_into(database: Documents, mongodb_uri: str) -> Crawl:
    """A function that crawls into `database`, without politeness: all is on this machine."""

    def run(spider: str, *arguments: str, **settings: object) -> Crawled:
        command = ["crawl", spider]
        for argument in arguments:
            command += ["-a", argument]
        return scrapy(
            command,
            {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name},
            {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, **settings},
        )

    return run


@pytest.fixture
def database(mongodb_uri: str) -> Iterator[Documents]:
    """A database without a document."""
    with empty_database(mongodb_uri) as database:
        yield database


@pytest.fixture
def crawl(database: Documents, mongodb_uri: str) -> Crawl:
    """Crawls into `database`; settings as keyword arguments."""
    return crawl_into(database, mongodb_uri)
