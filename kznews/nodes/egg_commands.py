"""Commands of a deployed egg, each in a process of its own: list its spiders, check a crawl."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from itertools import chain
from threading import BoundedSemaphore

from kznews.nodes.eggs import EggRefused
from kznews.nodes.runner import EGG_VERSION
from kznews.nodes.validation import Invalid

SECRETS_OF_THE_API = ("SCRAPYD_USERNAME", "SCRAPYD_PASSWORD", "SCRAPYD_PASSWORD_FILE")
"""The environment variables of Scrapyd that the code which it runs must not see."""

_LONGEST_SECONDS = 120.0
"""Seconds that a command may take."""
_LONGEST_PROBLEM = 4000
"""Characters of an error that are kept: the end of a traceback."""
# Each takes a core for a second or two; the jobs that run need some, too.
_two_at_once = BoundedSemaphore(2)


def spiders_of(project: str, version: str, *, runner: str) -> list[str]:
    """List an egg's spiders. Raises EggRefused where it cannot be loaded, or has none."""
    code, output, problem = _run(runner, project, version, ["list", "-s", "LOG_STDOUT=0"])
    if code:
        raise EggRefused(f"the egg cannot be loaded, so it is not kept: {problem}")
    spiders = output.split()
    if not spiders:
        raise EggRefused("the egg has no spiders, so it is not kept")
    return spiders


def check_crawl(
    project: str, version: str, spider: str, *, args: Mapping[str, str], runner: str
) -> None:
    """Let the spider itself check its arguments. Raises Invalid with what it says."""
    options = chain.from_iterable(["-a", f"{name}={value}"] for name, value in args.items())
    check = ["crawl", "--check", spider, "-s", "LOG_ENABLED=0", *options]
    code, output, problem = _run(runner, project, version, check)
    if code:
        raise Invalid(problem or output)


def _run(runner: str, project: str, version: str, command: Iterable[str]) -> tuple[int, str, str]:
    environment = {
        name: value for name, value in os.environ.items() if name not in SECRETS_OF_THE_API
    }
    environment |= {"SCRAPY_PROJECT": project, EGG_VERSION: version, "PYTHONIOENCODING": "utf-8"}
    try:
        with _two_at_once:
            done = subprocess.run(  # noqa: S603 - our own runner, no shell
                [sys.executable, "-m", runner, *command],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_LONGEST_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise EggRefused(f"the egg's code did not end within {_LONGEST_SECONDS:.0f} s") from None
    return done.returncode, done.stdout.strip(), done.stderr.strip()[-_LONGEST_PROBLEM:]
