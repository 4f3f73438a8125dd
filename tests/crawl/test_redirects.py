"""Redirects to another site or to no URL are refused and told; those within it are followed."""

from __future__ import annotations

from typing import Any

from tests.crawl.conftest import Crawl
from tests.databases import Documents
from tests.transport.crawls import Reply, page, serve

FEED = "/rss/get_rates.cfm?fdate=0{}.04.2026"
OFFSITE = {
    1: ("https://other.kz/rates", "https://other.kz/rates"),
    2: ("//other.kz/rates", "https://other.kz/rates"),
    3: ("///other.kz/rates", "https://other.kz/rates"),
    4: ("https://evil-nationalbank.kz/", "https://evil-nationalbank.kz/"),
}
INVALID = {6: "https://[::1", 7: "https://nationalbank.kz:99999/", 8: "mailto:news"}
ONSITE = "https://www.nationalbank.kz/rates"


def to(location: str, **headers: str) -> Reply:
    return page("", status=302, Location=location, **headers)


def by_url(database: Documents, collection: str) -> dict[str, dict[str, Any]]:
    return {each["url"]: each for each in database[collection].find()}


def test_a_redirect_to_another_site_or_to_no_url_is_refused_with_its_target(
    crawl: Crawl, database: Documents
) -> None:
    with serve() as site:
        site.replies |= {FEED.format(day): to(said) for day, (said, _) in OFFSITE.items()}
        site.replies |= {FEED.format(day): to(said) for day, said in INVALID.items()}
        site.replies |= {FEED.format(5): to(ONSITE), "/rates": page("no feed")}
        done = crawl("nationalbank", "since=2026-04-01", "until=2026-04-08", NEWSROOM=site.url)
        asked = [host for host, path in site.asked if path != "/robots.txt"]
    assert sorted(asked) == ["nationalbank.kz"] * 8 + ["www.nationalbank.kz"]
    assert "'failures/redirected_offsite': 4" in done.log
    rows, rejected = by_url(database, "frontier"), by_url(database, "rejected")
    for day, (_, target) in OFFSITE.items():
        url = f"https://nationalbank.kz{FEED.format(day)}"
        reason = f"it redirects to {target}, another site"
        assert (rows[url]["state"], rows[url]["error"]) == ("dead", reason)
        assert rejected[url]["reason"] == reason
        assert f"ERROR: {url}: {reason}" in done.log
    assert "'failures/invalid_redirect': 3" in done.log
    for day, said in INVALID.items():
        url = f"https://nationalbank.kz{FEED.format(day)}"
        reason = f"it redirects to '{said}', which is no URL: "
        assert rows[url]["error"].startswith(reason)
        assert rejected[url]["reason"].startswith(reason)
    assert ONSITE in rejected
    assert "Traceback" not in done.log
