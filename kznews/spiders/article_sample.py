"""Some of the articles' pages of a crawl, for what they tell side by side."""

from __future__ import annotations

from collections.abc import Callable

from scrapy.http import Response

from kznews.extraction.page import Page, UnreadablePageError
from kznews.outlets.layouts import ArticleLayout

_MOST = 30
"""Answers that are held: more tell little more."""


class ArticleSample:
    """The first answers of a crawl that may hold articles."""

    def __init__(self) -> None:
        self._answers: list[Response] = []

    def add(self, response: Response) -> None:
        """Hold an answer, if it is one of the first."""
        if response.status == 200 and len(self._answers) < _MOST:
            self._answers.append(response)

    def layouts(self, page_of: Callable[[Response], Page]) -> tuple[ArticleLayout, ...]:
        """Induce layouts from the pages, newest first; none of fewer than ten that are alike."""
        # Imported here: few crawls induce anything.
        from kznews.extraction.induction import induce_articles  # noqa: PLC0415

        pages = []
        for answer in self._answers:
            try:
                pages.append(page_of(answer))
            except UnreadablePageError:
                continue
        return tuple(each.layout for each in induce_articles(pages))
