"""A copy of the project to build from, and a real Scrapyd that deploy/scrapyd.sh started."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.deploy.server import LOG_NAME, Scrapyd

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 20


def tracked_files() -> list[Path]:
    """The files of the project that git knows, relative to its root."""
    # A clone made by another user is no reason to fail: only names are asked for.
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [Path(name) for name in listing.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="package")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a fresh clone has it, so that building it leaves nothing in ours.

    Its bot has a name of its own, by which a log shows whose code has run.
    """
    copy = tmp_path_factory.mktemp("project")
    for name in tracked_files():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    with (copy / "kznews" / "settings.py").open("a") as settings:
        settings.write('\nBOT_NAME = "kznews-from-the-egg"\n')
    return copy


@pytest.fixture(scope="package")
def environment() -> dict[str, str]:
    """The environment without what the tester's shell may say about Scrapyd."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SCRAPYD_", "SCRAPY_"))}
    # The programs of the Python that runs the tests.
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture(scope="package")
def scrapyd(
    project: Path,
    environment: dict[str, str],
    mongodb_uri: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scrapyd]:
    folder = tmp_path_factory.mktemp("scrapyd")
    with socket.socket() as reserved, (folder / LOG_NAME).open("wb") as log:
        # Bound but not listening: Scrapyd can bind it too, and nobody is given it meanwhile.
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(("127.0.0.1", 0))
        server = Scrapyd(folder=folder, port=reserved.getsockname()[1], environment=environment)
        process = subprocess.Popen(
            [project / "deploy" / "scrapyd.sh"],
            env=server.client_environment
            | {
                "SCRAPYD_DIR": str(folder),
                "SCRAPYD_HTTP_PORT": str(server.port),
                "MONGODB_URI": mongodb_uri,
                "MONGODB_DATABASE": server.database,
            },
            stdout=log,
            stderr=subprocess.STDOUT,
            # Its own group: its jobs are ended with it.
            start_new_session=True,
        )
        try:
            deadline = time.monotonic() + STARTS_WITHIN
            while not server.answers():
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"Scrapyd did not start:\n{server.logs()}")
                time.sleep(0.05)
            yield server
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def make_deploy(project: Path, scrapyd: Scrapyd) -> subprocess.CompletedProcess[str]:
    """`make deploy` in a clone whose .venv is ours."""
    return subprocess.run(
        # `-o install`: .venv is there already. scrapyd-client could not use the slash at the end.
        ["make", "-o", "install", "deploy", f"VENV={sys.prefix}", f"SCRAPYD_URL={scrapyd.url}/"],
        cwd=project,
        env=scrapyd.client_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="package")
def deployed(project: Path, scrapyd: Scrapyd) -> str:
    """The version of the project that Scrapyd now has."""
    make = make_deploy(project, scrapyd)
    assert make.returncode == 0, make.stdout
    return str(scrapyd.call("/listversions.json?project=kznews")["versions"][-1])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Puts the logs of Scrapyd and its jobs into the report of a test that failed."""
    report = yield
    if report.failed and isinstance(item, pytest.Function):
        server = item.funcargs.get("scrapyd")
        if isinstance(server, Scrapyd):
            report.sections.append(("Scrapyd and its jobs", server.logs()))
    return report
