from __future__ import annotations

from kznews.record.documents import article_fields
from tests.crawl.conftest import Documents, scrapy
from tests.record.samples import article
from tests.record.stories.texts import BRIDGE, FIRE


def test_articles_without_a_story_get_one(mongodb_uri: str, database: Documents) -> None:
    told = [
        article(1, body=FIRE),
        article(2, outlet="vlast", body=FIRE.upper()),
        article(3, body=BRIDGE),
    ]
    database["articles"].insert_many(map(article_fields, told))
    store = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
    done = scrapy(["stories"], store, {})
    assert done.exit_code == 0, done.log
    assert done.log.splitlines() == [
        "3 articles have got their story",
        "3 articles were compared with the others of their stories",
    ]
    assert database["copies"].count_documents({}) == 2
    found = {each["url"][-2]: each for each in database["articles"].find()}
    assert found["1"]["story_id"] == found["2"]["story_id"] != found["3"]["story_id"]
    assert scrapy(["stories"], store, {}).log.startswith("0 articles have got their story\n0 ")


def test_a_database_that_is_away_is_named() -> None:
    store = {"MONGODB_URI": "mongodb://127.0.0.1:1/", "MONGODB_DATABASE": "kznews"}
    done = scrapy(["stories"], store, {"MONGODB_TIMEOUT": 0.2})
    assert done.exit_code == 2
    assert done.log.startswith("scrapy stories: cannot reach MongoDB at 127.0.0.1:1")
