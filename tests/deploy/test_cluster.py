"""The whole cluster at work: three mongods, three nodes, two clocks, and everything is killed.

The newsroom goes on publishing meanwhile. In the end every article must be there once, no tick may
have run twice, and the outlet must have been asked as slowly as ever. `make cluster` runs it for
ten minutes (`KZNEWS_CLUSTER_SECONDS`).
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import PyMongoError

from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.conftest import TABLE
from tests.deploy.conftest import make_deploy, node
from tests.deploy.disturbance import Disturbance
from tests.deploy.server import Scrapyd
from tests.kills.replica_set import replica_set

Documents = Database[dict[str, Any]]

SECONDS = float(os.environ.get("KZNEWS_CLUSTER_SECONDS", "24"))
IS_LONG = SECONDS > 120
SEED = int(os.environ.get("KZNEWS_CLUSTER_SEED", "20261122"))
DATABASE = "cluster_newsroom"
TICK = 30 if IS_LONG else 8
PAUSES = (5.0, 20.0) if IS_LONG else (2.0, 5.0)
"""Seconds between two kills."""
DELAY = 0.2
MOST_OFTEN = 1.25
"""Times the rate that the delay allows, over any 5 s: a busy machine sends a request late."""
POLITE_OVER = 5.0
SETTLES_WITHIN = 90.0
UNFINISHED = {"state": {"$in": ["pending", "running"]}}


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(
        Site(
            {"exclusive/2022": 1, "exclusive/wordpress": 60},
            unpublished={"exclusive/wordpress": 59 * 17},
        )
    ) as newsroom:
        yield newsroom


@pytest.fixture
def scheduled(project: Path, newsroom: Newsroom, tmp_path: Path) -> Path:
    """A version of the project that crawls the newsroom every few seconds, and nothing else."""
    copy = tmp_path / "project"
    shutil.copytree(project, copy)
    often = f'timedelta(seconds={TICK}) if outlet.name == "exclusive" else None,'
    for name, old, new in (
        ("outlets", '"crawl_every": outlet.crawl_every,', f'"crawl_every": {often}'),
        ("outlets", "\nfrom kznews.", "\nfrom datetime import timedelta\nfrom kznews."),
        ("nationalbank", "crawl_every = timedelta(hours=1)", "crawl_every = None"),
    ):
        module = copy / "kznews" / "spiders" / f"{name}.py"
        text = module.read_text()
        assert old in text
        module.write_text(text.replace(old, new, 1))
    with (copy / "kznews" / "settings.py").open("a") as settings:
        settings.write(
            f'\nNEWSROOM = "{newsroom.address}"\nDOWNLOAD_DELAY = {DELAY}\nFRONTIER_LEASE = 4\n'
        )
    return copy


@contextmanager
def clock(project: Path, environment: dict[str, str], log: Path) -> Iterator[None]:
    """What every machine runs to keep the schedule."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [project / "deploy" / "tick.sh", "--every", "1"],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        finally:
            ended = process.poll()
            process.terminate()
            process.wait(30)
        assert ended is None, log.read_text()


@contextmanager
def meanwhile(work: Callable[[Event], None]) -> Iterator[None]:
    stop = Event()
    thread = Thread(target=work, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def wait_until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SETTLES_WITHIN
    while not condition():
        assert time.monotonic() < deadline, f"waited {SETTLES_WITHIN:.0f} s in vain: {what}"
        time.sleep(0.2)


class Articles:
    """When each was published, and when it was there for whoever asks; on one clock, by URL."""

    def __init__(self, site: Site, uri: str) -> None:
        self.site = site
        self.uri = uri
        self.published: dict[str, float] = {}
        self.stored: dict[str, float] = {}

    @property
    def expected(self) -> set[str]:
        return {each.url for each in self.site.articles if each.outlet == "exclusive"}

    def publish(self, stop: Event) -> None:
        chance = random.Random(SEED)
        while not stop.wait(chance.uniform(1, 4)):
            for each in self.site.publish(chance.randint(1, 3)):
                self.published[each.url] = time.monotonic()

    def watch(self, stop: Event) -> None:
        client: MongoClient[dict[str, Any]]
        with MongoClient(self.uri, serverSelectionTimeoutMS=500) as client:
            database: Documents = client[DATABASE]
            while not stop.wait(0.2):
                with suppress(PyMongoError):  # a primary was killed
                    for article in database["articles"].find({}, {"url": 1}):
                        self.stored.setdefault(article["url"], time.monotonic())


def test_every_article_is_stored_once_whatever_is_killed(
    scheduled: Path,
    environment: dict[str, str],
    newsroom: Newsroom,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    with ExitStack() as stack:
        mongods = stack.enter_context(replica_set(3))
        own = {"MONGODB_URI": mongods.uri, "MONGODB_DATABASE": DATABASE}
        nodes = [
            stack.enter_context(node(tmp_path / name, scheduled, environment, own))
            for name in "abc"
        ]
        start(nodes)
        deployed = make_deploy(scheduled, nodes[1])
        assert deployed.returncode == 0, deployed.stdout
        client: MongoClient[dict[str, Any]] = MongoClient(mongods.uri)
        database = stack.enter_context(client)[DATABASE]
        articles = Articles(newsroom.site, mongods.uri)
        chance = random.Random(SEED)
        disturbance = Disturbance(mongods, nodes, database, chance)
        with ExitStack() as going_on:
            for name in ("first", "second"):
                machine = clock(scheduled, environment | own, tmp_path / f"{name}.log")
                going_on.enter_context(machine)
            going_on.enter_context(meanwhile(articles.watch))
            with meanwhile(articles.publish):
                end = time.monotonic() + SECONDS
                while time.monotonic() < end:
                    time.sleep(chance.uniform(*PAUSES))
                    disturbance.strike()
                disturbance.end()
            for each in nodes:
                each.wait()
            wait_until(lambda: articles.expected <= set(articles.stored), "all articles are there")
        wait_until(lambda: not database["jobs"].count_documents(UNFINISHED), "all jobs end")
        for line in table(database, articles, newsroom, disturbance):
            record_property(f"{TABLE}a cluster for {SECONDS:.0f} s, a tick every {TICK} s", line)
        check(database, articles, newsroom, disturbance)
        left = Counter(egg.parent for egg in tmp_path.glob("*/tmp/*/kznews-egg-*"))
        assert set(left.values()) <= {1}, "what a killed job leaves is deleted before the next"


def start(nodes: list[Scrapyd]) -> None:
    for each in nodes:
        each.start()
    for each in nodes:
        each.wait()


def table(
    database: Documents, articles: Articles, newsroom: Newsroom, disturbance: Disturbance
) -> Iterator[str]:
    jobs = list(database["jobs"].find())
    states = Counter(each["state"] for each in jobs)
    stored = Counter(each["url"] for each in database["articles"].find({}, {"url": 1}))
    delays = [articles.stored[url] - at for url, at in articles.published.items()]
    kills = sorted(disturbance.kills.items())
    yield f"ticks                      {sum(each['tick'] is not None for each in jobs)}"
    yield f"jobs                       {', '.join(f'{n} {what}' for what, n in states.items())}"
    yield f"starts after a death       {sum(max(0, each['start_count'] - 1) for each in jobs)}"
    yield f"kills                      {', '.join(f'{n} {what}' for what, n in kills)}"
    yield f"articles expected, stored  {len(articles.expected)}, {len(stored)}"
    yield f"stored twice               {stored.total() - len(stored)}"
    yield f"published meanwhile        {len(delays)}"
    yield f"there after at most        {max(delays):.1f} s"
    most = most_within(POLITE_OVER, [each.at for each in newsroom.requests])
    allowed = POLITE_OVER / DELAY
    yield f"requests in {POLITE_OVER:.0f} s at most     {most}, the delay allows {allowed:.0f}"


def check(
    database: Documents, articles: Articles, newsroom: Newsroom, disturbance: Disturbance
) -> None:
    stored = Counter(each["url"] for each in database["articles"].find({}, {"url": 1}))
    assert stored == Counter(articles.expected)
    assert not database["frontier"].count_documents({"state": "dead"})
    jobs = list(database["jobs"].find())
    ticks = Counter(each["tick"] for each in jobs)
    assert set(ticks.values()) == {1}
    assert len(ticks) >= SECONDS / TICK - 1
    # A tick's job begins again only where it, its node, or the database as it began, was killed.
    deaths = disturbance.kills.total()
    assert sum(max(0, each["start_count"] - 1) for each in jobs) <= deaths
    runs = Counter(each["job"] for each in database["runs"].find({"finish_reason": "finished"}))
    assert all(runs[each["_id"]] <= each["start_count"] for each in jobs)
    # Those whose every process was left alone have gone well.
    assert all(each["state"] in {"finished", "skipped", "failed"} for each in jobs)
    assert sum(each["state"] == "failed" for each in jobs) <= disturbance.kills["jobs"]
    assert most_within(POLITE_OVER, [each.at for each in newsroom.requests]) <= (
        POLITE_OVER / DELAY * MOST_OFTEN + 1
    )


def most_within(seconds: float, moments: list[float]) -> int:
    """Count the moments of the fullest stretch of so many seconds."""
    moments = sorted(moments)
    return max(
        bisect_right(moments, begin + seconds) - place for place, begin in enumerate(moments)
    )
