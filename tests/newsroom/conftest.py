from __future__ import annotations

from collections.abc import Iterator

import pytest

from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.newsroom.reading import made


@pytest.fixture(scope="session")
def site() -> Site:
    return made()


@pytest.fixture
def newsroom(site: Site) -> Iterator[Newsroom]:
    with Newsroom(site) as newsroom:
        yield newsroom


@pytest.fixture
def serving() -> Iterator[Newsroom]:
    """A newsroom whose site may be changed; twenty articles of each layout are held back."""
    with Newsroom(made(20)) as newsroom:
        yield newsroom
