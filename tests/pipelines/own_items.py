"""Items of classes that are not the house's, as a user's own spider may yield them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
from pydantic import BaseModel
from scrapy.item import Field
from scrapy.item import Item as ScrapyItem

ARTICLE: dict[str, Any] = {
    "url": "https://own.example/news/1/?utm_source=feed",
    "outlet": "own",
    "title": "  Қалада жаңа мектеп ашылды ",
    "body": "Қалада жаңа мектеп ашылды, деп хабарлады әкімдік.",
    "extraction": {"layout": "own", "method": "layout"},
    "fetched_at": "2026-04-01T12:00:00+00:00",
    "published_at": "2026-04-01T11:30:00+05:00",
    "published_precision": "minute",
    "images": [{"url": "https://own.example/1.jpg", "credit": "ЮНИСЕФ"}],
    "tags": ("мектеп",),
}


@attrs.define
class OwnTicker:
    outlet: str
    headline: str
    position: int
    page_url: str
    seen_at: datetime


class OwnRate(BaseModel):
    outlet: str
    base: str
    raw_code: str
    value: Decimal
    kind: str
    seen_at: datetime
    valid_on: date | None = None


class OwnArticle(ScrapyItem):
    url = Field()
    outlet = Field()
    title = Field()
    body = Field()
    extraction = Field()
    fetched_at = Field()
    lead = Field()
