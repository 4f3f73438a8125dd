"""How a command ends that is interrupted, or whose output nobody reads to its end: no traceback.

An interrupted one ends by the signal and one whose output nobody reads with 1, after its own
clean-up. Crawls that have begun end as Scrapy ends them.
"""

from __future__ import annotations

import atexit
import os
import select
import sys
from types import TracebackType


def end_without_traceback() -> None:
    """Set the hooks of this process, for all commands, Scrapy's own included."""
    sys.excepthook = _tell_exception
    atexit.register(_write_rest)


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
