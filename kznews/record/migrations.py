"""The breaking changes of the collections of items: how older documents become of today's form."""

from __future__ import annotations

from pymongo.asynchronous.collection import AsyncCollection

from kznews.mongo.values import Fields


async def kind_instead_of_is_advertising(documents: AsyncCollection[Fields]) -> None:
    """Version 2 of `articles` and `revisions`: an advert is of the kind `advert`.

    Of others it is not known which kind they are of: null, until their pages are read again.
    """
    kind = {"$cond": ["$is_advertising", "advert", None]}
    await documents.update_many(
        {"is_advertising": {"$exists": True}},
        [{"$set": {"kind": kind}}, {"$unset": "is_advertising"}],
        bypass_document_validation=True,
    )
