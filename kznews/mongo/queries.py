"""Several questions of one collection, asked at once."""

from __future__ import annotations

from collections.abc import Sequence

from kznews.mongo.bulk import Collection
from kznews.mongo.values import Fields

_NUMBER = "_of_pipeline"


async def found_by_each(
    collection: Collection, pipelines: Sequence[list[Fields]], most: int
) -> list[list[Fields]]:
    """Give what each of the pipelines finds in the collection, at most `most` documents each.

    It is one round trip, which costs a driver as much as the answer to a small question.
    """
    if not pipelines:
        return []
    numbered = [
        [*pipeline, {"$set": {_NUMBER: {"$literal": number}}}]
        for number, pipeline in enumerate(pipelines)
    ]
    others = [
        {"$unionWith": {"coll": collection.name, "pipeline": pipeline}} for pipeline in numbered[1:]
    ]
    cursor = await collection.aggregate(
        [*numbered[0], *others], batchSize=max(1, most * len(pipelines)) + 1
    )
    found: list[list[Fields]] = [[] for _ in pipelines]
    for document in await cursor.to_list():
        found[document.pop(_NUMBER)].append(document)
    return found
