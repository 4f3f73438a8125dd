"""The queries in the documents give what their comments promise."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient

from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.record.absences import Absence, absence_fields
from kznews.record.steps import next_version
from tests.crawl.conftest import crawl_into, scrapy
from tests.databases import Documents
from tests.docs.documents import DOCUMENTS, STORIES, section

SITE = Site({"exclusive/2022": 1, "exclusive/wordpress": 1}, today=date(2025, 4, 28))
PUBLISHED = {article.url: article for article in SITE.articles if article.outlet == "exclusive"}

FORMER_TITLE = "Бұрынғы тақырып"

Answer = list[dict[str, Any]]


@dataclass(frozen=True)
class Query:
    comment: str
    words: list[str]
    """After `scrapy`."""


EXAMPLE = re.compile(r"^# (.+)\n\.venv/bin/scrapy (query .+)$", re.MULTILINE)
OF_STORIES = section("docs/database.md", STORIES)
"""They need a store of their own: `test_stories`."""
QUERIES = [
    Query(comment, shlex.split(command))
    for document in DOCUMENTS
    for comment, command in EXAMPLE.findall(document.read_text("utf-8").replace(OF_STORIES, ""))
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


def is_politics(answer: Answer) -> None:
    assert {(each["url"], each["section"], each["kind"]) for each in answer} == {
        (url, "politika", "news") for url, each in PUBLISHED.items() if each.section == "politika"
    }


def is_kinds_and_topics(answer: Answer) -> None:
    politics = sum(each.section == "politika" for each in PUBLISHED.values())
    expected = {"politics": politics, None: len(PUBLISHED) - politics}
    assert {each["_id"]["topic"]: each["articles"] for each in answer} == expected
    assert {each["_id"]["kind"] for each in answer} == {"news"}
    assert [each["articles"] for each in answer] == sorted(expected.values(), reverse=True)


def is_languages_by_outlet(answer: Answer) -> None:
    expected = Counter((each.outlet, each.language) for each in PUBLISHED.values())
    assert answer == [
        {"_id": {"outlet": outlet, "language": language}, "articles": count}
        for (outlet, language), count in sorted(expected.items())
    ]


def is_dollar(answer: Answer) -> None:
    assert [{**each, "last_seen_at": None} for each in answer] == [
        {
            "outlet": "exclusive",
            "kind": "page strip",
            "value": {"$numberDecimal": "425.67"},
            "units": 1,
            "valid_on": None,
            "last_seen_at": None,
        }
    ]


def is_learnt(answer: Answer) -> None:
    (learnt,) = answer
    assert learnt["outlet"] == "exclusive"
    assert learnt["text"]
    assert learnt["share"] == 0.5
    assert learnt["learnt_at"]


def is_how_pages_were_read(answer: Answer) -> None:
    assert {each["title"] for each in answer} <= {each.title for each in PUBLISHED.values()}
    assert {each["extraction"]["method"] for each in answer} == {"layout"}


def is_changed_headline(answer: Answer) -> None:
    [edit] = answer
    assert (edit["former"], edit["title"]) == (FORMER_TITLE, PUBLISHED[edit["url"]].title)


def is_edits_by_kind(answer: Answer) -> None:
    counts = {each["_id"]["kind"]: (each["edits"], each["silent"]) for each in answer}
    assert counts == {"headline": (1, 0), "tags": (1, 0)}


def is_taken_down(answer: Answer) -> None:
    [gone] = answer
    assert gone["title"] == PUBLISHED[gone["url"]].title
    assert gone["absences"][0]["reason"] == "not found"


def is_removals_by_outlet(answer: Answer) -> None:
    assert answer == [{"_id": "exclusive", "gone": 1, "returned": 0}]


CHECKS: dict[str, Callable[[Answer], None]] = {
    "The newest articles in Kazakh": is_newest_in_kazakh,
    "Who is quoted most": is_who_is_quoted,
    "The newest about politics, without adverts": is_politics,
    "How many articles there are of each kind and topic": is_kinds_and_topics,
    "How many articles there are in each language, outlet by outlet": is_languages_by_outlet,
    "What the dollar cost, by whom and when it was seen": is_dollar,
    "What was learnt, and what share of the outlet's articles had it": is_learnt,
    "The headlines that were changed since a day: what they were, what they are now": (
        is_changed_headline
    ),
    "How many edits of each kind there are, outlet by outlet, and how many of them silent": (
        is_edits_by_kind
    ),
    "What was taken down since a day, and is still gone": is_taken_down,
    "How many articles were taken down, and how many of these returned, outlet by outlet": (
        is_removals_by_outlet
    ),
    "How its pages were read": is_how_pages_were_read,
}


@pytest.fixture(scope="module")
def store(mongodb_uri: str) -> Iterator[dict[str, str]]:
    """Environment variables of a store that one small crawl has filled."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client, Newsroom(SITE) as newsroom:
        database: Documents = client["test_queries_newsroom"]
        done = crawl_into(database, mongodb_uri)("exclusive", NEWSROOM=newsroom.address)
        assert done.exit_code == 0, done.log
        # So few pages teach nothing: as if one paragraph of them had been learnt.
        learnt = {"learnt_at": datetime.now(UTC), "share": 0.5}
        assert database["boilerplate"].update_one({}, {"$set": learnt}).modified_count == 1
        _edit(database)
        _take_down(database)
        yield {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
        client.drop_database(database)


def _edit(database: Documents) -> None:
    """Store an article as if its outlet had changed its headline and its tags before."""
    stored = database["articles"].find_one({"outlet": "exclusive"})
    assert stored is not None
    before = stored["fetched_at"] - timedelta(hours=1)
    read = {"title": FORMER_TITLE, "tags": ["другое"], "page": "earlier"}
    step = next_version(stored, stored | read | {"fetched_at": before, "modified_at": before})
    database["articles"].update_one({"_id": stored["_id"]}, {"$set": step.fields})


def _take_down(database: Documents) -> None:
    """Store an article as if its outlet had taken it down."""
    stored = database["articles"].find_one({"outlet": "exclusive", "revisions": None})
    assert stored is not None
    misses = [stored["fetched_at"] + timedelta(hours=hours) for hours in (1, 7, 25)]
    absence = Absence(
        last_seen_at=stored["fetched_at"],
        missed_at=misses[0],
        missed_again_at=tuple(misses[1:]),
        confirmed_at=misses[-1],
        reason="not found",
        status=404,
        page=None,
    )
    database["articles"].update_one({"_id": stored["_id"]}, {"$set": absence_fields([absence])})


def test_every_query_has_a_check() -> None:
    written = sum(
        document.read_text("utf-8").count("\n.venv/bin/scrapy query ") for document in DOCUMENTS
    )
    assert written == len(QUERIES) + OF_STORIES.count("\n.venv/bin/scrapy query ")
    assert {query.comment for query in QUERIES} == set(CHECKS)


@pytest.mark.parametrize("query", QUERIES, ids=[each.comment for each in QUERIES])
def test_a_query_gives_what_it_promises(store: dict[str, str], query: Query) -> None:
    done = scrapy(query.words, store, {})
    assert done.exit_code == 0, done.log
    answer = [json.loads(line) for line in done.log.splitlines()]
    assert answer
    if "--fields" in query.words:
        fields = query.words[query.words.index("--fields") + 1].split(",")
        assert all(set(each) == set(fields) for each in answer)
    CHECKS[query.comment](answer)
