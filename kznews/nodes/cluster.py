"""What all classes of one Scrapyd share: Scrapyd itself hands them only its configuration."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import socket
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.metadata import version
from typing import Any

from scrapy.settings import Settings

from kznews.mongo.connection import SyncDatabase, open_sync_database, resolve
from kznews.nodes.deployment import Eggs
from kznews.nodes.jobs import Jobs
from kznews.nodes.member import Member

_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One node's way to the database."""

    database: SyncDatabase
    jobs: Jobs
    eggs: Eggs
    member: Member


@cache
def cluster(config: Any) -> Cluster:
    """The cluster that the environment names, as crawls do (`MONGODB_URI` …), open until the end.

    `config` is Scrapyd's: `job_lease` (seconds, 30), `node_name` (`NODE_NAME`), `node_url`
    (`NODE_URL`). Raises DatabaseUnavailable.
    """
    resources = ExitStack()
    database = resources.enter_context(open_sync_database(resolve(Settings())))
    atexit.register(resources.close)
    lease = timedelta(seconds=config.getfloat("job_lease", 30.0))
    jobs = Jobs(database, lease=lease)
    host, port = bound_to(config)
    reachable = socket.gethostname() if host in {"", "0.0.0.0", "::"} else host  # noqa: S104
    url = os.environ.get("NODE_URL") or config.get("node_url", f"http://{reachable}:{port}")
    return Cluster(
        database=database,
        jobs=jobs,
        eggs=Eggs(database),
        member=Member(
            database,
            jobs,
            name=node_name(config),
            address=url.rstrip("/"),
            pid=os.getpid(),
            slots=_slots(config),
            lease=lease,
            kznews=version("kznews"),
        ),
    )


def node_name(config: Any) -> str:
    """`NODE_NAME`, the option `node_name`, or the host's name and Scrapyd's port."""
    default = f"{socket.gethostname()}:{bound_to(config)[1]}"
    return os.environ.get("NODE_NAME") or config.get("node_name", default)


def bound_to(config: Any) -> tuple[str, int]:
    """Where Scrapyd's API listens: address and port."""
    host = os.environ.get("SCRAPYD_BIND_ADDRESS") or config.get("bind_address", _LOOPBACK)
    return host, int(os.environ.get("SCRAPYD_HTTP_PORT") or config.getint("http_port", 6800))


def _slots(config: Any) -> int:
    # As Scrapyd's own launcher counts them.
    each = config.getint("max_proc_per_cpu", 4)
    slots: int = config.getint("max_proc", 0) or multiprocessing.cpu_count() * each
    return slots
