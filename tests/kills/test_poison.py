"""Pages that kill their workers, break our code or fail for good end as dead, and only they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kznews.newsroom.misbehaviour import Fail
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.databases import Documents
from tests.kills.losses import Losses, article_pages, find_losses
from tests.kills.storm import make_due
from tests.kills.workers import Crew, crew_at_work
from tests.mongo.servers import wait_until

ATTEMPTS = 2
POISONED = "tests.kills.poisoned"
# Of a request that Scrapy's retries cannot save.
TRIES = 3


@pytest.fixture(scope="module")
def site() -> Site:
    """34 articles on two listing pages."""
    return Site({"exclusive/2022": 1, "exclusive/wordpress": 1}, today=date(2025, 4, 28))


@pytest.fixture
def page(site: Site) -> str:
    """An article amidst the others."""
    return article_pages(site)[8]


@pytest.fixture
def newsroom(site: Site) -> Iterator[Newsroom]:
    with Newsroom(site) as newsroom:
        yield newsroom


@pytest.fixture
def crew(settings: dict[str, object], newsroom: Newsroom, tmp_path: Path) -> Iterator[Crew]:
    settings |= {
        "NEWSROOM": newsroom.address,
        "FRONTIER_ATTEMPTS": ATTEMPTS,
        "FRONTIER_LEASE": 1,
    }
    with crew_at_work(tmp_path / "crew", settings) as crew:
        yield crew


@pytest.mark.parametrize("workers", [1, 2])
def test_a_page_that_kills_its_workers(
    workers: int, site: Site, page: str, newsroom: Newsroom, database: Documents, crew: Crew
) -> None:
    crew.settings |= {"SPIDER_MODULES": POISONED, "DEADLY_PAGE": page}
    rows = database["frontier"]
    while not rows.count_documents({"url": page, "state": "dead"}):
        crew.keep(workers)
        deaths = sum(worker.exit_code not in {None, 0} for worker in crew.workers)
        # Twice among others, then alone.
        assert deaths <= 2 + ATTEMPTS + workers
        wait_until(lambda: len(crew.alive) < workers, "a worker ends")
        make_due(rows)
    crew.finish()
    assert_only_lost(page, "its workers died while they had nothing else in work", database, site)

    asked = times_asked(page, newsroom)
    crawl(crew)
    assert times_asked(page, newsroom) == asked
    crew.settings["SPIDER_MODULES"] = "kznews.spiders"
    revive(page, database)
    crawl(crew)
    assert not find_losses(database, site)


def test_a_page_that_breaks_our_code(
    site: Site, page: str, newsroom: Newsroom, database: Documents, crew: Crew
) -> None:
    crew.settings |= {"SPIDER_MODULES": POISONED, "BROKEN_PAGE": page}
    fault = "RuntimeError: a fault of ours"
    for _ in range(2):
        crawl(crew)
        assert_only_lost(page, fault, database, site, rejected=fault)
        assert times_asked(page, newsroom) == 1
    crew.settings["SPIDER_MODULES"] = "kznews.spiders"
    revive(page, database)
    crawl(crew)
    assert database["articles"].count_documents({"url": page}) == 1


def test_a_page_that_fails_again_and_again(
    site: Site, page: str, newsroom: Newsroom, database: Documents, crew: Crew
) -> None:
    newsroom.misbehave(page, Fail(500))
    for attempt in range(1, ATTEMPTS + 1):
        # Of the second one it is the only article, and lost.
        crawl(crew, exit_code=int(attempt > 1))
        assert times_asked(page, newsroom) == attempt * TRIES
        row = row_of(page, database)
        assert row["attempts"] == attempt
        if attempt < ATTEMPTS:
            assert row["state"] == "queued"
            assert row["due_at"] > datetime.now(UTC)
            crawl(crew)  # too early
            assert times_asked(page, newsroom) == attempt * TRIES
            set_row(page, database, due_at=datetime.now(UTC))
    why = "the server answered 500"
    assert_only_lost(page, why, database, site, rejected=why)
    crawl(crew)
    assert times_asked(page, newsroom) == ATTEMPTS * TRIES

    newsroom.behave(page)
    revive(page, database)
    crawl(crew)
    assert database["articles"].count_documents({"url": page}) == 1
    assert row_of(page, database)["attempts"] == 0


def test_a_page_that_is_gone(
    site: Site, page: str, newsroom: Newsroom, database: Documents, crew: Crew
) -> None:
    newsroom.misbehave(page, Fail(404))
    why = "the server answered 404"
    for _ in range(2):
        crawl(crew)
        assert_only_lost(page, why, database, site, rejected=why)
        assert times_asked(page, newsroom) == 1


def crawl(crew: Crew, *, exit_code: int = 0) -> None:
    worker = crew.start()
    assert worker.wait() == exit_code, worker.last_words


def assert_only_lost(
    page: str, error: str, database: Documents, site: Site, *, rejected: str | None = None
) -> None:
    """`page` is dead for this reason and, where it was `rejected`, kept; all others are stored."""
    losses = find_losses(database, site)
    if not rejected:
        # It may have reached the archive before it killed its worker, or not.
        unkept = [each for each in losses.unkept if each != f"page: {page}"]
        losses = replace(losses, unkept=unkept)
    assert losses == Losses(
        lost=[f"articles: {page}", f"frontier: {page}"],
        doubled=[f"rejected: {page}, {rejected}"] if rejected else [],
        unfinished=[f"{page} is dead: {error}"],
        unkept=[],
    )


def times_asked(page: str, newsroom: Newsroom) -> int:
    target = urlsplit(page).path
    return sum(request.target == target for request in newsroom.requests)


def row_of(page: str, database: Documents) -> dict[str, Any]:
    [row] = database["frontier"].find({"url": page})
    return row


def set_row(page: str, database: Documents, **fields: Any) -> None:
    database["frontier"].update_one({"url": page}, {"$set": fields})


def revive(page: str, database: Documents) -> None:
    set_row(
        page,
        database,
        state="queued",
        due_at=datetime.now(UTC),
        attempts=0,
        crashes=0,
        error=None,
        failed_at=None,
    )
