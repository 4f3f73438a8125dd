"""A newsroom of 160 pages, settings for its crawls, and the table of kills and losses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from kznews.newsroom.site import Site
from tests.conftest import TABLE
from tests.databases import Documents
from tests.kills.table import HEAD, Tally


@pytest.fixture(scope="session")
def site() -> Site:
    """153 articles on 9 listing pages, in both layouts; nobody changes it."""
    return Site({"exclusive/2022": 5, "exclusive/wordpress": 4}, today=date(2025, 4, 28))


@pytest.fixture
def settings(mongodb_uri: str, database: Documents) -> dict[str, object]:
    """Crawls into `database`, without politeness: all is on this machine."""
    return crawl_settings(mongodb_uri, database)


def crawl_settings(uri: str, database: Documents) -> dict[str, object]:
    return {
        "MONGODB_URI": uri,
        "MONGODB_DATABASE": database.name,
        "DOWNLOAD_DELAY": 0,
        # The limit per domain is not kept without a delay (Scrapy 2.19).
        "CONCURRENT_REQUESTS": 8,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        # So that what a dead worker held comes free soon.
        "FRONTIER_LEASE": 2,
    }


@pytest.fixture
def tally(
    record_property: Callable[[str, object], None],
) -> Iterator[Callable[[str, int], Tally]]:
    """A new line of the table: what is killed, how many workers there are."""
    tallies: list[Tally] = []

    def begin(killed: str, workers: int) -> Tally:
        tallies.append(Tally(killed, workers))
        return tallies[-1]

    yield begin
    for line in (HEAD, *tallies):
        record_property(f"{TABLE}kills and losses", str(line))
