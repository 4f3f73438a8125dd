"""A process beside this one: started again where it dies, ended when this one ends or is killed."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

logger = logging.getLogger(__name__)

_FAILED_SECONDS = 15.0
"""Seconds after which a process that died is started again."""
_LOOK_SECONDS = 0.2
_ENDING_SECONDS = 10.0
"""Seconds that the process has to end by itself."""

Run = Callable[..., None]

_SPAWNING = multiprocessing.get_context("spawn")


@contextmanager
def companion(name: str, run: Run, *arguments: Any) -> Iterator[None]:
    """Call `run` in a process of its own for as long as the block runs; SIGTERM ends it.

    Ctrl-C in a terminal is for this process alone: the other does not obey it.
    """
    ended = threading.Event()
    supervisor = threading.Thread(
        target=_supervise, args=(name, run, arguments, ended), name=name, daemon=True
    )
    supervisor.start()
    try:
        yield
    finally:
        ended.set()
        supervisor.join()


def _supervise(name: str, run: Run, arguments: tuple[Any, ...], ended: threading.Event) -> None:
    while not ended.is_set():
        # The end of this process, by whatever death, closes the pipe: that ends the other one.
        theirs, ours = _SPAWNING.Pipe(duplex=False)
        process = _SPAWNING.Process(target=_be, args=(run, arguments, theirs), name=name)
        process.start()
        theirs.close()
        while process.is_alive() and not ended.wait(_LOOK_SECONDS):
            pass
        ours.close()
        process.join(_ENDING_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
        if not ended.is_set():
            logger.error(
                "The process of %s ended (exit code %s): another is started in %.0f s",
                name,
                process.exitcode,
                _FAILED_SECONDS,
            )
            ended.wait(_FAILED_SECONDS)


def _be(run: Run, arguments: tuple[Any, ...], parent: Connection) -> None:
    """Be the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def wait_for_the_end() -> None:
        try:
            parent.recv()
        except (EOFError, OSError):
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    run(*arguments)
