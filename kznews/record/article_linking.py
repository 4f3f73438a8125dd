"""Links stored articles to others: to their translations, and to the story that they tell."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.record.stories.linking import StoryLinker
from kznews.record.translations.linking import TranslationLinker


class ArticleLinker:
    """Links articles of one database, as they are stored, to their translations and stories."""

    def __init__(self, database: Database) -> None:
        self.stories = StoryLinker(database)
        self.translations = TranslationLinker(database)

    async def link(self, articles: Iterable[Fields]) -> None:
        """Link stored articles (documents with the fields `LINKED_BY`); returns when it is durable.

        The story is given last: so an article that has one was linked to its translations, and one
        that has none, because the process was killed, is linked again.
        """
        given = list(articles)
        await self.translations.link(each["_id"] for each in given)
        await asyncio.gather(*map(self.stories.link, given))
