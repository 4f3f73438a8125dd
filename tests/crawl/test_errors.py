"""What a user may get wrong is named in one line, and the database stays as it was."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from kznews.frontier.schema import FRONTIER, HOSTS, ROUNDS
from kznews.mongo.errors import UNAVAILABLE
from kznews.mongo.schema_versions import SCHEMAS
from kznews.monitoring.schema import ALERTS
from kznews.newsroom.misbehaviour import Fail
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.outlets.exclusive import OUTLET
from tests.crawl.conftest import PROJECT, Crawl
from tests.transport.crawls import page, serve

Documents = Database[dict[str, Any]]
LISTINGS = len(OUTLET.listings)


def documents(database: Documents, *, but: tuple[str, ...] = ()) -> int:
    names = set(database.list_collection_names()) - set(but)
    return sum(database[name].count_documents({}) for name in names)


def stored(database: Documents) -> int:
    """Documents besides what a crawl notes of its own work."""
    of_its_work = (ALERTS, FRONTIER, HOSTS, ROUNDS, SCHEMAS)
    return documents(database, but=tuple(each.name for each in of_its_work))


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def test_without_a_network_nothing_is_stored_and_all_is_tried_again(
    crawl: Crawl, database: Documents, closed_port: int
) -> None:
    asked = ("exclusive", "sections=kontekst-dnya", "pages=1")
    for _ in range(2):
        done = crawl(*asked, NEWSROOM=f"http://127.0.0.1:{closed_port}", RETRY_TIMES=0)
        assert done.exit_code == 1
        assert done.log.splitlines()[-1].endswith(
            "CRITICAL: exclusive: not one page could be read (1 connection_refused). "
            "Is the network there? What is stored is as it was."
        )
        assert "Traceback" not in done.log
        assert stored(database) == 0
    with Newsroom(Site({"exclusive/wordpress": 1})) as newsroom:
        assert crawl(*asked, NEWSROOM=newsroom.address).exit_code == 0
    assert database["articles"].count_documents({}) == 17


@pytest.mark.parametrize("status", [403, 404, 500])
def test_an_outlet_that_answers_only_with_errors_is_a_run_that_failed(
    crawl: Crawl, database: Documents, status: int
) -> None:
    site = Site({"exclusive/2022": 1})
    with Newsroom(site) as newsroom:
        newsroom.misbehave("https://exclusive.kz/*", Fail(status))
        done = crawl("exclusive", NEWSROOM=newsroom.address, RETRY_TIMES=0)
    assert done.exit_code == 1
    assert done.log.splitlines()[-1].endswith(
        f"CRITICAL: exclusive: not one page could be read ({LISTINGS} http_{status})."
    )
    assert (
        database["rejected"].count_documents({"reason": f"the server answered {status}"})
        == LISTINGS
    )
    [run] = database["runs"].find()
    assert (run["pages"], run["rejected"]) == (0, LISTINGS)
    assert run["errors"] >= LISTINGS  # the retry middleware tells what it gave up, too
    assert run["stored"] == {"rejected": {"inserted": LISTINGS}}


def test_robots_txt_alone_is_no_answer(crawl: Crawl, database: Documents) -> None:
    with serve() as site:
        site.replies["/robots.txt"] = page("User-agent: *\nDisallow: /", kind="text/plain")
        # The second time too: the start requests are dead, and are asked for in every round.
        for _ in range(2):
            done = crawl("exclusive", NEWSROOM=site.url)
            assert done.exit_code == 1
            assert done.log.splitlines()[-1].endswith(
                f"not one page could be read ({LISTINGS} refused). What is stored is as it was."
            )
            assert stored(database) == 0


@pytest.mark.parametrize(
    ("spider", "argument", "named"),
    [
        (
            "exclusive",
            "sinse=2026-01-01",
            "there is no argument 'sinse', only pages, sections, since",
        ),
        ("exclusive", "name=x", "there is no argument 'name'"),
        ("nationalbank", "self=x", "there is no argument 'self'"),
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


# Without the fixture's `-W error`: it would tell of the sockets that pymongo leaves unclosed.
def test_mongodb_that_cannot_be_reached(closed_port: int) -> None:
    store = ["-s", f"MONGODB_URI=mongodb://127.0.0.1:{closed_port}", "-s", "MONGODB_TIMEOUT=0.5"]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "exclusive", *store],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == UNAVAILABLE
    assert f"cannot reach MongoDB at 127.0.0.1:{closed_port}" in done.stderr
    assert "Traceback" not in done.stderr


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
