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
from kznews.nodes.eggs import Eggs
from kznews.nodes.jobs import Jobs
from kznews.nodes.node import Node

_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """The cluster that one Scrapyd is a node of."""

    database: SyncDatabase
    jobs: Jobs
    eggs: Eggs
    node: Node
    """The node that this Scrapyd is."""


@cache
def cluster(config: Any) -> Cluster:
    """Open the cluster that the environment names (`MONGODB_URI` …), until the process ends.

    `config` is Scrapyd's: `job_lease` (seconds, 30), `node_name` (`NODE_NAME`), `node_url`
    (`NODE_URL`). Raises DatabaseUnavailable.
    """
    resources = ExitStack()
    database = resources.enter_context(open_sync_database(resolve(Settings())))
    atexit.register(resources.close)
    lease = timedelta(seconds=config.getfloat("job_lease", 30.0))
    host, port = bound_to(config)
    reachable = socket.gethostname() if host in {"", "0.0.0.0", "::"} else host  # noqa: S104
    url = os.environ.get("NODE_URL") or config.get("node_url", f"http://{reachable}:{port}")
    return Cluster(
        database=database,
        jobs=Jobs(database),
        eggs=Eggs(database),
        node=Node(
            database,
            name=node_name(config),
            slots=_slots(config),
            lease=lease,
            about={"address": url.rstrip("/"), "pid": os.getpid(), "kznews": version("kznews")},
        ),
    )


def node_name(config: Any) -> str:
    """Give `NODE_NAME`, the option `node_name`, or the host's name and Scrapyd's port."""
    default = f"{socket.gethostname()}:{bound_to(config)[1]}"
    return os.environ.get("NODE_NAME") or config.get("node_name", default)


def bound_to(config: Any) -> tuple[str, int]:
    """Give the address and port where Scrapyd's API listens."""
    host = os.environ.get("SCRAPYD_BIND_ADDRESS") or config.get("bind_address", _LOOPBACK)
    return host, int(os.environ.get("SCRAPYD_HTTP_PORT") or config.getint("http_port", 6800))


def _slots(config: Any) -> int:
    # As Scrapyd's own launcher counts them.
    each = config.getint("max_proc_per_cpu", 4)
    slots: int = config.getint("max_proc", 0) or multiprocessing.cpu_count() * each
    return slots
