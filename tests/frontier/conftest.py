from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from tests.frontier.hosts import open_hosts
from tests.frontier.opened_frontier import Run, Test, open_frontier
from tests.frontier.polite_worker import Documents, Worker

Work = Callable[..., Coroutine[Any, Any, None]]


@pytest.fixture
def run_workers(mongodb_uri: str, database: Documents) -> Callable[..., None]:
    """Run a test's steps with as many workers as it takes."""

    def run(steps: Work, workers: int = 1, **settings: object) -> None:
        async def opened() -> None:
            async with open_hosts(mongodb_uri, database.name, workers) as opened:
                await steps(*(Worker(hosts, **settings) for hosts in opened))

        asyncio.run(opened())

    return run


@pytest.fixture
def run(mongodb_uri: str, database: Documents) -> Run:
    """Run a test with a frontier in its database."""

    def run(test: Test) -> None:
        async def whole() -> None:
            async with open_frontier(mongodb_uri, database.name) as opened:
                await test(opened)

        asyncio.run(whole())

    return run
