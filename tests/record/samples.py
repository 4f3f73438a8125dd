"""Items as a crawl would bring them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kznews.items import Article, Extraction, Image, Rate, Rejection, Ticker

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 4, 2, 12, 0, tzinfo=UTC)


def article(number: int = 1, **changes: Any) -> Article:
    given: dict[str, Any] = {
        "url": f"https://exclusive.kz/articles/{number}/",
        "outlet": "exclusive",
        "language": "kk",
        "script": "Cyrl",
        "title": f"Ұлттық банк мөлшерлемені өзгертті, {number}",
        "lead": "Инфляция баяулады.",
        "body": "Бірінші абзац.\n\nЕкінші абзац.",
        "authors": ["Редакция Exclusive"],
        "section": "События дня",
        "tags": ["экономика"],
        "published_at": datetime(2026, 4, 1, 6, 30, tzinfo=UTC),
        "published_precision": "minute",
        "published_raw": "1 сәуір, 2026 11:30",
        "published_zone": "Asia/Almaty",
        "published_doubts": ["offset"],
        "images": [Image(url="https://exclusive.kz/1.jpg", credit="ЮНИСЕФ")],
        "attributed_to": ["ҚазАқпарат"],
        "extraction": Extraction(layout="2025", method="layout"),
        "fetched_at": NOON,
    }
    return Article(**given | changes)


def ticker(**changes: Any) -> Ticker:
    given: dict[str, Any] = {
        "outlet": "exclusive",
        "headline": "Мәжіліс заң қабылдады",
        "position": 3,
        "page_url": "https://exclusive.kz/",
        "seen_at": NOON,
        "url": "https://exclusive.kz/articles/1/",
        "language": "kk",
    }
    return Ticker(**given | changes)


def rate(**changes: Any) -> Rate:
    given: dict[str, Any] = {
        "outlet": "nationalbank",
        "base": "USD",
        "raw_code": "USD",
        "value": Decimal("425.67"),
        "kind": "official",
        "seen_at": NOON,
        "valid_on": date(2026, 4, 1),
    }
    return Rate(**given | changes)


def rejection(**changes: Any) -> Rejection:
    given: dict[str, Any] = {
        "url": "https://exclusive.kz/articles/2/",
        "outlet": "exclusive",
        "reason": "article: body is empty",
        "seen_at": NOON,
        "item": {"title": "Без текста", "fetched_at": NOON},
    }
    return Rejection(**given | changes)
