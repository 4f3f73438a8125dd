"""`scrapy status` as its user and their programs give it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from tests.command_in_process import Answer, RunCommand
from tests.commands.conftest import TestDatabase
from tests.crawl.conftest import PROJECT
from tests.monitoring.outlets import READ, articles, hours, job, node, run
from tests.monitoring.receivers import webhook
from tests.ports import free_port

Status = Callable[..., Answer]
SPIDERS = sorted(SpiderLoader(Settings({"SPIDER_MODULES": ["kznews.spiders"]})).list())


@pytest.fixture
def status(on_database: RunCommand) -> Status:
    """The command on the test's database."""
    return partial(on_database, "status")


@pytest.fixture
def well(database: TestDatabase) -> TestDatabase:
    """An outlet and a node with which all is well."""
    database["runs"].insert_one(run(timedelta(minutes=1), READ | {"log_count/ERROR": 1}))
    database["articles"].insert_many(articles([hours(0.2), hours(3)]))
    database["nodes"].insert_one(node("a:6800", alive=True))
    database["jobs"].insert_one(job(1, "finished", hours(1)))
    return database


@pytest.fixture
def broken(well: TestDatabase) -> TestDatabase:
    """And another outlet that is not crawled any more."""
    well["runs"].insert_one(run(hours(700), outlet="tengrinews"))
    return well


LATE = "the last success is 29 days ago, and it is crawled every 10 min"


def test_nothing_is_there_yet(status: Status, database: TestDatabase) -> None:
    answer = status()
    assert (answer.exit_code, answer.errors) == (1, "")
    assert answer.output.splitlines()[-1] == "RED database: no crawl has ever succeeded in it"
    for name in SPIDERS:
        assert re.search(rf"^  {name} +— +— +0/— ", answer.output, re.MULTILINE)
    assert "No Scrapyd node uses this database." in answer.output
    assert database.name not in database.client.list_database_names()


def test_all_is_well(status: Status, well: TestDatabase) -> None:
    answer = status()
    assert (answer.exit_code, answer.errors) == (0, "")
    heading, _, *_ = answer.output.splitlines()
    assert re.fullmatch(
        rf"Status in the database '{well.name}' of MongoDB at /\S+/mongod\.sock, "
        r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC",
        heading,
    )
    # Twelve minutes before the tests were collected, which may be a while ago.
    assert re.search(
        r"^  exclusive +\d+ (s|min) +(1[2-9]|[2-5]\d) min +1/— +2/— +2/— +0 +0 +0 +1/1 +— +0/0 +0$",
        answer.output,
        re.MULTILINE,
    )
    assert re.search(r"^  a:6800 +alive +0/4 +1 +0 +0 +0$", answer.output, re.MULTILINE)
    assert "RED" not in answer.output
    assert "\x1b" not in answer.output


def test_what_is_wrong_is_red_and_ends_with_1(status: Status, broken: TestDatabase) -> None:
    answer = status()
    assert (answer.exit_code, answer.errors) == (1, "")
    assert re.search(r"^! tengrinews +29 days ", answer.output, re.MULTILINE)
    assert answer.output.splitlines()[-1] == f"RED tengrinews: {LATE}"
    assert "\x1b" not in answer.output
    # Of those that are named alone.
    assert status("exclusive").exit_code == 0
    assert "tengrinews" not in status("exclusive").output


def test_a_node_that_died_is_red_until_it_is_forgotten(status: Status, well: TestDatabase) -> None:
    well["nodes"].insert_one(node("b:6800", alive=False))
    answer = status()
    assert answer.exit_code == 1
    assert re.search(r"^! b:6800 +died \d+ (s|min) ago ", answer.output, re.MULTILINE)
    for name in ("a:6800", "none"):
        refused = status("--forget-node", name)
        assert (refused.exit_code, refused.output) == (2, "")
        assert refused.errors == f"scrapy status: there is no dead node {name!r} to forget\n"
    answer = status("--forget-node", "b:6800")
    assert (answer.exit_code, answer.errors) == (0, "")
    assert well["nodes"].distinct("_id") == ["a:6800"]


def test_all_forms_give_the_same_numbers(
    status: Status, broken: TestDatabase, tmp_path: Path
) -> None:
    answer = status("--json")
    assert answer.exit_code == 1
    outlets = {each["outlet"]: each for each in answer.document["outlets"]}
    assert sorted(outlets) == SPIDERS
    exclusive = outlets["exclusive"]
    assert exclusive["day"] == {"articles": 2, "usual": None}
    assert exclusive["fallback_share"] is None
    assert outlets["tengrinews"]["faults"] == [LATE]
    assert datetime.fromisoformat(exclusive["last_success_at"]).utcoffset() == timedelta(0)
    assert [each["node"] for each in answer.document["nodes"]] == ["a:6800"]
    assert answer.document["jobs"]["ended"]["finished"] == 1

    text = status("--prometheus")
    assert text.exit_code == 1
    metrics = {
        (sample.name, sample.labels.get("outlet"), sample.labels.get("window")): sample.value
        for family in text_string_to_metric_families(text.output)
        for sample in family.samples
    }
    assert metrics["kznews_articles", "exclusive", "1d"] == 2
    assert metrics["kznews_outlet_red", "tengrinews", None] == 1
    assert (
        metrics["kznews_last_success_timestamp_seconds", "exclusive", None]
        == datetime.fromisoformat(exclusive["last_success_at"]).timestamp()
    )


def test_a_file_is_replaced_as_a_whole(
    status: Status, broken: TestDatabase, tmp_path: Path
) -> None:
    file = tmp_path / "kznews.prom"
    file.write_text("of before")
    with file.open() as reader:
        answer = status("--prometheus", "--output", str(file))
        # Who had opened it reads what it was.
        assert reader.read() == "of before"
    assert (answer.exit_code, answer.output, answer.errors) == (1, "", "")
    assert 'kznews_outlet_red{outlet="tengrinews"} 1.0\n' in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o644
    status("--json", "--output", str(file))
    assert json.loads(file.read_text())["outlets"]
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written(status: Status, tmp_path: Path) -> None:
    answer = status("--output", str(tmp_path / "none" / "kznews.prom"))
    assert answer.exit_code == 2
    assert answer.errors.startswith("scrapy status: cannot write ")
    assert answer.errors.endswith("kznews.prom: No such file or directory\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    assert status("--output", str(folder)).exit_code == 2
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--jsn"], "no option --jsn"),
        (["news"], f"no outlet 'news': there are {', '.join(SPIDERS)}"),
        (["--alert", "exclusive"], "--alert is about all outlets: name no outlet with it"),
        (["--alert", "--set=ALERTS_FILE=/none"], "ALERTS_FILE cannot be read: "),
        (["--json", "--prometheus"], "not allowed with argument"),
        (
            ["--set=MONITOR_LATE_INTERVALS=soon"],
            "MONITOR_LATE_INTERVALS is 'soon': it must be a number above 0",
        ),
    ],
)
def test_arguments_that_make_no_sense(status: Status, words: list[str], named: str) -> None:
    answer = status(*words)
    assert (answer.exit_code, answer.output) == (2, "")
    assert named in answer.errors.splitlines()[-1]


def test_an_alert_is_sent_when_others_are_red(status: Status, broken: TestDatabase) -> None:
    with webhook() as hook:
        alert = ("--alert", f"--set=ALERTS={hook.address}")
        hook.status = 500
        failed = status(*alert)
        assert failed.exit_code == 1
        assert (
            failed.errors == "scrapy status: the alert was not taken by all addresses of ALERTS\n"
        )
        hook.status = 200
        hook.posts.clear()
        for _ in range(2):
            answer = status(*alert)
            assert (answer.exit_code, answer.errors) == (1, "")
            assert "RED tengrinews" in answer.output
        broken["runs"].delete_many({"spider": "tengrinews"})
        assert status().exit_code == status(*alert).exit_code == 0
    assert [(post["title"], post["message"]) for post in hook.posts] == [
        ("kznews: scrapy status fails: tengrinews", f"tengrinews: {LATE}"),
        ("kznews: scrapy status is well again", "tengrinews: well again"),
    ]


def test_an_alert_that_nobody_can_get_is_said_and_is_sent_to_who_is_added(
    status: Status, broken: TestDatabase
) -> None:
    for addresses in ("", "nonsense"):
        answer = status("--alert", f"--set=ALERTS={addresses}")
        assert answer.exit_code == 1
        assert (
            "scrapy status: no alert was sent: neither ALERTS nor ALERTS_FILE names an address\n"
            in answer.errors
        )
    with webhook() as hook:
        status("--alert", f"--set=ALERTS={hook.address}")
    assert [post["title"] for post in hook.posts] == ["kznews: scrapy status fails: tengrinews"]


def scrapy_status(*words: str) -> list[str]:
    return [sys.executable, "-m", "scrapy", "status", *words]


# In a process of its own, where pymongo's unclosed sockets (see tests/mongo) trouble no test.
def test_mongodb_that_cannot_be_reached() -> None:
    host = f"127.0.0.1:{free_port()}"
    options = [f"--set=MONGODB_URI=mongodb://me:pa55@{host}/", "--set=MONGODB_TIMEOUT=0.3"]
    done = subprocess.run(
        scrapy_status(*options), cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"scrapy status: cannot reach MongoDB at {host} within 0.3 s")
    assert done.stderr.count("\n") == 1
    assert "pa55" not in done.stderr


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    leader, follower = pty.openpty()
    yield leader, follower
    os.close(leader)


def test_red_has_its_colour_on_a_terminal(
    mongodb_uri: str, broken: TestDatabase, terminal: tuple[int, int]
) -> None:
    leader, follower = terminal
    options = [f"--set=MONGODB_URI={mongodb_uri}", f"--set=MONGODB_DATABASE={broken.name}"]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run(
        scrapy_status(*options, "tengrinews"),
        cwd=PROJECT,
        env=environment,
        stdout=follower,
        check=False,
    )
    os.close(follower)
    assert done.returncode == 1
    assert f"\x1b[31mRED tengrinews: {LATE}\x1b[0m".encode() in os.read(leader, 65536)
