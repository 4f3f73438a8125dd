"""What a user's own spider yields goes the way of the house's items."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pymongo.database import Database

from kznews.record.boilerplate import ENOUGH
from tests.crawl.conftest import Crawl
from tests.crawl.own_spider import PROMO
from tests.pipelines.crawls import serve
from tests.pipelines.own_items import ARTICLE


def test_items_of_any_class_are_normalized_validated_deduplicated_and_stored(
    crawl: Crawl, database: Database[dict[str, Any]], tmp_path: Path
) -> None:
    feed = tmp_path / "items.jsonl"
    with serve() as site:
        done = crawl(
            "own",
            f"page={site.url}",
            SPIDER_MODULES="tests.crawl.own_spider",
            FEEDS=json.dumps({str(feed): {"format": "jsonlines"}}),
        )
    assert done.exit_code == 0, done.log

    [article] = database["articles"].find()
    assert article["url"] == "https://own.example/news/1/"
    assert article["aliases"] == [ARTICLE["url"]]
    assert (article["title"], article["language"]) == ("Қалада жаңа мектеп ашылды", "kk")
    assert article["published_at"] == datetime(2026, 4, 1, 6, 30, tzinfo=UTC)
    assert article["images"] == [{**ARTICLE["images"][0], "caption": None}]
    assert article["story_id"] is not None
    [ticker] = database["tickers"].find()
    assert (ticker["headline"], ticker["language"]) == ("Жаңалық", "kk")
    [rate] = database["rates"].find()
    assert (rate["pair"], str(rate["value"]), rate["valid_on"]) == ("RUB/KZT", "5.810", None)
    [rejection] = database["rejected"].find()
    assert (rejection["url"], rejection["outlet"]) == (ARTICLE["url"], "own")
    assert rejection["reason"].endswith("the closest is Article: missing body")
    assert rejection["item"]["images"] == ARTICLE["images"]
    assert f"{ARTICLE['url']}: rejected {rejection['reason']}" in done.log

    # Nor does a log hold what a terminal would obey.
    assert "The page is titled \ufffd]0;\ufffdтақырып\ufffd\n" in done.log

    # What leaves the pipelines, and so what feeds hold, is the normalized item.
    told = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
    titles = [each["title"] for each in told if "title" in each]
    assert titles == ["Қалада жаңа мектеп ашылды"]
    assert len(told) == 4


def test_what_crawls_learnt_to_be_boilerplate_is_cut_before_validation(
    crawl: Crawl, database: Database[dict[str, Any]]
) -> None:
    modules = {"SPIDER_MODULES": "tests.crawl.own_spider"}
    with serve() as site:
        crawl("promo", f"page={site.url}", **modules)
        [row] = database["boilerplate"].find()
        assert (row["text"], len(row["sightings"]), row["share"]) == (PROMO, ENOUGH, 1.0)
        done = crawl("promo", f"page={site.url}", "later=yes", **modules)
    assert done.exit_code == 0, done.log
    kept = database["articles"].find_one({"url": "https://own.example/promo/100/"})
    assert kept is not None
    assert kept["body"].endswith("туралы толық мәтін бұл.")
    [rejection] = database["rejected"].find()
    assert rejection["url"] == "https://own.example/promo/101/"
    assert (
        rejection["reason"] == "article: body is empty: the page has no text, or only boilerplate"
    )
