"""Scrapy commands in processes of their own, forked from one that has imported Scrapy and kznews.

Importing takes three seconds of processor time, more than most crawls of the tests. No reactor is
installed and no file open before the fork.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import runpy
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

FORKS = multiprocessing.get_context("forkserver")
# pytest: a forked process imports the main module of the one that asked for it.
FORKS.set_forkserver_preload(["pytest", "tests.imported_by_scrapy"])


def run_scrapy(
    arguments: Sequence[str],
    *,
    environment: dict[str, str],
    folder: Path,
    timeout: float,
    before: Callable[[], None] | None = None,
) -> tuple[int, str]:
    """Runs `scrapy` with `arguments`, after `before`; returns its exit code, and what it wrote.

    Warnings are errors there. Raises TimeoutError after `timeout` seconds.
    """
    with tempfile.NamedTemporaryFile() as written:
        child = FORKS.Process(
            target=_scrapy, args=(arguments, environment, folder, written.name, before)
        )
        child.start()
        child.join(timeout)
        log = Path(written.name).read_text("utf-8", "replace")
        if child.exitcode is None:
            child.kill()
            child.join()
            raise TimeoutError(f"scrapy {' '.join(arguments)}: no end after {timeout:g} s:\n{log}")
        return child.exitcode, log


def _scrapy(
    arguments: Sequence[str],
    environment: dict[str, str],
    folder: Path,
    written: str,
    before: Callable[[], None] | None,
) -> None:
    output = os.open(written, os.O_WRONLY | os.O_APPEND)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.argv = ["scrapy", *arguments]
    warnings.simplefilter("error")
    if before is not None:
        before()
    try:
        runpy.run_module("scrapy", run_name="__main__")
    finally:
        atexit._run_exitfuncs()  # a forked process ends without them
