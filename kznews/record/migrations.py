"""The breaking changes of the collections of items: how older documents become of today's form."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pymongo.asynchronous.collection import AsyncCollection

from kznews.mongo.values import Fields
from kznews.record.history import document_of, versions_of, with_kinds
from kznews.record.lifetimes import LONG
from kznews.record.versions import Version, version_fields

_REVISIONS = "revisions"
"""The collection that former versions stood in, each as a document like an article's."""


async def kind_instead_of_is_advertising(documents: AsyncCollection[Fields]) -> None:
    """Version 2 of `articles`: an advert is of the kind `advert`.

    Of others it is not known which kind they are of: null, until their pages are read again.
    """
    kind = {"$cond": ["$is_advertising", "advert", None]}
    await documents.update_many(
        {"is_advertising": {"$exists": True}},
        [{"$set": {"kind": kind}}, {"$unset": "is_advertising"}],
        bypass_document_validation=True,
    )


async def revisions_in_articles(documents: AsyncCollection[Fields]) -> None:
    """Version 3 of `articles`: they hold their former versions, which had a collection before.

    Cut off, it goes on with those that are still there.
    """
    collection = documents.database[_REVISIONS]
    await collection.create_index([("article_id", 1), ("replaced_at", 1)])
    for article_id in await collection.distinct("article_id"):
        of: Fields = {"article_id": article_id}
        former = await collection.find(of, sort=[("replaced_at", 1)]).to_list()
        article = await documents.find_one({"_id": article_id})
        if article is not None and not article.get("revisions"):
            await documents.update_one(
                {"_id": article_id},
                {"$set": _with_revisions(article, former)},
                bypass_document_validation=True,
            )
        await collection.delete_many(of)
    await collection.drop()
    await documents.database["schemas"].delete_one({"_id": _REVISIONS})


async def intervals_in_tickers(documents: AsyncCollection[Fields]) -> None:
    """Version 2 of `tickers`: the time in which a headline was seen is the first of its intervals.

    Which edition's it was, and which page missed it, is not known.
    """
    first: Fields = {"seen_at": "$first_seen_at", "page_url": None, "position": None}
    last: Fields = {"seen_at": "$last_seen_at", "page_url": "$page_url", "position": "$position"}
    is_once = {"$eq": ["$first_seen_at", "$last_seen_at"]}
    interval: Fields = {
        "first_seen_at": "$first_seen_at",
        "last_seen_at": "$last_seen_at",
        "missed_at": None,
        "until": "$last_seen_at",
        "sightings": {"$cond": [is_once, [last], [first, last]]},
    }
    lasted: Fields = {"$subtract": ["$last_seen_at", "$first_seen_at"]}  # milliseconds
    is_long = {"$gt": [lasted, LONG // timedelta(milliseconds=1)]}
    added: Fields = {"edition": None, "missed_at": None, "is_long": is_long, "write_number": 1}
    await documents.update_many(
        {"intervals": {"$exists": False}},
        [{"$set": added | {"intervals": [interval]}}],
        bypass_document_validation=True,
    )


def _with_revisions(article: Fields, former: list[Fields]) -> Fields:
    """Give the fields of an article that hold its former versions, the oldest first.

    One document stood for all times at which an article said the same, however often that was.
    """
    [last] = versions_of(article)
    began = [article["first_seen_at"], *(row["replaced_at"] for row in former)]
    versions = [
        Version(
            fields=last.fields | _version_fields(row),
            first_seen_at=min(first_seen_at, row["fetched_at"]),
            last_seen_at=row["fetched_at"],
        )
        for row, first_seen_at in zip(former, began, strict=False)
    ]
    return document_of(with_kinds([*versions, replace(last, first_seen_at=began[-1])]))


def _version_fields(row: Fields) -> Fields:
    fields = version_fields(row)
    for name in ("article_id", "replaced_at"):
        del fields[name]
    if "is_advertising" in fields:
        fields["kind"] = "advert" if fields.pop("is_advertising") else None
    return fields
