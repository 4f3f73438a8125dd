"""One Chromium and one `scrapy serve` on what the tasks ask about, for all tests of this folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright
from pymongo import MongoClient

from tests.conftest import TABLE
from tests.ports import free_port
from tests.web.browser import facts
from tests.web.browser.reader import Reader, reading

Record = Callable[[str, object], None]
"""Pytest's `record_property`."""

_MOST_STEPS = 10
"""Of a task: who needs more looks elsewhere."""
_DEADLINE = 60.0
"""Seconds in which the pages must be there."""


@dataclass(frozen=True)
class Served:
    """A running `scrapy serve`."""

    base: str
    uri: str
    database: str
    environment: dict[str, str]
    strangers: list[str]
    """The requests that a stranger's server got: of the page that is full of traps."""


class _Silent(BaseHTTPRequestHandler):
    def log_message(self, *of: object) -> None:
        pass


@contextmanager
def _answering(handler: type[_Silent]) -> Iterator[int]:
    """Answer requests meanwhile; gives the port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(scope="package")
def stranger() -> Iterator[tuple[str, list[str]]]:
    """A server that no page may call, and what it was asked for."""
    asked: list[str] = []

    class Stranger(_Silent):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815

    with _answering(Stranger) as port:
        yield f"http://127.0.0.1:{port}", asked


@pytest.fixture(scope="package")
def served(
    mongodb_uri: str,
    stranger: tuple[str, list[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    name, port = f"test_{uuid.uuid4().hex[:12]}", free_port()
    folder = tmp_path_factory.mktemp("served")
    environment = os.environ | {
        "MONGODB_URI": mongodb_uri,
        "MONGODB_DATABASE": name,
        "SEARCH_INDEX": str(folder / "index"),
    }
    # In a thread: another module's Playwright may run the event loop of this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(facts.fill, mongodb_uri, name, datetime.now(UTC), stranger[0]).result()
    log = folder / "log"
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "serve", "--port", str(port)],
            env=environment,
            stdout=written,
            stderr=written,
        )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_until_there(process, f"{base}/search.json?q=Zakon", log)
        yield Served(base, mongodb_uri, name, environment, stranger[1])
    finally:
        process.terminate()
        process.wait(timeout=30)
        with MongoClient[dict[str, object]](mongodb_uri) as client:
            client.drop_database(name)


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[str]]]:
    """A server that takes messages: its address for Apprise, and what it got."""
    told: list[str] = []

    class Webhook(_Silent):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            told.append(str(json.loads(self.rfile.read(length))))
            self.send_response(204)
            self.end_headers()

    with _answering(Webhook) as port:
        yield f"json://127.0.0.1:{port}/", told


@pytest.fixture(scope="module")
def watcher(served: Served) -> Iterator[None]:
    """A `scrapy watch run` that is at work, as a user's is; a signal ends it as it should."""
    arguments = [sys.executable, "-m", "scrapy", "watch", "run"]
    with (
        MongoClient[dict[str, object]](served.uri) as client,
        subprocess.Popen(arguments, env=served.environment) as process,
    ):
        positions = client[served.database].watch_position
        deadline = time.monotonic() + _DEADLINE
        while positions.find_one({"holder": {"$ne": None}}) is None:
            assert process.poll() is None, "it ended"
            assert time.monotonic() < deadline, "it does not begin"
            time.sleep(0.05)
        yield
        process.terminate()
        assert process.wait(timeout=30) == 0


def _wait_until_there(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Wait until the pages answer, and their index is there."""
    deadline = time.monotonic() + _DEADLINE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError as error:
            told = f"{error}; it wrote:\n{log.read_text('utf-8', 'replace')}"
        assert process.poll() is None, told
        assert time.monotonic() < deadline, told
        time.sleep(0.05)


@pytest.fixture(scope="package")
def browser(served: Served) -> Iterator[Browser]:
    """Chromium, after what is stored: Playwright keeps this thread's event loop."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("no `chromium` on the PATH: apt-get install chromium")
        pytest.skip("no `chromium` on the PATH: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=os.geteuid() != 0
        )
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def reader(
    served: Served, browser: Browser, request: pytest.FixtureRequest, record_property: Record
) -> Iterator[Reader]:
    """At the start page; tells steps and seconds at the end."""
    with reading(browser, served.base, java_script_enabled=request.param) as reader:
        yield from _told(reader, request, record_property)


def _told(reader: Reader, request: pytest.FixtureRequest, record: Record) -> Iterator[Reader]:
    reader.start()
    yield reader
    name = request.node.name.removeprefix("test_").replace("_", " ")
    steps = ", ".join(reader.steps)
    line = f"{name}: {len(reader.steps)} steps, {reader.seconds:.1f} s ({steps})"
    record(f"{TABLE}Tasks in Chromium", line)
    assert len(reader.steps) <= _MOST_STEPS
    assert reader.faults == []
