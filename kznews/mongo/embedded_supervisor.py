"""The process that looks after the embedded mongod: `python -m … DATA_DIR MONGOD_BINARY`.

A user of the server is an open TCP connection to this process. The kernel closes it when the user
ends, by whatever death, so nobody is counted who no longer lives; when the last one is gone mongod
is stopped and this process ends. It runs in a session of its own, so that neither Ctrl-C in a
terminal nor the end of the process that started it reaches mongod.

What a user hears, a line each: the token of the state file (it is really us, not a stranger on a
reused port), then `{"port": 27017}` whenever mongod begins to accept connections, or
`{"error": "…"}` where it cannot be started. Where that is at first, this process ends; where it has
run, it is tried again every few seconds: a full disk has space some day. A user leaves by closing
its sending half; where it was the last, the connection ends when mongod has. The end without any
answer means: stopped, start a new one.

Standard library only: it is started in front of every crawl and lives as long.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import secrets
import signal
import sys
from pathlib import Path
from typing import Any

from kznews.mongo import mongod

logger = logging.getLogger(__name__)

STATE_FILE = "server.json"
_FIRST_USER_SECONDS = 30.0
"""Seconds to wait for a first user: who started us may have been killed before it connected."""
_ORPHAN_SECONDS = 3.0
"""Seconds in which a killed supervisor's mongod stops, which takes about one."""
_RESTART_SECONDS = 3.0
"""Seconds between two attempts to start a mongod again that has ended while in use."""
_MOST_OTHER_PORTS = 5


class Supervisor:
    """The supervisor of one mongod: keeps it running for as long as it has users."""

    def __init__(self, data_dir: Path, binary: Path):
        self._data_dir = data_dir
        self._binary = binary
        self._token = secrets.token_hex(16)
        self._users: set[asyncio.Transport] = set()
        self._somebody_came = asyncio.Event()
        self._stopping = asyncio.Event()
        self._answer: bytes | None = None

    async def run(self) -> None:
        """Serve users and mongod until the last user has left, or mongod cannot be kept up."""
        loop = asyncio.get_running_loop()
        if sys.platform != "win32":  # where loops know no signals
            loop.add_signal_handler(signal.SIGTERM, self._stopping.set)
        server = await loop.create_server(lambda: _User(self), "127.0.0.1", 0)
        port = _last_port(self._data_dir) or mongod.free_port()
        self._write_state(server.sockets[0].getsockname()[1], port)
        # Whoever started us learns by the end of our output that the state file is there.
        os.dup2(2, 1)

        keeping = asyncio.create_task(self._keep_mongod(port))
        waiting = [asyncio.create_task(self._stopping.wait()), asyncio.create_task(self._nobody())]
        await asyncio.wait([keeping, *waiting], return_when=asyncio.FIRST_COMPLETED)
        self._stopping.set()
        for task in waiting:
            task.cancel()
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping
        # Only now, with mongod gone, do they learn that it is over.
        for user in self._users:
            user.close()

    def came(self, user: asyncio.Transport) -> None:
        """Count `user`; one who comes while we stop waits for our end."""
        self._users.add(user)
        self._somebody_came.set()
        user.write(self._token.encode() + b"\n")
        if self._answer is not None and not self._stopping.is_set():
            user.write(self._answer)

    def left(self, user: asyncio.Transport) -> None:
        """Let `user` go at once where others stay, else with mongod."""
        if self._stopping.is_set() or user not in self._users:
            return
        if len(self._users) == 1:
            self._stopping.set()
        else:
            self._users.remove(user)
            user.close()

    async def _nobody(self) -> None:
        """Return when nobody comes at all."""
        try:
            await asyncio.wait_for(self._somebody_came.wait(), _FIRST_USER_SECONDS)
        except TimeoutError:
            return
        await asyncio.Event().wait()

    async def _keep_mongod(self, port: int) -> None:
        process = None
        try:
            try:
                process, port = await self._first_start(port)
            except (mongod.MongodFailed, OSError) as error:
                self._tell({"error": str(error)})
                return
            while True:
                self._tell({"port": port})
                code = await process.wait()
                logger.error(
                    "mongod ended with exit code %s while in use; it is started again", code
                )
                process = await self._start_again(port)
        finally:
            if process is not None:
                await mongod.stop(process)

    async def _first_start(self, port: int) -> tuple[asyncio.subprocess.Process, int]:
        loop = asyncio.get_running_loop()
        other_ports = _MOST_OTHER_PORTS
        orphan_until = loop.time() + _ORPHAN_SECONDS
        while True:
            try:
                return await mongod.start(self._binary, self._data_dir, port), port
            except mongod.MongodFailed as error:
                is_taken = error.code == mongod.ADDRESS_IN_USE
                if (is_taken or "DBPathInUse" in str(error)) and loop.time() < orphan_until:
                    await asyncio.sleep(0.2)
                elif is_taken and other_ports:
                    other_ports -= 1
                    port = mongod.free_port()
                else:
                    raise

    async def _start_again(self, port: int) -> asyncio.subprocess.Process:
        while True:
            try:
                return await mongod.start(self._binary, self._data_dir, port)
            except (mongod.MongodFailed, OSError) as error:
                self._tell({"error": str(error)})
            await asyncio.sleep(_RESTART_SECONDS)

    def _tell(self, answer: dict[str, Any]) -> None:
        self._answer = json.dumps(answer).encode() + b"\n"
        for user in self._users:
            user.write(self._answer)

    def _write_state(self, control_port: int, port: int) -> None:
        state = {"pid": os.getpid(), "control_port": control_port, "token": self._token}
        new = self._data_dir / f"{STATE_FILE}.new"
        new.write_text(json.dumps(state | {"port": port}), "utf-8")
        new.replace(self._data_dir / STATE_FILE)


class _User(asyncio.Protocol):
    def __init__(self, supervisor: Supervisor):
        self._supervisor = supervisor
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._supervisor.came(transport)

    def eof_received(self) -> bool:
        self._supervisor.left(self._transport)
        return True  # keeps our half open: its end is the answer

    def connection_lost(self, error: Exception | None) -> None:
        self._supervisor.left(self._transport)


def _last_port(data_dir: Path) -> int | None:
    """Recall the port of last time: kept, it leaves addresses that were written down right."""
    try:
        return int(json.loads((data_dir / STATE_FILE).read_text("utf-8"))["port"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def main() -> None:
    """Run for the data folder and the mongod named on the command line."""
    # A child of init, not of whoever came first: nobody has to wait for us.
    if hasattr(os, "fork") and os.fork():
        os._exit(0)
    logging.basicConfig(format="%(asctime)s %(message)s")
    asyncio.run(Supervisor(Path(sys.argv[1]), Path(sys.argv[2])).run())


if __name__ == "__main__":
    main()
