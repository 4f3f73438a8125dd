"""A replica set of mongods on loopback, whose members are killed and started again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from tests.mongo.servers import OwnMongod, wait_until

_NAME = "kills"
# By default a primary must be silent for ten seconds before another one is elected.
_ELECTION_TIMEOUT = 2000  # milliseconds
_HEARTBEAT = 500


class Member(OwnMongod):
    """One mongod of the set; `uri` is this very server's, whatever it is in the set."""

    def __init__(self, folder: Path) -> None:
        quiet = "diagnosticDataCollectionEnabled=false"
        super().__init__(folder, "--replSet", _NAME, "--oplogSize", "128", "--setParameter", quiet)
        self.uri += "?directConnection=true"

    def hello(self) -> dict[str, Any]:
        """What it says of itself; nothing where it does not answer."""
        client: MongoClient[dict[str, Any]]
        with MongoClient(self.uri, serverSelectionTimeoutMS=500) as client:
            with suppress(PyMongoError):
                return client.admin.command("hello")
            return {}


class ReplicaSet:
    """`size` members; all run at first."""

    def __init__(self, folder: Path, size: int) -> None:
        self.members = [Member(folder / f"member-{number}") for number in range(size)]
        hosts = [f"127.0.0.1:{member.port}" for member in self.members]
        self.uri = f"mongodb://{','.join(hosts)}/?replicaSet={_NAME}"
        self._config = {
            "_id": _NAME,
            "members": [{"_id": place, "host": host} for place, host in enumerate(hosts)],
            "settings": {
                "electionTimeoutMillis": _ELECTION_TIMEOUT,
                "heartbeatIntervalMillis": _HEARTBEAT,
            },
        }

    def start(self) -> None:
        for member in self.members:
            member.start()
        client: MongoClient[dict[str, Any]]
        with MongoClient(self.members[0].uri) as client:
            client.admin.command("replSetInitiate", self._config)
        self.wait_until_complete()

    @property
    def primary(self) -> Member | None:
        return next((each for each in self.members if each.hello().get("isWritablePrimary")), None)

    def kill_primary(self) -> Member:
        """Kill it; return it."""
        wait_until(lambda: self.primary is not None, "a primary")
        primary = self.primary
        assert primary is not None
        primary.kill()
        return primary

    @contextmanager
    def frozen_primary(self) -> Iterator[None]:
        """Freeze it until another is elected, which all members but itself know."""
        wait_until(lambda: self.primary is not None, "a primary")
        former = self.primary
        assert former is not None
        with former.frozen():
            wait_until(lambda: self.primary is not None, "another primary")
            yield

    def wait_until_complete(self) -> None:
        """Wait until there is a primary and all others are its secondaries."""

        def is_complete() -> bool:
            told = [member.hello() for member in self.members]
            secondaries = [each for each in told if each.get("secondary")]
            return self.primary is not None and len(secondaries) == len(told) - 1

        wait_until(is_complete, "all members are primary or secondary")


@contextmanager
def replica_set(size: int) -> Iterator[ReplicaSet]:
    """A running replica set."""
    # Not pytest's tmp_path: that is kept after the session, and each member's is 300 MB.
    with TemporaryDirectory(prefix="kznews-tests-") as folder:
        servers = ReplicaSet(Path(folder), size)
        try:
            servers.start()
            yield servers
        finally:
            for member in servers.members:
                member.kill()
