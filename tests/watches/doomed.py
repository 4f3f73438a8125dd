"""Processes that tell, each of which dies at its moment; then two that live, at the same time.

They are forked from one process that has imported all: a start takes a second.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

from kznews.mongo.connection import Address, open_sync_database
from kznews.monitoring.delivery import service_of
from kznews.search import changes
from kznews.watches.watcher import Watcher
from tests.kills.fates import Fate

FATES = (
    # It found something, and has not stored it.
    Fate(collection="watch_position", text='"token"', when="after"),
    # It composed a message, and has not stored it.
    Fate(collection="watch_findings", text='"message": "', when="after"),
    # It has taken a message, and has not sent it.
    Fate(collection="tellings", text='"sending"', when="after"),
    # It has sent a message, and has not noted it.
    Fate(collection="tellings", text='"sent_at"', when="before"),
)


def main(uri: str, name: str) -> None:
    service_of("json://localhost")  # loads Apprise
    changes._WAIT_SECONDS = 0.02
    address = Address(uri=uri, database=name, data_dir=Path("unused"), timeout=10)
    for fate in FATES:
        _expire_leases(address)
        _tell_end(_begin(address, fate))
    _expire_leases(address)
    for process in [_begin(address, None), _begin(address, None)]:
        _tell_end(process)


def _tell_end(process: int) -> None:
    sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])}\n")


def _begin(address: Address, fate: Fate | None) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # no thread has begun here
        process = os.fork()
    if process:
        return process
    code = 1
    sys.stdout = sys.stderr  # likewise
    try:
        if fate is not None:
            fate.await_it()
        with open_sync_database(address) as database:
            Watcher(database, None).run_once()
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _expire_leases(address: Address) -> None:
    """Let a lease's time pass; in another process, since this one must have no thread."""
    process = os.fork()
    if not process:
        sys.stdout = sys.stderr  # what waits there is the other's to write
        with open_sync_database(address) as database:
            past = [{"$set": {"lease_until": {"$add": ["$$NOW", -1000]}}}]
            for collection in ("watch_position", "tellings"):
                database[collection].update_many({"lease_until": {"$ne": None}}, past)
        os._exit(0)
    os.waitpid(process, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
