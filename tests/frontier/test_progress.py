"""A Scrapy that tells in another way when a request is finished is noticed at once."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.engine import _Slot
from scrapy.core.scheduler import Scheduler
from scrapy.crawler import Crawler
from scrapy.utils.reactor import CallLaterOnce
from scrapy.utils.test import get_crawler

from kznews.frontier.progress import Progress, ScrapyChangedError


class OtherSlot(_Slot):
    """As another Scrapy might have it: what is in work is kept elsewhere."""

    def add_request(self, request: Request) -> None:
        self.elsewhere = request

    def remove_request(self, request: Request) -> None:
        del self.elsewhere


class DiscardingSlot(_Slot):
    """Or taken out in another way."""

    def remove_request(self, request: Request) -> None:
        self.inprogress -= {request}


def crawler_with(slot: Any) -> Crawler:
    crawler = get_crawler()
    crawler.engine = SimpleNamespace(_slot=slot)  # type: ignore[assignment]
    return crawler


def slot(kind: type[_Slot] = _Slot) -> _Slot:
    async def make() -> _Slot:
        scheduler = Scheduler.from_crawler(get_crawler())
        return kind(True, CallLaterOnce(lambda: None), scheduler)

    return asyncio.run(make())


def test_this_scrapy_tells() -> None:
    finished: list[Request] = []
    mine = slot()
    Progress(crawler_with(mine), finished.append)
    request = Request("https://exclusive.kz/")
    mine.add_request(request)
    assert finished == []
    mine.remove_request(request)
    assert finished == [request]


@pytest.mark.parametrize("other", [OtherSlot, DiscardingSlot])
def test_another_is_refused(other: type[_Slot]) -> None:
    with pytest.raises(ScrapyChangedError, match="Scrapy 2"):
        Progress(crawler_with(slot(other)), print)


@pytest.mark.parametrize("other", [None, SimpleNamespace(inprogress=set())])
def test_an_engine_without_such_a_slot_is_refused(other: Any) -> None:
    with pytest.raises(ScrapyChangedError, match="has changed"):
        Progress(crawler_with(other), print)
