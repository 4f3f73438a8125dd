"""Commands of `scrapy` in the tests' process: one of its own takes a second to start."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from scrapy.cmdline import execute


@dataclass(frozen=True)
class Answer:
    """The answer of a command: how it ended and what it printed."""

    exit_code: int
    output: str
    errors: str

    @property
    def document(self) -> Any:
        return json.loads(self.output)

    @property
    def documents(self) -> list[Any]:
        """Those of an output with one on each line."""
        return [json.loads(line) for line in self.output.splitlines()]


RunCommand = Callable[..., Answer]


@pytest.fixture
def run_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> RunCommand:
    """Runs a command with arguments, as its user gives them, and settings, by name."""
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "kznews.settings")
    monkeypatch.setattr(sys, "argv", ["scrapy"])

    def run(command: str, *words: str, **settings: object) -> Answer:
        options = [f"--set={name}={value}" for name, value in settings.items()]
        handlers = [*logging.root.handlers]
        try:
            with pytest.raises(SystemExit) as ended:
                execute(["scrapy", command, *options, *words])
        finally:
            # Scrapy's writes to the output of this test, which is closed when the next one logs.
            logging.root.handlers[:] = handlers
        assert isinstance(ended.value.code, int)
        return Answer(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def on_database(run_command: RunCommand, mongodb_uri: str, database: Any) -> RunCommand:
    """Runs a command likewise, on the test's database."""

    def run(command: str, *words: str, **settings: object) -> Answer:
        own = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
        return run_command(command, *words, **(own | settings))

    return run
