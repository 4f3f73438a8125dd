"""What the README says is so: its queries give answers, its tables and commands are complete."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from pymongo import MongoClient

from kznews.newsroom.article import Article
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.record.schema import ARTICLES, RATES, TICKERS
from tests.crawl.conftest import PROJECT, Documents, crawl_into, scrapy
from tests.record.stores import CRAWL_COLLECTIONS

README = (PROJECT / "README.md").read_text("utf-8")
SITE = Site({"exclusive/2022": 1, "exclusive/wordpress": 1}, today=date(2025, 4, 28))
PUBLISHED = {article.url: article for article in SITE.articles if article.outlet == "exclusive"}

Answer = list[dict[str, Any]]


@dataclass(frozen=True)
class Query:
    comment: str
    words: list[str]
    """After `scrapy`."""


def section(heading: str) -> str:
    return README.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def table(first_heading: str) -> dict[str, list[str]]:
    """The rows of a table, by what is in backticks in their first cell."""
    rows = re.findall(r"^\| (.+) \|$", README, re.MULTILINE)
    start = next(n for n, row in enumerate(rows) if row.split(" | ")[0] == first_heading)
    found = {}
    for row in rows[start + 1 :]:
        name, *cells = row.split(" | ")
        if not re.fullmatch(r"`\w+`", name):
            break
        found[name.strip("`")] = cells
    return found


QUERIES = [
    Query(comment, shlex.split(command))
    for comment, command in re.findall(
        r"^# (.+)\n\.venv/bin/scrapy (query .+)$", section("Ask the database"), re.MULTILINE
    )
]


def is_newest_in_kazakh(answer: Answer) -> None:
    kazakh = {url: each for url, each in PUBLISHED.items() if each.language == "kk"}
    assert {each["url"]: each["title"] for each in answer} == {
        url: article.title for url, article in kazakh.items()
    }
    moments = [each["published_at"]["$date"] if each["published_at"] else "" for each in answer]
    assert moments == sorted(moments, reverse=True)
    assert moments[0].startswith("2025-04-2")


def is_who_is_quoted(answer: Answer) -> None:
    counts = [each["count"] for each in answer]
    assert counts == sorted(counts, reverse=True)
    bureau = "Бюро национальной статистики"
    texts = [" ".join(article.paragraphs) for article in PUBLISHED.values()]
    told = {each["_id"]: each["count"] for each in answer}
    assert told[bureau] == sum(bureau[1:] in text for text in texts) > 1


def is_about_water(answer: Answer) -> None:
    def text(article: Article) -> str:
        return " ".join((article.title, article.lead or "", *article.paragraphs)).lower()

    found = {PUBLISHED[each["url"]].language for each in answer}
    assert found == {"ru", "kk"}
    for each in answer:
        assert re.search(r"\b(вод[аеуы]|водой|су)\b", text(PUBLISHED[each["url"]]))


def is_languages_by_outlet(answer: Answer) -> None:
    expected = Counter((each.outlet, each.language) for each in PUBLISHED.values())
    assert answer == [
        {"_id": {"outlet": outlet, "language": language}, "articles": count}
        for (outlet, language), count in sorted(expected.items())
    ]


def is_dollar(answer: Answer) -> None:
    assert [{**each, "last_seen_at": None} for each in answer] == [
        {
            "source": "exclusive",
            "kind": "page strip",
            "value": {"$numberDecimal": "425.67"},
            "units": 1,
            "valid_on": None,
            "last_seen_at": None,
        }
    ]


CHECKS: dict[str, Callable[[Answer], None]] = {
    "The newest articles in Kazakh": is_newest_in_kazakh,
    "Who is quoted most": is_who_is_quoted,
    "Full text: articles that speak of water": is_about_water,
    "How many articles there are in each language, outlet by outlet": is_languages_by_outlet,
    "What the dollar cost, by whom and when it was seen": is_dollar,
}


@pytest.fixture(scope="module")
def store(mongodb_uri: str) -> Iterator[dict[str, str]]:
    """Environment variables of a store that one small crawl has filled."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client, Newsroom(SITE) as newsroom:
        database: Documents = client["test_readme"]
        done = crawl_into(database, mongodb_uri)("exclusive", NEWSROOM=newsroom.address)
        assert done.exit_code == 0, done.log
        yield {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
        client.drop_database(database)


def test_every_query_has_a_check() -> None:
    assert len(QUERIES) == 5
    assert section("Ask the database").count("scrapy query ") == 5
    assert {query.comment for query in QUERIES} == set(CHECKS)


@pytest.mark.parametrize("query", QUERIES, ids=[query.comment for query in QUERIES])
def test_a_query_gives_what_it_promises(store: dict[str, str], query: Query) -> None:
    done = scrapy(query.words, store, {})
    assert done.exit_code == 0, done.log
    answer = [json.loads(line) for line in done.log.splitlines()]
    assert answer
    if "--fields" in query.words:
        fields = query.words[query.words.index("--fields") + 1].split(",")
        assert all(set(each) == set(fields) for each in answer)
    CHECKS[query.comment](answer)


def test_spiders_are_those_that_there_are() -> None:
    spiders = scrapy(["list"], {}, {}).log.split()
    # `scrapy list` names all of them: a new outlet needs no row.
    assert set(table("spider")) <= set(spiders)
    assert set(re.findall(r"scrapy crawl (\w+)", README)) <= set(spiders)


def test_collections_are_those_of_the_schema() -> None:
    told = table("collection")
    assert list(told) == [each.name for each in CRAWL_COLLECTIONS]
    for collection in (ARTICLES, TICKERS, RATES):
        fields = re.findall(r"`(\w+)`", told[collection.name][1])
        assert sorted(fields) == sorted(collection.properties)


def test_make_targets_exist() -> None:
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE)
    assert {"demo", "test", "scrapyd", "deploy"} <= set(named)
    assert set(named) <= set(targets)
