"""A copy of the project to build from, and a real Scrapyd that deploy/scrapyd.sh started."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.deploy.server import Scrapyd

ROOT = Path(__file__).parents[2]
DATABASE = "cluster_newsroom"


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
    # Nodes whose deaths are noticed soon, and jobs that may crawl a newsroom.
    configuration = copy / "deploy" / "scrapyd.conf"
    text = configuration.read_text()
    for old, new in (
        ("job_lease        = 30", "job_lease        = 3"),
        ("poll_interval    = 1", "poll_interval    = 0.3"),
        # Crawls that are to find what is new are seconds apart.
        ("start_when_due   = yes", "start_when_due   = no"),
        ("allowed_settings = ", "allowed_settings = NEWSROOM DOWNLOAD_DELAY FRONTIER_LEASE "),
    ):
        assert old in text
        text = text.replace(old, new)
    configuration.write_text(text)
    return copy


@pytest.fixture(scope="package")
def environment() -> dict[str, str]:
    """The environment without what the tester's shell may say about Scrapyd."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("SCRAPYD_", "SCRAPY_", "NODE_", "MONGODB_"))
    }
    return kept | {
        # The programs of the Python that runs the tests, and what it tests as what is installed.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture(scope="package")
def egg(
    project: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The project, built as `make deploy` builds it."""
    path = tmp_path_factory.mktemp("egg") / "kznews.egg"
    subprocess.run(
        ["scrapyd-deploy", "--build-egg", str(path)],
        cwd=project,
        # Whatever the build tried to download would have to come through a port nobody serves.
        env=environment | {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"},
        check=True,
        timeout=60,
    )
    return path


@pytest.fixture(scope="package")
def nodes(
    project: Path,
    environment: dict[str, str],
    mongodb_uri: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[Scrapyd]]:
    """Three nodes of one cluster; who kills one starts it again."""
    folder = tmp_path_factory.mktemp("nodes")
    key = folder / "egg_key"
    key.write_text(secrets.token_hex())
    own = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": DATABASE}
    own["KZNEWS_EGG_KEY_FILE"] = str(key)
    with ExitStack() as stack:
        cluster = [
            stack.enter_context(node(folder / name, project, environment, own))
            for name in ("a", "b", "c")
        ]
        # The volume of a container that was killed: the id is that of another process now.
        (cluster[0].folder / "twistd.pid").write_text(str(os.getpid()))
        for each in cluster:
            each.start()
        for each in cluster:
            each.wait()
        yield cluster


@contextmanager
def node(
    folder: Path, project: Path, environment: dict[str, str], own: dict[str, str]
) -> Iterator[Scrapyd]:
    """A node that is not started yet; it is stopped at the end, and must let itself be."""
    folder.mkdir()
    with socket.socket() as reserved:
        # Bound but not listening: Scrapyd can bind it too, and nobody is given it meanwhile.
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(("127.0.0.1", 0))
        server = Scrapyd(
            folder=folder,
            port=reserved.getsockname()[1],
            environment=environment,
            own_environment=own,
            program=project / "deploy" / "scrapyd.sh",
        )
        try:
            yield server
        finally:
            if server.is_running:
                server.stop()


@pytest.fixture(scope="package")
def scrapyd(nodes: list[Scrapyd]) -> Scrapyd:
    """One of the nodes."""
    return nodes[0]


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
        nodes = item.funcargs.get("nodes")
        for each in nodes if isinstance(nodes, list) else ():
            report.sections.append((f"Node {each.name} and its jobs", each.logs()))
    return report
