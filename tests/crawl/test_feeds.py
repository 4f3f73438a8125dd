"""One crawl that writes its items to files of all formats: they hold what MongoDB holds."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pymongo import MongoClient

from kznews.newsroom.misbehaviour import Fail
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import Crawl, crawl_into
from tests.databases import Documents
from tests.pipelines.crawls import serve

SITE = Site({"exclusive/2022": 2, "exclusive/wordpress": 1}, today=date(2025, 4, 28))
KINDS = {"article": "articles", "ticker": "tickers", "rate": "rates", "rejection": "rejected"}
# What the database alone knows of an article.
OF_DATABASE = {
    *("_id", "first_seen_at", "appeared_at", "story_id", "reread_at", "reread_by"),
    "former_ids",
    *("last_seen_at", "revisions", "write_number", "absences", "presence", "compared_at"),
}
FORMATS = ("json", "jsonl", "csv", "xml")
Record = dict[str, Any]


@dataclass(frozen=True)
class Export:
    """The files of a crawl, and the documents that it stored."""

    folder: Path
    documents: dict[str, list[Record]]
    """By type of record."""

    def read(self, format_: str) -> list[Record]:
        """All records of a file, each value as JSON has it."""
        file = self.folder / f"all.{format_}"
        if format_ == "json":
            records: list[Record] = json.loads(file.read_text("utf-8"))
            return records
        if format_ == "jsonl":
            return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        if format_ == "csv":
            return from_csv(file)
        return [of_element(each) for each in ElementTree.parse(file).getroot()]


def from_csv(file: Path) -> list[Record]:
    with file.open(encoding="utf-8", newline="") as rows:
        return [
            {name: of_text(name, text) for name, text in row.items()}
            for row in csv.DictReader(rows)
        ]


def of_text(name: str, text: str) -> Any:
    if text.startswith(("[", "{")) or name in {"position", "units"}:
        return json.loads(text or "null")
    return text or None


def of_element(element: ElementTree.Element) -> Record:
    return {child.tag: of_child(child) for child in element}


def of_child(element: ElementTree.Element) -> Any:
    if not len(element):
        is_list = element.tag in {"authors", "tags", "images", "attributed_to", "aliases"}
        empty_list = is_list or element.tag == "published_doubts"
        return [] if empty_list else of_text(element.tag, element.text or "")
    children = [of_child(child) for child in element]
    return children if element[0].tag == "value" else of_element(element)


@pytest.fixture(scope="module")
def export(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Export]:
    folder = tmp_path_factory.mktemp("feeds")
    feeds: dict[str, Record] = {
        str(folder / f"all.{name}"): {"format": name.replace("jsonl", "jsonlines")}
        for name in FORMATS
    }
    feeds[str(folder / "rates.csv")] = {
        "format": "csv",
        "item_classes": ["kznews.items.Rate"],
        "fields": ["base", "value"],
    }
    client: MongoClient[Record]
    with Newsroom(SITE) as newsroom, MongoClient(mongodb_uri, tz_aware=True) as client:
        newsroom.misbehave(SITE.articles[0].url, Fail(404))
        database: Documents = client["test_feeds_newsroom"]
        done = crawl_into(database, mongodb_uri)(
            "exclusive", NEWSROOM=newsroom.address, FEEDS=json.dumps(feeds)
        )
        assert done.exit_code == 0, done.log
        yield Export(folder, {kind: list(database[KINDS[kind]].find()) for kind in KINDS})
        client.drop_database(database)


@pytest.mark.parametrize("file", ["/dev/full:csv", "/dev/null/no-folder/all.jsonl"])
def test_a_file_that_cannot_be_written_fails_the_crawl(
    crawl: Crawl, database: Documents, file: str
) -> None:
    uri, _, format_ = file.partition(":")
    with serve() as site:
        done = crawl(
            "own",
            f"page={site.url}",
            SPIDER_MODULES="tests.crawl.own_spider",
            FEEDS=json.dumps({uri: {"format": format_ or "jsonlines"}}),
        )
    assert done.exit_code == 1, done.log
    assert done.log.count(f"not written{'' if format_ else ' to'}") == 1
    assert "Traceback" not in done.log
    assert database["articles"].count_documents({}) == 1


@pytest.mark.parametrize("format_", FORMATS)
def test_each_file_holds_every_item_as_the_database_has_it(export: Export, format_: str) -> None:
    records = export.read(format_)
    assert set(KINDS) == {record["type"] for record in records}
    articles = {each["url"]: each for each in records if each["type"] == "article"}
    for document in export.documents["article"]:
        record = articles.pop(document["url"])
        for name in set(document) - OF_DATABASE:
            assert same(record[name], document[name]), name
    assert articles == {}
    rates = {(each["base"], each["value"]) for each in records if each["type"] == "rate"}
    assert rates == {(each["base"], str(each["value"])) for each in export.documents["rate"]}
    assert ("RUB", "5.81") in rates
    headlines = {each["headline"] for each in records if each["type"] == "ticker"}
    assert headlines == {each["headline"] for each in export.documents["ticker"]}
    [rejection] = [each for each in records if each["type"] == "rejection"]
    [document] = export.documents["rejection"]
    for name in ("url", "reason", "item"):
        assert same(rejection[name], document[name]), name


def same(written: Any, stored: Any) -> bool:
    if isinstance(stored, datetime):
        moment = datetime.fromisoformat(written)
        return timedelta() <= moment - stored < timedelta(milliseconds=1)
    return bool(written == stored)


def test_the_files_hold_equally_many_of_each_kind(export: Export) -> None:
    counts = [Counter(record["type"] for record in export.read(name)) for name in FORMATS]
    assert counts[0]["rate"] > 0
    assert counts == counts[:1] * len(FORMATS)


def test_letters_are_written_as_they_are(export: Export) -> None:
    assert export.documents["article"][0]["title"] in (export.folder / "all.jsonl").read_text()


def test_a_file_of_one_kind_with_chosen_columns(export: Export) -> None:
    lines = (export.folder / "rates.csv").read_text("utf-8").splitlines()
    assert lines[0] == "base,value"
    assert set(lines[1:]) == {"USD,425.67", "EUR,496.42", "RUB,5.81"}
