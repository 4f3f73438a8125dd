"""Kills at random moments of a crawl, spread over its pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from pymongo.collection import Collection

from kznews.newsroom.misbehaviour import Slow
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.databases import Documents
from tests.kills.losses import article_pages, find_losses, listing_pages
from tests.kills.table import Tally
from tests.kills.workers import Crew, Worker, crew_at_work
from tests.mongo.servers import wait_until

# Longer than from an item to its acknowledgement.
_JITTER = 0.08  # seconds


class Storm:
    """One crawl's chances, from `seed`: when something is killed, and what."""

    def __init__(self, seed: int, newsroom: Newsroom, database: Documents, pages: int) -> None:
        self.random = Random(seed)
        self._newsroom = newsroom
        self._frontier = database["frontier"]
        self._pages = pages

    def moments(self, crew: Crew, number: int) -> Iterator[None]:
        """Return `number` times, each when it is time for a kill; the crawl's end is the end.

        The last ones come when much is left to do, so that they come at all.
        """
        for left in range(number, 0, -1):
            make_due(self._frontier)
            pages = self._pages - self._frontier.count_documents({"state": "done"})
            self._let_pass(self.random.randint(0, pages // (left + 1)), crew)
            if not crew.alive:
                return
            yield

    def _let_pass(self, requests: int, crew: Crew) -> None:
        served = len(self._newsroom.requests) + requests
        wait_until(
            lambda: len(self._newsroom.requests) >= served or not crew.alive,
            f"the newsroom has served {served} requests",
        )
        # No waiting: so that requests, items and acknowledgements are hit alike.
        time.sleep(self.random.uniform(0, _JITTER))


def make_due(frontier: Collection[dict[str, Any]]) -> int:
    """Let the time pass that pages are put off for; return how many these were.

    A page that was alone with a worker when that died is left to a later crawl.
    """
    waits = {"state": "queued", "due_at": {"$gt": datetime.now(UTC)}}
    return frontier.update_many(waits, {"$set": {"due_at": datetime.now(UTC)}}).modified_count


def finish(crew: Crew, database: Documents, *, stopped: Sequence[Worker] = ()) -> None:
    """Let the crew finish, and a later crawl visit what was put off to it."""
    crew.finish(stopped=stopped)
    while make_due(database["frontier"]):
        crew.start()
        crew.finish(stopped=stopped)


Killing = Callable[[Crew, Storm], int]
"""Lets a crew crawl, kills something at the storm's moments; returns how often."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Crawls of all of `site` into `database`, with `settings`; logs go to `folder`."""

    site: Site
    database: Documents
    settings: dict[str, object]
    folder: Path
    latency: float = 0.0
    """Seconds that the newsroom takes for a page."""

    def run(self, kill: Killing, tally: Tally, kills: int) -> None:
        """Crawl until there were so many `kills`, each time into an empty database.

        Nothing may be lost or doubled, and whoever was not killed must end well.
        """
        pages = len(article_pages(self.site)) + len(listing_pages(self.site))
        lost = []
        for seed in count():
            self.database.client.drop_database(self.database.name)
            folder = self.folder / f"crawl-{seed}"
            begun = time.monotonic()
            with (
                Newsroom(self.site) as newsroom,
                crew_at_work(folder, {**self.settings, "NEWSROOM": newsroom.address}) as crew,
            ):
                newsroom.misbehave("*", Slow(self.latency))
                try:
                    killed = kill(crew, Storm(seed, newsroom, self.database, pages))
                    finish(crew, self.database)
                except AssertionError as error:
                    error.add_note(f"with the chances of seed {seed}, logs in {folder}")
                    raise
            losses = find_losses(self.database, self.site)
            seconds = time.monotonic() - begun
            tally.add(losses, kills=killed, pages=pages, seconds=seconds)
            if losses:
                lost.append((f"seed {seed}", losses))
            if tally.kills >= kills:
                break
        assert not lost
