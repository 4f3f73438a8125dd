"""A crawl of the page argv[1] with the frontier and, of the pipelines, the store alone.

Settings are argv[2], in JSON. Writes its statistics, as JSON, into the file argv[3].
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from kznews import settings as project
from kznews.items import Item
from tests.record.samples import article, rate, rejection, ticker

COUNTED = {
    "pages/read": 1,
    "extraction/method/layout": 2,
    "extraction/layout/2025": 2,
    "extraction/jsonld/broken": 1,
    "failures/http_404": 1,
    "frontier/dead": 2,
}


class SampleSpider(Spider):
    name = "sample"

    async def start(self) -> AsyncIterator[Request]:
        yield Request(sys.argv[1])

    def parse(self, response: Response, **_: Any) -> Iterator[Item]:
        for key, count in COUNTED.items():
            self.crawler.stats.inc_value(key, count)
        yield from (article(1), article(2), ticker(), rate(), rejection())
        yield article(3, language="de")


settings = {
    "ADDONS": {"kznews.mongo.addon.DatabaseAddon": 200},
    "DATABASE_COLLECTIONS": project.DATABASE_COLLECTIONS,
    "SCHEDULER": project.SCHEDULER,
    **{name: getattr(project, name) for name in dir(project) if name.startswith("FRONTIER_")},
    "REVISIT": project.REVISIT,
    "ITEM_PIPELINES": {"kznews.pipelines.store.StorePipeline": 400},
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "RETRY_ENABLED": False,
    "LOG_LEVEL": "INFO",
}
process = CrawlerProcess(settings | json.loads(sys.argv[2]))
crawler = process.create_crawler(SampleSpider)
process.crawl(crawler)
process.start()
assert crawler.stats is not None
Path(sys.argv[3]).write_text(json.dumps(crawler.stats.get_stats(), default=str))
