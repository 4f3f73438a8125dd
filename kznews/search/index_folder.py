"""The folder of a database's index: which of its generations is read, which is built, who writes.

A generation is an index of tantivy, in a folder of its own. The file `current` names the one that
is read, `building` the one that is to take its place. Both are replaced whole, so whoever is killed
leaves either the old or the new. One process at a time writes: it holds `writer.lock`, and says in
`writer.json` who it is.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from scrapy.settings import BaseSettings

from kznews.mongo.connection import Address
from kznews.mongo.values import identity
from kznews.search.errors import IndexLocked, telling_faults

Role = Literal["current", "building"]


@dataclass(frozen=True)
class Generation:
    """One index of tantivy on disk."""

    path: Path
    version: str
    """Of the rules that it was made by (`fields.version`)."""


class IndexFolder:
    """The folder with the index of one database."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, address: Address, settings: BaseSettings) -> IndexFolder:
        """Name the folder of a database's index, by the setting SEARCH_INDEX and the environment.

        By default it lies beside the embedded server's data.
        """
        chosen = settings.get("SEARCH_INDEX") or os.environ.get("SEARCH_INDEX")
        root = Path(chosen).expanduser() if chosen else address.data_dir.parent / "search"
        # Not by the URI: a password that is changed changes no index.
        named = identity(address.name, address.database)[:12]
        return cls(root.absolute() / f"{address.database}-{named}")

    def generation(self, role: Role) -> Generation | None:
        """Give the generation that is read, or built; None where there is none."""
        try:
            told = json.loads((self.path / f"{role}.json").read_text("utf-8"))
            return Generation(self.path / told["folder"], told["version"])
        except (FileNotFoundError, ValueError, KeyError):
            # Half a file there is none: it is replaced whole. Whoever damaged it gets a new one.
            return None

    def stamp(self) -> tuple[int, ...]:
        """Give what changes whenever another generation is read or the one that is read grows."""
        current = self.generation("current")
        files = [self.path / "current.json"]
        if current is not None:
            files.append(current.path / "meta.json")
        return tuple(_stamp(file) for file in files)

    def begin(self, version: str) -> Generation:
        """Begin a new generation, in the place of any that was begun before. Raises OSError."""
        path = self.path / f"generation-{uuid.uuid4().hex[:12]}"
        path.mkdir(parents=True)
        self._name("building", path, version)
        return Generation(path, version)

    def swap(self, built: Generation) -> None:
        """Let `built` be read from now on, and remove the others. Raises OSError.

        Who still reads one of them goes on: files that are open stay until they are closed.
        """
        self._name("current", built.path, built.version)
        (self.path / "building.json").unlink(missing_ok=True)
        self.remove_others()

    def remove_others(self) -> None:
        """Remove the generations that are neither read nor built."""
        roles: tuple[Role, Role] = ("current", "building")
        kept = {each.path for role in roles if (each := self.generation(role))}
        for path in self.path.glob("generation-*"):
            if path not in kept:
                shutil.rmtree(path, ignore_errors=True)  # the next writer tries again

    def remove(self) -> None:
        """Remove all generations, where there are any; who reads one of them goes on."""
        shutil.rmtree(self.path, ignore_errors=True)

    def size(self) -> int:
        """Give the bytes of the generation that is read; 0 where there is none."""
        current = self.generation("current")
        if current is None:
            return 0
        return sum(_size(file) for file in current.path.iterdir())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one that writes. Raises IndexLocked, and IndexUnwritable."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - who reads needs no lock

        with telling_faults(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / "writer.lock", timeout=0)
            try:
                lock.acquire()
            except Timeout:
                raise IndexLocked(
                    f"another process writes the index in {self.path}: {self._writer()}. It keeps "
                    "the index up to date for all who search; stop it first to write it from here"
                ) from None
        with lock:
            with telling_faults(self.path):
                self._write("writer.json", _me())
            try:
                yield
            finally:
                with suppress(OSError):  # a note for people: the lock is what counts
                    (self.path / "writer.json").unlink()

    def _writer(self) -> str:
        try:
            told = json.loads((self.path / "writer.json").read_text("utf-8"))
            return (
                f"process {told['process']} on {told['host']}, `{told['command']}`, "
                f"since {told['since']}"
            )
        except (OSError, ValueError, KeyError):
            return "it has not said yet who it is"

    def _name(self, role: Role, path: Path, version: str) -> None:
        self._write(f"{role}.json", {"folder": path.name, "version": version})

    def _write(self, name: str, told: dict[str, Any]) -> None:
        beside = self.path / f"{name}.new"
        with beside.open("w", encoding="utf-8") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path / name)


def _me() -> dict[str, Any]:
    return {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]]),
        "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
    }


def _stamp(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # merged into another meanwhile
        return 0
