"""A result as plain fields, the same for commands and for pages."""

from __future__ import annotations

from collections.abc import Sequence

from kznews.mongo.values import Fields
from kznews.search.fields import Record
from kznews.search.folding import Story
from kznews.search.marking import Marker, Stretch
from kznews.search.searching import Hit

PASSAGE = 240
"""Characters of a text that are shown."""


def hit_fields(marker: Marker, hit: Hit, record: Record) -> Fields:
    """Give a result as fields; texts as stretches, each with whether it was found."""
    document, language = hit.document, hit.document.get("language")
    told = {"id": hit.id, "outlet": document["outlet"], "url": document.get("url")}
    told |= {"language": language, "first_seen_at": document.get("first_seen_at")}
    if record == "ticker":
        return told | {"headline": _fields_of(marker.marked(document["headline"], language))}
    return told | {
        "title": _fields_of(marker.marked(document["title"], language)),
        "passage": _fields_of(marker.passage(document["body"], language, PASSAGE)),
        "published_at": document["published_at"],
        "published_precision": document.get("published_precision"),
        "published_doubts": list(document.get("published_doubts") or ()),
        "section": document.get("section"),
        "is_former_version": hit.is_former,
        "story": None if hit.story is None else _story_fields(hit.story),
    }


def _story_fields(story: Story) -> Fields:
    first = story.first
    return {
        "id": story.id,
        "articles": story.articles,
        "outlets": story.outlets,
        "first": None
        if first is None
        else {"outlet": first.outlet, "url": first.url, "at": first.at},
        "is_first_certain": story.is_certain,
    }


def _fields_of(stretches: Sequence[Stretch]) -> list[Fields]:
    return [{"text": each.text, "is_found": each.is_found} for each in stretches]
