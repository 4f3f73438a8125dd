"""Three crawls at once, of one host: together they are as polite as one visitor."""

from __future__ import annotations

import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from string import Template
from typing import Any

from pymongo.database import Database

from tests.transport.crawls import page, serve

Documents = Database[dict[str, Any]]

SPIDER = """
import scrapy
from kznews.mongo.addon import DatabaseAddon

class Probe(scrapy.Spider):
    name = "probe"
    custom_settings = {
        "ADDONS": {"kznews.mongo.addon.DatabaseAddon": 200},
        "DATABASE_COLLECTIONS": ["kznews.frontier.schema.COLLECTIONS"],
        "DOWNLOADER_MIDDLEWARES": {"kznews.frontier.politeness.PolitenessMiddleware": 950},
        "HOST_DELAY": $delay,
        "DOWNLOAD_DELAY": 0,
        "RETRY_PRIORITY_ADJUST": 0,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "ROBOTSTXT_OBEY": True,
    }

    async def start(self):
        await DatabaseAddon.of(self.crawler).open()
        for number in range($pages):
            yield scrapy.Request(f"{self.site}/{self.worker}/{number}")

    def parse(self, response):
        pass

    async def closed(self, reason):
        await DatabaseAddon.of(self.crawler).close()
"""
PAGES = 10
DELAY = 0.15
RETRY_AFTER = 2


def test_three_real_crawls_are_one_visitor(
    tmp_path: Path, mongodb_uri: str, database: Documents
) -> None:
    """The rate over all, and a pause that one of them was asked for."""
    asked: list[float] = []
    refused: list[float] = []

    def reply(handler: BaseHTTPRequestHandler) -> None:
        now = time.monotonic()
        asked.append(now)
        if len(asked) == 2 * PAGES:
            refused.append(now)
            page("later", 429, Retry_After=str(RETRY_AFTER))(handler)
        else:
            page("page")(handler)

    script = tmp_path / "probe.py"
    script.write_text(Template(SPIDER).substitute(delay=DELAY, pages=PAGES), "utf-8")
    command = [sys.executable, "-W", "error", "-m", "scrapy", "runspider", str(script)]
    with serve() as site:
        site.replies = {f"/{worker}/{n}": reply for worker in range(3) for n in range(PAGES)}
        store = ["-s", f"MONGODB_URI={mongodb_uri}", "-s", f"MONGODB_DATABASE={database.name}"]
        crawls = [
            subprocess.Popen(
                [*command, "-a", f"site={site.url}", "-a", f"worker={worker}", *store],
                cwd=tmp_path,
                stderr=subprocess.PIPE,
                text=True,
            )
            for worker in range(3)
        ]
        logs = [crawl.communicate(timeout=60)[1] for crawl in crawls]
    assert [crawl.returncode for crawl in crawls] == [0] * 3, logs
    assert not any("Traceback" in log or "ERROR" in log for log in logs), logs
    assert len(asked) == 3 * PAGES + 1
    [paused_at] = refused
    before = [moment for moment in asked if moment <= paused_at]
    assert len(before) - 1 <= (before[-1] - before[0]) / DELAY * 1.25
    # One that had its turn just before may still come.
    during = [moment for moment in asked if paused_at + 0.5 < moment < paused_at + RETRY_AFTER]
    assert not during
    assert len(asked) - len(before) >= PAGES
