"""What another fetch of an article does to the stored one. Pure functions.

What the outlet says (the fields that `kznews.items` marks as content) makes a version: where it
differs, the former version becomes a revision. Everything else (language, layout, the sources
named, …) is our reading of it, or changes by itself, and is simply kept up to date; so is another
print of the same (`kznews.text.normal_form`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bson import json_util

from kznews.items import CONTENT, Article, is_relative_date, marked
from kznews.mongo.values import Fields, identity
from kznews.record.boilerplate import without
from kznews.record.documents import appeared_at
from kznews.text.normal_form import normal_content

Outcome = Literal["inserted", "changed", "unchanged"]
"""What a write did; `unchanged`: known before, nothing but its times and aliases may have moved."""

_DATE = (
    "published_at",
    "published_precision",
    "published_raw",
    "published_zone",
    "published_doubts",
)
OWN_RULES = ("_id", "aliases", "first_seen_at", "appeared_at", "story_id")
"""Fields with a rule of their own."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One article's way from the stored version to the next."""

    outcome: Outcome
    filter: Fields
    """Matches the stored version that the step was decided on, where that matters: the upsert then
    fails with a duplicate key if another writer was quicker."""
    update: Fields
    revision: Fields | None = None
    """To be kept before the update."""


def first_version(fetched: Fields) -> Step:
    """Decide the step for an article that is not stored."""
    # No stored document is without `fetched_at`.
    missing = {"_id": fetched["_id"], "fetched_at": {"$exists": False}}
    fields = {name: value for name, value in fetched.items() if name != "_id"}
    return Step(outcome="inserted", filter=missing, update={"$set": fields})


def next_version(
    stored: Fields, fetched: Fields, boilerplate: frozenset[str] = frozenset()
) -> Step:
    """Decide the step for an article that is `stored` and `fetched` (`article_fields`) once more.

    A fetch that is older than the stored version never replaces it: what it says is kept as a
    revision where it differs. A fetch that states no date does not take away a known one: the
    date may stand on a listing that this fetch did not come from; the same goes for the section.
    Nor does a relative date («2 часа назад»), which is counted from each fetch anew.
    `boilerplate` are the ids (`paragraph_id`) of paragraphs that were ever learnt to be such:
    whether one is cut is our reading, and makes no version.
    """
    first_seen_at = min(stored["first_seen_at"], fetched["first_seen_at"])
    met: Fields = {
        "$min": {"first_seen_at": first_seen_at},
        "$addToSet": {"aliases": {"$each": fetched["aliases"]}},
    }
    said = {name: value for name, value in fetched.items() if name not in OWN_RULES}
    if fetched["fetched_at"] < stored["fetched_at"]:
        revision = None
        if not says_the_same(completed(fetched, stored), stored, boilerplate):
            revision = _revision(fetched, replaced_at=stored["fetched_at"])
        met["$min"]["appeared_at"] = appeared_at(stored | {"first_seen_at": first_seen_at})
        update = {"$setOnInsert": said | {"story_id": None}} | met
        return Step(
            outcome="unchanged", filter={"_id": stored["_id"]}, update=update, revision=revision
        )
    said = completed(said, stored)
    said["appeared_at"] = appeared_at(said | {"first_seen_at": first_seen_at})
    seen = {"_id": stored["_id"], "fetched_at": stored["fetched_at"]}
    update = {"$set": said, "$setOnInsert": {"story_id": None}} | met
    if says_the_same(said, stored, boilerplate):
        return Step(outcome="unchanged", filter=seen, update=update)
    revision = _revision(stored, replaced_at=fetched["fetched_at"])
    return Step(outcome="changed", filter=seen, update=update, revision=revision)


def revision_update(revision: Fields) -> tuple[Fields, Fields]:
    """Give filter and update of the upsert that keeps `revision`, once, however often written."""
    moments = {name: revision[name] for name in ("fetched_at", "replaced_at")}
    fields = {
        name: value for name, value in revision.items() if name != "_id" and name not in moments
    }
    return {"_id": revision["_id"]}, {"$set": fields, "$max": moments}


def completed(fetched: Fields, stored: Fields) -> Fields:
    """Give what was read, with the stored date and section where the page alone states none."""
    kept: list[str] = []
    is_relative = is_relative_date(fetched["published_raw"], fetched["published_zone"])
    if fetched["published_at"] is None or (is_relative and stored["published_at"] is not None):
        kept += _DATE
    if fetched["section"] is None:
        kept.append("section")
    return fetched | {name: stored.get(name) for name in kept}


def says_the_same(one: Fields, other: Fields, boilerplate: frozenset[str] = frozenset()) -> bool:
    """Tell whether two versions say the same, but for boilerplate."""
    return _content(one, boilerplate) == _content(other, boilerplate)


def _content(fields: Fields, boilerplate: frozenset[str]) -> dict[str, Any]:
    if boilerplate:
        fields = fields | {"body": without(fields["body"], fields["outlet"], boilerplate)}
    return normal_content(fields)


def _revision(fields: Fields, *, replaced_at: datetime) -> Fields:
    former = {name: value for name, value in fields.items() if name not in OWN_RULES}
    return {
        "_id": revision_id(fields["_id"], fields),
        "article_id": fields["_id"],
        **former,
        "replaced_at": replaced_at,
    }


def revision_id(article_id: str, fields: Fields) -> str:
    """Give the `_id` of the revision of an article that says this, in these very signs."""
    # A version of kznews that did not know a field did not write it.
    content = {name: fields.get(name) for name in marked(Article, CONTENT)}
    said = json.dumps(content, default=json_util.default, sort_keys=True)
    return identity(article_id, said)
