from __future__ import annotations

from tests.crawl.conftest import Crawl
from tests.databases import Documents
from tests.transport.crawls import page, serve


def test_robots_txt_holds_for_requests_that_wait_for_it(crawl: Crawl, database: Documents) -> None:
    with serve() as site:
        site.replies["/robots.txt"] = page("User-agent: *\nDisallow: /rss/", kind="text/plain")
        # All ten are under way before the first answer.
        done = crawl(
            "nationalbank",
            "since=2026-04-01",
            "until=2026-04-10",
            NEWSROOM=site.url,
            CONCURRENT_REQUESTS_PER_DOMAIN=16,
        )
        assert {path for _, path in site.asked} == {"/robots.txt"}
    assert "'failures/refused': 10" in done.log
    assert database["rejected"].count_documents({}) == 0


def test_a_host_that_is_paused_is_not_taken_for_one_without_rules(
    crawl: Crawl, database: Documents
) -> None:
    with serve() as site:
        site.replies["/robots.txt"] = page("", status=503, Retry_After="3600")
        done = crawl(
            "nationalbank", "since=2026-04-01", "until=2026-04-10", NEWSROOM=site.url, RETRY_TIMES=1
        )
        assert {path for _, path in site.asked} == {"/robots.txt"}
    assert done.exit_code == 1
    assert "'failures/host_paused': 10" in done.log
    rows = list(database["frontier"].find())
    assert len(rows) == 10
    [paused] = database["hosts"].find()
    assert {row["state"] for row in rows} == {"queued"}
    assert {row["due_at"] for row in rows} == {paused["paused_until"]}
    assert {row["attempts"] for row in rows} == {0}
