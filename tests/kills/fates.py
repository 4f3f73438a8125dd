"""Deaths at a chosen moment: `kill -9` by a worker's own hand, at a command to MongoDB."""

from __future__ import annotations

import os
import re
import signal
from dataclasses import dataclass
from typing import Any, Literal

from bson.json_util import dumps
from pymongo import monitoring

_READS = ("find", "aggregate", "distinct")
_WRITES = ("insert", "update", "findAndModify", "delete")

When = Literal["before", "after"]


@dataclass(frozen=True, kw_only=True)
class Fate:
    """At the `number`th of the commands that read or write documents of `collection`.

    `when`: `before` the server gets it, or `after` it has answered. Of those commands only such
    count whose JSON `text`, a regular expression, is found in.
    """

    number: int = 1
    when: When = "before"
    collection: str | None = None
    """None: of any."""
    text: str = ""

    def await_it(self) -> None:
        """From now on this process is doomed."""
        monitoring.register(_Doom(self))


class _Doom(monitoring.CommandListener):
    def __init__(self, fate: Fate) -> None:
        self._fate = fate
        self._count = 0
        self._last: int | None = None

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if not self._concerns(event.command_name, event.command):
            return
        self._count += 1
        if self._count == self._fate.number:
            self._last = event.request_id
            if self._fate.when == "before":
                kill_myself()

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        if event.request_id == self._last:
            kill_myself()

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """The command that it was to die after has failed: it does so too."""
        if event.request_id == self._last:
            kill_myself()

    def _concerns(self, name: str, command: Any) -> bool:
        if name not in _READS + _WRITES or self._fate.collection not in {None, command[name]}:
            return False
        return re.search(self._fate.text, dumps(command)) is not None


def kill_myself() -> None:
    """`kill -9`."""
    os.kill(os.getpid(), signal.SIGKILL)
