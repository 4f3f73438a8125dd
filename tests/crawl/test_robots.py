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


def test_robots_txt_is_kept_for_a_day_and_holds_on_where_it_cannot_be_had(
    crawl: Crawl, database: Documents
) -> None:
    def asked(since: str) -> set[str]:
        site.asked.clear()
        done = crawl("nationalbank", f"date={since}", NEWSROOM=site.url, RETRY_TIMES=0)
        assert "'failures/refused': 1" in done.log
        return {path for _, path in site.asked}

    def age(hours: int) -> None:
        earlier = {"$subtract": ["$robots.fetched_at", hours * 3_600_000]}
        database["hosts"].update_many({}, [{"$set": {"robots.fetched_at": earlier}}])

    with serve() as site:
        site.replies["/robots.txt"] = page("User-agent: *\nDisallow: /rss/", kind="text/plain")
        assert asked("2026-04-01") == {"/robots.txt"}
        assert asked("2026-04-02") == set()
        age(25)
        assert asked("2026-04-03") == {"/robots.txt"}
        age(25)
        site.replies["/robots.txt"] = page("", status=500)
        assert asked("2026-04-04") == {"/robots.txt"}
