"""What a crawl keeps: exported, replayed, imported, shown."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from scrapy.exceptions import UsageError

from benchmarks.project_settings import project_settings
from kznews.archive.reader import Reader
from kznews.commands.archive import Command
from kznews.newsroom.misbehaviour import Fail, RedirectLoop
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import Crawl, Crawled, crawl_into, scrapy
from tests.databases import Documents

SITE = Site({"exclusive/2022": 1, "exclusive/wordpress": 1}, today=date(2025, 4, 28))
ARTICLES = [article.url for article in SITE.articles if article.outlet == "exclusive"]
GONE, LOOPING = ARTICLES[:2]


def articles(database: Documents) -> list[dict[str, Any]]:
    # Which text began a story may differ: articles come in another order.
    return list(database["articles"].find({}, {"story_id": False}).sort("_id", 1))


def test_a_replay_of_an_export_gives_the_same(
    crawl: Crawl, database: Documents, mongodb_uri: str, tmp_path: Path
) -> None:
    def run(command: str, *words: str, store: str = database.name) -> Crawled:
        environment = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": store}
        return scrapy([command, *words], environment, {})

    with Newsroom(SITE) as newsroom:
        newsroom.misbehave(GONE, Fail(410))
        newsroom.misbehave(LOOPING, RedirectLoop())
        done = crawl("exclusive", NEWSROOM=newsroom.address)
        assert done.exit_code == 0, done.log
        # The listings again: seen, not kept twice.
        crawl("exclusive", NEWSROOM=newsroom.address)
    reader = Reader(database)
    pages = {each.url: each for each in map(reader.read, reader.select({}))}
    assert pages.keys() >= {*ARTICLES}
    assert (pages[GONE].answer.status, pages[LOOPING].answer.status) == (410, 302)
    assert max(len(each.sightings) for each in pages.values()) == 2

    told = run("archive")
    assert told.exit_code == 0, told.log
    assert "exclusive  article" in told.log
    assert f"{len(pages)} pages of " in told.log
    files = [tmp_path / name for name in ("a.warc.gz", "b.warc.gz")]
    for file in files:
        done = run("archive", "export", "-o", str(file), "--outlet", "exclusive")
        assert done.exit_code == 0, done.log
    assert files[0].read_bytes() == files[1].read_bytes()

    other = f"{database.name}_other"
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        try:
            replayed = crawl_into(client[other], mongodb_uri)("exclusive", REPLAY=files[0])
            assert replayed.exit_code == 0, replayed.log
            assert articles(client[other]) == articles(database)
            client[other]["pages"].delete_many({})
            for _ in range(2):  # as if the first had been cut off
                done = run("archive", "import", str(files[0]), store=other)
                assert done.exit_code == 0, done.log
            found = Reader(client[other])
            assert {each.url: each for each in map(found.read, found.select({}))} == pages
        finally:
            client.drop_database(other)

    shown = run("archive", "show", ARTICLES[5], "--headers", "-o", str(tmp_path / "page.html"))
    assert shown.exit_code == 0, shown.log
    assert "Content-Type: text/html" in shown.log
    assert (tmp_path / "page.html").read_bytes() == pages[ARTICLES[5]].answer.body
    assert (
        f"no page of {ARTICLES[5]} of 2001-01-01 or before is kept"
        in run("archive", "show", ARTICLES[5], "--at", "2001-01-01").log
    )

    for words, why in (
        (["import", str(tmp_path / "none.warc.gz")], "none.warc.gz cannot be read"),
        (["export", "-o", "a.wacz", "--kind", "film"], "no page of the kind 'film' is kept"),
    ):
        done = run("archive", *words)
        assert done.exit_code == 2
        assert why in done.log


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("look", "there is no action 'look': there are show, export, import"),
        ("show", "show URL"),
        ("import", "name the WARC files to import"),
        ("export", "say with -o which file to write"),
        ("export -o a.zip", "say with -o which file to write"),
        ("export -o a.wacz --since today", "--since 'today' is no time"),
    ],
)
def test_what_makes_no_sense_is_refused(words: str, why: str) -> None:
    command = Command()
    command.settings = project_settings()
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    parser.add_argument("words", nargs="*")
    opts = parser.parse_intermixed_args(words.split())
    with pytest.raises(UsageError, match=why):
        command.check(opts.words, opts)
