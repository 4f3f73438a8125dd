"""What a spider makes of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy.http import Response

from kznews.spiders.article_finder import ArticleFinder, Found


def parse_article(spider: ArticleFinder, response: Response, **card_date: Any) -> list[Found]:
    """All that it finds on an article's page, which is not heavy."""
    found = spider.parse_article(response, **card_date)
    assert isinstance(found, Iterator)
    return list(found)
