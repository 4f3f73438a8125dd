from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from kznews.record.documents import article_fields
from tests.crawl.conftest import Crawled, Documents, scrapy
from tests.frontier.sample_frontier import fill
from tests.monitoring.outlets import node
from tests.record.samples import article

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
    done = migrate(mongodb_uri, database)
    assert done.exit_code == 1
    assert "articles: being rewritten into version 2 of its schema\n" in done.log
    assert "articles: 2 of 2 documents filled up\n" in done.log
    assert f"{_DONE}, and must be\n" in done.log
    assert (
        "scrapy migrate: tickers: 1 of its documents break its rules in other ways, the first is "
        "'a': mend or delete them, then run this again\n"
    ) in done.log
    assert database["articles"].find_one({"_id": now["_id"]}) == now
    assert database["articles"].find_one({"_id": "news"}) == now | {"_id": "news", "kind": None}
    # Of what is not there nothing is made.
    assert set(database.list_collection_names()) == {"articles", "nodes", "schemas", "tickers"}


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
