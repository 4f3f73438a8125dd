"""What is told of a story's articles in their order: places, delays, what each took over.

The order is told as far as it is certain: an article has the first and the last place that it can
have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from kznews.items import told_text
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.comparison import ShownParagraph, paragraph_differences
from kznews.record.schema import ARTICLES, STORY_MERGES
from kznews.record.stories.copies import copy_document
from kznews.record.stories.copying import InDateline, Named, Publication, publications
from kznews.record.stories.publication_order import Span, possible_moments

_MOST_MERGES = 1000
"""Merges of one story that are followed, at most: each leads to a smaller id."""


def order_of(span: Span, all_: Sequence[Span]) -> tuple[int, int]:
    """Give the first and the last place, from 1, that a span can have in the order of all.

    `all_` holds it, too.
    """
    before = sum(each.is_before(span) for each in all_ if each is not span)
    after = sum(span.is_before(each) for each in all_ if each is not span)
    return before + 1, len(all_) - after


def difference_from_source(one: Publication) -> list[ShownParagraph]:
    """Tell word by word how a copy differs from its source; nothing where scripts differ."""
    if one.source is None or one.article["script"] != one.source.article["script"]:
        return []
    return list(paragraph_differences(told_text(one.source.article), told_text(one.article)))


def timeline_fields(told: Sequence[Publication], *, words: bool = True) -> Iterator[Fields]:
    """Give what JSON tells of each article of a story; `words`: of the changes of each copy too."""
    spans = [each.span for each in told]
    for one in told:
        article = one.article
        copy = copy_document(str(article["story_id"]), one)
        del copy["_id"], copy["story_id"], copy["source_id"]
        first, last = order_of(one.span, spans)
        yield {
            **{name: article[name] for name in ("url", "title", "attributed_to")},
            **copy,
            "source_url": one.source.article["url"] if one.source else None,
            "order": {"first": first, "last": last},
        } | (
            {"paragraphs": [asdict(each) for each in difference_from_source(one)]} if words else {}
        )


def standing_story(database: SyncDatabase, story: str) -> str:
    """Give the story that one was merged into in the end; itself where it was not."""
    merges = database[STORY_MERGES.name]
    for _ in range(_MOST_MERGES):
        merge = merges.find_one({"_id": story})
        if merge is None:
            break
        story = merge["merged_into"]
    return story


def articles_of_story(story: str) -> Fields:
    """Give the filter of the articles of a story; `appeared_at` puts them in order by an index."""
    return {"story_id": story}


def read_timeline(
    database: SyncDatabase,
    story: str,
    *,
    most: int,
    outlet_named: Named,
    outlets_in_dateline: InDateline,
) -> list[Publication]:
    """Give the articles of a story in the order of publication: the `most` that came out first."""
    found = database[ARTICLES.name].find(articles_of_story(story)).sort("appeared_at").limit(most)
    return publications(found, outlet_named, outlets_in_dateline)


def count_articles(database: SyncDatabase, story: str) -> int:
    """Count the articles of a story."""
    return database[ARTICLES.name].count_documents(articles_of_story(story))


@dataclass(frozen=True)
class Told:
    """An article of a story, without its text."""

    article: Fields
    """Its fields in `TOLD_BY`."""
    span: Span
    """The moments at which it can have come out."""
    first: int
    """The first place, from 1, that it can have among those that are told."""
    last: int


TOLD_BY = dict.fromkeys(
    (
        *("url", "outlet", "title", "language", "presence", "appeared_at", "first_seen_at"),
        *("published_at", "published_precision", "published_raw", "published_zone"),
        "published_doubts",
    ),
    True,
)
"""Fields of an article that a story's order is told by, besides its `_id`."""


def read_order(database: SyncDatabase, story: str, most: int) -> list[Told]:
    """Give the articles of a story in their order, without their texts: the `most` first ones."""
    of = articles_of_story(story)
    found = database[ARTICLES.name].find(of, TOLD_BY).sort("appeared_at").limit(most).to_list()
    spans = [possible_moments(each) for each in found]
    told = [
        Told(each, span, *order_of(span, spans)) for each, span in zip(found, spans, strict=True)
    ]
    return sorted(told, key=lambda each: (each.first, each.last, each.span.latest))
