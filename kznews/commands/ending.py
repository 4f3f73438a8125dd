"""How a command ends that is interrupted, or whose output nobody reads to its end: no traceback.

An interrupted one ends by the signal and one whose output nobody reads with 1, after its own
clean-up. Crawls that have begun end as Scrapy ends them.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any


class Ended(BaseException):
    """A signal asked this process to end."""

    def __init__(self, number: int) -> None:
        super().__init__(f"ended by {signal.Signals(number).name}")
        self.exit_code = 128 + number


def end_without_traceback() -> None:
    """Set the hooks of this process, for all commands, Scrapy's own included."""
    sys.excepthook = _tell_exception
    atexit.register(_write_rest)


@contextmanager
def cleaning_up() -> Iterator[None]:
    """Let SIGTERM and SIGHUP raise Ended in the block, so that it cleans up as after Ctrl-C."""
    before: dict[int, Any] = {}
    for each in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        number = getattr(signal, each, None)
        if number is not None:
            before[number] = signal.signal(number, _raise_ended)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise_ended(number: int, _: FrameType | None) -> None:
    raise Ended(number)


def leave_output() -> None:
    """Let what is still to be printed go nowhere: nobody reads it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell_exception(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return  # Python then ends by the signal, as shells expect
    if issubclass(kind, BrokenPipeError) and _nobody_reads():
        leave_output()
        return
    sys.__excepthook__(kind, error, traceback)


def _write_rest() -> None:
    # Python does this itself later, and shows the error.
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        leave_output()


def _nobody_reads() -> bool:
    if not hasattr(select, "poll"):  # Windows
        return False
    output = select.poll()
    output.register(sys.stdout, 0)
    return bool(output.poll(0))  # of a pipe without a reader: an error
