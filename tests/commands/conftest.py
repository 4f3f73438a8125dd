"""`scrapy frontier` as its user gives it, and a frontier to change."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from pymongo.database import Database
from scrapy.cmdline import execute

from tests.frontier.sample_frontier import fill

TestDatabase = Database[dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    exit_code: int
    output: str
    errors: str

    @property
    def document(self) -> Any:
        return json.loads(self.output)


Frontier = Callable[..., Answer]


@pytest.fixture
def frontier(
    mongodb_uri: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Frontier:
    """The command on a database, without the second that a process of its own takes."""
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "kznews.settings")
    monkeypatch.setattr(sys, "argv", ["scrapy"])

    def run(name: str, *words: str, uri: str = mongodb_uri) -> Answer:
        options = [f"--set=MONGODB_URI={uri}", f"--set=MONGODB_DATABASE={name}"]
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", "frontier", *options, *words])
        assert isinstance(ended.value.code, int)
        return Answer(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def filled(mongodb_uri: str, database: TestDatabase) -> TestDatabase:
    """A filled database to change."""
    asyncio.run(fill(mongodb_uri, database.name))
    return database
