"""A user's own spider, which yields items of classes that are not the house's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from tests.pipelines.own_items import ARTICLE, OwnRate, OwnTicker

SEEN_AT = datetime(2026, 4, 1, 12, tzinfo=UTC)


class OwnSpider(Spider):
    name = "own"

    def __init__(self, page: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.page = page

    async def start(self) -> AsyncIterator[Request]:
        yield Request(self.page)

    def parse(self, response: Response, **_: Any) -> Iterator[object]:
        yield ARTICLE
        yield OwnTicker("own", " Жаңалық ", 1, "https://own.example/", SEEN_AT)
        yield OwnRate(
            source="own",
            base="RUR",
            raw_code="RUR",
            value=Decimal("5.810"),
            kind="market",
            seen_at=SEEN_AT,
        )
        yield {name: value for name, value in ARTICLE.items() if name != "body"}
        # A repetition.
        yield dict(ARTICLE)
