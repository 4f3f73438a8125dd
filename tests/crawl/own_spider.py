"""A user's own spider, which yields items of classes that are not the house's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from kznews.record.boilerplate import ENOUGH
from tests.pipelines.own_items import ARTICLE, OwnRate, OwnTicker

SEEN_AT = datetime(2026, 4, 1, 12, tzinfo=UTC)
OBEYED = "\x1b]0;\u202eтақырып\x07"
"""What a terminal would obey, among a page's text."""
PROMO = "Біздің басты жобамызды әр сейсенбі сайын көріңіздер!"


class OwnSpider(Spider):
    name = "own"

    def __init__(self, page: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.page = page

    async def start(self) -> AsyncIterator[Request]:
        yield Request(self.page)

    def parse(self, response: Response, **_: Any) -> Iterator[object]:
        self.logger.warning("The page is titled %s", OBEYED)
        yield ARTICLE
        yield OwnTicker("own", " Жаңалық ", 1, "https://own.example/", SEEN_AT)
        yield OwnRate(
            outlet="own",
            base="RUR",
            raw_code="RUR",
            value=Decimal("5.810"),
            kind="market",
            seen_at=SEEN_AT,
        )
        yield {name: value for name, value in ARTICLE.items() if name != "body"}
        # A repetition.
        yield dict(ARTICLE)


class PromoSpider(OwnSpider):
    """First yields articles of which all end with PROMO, later one more, and one of PROMO alone."""

    name = "promo"

    def __init__(self, later: str = "", **arguments: Any) -> None:
        super().__init__(**arguments)
        self.later = bool(later)

    def parse(self, response: Response, **_: Any) -> Iterator[object]:
        numbers = range(100, 102) if self.later else range(ENOUGH)
        for number in numbers:
            text = f"{chr(0x430 + number % 30) * 9} туралы толық мәтін бұл.\n\n"
            yield ARTICLE | {
                "url": f"https://own.example/promo/{number}/",
                "body": f"{'' if number == 101 else text}{PROMO}",
                "published_at": SEEN_AT - timedelta(days=number % 5),
            }
