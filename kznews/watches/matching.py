"""Which of some articles answer which questions: by an index in memory of these articles alone.

It is made by the rules of the index of `scrapy search` and asked by the same queries, so an article
answers here where it answers there. A thousand questions cost the same however much is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tantivy import Index

from kznews.mongo.connection import SyncDatabase
from kznews.search import fields
from kznews.search.documents import document_of_article
from kznews.search.folding import is_copy, tellings
from kznews.search.matching import query_of
from kznews.search.query_nodes import Node
from kznews.watches.news import News

_MEMORY = 15_000_000
"""Bytes that tantivy asks for, at least, to write an index."""


def answers(
    database: SyncDatabase, news: Sequence[News], questions: Mapping[str, Node]
) -> dict[str, list[News]]:
    """Give, by the name of a question, what answers it: as it is now, or as it was before its edit.

    Reads from MongoDB who told the same story before.
    """
    if not news or not questions:
        return {}
    index = Index(fields.schema())
    writer = index.writer(_MEMORY, 1)
    stories = (story for each in news if (story := each.article.get("story_id")))
    told = tellings(database, stories)
    for each in news:
        story = each.article.get("story_id") or ""
        writer.add_document(
            document_of_article(
                each.article,
                former=[each.former] if each.former is not None else (),
                is_copy=is_copy(each.article, told.get(story, ())),
            )
        )
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    by_key = {fields.key_of(each.article["_id"])[0]: each for each in news}
    found: dict[str, list[News]] = {}
    for name, question in questions.items():
        hits = searcher.search(query_of(question, "article"), len(news)).hits
        if hits:
            places = [place for _, place in hits]
            keys = searcher.fast_field_values(fields.KEY, places)
            found[name] = [by_key[int(key or 0)] for key in keys]
    return found
