"""One worker of a test: its politeness middleware, and requests through it."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.test import get_crawler

from kznews.frontier.hosts import Hosts
from kznews.frontier.politeness import PolitenessMiddleware
from kznews.frontier.visit import META, Visit

Documents = Database[dict[str, Any]]
HOST = "exclusive.kz"


class Worker:
    """One worker's middleware, its crawler, and requests through it."""

    def __init__(self, hosts: Hosts, **settings: object) -> None:
        # Not the project's settings: this is about one middleware.
        self.crawler: Crawler = get_crawler(settings_dict={"HOST_DELAY": 0, **settings})
        self.hosts = hosts
        self.middleware = PolitenessMiddleware(self.crawler, lambda: hosts)

    def stat(self, name: str) -> Any:
        return self.crawler.stats.get_value(f"politeness/{name}", 0)

    async def fetch(
        self,
        answer: int | Exception = 200,
        host: str = HOST,
        *,
        retry_times: int = 0,
        **headers: str,
    ) -> tuple[Request, Response | None]:
        """As the downloader would: to the end, whatever it is."""
        request = make_request(host)
        if retry_times:
            request.meta["retry_times"] = retry_times
        await self.middleware.process_request(request)
        if isinstance(answer, Exception):
            await self.middleware.process_exception(request, answer)
            return request, None
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        response = Response(request.url, status=answer, headers=names)
        assert await self.middleware.process_response(request, response) is response
        return request, response


def make_request(host: str = HOST) -> Request:
    return Request(f"https://{host}/", meta={META: Visit("row")})


async def robots_parsed(worker: Worker, text: str, headers: dict[str, str] | None = None) -> None:
    """As Scrapy does it."""
    results = await worker.crawler.signals.send_catch_log_async(
        signals.robots_parsed,
        robotparser=ProtegoRobotParser(text.encode(), None),
        request=Request(f"https://{HOST}/page", headers=headers),
    )
    assert [result for _, result in results] == [None]
