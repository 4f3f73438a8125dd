"""Workers are killed, stopped, dismissed and added: nothing is lost, nothing is doubled."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from kznews.newsroom.misbehaviour import Slow
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.databases import Documents
from tests.kills.fates import Fate, When
from tests.kills.losses import article_pages, find_losses, listing_pages
from tests.kills.storm import Killing, Storm, Trial, finish, make_due
from tests.kills.table import Tally, kills_wanted
from tests.kills.workers import Crew, Worker, crew_at_work
from tests.mongo.servers import wait_until

# In one crawl of 162 pages.
KILLS = 12
EVERYWHERE = "https://exclusive.kz/*"
# Of a crawl that was told to stop.
STOPPED = 1
WHENS: tuple[When, ...] = ("before", "after")


def kill_some(workers: int) -> Killing:
    """Kill one of them, at times all, and start others in their places."""

    def kill(crew: Crew, storm: Storm) -> int:
        killed = 0
        crew.keep(workers)
        for _ in storm.moments(crew, KILLS):
            victims = crew.alive
            if storm.random.random() < 0.8:
                victims = [storm.random.choice(victims)]
            killed += sum(victim.kill() for victim in victims)
            crew.keep(workers)
            if killed >= KILLS:
                break
        return killed

    return kill


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_killed_at_random_moments(
    workers: int,
    site: Site,
    database: Documents,
    settings: dict[str, object],
    tally: Callable[[str, int], Tally],
    tmp_path: Path,
) -> None:
    # What two dead workers held is visited page by page: with more of it this takes a minute.
    settings["FRONTIER_CAPACITY"] = 16
    trial = Trial(site=site, database=database, settings=settings, folder=tmp_path)
    trial.run(kill_some(workers), tally("workers", workers), kills_wanted(KILLS))


@pytest.fixture(scope="module")
def small_site() -> Site:
    """136 articles on eight listing pages."""
    return Site({"exclusive/2022": 4, "exclusive/wordpress": 4}, today=date(2025, 4, 28))


@pytest.fixture
def newsroom(small_site: Site) -> Iterator[Newsroom]:
    with Newsroom(small_site) as newsroom:
        yield newsroom


@pytest.fixture
def crew(settings: dict[str, object], newsroom: Newsroom, tmp_path: Path) -> Iterator[Crew]:
    """A crew for the small site, in which nobody holds more than a few pages."""
    settings |= {"NEWSROOM": newsroom.address, "FRONTIER_CAPACITY": 16}
    with crew_at_work(tmp_path / "crew", settings) as crew:
        yield crew


# Commands from joining the round to leasing the first page.
START = 12
STEPS = {
    "finds a listing's articles": Fate(collection="frontier", text=r'^\{"insert"'),
    "leases": Fate(collection="frontier", text=r'"\$set": \{"state": "leased"'),
    "keeps pages": Fate(collection="pages", text=r'^\{"insert"'),
    "keeps a dictionary": Fate(collection="dictionaries", text=r'^\{"update"'),
    "stores articles": Fate(collection="articles", text=r'^\{"insert"'),
    "stores headlines": Fate(collection="tickers", text=r'^\{"update"'),
    "acknowledges": Fate(collection="frontier", text=r'"visit": \{'),
    "renews": Fate(collection="frontier", text=r'"\$set": \{"lease_until"'),
    "reclaims": Fate(collection="frontier", text=r'^\{"update".*"lease_until": \{"\$lt"'),
    "visits a page alone": Fate(collection="frontier", text='"alone": true'),
    "acknowledges a page alone": Fate(collection="frontier", text=r'"visit": \{', number=2),
}


def test_any_step_may_be_the_last(small_site: Site, database: Documents, crew: Crew) -> None:
    for number in range(1, START + 1):
        die(crew.start(Fate(number=number, when="after")))
    for fate in STEPS.values():
        for when in WHENS:
            make_due(database["frontier"])
            die(crew.start(replace(fate, when=when)))
    crew.start()
    finish(crew, database)
    assert not find_losses(database, small_site)


END = {
    "gives back": Fate(collection="frontier", text=r'"\$in".*"worker": "[^"]+".*"state": "queued"'),
    "records its run": Fate(collection="runs"),
    # Only who stays adds itself.
    "leaves": Fate(collection="rounds", text=r"^(?!.*concatArrays)"),
}


def test_any_step_of_the_end_may_be_the_last(
    small_site: Site, database: Documents, newsroom: Newsroom, crew: Crew
) -> None:
    pages = len(article_pages(small_site) + listing_pages(small_site))
    finder = crew.start()
    wait_until(lambda: database["frontier"].count_documents({}) == pages, "all is found")
    # So that nobody is through with it before it is told to stop.
    newsroom.misbehave(EVERYWHERE, Slow(0.1))
    crew.settings["CONCURRENT_REQUESTS"] = 2
    finder.send(signal.SIGTERM)
    assert finder.wait() == STOPPED
    for fate in END.values():
        for when in WHENS:
            doomed = crew.start(replace(fate, when=when))
            wait_for_requests(newsroom, 2)
            wait_until(partial(has_work, doomed, database), "it has work")
            doomed.send(signal.SIGTERM)
            die(doomed)
    newsroom.behave(EVERYWHERE)
    crew.start()
    finish(crew, database, stopped=[finder])
    assert not find_losses(database, small_site)


@pytest.mark.parametrize("wakes", ["among others", "last"])
def test_a_worker_that_sleeps_for_longer_than_its_lease(
    wakes: str, small_site: Site, database: Documents, newsroom: Newsroom, crew: Crew
) -> None:
    newsroom.misbehave(EVERYWHERE, Slow(0.02))
    sleeper, other = crew.start(), crew.start()
    wait_for_requests(newsroom, 20)
    wait_until(partial(has_work, sleeper, database), "it has work")
    sleeper.send(signal.SIGSTOP)
    assert held_by(sleeper, database)
    wait_until(lambda: not held_by(sleeper, database), "its leases have expired")
    if wakes == "last":
        assert other.wait() == 0, other.last_words
    sleeper.send(signal.SIGCONT)
    crew.finish()
    assert not find_losses(database, small_site)


def test_workers_come_and_go(
    small_site: Site, database: Documents, newsroom: Newsroom, crew: Crew
) -> None:
    newsroom.misbehave(EVERYWHERE, Slow(0.03))
    crew.settings |= {"FRONTIER_LEASE": 600, "CONCURRENT_REQUESTS": 2}
    first = crew.start()
    wait_until(partial(has_work, first, database), "the first one has work")
    second, third = crew.start(), crew.start()
    wait_until(partial(has_work, second, database), "the second one has work")
    for worker, signum in (first, signal.SIGTERM), (second, signal.SIGINT):
        worker.send(signum)
        assert worker.wait() == STOPPED, worker.last_words
        # Nobody has the time to wait until its leases expire.
        assert not held_by(worker, database)
        crew.start()
    assert third.is_alive
    crew.finish(stopped=(first, second))
    assert not find_losses(database, small_site)
    assert counted(newsroom) == Counter(article_pages(small_site) + listing_pages(small_site))
    [round_] = database["rounds"].find()
    assert round_["workers"] == []


def test_three_workers_that_start_together_share_the_work(
    small_site: Site, database: Documents, newsroom: Newsroom, crew: Crew
) -> None:
    newsroom.misbehave(EVERYWHERE, Slow(0.02))
    # One that was late to renew its leases would have to share its pages.
    crew.settings["FRONTIER_LEASE"] = 600
    crew.keep(3)
    crew.finish()
    assert not find_losses(database, small_site)
    assert counted(newsroom) == Counter(article_pages(small_site) + listing_pages(small_site))
    pages = [run["pages"] for run in database["runs"].find()]
    assert len(pages) == 3
    assert min(pages) > 0


def die(worker: Worker) -> None:
    assert worker.wait() == -signal.SIGKILL, f"it did not meet its fate: {worker.last_words}"


def held_by(worker: Worker, database: Documents) -> int:
    """How many rows of the frontier are a worker's."""
    return database["frontier"].count_documents(
        {"state": "leased", "worker": {"$regex": f":{worker.pid}:"}}
    )


def has_work(worker: Worker, database: Documents) -> bool:
    """More than a moment's."""
    return held_by(worker, database) > 5


def wait_for_requests(newsroom: Newsroom, number: int) -> None:
    """Wait until so many more have been answered."""
    served = len(newsroom.requests) + number
    wait_until(lambda: len(newsroom.requests) >= served, f"the newsroom has served {served}")


def counted(newsroom: Newsroom) -> Counter[str]:
    """How often each page was asked for, robots.txt aside."""
    asked = (f"https://{each.host}{each.target}" for each in newsroom.requests)
    return Counter(url for url in asked if not url.endswith("/robots.txt"))
