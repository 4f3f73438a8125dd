"""A frontier with a row of every sort, written as a crawl writes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from kznews.frontier.hosts import Hosts
from kznews.frontier.queue import Queue
from kznews.frontier.request_json import FORMAT
from kznews.frontier.revisit import Policies
from kznews.frontier.rounds import Rounds
from kznews.frontier.rows import Found, Lease, outcome
from kznews.frontier.visit import Visit
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database
from tests.record.stores import open_store

ALIVE, KILLED = "alive.example:1:aaaa", "killed.example:2:bbbb"
LEASE = 600.0
POLICIES = Policies.from_setting({"article": [{"first": "1h", "least": "15m", "most": "6h"}]})
UNSTORABLE = "https://exclusive.kz/lambda/"
NEW = ("/new/1/", "/new/2/")
NEWER = "https://exclusive.kz/newer/"
READ = "https://exclusive.kz/read/1/"
SETTLED = ("/settled/1/", "/settled/2/")
LATER = "https://exclusive.kz/later/"
GONE = ("https://exclusive.kz/gone/1/", "https://exclusive.kz/gone/2/")
BROKEN = "https://exclusive.kz/broken/"
HELD = ("/held/1/", "/held/2/")
LOST = "/lost/"


def found(path: str, *, spider: str = "exclusive", **changes: Any) -> Found:
    url = path if path.startswith("https:") else f"https://exclusive.kz{path}"
    fields: dict[str, Any] = {
        "id": f"{spider}:{url}",
        "spider": spider,
        "url": url,
        "policy": "article",
        "request": f'{{"url":"{url}"}}',
        "priority": 0,
        "link_text": None,
        "each_round": False,
        "again": False,
    }
    return Found(**fields | changes)


class Crawl:
    """One worker's part in the frontier of `spider`."""

    def __init__(
        self, database: Database, clock: ServerClock, worker: str, spider: str, lease: float
    ) -> None:
        self.clock = clock
        self.rounds = Rounds(database, spider, worker, lease=lease)
        self.queue = Queue(database, clock, spider=spider, worker=worker, lease=lease)

    async def add(self, *requests: Found, room: int = 0) -> list[Lease]:
        leases, _, refused = await self.queue.add(requests, room=room, round_began=self.clock.now())
        assert not refused
        return leases

    async def visit(self, request: Found, fail: Callable[[Visit], None] | None = None) -> None:
        (lease,) = await self.add(request, room=1)
        visit = Visit(lease.id, read_status=200, digest="digest")
        if fail is not None:
            fail(visit)
        _, fields = outcome(lease, visit, now=self.clock.now(), policies=POLICIES, most_attempts=5)
        assert await self.queue.acknowledge([(lease, fields)]) == [None]


async def fill(uri: str, name: str) -> None:
    """Write it: rows of `exclusive` and `exclusive~replay`, a round, three notable hosts."""
    async with open_store(uri, name) as database:
        clock = ServerClock(database)
        await clock.read()
        crawl = Crawl(database, clock, ALIVE, "exclusive", LEASE)
        await crawl.rounds.join()
        await crawl.visit(found(READ))
        for path in SETTLED:
            await crawl.visit(found(path, policy=None))
        later = clock.now() + timedelta(minutes=30)
        paused = "exclusive.kz is paused"
        await crawl.visit(found(LATER), lambda it: it.fail(paused, "nobody", not_before=later))
        for url in GONE:
            await crawl.visit(found(url), lambda it: it.fail("HTTP 404", "for_good"))
        broken = "KeyError: 'title'\nin \x1b[31mour code"
        await crawl.visit(found(BROKEN), lambda it: it.fail(broken, "for_good"))
        await crawl.add(*(found(path) for path in HELD), room=len(HELD))
        await Crawl(database, clock, KILLED, "exclusive", 0).add(found(LOST), room=1)
        why = f"{UNSTORABLE} cannot be stored: callback <lambda> is no method"
        await crawl.add(
            *(found(path) for path in NEW),
            found(NEWER),
            found(UNSTORABLE, request=None, error=why),
        )
        await database["frontier"].update_one({"url": NEWER}, {"$set": {"format": FORMAT + 1}})
        replay = Crawl(database, clock, "replay.example:3:cccc", "exclusive~replay", LEASE)
        await replay.rounds.join()
        await replay.add(found(READ, spider="exclusive~replay", each_round=True))
        await replay.rounds.leave()
        hosts = Hosts(database)
        await hosts.ask("well.example", 0.5)
        await hosts.pause("paused.example", 900, "429, Retry-After")
        await hosts.failed("failing.example", "HTTP 502")
        await hosts.set_crawl_delay("slow.example", 10)
