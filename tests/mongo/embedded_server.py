"""The embedded server as its users and the kernel see it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from kznews.mongo.sockets import Sockets


class User:
    """Another process that uses the embedded server."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.mongo.embedded_user", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline().strip()

    def leave(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def is_listening(folder: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(Sockets(folder).mongod)) == 0


def supervisor_of(folder: Path) -> int:
    """The id of its process."""
    with socket.socket(socket.AF_UNIX) as user:
        user.connect(str(Sockets(folder).supervisor))
        credentials = user.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        return int.from_bytes(credentials[:4], sys.byteorder)


def pid_of(folder: Path) -> int:
    return int((folder / "db" / "mongod.lock").read_text())


def has_stopped_cleanly(folder: Path) -> bool:
    return (folder / "db" / "mongod.lock").read_text() == ""


def write(uri: str) -> None:
    with MongoClient[dict[str, Any]](uri, w="majority", journal=True) as client:
        client["test"]["things"].insert_one({"written": True})


def count(uri: str) -> int:
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri) as client:
        return client["test"]["things"].count_documents({})


def fake_mongod(folder: Path, script: str) -> None:
    folder.mkdir()
    (folder / "mongod").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "mongod").chmod(0o755)
