"""The only mongod of a crawl is killed and started again, alone or with all workers."""

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

WORKERS = 2
# In one crawl of 162 pages.
KILLS = 4


@pytest.fixture(scope="module")
def servers() -> Iterator[ReplicaSet]:
    """A replica set of one, as the embedded server is."""
    with replica_set(1) as servers:
        yield servers


def kill_mongod(servers: ReplicaSet) -> Killing:
    """Kill it and start it again: every other time with all workers, as a power cut does.

    Of the outage alone no worker may die.
    """

    def kill(crew: Crew, storm: Storm) -> int:
        killed = 0
        crew.keep(WORKERS)
        for _ in storm.moments(crew, KILLS):
            mongod = servers.kill_primary()
            killed += 1
            victims = crew.alive if killed % 2 == 0 else []
            together = [victim.kill() for victim in victims]
            mongod.start()
            servers.wait_until_complete()
            for _ in filter(None, together):
                crew.start()
        return killed

    return kill


def test_mongod_killed_at_random_moments(
    site: Site,
    servers: ReplicaSet,
    tally: Callable[[str, int], Tally],
    tmp_path: Path,
) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(servers.uri, tz_aware=True) as client:
        database: Documents = client["kills_newsroom"]
        settings = crawl_settings(servers.uri, database)
        trial = Trial(site=site, database=database, settings=settings, folder=tmp_path)
        line = tally("mongod, at times with all", WORKERS)
        trial.run(kill_mongod(servers), line, kills_wanted(KILLS))
