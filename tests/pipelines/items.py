"""Valid items, for tests to break."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kznews.items import Article, Extraction, Rate, Ticker

NOW = datetime(2025, 4, 28, 9, tzinfo=UTC)
ADDRESS = "https://exclusive.kz/expertiza/daily/126245/"


def article(**changed: Any) -> Article:
    fields: dict[str, Any] = {
        "url": ADDRESS,
        "outlet": "exclusive",
        "title": "В Жезказгане открыли мастерскую",
        "body": "В городе Жезказган начала работу мастерская.\n\nПечь купили родители.",
        "extraction": Extraction(layout="2022", method="layout"),
        "fetched_at": NOW,
        "language": "ru",
        "script": "Cyrl",
    }
    return Article(**(fields | changed))


def ticker(**changed: Any) -> Ticker:
    fields: dict[str, Any] = {
        "outlet": "exclusive",
        "headline": "Хлеб подорожал на 4% за месяц",
        "position": 1,
        "page_url": ADDRESS,
        "seen_at": NOW,
        "language": "ru",
    }
    return Ticker(**(fields | changed))


def rate(**changed: Any) -> Rate:
    fields: dict[str, Any] = {
        "outlet": "nationalbank",
        "base": "USD",
        "raw_code": "USD",
        "value": Decimal("478.77"),
        "kind": "official",
        "seen_at": NOW,
        "valid_on": date(2025, 4, 28),
    }
    return Rate(**(fields | changed))
