"""Servers of a test's own: started, killed and started again."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from kznews.mongo.mongod import find_mongod
from tests.ports import free_port

# Slow machines: a test that waits this long has failed.
PATIENCE = 30.0


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s in vain: {what}"
        time.sleep(0.02)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class OwnMongod:
    """A standalone mongod, always at the same port, with its data in `folder`."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.uri = f"mongodb://127.0.0.1:{self.port}/"
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder.with_suffix(".log")
        folder.mkdir()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                *(str(find_mongod()), "--dbpath", str(self.folder), "--port", str(self.port)),
                *("--bind_ip", "127.0.0.1", "--nounixsocket", "--wiredTigerCacheSizeGB", "0.25"),
                *("--logpath", str(self._log), *self._arguments),
            ],
            stdout=subprocess.DEVNULL,
        )
        wait_until(self._answers, f"mongod starts, see {self._log}")

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text()[-2000:]
        client: MongoClient[dict[str, Any]]
        if not is_open(self.port):
            return False
        with MongoClient(self.uri, serverSelectionTimeoutMS=2000) as client:
            try:
                client.admin.command("ping")
            except PyMongoError:
                return False
        return True

    def kill(self) -> None:
        """As the system would when memory runs out: no farewell."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """As on a machine that hangs: connections stay open, nothing is answered."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


@contextmanager
def own_mongod(folder: Path, *arguments: str) -> Iterator[OwnMongod]:
    server = OwnMongod(folder, *arguments)
    server.start()
    try:
        yield server
    finally:
        server.kill()
