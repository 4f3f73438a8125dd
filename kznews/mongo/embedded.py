"""A real mongod of our own, started where no server is named and shared by all processes.

`embedded_supervisor` looks after it; here is the side of its users. The data stay from one run to
the next under the user's data directory.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import quote

from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.mongod import REPLICA_SET, SUPPORT_ENDED, find_mongod, try_to_write
from kznews.mongo.sockets import Sockets

logger = logging.getLogger(__name__)

_START_SECONDS = 110.0
"""Seconds within which mongod starts."""
_STOP_SECONDS = 90.0
"""Seconds within which mongod stops."""
_WRITABLE_SECONDS = 90.0
"""Seconds within which a mongod that has started accepts writes."""
_RETRY_SECONDS = 5.0
"""Seconds between two attempts to start a supervisor that was killed."""
_VARIABLES = ("HOME", "LD_LIBRARY_PATH", "PATH", "TMPDIR")
_FULL = (errno.ENOSPC, errno.EDQUOT)
_NOT_YET_INITIALIZED = 94
_ALREADY_INITIALIZED = 23


@contextmanager
def embedded_mongod(data_dir: Path) -> Iterator[str]:
    """Give the URI of a mongod with its data in `data_dir` that runs while anyone uses it.

    It is started where it does not run yet (half a second, or a second). Where nobody else uses it
    at the end, the end waits until it has stopped (about a second). Blocks: call it in a thread
    from asynchronous code. Raises DatabaseUnavailable, which says what to do.

    Where it ends while it is used it is started again at the same address, as often as it takes;
    the log says why it cannot be.
    """
    if sys.platform == "win32":
        raise DatabaseUnavailable(
            "no MONGODB_URI is set, and kznews starts no MongoDB on Windows: set it to a server"
        )
    sockets = Sockets(data_dir)
    user = _User(data_dir, sockets)
    try:
        yield f"mongodb://{quote(str(sockets.mongod), safe='')}/?replicaSet={REPLICA_SET}"
    finally:
        user.leave()


def default_data_dir(chosen: str | None) -> Path:
    """Name the data folder: `mongod` in the folder `chosen`, or in the user's data directory."""
    if chosen:
        root = Path(chosen).expanduser()
    else:
        from platformdirs import user_data_path  # noqa: PLC0415 - unused where a server is named

        root = user_data_path("kznews", appauthor=False)
    return root.absolute() / "mongod"


class _User:
    """A user of the embedded server: its connection to the supervisor, and what comes over it.

    Made, it is a user of a server that accepts writes.
    """

    def __init__(self, data_dir: Path, sockets: Sockets) -> None:
        self._data_dir = data_dir
        self._sockets = sockets
        self._connection = _start(data_dir, sockets)
        self._told = ""
        self._is_leaving = Event()
        self._changing = Lock()
        """Held while the connection is replaced, and while it is left."""
        self._listener = Thread(target=self._listen, name="embedded MongoDB", daemon=True)
        self._listener.start()

    def leave(self) -> None:
        """Stop being a user; where we were the last, wait until mongod has stopped."""
        with self._changing:
            self._is_leaving.set()
            with suppress(OSError):  # the supervisor is gone: nothing of ours depends on it
                self._connection.shutdown(socket.SHUT_WR)
        self._listener.join(_STOP_SECONDS)
        self._connection.close()

    def _listen(self) -> None:
        """Log what the supervisor tells; where it is killed, start another."""
        while True:
            self._connection.settimeout(None)
            with suppress(OSError, ValueError):  # half a line is the end, too
                while line := _line(self._connection):
                    self._read(json.loads(line))
            if self._is_leaving.is_set():
                return
            logger.error(
                "The process that looks after the embedded MongoDB in %s was killed, and mongod "
                "with it: both are started again",
                self._data_dir,
            )
            self._start_again()

    def _read(self, answer: dict[str, Any]) -> None:
        if "error" in answer:
            self._tell(_what_to_do(answer["error"], self._data_dir, find_mongod()))
        else:
            self._told = ""
            logger.warning("The embedded MongoDB in %s runs again", self._data_dir)

    def _tell(self, what: str) -> None:
        if what != self._told:
            self._told = what
            logger.error("The embedded MongoDB ended and does not start again yet: %s", what)

    def _start_again(self) -> None:
        while not self._is_leaving.is_set():
            try:
                connection = _start(self._data_dir, self._sockets)
            except DatabaseUnavailable as error:
                self._tell(str(error))
                self._is_leaving.wait(_RETRY_SECONDS)
                continue
            with self._changing:
                self._connection.close()
                self._connection = connection
                if self._is_leaving.is_set():  # of the one that was killed
                    connection.shutdown(socket.SHUT_WR)
            self._told = ""
            logger.warning("The embedded MongoDB in %s runs again", self._data_dir)
            return


def _start(data_dir: Path, sockets: Sockets) -> socket.socket:
    """Become a user of a server that accepts writes: return the connection that makes us one."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - unused where a server is named

    try:
        sockets.prepare()
        (data_dir / "db").mkdir(exist_ok=True)
        try_to_write(data_dir)
        # Only one process at a time looks whether there is a server and starts it.
        with FileLock(data_dir / "start.lock", timeout=_START_SECONDS + _STOP_SECONDS):
            connection = _join(data_dir, sockets)
            try:
                _become_primary(sockets.mongod, data_dir)
            except BaseException:
                connection.close()
                raise
    except Timeout as error:
        raise DatabaseUnavailable(
            f"the embedded MongoDB in {data_dir} is being started by another process, without end: "
            f"see {data_dir / 'mongod.log'}"
        ) from error
    except OSError as error:
        raise DatabaseUnavailable(_unusable(data_dir, error.strerror or str(error))) from error
    return connection


def _join(data_dir: Path, sockets: Sockets) -> socket.socket:
    """Become a user: return the connection that makes us one."""
    while True:
        user = _connect(sockets)
        if user is None:
            _start_supervisor(data_dir, find_mongod())
            user = _connect(sockets)
            if user is None:
                log = (data_dir / "supervisor.log").read_text("utf-8", "replace").strip()
                raise DatabaseUnavailable(f"the embedded MongoDB did not start: {log[-500:]}")
        answer = _answer(user, data_dir)
        if answer is None:  # its last user had just left
            user.close()
            continue
        if "error" in answer:
            user.close()
            raise DatabaseUnavailable(_what_to_do(answer["error"], data_dir, find_mongod()))
        return user


def _connect(sockets: Sockets) -> socket.socket | None:
    """Connect to the running supervisor; None where none runs, whatever was left behind."""
    user = socket.socket(socket.AF_UNIX)
    try:
        user.connect(str(sockets.supervisor))
    except (FileNotFoundError, ConnectionError):
        user.close()
        return None
    return user


def _answer(user: socket.socket, data_dir: Path) -> dict[str, Any] | None:
    user.settimeout(_START_SECONDS + _STOP_SECONDS)
    try:
        line = _line(user)
    except ConnectionError:
        return None
    except TimeoutError as error:
        user.close()
        raise DatabaseUnavailable(
            f"the embedded MongoDB in {data_dir} neither starts nor stops: "
            f"see {data_dir / 'mongod.log'}"
        ) from error
    answer: dict[str, Any] | None = json.loads(line) if line else None
    return answer


def _line(user: socket.socket) -> str:
    """Read the next line, byte by byte since what follows is not ours yet; "" at the end."""
    line = b""
    while (byte := user.recv(1)) not in {b"", b"\n"} and len(line) < 10_000:
        line += byte
    return line.decode("utf-8", "replace")


def _start_supervisor(data_dir: Path, binary: Path) -> None:
    # Whatever finds kznews here (an editable install, Scrapyd's egg) finds it there.
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    with (data_dir / "supervisor.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "kznews.mongo.embedded_supervisor", data_dir, binary],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=data_dir,
            env=_environment() | {"PYTHONPATH": path},
            start_new_session=True,
        )
    with process:
        assert process.stdout is not None
        process.stdout.read()  # ends when its socket is there, or when it has failed


def _environment() -> dict[str, str]:
    """Give what the server may know of our environment: no passwords of alerts or of an API."""
    return {name: value for name, value in os.environ.items() if name in _VARIABLES}


def _become_primary(socket: Path, data_dir: Path) -> None:
    """Make the server at `socket` a replica set of one that accepts writes."""
    host = str(socket)
    client: MongoClient[dict[str, Any]] = MongoClient(
        f"mongodb://{quote(host, safe='')}/",
        directConnection=True,
        connectTimeoutMS=5_000,
        socketTimeoutMS=5_000,
    )
    deadline = time.monotonic() + _WRITABLE_SECONDS
    with client:
        while True:
            try:
                if client.admin.command("hello").get("isWritablePrimary"):
                    _tell_whether_supported(client.server_info()["version"])
                    return
                _configure(client, host)
                problem = "it is not primary"
            except ConnectionFailure as error:
                # A server that looks for itself where it was last time answers nobody.
                problem = str(error)
            except PyMongoError as error:
                raise DatabaseUnavailable(
                    f"the embedded MongoDB in {data_dir} fails: {error}"
                ) from error
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"the embedded MongoDB in {data_dir} does not accept writes: {problem} "
                    f"(the whole story: {data_dir / 'mongod.log'})"
                )
            time.sleep(0.02)


def _tell_whether_supported(version: str) -> None:
    ended = SUPPORT_ENDED.get(version.rpartition(".")[0])
    if ended is not None:
        logger.info(
            "The embedded MongoDB is version %s, which MongoDB has not mended since %s: it is for "
            "trials. For more, put a newer mongod on the PATH or set MONGODB_URI to a server",
            version,
            ended,
        )


def _configure(client: MongoClient[dict[str, Any]], host: str) -> None:
    try:
        config = client.admin.command("replSetGetConfig")["config"]
        if config["members"][0]["host"] != host:
            config["members"][0]["host"] = host
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)
    except OperationFailure as error:
        if error.code != _NOT_YET_INITIALIZED:
            raise
    else:
        return
    members = [{"_id": 0, "host": host}]
    try:
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
    except OperationFailure as error:
        if error.code != _ALREADY_INITIALIZED:  # its configuration was just being read
            raise


def _unusable(data_dir: Path, reason: str) -> str:
    """Say what to do where the folder cannot be written for `reason`."""
    advice = "set KZNEWS_DATA_DIR to a folder that can be written, or MONGODB_URI to a server"
    if any(os.strerror(code) in reason for code in _FULL):
        advice = f"free space on its disk, {advice}"
    return f"the embedded MongoDB cannot use its data folder {data_dir}: {reason}: {advice}"


def _what_to_do(reason: str, data_dir: Path, binary: Path) -> str:
    """Say what to do when mongod ends with `reason`."""
    elsewhere = "or set MONGODB_URI to a server"
    if any(os.strerror(code) in reason for code in (*_FULL, errno.EROFS, errno.EACCES)):
        return _unusable(data_dir, reason)
    if "DBPathInUse" in reason:
        pid = (data_dir / "db" / "mongod.lock").read_text("ascii", "replace").strip()
        return (
            f"the data folder {data_dir / 'db'} is in use by another mongod (process {pid}): "
            f"stop it, set KZNEWS_DATA_DIR to another folder, {elsewhere}"
        )
    if "error while loading shared libraries" in reason:
        return (
            f"{binary} lacks a library of the system ({reason.strip()}): install libcurl4 and "
            f"libssl3 (`apt-get install libcurl4 libssl3`), {elsewhere}"
        )
    if "WiredTiger" in reason:  # what stores the data
        return (
            f"the files of the embedded MongoDB in {data_dir} are damaged: {reason} "
            f"(the whole story: {data_dir / 'mongod.log'}). Set KZNEWS_DATA_DIR to another folder "
            "and restore a backup there (scrapy restore), or save what can still be read: "
            'docs/operations.md, "Damaged files"'
        )
    return (
        f"{binary} did not start with the data in {data_dir}: {reason} "
        f"(the whole story: {data_dir / 'mongod.log'}). Set KZNEWS_DATA_DIR to another folder, "
        f"{elsewhere}"
    )
