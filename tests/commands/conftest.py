"""`scrapy frontier` as its user gives it, and a frontier to change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from pymongo.database import Database

from tests.command_in_process import Answer, RunCommand
from tests.frontier.sample_frontier import fill

TestDatabase = Database[dict[str, Any]]


Frontier = Callable[..., Answer]


@pytest.fixture
def frontier(run_command: RunCommand, mongodb_uri: str) -> Frontier:
    """The command on a database that is named."""

    def run(name: str, *words: str, uri: str = mongodb_uri) -> Answer:
        return run_command("frontier", *words, MONGODB_URI=uri, MONGODB_DATABASE=name)

    return run


@pytest.fixture
def filled(mongodb_uri: str, database: TestDatabase) -> TestDatabase:
    """A filled database to change."""
    asyncio.run(fill(mongodb_uri, database.name))
    return database
