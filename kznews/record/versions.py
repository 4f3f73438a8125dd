"""What a version of an article is, and when two readings are one version. Pure functions.

What the outlet says (the fields that `kznews.items` marks as content) makes a version: where it
differs, the article was edited. Everything else (language, layout, the sources named, …) is our
reading of it, or changes by itself, and is simply kept up to date; so is another print of the same
(`kznews.text.normal_form`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kznews.items import CONTENT, Article, is_relative_date, marked
from kznews.mongo.values import Fields
from kznews.record.edits import EditKind
from kznews.record.paragraphs import without
from kznews.text.normal_form import normal_content

_DATE = (
    "published_at",
    "published_precision",
    "published_raw",
    "published_zone",
    "published_doubts",
)
OWN_RULES = (
    *("_id", "aliases", "first_seen_at", "last_seen_at", "appeared_at", "story_id"),
    *("revisions", "write_number", "absences", "presence", "compared_at", "former_ids"),
)
"""Fields with a rule of their own."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """A version of an article: what it said, without a break, as far as it was looked at."""

    fields: Fields
    """As in `articles`, without `fetched_at` and those of OWN_RULES."""
    first_seen_at: datetime
    last_seen_at: datetime
    kinds: tuple[EditKind, ...] = ()
    """Of the edit that led to it; none of an article's first version."""
    told_at: datetime | None = None
    """When it was first seen with another `modified_at` than the version before: the outlet says
    that it edited the article."""
    former: Fields | None = field(default=None, compare=False)
    """As stored: what it says otherwise than the next version."""
    next_fields: Fields | None = field(default=None, compare=False)
    """The next version's `fields` that `former` is told by."""


def version_fields(article: Fields) -> Fields:
    """Give those fields of an article's document that belong to its version."""
    return {
        name: value
        for name, value in article.items()
        if name not in OWN_RULES and name != "fetched_at"
    }


def is_same_version(
    stored: Fields, read: Fields, boilerplate: frozenset[str] = frozenset()
) -> bool:
    """Tell whether what was read is the version that is stored: both are a version's fields.

    The same bytes are, whatever is read from them: a newer kznews may read more. `boilerplate` are
    the ids (`paragraph_id`) of paragraphs that were ever learnt to be such: whether one is cut is
    our reading, too.
    """
    if read["page"] is not None and read["page"] == stored["page"]:
        return True
    former, new = contents(stored, completed(read, stored), boilerplate)
    return former == new


def completed(fetched: Fields, stored: Fields) -> Fields:
    """Give what was read, with the stored date and section where the page alone states none.

    A fetch that states no date does not take away a known one: the date may stand on a listing that
    this fetch did not come from; the same goes for the section. Nor does a relative date («2 часа
    назад»), which is counted from each fetch anew.
    """
    kept: list[str] = []
    is_relative = is_relative_date(fetched["published_raw"], fetched["published_zone"])
    if fetched["published_at"] is None or (is_relative and stored["published_at"] is not None):
        kept += _DATE
    if fetched["section"] is None:
        kept.append("section")
    return fetched | {name: stored.get(name) for name in kept}


def contents(
    former: Fields, new: Fields, boilerplate: frozenset[str] = frozenset()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the normal form of what the outlet says in two versions.

    What one of them does not have was not known to the kznews that wrote it, and is left out.
    """
    names = [name for name in marked(Article, CONTENT) if name in former and name in new]
    before, after = (_normal(each, boilerplate) for each in (former, new))
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _normal(fields: Fields, boilerplate: frozenset[str]) -> dict[str, Any]:
    if boilerplate:
        fields = fields | {"body": without(fields["body"], fields["outlet"], boilerplate)}
    return normal_content(fields)
