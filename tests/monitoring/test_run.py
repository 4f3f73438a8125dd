"""Crawls that go wrong are told to those who are to know, once, and when they are well again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pymongo.database import Database

from kznews.newsroom.misbehaviour import Fail
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import crawl_into
from tests.monitoring.receivers import mail_server, webhook

SyncDatabase = Database[dict[str, Any]]
ASKED = ("exclusive", "sections=kontekst-dnya", "pages=1")


def test_alerts_of_real_crawls(mongodb_uri: str, database: SyncDatabase, tmp_path: Path) -> None:
    crawl = crawl_into(database, mongodb_uri)
    site = Site({"exclusive/wordpress": 1})
    with mail_server() as mailbox, webhook() as hook:
        secrets = tmp_path / "alerts"
        secrets.write_text(f"{mailbox.address}\n{hook.address}\n")
        settings = {"RETRY_TIMES": 0, "ALERTS_FILE": secrets, "LOG_LEVEL": "DEBUG"}
        with Newsroom(site) as newsroom:
            newsroom.misbehave("https://exclusive.kz/*", Fail(404))
            for number in range(2):
                done = crawl(*ASKED, NEWSROOM=newsroom.address, **settings)
                if number == 0:
                    errors = done.log.split(" check failed: ")[0].count(" ERROR: ") - 1
                assert done.exit_code == 1
                failed = "exclusive: check failed: pages: not one page could be read (1 http_404)"
                assert done.log.count(failed) == 1
                assert "s3cret" not in done.log
                assert "pa55word" not in done.log
                assert "Traceback" not in done.log
            assert [mail["Subject"] for mail in mailbox.mails] == ["kznews: exclusive fails: pages"]
            assert [post["message"] for post in hook.posts] == [
                "pages: not one page could be read (1 http_404)"
            ]
        with Newsroom(site) as newsroom:
            done = crawl(*ASKED, NEWSROOM=newsroom.address, **settings)
            assert done.exit_code == 0, done.log
        assert mailbox.mails[-1]["Subject"] == "kznews: exclusive is well again"
        assert [post["title"] for post in hook.posts][1:] == ["kznews: exclusive is well again"]
    assert "check failed" not in done.log
    first, _, last = database["runs"].find().sort("started_at")
    assert (first["succeeded"], first["failures"]) == (False, {"http_404": 1})
    # The check's own line is not among them.
    assert first["errors"] == errors > 0
    assert last["succeeded"] is True
    assert last["methods"] == {"layout": 17}
    assert database["alerts"].find_one({}, {"failing": True}) == {"_id": "exclusive", "failing": []}


def test_a_crawl_does_not_suffer_from_wrong_alerts(
    mongodb_uri: str, database: SyncDatabase, tmp_path: Path
) -> None:
    with Newsroom(Site({"exclusive/wordpress": 1})) as newsroom, webhook() as hook:
        hook.status = 500
        newsroom.misbehave("https://exclusive.kz/*", Fail(404))
        done = crawl_into(database, mongodb_uri)(
            *ASKED,
            NEWSROOM=newsroom.address,
            RETRY_TIMES=0,
            ALERTS=f"nonsense {hook.address}",
        )
        without = crawl_into(database, mongodb_uri)(
            *ASKED, NEWSROOM=newsroom.address, RETRY_TIMES=0, ALERTS_FILE=tmp_path / "missing"
        )
    assert without.exit_code == 1
    assert "ALERTS_FILE cannot be read, no alert will be sent" in without.log
    assert done.exit_code == 1
    assert "exclusive: check failed: pages" in done.log
    assert "address 2 of ALERTS (json): the alert was not taken" in done.log
    assert "s3cret" not in done.log
    assert "Traceback" not in done.log
