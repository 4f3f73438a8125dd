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
    decided_on: Fields | None
    """The filter that matches the stored document that the step was decided on, unless another
    writer was quicker; None: none is stored."""
    fields: Fields
    """The fields to be set; the whole document where none is stored."""


def first_version(fetched: Fields) -> Step:
    """Decide the step for an article that is not stored."""
    return Step(outcome="inserted", decided_on=None, fields=fetched)


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
    document["aliases"] = list(dict.fromkeys((*stored["aliases"], *fetched["aliases"])))
    new = stored | document
    if new != stored:
        document["write_number"] = (stored.get("write_number") or 0) + 1
    if is_compared_anew(stored, new):
        document["compared_at"] = None
    return Step(
        outcome="changed" if observed.is_edited else "unchanged",
        decided_on={"_id": stored["_id"], "write_number": stored.get("write_number")},
        fields=document,
    )
