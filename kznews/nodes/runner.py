"""Runs a Scrapy command of a deployed egg: `python -m kznews.nodes.runner crawl exclusive`.

Scrapyd runs its jobs so; cron, systemd timers and containers run `tick` so. In the environment:
`SCRAPY_PROJECT` (kznews), `SCRAPYD_EGG_VERSION` (the current one), and where the eggs are, as for
crawls (`MONGODB_URI` …). The code and the outlets' facts are the egg's, whatever is installed here;
the libraries are those installed here, and the egg's requirements are checked against them first.
Ends with 69 where there is no egg, no database, or no space for the egg here, for another node may
do better; with 78 where a library is missing or too old, or the egg is not signed as it must be.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import Distribution, PackageNotFoundError, distributions, version
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement
from pymongo.errors import PyMongoError
from scrapy.settings import Settings

from kznews.mongo.connection import as_unavailable, open_sync_database, resolve
from kznews.mongo.errors import UNAVAILABLE, DatabaseUnavailable
from kznews.nodes.eggs import Eggs, NoSuchVersion
from kznews.nodes.signing import EggKeyError, NotSigned, check_signature

EGG_VERSION = "SCRAPYD_EGG_VERSION"
"""The environment variable of the version to run; an egg's commands find their own there."""

NODE_PID = "KZNEWS_NODE_PID"
"""The environment variable of a job that names the process of its Scrapyd."""

_ELECTION_SECONDS = 30.0
"""Seconds within which a replica set elects a new primary."""
_MISCONFIGURED = 78  # sysexits.h: EX_CONFIG
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Run the command line."""
    node = os.environ.pop(NODE_PID, None)
    if node is not None:
        _end_with(int(node))
    project = os.environ.setdefault("SCRAPY_PROJECT", "kznews")
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(TemporaryDirectory(prefix="kznews-egg-"))
            path, current = _fetch(project, os.environ.get(EGG_VERSION) or None, Path(folder))
        except (NoSuchVersion, DatabaseUnavailable) as error:
            _refuse(str(error), UNAVAILABLE)
        except (NotSigned, EggKeyError) as error:
            _refuse(str(error), _MISCONFIGURED)
        except OSError as error:
            _refuse(
                f"the egg cannot be written to a temporary file: {error.strerror}: free space for "
                "temporary files, or set TMPDIR to a folder that can be written",
                UNAVAILABLE,
            )
        [egg] = distributions(path=[str(path)])
        missing = list(_missing(egg))
        if missing:
            _refuse(
                f"this node lacks {', '.join(missing)}, which the egg {path.stem} needs: "
                "install its requirements.lock",
                _MISCONFIGURED,
            )
        _activate(path, egg)
        os.environ[EGG_VERSION] = current
        # After that: it reads the settings that the egg names.
        from scrapy.cmdline import execute  # noqa: PLC0415

        execute()


def _refuse(why: str, exit_code: int) -> None:
    print(f"kznews: {why}", file=sys.stderr)  # noqa: T201
    sys.exit(exit_code)


def _fetch(project: str, wanted: str | None, folder: Path) -> tuple[Path, str]:
    """Write the egg to a file; give its version, too.

    Raises NoSuchVersion, DatabaseUnavailable, NotSigned, EggKeyError.
    """
    address = resolve(Settings())
    address = replace(address, timeout=max(address.timeout, _ELECTION_SECONDS))
    try:
        with open_sync_database(address) as database:
            found = Eggs(database).egg(project, wanted)
    except PyMongoError as error:
        raise as_unavailable(error, address) from error
    # Versions that knew no signatures wrote no such field.
    check_signature(project, found["version"], found["egg"], found.get("signature"))
    path = folder / f"{project}-{found['version']}.egg"
    path.write_bytes(found["egg"])
    return path, found["version"]


def _missing(egg: Distribution) -> Iterator[str]:
    """Name what the egg requires that is not installed here, or in another version."""
    for line in egg.requires or ():
        requirement = Requirement(line)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            yield f"{requirement} (none is installed)"
        else:
            if not requirement.specifier.contains(installed, prereleases=True):
                yield f"{requirement} ({installed} is installed)"


def _activate(path: Path, egg: Distribution) -> None:
    """Let Python import the egg's packages, before any others of their names."""
    packages = (egg.read_text("top_level.txt") or "").split()
    for name in [*sys.modules]:
        # This file's own package is imported already, from where it is installed.
        if name.partition(".")[0] in packages:
            del sys.modules[name]
    sys.path.insert(0, str(path))
    [settings] = egg.entry_points.select(group="scrapy", name="settings")
    os.environ["SCRAPY_SETTINGS_MODULE"] = settings.module


def _end_with(node: int) -> None:
    """Let the kernel end this process, as well as it can be, when the node dies.

    A job that nobody looks after would go on unseen, while another node starts it again.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != node:  # it had died before
        sys.exit(f"kznews: the node that started this job (process {node}) is gone")


if __name__ == "__main__":
    main()
