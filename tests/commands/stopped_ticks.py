"""Calls of `scrapy tick --every`, each stopped by SIGTERM one line later than the one before."""

from __future__ import annotations

import argparse
import inspect
import signal
import sys
import threading
from types import FrameType
from typing import Any

from scrapy.settings import Settings

from benchmarks.project_settings import project_settings
from kznews.commands.tick import Command
from kznews.mongo.connection import resolve

AWAY = {"MONGODB_URI": "mongodb://127.0.0.1:9/", "MONGODB_TIMEOUT": 0.01}
LINES = 6
# pymongo's clients run lines of their own where they are deleted.
TRACED = {inspect.getfile(Command), threading.__file__}


class StoppedCommand(Command):
    """The command, told to end at line `number` of what it does after its first complaint."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.settings = project_settings()
        self._left = number

    def complain(self, what: str) -> None:
        if self._left > 0:
            sys._getframe(1).f_trace = self._trace
            sys.settrace(self._trace)

    def _trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename not in TRACED:
            return None
        self._left -= event == "line"
        if self._left == 0:
            sys.settrace(None)
            signal.raise_signal(signal.SIGTERM)
            return None
        return self._trace


for number in range(1, LINES + 1):
    opts = argparse.Namespace(every=0.001)
    StoppedCommand(number).work(resolve(Settings(AWAY)), [], opts)
    sys.stdout.write(f"{number}\n")
