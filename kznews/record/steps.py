"""What another fetch of an article does to the stored one. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kznews.mongo.values import Fields
from kznews.record.absences import absence_fields, absences_of, seen
from kznews.record.documents import appeared_at
from kznews.record.history import document_of, observe, versions_of
from kznews.record.stories.schema import is_compared_anew
from kznews.record.versions import version_fields

Outcome = Literal["inserted", "changed", "unchanged", "moved"]
"""What a write did; `unchanged`: known before, nothing but its times and aliases may have moved;
`moved`: known at another address, its history goes on at this one."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One article's way from the stored document to the next."""

    outcome: Outcome
    filter: Fields
    """Matches the stored document that the step was decided on: the upsert fails with a duplicate
    key if another writer was quicker."""
    update: Fields
    inserted: Fields | None = None
    """The whole document where none is stored: inserting it does the same as the upsert."""


def first_version(fetched: Fields) -> Step:
    """Decide the step for an article that is not stored."""
    # No stored document is without `fetched_at`.
    missing = {"_id": fetched["_id"], "fetched_at": {"$exists": False}}
    fields = {name: value for name, value in fetched.items() if name != "_id"}
    return Step(outcome="inserted", filter=missing, update={"$set": fields}, inserted=fetched)


def next_version(
    stored: Fields, fetched: Fields, boilerplate: frozenset[str] = frozenset()
) -> Step:
    """Decide the step for an article that is `stored` and `fetched` (`article_fields`) once more.

    A fetch that is older than the stored version never replaces it: what it says goes to its place
    in the history. `boilerplate` are the ids of paragraphs that were ever learnt to be such.
    Raises UnfitPatchError where the stored versions cannot be read.
    """
    at = fetched["fetched_at"]
    observed = observe(versions_of(stored), version_fields(fetched), at, boilerplate)
    document = document_of(observed.versions)
    document |= absence_fields(seen(absences_of(stored), at))
    document["fetched_at"] = max(stored["fetched_at"], at)
    document["appeared_at"] = appeared_at(document)
    new = stored | document
    aliases = set(fetched["aliases"]) - set(stored["aliases"])
    if new != stored or aliases:
        document |= {"write_number": (stored.get("write_number") or 0) + 1}
    on_insert: Fields = {"story_id": None, "former_ids": stored.get("former_ids")}
    if is_compared_anew(stored, new):
        document["compared_at"] = None
    else:
        on_insert["compared_at"] = None
    update = {
        "$set": document,
        "$setOnInsert": on_insert,
        "$addToSet": {"aliases": {"$each": fetched["aliases"]}},
    }
    return Step(
        outcome="changed" if observed.is_edited else "unchanged",
        filter={"_id": stored["_id"], "write_number": stored.get("write_number")},
        update=update,
    )
