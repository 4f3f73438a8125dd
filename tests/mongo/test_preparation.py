from __future__ import annotations

import asyncio
from typing import Any

import pytest
from bson.decimal128 import Decimal128
from pymongo import AsyncMongoClient
from pymongo.database import Database
from pymongo.errors import WriteError

from kznews.mongo.preparation import prepare
from kznews.mongo.schema_versions import SCHEMAS
from kznews.mongo.values import Fields
from kznews.record.documents import article_fields, sighting
from kznews.record.lifetimes import lifetime_fields, with_sighting
from kznews.record.translations.documents import evidence_document
from tests.record.samples import LATER, NOON, article, rate, rejection, ticker
from tests.record.stores import CRAWL_COLLECTIONS, open_store

SyncDatabase = Database[dict[str, Any]]


async def _prepare(uri: str, name: str, times: int = 1) -> None:
    async with open_store(uri, name) as database:
        for _ in range(times - 1):
            await prepare(database, CRAWL_COLLECTIONS)


def _shape(database: SyncDatabase) -> dict[str, Any]:
    return {
        each["name"]: (
            each["options"]["validator"],
            {
                name: str(index)
                for name, index in database[each["name"]].index_information().items()
            },
        )
        for each in database.list_collections()
    }


def test_collections_validators_and_indexes_are_there_and_stay_as_they_are(
    mongodb_uri: str, database: SyncDatabase
) -> None:
    asyncio.run(_prepare(mongodb_uri, database.name))
    shape = _shape(database)
    stored = {"articles", "tickers", "rates", "rejected", "runs", "pages", "dictionaries"}
    stored |= {"boilerplate", "signatures", "story_merges", "copies", "prunings"}
    stored |= {"layouts", "inductions", "signs_of_life", "translation_evidence", "translations"}
    stored |= {"paces", "budgets"}
    assert set(shape) == stored | {"alerts", "frontier", "hosts", "rounds", "schemas", "sizes"}
    for collection in CRAWL_COLLECTIONS:
        validator, indexes = shape[collection.name]
        assert validator == collection.validator
        assert set(indexes) == {"_id_", *(str(i.document["name"]) for i in collection.indexes)}
    asyncio.run(_prepare(mongodb_uri, database.name, times=2))
    assert _shape(database) == shape
    for name in stored:  # somebody dropped them
        database[name].drop_indexes()
    asyncio.run(_prepare(mongodb_uri, database.name))
    assert _shape(database) == shape


def test_indexes_that_a_process_has_made_are_not_asked_for_again(
    mongodb_uri: str, database: SyncDatabase
) -> None:
    indexed: set[Any] = set()

    async def prepare_again() -> None:
        async with AsyncMongoClient[Fields](mongodb_uri) as client:
            await prepare(client[database.name], CRAWL_COLLECTIONS, indexed=indexed)

    def asked() -> int:
        status = database.client.admin.command("serverStatus")
        count: int = status["metrics"]["commands"]["createIndexes"]["total"]
        return count

    for expected in (sum(bool(each.indexes) for each in CRAWL_COLLECTIONS), 0):
        before = asked()
        asyncio.run(prepare_again())
        assert asked() - before == expected
    shape = _shape(database)
    database.drop_collection("tickers")  # the one that is made anew has none yet
    asyncio.run(prepare_again())
    assert _shape(database) == shape


def test_many_may_prepare_at_once(mongodb_uri: str, database: SyncDatabase) -> None:
    async def all_at_once() -> None:
        await asyncio.gather(*(_prepare(mongodb_uri, database.name) for _ in range(6)))

    asyncio.run(all_at_once())
    assert set(_shape(database)) == {each.name for each in (*CRAWL_COLLECTIONS, SCHEMAS)}


def test_rules_that_nobody_entered_are_replaced_and_documents_stay(
    mongodb_uri: str, database: SyncDatabase
) -> None:
    database.create_collection("tickers", validator={"$jsonSchema": {"required": ["text"]}})
    database["articles"].insert_one({"text": "алты"})
    asyncio.run(_prepare(mongodb_uri, database.name))
    shape = _shape(database)
    for collection in CRAWL_COLLECTIONS:
        assert shape[collection.name][0] == collection.validator
    assert database["articles"].count_documents({}) == 1


VALID: dict[str, Fields] = {
    "articles": article_fields(article()),
    **{
        seen.collection: {"_id": seen.id, **seen.fields}
        | (
            lifetime_fields(with_sighting((), seen.seen))
            | {"write_number": 1}
            | ({"is_long": False} if seen.collection == "tickers" else {})
            if seen.seen is not None
            else {"first_seen_at": NOON, "last_seen_at": NOON}
        )
        for seen in (sighting(ticker()), sighting(rate()), sighting(rejection()))
    },
    "signatures": {
        "_id": "a",
        "bands": [2**52, 1],
        "minima": b"\x00\x01",
        "fetched_at": NOON,
        "period": "2026-04-1",
        "first_story_id": "20260401120000-a",
        "linked": True,
    },
    "story_merges": {"_id": "20260401120000-a", "merged_into": "20260401110000-b"},
    "translation_evidence": evidence_document(article_fields(article())),
    "translations": {
        "_id": "t",
        "outlet": "exclusive",
        "articles": ["a", "b"],
        "languages": ["kk", "ru"],
        "by": "rule",
        **{name: ["412"] for name in ("numbers", "names", "pictures")},
        "weight": 5.25,
        "hours_apart": 1.5,
        "holds": True,
        "found_at": NOON,
    },
    "pages": {
        "_id": "p",
        "outlet": "exclusive",
        "kind": "article",
        "url": "https://exclusive.kz/a/",
        "status": 200,
        "sightings": [NOON],
        "first_seen_at": NOON,
        "last_seen_at": NOON,
        "size": 9,
        "kept_size": 1,
        "data": b"\x28",
        "dictionary": None,
    },
    "layouts": {
        "_id": "exclusive:l",
        "outlet": "exclusive",
        "facts": {
            "name": "induced-2026-04",
            "mark": "h1",
            "title": "h1",
            "body": "div.text",
            **dict.fromkeys(("lead", "published", "authors", "section", "tags", "images")),
            **dict.fromkeys(("advert", "image_credit")),
            "evidence": "induced from 10 pages",
            "drop": ["div.share"],
            "unverified": [],
        },
        "pages": 10,
        "urls": ["https://exclusive.kz/a/"],
        "agreement": {"title": 1.0},
        "first_published_at": None,
        "last_published_at": NOON,
        "induced_at": NOON,
        "confirmed_at": NOON,
        "induced_by": "kznews 0.1.0",
    },
    "inductions": {
        "_id": "exclusive",
        "looked_at": NOON,
        "induced_at": None,
        "pages": 0,
        "layouts": 0,
    },
    "prunings": {
        "_id": "2026-04-01",
        "began_at": NOON,
        "ended_at": None,
        "pages": 0,
        "dictionaries": 0,
    },
    "dictionaries": {
        "_id": "d",
        "outlet": "exclusive",
        "kind": "article",
        "created_at": NOON,
        "used_at": NOON,
        "data": b"\x28",
    },
    "runs": {
        "_id": "r",
        "spider": "exclusive",
        "job": None,
        "started_at": NOON,
        "finished_at": LATER,
        "finish_reason": "finished",
        "succeeded": True,
        "pages": 3,
        "unchanged": 1,
        "stored": {"articles": {"inserted": 2}},
        "rejected": 0,
        "errors": 0,
        "dead": 1,
        "methods": {"layout": 2},
        "failures": {"http_404": 1},
        "notes": {"layout/2025": 2},
        "discovered": {"feed": 2},
        "unmet": [{"expectation": "title", "count": 1, "urls": ["https://exclusive.kz/a-b/"]}],
    },
    "alerts": {
        "_id": "exclusive",
        "failing": [{"check": "errors", "reason": "2 errors in our own code, see its log"}],
        "since": NOON,
        "changes": 1,
    },
    "sizes": {"_id": "2026-04-01", "noted_at": NOON, "bytes_on_disk": 4096, "archive_bytes": 1},
    "schemas": {"_id": "notes", "version": 1, "accepted": [{}], "is_migrating": False},
    "frontier": {
        "_id": "exclusive:0a",
        "spider": "exclusive",
        "url": "https://exclusive.kz/a/",
        "host": "exclusive.kz",
        "policy": "article",
        "format": 1,
        "request": "{}",
        "state": "done",
        "priority": -1,
        "link_texts": [],
        "added_at": NOON,
        "due_at": LATER,
        "worker": None,
        "lease_until": None,
        "attempts": 0,
        "crashes": 0,
        "alone": False,
        "error": None,
        "failed_at": None,
        "visit": {
            "visited_at": NOON,
            "changed_at": NOON,
            "status": 200,
            "etag": None,
            "last_modified": None,
            "digest": None,
            "interval": 3600.0,
            "page_date": None,
            "memory": {},
        },
    },
    "hosts": {
        "_id": "exclusive.kz",
        "next_at": NOON,
        "paused_until": None,
        "reason": None,
        "crawl_delay": 1.5,
        "failures": 0,
        "robots": {"netloc": "exclusive.kz", "text": "User-agent: *", "fetched_at": NOON},
    },
    "rounds": {
        "_id": "exclusive",
        "started_at": NOON,
        "workers": [{"worker": "host:1:0a", "alive_until": LATER}],
    },
    "paces": {
        "_id": "exclusive:article:3600",
        "spider": "exclusive",
        "policy": "article",
        "stage": "3600",
        "found": 1.0,
        "expected": 2.5,
    },
    "budgets": {
        "_id": "exclusive:article",
        "watched": 20,
        "counted_at": NOON,
        "left": 1.5,
        "filled_at": NOON,
    },
}

WRONG: list[tuple[str, dict[str, Any]]] = [
    *((name, {"surplus": 1}) for name in VALID),
    ("articles", {"title": ""}),
    ("articles", {"title": None}),
    ("articles", {"language": "de"}),
    ("articles", {"published_at": "2026-04-01"}),
    ("articles", {"published_precision": "hour"}),
    ("articles", {"published_doubts": ["weather"]}),
    ("articles", {"aliases": ["a", "a"]}),
    ("articles", {"images": [{"url": "a"}]}),
    ("articles", {"extraction": {"layout": None, "method": "guess"}}),
    ("tickers", {"position": 0}),
    ("tickers", {"headline": ""}),
    ("tickers", {"intervals": []}),
    ("tickers", {"intervals": None}),
    ("rates", {"intervals": [{"first_seen_at": NOON, "last_seen_at": NOON}]}),
    ("rates", {"value": 425.67}),
    ("rates", {"value": Decimal128("0")}),
    ("rates", {"valid_on": "1 апреля"}),
    ("rates", {"valid_on": NOON}),
    ("rates", {"base": "usd"}),
    ("rates", {"kind": "guess"}),
    ("rates", {"units": 0}),
    ("rejected", {"reason": ""}),
    ("pages", {"sightings": ["today"]}),
    ("dictionaries", {"data": "text"}),
    ("runs", {"stored": {"articles": 3}}),
    ("frontier", {"state": "lost"}),
    ("frontier", {"request": ""}),
    ("frontier", {"attempts": -1}),
    ("frontier", {"visit": {"status": 200}}),
    ("hosts", {"paused_until": "tomorrow"}),
    ("rounds", {"workers": [{"worker": "a"}]}),
    ("budgets", {"left": -1.0}),
]


@pytest.fixture(scope="module")
def prepared(mongodb_uri: str) -> str:
    """One database is enough for documents that are refused."""
    asyncio.run(_prepare(mongodb_uri, "test_validators"))
    return "test_validators"


@pytest.mark.parametrize(("collection", "changes"), WRONG)
def test_validators_refuse(
    database: SyncDatabase, prepared: str, collection: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(WriteError) as refusal:
        database.client[prepared][collection].insert_one(VALID[collection] | changes)
    assert refusal.value.code == 121


@pytest.mark.parametrize("collection", VALID)
def test_validators_accept_what_is_right_and_miss_what_is_missing(
    database: SyncDatabase, prepared: str, collection: str
) -> None:
    documents = database.client[prepared][collection]
    documents.insert_one(dict(VALID[collection]))
    for name in VALID[collection]:
        if name != "_id":
            rest = {key: value for key, value in VALID[collection].items() if key != name}
            with pytest.raises(WriteError):
                documents.insert_one(rest | {"_id": name})


def test_the_questions_of_users_use_an_index(mongodb_uri: str, database: SyncDatabase) -> None:
    asyncio.run(_prepare(mongodb_uri, database.name))
    questions: list[tuple[str, Fields, str]] = [
        ("articles", {"outlet": "exclusive"}, "published_at"),
        ("articles", {}, "published_at"),
        ("articles", {"language": "kk"}, "published_at"),
        ("articles", {"aliases": "https://a/"}, ""),
        ("articles", {"url": "https://a/"}, ""),
        ("tickers", {"outlet": "exclusive"}, "last_seen_at"),
        ("tickers", {"outlet": "exclusive"}, "missed_at"),
        ("tickers", {"intervals": {"$elemMatch": {"until": {"$gte": NOON}}}}, ""),
        ("rates", {"outlet": "exclusive", "valid_on": None}, "missed_at"),
        ("rates", {"pair": "USD/KZT", "kind": "official"}, "valid_on"),
        ("articles", {"revisions.page": {"$in": ["p"], "$type": "string"}}, ""),
        ("articles", {"revisions.replaced_at": {"$gte": NOON}}, ""),
        (
            "articles",
            {"revisions": {"$elemMatch": {"kinds": "headline", "replaced_at": {"$gte": NOON}}}},
            "",
        ),
        ("rejected", {"outlet": "exclusive"}, "last_seen_at"),
        ("runs", {"spider": "exclusive"}, "started_at"),
        ("articles", {"page": {"$in": ["p"], "$type": "string"}}, ""),
        ("pages", {"url": "https://a/"}, "last_seen_at"),
        ("pages", {"outlet": "exclusive", "kind": "listing"}, "last_seen_at"),
    ]
    for collection, question, order in questions:
        cursor = database[collection].find(question)
        if order:
            cursor = cursor.sort(order, -1)
        plan = str(cursor.explain()["queryPlanner"]["winningPlan"])
        assert "IXSCAN" in plan, (collection, question)
        assert "'SORT'" not in plan, (collection, question)
