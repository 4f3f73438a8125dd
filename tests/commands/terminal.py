"""A terminal that a command runs on, and what it shows."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import time

from tests.crawl.conftest import PROJECT
from tests.mongo.servers import PATIENCE


def screen(drawn: str) -> list[str]:
    """The lines that a terminal shows after `drawn`: a carriage return lets write over a line."""
    lines = []
    for written in drawn.replace("\r\n", "\n").split("\n"):
        line = ""
        for part in written.split("\r"):
            line = part + line[len(part) :]
        lines.append(line.rstrip())
    return lines


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self._deadline = time.monotonic() + PATIENCE
        self._drawn = b""

    @property
    def drawn(self) -> str:
        return self._drawn.decode("utf-8", "ignore")

    def read(self) -> bool:
        """Read what is written next; False at the end."""
        left = self._deadline - time.monotonic()
        ready, _, _ = select.select([self._master], [], [], max(left, 0))
        assert ready, f"it neither goes on nor ends: {self.drawn}"
        try:
            self._drawn += os.read(self._master, 65536)
        except OSError:  # nobody has the other side open
            os.close(self._master)
            return False
        return True

    def interrupt(self) -> None:
        """As the terminal does on Ctrl-C."""
        os.killpg(self.process.pid, signal.SIGINT)
