"""A real mongod for the whole test session, and a database of its own for each test.

The tests may be run by several processes at once (pytest-xdist), each with a mongod of its own.
"""

from __future__ import annotations

import logging
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from scrapy.utils.log import _uninstall_scrapy_root_handler
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from benchmarks.labelled import CAPTURES
from benchmarks.servers import keep_what_is_old
from kznews.mongo.embedded import embedded_mongod
from tests.command_in_process import on_database, run_command  # noqa: F401 - fixtures of all
from tests.databases import Documents, new_database


def pytest_configure() -> None:
    """Let programs that tests start be interrupted and use this machine; set up property tests.

    A CI that runs in the background ignores SIGINT, and so would they: a test that sends it would
    wait for ever. They inherit that a signal is ignored, not that it is handled.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # The tests' servers, for crawls in processes of their own, too.
    os.environ["ALLOWED_PRIVATE_NETWORKS"] = "127.0.0.1"
    if "TMPDIR" not in os.environ and _has_room(_MEMORY):
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # what was read before
    # A loaded machine is no failure, and what failed once must fail again. More of them, and others
    # each time, if KZNEWS_EXAMPLES says so (`KZNEWS_EXAMPLES=2000`).
    examples = os.environ.get("KZNEWS_EXAMPLES")
    settings.register_profile(
        "kznews",
        max_examples=int(examples or 100),
        deadline=None,
        derandomize=examples is None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("kznews")


_MEMORY = Path("/dev/shm")
"""Files in memory: a mongod waits for the disk at each write that must not be lost."""
_ROOM = 6 * 1024**3
"""Bytes, twice what the tests' folders hold at most."""


def _has_room(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    of = os.statvfs(folder)
    runs_programs = not of.f_flag & os.ST_NOEXEC  # tests write some
    return of.f_bavail * of.f_frsize > _ROOM and runs_programs


@pytest.fixture(scope="session")
def captures() -> Path:
    """The folder of real captured pages."""
    if not CAPTURES.is_dir():
        pytest.skip(f"no captured pages at {CAPTURES}")
    return CAPTURES


@pytest.fixture(scope="session")
def mongodb_uri() -> Iterator[str]:
    """The URI of a running mongod, a replica set of one. Without a binary the tests fail."""
    # Not pytest's tmp_path: that is kept after the session, and a mongod's is 300 MB.
    with (
        TemporaryDirectory(prefix="kznews-tests-") as folder,
        embedded_mongod(Path(folder) / "mongod") as uri,
    ):
        keep_what_is_old(uri)
        yield uri


@pytest.fixture
def database(mongodb_uri: str) -> Iterator[Documents]:
    """A database that does not exist yet and is dropped afterwards."""
    with new_database(mongodb_uri) as database:
        yield database


_LONGEST_ID = 100
"""Characters of a parameter that names a test; a page of two megabytes would fill CI's output."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test by a long text's parameter and length in place of the text; else as always."""
    if isinstance(val, str | bytes) and len(val) > _LONGEST_ID:
        return f"{argname} of {len(val)}"
    return None


TABLE = "table: "
"""A test records its lines of the table NAME as properties `table: NAME`; they are told at the end,
whichever process ran it."""


class _ByFixtures(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Keeps together, in one process, the tests that share fixtures: a file's, a cluster's.

    Not xdist's `loadgroup`, which tells of groups in the tests' ids: pytest 9.2 ignores that.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        return _CLUSTER if file.startswith(_CLUSTER) else file


_CLUSTER = "tests/deploy/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run more tests at once than there are cores: many wait, for leases to end and for pauses."""
    return (os.cpu_count() or 1) * 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    # In the order of their names, the folders of long tests come before those of short ones.
    config.option.loadscopereorder = False
    return _ByFixtures(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tables: dict[str, dict[str, None]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, line in getattr(report, "user_properties", ()):
                if name.startswith(TABLE):
                    tables.setdefault(name.removeprefix(TABLE), {})[line] = None
    for name, lines in tables.items():
        terminalreporter.section(name)
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def log_as_at_first() -> None:
    """Let each test begin with Python's own levels of logging, whatever a test before it has set.

    Where Scrapy's handler is installed, each new crawler sets the level of all.
    """
    _uninstall_scrapy_root_handler()
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("scrapy").setLevel(logging.NOTSET)
