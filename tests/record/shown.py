"""What a page's ticker shows, told to the store as a crawl tells it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime

from kznews.record.lifetime_writing import TickerShown
from kznews.record.writer import Writer
from tests.record.samples import ticker


async def show(
    writer: Writer,
    seen_at: datetime,
    *headlines: str,
    edition: str | None = None,
    links: Mapping[str, str] | None = None,
) -> None:
    """Of exclusive.kz; `links` are headlines' addresses."""
    shown = TickerShown(outlet="exclusive", edition=edition, headlines=headlines, seen_at=seen_at)
    items = [
        ticker(
            headline=each,
            position=place,
            seen_at=seen_at,
            edition=edition,
            url=(links or {}).get(each),
        )
        for place, each in enumerate(headlines, 1)
    ]
    await asyncio.gather(writer.note_ticker(shown), *map(writer.write, items))
