"""What happens to a cluster: parts of it are killed, by chance, and come back."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from tests.deploy.server import Scrapyd
from tests.kills.replica_set import ReplicaSet

Documents = Database[dict[str, Any]]


class Disturbance:
    """Kills jobs, nodes, Scrapyds and mongods. `kills` counts them by what they were."""

    def __init__(
        self, mongods: ReplicaSet, nodes: list[Scrapyd], database: Documents, chance: random.Random
    ) -> None:
        self.kills: Counter[str] = Counter()
        self._mongods = mongods
        self._nodes = nodes
        self._database = database
        self._chance = chance
        self._later: list[tuple[float, Callable[[], None]]] = []

    def strike(self) -> None:
        """Kill something; what was killed before comes back by and by."""
        now = time.monotonic()
        due = [start for at, start in self._later if at <= now]
        self._later = [each for each in self._later if each[0] > now]
        for start in due:
            start()
        match self._chance.choice(["job", "job", "node", "Scrapyd", "mongod"]):
            case "job":
                self._kill_a_job()
            case "mongod":
                self._kill_a_mongod(now + self._chance.uniform(1, 4))
            case what:
                back = now + self._chance.uniform(0, 5)
                self._kill_a_node(back, with_its_jobs=what == "node")

    def end(self) -> None:
        """Start all that is still dead."""
        for _, start in self._later:
            start()
        self._later = []

    def _kill_a_job(self) -> None:
        running = {"state": "running", "pid": {"$ne": None}}
        with suppress(PyMongoError):  # a primary has just been killed
            jobs = list(self._database["jobs"].find(running))
            if jobs:
                with suppress(ProcessLookupError):  # it has just ended
                    os.kill(self._chance.choice(jobs)["pid"], signal.SIGKILL)
                    self.kills["jobs"] += 1

    def _kill_a_node(self, back: float, *, with_its_jobs: bool) -> None:
        living = [each for each in self._nodes if each.is_running]
        if len(living) > 1:
            one = self._chance.choice(living)
            one.kill(with_its_jobs=with_its_jobs)
            self.kills["nodes" if with_its_jobs else "Scrapyds without their jobs"] += 1
            self._later.append((back, one.start))

    def _kill_a_mongod(self, back: float) -> None:
        # One at a time: of three, two must agree.
        primary = self._mongods.primary
        if primary is not None and all(each.hello() for each in self._mongods.members):
            primary.kill()
            self.kills["primaries"] += 1
            self._later.append((back, primary.start))
