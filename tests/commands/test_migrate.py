from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from kznews.record.documents import article_fields
from kznews.record.history import versions_of
from tests.crawl.conftest import Crawled, scrapy
from tests.databases import Documents
from tests.frontier.sample_frontier import fill
from tests.monitoring.outlets import node
from tests.record.samples import NOON, article

_DONE = "articles: all documents are as this version writes them"


def migrate(mongodb_uri: str, database: Documents) -> Crawled:
    return scrapy(["migrate"], {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}, {})


def test_what_older_versions_wrote_is_filled_up_and_what_is_wrong_is_named(
    mongodb_uri: str, database: Documents
) -> None:
    now = article_fields(article()) | {"kind": "advert", "topic": None, "dateline": None}
    missing = {"kind", "topic", "dateline"}
    of_older = {name: value for name, value in now.items() if name not in missing}
    database["articles"].insert_one(of_older | {"is_advertising": True})
    database["articles"].insert_one(of_older | {"_id": "news", "is_advertising": False})
    database["nodes"].insert_one(node("a:6800", alive=False))
    database["tickers"].insert_one({"_id": "a"})
    # Of an older version, and of a user.
    database["articles"].create_index(
        [("title", "text")], name="full_text", language_override="none"
    )
    database["articles"].create_index("lead", name="mine")
    done = migrate(mongodb_uri, database)
    assert done.exit_code == 1
    assert "articles: being rewritten into version 2 of its schema\n" in done.log
    assert "articles: being rewritten into version 3 of its schema\n" in done.log
    assert "articles: 2 of 2 documents filled up\n" in done.log
    assert f"{_DONE}, and must be\n" in done.log
    assert (
        "scrapy migrate: tickers: 1 of its documents break its rules in other ways, the first is "
        "'a': mend or delete them, then run this again\n"
    ) in done.log
    assert database["articles"].find_one({"_id": now["_id"]}) == now
    assert database["articles"].find_one({"_id": "news"}) == now | {"_id": "news", "kind": None}
    indexes = database["articles"].index_information()
    assert "full_text" not in indexes
    assert "mine" in indexes
    # Of what is not there nothing is made.
    assert set(database.list_collection_names()) == {"articles", "nodes", "schemas", "tickers"}


def test_former_versions_come_into_their_articles(mongodb_uri: str, database: Documents) -> None:
    """They were documents of their own, each of all times at which the article said that."""
    day = timedelta(days=1)
    added = ("last_seen_at", "revisions", "write_number")
    own = ("_id", "aliases", "first_seen_at", "appeared_at", "story_id")
    titles = ["Бірінші", "Екінші", "Үшінші"]
    first, second, last = (
        {name: value for name, value in article_fields(each).items() if name not in added}
        for number, title in enumerate(titles)
        for each in [article(title=title, fetched_at=NOON + number * day, page=f"p{number}")]
    )
    database["articles"].insert_one(last | {"first_seen_at": NOON})
    database["revisions"].insert_many(
        {name: value for name, value in each.items() if name not in own}
        | {"_id": each["title"], "article_id": each["_id"], "replaced_at": replaced_at}
        | {"is_advertising": False}
        for each, replaced_at in ((second, NOON + 2 * day), (first, NOON + day))
    )
    database["schemas"].insert_one({"_id": "revisions", "version": 1, "accepted": []})
    done = migrate(mongodb_uri, database)
    assert done.exit_code == 0, done.log
    [stored] = database["articles"].find()
    versions = versions_of(stored)
    told = [(each.fields["title"], each.fields["page"], each.kinds) for each in versions]
    assert told == [
        ("Бірінші", "p0", ()),
        ("Екінші", "p1", ("headline",)),
        ("Үшінші", "p2", ("headline",)),
    ]
    moments = [(each.first_seen_at, each.last_seen_at) for each in versions]
    assert moments == [(NOON + n * day, NOON + n * day) for n in range(3)]
    assert "revisions" not in database.list_collection_names()
    assert "revisions" not in database["schemas"].distinct("_id")
    assert f"{_DONE}, and must be\n" in done.log


def test_beside_crawls_and_nodes_no_rule_is_changed(mongodb_uri: str, database: Documents) -> None:
    asyncio.run(fill(mongodb_uri, database.name))
    later = datetime.now(UTC) + timedelta(hours=1)
    database["rounds"].update_one(
        {"_id": "exclusive"},
        {"$set": {"started_at": later, "workers": [{"worker": "w", "alive_until": later}]}},
        upsert=True,
    )
    database["nodes"].insert_one(node("a:6800", alive=True))
    done = migrate(mongodb_uri, database)
    assert done.exit_code == 0, done.log
    assert done.log.startswith("At work here: a crawl of exclusive, the node a:6800.\n")
    assert f"{_DONE}; it goes on accepting those of other versions" in done.log
