from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.newsroom.reading import made

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def site() -> Site:
    return Site(old_pages=3, new_pages=3, today=date(2025, 4, 28))


@pytest.fixture
def newsroom(site: Site) -> Iterator[Newsroom]:
    with Newsroom(site) as newsroom:
        yield newsroom


@pytest.fixture
def serving() -> Iterator[Newsroom]:
    """A newsroom whose site may be changed; twenty articles of each layout are held back."""
    with Newsroom(made(20)) as newsroom:
        yield newsroom
