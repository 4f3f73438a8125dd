"""`scrapy query`: what it prints, and what it says to questions that cannot be asked."""

from __future__ import annotations

import asyncio
import csv
import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from pymongo import MongoClient

from kznews.mongo.schema_versions import SCHEMAS
from tests.command_in_process import Answer, RunCommand
from tests.crawl.conftest import PROJECT
from tests.ports import free_port
from tests.record.samples import article, rate, rejection
from tests.record.stores import CRAWL_COLLECTIONS, open_writer

ARTICLES = 25
OBEYED = "\x1b[31m\x9b31m\u202eмәтін\x07"
COLLECTION_NAMES = sorted(each.name for each in (*CRAWL_COLLECTIONS, SCHEMAS))


Query = Callable[..., Answer]


@pytest.fixture(scope="module")
def store(mongodb_uri: str) -> Iterator[dict[str, str]]:
    """Settings of a store that holds 25 articles, every fifth in Russian, and two rates."""

    async def fill(name: str) -> None:
        async with open_writer(mongodb_uri, name) as writer:
            for number in range(1, ARTICLES + 1):
                title = f"Статья {number}: вода"
                changes = {} if number % 5 else {"language": "ru", "title": title}
                await writer.write(article(number, **changes))
            await writer.write(rejection(reason=f"article: {OBEYED}", item={"title": "=1+1"}))
            await writer.write(rate())
            await writer.write(rate(base="EUR", raw_code="EUR", value=Decimal("496.420")))

    client: MongoClient[dict[str, Any]]
    name = f"test_{uuid.uuid4().hex[:12]}"
    with MongoClient(mongodb_uri) as client:
        asyncio.run(fill(name))
        yield {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": name}
        client.drop_database(name)


@pytest.fixture
def query(store: dict[str, str], run_command: RunCommand) -> Query:
    """The command on the store, as its user gives it."""

    def ask(*words: str, **settings: object) -> Answer:
        return run_command("query", *words, **(store | settings))

    return ask


def test_a_collection_without_a_filter(query: Query) -> None:
    answer = query("rates")
    assert answer.exit_code == 0
    assert answer.errors == ""
    assert {each["pair"]: each["value"] for each in answer.documents} == {
        "USD/KZT": {"$numberDecimal": "425.67"},
        "EUR/KZT": {"$numberDecimal": "496.420"},
    }


def test_a_filter_with_moments_in_extended_json(query: Query) -> None:
    url = "https://exclusive.kz/articles/7/"
    moment = '{"$date": "2026-04-01T06:30:00Z"}'
    answer = query("articles", f'{{"url": "{url}", "published_at": {moment}}}')
    assert [each["url"] for each in answer.documents] == [url]
    assert answer.documents[0]["published_at"] == json.loads(moment)
    assert "Ұлттық банк" in answer.output  # not as \u04b0
    assert query("articles", f'{{"published_at": {{"$gt": {moment}}}}}').output == ""


def test_only_some_fields_and_no_more(query: Query) -> None:
    answer = query("articles", '{"language": "ru"}', "--fields", "title,language")
    assert all(set(each) == {"title", "language"} for each in answer.documents)
    assert {each["language"] for each in answer.documents} == {"ru"}
    with_id = query("rates", "--fields", "_id,pair")
    assert {frozenset(each) for each in with_id.documents} == {frozenset({"_id", "pair"})}


def test_sort_and_limit(query: Query) -> None:
    upwards = query("articles", "--sort", "url", "--limit", "3")
    assert [each["url"][-3:] for each in upwards.documents] == ["/1/", "10/", "11/"]
    downwards = query("articles", "--sort=-url", "--limit", "2")
    assert [each["url"][-3:] for each in downwards.documents] == ["/9/", "/8/"]
    assert downwards.errors == ""


def test_sort_by_several_fields(query: Query) -> None:
    answer = query("articles", "--sort", "language,-url", "--limit", "0", "--fields=url,language")
    told = [(each["language"], each["url"]) for each in answer.documents]
    kazakh = [url for language, url in told if language == "kk"]
    assert [language for language, _ in told] == ["kk"] * 20 + ["ru"] * 5
    assert kazakh == sorted(kazakh, reverse=True)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ('{"published_at": {"$gte": "2024-04-01"}}', ARTICLES),
        ('{"published_at": "2026-04-01"}', ARTICLES),
        ('{"published_at": {"$lte": "2026-04-01"}}', ARTICLES),
        ('{"published_at": {"$gt": "2026-04-01"}}', 0),
        ('{"published_at": {"$lt": "2026-04-01"}}', 0),
        ('{"published_at": {"$gte": {"$date": "2026-04-01"}}}', ARTICLES),
        ('{"published_at": {"$lte": {"$date": "2026-04-01"}}}', 0),
        ('{"$or": [{"published_at": {"$not": {"$lt": "2026-04-01T06:30:00Z"}}}]}', ARTICLES),
        ('{"published_at": {"$in": ["2026-04-01T11:30+05:00", null]}}', ARTICLES),
        ('{"published_at": {"$lt": "2026-04-01 06:30"}}', 0),
    ],
)
def test_a_moment_is_compared_with_days_and_moments(query: Query, asked: str, count: int) -> None:
    assert query("articles", asked, "--count").output == f"{count}\n"
    matched = query("articles", f'[{{"$match": {asked}}}, {{"$count": "n"}}]', "--aggregate")
    assert [each["n"] for each in matched.documents] == [count] * (count > 0)


def test_moments_in_the_zone_of_the_outlet(query: Query) -> None:
    one = '{"url": "https://exclusive.kz/articles/7/"}'
    answer = query("articles", one, "--local", "--fields=published_at")
    assert answer.documents == [{"published_at": "2026-04-01T11:30:00+05:00"}]
    with_csv = query("articles", one, "--local", "--csv", "--fields=outlet,published_at")
    assert with_csv.output == "outlet,published_at\nexclusive,2026-04-01T11:30:00+05:00\n"
    # Then, in UTC, the first of April has begun there, and not ended.
    evening = '{"published_at": {"$lt": "2026-04-01T11:31"}}'
    assert query("articles", evening, "--local", "--count").output == f"{ARTICLES}\n"
    assert query("articles", evening.replace("31", "30"), "--local", "--count").output == "0\n"


def test_a_table(query: Query) -> None:
    answer = query("articles", "--csv", "--limit=0")
    rows = list(csv.DictReader(StringIO(answer.output)))
    assert len(rows) == ARTICLES
    assert rows[0]["published_at"] == "2026-04-01T06:30:00+00:00"
    assert json.loads(rows[0]["tags"]) == ["экономика"]
    nested = query("articles", "--csv", "--fields=extraction.layout,images.credit", "--limit=1")
    assert nested.output == 'extraction.layout,images.credit\n2025,"[""ЮНИСЕФ""]"\n'
    assert query("articles", "--csv").errors == "These are the first 20: --limit 0 prints all.\n"
    grouped = query("articles", '[{"$sortByCount": "$language"}]', "--aggregate", "--csv")
    assert grouped.output == "_id,count\nkk,20\nru,5\n"
    formula = query("rejected", "--csv", "--fields=item.title")
    assert formula.output == "item.title\n'=1+1\n"


def test_a_terminal_obeys_nothing_of_an_answer(query: Query) -> None:
    [rejected] = query("rejected", "--fields=reason").documents
    assert rejected["reason"] == f"article: {OBEYED}"
    for form in ((), ("--csv",)):
        output = query("rejected", "--fields=reason", *form).output
        assert not {"\x1b", "\x9b", "\u202e", "\x07"} & set(output)
        assert "мәтін" in output


def test_twenty_are_shown_and_it_says_that_there_are_more(query: Query) -> None:
    answer = query("articles")
    assert len(answer.documents) == 20
    assert answer.errors == "These are the first 20: --limit 0 prints all.\n"
    everything = query("articles", "--limit", "0")
    assert len(everything.documents) == ARTICLES
    assert everything.errors == ""
    exactly = query("articles", '{"language": "kk"}')
    assert (len(exactly.documents), exactly.errors) == (20, "")


def test_count(query: Query) -> None:
    assert query("articles", "--count").output == "25\n"
    assert query("articles", '{"language": "ru"}', "--count").output == "5\n"


def test_aggregate(query: Query) -> None:
    answer = query("articles", '[{"$sortByCount": "$language"}]', "--aggregate")
    assert answer.documents == [{"_id": "kk", "count": 20}, {"_id": "ru", "count": 5}]


def test_aggregate_takes_a_limit_only_where_one_is_given(query: Query) -> None:
    asked = ("articles", "[]", "--aggregate")
    assert len(query(*asked).documents) == ARTICLES
    assert len(query(*asked, "--limit=0").documents) == ARTICLES
    assert len(query(*asked, "--limit=3").documents) == 3
    assert len(query(*asked, f"--limit={2**63 - 1}").documents) == ARTICLES


def test_the_greatest_limit(query: Query) -> None:
    assert len(query("articles", f"--limit={2**63 - 1}").documents) == ARTICLES


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ([], "name one collection"),
        (["articles", "{}", "{}"], "name one collection, and give at most one filter"),
        (["news"], f"no collection 'news': there are {', '.join(COLLECTION_NAMES)}"),
        (["artcles"], "no collection 'artcles' (did you mean 'articles'?): there are "),
        (["articles", '{"publishd_at": null}'], "(did you mean 'published_at'?): there are "),
        (["articles", '{"$or": [{"extraction.layuot": 1}]}'], "(did you mean 'layout'?)"),
        (["articles", "--fields", "titel"], "no field 'titel' (did you mean 'title'?)"),
        (["articles", "--sort", "url,-titel"], "no field 'titel' (did you mean 'title'?)"),
        (["articles", '[{"$sortByCount": "$langauge"}]', "--aggregate"], "mean 'language'?"),
        (
            ["articles", '{"language": "kz"}'],
            "language is never 'kz': it is one of ru, kk",
        ),
        (["articles", '{"published_at": {"$gt": "April"}}'], "moments, and 'April' is none"),
        (["articles", '{"published_at": {"$gt": 2024}}'], "published_at is never 2024"),
        (["articles", '{"published_at": {"$ne": "2026-04-01"}}'], "ask for a day with"),
        (["rates", '{"valid_on": {"$date": "2026-04-01"}}'], "a day is text"),
        (["rates", '{"value": "425.67"}'], "value is never '425.67', as it is of type decimal"),
        (["articles", "--csv", "--count"], "--csv does not go with --count"),
        (["articles", '{"language": '], "the filter is no JSON"),
        (["articles", "{'language': 'kk'}"], "the filter is no JSON"),
        (["articles", '{"_id": {"$oid": "x"}}'], "'x' is not a valid ObjectId"),
        (["articles", '{"published_at": {"$date": {}}}'], "the filter is no JSON"),
        (["articles", f'{{"a": {2**64}}}'], "8-byte ints"),
        (["articles", "2026"], "a filter is {…}"),
        (["articles", "[]"], "a pipeline is [{…}, …] and needs --aggregate"),
        (["articles", "{}", "--aggregate"], "a filter is {…}"),
        (["articles", "[1]", "--aggregate"], "a pipeline is [{…}, …]"),
        (["articles", "--limit=-1"], "it must be a number from 0"),
        (["articles", "--limit", "-1"], "it must be a number from 0"),
        (["articles", f"--limit={2**63}"], "it must be a number from 0"),
        (["articles", "--limit=many"], "argument --limit: invalid int value: 'many'"),
        (["articles", "--sort", "url", "--count"], "--sort does not go with --count"),
        (["articles", "--limit=1", "--count"], "--limit does not go with --count"),
        (["articles", "[]", "--aggregate", "--sort=url"], "--sort does not go with --aggregate"),
        (["articles", "[]", "--aggregate", "--count"], "not allowed with argument"),
        (["articles", "--cuont"], "no option --cuont"),
        (["articles", '[{"$out": "copy"}]', "--aggregate"], "$out writes"),
        (["articles", '[{"$limit": 1}, {"$merge": "copy"}]', "--aggregate"], "$merge writes"),
    ],
)
def test_what_cannot_be_asked_is_named(query: Query, words: list[str], named: str) -> None:
    answer = query(*words)
    assert answer.exit_code == 2
    assert answer.output == ""
    # Scrapy puts its usage in front.
    assert answer.errors.splitlines()[-1].startswith("scrapy: error: ")
    assert named in answer.errors.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["articles", '{"$near": 1}'], "unknown top level operator: $near."),
        (["articles", '{"url": {"$regex": "("}}'], "Regular expression is invalid"),
        (["rates", '{"$text": {"$search": "USD"}}'], "text index required for $text query"),
        (["articles", '[{"$grup": {}}]', "--aggregate"], "Unrecognized pipeline stage name"),
    ],
)
def test_what_mongodb_refuses_is_its_reason_in_a_line(
    query: Query, words: list[str], reason: str
) -> None:
    answer = query(*words)
    assert answer.exit_code == 2
    assert answer.output == ""
    assert answer.errors.startswith(f"scrapy query: MongoDB refuses this: {reason}")
    assert answer.errors.count("\n") == 1
    assert "full error" not in answer.errors


def test_a_database_that_nobody_crawled_into(query: Query) -> None:
    answer = query("articles", MONGODB_DATABASE="test_nothing")
    assert answer.exit_code == 2
    assert answer.errors.startswith(
        "scrapy query: nothing is stored yet: there is no database 'test_nothing' in MongoDB"
    )
    assert answer.errors.count("\n") == 1


def test_an_address_of_mongodb_that_is_none(query: Query) -> None:
    answer = query("articles", MONGODB_URI="mongodb://me:secret/word@127.0.0.1/")
    assert answer.exit_code == 2
    assert answer.errors.startswith("scrapy query: MONGODB_URI is no valid MongoDB URI")
    assert answer.errors.count("\n") == 1
    assert "secret" not in answer.errors


# In a process of its own, where pymongo's unclosed sockets (see tests/mongo) trouble no test.
def test_mongodb_that_cannot_be_reached() -> None:
    host = f"127.0.0.1:{free_port()}"
    options = [f"--set=MONGODB_URI=mongodb://{host}/", "--set=MONGODB_TIMEOUT=0.3"]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "query", "articles", *options],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"scrapy query: cannot reach MongoDB at {host} within 0.3 s")
    assert done.stderr.count("\n") == 1


def test_a_reader_that_has_enough(store: dict[str, str]) -> None:
    options = [f"--set={name}={value}" for name, value in store.items()]
    # Many times 64 kB: more than a pipe holds.
    many = json.dumps([{"$unionWith": "articles"}] * 9)
    command = ["query", "articles", many, "--aggregate", *options]
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "scrapy", *command],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["outlet"] == "exclusive"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
