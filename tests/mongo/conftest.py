"""A folder for an embedded server, and users of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.mongo.embedded_server import User


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of a server; not kept after the test as pytest's own would be: 300 MB each."""
    with TemporaryDirectory(prefix="kznews-embedded-") as name:
        yield Path(name) / "mongod"


@pytest.fixture
def users() -> Iterator[Callable[[Path], User]]:
    """Starts users; none survives the test."""
    started: list[User] = []

    def start(folder: Path) -> User:
        started.append(User(folder))
        return started[-1]

    yield start
    for user in started:
        user.kill()
