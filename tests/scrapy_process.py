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
    return run_module(
        "scrapy",
        arguments,
        environment=environment,
        folder=folder,
        timeout=timeout,
        warnings_are_errors=True,
        before=before,
    )


def run_module(
    name: str,
    arguments: Sequence[str],
    *,
    environment: dict[str, str],
    folder: Path,
    timeout: float,
    warnings_are_errors: bool,
    before: Callable[[], None] | None = None,
) -> tuple[int, str]:
    """Runs a module as `python -m NAME` does; else as `run_scrapy`."""
    with tempfile.NamedTemporaryFile() as written:
        child = FORKS.Process(
            target=_run,
            args=(name, arguments, environment, folder, written.name, warnings_are_errors, before),
        )
        child.start()
        child.join(timeout)
        log = Path(written.name).read_text("utf-8", "replace")
        if child.exitcode is None:
            child.kill()
            child.join()
            raise TimeoutError(f"{name} {' '.join(arguments)}: no end after {timeout:g} s:\n{log}")
        return child.exitcode, log


def _run(
    name: str,
    arguments: Sequence[str],
    environment: dict[str, str],
    folder: Path,
    written: str,
    warnings_are_errors: bool,
    before: Callable[[], None] | None,
) -> None:
    output = os.open(written, os.O_WRONLY | os.O_APPEND)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.argv = [name, *arguments]
    warnings.resetwarnings()
    if warnings_are_errors:
        warnings.simplefilter("error")
    if before is not None:
        before()
    try:
        runpy.run_module(name, run_name="__main__")
    finally:
        atexit._run_exitfuncs()  # a forked process ends without them
