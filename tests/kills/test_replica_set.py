"""The primary of three mongods is killed or freezes: the workers go on with the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from kznews.newsroom.site import Site
from tests.databases import Documents
from tests.kills.conftest import crawl_settings
from tests.kills.replica_set import ReplicaSet, replica_set
from tests.kills.storm import Killing, Storm, Trial
from tests.kills.table import Tally, kills_wanted
from tests.kills.workers import Crew
from tests.mongo.servers import wait_until

WORKERS = 2
# In one crawl of 162 pages.
KILLS = 3


@pytest.fixture(scope="module")
def servers() -> Iterator[ReplicaSet]:
    with replica_set(3) as servers:
        yield servers


def kill_primaries(servers: ReplicaSet, database: Documents) -> Killing:
    """Kill the primary, start it again as a secondary, freeze the next; no worker may die of it."""

    def wait_for_articles(crew: Crew) -> None:
        stored = database["articles"].count_documents({})
        wait_until(
            # Or came to their end before this looked: how they ended is judged later.
            lambda: database["articles"].count_documents({}) > stored or not crew.alive,
            "the workers go on",
        )

    def kill(crew: Crew, storm: Storm) -> int:
        killed = 0
        crew.keep(WORKERS)
        for _ in storm.moments(crew, KILLS):
            if killed % 2:
                with servers.frozen_primary():
                    wait_for_articles(crew)
            else:
                former = servers.kill_primary()
                wait_until(lambda: servers.primary is not None, "another primary")
                former.start()
            killed += 1
            servers.wait_until_complete()
        return killed

    return kill


def test_primary_killed_at_random_moments(
    site: Site,
    servers: ReplicaSet,
    tally: Callable[[str, int], Tally],
    tmp_path: Path,
) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(servers.uri, tz_aware=True) as client:
        database: Documents = client["kills_newsroom"]
        settings = crawl_settings(servers.uri, database)
        # So that the crawl is still on its way when the last one is killed.
        latency = 0.5
        trial = Trial(
            site=site, database=database, settings=settings, folder=tmp_path, latency=latency
        )
        line = tally("primary of three mongods", WORKERS)
        trial.run(kill_primaries(servers, database), line, kills_wanted(KILLS))
