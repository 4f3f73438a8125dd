"""The clock of the database server, which all workers share."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kznews.mongo.bulk import persist
from kznews.mongo.connection import Database


def server_time(hello: Mapping[str, Any]) -> datetime:
    """Give the server's time, aware, UTC, from its answer to `hello`.

    Answers of commands are naive, whatever the client was told; they are UTC wherever we are.
    """
    moment: datetime = hello["localTime"]
    return moment.replace(tzinfo=UTC)


class ServerClock:
    """The server's clock, told from its last reading and this machine's monotonic clock.

    So it does not matter how this machine's clock is set, or when it is set anew.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: tuple[datetime, float] | None = None

    async def read(self) -> None:
        """Ask the server; half of the round trip is taken for the way back."""
        asked = time.monotonic()
        answer = await persist(lambda: self._database.client.admin.command("hello"))
        back = time.monotonic()
        self._read = server_time(answer) + timedelta(seconds=(back - asked) / 2), back

    def now(self) -> datetime:
        """Give the server's time, aware, UTC. Raises RuntimeError before the first reading."""
        if self._read is None:
            raise RuntimeError("the server's clock has not been read")
        moment, at = self._read
        return moment + timedelta(seconds=time.monotonic() - at)
