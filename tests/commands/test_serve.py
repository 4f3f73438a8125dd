"""`scrapy serve` from its start to its end, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest

from kznews.mongo.connection import Address, open_sync_database
from kznews.search.index_folder import IndexFolder
from kznews.search.query import parse
from kznews.search.searching import Searcher
from kznews.web import companion as companion_module
from kznews.web.companion import companion
from kznews.web.serving import listen
from tests.command_in_process import RunCommand
from tests.crawl.conftest import PROJECT
from tests.databases import Documents
from tests.mongo.servers import wait_until
from tests.search.conftest import stored


def test_pages_and_their_index_are_there_until_it_is_stopped(
    mongodb_uri: str, database: Documents, tmp_path: Path
) -> None:
    given = {
        "MONGODB_URI": mongodb_uri,
        "MONGODB_DATABASE": database.name,
        "SEARCH_INDEX": str(tmp_path / "index"),
    }
    log = tmp_path / "serve.log"
    with log.open("wb") as output, subprocess.Popen(
        [sys.executable, "-m", "scrapy", "serve", "--port=0", "--loglevel=INFO"],
        cwd=PROJECT, env=os.environ | given, stdout=output, stderr=output,
    ) as process:  # fmt: skip
        try:
            wait_until(lambda: "(Ctrl-C ends this)" in log.read_text(), "it says where it is")
            found = re.search(r"at (http://127[.]0[.]0[.]1:[0-9]+/) ", log.read_text())
            assert found, log.read_text()
            wait_until(lambda: "for quick first answers" in log.read_text(), "it tries pages")
            with urlopen(f"{found[1]}about.json") as answer:
                assert json.load(answer)["counts"]["articles"] == 0
            [folder] = wait_for_index(tmp_path / "index")
            address = Address(
                uri=mongodb_uri, database=database.name, data_dir=tmp_path, timeout=10
            )
            with open_sync_database(address) as opened:
                searcher = Searcher(opened, folder)
                database["articles"].insert_one(stored(1, body="Су тасқыны."))
                wait_until(lambda: searcher.count(parse("тасқын")) == 1, "it finds what is stored")
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0, log.read_text()
            with folder.writing():  # its process has ended, too
                pass
        finally:
            process.kill()
    assert "Traceback" not in log.read_text()


def wait_for_index(root: Path) -> list[IndexFolder]:
    def found() -> list[IndexFolder]:
        return [IndexFolder(each.parent) for each in root.glob("*/current.json")]

    wait_until(lambda: bool(found()), "it builds an index")
    return found()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--host=0.0.0.0"], "opens the pages to whoever reaches this machine: set WEB_TOKENS"),
        (["--host=::"], "opens the pages to whoever reaches this machine"),
        (["--host=pages.example"], "opens the pages to whoever reaches this machine"),
        (["--port=65536"], "--port must be from 0 to 65535, not 65536"),
        (["--set=WEB_TOKENS=anna"], "token 1 of WEB_TOKENS is not written as NAME:TOKEN"),
        (["--set=WEB_TOKENS_FILE=/no/such/file"], "WEB_TOKENS_FILE cannot be read"),
        (["search"], "scrapy serve takes no argument 'search'"),
    ],
)
def test_what_would_be_open_to_everybody_is_refused(
    run_command: RunCommand, words: list[str], why: str
) -> None:
    answer = run_command("serve", *words)
    assert answer.exit_code == 2
    assert why in answer.errors + answer.output


def test_a_port_that_is_taken_is_told_or_the_next_one_is_used(on_database: RunCommand) -> None:
    with ExitStack() as stack:
        taken = stack.enter_context(listen("127.0.0.1", 0, 0))
        port = taken.getsockname()[1]
        told = on_database("serve", f"--port={port}")
        assert told.exit_code == 2
        assert f"port {port}: Address already in use. Give another with --port" in told.errors
        other = stack.enter_context(listen("127.0.0.1", None, port))
        assert other.getsockname()[1] > port


def write_pid(file: Path) -> None:
    file.write_text(str(os.getpid()))
    while True:
        time.sleep(60)  # until a signal ends it


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_beside_is_started_again_and_ends_with_its_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companion_module, "_FAILED_SECONDS", 0.0)
    file = tmp_path / "pid"

    def has_another_than(former: str) -> Callable[[], bool]:
        return lambda: file.exists() and file.read_text() not in {"", former}

    with companion("the test", write_pid, file):
        wait_until(has_another_than(""), "it is started")
        first = file.read_text()
        os.kill(int(first), signal.SIGKILL)
        wait_until(has_another_than(first), "it is started again")
        second = int(file.read_text())
    assert not is_alive(second)
