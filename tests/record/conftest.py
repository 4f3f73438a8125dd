"""An empty database for each test, prepared once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import Documents, empty_database


@pytest.fixture
def database(mongodb_uri: str) -> Iterator[Documents]:
    """A database without a document."""
    with empty_database(mongodb_uri) as database:
        yield database
