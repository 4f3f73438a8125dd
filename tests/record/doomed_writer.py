"""A process that stores a version of an article, and dies at a moment that it is told."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from typing import cast

from tests.kills.fates import Fate, When
from tests.record.samples import article
from tests.record.stores import open_writer


async def write(uri: str, name: str, title: str, fetched_at: str) -> None:
    """Store the version."""
    async with open_writer(uri, name) as writer:
        await writer.write(article(title=title, fetched_at=datetime.fromisoformat(fetched_at)))


if __name__ == "__main__":
    _, when, *told = sys.argv
    Fate(when=cast("When", when), collection="articles", text='"(updates|documents)"').await_it()
    asyncio.run(write(*told))
