"""Spiders with a schedule of a second, which ask for nothing: one ends well, two do not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from scrapy import Request, Spider


class Scheduled(Spider):
    crawl_every = timedelta(seconds=1)


class Quick(Scheduled):
    name = "quick"

    async def start(self) -> AsyncIterator[Request]:
        for _ in ():
            yield _


class Failing(Scheduled):
    name = "failing"

    def __init__(self, *_: Any, **__: Any) -> None:
        raise ValueError("it has no feed")


class Hanging(Scheduled):
    name = "hanging"

    async def start(self) -> AsyncIterator[Request]:
        await asyncio.Event().wait()
        yield Request("https://hanging.example/")
