"""Whole crawls of small sites: what becomes of each request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.database import Database

from tests.crawl.conftest import Crawled, scrapy
from tests.transport.crawls import Site, page, serve

Documents = Database[dict[str, Any]]
Crawl = Callable[..., Crawled]


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


@pytest.fixture
def crawl(site: Site, database: Documents, mongodb_uri: str) -> Crawl:
    def crawl(spider: str, **settings: object) -> Crawled:
        return scrapy(
            ["crawl", spider, "-a", f"start={site.url}/"],
            {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name},
            {"SPIDER_MODULES": "tests.frontier.spiders", "DOWNLOAD_DELAY": 0, **settings},
        )

    return crawl


def rows(database: Documents) -> dict[str, dict[str, Any]]:
    return {row["url"].split("/", 3)[3]: row for row in database["frontier"].find()}


def states(database: Documents) -> dict[str, str]:
    return {path: row["state"] for path, row in rows(database).items()}


def asked(site: Site) -> list[str]:
    return [path for _, path in site.asked if path != "/robots.txt"]


LINKS = '<a href="/a">a</a> <a href="/b">b</a>'


def test_every_page_is_asked_for_once_and_not_again(
    site: Site, crawl: Crawl, database: Documents
) -> None:
    site.replies |= {"/": page(LINKS), "/a": page(LINKS), "/b": page(LINKS)}
    assert crawl("plain").exit_code == 0
    assert sorted(asked(site)) == ["/", "/a", "/b"]
    assert set(states(database).values()) == {"done"}
    crawl("plain")
    assert sorted(asked(site)) == ["/", "/", "/a", "/b"]


def test_what_cannot_be_stored_is_refused_by_name_and_the_rest_goes_on(
    site: Site, crawl: Crawl, database: Documents
) -> None:
    site.replies |= {"/": page(""), "/good": page("")}
    done = crawl("odd")
    assert states(database) == {"": "done", "good": "done", "local": "dead", "tuple": "dead"}
    assert "callback" in rows(database)["local"]["error"]
    assert "meta['place'] is not of JSON's types" in rows(database)["tuple"]["error"]
    assert "meta['place'] is not of JSON's types" in done.log
    assert asked(site) == ["/", "/good"]


def test_children_with_the_meta_of_their_page_are_pages_of_their_own(
    site: Site, crawl: Crawl, database: Documents
) -> None:
    site.replies |= {"/": page(LINKS), "/a": page('<a href="/c">c</a>'), "/b": page("")}
    site.replies["/c"] = page("")
    crawl("copying")
    assert states(database) == dict.fromkeys(("", "a", "b", "c"), "done")
    assert sorted(asked(site)) == ["/", "/a", "/b", "/c"]


def test_a_redirect_and_a_retry_belong_to_the_page_that_was_asked_for(
    site: Site, crawl: Crawl, database: Documents
) -> None:
    failures = iter([page("not now", status=500), page("here")])

    def flaky(handler: Any) -> None:
        next(failures)(handler)

    site.replies |= {
        "/": page('<a href="/old">old</a> <a href="/flaky">flaky</a>'),
        "/old": page("", status=302, Location="/new", ETag='"old"'),
        "/new": page("", ETag='"new"'),
        "/flaky": flaky,
    }
    crawl("plain")
    assert states(database) == {"": "done", "old": "done", "flaky": "done"}
    assert sorted(asked(site)) == ["/", "/flaky", "/flaky", "/new", "/old"]
    # The validator is another address's: it says nothing of the one that was asked for.
    assert rows(database)["old"]["visit"]["etag"] is None
    read = database["rejected"].distinct("url")
    assert sorted(url.split("/", 3)[3] for url in read) == ["", "flaky", "new"]


def test_a_page_that_raises_is_dead_with_the_reason_and_its_children_live(
    site: Site, crawl: Crawl, database: Documents
) -> None:
    site.replies |= {"/": page(""), "/child": page("")}
    crawl("raising")
    assert states(database) == {"": "dead", "child": "done"}
    assert rows(database)[""]["error"] == "LookupError: a fault of ours"


def test_a_page_whose_items_are_lost_is_not_done(
    site: Site, crawl: Crawl, database: Documents
) -> None:
    site.replies |= {"/": page(""), "/good": page("")}
    crawl("odd", ITEM_PIPELINES='{"tests.frontier.spiders.FailingPipeline": 1}')
    row = rows(database)["good"]
    assert (row["state"], row["attempts"]) == ("queued", 1)
    assert row["error"] == "an item could not be stored: OSError: no room"


def test_failures_are_put_off_and_in_the_end_dead(
    site: Site, crawl: Crawl, database: Documents
) -> None:
    site.replies |= {"/": page(LINKS), "/a": page("", status=500), "/b": page("", status=404)}
    crawl("plain", FRONTIER_ATTEMPTS=2, RETRY_TIMES=1)
    assert states(database) == {"": "done", "a": "queued", "b": "dead"}
    assert asked(site).count("/a") == 2
    assert rows(database)["a"]["due_at"].astimezone(UTC) > datetime.now(UTC)
    database["frontier"].update_one({"state": "queued"}, {"$set": {"due_at": datetime.now(UTC)}})
    crawl("plain", FRONTIER_ATTEMPTS=2, RETRY_TIMES=1)
    assert states(database)["a"] == "dead"
    assert rows(database)["a"]["error"] is not None
    assert asked(site).count("/a") == 4
    crawl("plain", FRONTIER_ATTEMPTS=2)
    assert asked(site).count("/a") == 4
    assert asked(site).count("/b") == 1


def test_broken_pages_are_no_trouble_of_their_host(
    site: Site, crawl: Crawl, database: Documents
) -> None:
    """Four of them with two retries each are four failures, not twelve."""
    links = "".join(f'<a href="/{name}">{name}</a>' for name in ("a", "b", "c", "d", "fine"))
    site.replies |= {"/": page(links), "/fine": page("")}
    site.replies |= {f"/{name}": page("", status=500) for name in "abcd"}
    crawl("plain", RETRY_TIMES=2)
    assert states(database) == {"": "done", "fine": "done"} | dict.fromkeys("abcd", "queued")
    assert {rows(database)[name]["attempts"] for name in "abcd"} == {1}
    assert [asked(site).count(f"/{name}") for name in "abcd"] == [3] * 4
    assert database["hosts"].count_documents({"paused_until": {"$ne": None}}) == 0


def test_a_page_that_is_as_it_was_costs_a_304(
    site: Site, crawl: Crawl, database: Documents
) -> None:
    site.replies["/"] = page("", ETag='"x"', Last_Modified="Wed, 01 Apr 2026 11:00:00 GMT")
    crawl("plain")
    site.replies["/"] = page("", status=304, ETag='"x"')
    crawl("plain")
    headers = site.headers["/"]
    assert headers["If-None-Match"] == '"x"'
    assert headers["If-Modified-Since"] == "Wed, 01 Apr 2026 11:00:00 GMT"
    assert rows(database)[""]["visit"]["status"] == 304
    assert rows(database)[""]["visit"]["etag"] == '"x"'


@pytest.mark.parametrize(("format_", "told"), [(1, "older version"), (99, "newer version")])
def test_rows_of_another_version_are_refused_or_left_to_it(
    site: Site, crawl: Crawl, database: Documents, format_: int, told: str
) -> None:
    site.replies |= {"/": page(LINKS), "/a": page(""), "/b": page("", status=500)}
    crawl("plain", RETRY_TIMES=0)
    database.command("collMod", "frontier", validator={})  # another version's would be another
    due = {"state": "queued", "format": format_, "due_at": datetime.now(UTC)}
    database["frontier"].update_one({"url": f"{site.url}/b"}, {"$set": due})
    done = crawl("plain")
    assert told in done.log
    assert asked(site).count("/b") == 1
    assert states(database)["b"] == ("dead" if format_ == 1 else "queued")


@pytest.mark.parametrize("state", ["queued", "done"])
def test_a_row_that_the_validator_refuses_ends_the_crawl_and_is_named(
    site: Site, crawl: Crawl, database: Documents, state: str
) -> None:
    site.replies |= {"/": page(LINKS), "/a": page(""), "/b": page("", status=500)}
    crawl("plain", RETRY_TIMES=0)
    database.command("collMod", "frontier", validator={})  # another version's would be another
    due = {"state": state, "priority": "high", "due_at": datetime.now(UTC)}
    database["frontier"].update_one({"url": f"{site.url}/b"}, {"$set": due})
    done = crawl("plain")
    assert done.exit_code == 1
    row = rows(database)["b"]["_id"]
    refused = "the validator of its collection refuses it: properties (priority)"
    assert f"the document '{row}': {refused}" in done.log


def test_wrong_settings_are_named(crawl: Crawl) -> None:
    for setting, value in (("FRONTIER_LEASE", -1), ("REVISIT", '{"article": [{}]}')):
        done = crawl("plain", **{setting: value})
        assert done.exit_code == 1
        assert setting in done.log
