"""What a user may get wrong is named in one line, and the database stays as it was."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from tests.crawl.conftest import Crawl

Documents = Database[dict[str, Any]]


def documents(database: Documents) -> int:
    return sum(database[name].count_documents({}) for name in database.list_collection_names())


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def test_without_a_network_nothing_is_stored(
    crawl: Crawl, database: Documents, closed_port: int
) -> None:
    done = crawl("exclusive", NEWSROOM=f"http://127.0.0.1:{closed_port}", RETRY_TIMES=0)
    assert done.exit_code == 1
    assert "exclusive: not one page could be fetched" in done.log.splitlines()[-1]
    assert "Traceback" not in done.log
    assert documents(database) == 0


@pytest.mark.parametrize(
    ("spider", "argument", "named"),
    [
        ("exclusive", "sinse=2026-01-01", "no argument 'sinse': there are pages, sections, since"),
        ("exclusive", "since=2026-02-30", "since='2026-02-30' is no day"),
        ("exclusive", "sections=sport", "'sport'"),
        ("nationalbank", "date=2026-04-31", "date='2026-04-31' is no day"),
        ("exklusive", "pages=1", "no spider 'exklusive'"),
    ],
)
def test_a_wrong_argument_is_named(
    crawl: Crawl, database: Documents, spider: str, argument: str, named: str
) -> None:
    done = crawl(spider, argument)
    assert done.exit_code == 2
    assert named in done.log
    assert "Traceback" not in done.log
    assert documents(database) == 0


def test_mongodb_that_cannot_be_reached(crawl: Crawl, closed_port: int) -> None:
    done = crawl("exclusive", MONGODB_URI=f"mongodb://127.0.0.1:{closed_port}", MONGODB_TIMEOUT=0.5)
    assert done.exit_code == 1
    assert f"cannot reach MongoDB at 127.0.0.1:{closed_port}" in done.log
    assert "Traceback" not in done.log


@pytest.mark.parametrize(
    ("content", "what"),
    [(None, "missing.warc.gz"), (b"<html>no WARC</html>", "bad.warc.gz"), (b"", "bad.warc.gz")],
)
def test_replay_of_what_is_no_warc(
    crawl: Crawl, database: Documents, tmp_path: Path, content: bytes | None, what: str
) -> None:
    path = tmp_path / what
    if content is not None:
        path.write_bytes(content)
    done = crawl("tengrinews", REPLAY=path)
    assert done.exit_code == 1
    assert str(path) in done.log
    assert "Traceback" not in done.log
    assert documents(database) == 0


def test_replay_of_a_damaged_warc(crawl: Crawl, captures: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.warc.gz"
    whole = (captures / "nationalbank.warc.gz").read_bytes()
    damaged.write_bytes(whole[: len(whole) * 2 // 3])
    done = crawl("nationalbank", "date=2026-04-01", REPLAY=damaged)
    assert done.exit_code == 1
    assert str(damaged) in done.log
