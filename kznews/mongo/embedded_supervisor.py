"""The process that looks after the embedded mongod: `python -m … DATA_DIR MONGOD_BINARY`.

A user of the server is an open connection to this process. The kernel closes it when the user
ends, by whatever death, so nobody is counted who no longer lives; when the last one is gone mongod
is stopped and this process ends. It runs in a session of its own, so that neither Ctrl-C in a
terminal nor the end of the process that started it reaches mongod.

What a user hears, a line each: `{}` whenever mongod begins to accept connections, or
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
import signal
import sys
from pathlib import Path
from typing import Any

from kznews.mongo import mongod
from kznews.mongo.sockets import Sockets

logger = logging.getLogger(__name__)

_FIRST_USER_SECONDS = 30.0
"""Seconds to wait for a first user: who started us may have been killed before it connected."""
_ORPHAN_SECONDS = 10.0
"""Seconds in which a killed supervisor's mongod stops, which takes about one."""
_RESTART_SECONDS = 3.0
"""Seconds between two attempts to start a mongod again that has ended while in use."""


class Supervisor:
    """The supervisor of one mongod: keeps it running for as long as it has users."""

    def __init__(self, data_dir: Path, binary: Path):
        self._data_dir = data_dir
        self._binary = binary
        self._sockets = Sockets(data_dir)
        self._users: set[asyncio.Transport] = set()
        self._somebody_came = asyncio.Event()
        self._stopping = asyncio.Event()
        self._answer: bytes | None = None

    async def run(self) -> None:
        """Serve users and mongod until the last user has left, or mongod cannot be kept up."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._stopping.set)
        await loop.create_unix_server(lambda: _User(self), self._sockets.supervisor)
        # Whoever started us learns by the end of our output that the socket is there.
        os.dup2(2, 1)

        keeping = asyncio.create_task(self._keep_mongod())
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

    async def _keep_mongod(self) -> None:
        process = None
        try:
            try:
                process = await self._first_start()
            except (mongod.MongodFailed, OSError) as error:
                self._tell({"error": str(error)})
                return
            while True:
                self._tell({})
                code = await process.wait()
                logger.error(
                    "mongod ended with exit code %s while in use; it is started again", code
                )
                process = await self._start_again()
        finally:
            if process is not None:
                await mongod.stop(process)

    async def _first_start(self) -> asyncio.subprocess.Process:
        loop = asyncio.get_running_loop()
        orphan_until = loop.time() + _ORPHAN_SECONDS
        while mongod.is_in_use(self._data_dir):
            if loop.time() > orphan_until:
                raise mongod.MongodFailed(mongod.IN_USE)
            await asyncio.sleep(0.1)
        return await mongod.start(self._binary, self._data_dir, self._sockets.mongod)

    async def _start_again(self) -> asyncio.subprocess.Process:
        while True:
            try:
                return await mongod.start(self._binary, self._data_dir, self._sockets.mongod)
            except (mongod.MongodFailed, OSError) as error:
                self._tell({"error": str(error)})
            await asyncio.sleep(_RESTART_SECONDS)

    def _tell(self, answer: dict[str, Any]) -> None:
        self._answer = json.dumps(answer).encode() + b"\n"
        for user in self._users:
            user.write(self._answer)


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


def main() -> None:
    """Run for the data folder and the mongod named on the command line."""
    # A child of init, not of whoever came first: nobody has to wait for us.
    if os.fork():
        os._exit(0)
    logging.basicConfig(format="%(asctime)s %(message)s")
    asyncio.run(Supervisor(Path(sys.argv[1]), Path(sys.argv[2])).run())


if __name__ == "__main__":
    main()
